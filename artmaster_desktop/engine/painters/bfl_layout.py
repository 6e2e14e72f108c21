"""Black Forest Labs' own names for the layers of FLUX.1, beside diffusers': for files that were never in
diffusers' hands. Names as in their ``flux/model.py`` and ``flux/modules/layers.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor

WHOLE: Mapping[str, str] = {
    "img_in": "x_embedder",
    "txt_in": "context_embedder",
    "time_in.in_layer": "time_text_embed.timestep_embedder.linear_1",
    "time_in.out_layer": "time_text_embed.timestep_embedder.linear_2",
    "vector_in.in_layer": "time_text_embed.text_embedder.linear_1",
    "vector_in.out_layer": "time_text_embed.text_embedder.linear_2",
    "guidance_in.in_layer": "time_text_embed.guidance_embedder.linear_1",
    "guidance_in.out_layer": "time_text_embed.guidance_embedder.linear_2",
    "final_layer.linear": "proj_out",
    "final_layer.adaLN_modulation.1": "norm_out.linear",
}
DOUBLE: Mapping[str, tuple[str, ...]] = {
    "img_mod.lin": ("norm1.linear",),
    "txt_mod.lin": ("norm1_context.linear",),
    "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
    "img_attn.proj": ("attn.to_out.0",),
    "txt_attn.proj": ("attn.to_add_out",),
    "img_mlp.0": ("ff.net.0.proj",),
    "img_mlp.2": ("ff.net.2",),
    "txt_mlp.0": ("ff_context.net.0.proj",),
    "txt_mlp.2": ("ff_context.net.2",),
}
SINGLE: Mapping[str, tuple[str, ...]] = {
    "modulation.lin": ("norm.linear",),
    "linear1": ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"),
    "linear2": ("proj_out",),
}
"""Layers of a block; several that diffusers keeps apart lie one below the other in theirs."""

DOUBLE_NORMS: Mapping[str, str] = {
    "img_attn.norm.query_norm.scale": "attn.norm_q.weight",
    "img_attn.norm.key_norm.scale": "attn.norm_k.weight",
    "txt_attn.norm.query_norm.scale": "attn.norm_added_q.weight",
    "txt_attn.norm.key_norm.scale": "attn.norm_added_k.weight",
}
SINGLE_NORMS: Mapping[str, str] = {
    "norm.query_norm.scale": "attn.norm_q.weight",
    "norm.key_norm.scale": "attn.norm_k.weight",
}
LAST_MODULATION = "norm_out.linear"

_BLOCK = re.compile(r"(double|single)_blocks\.(\d+)\.(.+)")


def modules_of(name: str) -> tuple[str, ...] | None:
    """diffusers' modules that make up the layer ``name``, in order; None where FLUX.1 has no such layer."""
    block = _BLOCK.fullmatch(name)
    if block is None:
        return (WHOLE[name],) if name in WHOLE else None
    parts = (DOUBLE if block[1] == "double" else SINGLE).get(block[3])
    return None if parts is None else tuple(_place(block) + part for part in parts)


def norm_of(name: str) -> str | None:
    """diffusers' name of the normalisation scale ``name``; None where it is none."""
    block = _BLOCK.fullmatch(name)
    if block is None:
        return None
    found = (DOUBLE_NORMS if block[1] == "double" else SINGLE_NORMS).get(block[3])
    return None if found is None else _place(block) + found


def _place(block: re.Match[str]) -> str:
    kind = "transformer_blocks" if block[1] == "double" else "single_transformer_blocks"
    return f"{kind}.{block[2]}."


def swapped(rows: Tensor) -> Tensor:
    """``rows`` (along the first axis) of the last modulation: theirs are shift, then scale, diffusers' scale,
    then shift. Outputs alone are swapped: not the ranks of an ``A``, as diffusers 0.42 does.
    """
    shift, scale = rows.chunk(2, dim=0)
    return torch.cat([scale, shift], dim=0)
