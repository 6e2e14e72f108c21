"""XLabs' ControlNets for FLUX.1: one file in the layout of Black Forest Labs' own code, with a block that
reads the guide's pixels. The names are those of their published files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from torch import Tensor

_WHOLE = {
    "img_in": "x_embedder",
    "txt_in": "context_embedder",
    "time_in.in_layer": "time_text_embed.timestep_embedder.linear_1",
    "time_in.out_layer": "time_text_embed.timestep_embedder.linear_2",
    "vector_in.in_layer": "time_text_embed.text_embedder.linear_1",
    "vector_in.out_layer": "time_text_embed.text_embedder.linear_2",
    "guidance_in.in_layer": "time_text_embed.guidance_embedder.linear_1",
    "guidance_in.out_layer": "time_text_embed.guidance_embedder.linear_2",
    "pos_embed_input": "controlnet_x_embedder",
}
_IN_BLOCK = {
    "img_mod.lin": "norm1.linear",
    "txt_mod.lin": "norm1_context.linear",
    "img_attn.proj": "attn.to_out.0",
    "txt_attn.proj": "attn.to_add_out",
    "img_mlp.0": "ff.net.0.proj",
    "img_mlp.2": "ff.net.2",
    "txt_mlp.0": "ff_context.net.0.proj",
    "txt_mlp.2": "ff_context.net.2",
}
_NORMS = {
    "img_attn.norm.query_norm.scale": "attn.norm_q.weight",
    "img_attn.norm.key_norm.scale": "attn.norm_k.weight",
    "txt_attn.norm.query_norm.scale": "attn.norm_added_q.weight",
    "txt_attn.norm.key_norm.scale": "attn.norm_added_k.weight",
}
_JOINT = {
    "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
}
_HINT = ("conv_in", *(f"blocks.{n}" for n in range(6)), "conv_out")
"""The convolutions of the hint block in their order; theirs are the even members of a sequence."""

_BLOCK = re.compile(r"double_blocks\.(\d+)\.(.+)")


def config_of(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """diffusers' config of a file with tensors of ``shapes``. LookupError or ValueError where it is none."""
    (head,) = shapes["double_blocks.0.img_attn.norm.query_norm.scale"]
    width, channels = shapes["img_in.weight"]
    blocks = {int(found[1]) for key in shapes if (found := _BLOCK.match(key))}
    hint = shapes["input_hint_block.14.weight"][0]
    return {
        "patch_size": 2,
        "in_channels": channels,
        "num_layers": 1 + max(blocks),
        "num_single_layers": 0,
        "attention_head_dim": head,
        "num_attention_heads": width // head,
        "joint_attention_dim": shapes["txt_in.weight"][1],
        "pooled_projection_dim": shapes["vector_in.in_layer.weight"][1],
        "guidance_embeds": "guidance_in.in_layer.weight" in shapes,
        "conditioning_embedding_channels": hint,
    }


def converted(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors under diffusers' names. Raises LookupError for one that is not known."""
    found: dict[str, Tensor] = {}
    for key, tensor in state.items():
        block = _BLOCK.match(key)
        if block:
            _convert_block(f"transformer_blocks.{block[1]}.", block[2], tensor, found)
        elif key.startswith("input_hint_block."):
            _, number, kind = key.split(".")
            found[f"input_hint_block.{_HINT[int(number) // 2]}.{kind}"] = tensor
        elif key.startswith("controlnet_blocks."):
            found[key] = tensor
        else:
            name, _, kind = key.rpartition(".")
            found[f"{_WHOLE[name]}.{kind}"] = tensor
    return found


def _convert_block(place: str, key: str, tensor: Tensor, found: dict[str, Tensor]) -> None:
    if key in _NORMS:
        found[place + _NORMS[key]] = tensor
        return
    name, _, kind = key.rpartition(".")
    if name in _JOINT:
        for part, piece in zip(_JOINT[name], tensor.chunk(3, dim=0), strict=True):
            found[f"{place}{part}.{kind}"] = piece.contiguous()
        return
    found[f"{place}{_IN_BLOCK[name]}.{kind}"] = tensor
