"""A Triton kernel for what plain attention left out: picture tokens hearing region texts, and those texts'
own rows.

Root text and picture have run through plain attention already. This kernel goes on from its result and its
log-sum-exp with the few keys that are missing, tile by tile, reading only tiles that some token hears; region
texts start from nothing. One reading and one writing of the result, in the layout that the next layer wants.
"""

# A kernel is called by the GPU with everything it needs, and its arguments are Triton's, not Python's.
# mypy: disable-error-code="no-untyped-def,untyped-decorator,no-untyped-call"
# ruff: noqa: PLR0913, PLR0917

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import triton
import triton.language as tl
from numpy.typing import NDArray
from torch import Tensor
from triton.language.standard import _elementwise_max, _sum_combine

# tl.max and tl.sum are kernels themselves; named by their parts they also run in Triton's interpreter.

KEYS = 64
"""Keys that the kernel handles together."""

QUERIES = 64
"""Queries that the kernel handles together."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionTables:
    """Who hears whom, for the kernel.

    ``hears`` float32 ``[areas, tokens]``: how a region's text hears every token, as a log (row 0 serves
    unused tokens). ``areas`` int32 ``[texts]``: the area of each region-text token, 0 for unused ones.
    ``tiles`` int32 ``[query tiles, key tiles]`` and ``counts`` int32 ``[query tiles]``: which key tiles each
    query tile must read.
    """

    hears: Tensor
    areas: Tensor
    tiles: Tensor
    counts: Tensor

    def all(self) -> tuple[Tensor, ...]:
        return self.hears, self.areas, self.tiles, self.counts


def key_tiles(
    areas: NDArray[np.int64], hears: NDArray[np.float64], root: int, never: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The ``tiles`` and ``counts`` of ``RegionTables``; a tile counts as soon as one query hears one key of
    it."""
    texts, tokens = len(areas), hears.shape[1]
    heard = hears > never / 2
    says = np.zeros((len(hears), tokens), dtype=bool)
    says[areas, np.arange(texts)] = True
    says[0] = False
    listens = heard.copy()
    listens[:, texts : texts + root] = False
    beyond = heard.copy()
    beyond[:, :texts] = False
    needed = _any(listens, QUERIES).T @ _any(says, KEYS) | _any(says, QUERIES).T @ _any(beyond, KEYS)
    for unused in np.flatnonzero(areas == 0):
        needed[unused // QUERIES, unused // KEYS] = True
    return np.argsort(~needed, axis=1, kind="stable").astype(np.int32), needed.sum(axis=1).astype(np.int32)


def _any(of: NDArray[np.bool_], tile: int) -> NDArray[np.bool_]:
    """``[areas, tokens]`` to ``[areas, tiles]``."""
    return np.asarray(np.logical_or.reduceat(of, np.arange(0, of.shape[1], tile), axis=1))


@triton.jit
def _bias(hears, areas, rows, keys, here, there, area_q, tokens, texts, start):
    """What is added to the logits of a tile: the log of how each of ``rows`` hears each of ``keys``."""
    spoken = keys < texts
    area_k = tl.load(areas + keys, mask=spoken, other=0)
    area = tl.where(spoken[None, :], area_k[None, :], area_q[:, None])
    token = tl.where(spoken[None, :], rows[:, None], keys[None, :])
    bias = tl.load(hears + area * tokens + token, mask=here[:, None] & there[None, :], other=-1e4)
    unheard = (rows >= texts)[:, None] & ((keys >= texts)[None, :] | (rows < start)[:, None])
    unused = (area == 0) & (rows[:, None] == keys[None, :]) & (rows < texts)[:, None]
    return tl.where(unused, 0.0, tl.where(unheard | (area == 0), -1e4, bias))


@triton.jit
def _logits(q_tile, k_tile, there, bias, scale, PRECISION: tl.constexpr):
    """Biased scores to the base 2; ``k_tile`` points at the keys, of which some may not be ``there``."""
    keys = tl.load(k_tile, mask=there[None, :], other=0.0)
    logits = tl.dot(q_tile, keys, input_precision=PRECISION)
    return tl.where(there[None, :], (logits * scale + bias) * 1.4426950408889634, -float("inf"))


@triton.jit
def _regions(
    q, k, v, plain, plain_lse, out, hears, areas, tiles, counts,
    tokens, texts, start, scale,
    q_batch, q_row, q_head, k_batch, k_row, k_head, v_batch, v_row, v_head,
    p_batch, p_row, p_head, o_batch, o_row, o_head, heads, list_row,
    WIDTH: tl.constexpr, BQ: tl.constexpr, BK: tl.constexpr, PRECISION: tl.constexpr,
):  # fmt: skip
    tile = tl.program_id(0)
    batch = (tl.program_id(1) // heads).to(tl.int64)
    head = tl.program_id(1) % heads
    rows = tile * BQ + tl.arange(0, BQ)
    channel = tl.arange(0, WIDTH)
    here = rows < tokens
    started = here & (rows >= texts)
    wide = rows.to(tl.int64)
    acc = tl.load(
        plain + batch * p_batch + head * p_head + (wide - texts)[:, None] * p_row + channel[None, :],
        mask=started[:, None], other=0.0,
    ).to(tl.float32)  # fmt: skip
    count = tl.load(counts + tile)
    if count > 0:
        known = (tokens - texts).to(tl.int64)
        lse = tl.load(plain_lse + (batch * heads + head) * known + (wide - texts), mask=started, other=0.0)
        top = tl.where(started, lse * 1.4426950408889634, -float("inf"))
        total = tl.where(started, 1.0, 0.0)
        q_tile = q + batch * q_batch + head * q_head + wide[:, None] * q_row + channel[None, :]
        queries = tl.load(q_tile, mask=here[:, None], other=0.0)
        area_q = tl.load(areas + rows, mask=rows < texts, other=0)
        for i in range(count):
            keys = tl.load(tiles + tile * list_row + i) * BK + tl.arange(0, BK)
            there = keys < tokens
            far = keys.to(tl.int64)
            bias = _bias(hears, areas, rows, keys, here, there, area_q, tokens, texts, start)
            k_tile = k + batch * k_batch + head * k_head + far[None, :] * k_row + channel[:, None]
            logits = _logits(queries, k_tile, there, bias, scale, PRECISION)
            higher = tl.maximum(top, tl.reduce(logits, 1, _elementwise_max))
            fade = tl.exp2(top - higher)
            weights = tl.exp2(logits - higher[:, None])
            total = total * fade + tl.reduce(weights, 1, _sum_combine)
            v_tile = v + batch * v_batch + head * v_head + far[:, None] * v_row + channel[None, :]
            values = tl.load(v_tile, mask=there[:, None], other=0.0)
            acc = tl.dot(weights.to(values.dtype), values, acc * fade[:, None], input_precision=PRECISION)
            top = higher
        acc = acc / total[:, None]
    tl.store(
        out + batch * o_batch + head * o_head + wide[:, None] * o_row + channel[None, :],
        acc.to(out.dtype.element_ty), mask=here[:, None],
    )  # fmt: skip


@torch.library.custom_op("artmaster::add_regions", mutates_args=())
def add_regions(
    q: Tensor, k: Tensor, v: Tensor, plain: Tensor, lse: Tensor, hears: Tensor, areas: Tensor,
    tiles: Tensor, counts: Tensor, texts: int, root: int,
) -> Tensor:  # fmt: skip
    """Complete plain attention over root text and picture with the region texts.

    ``q``, ``k``, ``v`` ``[batch, heads, tokens, channels]`` of the whole sequence; ``plain`` ``[batch, heads,
    tokens - texts, channels]`` and ``lse`` float32 ``[batch, heads, tokens - texts]`` what plain attention
    made of its part. Returns ``[batch, tokens, heads, channels]``.
    """
    batch, heads, tokens, width = q.shape
    q, k, v, plain = (x if x.stride(-1) == 1 else x.contiguous() for x in (q, k, v, plain))
    out = torch.empty(batch, tokens, heads, width, device=q.device, dtype=q.dtype)
    strides = [x.stride(d) for x in (q, k, v, plain) for d in (0, 2, 1)]
    _regions[(counts.shape[0], batch * heads)](
        q, k, v, plain, lse.contiguous(), out, hears, areas, tiles, counts,
        tokens, texts, texts + root, width**-0.5, *strides, out.stride(0), out.stride(1), out.stride(2),
        heads, tiles.stride(0),
        WIDTH=width, BQ=QUERIES, BK=KEYS, PRECISION="ieee", num_warps=4, num_stages=2,
    )  # fmt: skip
    return out


@add_regions.register_fake
def _(
    q: Tensor, k: Tensor, v: Tensor, plain: Tensor, lse: Tensor, hears: Tensor, areas: Tensor,
    tiles: Tensor, counts: Tensor, texts: int, root: int,
) -> Tensor:  # fmt: skip
    batch, heads, tokens, width = q.shape
    return q.new_empty(batch, tokens, heads, width)
