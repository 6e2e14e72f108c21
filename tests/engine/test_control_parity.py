"""Control adapters and models made for guides or holes against diffusers: same seed, same latents, in float32
on the CPU.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import FluxControlImg2ImgPipeline, FluxControlPipeline, FluxFillPipeline, FluxPipeline
from diffusers.loaders import lora_pipeline
from PIL import Image
from torch import Tensor

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.job import PictureStart
from tests.engine import control_adapters as made
from tests.engine.test_parity import STARTER, TOLERANCE, difference, job, ours, theirs
from tests.engine.test_repaint import hard, start_of
from tests.engine.test_repaint import picture as old_picture
from tests.engine.test_structure_parity import guide, image
from tests.engine.tiny_model import build, lora

TINY = pytest.mark.parametrize("model", ["tiny"], indirect=True)


@pytest.fixture(scope="module")
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return STARTER if request.param == "starter" else build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def state(model: Path) -> made.State:
    return made.bfl_state(model, seed=4, scale=0.1 if model != STARTER else 0.03)


def control_pipe(model: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> FluxControlPipeline:
    """diffusers' pipeline with the adapter in ``file``, which it reads by its own hand."""
    monkeypatch.setattr(lora_pipeline, "_convert_bfl_flux_control_lora_to_diffusers", made.converter(model))
    pipe = FluxControlPipeline.from_pretrained(model, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.load_lora_weights(file, adapter_name="control")
    return pipe


@pytest.mark.parametrize(
    ("model", "layout"), [("tiny", "bfl"), ("tiny", "diffusers"), ("starter", "bfl")], indirect=["model"]
)
def test_an_adapter_is_load_lora_weights(
    model: Path, state: made.State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    written = state if layout == "bfl" else made.as_diffusers(model, state)
    file = made.save(written, tmp_path / "net.safetensors")
    pipe = control_pipe(model, file, monkeypatch)
    expected, another = (theirs(pipe, control_image=image(seed)) for seed in (0, 1))
    assert difference(expected, another) > 100 * TOLERANCE, "the guide must matter"
    given = job(model, guides=(guide(file, strength=1.0),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@TINY
def test_it_is_followed_as_strictly_as_set_adapters(
    model: Path, state: made.State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a painter beside it that has layers in the embedder too, which diffusers pads for."""
    file = made.save(state, tmp_path / "net.safetensors")
    painter = lora(model, tmp_path / "p.safetensors", seed=5, scale=0.06, outer=True)
    pipe = control_pipe(model, file, monkeypatch)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Already found a `peft_config`")
        pipe.load_lora_weights(painter, adapter_name="painter")
    pipe.set_adapters(["control", "painter"], [0.7, 1.0])
    expected = theirs(pipe, control_image=image())
    given = job(model, [(painter, 1.0)], guides=(guide(file, strength=0.7),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@TINY
def test_it_follows_over_a_start_picture(
    model: Path, state: made.State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made.save(state, tmp_path / "net.safetensors")
    pipe = FluxControlImg2ImgPipeline(**control_pipe(model, file, monkeypatch).components)
    pipe.set_progress_bar_config(disable=True)
    before = old_picture()
    expected = theirs(pipe, image=Image.fromarray(before), control_image=image(), strength=0.7)
    given = job(model, guides=(guide(file, strength=1.0),), start=PictureStart(before, 0.7))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@TINY
def test_at_rest_the_model_is_what_it_was(
    model: Path, state: made.State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the second of three steps on: diffusers with the adapter unloaded after the first."""
    file = made.save(state, tmp_path / "net.safetensors")
    plain = FluxPipeline.from_pretrained(model, dtype=torch.float32).transformer
    pipe = control_pipe(model, file, monkeypatch)
    with_adapter, channels = pipe.transformer.forward, plain.config.in_channels

    def forward(hidden_states: Tensor, timestep: Tensor, **given: Any) -> Any:
        if float(timestep) > 0.99:
            return with_adapter(hidden_states=hidden_states, timestep=timestep, **given)
        return plain(hidden_states=hidden_states[..., :channels], timestep=timestep, **given)

    monkeypatch.setattr(pipe.transformer, "forward", forward)
    expected = theirs(pipe, control_image=image())
    monkeypatch.undo()
    given = job(model, guides=(guide(file, strength=1.0, end=0.4),))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@pytest.fixture(scope="module")
def filler(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.wide(
        model, tmp_path_factory.mktemp("fill") / "model", made.channels_of(model) + 256, FluxFillPipeline
    )


@pytest.mark.parametrize(
    ("model", "strength"), [("tiny", 1.0), ("tiny", 0.6), ("starter", 1.0)], indirect=["model"]
)
def test_a_hole_is_filled_as_by_the_fill_pipeline(
    filler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strength: float
) -> None:
    pipe = FluxFillPipeline.from_pretrained(filler, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    given: dict[str, Any] = {"image": Image.fromarray(old_picture()), "strength": strength}
    given |= {"guidance_scale": 30.0}
    expected = theirs(pipe, mask_image=Image.fromarray(hard()), **given)
    nowhere = theirs(pipe, mask_image=Image.fromarray(np.zeros_like(hard())), **given)
    assert difference(expected, nowhere) > 100 * TOLERANCE, "the hole must matter"
    filled = job(filler, start=start_of(hard(), strength), guidance=30.0)
    assert difference(ours(filled, monkeypatch), expected) <= TOLERANCE


@TINY
def test_painters_fill_too(
    filler: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taught on the model that fills nothing: its part in the embedder is padded, as diffusers pads it."""
    painter = lora(model, tmp_path / "p.safetensors", seed=5, scale=0.06, outer=True)
    pipe = FluxFillPipeline.from_pretrained(filler, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.load_lora_weights(painter)
    expected = theirs(pipe, image=Image.fromarray(old_picture()), mask_image=Image.fromarray(hard()))
    given = job(filler, [(painter, 1.0)], start=start_of(hard(), 1.0))
    assert difference(ours(given, monkeypatch), expected) <= TOLERANCE


@TINY
def test_a_model_for_guides_is_the_control_pipeline(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made.wide(model, tmp_path / "FLUX.1-Depth-dev", made.channels_of(model), FluxControlPipeline)
    pipe = FluxControlPipeline.from_pretrained(folder, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    expected = theirs(pipe, control_image=image())
    own = guide(folder, strength=1.0, kind=GuideKind.DEPTH)
    assert difference(ours(job(folder, guides=(own,)), monkeypatch), expected) <= TOLERANCE
