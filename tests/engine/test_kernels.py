"""The Triton kernels, run by Triton's interpreter on the CPU, against the formulas they stand for."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

import numpy as np
import pytest
import torch
from diffusers.models.embeddings import apply_rotary_emb
from diffusers.models.transformers.transformer_flux import FluxPosEmbed
from torch import Tensor
from torch.nn import functional as F

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.engine.flux.attention import RegionView, attach_regions, regional_attention
from artmaster_desktop.engine.painters.capability import kernels_for
from artmaster_desktop.engine.painters.compiled import compiled_blocks
from artmaster_desktop.engine.painters.gate import Room, attach
from artmaster_desktop.engine.painters.state import Columns, GateTable, sort_order
from tests.engine.test_attention import random_heads, reference, who_hears
from tests.engine.tiny_flux import HEIGHT, WIDTH, adapter, inputs, plan, row, soft, tiny_flux

if sys.platform != "linux":
    pytest.skip("Triton is made for Linux", allow_module_level=True)

_before = os.environ.get("TRITON_INTERPRET")
os.environ["TRITON_INTERPRET"] = "1"  # read where kernels are defined
try:
    from artmaster_desktop.engine.flux import attention_kernels  # noqa: F401
    from artmaster_desktop.engine.painters import kernels
finally:
    if _before is None:
        del os.environ["TRITON_INTERPRET"]

CPU = torch.device("cpu")
PICTURE = HEIGHT * WIDTH

# The interpreter has no bfloat16 products; float16 stands in for it.
PRECISIONS = [(torch.float32, 2e-6), (torch.float16, 3e-3)]
SHAPES = [
    # tokens, in, out, ranks, width
    (150, 160, 300, (16, 32, 16), 64),
    (64, 128, 256, (16,), 16),
    (70, 40, 50, (16, 16), 48),
]


def table_of(tokens: int, ranks: tuple[int, ...], width: int) -> GateTable:
    """Soft gates; the first tile has none where there are more, the first painter none in the tail."""
    gate = np.random.default_rng(tokens).random((tokens, len(ranks) + 1)).astype(np.float32)
    gate[:, -1] = 0.0
    gate[tokens * 2 // 3 :, 0] = 0.0
    if tokens > 64:
        gate[:64] = 0.0
    table = GateTable(Columns(ranks, width), CPU)
    table.fill(gate)
    return table


def case(
    shape: tuple[int, int, int, tuple[int, ...], int], dtype: torch.dtype, layers: int = 1
) -> dict[str, Tensor]:
    tokens, ins, outs, ranks, width = shape
    g = torch.Generator().manual_seed(tokens)
    table = table_of(tokens, ranks, width)
    return {
        "y": torch.randn(layers, 2, tokens, outs, generator=g).to(dtype),
        "x": torch.randn(2, tokens, ins, generator=g).to(dtype),
        "a": (torch.randn(layers * width, ins, generator=g) * 0.1).to(dtype),
        "bt": (torch.randn(layers, width, outs, generator=g) * 0.1).to(dtype),
        "gates": table.columns,
        "chunks": table.chunks,
        "counts": table.counts,
    }


def wanted(of: dict[str, Tensor], layer: int = 0) -> Tensor:
    a = of["a"].double().chunk(len(of["bt"]))[layer]
    return of["y"][layer].double() + (of["x"].double() @ a.T * of["gates"]) @ of["bt"][layer].double()


def relative(found: Tensor, right: Tensor) -> float:
    assert not found.isnan().any()
    return float((found.double() - right).norm() / right.norm())


@pytest.fixture(params=[True, False], ids=["sparse", "dense"])
def shrink(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels.OPTIONS, "sparse_shrink", request.param)
    monkeypatch.setitem(kernels.LAUNCHES, "heads", kernels.Launch(128, 4, 2, parts=3))


@pytest.mark.usefixtures("shrink")
@pytest.mark.parametrize(("dtype", "limit"), PRECISIONS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_adding_gated_painters(
    shape: tuple[int, int, int, tuple[int, ...], int], dtype: torch.dtype, limit: float
) -> None:
    of = case(shape, dtype)
    more = (of["gates"], of["chunks"], of["counts"])
    y = of["y"][0].clone()
    kernels.gated_add_(y, of["x"], of["a"], of["bt"][0], *more)
    assert relative(y, wanted(of)) <= limit
    idle = (of["gates"] == 0.0).all(1)
    assert torch.equal(y[:, idle], of["y"][0][:, idle])
    right = F.gelu(wanted(of), approximate="tanh")
    assert relative(kernels.gated_gelu(of["y"][0], of["x"], of["a"], of["bt"][0], *more), right) <= limit
    left = of["x"][..., :32]
    both = kernels.gated_gelu_beside(left, of["y"][0], of["x"], of["a"], of["bt"][0], *more)
    assert torch.equal(both[..., :32], left)
    assert relative(both[..., 32:], right) <= limit


@pytest.mark.usefixtures("shrink")
@pytest.mark.parametrize(("dtype", "limit"), PRECISIONS, ids=str)
def test_three_layers_with_one_input(dtype: torch.dtype, limit: float) -> None:
    of = case(SHAPES[0], dtype, layers=3)
    q, k, v = (y.clone() for y in of["y"])
    kernels.gated_add_three_(q, k, v, of["x"], of["a"], *of["bt"], of["gates"], of["chunks"], of["counts"])
    for layer, y in enumerate((q, k, v)):
        assert relative(y, wanted(of, layer)) <= limit


@pytest.mark.parametrize("parts", [2, 3])
def test_the_inner_width_in_parts(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another way to cut the kernels is another speed, and the same result."""
    for kind in ("shrink one", "shrink three"):
        monkeypatch.setitem(kernels.LAUNCHES, kind, kernels.Launch(32, 4, 3, parts=parts))
    of = case(SHAPES[0], torch.float16, layers=3)
    more = (of["gates"], of["chunks"], of["counts"])
    waist = kernels._shrink_rows(of["x"][0], of["a"], 3, *more)
    assert waist.splits == parts
    q, k, v = (y.clone() for y in of["y"])
    kernels.gated_add_three_(q, k, v, of["x"], of["a"], *of["bt"], *more)
    for layer, y in enumerate((q, k, v)):
        assert relative(y, wanted(of, layer)) <= 3e-3


@pytest.mark.usefixtures("shrink")
@pytest.mark.parametrize(("dtype", "limit"), PRECISIONS, ids=str)
def test_heads_ready_for_attention(dtype: torch.dtype, limit: float) -> None:
    """Two streams into one sequence: painters, norm and rotary embedding as diffusers does them."""
    text, picture = (case((tokens, 160, 128, (16, 32), 48), dtype, layers=3) for tokens in (70, 100))
    norms = [torch.rand(32, generator=torch.Generator().manual_seed(n)).to(dtype) + 0.5 for n in range(4)]
    rotary = FluxPosEmbed(10000, [8, 12, 12])(torch.randn(170, 3) * 9)
    found = kernels.gated_heads(
        [y for of in (text, picture) for y in of["y"]],
        [of["x"] for of in (text, picture)],
        [of["a"] for of in (text, picture)],
        [bt for of in (text, picture) for bt in of["bt"]],
        norms,
        *([of[name] for of in (text, picture)] for name in ("gates", "chunks", "counts")),
        *rotary,
        1e-6,
    )
    for layer, one in enumerate(found):
        parts = [wanted(of, layer).unflatten(-1, (4, 32)) for of in (text, picture)]
        if layer < 2:
            parts = [F.rms_norm(x, (32,), norms[2 * i + layer].double(), 1e-6) for i, x in enumerate(parts)]
        right = torch.cat(parts, dim=1)
        right = right if layer == 2 else apply_rotary_emb(right, rotary, sequence_dim=1)
        assert relative(one, right) <= limit


@pytest.mark.parametrize(
    ("lengths", "padding"),
    [((5, 7, 20), 2), ((70, 40, 50, 30), 0), ((0, 100, 3), 5), ((3, 0, 0, 64), 0)],
    ids=str,
)
def test_regions_by_kernel_equal_the_definition(lengths: tuple[int, ...], padding: int) -> None:
    the_plan = plan(soft(len(lengths), padding))
    view = RegionView(CPU, torch.float32, kernels=True)
    view.prepare(the_plan, lengths, sort_order(the_plan), padding)
    q, k, v = random_heads(view.texts + view.root + PICTURE)
    right = reference(q, k, v, who_hears(the_plan, lengths, padding))
    torch.testing.assert_close(regional_attention(view, q, k, v).double(), right, rtol=2e-5, atol=2e-5)


def test_key_tiles_leave_out_what_nobody_hears() -> None:
    coverage = np.zeros((3, 16, 16), dtype=np.float32)
    coverage[1, :8], coverage[2, 8:] = 1.0, 1.0
    view = RegionView(CPU, torch.float32, kernels=True)
    view.prepare(plan(coverage), (64, 64, 64))
    assert view.tables is not None
    heard = [view.tables.tiles[t, :n].tolist() for t, n in enumerate(view.tables.counts.tolist())]
    # text 1, text 2, root, then two tiles of picture in each half
    assert [sorted(keys) for keys in heard] == [[0, 2, 3, 4], [1, 2, 5, 6], [], [0], [0], [1], [1]]


def paint(
    model: torch.nn.Module, the_plan: GatePlan, sigma: float, *, own: bool, compiled: bool
) -> list[Tensor]:
    """Two jobs with other painters, regions and noise levels in one attachment."""
    first = [adapter(model, 3, seed=e) for e in range(2)]
    second = [adapter(model, r, seed=9 + r) for r in (5, 20)]
    other = plan(soft(3, 5), [row(0, 2, 3), row(1, 0, 3)])
    found: list[Tensor] = []
    before = 0
    room = Room(4, 64) if own or compiled else None
    with ExitStack() as stack:
        painters = stack.enter_context(attach(model, first, room=room, kernels=own))
        view = stack.enter_context(attach_regions(model, kernels=own))
        if compiled:
            stack.enter_context(compiled_blocks(model, backend="aot_eager"))
        for job, adapters in ((the_plan, first), (other, second)):
            painters.replace(adapters)
            painters.state.prepare(job, (2, 3, 4))
            view.prepare(job, (2, 3, 4))
            painters.state.set_step(sigma)
            found.append(model(**inputs(9))[0])
            counted = torch._dynamo.utils.counters["stats"]["unique_graphs"]
            if compiled and len(found) == 1:
                before = counted
            elif compiled:
                assert counted == before, "other painters and regions must not compile anything anew"
    return found


@pytest.mark.parametrize("compiled", [False, True])
def test_the_whole_transformer_by_kernels(compiled: bool) -> None:
    the_plan = plan(soft(3), [row(0, 1, 3), row(1, 2, 3)])
    right = paint(tiny_flux(), the_plan, 0.5, own=False, compiled=False)
    model = tiny_flux()
    modules = dict(model.named_modules())
    try:
        with torch.no_grad():
            found = paint(model, the_plan, 0.5, own=True, compiled=compiled)
    finally:
        torch._dynamo.reset()
    for one, other in zip(found, right, strict=True):
        assert relative(one, other.double()) <= 1e-5
    assert all(module is modules[name] for name, module in model.named_modules())
    assert all("forward" not in vars(module) for module in model.modules())


def test_kernels_are_for_nvidia_in_half_precision() -> None:
    assert not kernels_for(CPU, torch.bfloat16)
    assert not kernels_for(torch.device("cuda"), torch.float32)
