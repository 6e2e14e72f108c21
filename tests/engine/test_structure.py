"""Guides in the engine: followed here and free there, beside painters; and what is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import FluxControlNetModel
from safetensors.torch import load_file, save_file
from torch import Tensor

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide, GuideKind, GuidePlace
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import GuideIdle, GuideRefused
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.structure_errors import (
    ControlProblem,
    ControlUnusable,
    GuideProblem,
    GuideUnusable,
)
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux.conditioning import Conditioning
from artmaster_desktop.engine.flux.residuals import Hold, Structure
from artmaster_desktop.engine.painters.compiled import Graphed
from artmaster_desktop.engine.structure import control_file
from artmaster_desktop.storage.picture_file import read_job, write_picture
from tests.core.documents import finder, halves, painter
from tests.engine import control_models as made
from tests.engine.test_compiled import rerun
from tests.engine.tiny_model import build, lora


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def control(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.save(made.network(model, seed=1), tmp_path_factory.mktemp("control") / "net")


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu", dtype="float32"))


def planned(
    engine: PaintEngine, model: Path, control: Path, *places: GuidePlace, files: tuple[Path, ...] = ()
) -> PaintJob:
    """Two regions, left and right, and a line guide over both; the painters ``files`` paint them."""
    document = halves(feather=0.0, extent=Extent(256, 256))
    document = document.edited(
        guides=(Guide(id="g", layer="sketch", kind=GuideKind.LINE, places=places, strength=1.5, end=1.0),)
    )
    known = [
        replace(painter(slug), file=file, sha256=sha(file)) for slug, file in zip("ab", files, strict=False)
    ]
    found = (control, control_file.identity(control))
    return plan_paint(document, finder(*known), engine.describe(model), "job", find_control=lambda _: found)


def sha(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def painted(engine: PaintEngine, job: PaintJob) -> ev.Finished:
    events: list[ev.Event] = []
    engine.run(job, events.append, lambda: False)
    assert isinstance(events[-1], ev.Finished), events[-1]
    return events[-1]


def refused(engine: PaintEngine, job: PaintJob) -> Any:
    events: list[ev.Event] = []
    engine.run(job, events.append, lambda: False)
    assert isinstance(events[-1], ev.Failed)
    error = events[-1].error
    assert isinstance(error, ControlUnusable | GuideUnusable)
    (told,) = (n for n in engine.check(job, lambda: False) if isinstance(n, GuideRefused))
    assert (told.guide, told.problem, told.detail) == ("Sketch", error.problem, error.detail)
    return error


def structure(
    model: Path, holds: list[Hold], *, order: Tensor | None = None, depth: tuple[int, int] = (2, 3)
) -> Structure:
    generator = torch.Generator().manual_seed(0)
    texts = torch.randn(1, 9, 24, generator=generator)
    conditioning = Conditioning(texts, (6, 3), torch.randn(1, 20, generator=generator))
    ids = torch.zeros(12, 3)
    ids[:, 1], ids[:, 2] = torch.arange(12) // 4, torch.arange(12) % 4
    back = None if order is None else torch.argsort(order)
    return Structure(holds, conditioning, ids, 3.5, depth, order, back)


def held(net: FluxControlNetModel, seed: int = 0, **changes: Any) -> Hold:
    picture = torch.randn(1, 12, 16, generator=torch.Generator().manual_seed(seed))
    given: dict[str, Any] = {
        "net": net,
        "picture": picture,
        "mode": None,
        "weights": None,
        "strength": 1.0,
        "start": 0.0,
        "end": 1.0,
    }
    return Hold(**(given | changes))


@torch.inference_mode()
def residuals(made_: Structure, x: Tensor, step: int = 0, steps: int = 4) -> list[Tensor]:
    found = made_.residuals(step, steps, x, torch.tensor([0.7]))
    assert found is not None
    return [*found.double, *found.single]


TOKENS = torch.randn(1, 12, 16, generator=torch.Generator().manual_seed(9))


def test_a_residual_is_weighted_token_by_token(model: Path) -> None:
    net = made.network(model, seed=2)
    weights = torch.linspace(0, 2, 12).reshape(1, 12, 1)
    plain = residuals(structure(model, [held(net)]), TOKENS)
    weighted = residuals(structure(model, [held(net, weights=weights)]), TOKENS)
    assert len(plain) == 3
    for one, other in zip(plain, weighted, strict=True):
        assert torch.allclose(one * weights, other, atol=1e-6)
        assert float(one.abs().max()) > 0.01


def test_sorted_tokens_get_their_own_residuals(model: Path) -> None:
    net = made.network(model, seed=2)
    order = torch.randperm(12, generator=torch.Generator().manual_seed(1))
    weights = torch.linspace(0, 2, 12).reshape(1, 12, 1)
    hold = held(net, weights=weights)
    plain = residuals(structure(model, [hold]), TOKENS)
    ordered = residuals(structure(model, [hold], order=order), TOKENS[:, order])
    for one, other in zip(plain, ordered, strict=True):
        assert torch.allclose(one[:, order], other, atol=1e-6)


def test_networks_of_other_depths_add_up_block_by_block(model: Path) -> None:
    """diffusers cuts the sum off at the shallower network; here every block gets what each would give it."""
    deep, flat = made.network(model, seed=2, layers=2), made.network(model, seed=3, layers=1, single=0)
    alone = [residuals(structure(model, [held(net)]), TOKENS) for net in (deep, flat)]
    both = structure(model, [held(deep), held(flat)]).residuals(0, 4, TOKENS, torch.tensor([0.7]))
    assert both is not None
    assert (len(both.double), len(both.single), both.repeat) == (2, 3, False)
    assert torch.allclose(both.double[0], alone[0][0] + alone[1][0], atol=1e-5)
    assert torch.allclose(both.double[1], alone[0][1] + alone[1][0], atol=1e-5)
    assert all(torch.allclose(each, alone[0][2], atol=1e-5) for each in both.single)
    cycled = structure(model, [held(deep)], depth=(4, 3))
    plain = cycled.residuals(0, 4, TOKENS, torch.tensor([0.7]))
    assert plain is not None
    assert len(plain.double) == 2, "one network alone is spread by the transformer itself"


def test_guides_rest_outside_their_steps(model: Path) -> None:
    hold = held(made.network(model, seed=2), start=0.25, end=0.75)
    working = [structure(model, [hold]).residuals(step, 4, TOKENS, torch.tensor([0.7])) for step in range(4)]
    assert [found is not None for found in working] == [False, True, True, False]


def test_one_region_follows_and_the_other_is_free(engine: PaintEngine, model: Path, control: Path) -> None:
    """In the residuals exactly (above); in the picture, attention carries a little across the border."""
    free = painted(engine, planned(engine, model, control, GuidePlace("left", 0.0), GuidePlace("right", 0.5)))
    left = painted(engine, planned(engine, model, control, GuidePlace("left", 1.0), GuidePlace("right", 0.5)))
    change = np.abs(left.pixels.astype(float) - free.pixels.astype(float)).mean(axis=2)
    assert change[:, :128].mean() > 2 * change[:, 128:].mean()


def test_several_painters_paint_under_a_guide(
    engine: PaintEngine, model: Path, control: Path, tmp_path: Path
) -> None:
    files = tuple(lora(model, tmp_path / f"{slug}.safetensors", seed=seed) for seed, slug in enumerate("ab"))
    job = planned(engine, model, control, files=files)
    assert len(job.painters) == 2
    guided = painted(engine, job)
    unguided = painted(engine, replace(job, guides=()))
    unpainted = painted(engine, planned(engine, model, control))
    assert not np.array_equal(guided.pixels, unguided.pixels)
    assert not np.array_equal(guided.pixels, unpainted.pixels)
    assert np.array_equal(painted(engine, job).pixels, guided.pixels), "the same job, the same picture"


def test_a_step_outside_is_told(engine: PaintEngine, model: Path, control: Path) -> None:
    job = planned(engine, model, control)
    (guide,) = job.guides
    idle = replace(job, guides=(replace(guide, start=0.9, end=0.95),))
    assert engine.check(idle, lambda: False) == (*job.notices, GuideIdle("Sketch"))


def test_a_recorded_step_takes_lists_of_tensors() -> None:
    def call(x: Tensor, added: list[Tensor] | None = None) -> tuple[Tensor]:
        return (x + sum(added or []),)

    graphed = Graphed(call, lambda: (), recorder=rerun)
    one = graphed(x=torch.ones(2), added=[torch.ones(2), torch.full((2,), 3.0)])[0]
    other = graphed(x=torch.ones(2), added=[torch.ones(2), torch.full((2,), 5.0)])[0]
    assert (one.tolist(), other.tolist(), graphed.recorded) == ([5.0] * 2, [7.0] * 2, 1)
    assert graphed(x=torch.ones(2), added=None)[0].tolist() == [1.0] * 2
    assert graphed.recorded == 2


Change = Callable[[Path, dict[str, Any]], None]


def _other_base(folder: Path, config: dict[str, Any]) -> None:
    config["joint_attention_dim"] = 4096


def _wider(folder: Path, config: dict[str, Any]) -> None:
    config["num_attention_heads"] = 24


def _other_class(folder: Path, config: dict[str, Any]) -> None:
    config["_class_name"] = "SD3ControlNetModel"


def _nonsense(folder: Path, config: dict[str, Any]) -> None:
    config["in_channels"] = "many"


def _with_code(folder: Path, config: dict[str, Any]) -> None:
    (folder / "model.py").write_text("print('hello')", encoding="utf-8")


def _no_weights(folder: Path, config: dict[str, Any]) -> None:
    next(folder.glob("*.safetensors")).unlink()


def _cut_off(folder: Path, config: dict[str, Any]) -> None:
    file = next(folder.glob("*.safetensors"))
    file.write_bytes(file.read_bytes()[:4000])


def _layers_missing(folder: Path, config: dict[str, Any]) -> None:
    file = next(folder.glob("*.safetensors"))
    state = load_file(file)
    save_file({key: state[key] for key in sorted(state)[:-3]}, file)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_other_base, ControlProblem.OTHER_BASE),
        (_wider, ControlProblem.OTHER_BASE),
        (_other_class, ControlProblem.NOT_ONE),
        (_nonsense, ControlProblem.DAMAGED),
        (_with_code, ControlProblem.HAS_CODE),
        (_no_weights, ControlProblem.MISSING),
    ],
)
def test_what_cannot_follow_is_refused_before_the_model_loads(
    engine: PaintEngine, model: Path, tmp_path: Path, change: Change, problem: ControlProblem
) -> None:
    folder = made.save(made.network(model, seed=1), tmp_path / "net")
    job = planned(engine, model, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    change(folder, config)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    error = refused(engine, job)
    assert isinstance(error, ControlUnusable)
    assert (error.path, error.problem) == (folder, problem)


@pytest.mark.parametrize("change", [_cut_off, _layers_missing])
def test_damaged_weights_are_told(engine: PaintEngine, model: Path, tmp_path: Path, change: Change) -> None:
    folder = made.save(made.network(model, seed=1), tmp_path / "net")
    job = planned(engine, model, folder)
    change(folder, {})
    assert refused(engine, job).problem is ControlProblem.CHANGED
    (guide,) = job.guides
    events: list[ev.Event] = []
    engine.run(replace(job, guides=(replace(guide, identity=""),)), events.append, lambda: False)
    assert isinstance(events[-1], ev.Failed)
    assert isinstance(events[-1].error, ControlUnusable)
    assert events[-1].error.problem is ControlProblem.DAMAGED


def test_files_that_are_no_control_models(tmp_path: Path, model: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(ControlUnusable) as missing:
        control_file.describe(gone)
    assert missing.value.problem is ControlProblem.MISSING
    foreign = lora(model, tmp_path / "painter.safetensors", seed=1)
    with pytest.raises(ControlUnusable) as no_control:
        control_file.describe(foreign)
    assert no_control.value.problem is ControlProblem.NOT_ONE
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no tensors")
    with pytest.raises(ControlUnusable) as damaged:
        control_file.describe(broken)
    assert damaged.value.problem is ControlProblem.DAMAGED
    with pytest.raises(ControlUnusable) as empty:
        control_file.describe(model / "transformer" / "..")
    assert empty.value.problem is ControlProblem.NOT_ONE


def test_a_kind_that_it_was_not_taught_is_refused(engine: PaintEngine, model: Path, tmp_path: Path) -> None:
    card = {"modes": {"line": 0, "depth": 1}}
    own = made.save(made.network(model, seed=1, num_mode=3), tmp_path / "own", card)
    job = planned(engine, model, own)
    (guide,) = job.guides
    assert control_file.describe(own).mode(GuideKind.DEPTH) == 1
    error = refused(engine, replace(job, guides=(replace(guide, kind=GuideKind.LAYOUT),)))
    assert (error.problem, error.detail) == (ControlProblem.OTHER_KIND, "layout; depth, line")
    union = made.save(made.network(model, seed=1, num_mode=7), tmp_path / "union")
    with pytest.raises(ControlUnusable):
        control_file.describe(union).mode(GuideKind.SOFT_EDGE)
    lines = made.save(made.network(model, seed=1), tmp_path / "lines", {"kinds": ["line"]})
    assert control_file.describe(lines).mode(GuideKind.LINE) is None
    with pytest.raises(ControlUnusable):
        control_file.describe(lines).mode(GuideKind.DEPTH)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"pixels": np.zeros((64, 64, 3), np.uint8)}, GuideProblem.OTHER_SIZE),
        ({"weights": np.ones((1, 4, 4), np.float32)}, GuideProblem.OTHER_GRID),
        ({"weights": np.full((1, 16, 16), 99, np.float32)}, GuideProblem.OUT_OF_RANGE),
        ({"strength": -1.0}, GuideProblem.OUT_OF_RANGE),
        ({"start": 0.8, "end": 0.2}, GuideProblem.OUT_OF_RANGE),
        ({"weights": np.full((1, 16, 16), np.nan, np.float32)}, GuideProblem.OUT_OF_RANGE),
    ],
)
def test_a_guide_from_a_stranger_is_not_believed(
    engine: PaintEngine, model: Path, control: Path, changes: dict[str, Any], problem: GuideProblem
) -> None:
    job = planned(engine, model, control)
    (guide,) = job.guides
    error = refused(engine, replace(job, guides=(replace(guide, **changes),)))
    assert isinstance(error, GuideUnusable)
    assert error.problem is problem


def test_a_region_of_one_pixel_weighs_next_to_nothing(
    engine: PaintEngine, model: Path, control: Path
) -> None:
    document = halves(extent=Extent(256, 256))
    (left, _) = document.regions
    mask = document.mask_of(left)
    dot = np.zeros((256, 256), np.uint8)
    dot[40, 40] = 255
    tiny = document.with_layer(replace(mask, raster=type(mask.raster).from_array(dot))).with_region(
        replace(left, feather=0.0)
    )
    guide = Guide(id="g", layer="sketch", kind=GuideKind.LINE, places=(GuidePlace("left", 0.0),))
    caps = engine.describe(model)
    job = plan_paint(tiny.edited(guides=(guide,)), finder(), caps, "j", find_control=lambda _: (control, ""))
    weights = job.guides[0].weights
    assert weights[0, 2, 2] == pytest.approx(1 - 1 / 256)
    assert (np.delete(weights.ravel(), 2 * 16 + 2) == 1).all()
    assert isinstance(painted(engine, job), ev.Finished)


def test_an_evicted_engine_loads_again(engine: PaintEngine, model: Path, control: Path) -> None:
    job = planned(engine, model, control)
    first = painted(engine, job).pixels
    engine.evict()
    assert np.array_equal(painted(engine, job).pixels, first)


def test_a_guide_survives_in_the_picture_that_it_made(
    engine: PaintEngine, model: Path, control: Path, tmp_path: Path
) -> None:
    job = planned(engine, model, control, GuidePlace("left", 0.25))
    finished = painted(engine, job)
    file = tmp_path / "p.png"
    write_picture(file, finished.pixels, job, finished.report)
    again = read_job(file)
    assert again.guides == job.guides
    assert isinstance(again.guides[0], JobGuide)
