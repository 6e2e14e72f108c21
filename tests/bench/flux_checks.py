"""On the GPU itself: are the kernels right?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from artmaster_desktop.engine.flux.attention import RegionView, regional_attention
from artmaster_desktop.engine.painters.seat import Seat, Stream
from artmaster_desktop.engine.painters.state import Columns, GateState, GateTable, sort_order
from tests.bench import flux_setup
from tests.bench.harness import Report

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
    found = heads_of(table, y, x, a, list(bt))()
    norm, cos, sin = norm_and_rotary(y.shape[1])
    worst = 0.0
    for layer, (one, z) in enumerate(zip(found, right, strict=True)):
        z = z.unflatten(-1, (-1, 128))
        if layer < 2:
            z = F.rms_norm(z, (128,), norm.double(), 1e-6)
            turned = torch.stack([-z[..., 1::2], z[..., ::2]], dim=-1).flatten(3)
            z = z * cos.double()[None, :, None] + turned * sin.double()[None, :, None]
        worst = max(worst, relative(one, z))
    return worst


def norm_and_rotary(tokens: int) -> tuple[Tensor, Tensor, Tensor]:
    angles = torch.linspace(0, 30, tokens * 64, device=CUDA).view(tokens, 64).repeat_interleave(2, 1)
    return torch.full((128,), 1.25, device=CUDA, dtype=HALF), angles.cos(), angles.sin()


def heads_of(
    table: GateTable, y: Tensor, x: Tensor, a: Tensor, bts: list[Tensor]
) -> Callable[[], list[Tensor]]:
    norm, cos, sin = norm_and_rotary(y.shape[1])
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
