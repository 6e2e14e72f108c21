"""The model and the painters that ship: of the promised size, loaded by diffusers unchanged, fit to paint."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from diffusers import FluxPipeline
from PIL import Image

from artmaster_desktop import bootstrap
from artmaster_desktop.cli import main
from artmaster_desktop.engine.painters.formats import check_painter
from artmaster_desktop.engine.residency import layer_shapes

PLACES = bootstrap.places()
MIB = 1 << 20


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_the_starter_is_small_enough_to_ship() -> None:
    assert size_of(PLACES.starter) <= 64e6
    assert max(file.stat().st_size for file in PLACES.starter.rglob("*") if file.is_file()) <= 16 * MIB
    weights = sum(file.stat().st_size for file in PLACES.models.rglob("*.safetensors"))
    assert weights <= 110e6


def test_diffusers_loads_the_starter_unchanged() -> None:
    pipe = FluxPipeline.from_pretrained(PLACES.starter)
    assert pipe.transformer.config.guidance_embeds
    assert pipe.vae.config.latent_channels == 16
    pipe.set_progress_bar_config(disable=True)
    image = pipe("a lake", width=256, height=256, num_inference_steps=1, max_sequence_length=64).images[0]
    assert image.size == (256, 256)


@pytest.mark.parametrize("slug", [path.name for path in sorted((PLACES.models / "painters").iterdir())])
def test_every_painter_that_ships_can_paint_with_the_starter(slug: str) -> None:
    folder = PLACES.models / "painters" / slug
    report = check_painter(folder / f"{slug}.safetensors", *layer_shapes(PLACES.starter))
    assert not report.problems
    assert not report.ungated
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["trigger"]
    assert card["license"] == "CC0-1.0"
    assert (folder / "works.jpg").is_file()


def test_at_least_four_painters_ship() -> None:
    assert len(bootstrap.library().all()) >= 4
    assert not bootstrap.library().problems


@pytest.mark.parametrize("name", ["two-painters", "three-roles"])
def test_an_example_is_painted_on_the_bare_machine(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, report = tmp_path / "out.png", tmp_path / "out.json"
    document = PLACES.resources / "examples" / f"{name}.ora"
    arguments = ["paint", str(document), "--out", str(out), "--report", str(report), "--steps", "2"]
    assert main([*arguments, "--device", "cpu"]) == 0
    said = capsys.readouterr().err
    assert "not in the library" not in said
    told = json.loads(report.read_text("utf-8"))
    assert len(told["painters"]) == (2 if name == "two-painters" else 3)
    picture = np.asarray(Image.open(out))
    assert picture.ndim == 3
    assert picture.std() > 1
