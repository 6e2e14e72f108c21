"""Our engine against diffusers itself: same seed, same latents, in float32 on the CPU."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import FluxImg2ImgPipeline, FluxPipeline
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor

from artmaster_desktop.core import event as ev
from artmaster_desktop.core.gate import GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import HiredPainter, PaintJob, PictureStart
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import latents as lat
from tests.engine.tiny_model import build, lora

STARTER = Path(__file__).parents[2] / "models" / "starter"
PROMPT = "a misty lake under tall peaks"
SIZE, STEPS, TEXT, TOLERANCE = Extent(256, 288), 3, 48, 1e-4


@pytest.fixture(scope="module", params=["tiny", "tiny without guidance", "starter"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "starter":
        return STARTER
    folder = tmp_path_factory.mktemp("model")
    return build(folder, guidance=request.param == "tiny")


@pytest.fixture(scope="module")
def painters(model: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("painters")
    scale = 0.3 if model != STARTER else 0.06
    return [lora(model, folder / f"p{i}.safetensors", seed=i, rank=2 + i, scale=scale) for i in range(3)]


@pytest.fixture(scope="module")
def pipe(model: Path) -> FluxPipeline:
    pipe = FluxPipeline.from_pretrained(model, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@pytest.fixture(autouse=True)
def no_painters_left(pipe: FluxPipeline) -> Iterator[None]:
    yield
    if pipe.get_list_adapters():
        pipe.unload_lora_weights()


def job(model: Path, weights: list[tuple[Path, float]] = [], **changes: Any) -> PaintJob:  # noqa: B006
    """One area; each painter everywhere with its weight."""
    grid = Extent(SIZE.width // 16, SIZE.height // 16)
    rows = tuple(GateRow(i, 0, w, texts=(w,), whole=w) for i, (_, w) in enumerate(weights))
    given: dict[str, Any] = {
        "id": "job",
        "document": "doc",
        "revision": 0,
        "model": model,
        "model_id": "",
        "extent": SIZE,
        "output": SIZE,
        "texts": (PROMPT,),
        "gates": GatePlan(grid, np.ones((1, grid.height, grid.width), np.float32), rows),
        "painters": tuple(
            HiredPainter(f.stem, hashlib.sha256(f.read_bytes()).hexdigest(), f) for f, _ in weights
        ),
        "seed": 11,
        "steps": STEPS,
        "guidance": 3.5,
        "text_tokens": TEXT,
    }
    return PaintJob(**(given | changes))


def ours(job_: PaintJob, monkeypatch: pytest.MonkeyPatch) -> Tensor:
    """The final latents of our engine, packed."""
    kept: list[Tensor] = []
    real = lat.decode

    def decode(latents: Tensor, vae: Any) -> Any:
        kept.append(latents.clone())
        return real(latents, vae)

    monkeypatch.setattr(lat, "decode", decode)
    events: list[ev.Event] = []
    PaintEngine(EngineOptions(device="cpu", dtype="float32")).run(job_, events.append, lambda: False)
    last = events[-1]
    assert isinstance(last, ev.Finished), last
    return lat.pack(kept[0])


def theirs(pipe: FluxPipeline, **changes: Any) -> Tensor:
    given = {
        "prompt": PROMPT,
        "width": SIZE.width,
        "height": SIZE.height,
        "num_inference_steps": STEPS,
        "guidance_scale": 3.5,
        "max_sequence_length": TEXT,
        "generator": torch.Generator("cpu").manual_seed(11),
        "output_type": "latent",
    }
    images: Tensor = pipe(**(given | changes)).images
    return images


def difference(a: Tensor, b: Tensor) -> float:
    return float((a - b).abs().max())


def test_no_painter_is_flux_pipeline(
    model: Path, pipe: FluxPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert difference(ours(job(model), monkeypatch), theirs(pipe)) <= TOLERANCE


def test_one_painter_everywhere_is_load_lora_weights(
    model: Path, pipe: FluxPipeline, painters: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = theirs(pipe)
    pipe.load_lora_weights(painters[0])
    with_lora = theirs(pipe)
    assert difference(plain, with_lora) > 100 * TOLERANCE
    assert difference(ours(job(model, [(painters[0], 1.0)]), monkeypatch), with_lora) <= TOLERANCE


def test_several_painters_are_set_adapters(
    model: Path, pipe: FluxPipeline, painters: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = [0.5, 0.3, 0.2]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Already found a `peft_config`")
        for file in painters:
            pipe.load_lora_weights(file, adapter_name=file.stem)
    pipe.set_adapters([file.stem for file in painters], weights)
    mixed = list(zip(painters, weights, strict=True))
    assert difference(ours(job(model, mixed), monkeypatch), theirs(pipe)) <= TOLERANCE


@pytest.mark.parametrize("strength", [0.4, 1.0])
def test_a_start_picture_is_the_img2img_pipeline(
    model: Path, pipe: FluxPipeline, strength: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (SIZE.height // 8, SIZE.width // 8, 3), np.uint8)
    image = Image.fromarray(pixels).resize((SIZE.width, SIZE.height), Image.Resampling.BICUBIC)
    other = FluxImg2ImgPipeline(**pipe.components)
    other.set_progress_bar_config(disable=True)
    expected = theirs(other, image=image, strength=strength, num_inference_steps=5)
    start = PictureStart(np.asarray(image), strength)
    assert difference(ours(job(model, start=start, steps=5), monkeypatch), expected) <= TOLERANCE


def test_the_picture_is_that_of_flux_pipeline(model: Path, pipe: FluxPipeline) -> None:
    events: list[ev.Event] = []
    PaintEngine(EngineOptions(device="cpu", dtype="float32")).run(job(model), events.append, lambda: False)
    last = events[-1]
    assert isinstance(last, ev.Finished)
    image = np.asarray(theirs(pipe, output_type="pil")[0])
    assert np.abs(image.astype(int) - last.pixels.astype(int)).max() <= 1


def test_a_painter_of_the_text_encoder_too_is_load_lora_weights(
    model: Path, pipe: FluxPipeline, painters: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that also holds layers of CLIP changes how its text is read, here as there."""
    weights = load_file(painters[0])
    torch.manual_seed(9)
    for name, module in pipe.text_encoder.named_modules():
        if isinstance(module, torch.nn.Linear) and "attn" in name:
            sides = module.in_features, module.out_features
            weights[f"text_encoder.{name}.lora_A.weight"] = torch.randn(3, sides[0]) * 0.3
            weights[f"text_encoder.{name}.lora_B.weight"] = torch.randn(sides[1], 3) * 0.3
    file = tmp_path / "speaker.safetensors"
    save_file(weights, file)
    silent = ours(job(model, [(painters[0], 1.0)]), monkeypatch)
    monkeypatch.undo()
    pipe.load_lora_weights(file)
    expected = theirs(pipe)
    assert difference(silent, expected) > TOLERANCE
    assert difference(ours(job(model, [(file, 1.0)]), monkeypatch), expected) <= TOLERANCE
