"""Repainting from the command line: bits that stay, words for what cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvips  # type: ignore[import-untyped]
from PIL import Image, ImageCms

from artmaster_desktop.cli import main
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed, ScanError
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.storage.deep_picture import DeepPicture, read_deep, write_deep
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.picture_file import JOB_KEY, read_job
from artmaster_desktop.storage.picture_label import read_label, sha256_of
from artmaster_desktop.storage.png_texts import text_in
from artmaster_desktop.storage.repainted_file import BORDER_KEY, is_repainted, read_canvas
from tests.core.documents import halves
from tests.engine.tiny_model import build

SIDE = 256
QUICK = ("--steps", "2", "--device", "cpu")
Run = Callable[..., int]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


@pytest.fixture
def run(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> int:
        return main(["repaint", *words, *QUICK, "--model", str(model)])

    return run


def deep(kind: type, channels: int, seed: int = 1) -> DeepPicture:
    values = np.random.default_rng(seed).integers(0, np.iinfo(kind).max, (SIDE, SIDE, channels))
    return DeepPicture(values.astype(kind))


def mask(path: Path, box: tuple[int, int, int, int], side: int = SIDE) -> np.ndarray:
    values = np.zeros((side, side), np.uint8)
    values[box[1] : box[3], box[0] : box[2]] = 255
    Image.fromarray(values).save(path)
    return values > 0


@pytest.mark.parametrize(("kind", "channels"), [(np.uint8, 3), (np.uint16, 4)])
def test_outside_the_mask_a_file_is_the_same_to_the_bit(
    run: Run, tmp_path: Path, kind: type, channels: int
) -> None:
    before = deep(kind, channels)
    write_deep(tmp_path / "in.png", before)
    inside = mask(tmp_path / "mask.png", (60, 80, 160, 170))
    assert run("in.png", "--mask", "mask.png", "--prompt", "a lake", "--out", "out.png") == 0
    after = read_deep(tmp_path / "out.png")
    assert after.pixels.dtype == kind
    assert after.pixels.shape == before.pixels.shape
    np.testing.assert_array_equal(after.pixels[~inside], before.pixels[~inside])
    assert (after.pixels[inside] != before.pixels[inside]).any(axis=1).mean() > 0.9


def test_a_document_gets_a_layer_and_keeps_the_others(run: Run, tmp_path: Path) -> None:
    doc = halves(extent=Extent(SIDE, SIDE))
    doc = doc.edited(regions=tuple(region for region in doc.regions if region.id == "left"))
    save_document(doc, tmp_path / "work.ora")
    assert run("work.ora", "--region", "left", "--painter", "black-pine") == 1  # made for another model
    assert run("work.ora", "--region", "left", "--prompt", "a lake", "--strength", "0.4") == 0
    after = load_document(tmp_path / "work-repainted.ora").document
    new = after.layers[1]
    assert isinstance(new, ImageLayer)
    assert new.name == "Refine the selection"
    assert after.regions[0].prompt == "a lake"
    whole = Bounds.of(doc.extent)
    outside = doc.mask_of(doc.regions[0]).raster.read(whole)[:, :, 0] == 0
    np.testing.assert_array_equal(
        composite(after.layers[:2], whole)[outside], composite(doc.layers[:1], whole)[outside]
    )


def test_a_picture_is_extended_and_what_was_there_stays(run: Run, tmp_path: Path) -> None:
    before = deep(np.uint16, 3)
    write_deep(tmp_path / "in.png", before)
    assert run("in.png", "--extend", "left=64", "--extend", "bottom=32", "--out", "out.png") == 0
    after = read_deep(tmp_path / "out.png").pixels
    assert after.shape == (SIDE + 32, SIDE + 64, 3)
    np.testing.assert_array_equal(after[: SIDE - 64, 128:], before.pixels[: SIDE - 64, 64:])
    assert len(np.unique(after[SIDE:, :])) > 10


@pytest.mark.parametrize(("kind", "channels"), [(np.uint8, 3), (np.uint16, 4)])
@pytest.mark.parametrize("how", ["mask", "extend"])
def test_a_repainted_picture_is_painted_again_from_itself(
    run: Run, model: Path, tmp_path: Path, kind: type, channels: int, how: str
) -> None:
    write_deep(tmp_path / "in.png", deep(kind, channels))
    mask(tmp_path / "mask.png", (60, 80, 160, 170))
    where = ("--mask", "mask.png") if how == "mask" else ("--extend", "left=64")
    assert run("in.png", *where, "--prompt", "a lake", "--out", "out.png", "--seed", "3") == 0
    assert is_repainted(tmp_path / "out.png")
    assert not is_repainted(tmp_path / "in.png")
    job, label = read_job(tmp_path / "out.png"), read_label(tmp_path / "out.png")
    assert job.texts[0] == "a lake"
    assert label is not None
    assert label.origin is Origin.GENERATED
    assert label.source == sha256_of(tmp_path / "in.png")
    again = ("paint", "--model", str(model), "--device", "cpu")
    assert main([*again, "out.png", "--out", "again.png"]) == 0
    np.testing.assert_array_equal(
        read_deep(tmp_path / "again.png").pixels, read_deep(tmp_path / "out.png").pixels
    )
    assert main([*again, "again.png", "--out", "other.png", "--seed", "4"]) == 0
    assert main([*again, "other.png", "--out", "back.png", "--seed", "3"]) == 0
    first, other, back = (read_deep(tmp_path / name).pixels for name in ("out.png", "other.png", "back.png"))
    assert (first != other).any()
    np.testing.assert_array_equal(first, back)


def test_a_job_for_another_picture_is_told(run: Run, tmp_path: Path) -> None:
    write_deep(tmp_path / "in.png", deep(np.uint8, 3))
    mask(tmp_path / "mask.png", (60, 80, 160, 170))
    assert run("in.png", "--mask", "mask.png", "--out", "out.png") == 0
    texts = {key: (text_in(tmp_path / "out.png", key) or b"").decode() for key in (JOB_KEY, BORDER_KEY)}
    write_deep(tmp_path / "cut.png", DeepPicture(deep(np.uint8, 3).pixels[:200]), texts)
    with pytest.raises(ReadFailed):
        read_canvas(tmp_path / "cut.png")
    write_deep(tmp_path / "spoilt.png", deep(np.uint8, 3), {**texts, BORDER_KEY: "?"})
    with pytest.raises(ReadFailed):
        read_canvas(tmp_path / "spoilt.png")
    write_deep(tmp_path / "bare.png", deep(np.uint8, 3), {JOB_KEY: texts[JOB_KEY]})
    with pytest.raises(NoJobInPicture):
        read_canvas(tmp_path / "bare.png")
    with pytest.raises(ReadFailed):
        is_repainted(tmp_path / "none.png")


def test_a_name_says_what_is_done(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_deep(tmp_path / "in.png", deep(np.uint8, 3))
    mask(tmp_path / "mask.png", (60, 80, 160, 170))
    for words, said in (
        (("--remove",), "Remove what is selected: "),
        (("--strength", "1"), "Fill the selection: "),
    ):
        assert run("in.png", "--mask", "mask.png", *words) == 0
        assert said in capsys.readouterr().err
    assert (tmp_path / "in-repainted-2.png").is_file()


@pytest.mark.parametrize(
    ("box", "side", "said"),
    [
        ((0, 0, 0, 0), SIDE, "Nothing of the picture (256x256) is selected."),
        ((9, 9, 10, 10), SIDE, "One selected pixel is too little to paint on"),
        ((9, 9, 90, 90), 128, "The mask is 128x128 pixels large, the picture 256x256."),
    ],
)
def test_masks_that_cannot_be_used_are_explained(
    run: Run,
    tmp_path: Path,
    box: tuple[int, int, int, int],
    side: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_deep(tmp_path / "in.png", deep(np.uint8, 3))
    mask(tmp_path / "mask.png", box, side)
    assert run("in.png", "--mask", "mask.png") == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Your picture is as it was." in told
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.png", "mask.png"]


def test_files_that_are_no_pictures_are_explained(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_deep(tmp_path / "in.png", deep(np.uint8, 3))
    (tmp_path / "text.png").write_text("no picture")
    mask(tmp_path / "mask.png", (60, 80, 160, 170))
    assert run("text.png", "--mask", "mask.png") == 1
    assert run("in.png", "--mask", "text.png") == 1
    assert run("in.png", "--mask", "absent.png") == 1
    assert run("in.png", "--mask", "mask.png", "--out", "out.tif") == 2
    told = capsys.readouterr().err
    assert told.count("text.png cannot be used") == 2
    assert "absent.png" in told
    assert "saved as .png, not as .tif" in told
    doc = halves(extent=Extent(SIDE, SIDE))
    save_document(doc, tmp_path / "work.ora")
    assert run("work.ora", "--region", "nowhere") == 1
    assert "nowhere" in capsys.readouterr().err
    for wrong in ("up=64", "left=4", "left=x"):
        with pytest.raises(SystemExit):
            run("in.png", "--extend", wrong)


def test_other_kinds_of_pictures_are_read_or_refused(tmp_path: Path) -> None:
    values = np.arange(64 * 64, dtype=np.uint8).reshape(64, 64)
    grey = tmp_path / "grey.png"
    Image.fromarray(values).save(grey)
    assert (read_deep(grey).pixels == values[:, :, None]).all()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(values).save(tmp_path / "grey.tif", icc_profile=profile)
    Image.fromarray(values).convert("CMYK").save(tmp_path / "four.jpg")
    (tmp_path / "cut.png").write_bytes(grey.read_bytes()[:60])
    for name in ("grey.tif", "four.jpg", "cut.png"):
        with pytest.raises(ScanError):
            read_deep(tmp_path / name)
    with pytest.raises(ReadFailed):
        read_deep(tmp_path / "absent.png")


def test_a_profile_is_kept_and_painted_in(tmp_path: Path) -> None:
    adobe = bytes(pyvips.Image.profile_load("p3"))
    flat = np.full((64, 64, 3), (200, 40, 40), np.uint8)
    write_deep(tmp_path / "wide.png", DeepPicture(flat, adobe))
    wide = read_deep(tmp_path / "wide.png")
    assert wide.profile == adobe
    seen = wide.seen[:, :, :3]
    assert np.abs(seen[0, 0].astype(int) - flat[0, 0]).max() > 4
    cover = np.full((64, 64), 255, np.uint8)
    again = wide.patched(seen, cover, Bounds(0, 0, 64, 64))
    assert np.abs(again.pixels.astype(int) - flat).max() <= 3
    with pytest.raises(ScanError):
        _ = DeepPicture(flat, b"no profile").seen
