"""``segment --sam`` as a stranger would use it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop import cli
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.engine.structure import pointing
from artmaster_desktop.storage.ora import load_document
from tests.engine.sam_models import build


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a picture and a model."""
    monkeypatch.chdir(tmp_path)
    rgb = np.random.default_rng(1).integers(0, 256, (32, 24, 3), np.uint8)
    Image.fromarray(rgb).resize((192, 256)).save("lake.png")
    return build(tmp_path / "sam").parent


def segment(words: str) -> int:
    return cli.main(["segment", *words.split()])


def test_what_is_pointed_at_becomes_a_region_with_a_painter(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert segment("lake.png --sam sam --point 120,160 --name Boat --painter plum-snow --out boat.ora") == 0
    document = load_document(Path("boat.ora")).document
    (region,) = document.regions
    assert (region.name, region.prompt) == ("Boat", "Boat")
    assert [share.painter.slug for share in region.painters] == ["plum-snow"]
    mask = document.mask_of(region).raster.read(Bounds.of(document.extent))[:, :, 0]
    assert segment("lake.png --sam sam --point 120,160 --out boat.png") == 0
    saved = np.asarray(Image.open("boat.png"))
    assert saved.shape == (256, 192)
    assert 0 < saved.mean() < 255
    assert np.array_equal(mask, saved), "a region and a mask of the same thing"
    told = capsys.readouterr().err
    assert "Segment Anything" in told
    assert "Boat: " in told
    assert segment("boat.ora --sam sam --box 2,2,160,200 --away 3,3 --out two.ora") == 0
    assert [region.name for region in load_document(Path("two.ora")).document.regions] == ["Boat", "Object"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--point 3,3", "need --sam"),
        ("--painter plum-snow", "CLASS=PAINTER"),
        ("--out a.png", "give --sam"),
        ("--sam sam", "--point"),
        ("--sam sam --away 3,3", "--point"),
        ("--sam sam --point 3,3 --only water", "leave out"),
        ("--sam sam --point 3,3 --painter water=plum-snow", "leave out"),
        ("--sam sam --point 3,3 --painter plum-snow --out a.png", "no painter"),
        ("--sam sam --point 192,3", "off the picture, which is 192x256"),
    ],
)
def test_options_that_contradict_each_other(
    here: Path, words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(here.iterdir())
    assert segment(f"lake.png {words}") == 2
    assert said in capsys.readouterr().err
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize(
    "words", ["--point 3", "--point a,b", "--point=-1,2", "--box 1,2,3", "--box 1,2,0,4", "--out a.jpg"]
)
def test_what_is_no_place(here: Path, words: str) -> None:
    with pytest.raises(SystemExit):
        segment(f"lake.png --sam sam {words}")


def test_where_nothing_is(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pointing, "pointed_at", lambda rgb, *_: np.zeros(rgb.shape[:2], np.uint8))
    assert segment("lake.png --sam sam --point 3,3 --out a.ora") == 1
    assert "nothing was saved" in capsys.readouterr().err
    assert not Path("a.ora").exists()


def test_a_folder_of_something_else_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert segment("lake.png --sam nowhere --point 3,3 --out a.ora") == 1
    assert "it is not there" in capsys.readouterr().err
