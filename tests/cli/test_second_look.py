"""``upscale --second-look`` as a person uses it, with a tiny model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.cli import main
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.picture_label import read_label
from artmaster_desktop.storage.scan import read_scan
from tests.core.documents import halves
from tests.engine.tiny_model import build

SIDE = 256


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


def run(model: Path | None, *words: object, scale: float = 1.5) -> int:
    at = () if model is None else ("--model", model)
    asked = ("upscale", *words, "--upscaler", "lanczos", "--scale", scale, "--device", "cpu", *at)
    return main([str(word) for word in asked])


def painting() -> np.ndarray:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    planes = [128 + 60 * np.sin(x / 9), 128 + 50 * np.cos(y / 7), 60 + (x + y) / 4]
    return np.stack(planes, axis=2).astype(np.uint8)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A painting whose halves are two regions' that have texts and no painters."""
    doc = halves(extent=Extent(SIDE, SIDE))
    rgba = np.dstack([painting(), np.full((SIDE, SIDE), 255, np.uint8)])
    picture = ImageLayer(id="work", name="work", raster=Raster.from_array(rgba))
    regions = tuple(replace(region, painters=()) for region in doc.regions)
    doc = doc.edited(layers=(picture, *doc.layers), regions=regions)
    save_document(doc.edited(paint=replace(doc.paint, steps=4)), tmp_path / "work.ora")
    return tmp_path / "work.ora"


def test_a_document_is_gone_over_by_its_regions(
    document: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, out, report = tmp_path / "plain.png", tmp_path / "out.png", tmp_path / "r.json"
    assert run(None, document, "--out", plain, scale=2) == 0
    words = ("--second-look", 0.5, "--out", out, "--report", report)
    assert run(model, document, *words, scale=2) == 0
    assert "9 tiles of 256x256 pixels" in capsys.readouterr().err
    before, after = (read_scan(path, longest=4096).pixels for path in (plain, out))
    assert before.shape == after.shape
    assert (before != after).mean() > 0.5
    told = json.loads(report.read_text("utf-8"))
    assert told["second_look"]["tiles"] == 9
    assert told["second_look"]["texts"][1:] == ["left side", "right side"]
    assert told["second_look"]["measured"]["delta_e"] < 0.5
    label = read_label(out)
    assert label is not None
    assert label.look == "strength 0.5, 9 tiles of 256x256, seed 3"
    assert label.origin is Origin.GENERATED


def test_a_picture_that_carries_its_job_is_gone_over_by_it(
    document: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, out = tmp_path / "painted.png", tmp_path / "out.tif"
    words = ("paint", document, "--out", picture, "--model", model, "--device", "cpu")
    assert main([str(word) for word in words]) == 0
    assert run(None, picture, "--second-look", 0.3, "--out", out, "--depth", 16) == 0
    assert read_job(out) == read_job(picture)
    assert run(model, picture, "--second-look", 0.3, "--prompt", "a lake", "--out", out) == 1
    assert "a picture that carries no job" in capsys.readouterr().err


def test_a_picture_without_a_job_takes_a_prompt(model: Path, tmp_path: Path) -> None:
    Image.fromarray(painting()).save(tmp_path / "scan.png")
    out, report = tmp_path / "out.png", tmp_path / "r.json"
    words = ("--second-look", 0.3, "--prompt", "a lake", "--out", out, "--report", report)
    assert run(model, tmp_path / "scan.png", *words) == 0
    assert json.loads(report.read_text("utf-8"))["second_look"]["texts"] == ["a lake"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--second-look", 0.9), "the second look is 0.9"),
        (("--second-look", 0.3, "--scale", 1), "x1.00"),
        (("--prompt", "a lake"), "--second-look STRENGTH"),
        (("--painters", "x"), "--second-look STRENGTH"),
    ],
)
def test_what_would_do_nothing_is_refused_and_nothing_is_kept(
    words: tuple[object, ...], said: str, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(painting()).save(tmp_path / "scan.png")
    out = tmp_path / "out.png"
    at = ("--model", model) if "--second-look" in words else ()
    asked = (
        "upscale",
        tmp_path / "scan.png",
        "--out",
        out,
        "--upscaler",
        "lanczos",
        "--device",
        "cpu",
        *at,
        *words,
    )
    assert main([str(word) for word in asked]) == 1
    assert said in capsys.readouterr().err
    assert not out.exists()
