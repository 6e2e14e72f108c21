"""On the GPU itself: are the kernels right, and how fast is each piece against what memory allows?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from artmaster_desktop.engine.flux.attention import RegionView, attend_plain, regional_attention
from artmaster_desktop.engine.painters.seat import Seat, Stream
from artmaster_desktop.engine.painters.state import Columns, GateState, GateTable, sort_order
from tests.bench import flux_setup
from tests.bench.harness import Report, timed

CUDA = torch.device("cuda")
HALF = torch.bfloat16
WIDTH, RANK, PAINTERS = 3072, 16, 8


def random(*shape: int, scale: float = 1.0) -> Tensor:
    return torch.randn(shape, device=CUDA, dtype=HALF) * scale


def relative(found: Tensor, right: Tensor) -> float:
    return float((found.double() - right).norm() / right.norm())


def table_of(painters: int, *, prompts: bool) -> GateTable:
    """The gate of a single block of FLUX.1-dev: text, then 4096 picture tokens sorted by region."""
    state = GateState(CUDA, painters)
    table = state.table(Seat(Stream.JOINT, 3), Columns((RANK,) * painters, RANK * painters))
    plan = flux_setup.plan_of(painters, 64, prompts=prompts)
    state.prepare(plan, flux_setup.lengths_of(plan, prompts=prompts), sort_order(plan))
    return table


def check(report: Report) -> None:
    """Relative errors in bfloat16 against float64; the plain products' error stands beside for scale."""
    from artmaster_desktop.engine.flux import attention_kernels  # noqa: F401 - registers the operator
    from artmaster_desktop.engine.painters import kernels

    row = report.row("check: gate kernels against float64")
    with report.attempt(row), torch.inference_mode():
        table = table_of(PAINTERS, prompts=False)
        gate = (table.columns, table.chunks, table.counts)
        width = table.columns.shape[1]
        y, x = random(1, len(table.columns), WIDTH), random(1, len(table.columns), WIDTH)
        a, bt = random(3 * width, WIDTH, scale=0.02), random(3, width, WIDTH, scale=0.02)
        right = [
            y.double() + (x.double() @ p.double().T * table.columns) @ b.double()
            for p, b in zip(a.chunk(3), bt, strict=True)
        ]
        plain = y + ((x @ a[:width].T) * table.columns).to(HALF) @ bt[0]
        errors = {"eager": relative(plain, right[0])}
        for name, sparse in (("sparse", True), ("dense", False)):
            kernels.OPTIONS.sparse_shrink = sparse
            q, k, v = y.clone(), y.clone(), y.clone()
            kernels.gated_add_three_(q, k, v, x, a, *bt, *gate)
            errors[f"{name} q k v"] = max(relative(z, r) for z, r in zip((q, k, v), right, strict=True))
            one = y.clone()
            kernels.gated_add_(one, x, a[:width], bt[0], *gate)
            errors[f"{name} one"] = relative(one, right[0])
            activated = F.gelu(right[0], approximate="tanh")
            errors[f"{name} gelu"] = relative(kernels.gated_gelu(y, x, a[:width], bt[0], *gate), activated)
            beside = kernels.gated_gelu_beside(x, y, x, a[:width], bt[0], *gate)
            errors[f"{name} beside"] = relative(beside[..., WIDTH:], activated)
            again = y.clone()
            kernels.gated_add_(again, x, a[:width], bt[0], *gate)
            errors[f"{name} twice differs"] = float((again != one).sum())
        kernels.OPTIONS.sparse_shrink = True
        errors["heads"] = _check_heads(table, y, x, a, bt, right)
        row.note = ", ".join(f"{name} {error:.1e}" for name, error in errors.items())
    for backend in ("flash", "cudnn"):
        _check_attention(report, backend)


def _check_heads(table: GateTable, y: Tensor, x: Tensor, a: Tensor, bt: Tensor, right: list[Tensor]) -> float:
    """Largest relative error of queries, keys and values ready for attention."""
    found = _heads(table, y, x, a, list(bt))()
    norm, cos, sin = _norm_and_rotary(y.shape[1])
    worst = 0.0
    for layer, (one, z) in enumerate(zip(found, right, strict=True)):
        z = z.unflatten(-1, (-1, 128))
        if layer < 2:
            z = F.rms_norm(z, (128,), norm.double(), 1e-6)
            turned = torch.stack([-z[..., 1::2], z[..., ::2]], dim=-1).flatten(3)
            z = z * cos.double()[None, :, None] + turned * sin.double()[None, :, None]
        worst = max(worst, relative(one, z))
    return worst


def _norm_and_rotary(tokens: int) -> tuple[Tensor, Tensor, Tensor]:
    angles = torch.linspace(0, 30, tokens * 64, device=CUDA).view(tokens, 64).repeat_interleave(2, 1)
    return torch.full((128,), 1.25, device=CUDA, dtype=HALF), angles.cos(), angles.sin()


def _heads(
    table: GateTable, y: Tensor, x: Tensor, a: Tensor, bts: list[Tensor]
) -> Callable[[], list[Tensor]]:
    norm, cos, sin = _norm_and_rotary(y.shape[1])
    return partial(
        torch.ops.artmaster.gated_heads,
        [y, y, y], [x], [a], bts, [norm, norm], [table.columns], [table.chunks], [table.counts],
        cos, sin, 1e-6,
    )  # fmt: skip


def _check_attention(report: Report, backend: str) -> None:
    row = report.row(f"check: regional attention against float64, {backend}")
    with report.attempt(row), torch.inference_mode():
        plan = flux_setup.plan_of(PAINTERS, 64, prompts=True)
        errors = {}
        for own in (True, False):
            view = RegionView(CUDA, HALF, kernels=own)
            view.backend = backend
            view.prepare(plan, (500, 60, 70, 64, 0, 64, 50, 64, 64), sort_order(plan), padding=4)
            torch.manual_seed(0)
            q, k, v = (random(1, view.texts + view.root + 4096, 2, 128, scale=2.0) for _ in range(3))
            bias = torch.from_numpy(view.dense_bias()).to(CUDA)
            logits = q.double().transpose(1, 2) @ k.double().transpose(1, 2).mT / 128**0.5 + bias
            right = (logits.softmax(-1) @ v.double().transpose(1, 2)).transpose(1, 2)
            found = regional_attention(view, q, k, v)
            for name, part in (("texts", slice(view.texts)), ("rest", slice(view.texts, None))):
                errors[f"{'kernel' if own else 'parts'} {name}"] = relative(found[:, part], right[:, part])
        row.note = ", ".join(f"{name} {error:.1e}" for name, error in errors.items())


def median(call: Callable[[], object], times: int = 12) -> float:
    """Microseconds of a call, its launch included where that is longer than its work."""
    for _ in range(3):
        call()
    torch.cuda.synchronize()
    whole = timed(lambda: [call() for _ in range(times)], CUDA)
    return whole / times * 1e3


def pieces(report: Report) -> None:
    """Each piece of a step, with the time that its traffic needs at 4.3 TB/s."""
    from artmaster_desktop.engine.painters import kernels

    with torch.inference_mode():
        for painters in (1, 8, 16):
            table = table_of(painters, prompts=False)
            gate, width = (table.columns, table.chunks, table.counts), table.columns.shape[1]
            tokens = len(table.columns)
            q, k, v, x = (random(1, tokens, WIDTH) for _ in range(4))
            wide, joined = random(1, tokens, 4 * WIDTH), random(1, tokens, 5 * WIDTH)
            a = {n: random(3 * width, n, scale=0.02) for n in (WIDTH, 5 * WIDTH)}
            bt = {n: random(width, n, scale=0.02) for n in (WIDTH, 4 * WIDTH)}
            bts = (bt[WIDTH],) * 3
            one = tokens * WIDTH * 2 / 4.3e6
            named: dict[tuple[str, int], Callable[[], object]] = {
                ("q k v", 7): partial(kernels.gated_add_three_, q, k, v, x, a[WIDTH], *bts, *gate),
                ("q k v with norm and rotary", 7): _heads(table, q, x, a[WIDTH], list(bts)),
                ("to_out", 3): partial(kernels.gated_add_, q, x, a[WIDTH][:width], bt[WIDTH], *gate),
                ("proj_out", 7): partial(
                    kernels.gated_add_, q, joined, a[5 * WIDTH][:width].contiguous(), bt[WIDTH], *gate
                ),
                ("ff with gelu", 9): partial(
                    kernels.gated_gelu, wide, x, a[WIDTH][:width], bt[4 * WIDTH], *gate
                ),
                ("mlp with gelu beside", 11): partial(
                    kernels.gated_gelu_beside, q, wide, x, a[WIDTH][:width], bt[4 * WIDTH], *gate
                ),
                ("shrink q k v alone", 1): partial(kernels._shrink_rows, x[0], a[WIDTH], 3, *gate[1:]),
                ("shrink proj_out alone", 5): partial(
                    kernels._shrink_rows, joined[0], a[5 * WIDTH][:width], 1, *gate[1:]
                ),
            }
            for (name, trips), call in named.items():
                row = report.row(f"piece: {name}, N={painters}")
                with report.attempt(row):
                    row.runs = [median(call) / 1e3]
                    row.note = f"bound {trips * one / 1e3:.4f} ms"
    _attention_pieces(report)


def _attention_pieces(report: Report) -> None:
    plan = flux_setup.plan_of(PAINTERS, 64, prompts=True)
    with torch.inference_mode():
        view = RegionView(CUDA, HALF, kernels=True)
        view.prepare(plan, flux_setup.lengths_of(plan, prompts=True), sort_order(plan))
        q, k, v = (random(1, 5120, 24, 128) for _ in range(3))
        parts = [x[:, view.texts :].transpose(1, 2) for x in (q, k, v)]
        named: dict[str, Callable[[], object]] = {}
        for backend in ("flash", "cudnn"):
            named[f"attention with sums, {backend}, 4608"] = partial(attend_plain, *parts, backend)
        named["attention by SDPA as it chooses, 4608"] = partial(sdpa, *parts)
        heads = [x.transpose(1, 2) for x in (q, k, v)]
        named["attention by SDPA as it chooses, 5120"] = partial(sdpa, *heads)
        out, lse = attend_plain(*parts, "flash")
        t = view.tables
        assert t is not None
        named["regions added, 8 x 64"] = partial(
            torch.ops.artmaster.add_regions,
            *heads,
            out,
            lse,
            t.hears,
            t.areas,
            t.tiles,
            t.counts,
            view.texts,
            view.root,
        )
        for name, call in named.items():
            row = report.row(f"piece: {name}")
            with report.attempt(row):
                row.runs = [median(call) / 1e3]


def sdpa(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    """PyTorch's own attention, by the backend it chooses."""
    return F.scaled_dot_product_attention(q, k, v, mask)


def masks(report: Report) -> None:
    """Regional attention alone: one dense mask through SDPA against ours."""
    plan = flux_setup.plan_of(PAINTERS, 64, prompts=True)
    with torch.inference_mode():
        q, k, v = (random(1, 5120, 24, 128) for _ in range(3))
        view = RegionView(CUDA, HALF, kernels=True)
        for backend in ("flash", "cudnn"):
            view = RegionView(CUDA, HALF, kernels=True)
            view.backend = backend
            view.prepare(plan, flux_setup.lengths_of(plan, prompts=True), sort_order(plan))
            row = report.row(f"attention alone: ours, {backend}", 1024)
            with report.attempt(row):
                row.runs = [median(partial(regional_attention, view, q, k, v)) / 1e3 for _ in range(3)]
        heads = [x.transpose(1, 2) for x in (q, k, v)]
        bias = torch.from_numpy(view.dense_bias()).to(CUDA)
        for name, mask in (("bool", bias > -5e3), ("bfloat16", bias.to(HALF))):
            row = report.row(f"attention alone: dense {name} mask by SDPA", 1024)
            with report.attempt(row):
                call = partial(sdpa, heads[0], heads[1], heads[2], mask)
                row.runs = [median(call) / 1e3 for _ in range(3)]
