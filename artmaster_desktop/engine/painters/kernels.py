"""Triton kernels for the gate: a tile of tokens loads only the painters that act on it.

With tokens sorted by area a tile has one or two painters however many there are in all, so the cost hardly
grows with their number. ``shrink`` makes ``x A^T * gate`` for a tile's active columns. It may cut ``in`` in
parts, so that all multiprocessors have work: those stay float32 and ungated, and are summed in a fixed order,
so the same job gives the same bytes. ``expand`` adds the product with ``B^T`` to the layer's output in one
reading and writing, with GELU on the way where the activation follows anyway. Everything is an opaque
operator to ``torch.compile``: no graph breaks, and no recompilation when gates, painters or regions change.
"""

# A kernel is called by the GPU with everything it needs, and its arguments are Triton's, not Python's.
# mypy: disable-error-code="no-untyped-def,untyped-decorator,no-untyped-call"
# ruff: noqa: PLR0913, PLR0917

from __future__ import annotations

from dataclasses import dataclass

import torch
import triton
import triton.language as tl
from torch import Tensor
from triton.language.standard import _sum_combine

from artmaster_desktop.engine.painters.state import CHUNK, TILE

PRECISION = "ieee"
"""How float32 is multiplied (for checks; half precision knows only one way)."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How a kernel is cut: ``block`` numbers of the inner or outer width at a time, by ``warps`` warps, with
    loads ``stages`` ahead; ``parts`` of the inner width side by side, or heads one after another."""

    block: int
    warps: int
    stages: int
    parts: int = 1


LAUNCHES = {
    "shrink one": Launch(128, 4, 3, parts=4),
    "shrink three": Launch(128, 4, 3, parts=2),
    "expand": Launch(128, 4, 2),
    "gelu": Launch(256, 8, 2),
    "heads": Launch(128, 4, 2, parts=4),
}
"""By kind of kernel, the best on an H200. ``tests/bench/flux_gpu.py --part sweep`` finds the best on the GPU
at hand."""


@dataclass(slots=True)
class Options:
    """What may be switched off to find out what it brings, or to get around a fault of a compiler."""

    sparse_shrink: bool = True


OPTIONS = Options()


@triton.jit
def _shrink(
    x, a, parts, gates, chunks, counts,
    tokens, ins, width, x_row, list_row, split_size,
    LAYERS: tl.constexpr, BT: tl.constexpr, BK: tl.constexpr, BC: tl.constexpr, COLS: tl.constexpr,
    GATED: tl.constexpr, PRECISION: tl.constexpr, BEFORE: tl.constexpr = -1,
):  # fmt: skip
    tile = tl.program_id(0)
    split = tl.program_id(1)
    count = tl.load(counts + tile) * 16
    rows = tile * BT + tl.arange(0, BT)
    here = rows < tokens
    j = tl.arange(0, COLS)
    layer = j // BC
    for first in range(0, count, BC):
        column = first + j % BC
        valid = (layer < LAYERS) & (column < count)
        chunk = tl.load(chunks + tile * list_row + column // 16, mask=valid, other=0)
        source = chunk * 16 + column % 16
        a_rows = a + (layer * width + source).to(tl.int64) * ins
        a_valid = valid & (source < width)
        acc = tl.full((BT, COLS), 0.0, dtype=tl.float32)
        for k in range(split * split_size, min((split + 1) * split_size, ins), BK):
            inner = k + tl.arange(0, BK)
            x_tile = tl.load(
                x + rows.to(tl.int64)[:, None] * x_row + inner[None, :],
                mask=here[:, None] & (inner < ins)[None, :], other=0.0,
            )  # fmt: skip
            a_tile = tl.load(
                a_rows[None, :] + inner[:, None], mask=a_valid[None, :] & (inner < ins)[:, None], other=0.0
            )
            acc = tl.dot(x_tile, a_tile, acc, input_precision=PRECISION)
        kept = here[:, None] & (valid & (source < width))[None, :]
        if GATED:
            at = rows.to(tl.int64)[:, None] * width + source[None, :]
            acc *= tl.load(gates + at, mask=kept, other=0.0)
        if BEFORE < 0:
            place = (split * LAYERS + layer).to(tl.int64) * tokens * width + column
            place = place[None, :] + rows.to(tl.int64)[:, None] * width
        else:  # on either side of x itself, the first BEFORE layers on its left
            place = layer * width + tl.where(layer < BEFORE, 0, ins) + source
            place = place[None, :] + rows.to(tl.int64)[:, None] * x_row
        tl.store(parts + place, acc.to(parts.dtype.element_ty), mask=kept)


@triton.jit
def _gelu(x):
    """GELU by tanh, as ``torch.nn.functional.gelu(x, approximate="tanh")``: ``x * sigmoid(2 z)``."""
    z = 0.7978845608028654 * (x + 0.044715 * x * x * x)
    return x / (1.0 + tl.exp(-2.0 * z))


@triton.jit
def _plus_painters(
    acc, h, bt, gates, chunks, tile, count, rows, here, n, tokens, outs, width, h_row, h_split, list_row,
    SPLITS: tl.constexpr, COMPACT: tl.constexpr, PRECISION: tl.constexpr,
):  # fmt: skip
    """``acc`` plus ``(h * gate) @ bt`` over the tile's active chunks, for the outputs ``n``; with
    ``SPLITS`` of 0 ``h`` is gated already."""
    rank = tl.arange(0, 16)
    for i in range(count):
        column = tl.load(chunks + tile * list_row + i) * 16 + rank
        kept = i * 16 + rank if COMPACT else column
        known = here[:, None] & (column < width)[None, :]
        at = rows[:, None] * h_row + kept[None, :]
        total = tl.load(h + at, mask=known, other=0.0)
        if SPLITS > 0:
            total = total.to(tl.float32)
            for s in tl.static_range(1, SPLITS):
                total += tl.load(h + s * h_split + at, mask=known, other=0.0)
            total *= tl.load(gates + rows[:, None] * width + column[None, :], mask=known, other=0.0)
        b = tl.load(
            bt + column[:, None] * outs + n[None, :],
            mask=(column < width)[:, None] & (n < outs)[None, :],
            other=0.0,
        )
        acc = tl.dot(total.to(b.dtype), b, acc, input_precision=PRECISION)
    return acc


@triton.jit
def _expand(
    y, out, h, bt, gates, chunks, counts,
    tokens, outs, width, y_row, out_row, h_row, h_split, list_row,
    SPLITS: tl.constexpr, COMPACT: tl.constexpr, GELU: tl.constexpr, IN_PLACE: tl.constexpr,
    BT: tl.constexpr, BN: tl.constexpr, PRECISION: tl.constexpr,
):  # fmt: skip
    tile = tl.program_id(0)
    count = tl.load(counts + tile)
    if IN_PLACE and count == 0:
        return
    rows = (tile * BT + tl.arange(0, BT)).to(tl.int64)
    here = rows < tokens
    n = tl.program_id(1) * BN + tl.arange(0, BN)
    inside = here[:, None] & (n < outs)[None, :]
    acc = tl.load(y + rows[:, None] * y_row + n[None, :], mask=inside, other=0.0).to(tl.float32)
    acc = _plus_painters(
        acc, h, bt, gates, chunks, tile, count, rows, here, n, tokens, outs, width, h_row, h_split, list_row,
        SPLITS, COMPACT, PRECISION,
    )  # fmt: skip
    if GELU:
        acc = _gelu(acc)
    tl.store(out + rows[:, None] * out_row + n[None, :], acc.to(out.dtype.element_ty), mask=inside)


@triton.jit
def _expand_head(
    y, out, h, bt, gates, chunks, counts, norm, cos, sin,
    tokens, outs, width, y_row, out_row, h_row, h_split, list_row, eps,
    SPLITS: tl.constexpr, COMPACT: tl.constexpr, HEAD: tl.constexpr, HEADS: tl.constexpr, BT: tl.constexpr,
    PRECISION: tl.constexpr,
):  # fmt: skip
    """``_expand`` for a few heads of a query or key, then root-mean-square norm and rotary embedding.

    Cosines and sines weigh more than a head itself, so they are read once for all ``HEADS``; each head is
    loaded while the one before it is at work.
    """
    tile = tl.program_id(0)
    rows = (tile * BT + tl.arange(0, BT)).to(tl.int64)
    here = rows < tokens
    channel = tl.arange(0, HEAD)
    angle = rows[:, None] * HEAD + channel[None, :]
    c, _c = tl.split(tl.reshape(tl.load(cos + angle, mask=here[:, None], other=0.0), (BT, HEAD // 2, 2)))
    s, _s = tl.split(tl.reshape(tl.load(sin + angle, mask=here[:, None], other=0.0), (BT, HEAD // 2, 2)))
    weight = tl.load(norm + channel).to(tl.float32)
    count = tl.load(counts + tile)
    first = tl.program_id(1) * HEADS
    last = min(first + HEADS, outs // HEAD)
    heads = y + rows[:, None] * y_row + channel[None, :]
    ahead = tl.load(heads + first * HEAD, mask=here[:, None], other=0.0)
    for head in range(first, last):
        n = head * HEAD + channel
        acc = ahead.to(tl.float32)
        ahead = tl.load(heads + (head + 1) * HEAD, mask=here[:, None] & (head + 1 < last), other=0.0)
        acc = _plus_painters(
            acc, h, bt, gates, chunks, tile, count, rows, here, n, tokens, outs, width, h_row, h_split,
            list_row, SPLITS, COMPACT, PRECISION,
        )  # fmt: skip
        mean = tl.reduce(acc * acc, 1, _sum_combine) / HEAD
        acc = acc * tl.rsqrt(mean + eps)[:, None] * weight[None, :]
        real, imaginary = tl.split(tl.reshape(acc, (BT, HEAD // 2, 2)))
        acc = tl.reshape(tl.join(real * c - imaginary * s, imaginary * c + real * s), (BT, HEAD))
        tl.store(out + rows[:, None] * out_row + n[None, :], acc.to(out.dtype.element_ty), mask=here[:, None])


@dataclass(slots=True)
class _Waist:
    """``h`` of the layers that share an input: ``values`` ``[splits, layers, tokens, width]`` or, dense,
    ``[tokens, layers x width]``. ``splits`` of 0: one, gated already."""

    values: Tensor
    splits: int
    compact: bool

    def of(self, layer: int, width: int) -> tuple[Tensor, int, int]:
        """The layer's part, the distance of its rows and that of its splits."""
        if self.compact:
            return self.values[0, layer], width, self.values.stride(0)
        return self.values[:, layer * width :], self.values.stride(0), 0


def _shrink_rows(x: Tensor, a: Tensor, layers: int, gates: Tensor, chunks: Tensor, counts: Tensor) -> _Waist:
    """``x`` ``[tokens, in]`` times the stacked ``a`` ``[layers x width, in]``."""
    if not OPTIONS.sparse_shrink:
        return _Waist(torch.mm(x, a.T), 1, False)
    launch = LAUNCHES["shrink one" if layers == 1 else "shrink three"]
    x = x if x.stride(-1) == 1 else x.contiguous()
    tokens, ins = x.shape
    width, tiles = a.shape[0] // layers, counts.shape[0]
    block = launch.block if ins >= launch.block else 32
    size = -(-ins // (launch.parts * block)) * block
    splits = -(-ins // size)
    gated = splits == 1
    parts = x.new_empty(splits, layers, tokens, width, dtype=a.dtype if gated else torch.float32)
    per_pass = 2 * CHUNK if layers == 1 else CHUNK
    _shrink[(tiles, splits)](
        x, a, parts, gates, chunks, counts,
        tokens, ins, width, x.stride(0), chunks.stride(0), size,
        LAYERS=layers, BT=TILE, BK=block, BC=per_pass, COLS=(64 if layers == 3 else per_pass * layers),
        GATED=gated, PRECISION=PRECISION, num_warps=launch.warps, num_stages=launch.stages,
    )  # fmt: skip
    return _Waist(parts, 0 if gated else splits, True)


def _expand_rows(
    y: Tensor, out: Tensor, waist: _Waist, layer: int, bt: Tensor,
    gates: Tensor, chunks: Tensor, counts: Tensor, *, gelu: bool = False,
) -> None:  # fmt: skip
    """``out = y + (h * gate) @ bt``, all ``[tokens, out]`` with unit distance in a row."""
    tokens, outs = y.shape
    width = bt.shape[0]
    values, row, split = waist.of(layer, width)
    launch = LAUNCHES["gelu" if gelu else "expand"]
    block = launch.block if outs >= launch.block else 32
    _expand[(counts.shape[0], -(-outs // block))](
        y, out, values, bt, gates, chunks, counts,
        tokens, outs, width, y.stride(0), out.stride(0), row, split, chunks.stride(0),
        SPLITS=waist.splits, COMPACT=waist.compact, GELU=gelu, IN_PLACE=out is y and not gelu,
        BT=TILE, BN=block, PRECISION=PRECISION, num_warps=launch.warps, num_stages=launch.stages,
    )  # fmt: skip


@torch.library.custom_op("artmaster::gated_add_", mutates_args={"y"})
def gated_add_(
    y: Tensor, x: Tensor, a: Tensor, bt: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor
) -> None:
    """``y += (x A^T * gate) B^T``; ``y`` ``[batch, tokens, out]``, ``x`` ``[batch, tokens, in]``, the rest as
    in ``GatedLinear`` and ``GateTable``."""
    for one_y, one_x in zip(y, x, strict=True):
        waist = _shrink_rows(one_x, a, 1, gates, chunks, counts)
        _expand_rows(one_y, one_y, waist, 0, bt, gates, chunks, counts)


@torch.library.custom_op("artmaster::gated_add_three_", mutates_args={"q", "k", "v"})
def gated_add_three_(
    q: Tensor, k: Tensor, v: Tensor, x: Tensor, a: Tensor, bt_q: Tensor, bt_k: Tensor, bt_v: Tensor,
    gates: Tensor, chunks: Tensor, counts: Tensor,
) -> None:  # fmt: skip
    """``gated_add_`` for three layers with one input; ``a`` is theirs stacked."""
    for b, one_x in enumerate(x):
        waist = _shrink_rows(one_x, a, 3, gates, chunks, counts)
        for layer, (y, bt) in enumerate(((q[b], bt_q), (k[b], bt_k), (v[b], bt_v))):
            _expand_rows(y, y, waist, layer, bt, gates, chunks, counts)


@torch.library.custom_op("artmaster::gated_gelu", mutates_args=())
def gated_gelu(
    y: Tensor, x: Tensor, a: Tensor, bt: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor
) -> Tensor:
    """``gelu(y + (x A^T * gate) B^T)``: instead of the activation, so it costs no extra reading of ``y``."""
    out = torch.empty_like(y)
    for one_out, one_y, one_x in zip(out, y, x, strict=True):
        waist = _shrink_rows(one_x, a, 1, gates, chunks, counts)
        _expand_rows(one_y, one_out, waist, 0, bt, gates, chunks, counts, gelu=True)
    return out


@gated_gelu.register_fake
def _(y: Tensor, x: Tensor, a: Tensor, bt: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor) -> Tensor:
    return torch.empty_like(y)


@torch.library.custom_op("artmaster::gated_gelu_beside", mutates_args=())
def gated_gelu_beside(
    left: Tensor, y: Tensor, x: Tensor, a: Tensor, bt: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor
) -> Tensor:
    """``cat([left, gated_gelu(y, ...)], dim=-1)``: a single block's input to ``proj_out``, written once."""
    width = left.shape[-1]
    out = y.new_empty(*y.shape[:-1], width + y.shape[-1])
    out[..., :width].copy_(left)
    for one_out, one_y, one_x in zip(out, y, x, strict=True):
        waist = _shrink_rows(one_x, a, 1, gates, chunks, counts)
        _expand_rows(one_y, one_out[:, width:], waist, 0, bt, gates, chunks, counts, gelu=True)
    return out


@gated_gelu_beside.register_fake
def _(
    left: Tensor, y: Tensor, x: Tensor, a: Tensor, bt: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor
) -> Tensor:
    return y.new_empty(*y.shape[:-1], left.shape[-1] + y.shape[-1])


def _expand_heads(
    y: Tensor, out: Tensor, waist: _Waist, layer: int, bt: Tensor,
    gates: Tensor, chunks: Tensor, counts: Tensor, norm: Tensor, cos: Tensor, sin: Tensor, eps: float,
) -> None:  # fmt: skip
    """``out = rotate(normalise(y + (h * gate) @ bt))`` by heads as wide as ``norm``; rows of ``[tokens,
    out]``."""
    tokens, outs = y.shape
    head = norm.shape[0]
    values, row, split = waist.of(layer, bt.shape[0])
    launch = LAUNCHES["heads"]
    _expand_head[(counts.shape[0], -(-outs // (head * launch.parts)))](
        y, out, values, bt, gates, chunks, counts, norm, cos, sin,
        tokens, outs, bt.shape[0], y.stride(0), out.stride(0), row, split, chunks.stride(0), eps,
        SPLITS=waist.splits, COMPACT=waist.compact, HEAD=head, HEADS=launch.parts, BT=TILE,
        PRECISION=PRECISION, num_warps=launch.warps, num_stages=launch.stages,
    )  # fmt: skip


@torch.library.custom_op("artmaster::gated_heads", mutates_args=())
def gated_heads(
    ys: list[Tensor], xs: list[Tensor], a: list[Tensor], bts: list[Tensor], norms: list[Tensor],
    gates: list[Tensor], chunks: list[Tensor], counts: list[Tensor], cos: Tensor, sin: Tensor, eps: float,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Queries, keys and values of one attention, ready for it: ``[batch, tokens, heads, channels]``.

    One or two streams, text first: for each an ``xs`` ``[batch, tokens, in]``, a stacked ``a``, three ``ys``
    (what the layers for q, k, v made of it), three ``bts``, two ``norms`` (for q and k) and a gate. ``cos``
    and ``sin`` ``[all tokens, channels]`` as diffusers makes them, each number twice.
    """
    batch, outs, head = ys[0].shape[0], ys[0].shape[-1], norms[0].shape[0]
    total = sum(x.shape[1] for x in xs)
    q, k, v = (ys[0].new_empty(batch, total, outs // head, head) for _ in range(3))
    for b in range(batch):
        start = 0
        for stream, x in enumerate(xs):
            gate = (gates[stream], chunks[stream], counts[stream])
            waist = _shrink_rows(x[b], a[stream], 3, *gate)
            place = slice(start, start + x.shape[1])
            for layer, out in enumerate((q, k, v)):
                y, bt = ys[3 * stream + layer][b], bts[3 * stream + layer]
                rows = out[b, place].view(-1, outs)
                if layer == 2:
                    _expand_rows(y, rows, waist, layer, bt, *gate)
                else:
                    norm = norms[2 * stream + layer]
                    _expand_heads(y, rows, waist, layer, bt, *gate, norm, cos[place], sin[place], eps)
            start = place.stop
    return q, k, v


@gated_heads.register_fake
def _(
    ys: list[Tensor], xs: list[Tensor], a: list[Tensor], bts: list[Tensor], norms: list[Tensor],
    gates: list[Tensor], chunks: list[Tensor], counts: list[Tensor], cos: Tensor, sin: Tensor, eps: float,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    batch, outs, head = ys[0].shape[0], ys[0].shape[-1], norms[0].shape[0]
    shape = (batch, sum(x.shape[1] for x in xs), outs // head, head)
    return ys[0].new_empty(shape), ys[0].new_empty(shape), ys[0].new_empty(shape)
