"""Repainting against diffusers' inpainting, against a plain differential loop, and for its seam."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
import torch
from diffusers import FluxInpaintPipeline, FluxPipeline
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.document import Document, PaintSettings
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint import Repaint, plan_repaint
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_start import RepaintStart, Sheet
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux.schedule import shift_exponent
from tests.core.documents import box_mask, finder
from tests.engine.test_parity import PROMPT, SIZE, STARTER, difference, job, ours, theirs
from tests.engine.tiny_model import build

ON_CPU = EngineOptions(device="cpu", dtype="float32")
STEPS, TOLERANCE = 5, 1e-4
Mask: TypeAlias = NDArray[np.bool_]


@pytest.fixture(scope="module", params=["tiny", "starter"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return STARTER if request.param == "starter" else build(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def pipe(model: Path) -> FluxPipeline:
    pipe = FluxPipeline.from_pretrained(model, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def picture() -> Pixels:
    pixels = np.random.default_rng(5).integers(0, 256, (SIZE.height // 8, SIZE.width // 8, 3), np.uint8)
    return np.asarray(Image.fromarray(pixels).resize((SIZE.width, SIZE.height), Image.Resampling.BICUBIC))


def start_of(change: Sheet, strength: float) -> RepaintStart:
    return RepaintStart(
        pixels=picture(),
        strength=strength,
        change=change,
        cover=np.where(change > 0, np.uint8(255), np.uint8(0)),
        place=Bounds.of(SIZE),
        canvas=SIZE,
    )


def hard() -> Sheet:
    change = np.zeros((SIZE.height, SIZE.width), np.uint8)
    change[64:192, 32:160] = 255
    return change


def soft() -> Sheet:
    """A slope over latent cells, so that every cell has one value."""
    slope = np.linspace(0, 255, SIZE.width // 8).astype(np.uint8)
    return np.repeat(np.tile(slope, (SIZE.height, 1)), 8, axis=1)


@pytest.mark.parametrize("strength", [0.6, 1.0])
def test_a_hard_mask_is_the_inpaint_pipeline(
    model: Path, pipe: FluxPipeline, strength: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = FluxInpaintPipeline(**pipe.components)
    other.set_progress_bar_config(disable=True)
    expected = theirs(
        other,
        image=Image.fromarray(picture()),
        mask_image=Image.fromarray(hard()),
        strength=strength,
        num_inference_steps=STEPS,
    )
    found = ours(job(model, start=start_of(hard(), strength), steps=STEPS), monkeypatch)
    assert difference(found, expected) <= TOLERANCE
    monkeypatch.undo()
    everywhere = ours(job(model, start=PictureStart(picture(), strength), steps=STEPS), monkeypatch)
    assert difference(found, everywhere) > 100 * TOLERANCE


def plain_loop(pipe: FluxPipeline, strength: float) -> Tensor:
    """Differential diffusion as its paper says it, with diffusers' parts: a place of map value m (1 = stays)
    follows the old picture while m > i / N, before each step i of N.
    """
    generator = torch.Generator("cpu").manual_seed(11)
    before = lat.encode(picture(), pipe.vae, generator)
    shape = lat.LatentShape.of(SIZE, pipe.vae)
    noise = lat.noise(shape, generator, torch.device("cpu"), torch.float32)
    stays = 1.0 - torch.from_numpy(soft()[::8, ::8].astype(np.float32) / np.float32(255))
    mu = shift_exponent(shape.tokens, dict(pipe.scheduler.config))
    pipe.scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / STEPS, STEPS).tolist(), mu=mu)
    pipe.scheduler.set_begin_index(0)
    first = int(STEPS - min(STEPS * strength, STEPS))
    timesteps, sigmas = pipe.scheduler.timesteps[first:], pipe.scheduler.sigmas[first:]
    words, pooled, text_ids = pipe.encode_prompt(PROMPT, None, max_sequence_length=48)
    guided = pipe.transformer.config.guidance_embeds
    x = sigmas[0] * noise + (1 - sigmas[0]) * before
    for i, timestep in enumerate(timesteps):
        old = sigmas[i] * noise + (1 - sigmas[i]) * before
        x = torch.where(stays > i / len(timesteps), old, x)
        velocity = pipe.transformer(
            hidden_states=lat.pack(x),
            timestep=timestep[None] / 1000,
            guidance=torch.full([1], 3.5) if guided else None,
            pooled_projections=pooled,
            encoder_hidden_states=words,
            txt_ids=text_ids,
            img_ids=lat.image_ids(shape, torch.device("cpu"), torch.float32),
            return_dict=False,
        )[0]
        x = x + (sigmas[i + 1] - sigmas[i]) * lat.unpack(velocity, shape)
    return lat.pack(torch.where(stays == 1.0, before, x))


@torch.inference_mode()
def test_a_soft_mask_is_differential_diffusion(
    model: Path, pipe: FluxPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    strength = 0.8
    expected = plain_loop(pipe, strength)
    found = ours(job(model, start=start_of(soft(), strength), steps=STEPS), monkeypatch)
    assert difference(found, expected) <= TOLERANCE
    monkeypatch.undo()
    every = np.where(soft() > 0, np.uint8(255), np.uint8(0))
    binary = ours(job(model, start=start_of(every, strength), steps=STEPS), monkeypatch)
    assert difference(found, binary) > 100 * TOLERANCE


def steps_of(values: Pixels, at: Mask) -> tuple[float, float]:
    """How far neighbours are apart, on the mean: across the border of ``at``, and all over the picture."""
    grey = values.astype(np.float32).mean(axis=2)
    across, down = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0))
    edges = np.concatenate((across[at[:, 1:] != at[:, :-1]], down[at[1:] != at[:-1]]))
    return float(edges.mean()), float(np.concatenate((across.ravel(), down.ravel())).mean())


def test_the_border_of_what_is_painted_is_no_seam() -> None:
    """On the starter, with few steps: across the border the result changes no more than the picture did
    there or does anywhere; what was painted, pasted without a fade, is told apart by the same measure.
    """
    engine = PaintEngine(ON_CPU)
    caps = engine.describe(STARTER)
    works = Image.open(STARTER.parent / "painters" / "mist-reed" / "works.jpg").convert("RGBA")
    rgba = np.asarray(works.crop((8, 8, 264, 264)))
    layer = ImageLayer(id="work", name="Work", raster=Raster.from_array(rgba))
    extent = Extent(256, 256)
    document = Document(id="d", extent=extent, layers=(layer,), paint=PaintSettings(seed=4, steps=3))
    asked = Repaint(mask=box_mask(extent, 70, 80, 180, 190), strength=0.8)
    small = replace(caps, best=256 * 256)
    job = plan_repaint(document, asked, finder(), small, "job")
    events: list[ev.Event] = []
    engine.run(job, events.append, lambda: False)
    done = events[-1]
    assert isinstance(done, ev.Finished), done
    assert isinstance(job.start, RepaintStart)
    inside = job.start.change > 0
    after = apply_repaint(job.start, done.pixels, "Repaint", "new").change(document)
    before = flatten(document.layers, job.start.place)
    border, anywhere = steps_of(flatten(after.layers, job.start.place), inside)
    own, _ = steps_of(before, inside)
    assert border <= max(own, anywhere), (border, own, anywhere)
    pasted = np.where(inside[:, :, None], 255 - done.pixels, before)
    assert steps_of(pasted, inside)[0] > 2 * anywhere
