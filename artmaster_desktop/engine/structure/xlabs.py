"""XLabs' ControlNets for FLUX.1: one file in the layout of Black Forest Labs' own code, with a block that
reads the guide's pixels. The names are those of their published files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from torch import Tensor

from artmaster_desktop.engine.painters.bfl_layout import modules_of, norm_of

_ALSO = {"pos_embed_input": "controlnet_x_embedder"}
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
        name, _, kind = key.rpartition(".")
        norm, modules = norm_of(key), modules_of(name)
        if norm is not None:
            found[norm] = tensor
        elif modules is not None:
            for module, piece in zip(modules, tensor.chunk(len(modules), dim=0), strict=True):
                found[f"{module}.{kind}"] = piece.contiguous()
        elif key.startswith("input_hint_block."):
            found[f"input_hint_block.{_HINT[int(key.split('.')[1]) // 2]}.{kind}"] = tensor
        elif key.startswith("controlnet_blocks."):
            found[key] = tensor
        else:
            found[f"{_ALSO[name]}.{kind}"] = tensor
    return found
