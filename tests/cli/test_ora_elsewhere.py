"""A document segmented and repainted here opens in Krita and GIMP as it looks here, and comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops

from artmaster_desktop import cli
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.engine.structure import pointing
from artmaster_desktop.storage.ora import load_document
from tests.engine.tiny_model import build
from tests.storage.other_programs import gimp, krita

Program = Callable[[Path], None]
SIDE = 256


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """From a picture to a region on what was pointed at, and that region painted anew."""
    folder = tmp_path_factory.mktemp("elsewhere")
    coarse = np.random.default_rng(1).integers(0, 256, (8, 8, 3), np.uint8)
    Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(folder / "lake.png")
    model = build(folder / "model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pointing, "pointed_at", lambda rgb, *_: disc())
        words = f"segment {folder}/lake.png --sam sam --point 99,99 --name Boat --out {folder}/boat.ora"
        assert cli.main(words.split()) == 0
    words = f"repaint {folder}/boat.ora --region Boat --steps 2 --device cpu --model {model}"
    assert cli.main([*words.split(), "--out", f"{folder}/new.ora"]) == 0
    return folder


def disc() -> NDArray[np.uint8]:
    y, x = np.mgrid[:SIDE, :SIDE]
    return np.asarray((np.hypot(x - 110, y - 120) < 60) * np.uint8(255))


def picture(archive: zipfile.ZipFile, name: str) -> Image.Image:
    return Image.open(io.BytesIO(archive.read(name))).convert("RGBA")


def as_read_elsewhere(path: Path) -> Image.Image:
    """The layers of ``path`` put together by the letter of the OpenRaster specification, and by Pillow."""
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"image/openraster"
        assert max(picture(archive, "Thumbnails/thumbnail.png").size) <= 256
        root = ElementTree.fromstring(archive.read("stack.xml"))
        sheet = Image.new("RGBA", (int(root.get("w", "")), int(root.get("h", ""))))

        def lay(element: ElementTree.Element) -> None:
            for child in reversed(list(element)):
                if child.get("visibility") == "hidden":
                    continue
                assert child.get("composite-op", "svg:src-over") == "svg:src-over"
                if child.tag == "stack":
                    lay(child)
                    continue
                drawn = picture(archive, child.get("src", ""))
                strength = round(255 * float(child.get("opacity", "1")))
                alpha = Image.new("L", drawn.size, strength)
                drawn.putalpha(ImageChops.multiply(drawn.getchannel("A"), alpha))
                sheet.alpha_composite(drawn, (int(child.get("x", "0")), int(child.get("y", "0"))))

        stack = root.find("stack")
        assert stack is not None
        lay(stack)
    return sheet


def shown(document: Document) -> dict[str, NDArray[np.uint8]]:
    canvas = Bounds.of(document.extent)
    return {x.name: x.raster.read(canvas) for x in document.walk() if isinstance(x, ImageLayer)}


def test_other_programs_see_the_picture_that_is_seen_here(made: Path) -> None:
    sheet = np.asarray(as_read_elsewhere(made / "new.ora"), np.int16)
    with zipfile.ZipFile(made / "new.ora") as archive:
        merged = np.asarray(picture(archive, "mergedimage.png"), np.int16)
    assert np.abs(sheet - merged).max() <= 2
    before = np.asarray(Image.open(made / "lake.png"), np.int16)
    after = shown(load_document(made / "new.ora").document)
    assert next(iter(after)) == "lake"
    assert np.array_equal(after["lake"][:, :, :3], before), "the work itself is untouched"
    (new,) = (pixels for name, pixels in after.items() if name != "lake")
    assert (new[disc() == 0] == 0).all(), "the new layer is clear outside of the region"
    assert (new[disc() > 0][:, 3] > 0).any()


@pytest.mark.parametrize("program", [krita, gimp])
def test_saved_there_it_comes_back_with_its_region_and_every_pixel(
    made: Path, tmp_path: Path, program: Program
) -> None:
    path = tmp_path / "there.ora"
    path.write_bytes((made / "new.ora").read_bytes())
    before = load_document(path).document
    program(path)
    after = load_document(path).document
    assert after.regions == before.regions
    assert after.mask_of(after.regions[0]).raster == before.mask_of(before.regions[0]).raster
    for name, pixels in shown(before).items():
        clear = pixels[:, :, 3] == 0
        there = shown(after)[name]
        assert np.array_equal(there[~clear], pixels[~clear])
        assert (there[clear][:, 3] == 0).all()
