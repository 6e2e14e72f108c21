"""Where a layer of FLUX sits: which tokens pass through it, and in which group of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from artmaster_desktop.core.gate import BLOCK_GROUPS, block_group


class Stream(Enum):
    """The tokens that a layer sees: picture, text, text then picture (single blocks), or none at all
    (modulation).
    """

    IMAGE = "image"
    TEXT = "text"
    JOINT = "joint"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Seat:
    """A layer's stream and its block group (index into ``BLOCK_GROUPS``)."""

    stream: Stream
    group: int


@dataclass(frozen=True, slots=True)
class Depth:
    """How many double and single blocks a FLUX transformer has."""

    double: int
    single: int


_DOUBLE = re.compile(r"transformer_blocks\.(\d+)\.(.+)")
_SINGLE = re.compile(r"single_transformer_blocks\.(\d+)\.(.+)")
_DOUBLE_LAYERS = {
    "attn.to_q": Stream.IMAGE,
    "attn.to_k": Stream.IMAGE,
    "attn.to_v": Stream.IMAGE,
    "attn.to_out.0": Stream.IMAGE,
    "ff.net.0.proj": Stream.IMAGE,
    "ff.net.2": Stream.IMAGE,
    "attn.add_q_proj": Stream.TEXT,
    "attn.add_k_proj": Stream.TEXT,
    "attn.add_v_proj": Stream.TEXT,
    "attn.to_add_out": Stream.TEXT,
    "ff_context.net.0.proj": Stream.TEXT,
    "ff_context.net.2": Stream.TEXT,
    "norm1.linear": Stream.WHOLE,
    "norm1_context.linear": Stream.WHOLE,
}
_SINGLE_LAYERS = {
    "attn.to_q": Stream.JOINT,
    "attn.to_k": Stream.JOINT,
    "attn.to_v": Stream.JOINT,
    "proj_mlp": Stream.JOINT,
    "proj_out": Stream.JOINT,
    "norm.linear": Stream.WHOLE,
}
_LAST = len(BLOCK_GROUPS) - 1
_OUTER_LAYERS = {
    "x_embedder": Seat(Stream.IMAGE, 0),
    "context_embedder": Seat(Stream.TEXT, 0),
    "proj_out": Seat(Stream.IMAGE, _LAST),
    "norm_out.linear": Seat(Stream.WHOLE, _LAST),
}


def seat_of(name: str, depth: Depth) -> Seat | None:
    """The seat of the layer with this diffusers module name, or None where FLUX has no such layer.

    Layers before the blocks share the first group's profile, layers after them the last group's.
    """
    if match := _SINGLE.fullmatch(name):
        return _block_seat("single", int(match[1]), depth.single, _SINGLE_LAYERS.get(match[2]))
    if match := _DOUBLE.fullmatch(name):
        return _block_seat("double", int(match[1]), depth.double, _DOUBLE_LAYERS.get(match[2]))
    if name.startswith("time_text_embed."):
        return Seat(Stream.WHOLE, 0)
    return _OUTER_LAYERS.get(name)


def block_layers(depth: Depth) -> tuple[str, ...]:
    """Every layer of every block that has a token axis: what a LoRA for FLUX usually adapts."""
    kinds = (
        ("transformer_blocks", depth.double, _DOUBLE_LAYERS),
        ("single_transformer_blocks", depth.single, _SINGLE_LAYERS),
    )
    return tuple(
        f"{kind}.{index}.{layer}"
        for kind, count, layers in kinds
        for index in range(count)
        for layer, stream in layers.items()
        if stream is not Stream.WHOLE
    )


def _block_seat(kind: str, index: int, count: int, stream: Stream | None) -> Seat | None:
    if stream is None or index >= count:
        return None
    return Seat(stream, block_group(kind, index, count))
