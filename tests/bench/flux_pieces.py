"""Each piece of a step on the GPU alone: recorded over buffers larger than the cache, and replayed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from artmaster_desktop.engine.flux.attention import RegionView, attend_plain, regional_attention
from artmaster_desktop.engine.painters.state import GateTable, sort_order
from tests.bench import flux_setup
from tests.bench.flux_checks import CUDA, HALF, PAINTERS, WIDTH, heads_of, norm_and_rotary, random, table_of
from tests.bench.harness import Report, middle, replays

SETS = 3
"""Buffers taken in turn; each set is larger than the cache of an H100 or H200."""
REPEATS = 24
BANDWIDTH, RATE = 4.3e12, 790e12
"""What an H200 was seen to copy (bytes/s, read and written) and to multiply in bfloat16 (operations/s)."""

Calls = Sequence[Callable[[], object]]


@dataclass(frozen=True)
class Piece:
    """``calls`` do the same on different buffers; each moves ``moved`` bytes and multiplies ``work``
    operations."""

    name: str
    calls: Calls
    moved: float = 0.0
    work: float = 0.0

    @property
    def bound(self) -> float:
        """Milliseconds that memory and multipliers need at least."""
        return max(self.moved / BANDWIDTH, self.work / RATE) * 1e3


def one_replay(calls: Calls, times: int = 3) -> float:
    """Milliseconds of one call among many that follow each other."""

    def many() -> None:
        for _, call in zip(range(REPEATS), itertools.cycle(calls), strict=False):
            call()

    return middle(replays(many, times)) / REPEATS


def measure(report: Report, piece: Piece) -> None:
    row = report.row(f"piece: {piece.name}")
    if report.over:
        return
    with report.attempt(row):
        ms = one_replay(piece.calls)
        row.graph = [ms]
        rates = f"{piece.moved / ms / 1e6:6.0f} GB/s {piece.work / ms / 1e9:5.0f} TFLOP/s"
        row.note = f"bound {piece.bound * 1e3:6.1f} us, {piece.bound / ms:4.0%} of it; {rates}"


@dataclass(frozen=True)
class Buffers:
    """What the pieces of one number of painters work on, ``SETS`` times over."""

    table: GateTable
    sets: list[dict[str, Tensor]]
    a: dict[int, Tensor]
    bt: dict[int, Tensor]

    @classmethod
    def of(cls, painters: int) -> Buffers:
        table = table_of(painters, prompts=False)
        tokens, width = table.columns.shape
        shapes = {"q": 1, "k": 1, "v": 1, "x": 1, "wide": 4, "joined": 5}
        sets = [{name: random(1, tokens, n * WIDTH) for name, n in shapes.items()} for _ in range(SETS)]
        a = {n: random(3 * width, n * WIDTH, scale=0.02) for n in (1, 5)}
        return cls(table, sets, a, {n: random(width, n * WIDTH, scale=0.02) for n in (1, 4)})

    @property
    def gate(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.table.columns, self.table.chunks, self.table.counts

    def each(self, make: Callable[[dict[str, Tensor]], Callable[[], object]]) -> Calls:
        return [make(one) for one in self.sets]


def kernel_pieces(of: Buffers) -> Iterator[Piece]:
    """The gate's kernels as a step uses them; bounds count x, y and the result once."""
    from artmaster_desktop.engine.painters import kernels as k

    gate, a, bt = of.gate, of.a, of.bt
    width = len(bt[1])
    thin, long = a[1][:width], a[5][:width].contiguous()
    one = float(len(of.table.columns) * WIDTH * 2)
    heads = [heads_of(of.table, s["q"], s["x"], a[1], [bt[1]] * 3) for s in of.sets]
    made: dict[tuple[str, int], Calls] = {
        ("q k v with norm and rotary", 7): heads,
        ("q k v", 7): of.each(
            lambda s: partial(k.gated_add_three_, s["q"], s["k"], s["v"], s["x"], a[1], *[bt[1]] * 3, *gate)
        ),
        ("to_out", 3): of.each(lambda s: partial(k.gated_add_, s["q"], s["x"], thin, bt[1], *gate)),
        ("proj_out", 7): of.each(lambda s: partial(k.gated_add_, s["q"], s["joined"], long, bt[1], *gate)),
        ("ff with gelu", 9): of.each(lambda s: partial(k.gated_gelu, s["wide"], s["x"], thin, bt[4], *gate)),
        ("mlp with gelu beside", 11): of.each(
            lambda s: partial(k.gated_gelu_beside, s["q"], s["wide"], s["x"], thin, bt[4], *gate)
        ),
        ("shrink q k v alone", 1): of.each(lambda s: partial(k._shrink_rows, s["x"][0], a[1], 3, *gate)),
        ("shrink proj_out alone", 5): of.each(
            lambda s: partial(k._shrink_rows, s["joined"][0], long, 1, *gate)
        ),
    }
    for (name, trips), calls in made.items():
        yield Piece(name, calls, trips * one)


def product_pieces(of: Buffers) -> Iterator[Piece]:
    """What cuBLAS takes for the same, and for longer inner widths: whether joined products can win."""
    tokens, width = of.table.columns.shape
    one = float(tokens * WIDTH * 2)
    for n, m, name in ((1, 1, "x"), (5, 1, "joined"), (1, 4, "x")):
        for more in (0, width, 2 * width):
            inner = n * WIDTH + more
            x = [random(tokens, inner) for _ in range(SETS)]
            weight, bias = random(m * WIDTH, inner, scale=0.02), random(m * WIDTH)
            calls = [partial(F.linear, z, weight, bias) for z in x]
            kind = f"product {n * WIDTH} + {more} to {m * WIDTH}"
            yield Piece(kind, calls, work=2.0 * tokens * inner * m * WIDTH)
        if m > 1:
            continue
        columns = random(4 * width, n * WIDTH, scale=0.02)
        stacks = {1: columns[:width], 4: columns} if n == 1 else {1: columns[:width]}
        for count, stack in stacks.items():
            calls = [partial(F.linear, s[name][0], stack) for s in of.sets]
            yield Piece(f"product {n * WIDTH} to {count} x {width}", calls, n * one)
    h, bt = random(tokens, width), of.bt[1]
    weight = random(WIDTH, WIDTH, scale=0.02)
    yield Piece(
        f"product added in place, {width} to {WIDTH}",
        of.each(lambda s: partial(s["q"][0].addmm_, h, bt)),
        2 * one,
    )
    yield Piece(
        f"product {WIDTH} to {WIDTH} added in place",
        of.each(lambda s: partial(s["q"][0].addmm_, s["x"][0], weight)),
        work=2.0 * tokens * WIDTH * WIDTH,
    )


def plain_pieces(of: Buffers) -> Iterator[Piece]:
    """What the plain compiled network does where ours does more: norm and rotary embedding, GELU, a copy."""
    norm, cos, sin = norm_and_rotary(len(of.table.columns))
    one = float(len(of.table.columns) * WIDTH * 2)
    embed = torch.compile(_norm_and_embed, dynamic=False)
    yield Piece(
        "norm and rotary of q and k as compiled",
        of.each(lambda s: partial(embed, s["q"], s["k"], norm, cos, sin)),
        4 * one,
    )
    gelu = torch.compile(_gelu, dynamic=False)
    yield Piece("gelu as compiled", of.each(lambda s: partial(gelu, s["wide"])), 8 * one)
    yield Piece("copy", of.each(lambda s: partial(s["q"].copy_, s["x"])), 2 * one)


def _gelu(x: Tensor) -> Tensor:
    return F.gelu(x, approximate="tanh")


def _norm_and_embed(q: Tensor, k: Tensor, norm: Tensor, cos: Tensor, sin: Tensor) -> list[Tensor]:
    found = []
    for x in (q, k):
        x = F.rms_norm(x.unflatten(-1, (-1, 128)), (128,), norm, 1e-6)
        real, imaginary = x.unflatten(-1, (-1, 2)).unbind(-1)
        turned = torch.stack([-imaginary, real], dim=-1).flatten(3)
        found.append((x.float() * cos[None, :, None] + turned.float() * sin[None, :, None]).to(x.dtype))
    return found


def attention_pieces() -> Iterator[Piece]:
    plan = flux_setup.plan_of(PAINTERS, 64, prompts=True)
    view = RegionView(CUDA, HALF, kernels=True)
    view.prepare(plan, flux_setup.lengths_of(plan, prompts=True), sort_order(plan))
    sets = [[random(1, 5120, 24, 128) for _ in range(3)] for _ in range(SETS)]
    whole = [[x.transpose(1, 2) for x in qkv] for qkv in sets]
    parts = [[x[:, :, view.texts :] for x in qkv] for qkv in whole]
    work = {n: 4.0 * n * n * 24 * 128 for n in (4608, 5120)}
    for backend in ("cudnn", "flash"):
        calls: Calls = [partial(attend_plain, *qkv, backend) for qkv in parts]
        yield Piece(f"attention with sums, {backend}, 4608", calls, work=work[4608])
    for name, heads in ((4608, parts), (5120, whole)):
        calls = [partial(_plain, *qkv) for qkv in heads]
        yield Piece(f"attention by SDPA as it chooses, {name}", calls, work=work[name])
    t = view.tables
    assert t is not None
    out, lse = attend_plain(*parts[0], view.backend)
    more = (out, lse, *t.all(), view.texts, view.root)
    yield Piece("regions added, 8 x 64", [partial(torch.ops.artmaster.add_regions, *q, *more) for q in whole])
    for backend in ("cudnn", "flash"):
        other = RegionView(CUDA, HALF, kernels=True)
        other.backend = backend
        other.prepare(plan, flux_setup.lengths_of(plan, prompts=True), sort_order(plan))
        yield Piece(
            f"regional attention, ours, {backend}", [partial(regional_attention, other, *qkv) for qkv in sets]
        )
    bias = torch.from_numpy(view.dense_bias()).to(CUDA)
    for name_, mask in (("bool", bias > -5e3), ("bfloat16", bias.to(HALF))):
        calls = [partial(_plain, qkv[0], qkv[1], qkv[2], mask) for qkv in whole]
        yield Piece(f"regional attention, dense {name_} mask by SDPA", calls)


def _plain(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


def pieces(report: Report) -> None:
    """All pieces, those that decide most first."""
    with torch.inference_mode():
        for painters in (8, 1, 16):
            of = Buffers.of(painters)
            kinds = [kernel_pieces(of), *([product_pieces(of), plain_pieces(of)] if painters == 8 else [])]
            for piece in itertools.chain(*kinds):
                measure(report, replace(piece, name=f"{piece.name}, N={painters}"))


def masks(report: Report) -> None:
    """Regional attention alone, and what it is made of: against one dense mask through SDPA."""
    from artmaster_desktop.engine.flux import attention_kernels  # noqa: F401 - registers the operator

    with torch.inference_mode():
        for piece in attention_pieces():
            measure(report, piece)


CANDIDATES: dict[str, tuple[str, list[tuple[int, int, int, int]]]] = {
    "shrink three": (
        "q k v with norm and rotary",
        [
            (128, 4, 4, 1),
            (128, 4, 3, 1),
            (64, 4, 6, 1),
            (128, 8, 4, 1),
            (256, 8, 2, 1),
            (128, 4, 3, 2),
            (128, 4, 3, 3),
        ],
    ),
    "shrink one": (
        "proj_out",
        [
            (128, 4, 4, 1),
            (128, 4, 6, 1),
            (64, 4, 8, 1),
            (256, 4, 3, 1),
            (256, 8, 3, 1),
            (128, 4, 4, 2),
            (128, 4, 3, 4),
        ],
    ),
    "heads": (
        "q k v with norm and rotary",
        [
            (128, 8, 2, 4),
            (128, 8, 2, 8),
            (128, 8, 2, 2),
            (128, 8, 2, 1),
            (128, 4, 2, 1),
            (128, 4, 2, 2),
            (128, 4, 2, 4),
        ],
    ),
    "expand": (
        "to_out",
        [(256, 8, 2, 1), (256, 4, 2, 1), (128, 4, 2, 1), (128, 8, 2, 1), (512, 8, 2, 1), (64, 4, 2, 1)],
    ),
    "gelu": (
        "mlp with gelu beside",
        [(256, 8, 2, 1), (256, 4, 2, 1), (128, 4, 2, 1), (128, 8, 2, 1), (512, 8, 2, 1), (64, 4, 2, 1)],
    ),
}
"""For each kernel the piece that it decides, and ways to cut it: block, warps, stages, parts."""


def sweep(report: Report) -> dict[str, Any]:
    """Try the candidates one kernel after the other, keep the best of each, and print it all to paste."""
    from artmaster_desktop.engine.painters import kernels

    with torch.inference_mode():
        buffers = {painters: Buffers.of(painters) for painters in (8, 1)}
        for kind, (name, candidates) in CANDIDATES.items():
            row = report.row(f"sweep: {kind}")
            found: dict[kernels.Launch, float] = {}
            with report.attempt(row):
                for numbers in candidates:
                    if report.over:
                        break
                    found[kernels.Launch(*numbers)] = _tried(kind, kernels.Launch(*numbers), name, buffers)
                best = min(found, key=found.__getitem__)
                if found[best] < float("inf"):
                    kernels.LAUNCHES[kind] = best
                row.note = "; ".join(
                    f"{tuple(candidates[i])} {us:.1f} us" for i, us in enumerate(found.values())
                )
    print("LAUNCHES =", kernels.LAUNCHES, flush=True)
    return dict(kernels.LAUNCHES)


def _tried(kind: str, launch: Any, name: str, buffers: dict[int, Buffers]) -> float:
    """Microseconds of the piece, for eight painters and for one together; infinite where it cannot run."""
    from artmaster_desktop.engine.painters import kernels

    before = kernels.LAUNCHES[kind]
    kernels.LAUNCHES[kind] = launch
    try:
        pieces_ = [next(p for p in kernel_pieces(of) if p.name == name) for of in buffers.values()]
        return sum(one_replay(piece.calls, 2) for piece in pieces_) * 1e3
    except Exception as fault:  # noqa: BLE001 - a candidate may not fit the GPU
        print(f"sweep: {kind} {launch}: {type(fault).__name__}: {str(fault)[:150]}", flush=True)
        return float("inf")
    finally:
        kernels.LAUNCHES[kind] = before
