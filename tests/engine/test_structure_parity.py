"""Guides against diffusers' own ControlNet pipelines: same seed, same latents, in float32 on the CPU."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import (
    FluxControlNetModel,
    FluxControlNetPipeline,
    FluxControlPipeline,
    FluxMultiControlNetModel,
    FluxPipeline,
    FluxTransformer2DModel,
)
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import GuideRefused, Notice
from artmaster_desktop.core.structure_errors import ControlProblem, ControlUnusable, GuideProblem
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from tests.engine import control_models as made
from tests.engine.test_parity import SIZE, STARTER, STEPS, TOLERANCE, difference, job, ours, theirs
from tests.engine.tiny_model import build, lora

GRID = (SIZE.height // 16, SIZE.width // 16)


@pytest.fixture(scope="module", params=["tiny", "tiny without guidance", "starter"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "starter":
        return STARTER
    return build(tmp_path_factory.mktemp("model"), guidance=request.param == "tiny")


@pytest.fixture(scope="module")
def pipe(model: Path) -> FluxPipeline:
    pipe = FluxPipeline.from_pretrained(model, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def picture(seed: int) -> NDArray[np.uint8]:
    small = np.random.default_rng(seed).integers(0, 256, (9, 8, 3), np.uint8)
    return np.asarray(Image.fromarray(small).resize((SIZE.width, SIZE.height), Image.Resampling.BICUBIC))


def guide(control: Path, seed: int = 0, **changes: Any) -> JobGuide:
    given: dict[str, Any] = {
        "name": f"guide {seed}",
        "kind": GuideKind.LINE,
        "control": control,
        "identity": "",
        "pixels": picture(seed),
        "weights": np.ones((1, *GRID), np.float32),
        "strength": 0.8,
        "start": 0.0,
        "end": 1.0,
    }
    return JobGuide(**(given | changes))


def controlled(pipe: FluxPipeline, net: Any, **given: Any) -> Tensor:
    other = FluxControlNetPipeline(**pipe.components | {"controlnet": net})
    other.set_progress_bar_config(disable=True)
    return theirs(other, **given)


def image(seed: int = 0) -> Image.Image:
    return Image.fromarray(picture(seed))


def test_one_guide_is_the_controlnet_pipeline(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = made.network(model, seed=1)
    expected = controlled(pipe, net, control_image=image(), controlnet_conditioning_scale=0.8)
    off = controlled(pipe, net, control_image=image(), controlnet_conditioning_scale=0.0)
    assert difference(expected, off) > 100 * TOLERANCE, "the guide must matter"
    given = job(model, guides=(guide(made.save(net, tmp_path / "net")),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


def test_it_begins_and_ends_as_there(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = made.network(model, seed=1)
    window = {"control_guidance_start": 0.3, "control_guidance_end": 0.7}
    scale = {"controlnet_conditioning_scale": 0.8}
    expected = controlled(pipe, net, control_image=image(), **window, **scale)
    calls: list[int] = []
    real = FluxControlNetModel.forward

    def counted(self: FluxControlNetModel, *args: Any, **given: Any) -> Any:
        calls.append(1)
        return real(self, *args, **given)

    monkeypatch.setattr(FluxControlNetModel, "forward", counted)
    folder = made.save(net, tmp_path / "net")
    given = job(model, guides=(guide(folder, start=0.3, end=0.7),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE
    assert len(calls) == 1, "at rest it is not even run"
    assert STEPS == 3


def test_several_guides_are_the_multi_pipeline(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nets = [made.network(model, seed=seed) for seed in (1, 2)]
    expected = controlled(
        pipe,
        FluxMultiControlNetModel(nets),
        control_image=[image(0), image(1)],
        controlnet_conditioning_scale=[0.8, 0.5],
        control_guidance_start=[0.0, 0.3],
        control_guidance_end=[0.7, 1.0],
    )
    folders = [made.save(net, tmp_path / f"net{index}") for index, net in enumerate(nets)]
    guides = (guide(folders[0], end=0.7), guide(folders[1], 1, strength=0.5, start=0.3))
    assert difference(ours(job(model, guides=guides), monkeypatch), expected) <= TOLERANCE


def test_a_union_is_told_the_kind(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = made.network(model, seed=3, num_mode=7)
    union = FluxMultiControlNetModel([net])
    expected = controlled(
        pipe,
        union,
        control_image=[image(0), image(1)],
        control_mode=[2, 5],
        controlnet_conditioning_scale=[0.8, 0.4],
        control_guidance_start=[0.0, 0.0],
        control_guidance_end=[1.0, 1.0],
    )
    folder = made.save(net, tmp_path / "union")
    guides = (guide(folder, kind=GuideKind.DEPTH), guide(folder, 1, kind=GuideKind.TONE, strength=0.4))
    assert difference(ours(job(model, guides=guides), monkeypatch), expected) <= TOLERANCE


@pytest.mark.parametrize("layout", ["folder", "file"])
def test_one_that_reads_pixels_is_xlabs(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    net = made.hint(model, seed=4)
    expected = controlled(pipe, net, control_image=image(), controlnet_conditioning_scale=0.8)
    here = tmp_path / "xlabs.safetensors"
    control = made.save(net, tmp_path / "net") if layout == "folder" else made.as_xlabs(net, here)
    given = job(model, guides=(guide(control),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


def test_a_painter_paints_under_a_guide(
    model: Path, pipe: FluxPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = made.network(model, seed=1)
    painter = lora(model, tmp_path / "p.safetensors", seed=5, scale=0.06)
    pipe.load_lora_weights(painter)
    try:
        expected = controlled(pipe, net, control_image=image(), controlnet_conditioning_scale=0.8)
    finally:
        pipe.unload_lora_weights()
    given = job(model, [(painter, 1.0)], guides=(guide(made.save(net, tmp_path / "net")),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@pytest.fixture(scope="module")
def wide(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``model`` as one that reads a guide's latent beside the picture's, with random weights."""
    folder = tmp_path_factory.mktemp("wide") / "model"
    shutil.copytree(model, folder)
    shutil.rmtree(folder / "transformer")
    told = dict(FluxTransformer2DModel.load_config(model, subfolder="transformer"))
    channels = told["in_channels"]
    torch.manual_seed(3)
    net = FluxTransformer2DModel.from_config(told | {"in_channels": 2 * channels, "out_channels": channels})
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.02)
    net.save_pretrained(folder / "transformer")
    return folder


def test_a_model_made_for_one_guide_is_the_control_pipeline(
    wide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = FluxControlPipeline.from_pretrained(wide, dtype=torch.float32)
    other.set_progress_bar_config(disable=True)
    expected, another = (theirs(other, control_image=image(seed)) for seed in (0, 1))
    assert difference(expected, another) > 100 * TOLERANCE
    whole = guide(wide, strength=1.0)
    assert difference(ours(job(wide, guides=(whole,)), monkeypatch), expected) <= TOLERANCE
    engine = PaintEngine(EngineOptions(device="cpu", dtype="float32"))
    with pytest.raises(ControlUnusable):
        engine.check(job(wide), lambda: False)
    half = job(wide, guides=(guide(wide, strength=0.5),))
    assert GuideProblem.OUT_OF_RANGE in problems(engine.check(half, lambda: False))
    with pytest.raises(ControlUnusable):
        engine.check(job(wide, guides=(whole, whole)), lambda: False)


def test_an_ordinary_model_follows_no_guide_itself(model: Path) -> None:
    engine = PaintEngine(EngineOptions(device="cpu", dtype="float32"))
    own = job(model, guides=(guide(model, strength=1.0),))
    assert problems(engine.check(own, lambda: False)) == [ControlProblem.NO_OWN_GUIDE]


def problems(notices: tuple[Notice, ...]) -> list[ControlProblem | GuideProblem]:
    return [notice.problem for notice in notices if isinstance(notice, GuideRefused)]
