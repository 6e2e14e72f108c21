"""``structure`` and ``segment`` as a stranger would use them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file

from artmaster_desktop import bootstrap, cli
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import GuideKind, GuidePlace
from artmaster_desktop.core.guide_reading import ReadBy, Way
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.engine.structure import reading
from artmaster_desktop.engine.structure.segmenter import KIND, SegmenterNet
from artmaster_desktop.storage.ora import load_document, save_document
from tests.core.documents import halves
from tests.engine.control_models import network, save
from tests.engine.tiny_model import build


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a picture and a document, and an installation of its own beside it."""
    monkeypatch.chdir(tmp_path)
    pixels = np.full((200, 260, 3), 235, np.uint8)
    pixels[60:66, 20:240] = 20
    Image.fromarray(pixels).save("lake.png")
    save_document(halves(extent=Extent(256, 256)), Path("lake.ora"))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    return tmp_path


def test_lines_of_a_picture(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["structure", "lake.png", "--kind", "edges"]) == 0
    found = np.asarray(Image.open("lake-edges.png"))
    assert found.shape == (200, 260, 3)
    assert found[56:70, 30:230].max() == 255
    assert found[100:].max() == 0
    assert "Canny" in capsys.readouterr().err


def test_a_guide_enters_a_document(here: Path) -> None:
    words = "structure lake.ora --from lake.png --kind line --strength 0.9 --start 0.1 --end 0.6 "
    words += "--place left=1.5 --place =0 --control none-such --out guided.ora"
    assert cli.main(words.split()) == 0
    document = load_document(Path("guided.ora")).document
    (guide,) = document.guides
    assert (guide.kind, guide.control, guide.strength) == (GuideKind.LINE, "none-such", 0.9)
    assert (guide.start, guide.end) == (0.1, 0.6)
    assert guide.places == (GuidePlace("left", 1.5), GuidePlace("", 0.0))
    layer = document.layers[-1]
    assert (layer.id, layer.visible) == (guide.layer, False)
    drawn = layer.raster.read(Bounds(0, 0, 256, 256))  # type: ignore[union-attr]
    assert drawn[:, :, 0].max() > 200
    assert load_document(Path("lake.ora")).document.guides == (), "the one it was read from is untouched"


def test_painting_under_a_guide(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = build(here / "base")
    net = save(network(base, seed=1), here / "data" / "controls" / "net")
    for control, name in ((str(net), "by-path.ora"), ("net", "by-name.ora")):
        words = ["structure", "lake.ora", "--layer", "Sketch", "--kind", "tone", "--control", control]
        assert cli.main([*words, "--out", name]) == 0
        paint = ["paint", name, "--model", str(base), "--steps", "2", "--out", f"{name}.png"]
        assert cli.main([*paint, "--device", "cpu"]) == 0
    plain = ["paint", "lake.ora", "--model", str(base), "--steps", "2", "--out", "plain.png"]
    assert cli.main([*plain, "--device", "cpu"]) == 0
    one, two, three = (
        np.asarray(Image.open(name)) for name in ("by-path.ora.png", "by-name.ora.png", "plain.png")
    )
    assert np.array_equal(one, two)
    assert not np.array_equal(one, three)
    capsys.readouterr()
    assert cli.main(["paint", "by-name.ora", "--dry-run", "--device", "cpu"]) == 1
    assert "made for another model" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lake.ora --kind line --layer Nobody --out g.ora", "no such picture layer"),
        ("lake.ora --kind line --layer left --out g.ora", "no such picture layer"),
        ("lake.ora --kind line --from lake.png --place Nowhere=1 --out g.ora", "no such region"),
        ("lake.png --kind depth --detector none", "it is not there"),
        ("none.png --kind line", "none.png"),
    ],
)
def test_what_cannot_be(here: Path, words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["structure", *words.split()]) == 1
    assert said in capsys.readouterr().err
    assert not Path("g.ora").exists()


@pytest.mark.parametrize(
    "words",
    [
        "lake.png --kind line --out g.ora",
        "lake.png --kind line --out g.jpg",
        "lake.ora --kind line --start 0.8 --end 0.2 --out g.ora",
    ],
)
def test_options_that_contradict_each_other(here: Path, words: str) -> None:
    assert cli.main(["structure", *words.split()]) == 2
    assert not list(here.glob("g.*"))


@pytest.mark.parametrize("place", ["left", "left=much", "left=3", "left=-1"])
def test_a_place_needs_a_strength(here: Path, place: str) -> None:
    with pytest.raises(SystemExit):
        cli.main(["structure", "lake.ora", "--kind", "line", "--place", place])


def bands(rgb: NDArray[np.uint8], means: reading.Means) -> tuple[NDArray[np.uint8], ReadBy]:
    """A third of mountains, a third of water, a third of nothing."""
    labels = np.zeros(rgb.shape[:2], np.uint8)
    third = len(labels) // 3
    labels[:third], labels[third : 2 * third] = Semantic.MOUNTAIN, Semantic.WATER
    return labels, ReadBy(Way.SEGMENTER)


def test_regions_with_a_painter_each(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading, "read_labels", bands)
    words = "segment lake.png --painter mountain=dry-ridge --painter water=mist-reed --out two.ora"
    assert cli.main(words.split()) == 0
    document = load_document(Path("two.ora")).document
    assert document.extent == Extent(260, 200)
    mountain, water = document.regions
    assert [share.painter.slug for share in mountain.painters] == ["dry-ridge"]
    assert [share.painter.slug for share in water.painters] == ["mist-reed"]
    assert "33.0% of the canvas, dry-ridge" in capsys.readouterr().err
    assert cli.main(["segment", "lake.ora", "--only", "water", "--out", "one.ora"]) == 0
    assert len(load_document(Path("one.ora")).document.regions) == 3


def test_who_is_not_there_cannot_be_hired(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["segment", "lake.png", "--painter", "water=nobody", "--out", "a.ora"]) == 1
    assert "nobody" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["segment", "lake.png", "--painter", "sky=dry-ridge"])


def test_a_picture_with_nothing_of_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = ReadBy(Way.SEGMENTER)
    monkeypatch.setattr(
        reading, "read_labels", lambda rgb, means: (np.zeros(rgb.shape[:2], np.uint8), nothing)
    )
    assert cli.main(["segment", "lake.png", "--out", "a.ora"]) == 1
    assert "nothing was saved" in capsys.readouterr().err
    assert not Path("a.ora").exists()


def test_the_shipped_place_of_the_segmenter_is_used(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    file = here / "segmenter.safetensors"
    state = {name: tensor.contiguous() for name, tensor in SegmenterNet().state_dict().items()}
    save_file(state, file, {"kind": KIND})
    monkeypatch.setattr(bootstrap.Places, "segmenter", property(lambda _: file))
    assert cli.main(["structure", "lake.png", "--kind", "layout"]) == 0
    with Image.open("lake-layout.png") as layout:
        assert layout.size == (260, 200)
