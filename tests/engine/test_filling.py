"""Models made for holes: what they are told from, what they take, and what they refuse."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import FluxControlPipeline, FluxFillPipeline, FluxTransformer2DModel
from safetensors.torch import save_file
from torch import Tensor

from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.document import Document, PaintSettings
from artmaster_desktop.core.errors import FillsOnly, ModelUnreadable
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import GuidanceFar, GuideRefused, MaskHardened
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.repaint import Repaint, plan_repaint
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable
from artmaster_desktop.core.training_errors import NoBase
from artmaster_desktop.core.training_event import TrainingFailed
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.training.trainer import PainterTrainer
from tests.core.documents import box_mask, finder
from tests.engine import control_adapters as made
from tests.engine import control_models
from tests.engine.test_parity import job
from tests.engine.test_repaint import hard, soft, start_of
from tests.engine.test_structure import painted
from tests.engine.test_structure_parity import guide
from tests.engine.test_weights import bfl_layout
from tests.engine.tiny_model import build
from tests.engine.training_jobs import Listener, write
from tests.engine.training_jobs import job as training_job

WIDE = Extent(400, 300)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def filler(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fill") / "FLUX.1-Fill-dev"
    return made.wide(model, folder, made.channels_of(model) + 256, FluxFillPipeline)


@pytest.fixture(scope="module")
def engine() -> PaintEngine:
    return PaintEngine(EngineOptions(device="cpu", dtype="float32"))


def filling_job(engine: PaintEngine, filler: Path, **changes: float) -> tuple[Document, PaintJob]:
    noise = np.random.default_rng(3).integers(0, 256, (WIDE.height, WIDE.width, 4), np.uint8)
    noise[:, :, 3] = 255
    layer = ImageLayer(id="work", name="Work", raster=Raster.from_array(noise))
    paint = PaintSettings(seed=4, steps=2, **changes)  # type: ignore[arg-type]
    document = Document(id="d", extent=WIDE, layers=(layer,), paint=paint)
    asked = Repaint(mask=box_mask(WIDE, 150, 100, 260, 190))
    return document, plan_repaint(document, asked, finder(), engine.describe(filler), "job")


def test_what_is_outside_the_hole_is_the_same_to_the_bit(engine: PaintEngine, filler: Path) -> None:
    document, planned = filling_job(engine, filler, guidance=30.0)
    done = painted(engine, planned)
    assert done.report.notices == ()
    assert isinstance(planned.start, RepaintStart)
    after = apply_repaint(planned.start, done.pixels, "Fill", "new").change(document)
    whole = Bounds.of(WIDE)
    now, before = flatten(after.layers, whole), flatten(document.layers, whole)
    inside = np.zeros((WIDE.height, WIDE.width), np.bool_)
    inside[100:190, 150:260] = True
    np.testing.assert_array_equal(now[~inside], before[~inside])
    assert (now[inside] != before[inside]).any(axis=1).mean() > 0.9


def test_what_is_in_the_hole_is_not_looked_at(engine: PaintEngine, filler: Path) -> None:
    """At full strength, what was there makes no difference."""
    _, planned = filling_job(engine, filler, guidance=30.0)
    assert isinstance(planned.start, RepaintStart)
    other = planned.start.pixels.copy()
    other[~planned.start.kept] = (200, 10, 90)
    again = replace(planned, start=replace(planned.start, pixels=other))
    np.testing.assert_array_equal(painted(engine, planned).pixels, painted(engine, again).pixels)


def test_settings_that_suit_it_ill_are_told(engine: PaintEngine, filler: Path) -> None:
    _, planned = filling_job(engine, filler)
    assert engine.check(planned, lambda: False) == (GuidanceFar("starter", 3.5, 30.0),)
    told = job(filler, start=start_of(soft(), 1.0), guidance=30.0, model_id=engine.describe(filler).identity)
    assert engine.check(told, lambda: False) == (MaskHardened("starter"),)


def test_it_paints_no_whole_canvas(engine: PaintEngine, filler: Path) -> None:
    with pytest.raises(FillsOnly):
        engine.check(job(filler), lambda: False)


def test_it_follows_guides_through_controlnets_alone(
    engine: PaintEngine, filler: Path, model: Path, tmp_path: Path
) -> None:
    net = control_models.save(control_models.network(model, seed=1), tmp_path / "net")
    plain = job(filler, start=start_of(hard(), 1.0), guidance=30.0)
    alone, under = painted(engine, plain), painted(engine, replace(plain, guides=(guide(net),)))
    assert (alone.pixels != under.pixels).any()
    adapter = made.save(made.bfl_state(model, seed=1), tmp_path / "adapter.safetensors")
    for control, problem in ((adapter, ControlProblem.OTHER_BASE), (filler, ControlProblem.NO_OWN_GUIDE)):
        notices = engine.check(replace(plain, guides=(guide(control, strength=1.0),)), lambda: False)
        assert [n.problem for n in notices if isinstance(n, GuideRefused)] == [problem]


def test_a_model_for_guides_needs_one_and_takes_controlnets_beside_it(
    engine: PaintEngine, model: Path, tmp_path: Path
) -> None:
    folder = made.wide(model, tmp_path / "FLUX.1-Depth-dev", made.channels_of(model), FluxControlPipeline)
    caps = engine.describe(folder)
    assert (caps.use, caps.guidance, caps.kinds) == (ModelUse.GUIDE, 10.0, frozenset({GuideKind.DEPTH}))
    with pytest.raises(ControlUnusable) as none:
        engine.check(job(folder), lambda: False)
    assert (none.value.problem, none.value.detail) == (ControlProblem.OWN_GUIDE, "")
    own = guide(folder, strength=1.0, kind=GuideKind.DEPTH)
    with pytest.raises(ControlUnusable) as two:
        engine.check(job(folder, guides=(own, own)), lambda: False)
    assert (two.value.problem, two.value.detail) == (ControlProblem.OWN_GUIDE, "2")
    lines = engine.check(job(folder, guides=(replace(own, kind=GuideKind.LINE),)), lambda: False)
    assert [n.problem for n in lines if isinstance(n, GuideRefused)] == [ControlProblem.OTHER_KIND]
    net = control_models.save(control_models.network(model, seed=1), tmp_path / "net")
    alone = painted(engine, job(folder, guides=(own,)))
    both = painted(engine, job(folder, guides=(own, guide(net))))
    assert (alone.pixels != both.pixels).any()


def test_nobody_is_taught_on_it(filler: Path, tmp_path: Path) -> None:
    listener, asked = Listener(), training_job(filler, tmp_path)
    PainterTrainer(write, EngineOptions(device="cpu")).run(asked, listener.hear, listener.wish)
    (failed,) = listener.of(TrainingFailed)
    assert isinstance(failed.error, NoBase)
    assert failed.error.model == "starter"


def test_models_are_told_apart_by_what_they_read(model: Path, filler: Path, tmp_path: Path) -> None:
    assert weights.describe(model).use is ModelUse.PAINT
    caps = weights.describe(filler)
    assert (caps.use, caps.guidance, caps.kinds) == (ModelUse.FILL, 30.0, None)
    odd = tmp_path / "odd"
    shutil.copytree(model, odd)
    file = odd / "transformer" / "config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(config | {"in_channels": 40, "out_channels": 16}), encoding="utf-8")
    with pytest.raises(ModelUnreadable, match="40 channels"):
        weights.describe(odd)


@pytest.mark.parametrize(
    ("inputs", "name", "called"),
    [
        (384, "flux1-fill-dev", "FLUX.1-Fill-dev"),
        (128, "flux1-canny-dev", "FLUX.1-Canny-dev"),
        (128, "flux1-depth-dev", "FLUX.1-Depth-dev"),
        (128, "mine", "FLUX.1-Control-dev"),
    ],
)
def test_a_checkpoint_beside_another_model_is_what_its_tensors_say(
    model: Path, tmp_path: Path, inputs: int, name: str, called: str
) -> None:
    """At FLUX.1's width: one block of each kind, in a folder whose own transformer reads 64 channels."""
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    (folder / "card.json").unlink()
    one = {"num_layers": 1, "num_single_layers": 1, "guidance_embeds": True}
    with torch.device("meta"):
        net = FluxTransformer2DModel(in_channels=inputs, out_channels=64, **one)
    narrow = dict(FluxTransformer2DModel.from_config(one | {"in_channels": 64}).config)
    (folder / "transformer" / "config.json").write_text(json.dumps(narrow), encoding="utf-8")
    state: dict[str, Tensor] = {n: torch.zeros(1).expand(p.shape) for n, p in net.state_dict().items()}
    checkpoint = folder / f"{name}.safetensors"
    save_file({n: t.to(torch.float8_e4m3fn).contiguous() for n, t in bfl_layout(state).items()}, checkpoint)
    caps = weights.describe(checkpoint)
    assert caps.name == called
    assert weights.transformer_config(checkpoint)[1]["in_channels"] == inputs
    checkpoint.unlink()
