"""Scans as they come: depths, profiles, printing colours, damage, and sizes that must not take a machine."""

from __future__ import annotations

import importlib
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from artmaster_desktop.core.errors import ReadFailed, ScanError, ScanProblem
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.work import ScanNote
from artmaster_desktop.storage.scan import MAX_SCAN_PIXELS, read_scan


def painted(width: int = 600, height: int = 520) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Soft colours: what JPEG and filters change little."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height)], axis=-1).astype(
        np.uint8
    )


def problem(path: Path) -> ScanProblem:
    with pytest.raises(ScanError) as caught:
        read_scan(path)
    assert caught.value.path == path
    return caught.value.problem


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg", "no-suffix"])
def test_eight_bits_come_as_they_are(tmp_path: Path, name: str) -> None:
    kind = {"tif": "TIFF", "jpg": "JPEG"}.get(name[-3:], "PNG")
    Image.fromarray(painted()).save(tmp_path / name, kind, **({"quality": 95} if kind == "JPEG" else {}))
    scan = read_scan(tmp_path / name)
    assert scan.extent == Extent(600, 520)
    assert scan.notes == ()
    assert np.abs(scan.pixels.astype(int) - painted()).max() <= (8 if kind == "JPEG" else 0)


@pytest.mark.parametrize("name", ["a.tif", "a.png"])
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_become_eight(tmp_path: Path, name: str, channels: int) -> None:
    deep = painted().astype(np.uint16) * 257
    cv2.imwrite(str(tmp_path / name), deep[..., ::-1] if channels == 3 else deep[..., 0])
    scan = read_scan(tmp_path / name)
    assert scan.notes == (ScanNote.DEEP,)
    expected = painted() if channels == 3 else np.repeat(painted()[..., :1], 3, axis=2)
    assert np.abs(scan.pixels.astype(int) - expected).max() <= 1


def test_printing_colours_become_srgb(tmp_path: Path) -> None:
    Image.fromarray(painted()).convert("CMYK").save(tmp_path / "a.jpg", quality=95)
    scan = read_scan(tmp_path / "a.jpg")
    assert scan.notes == (ScanNote.CMYK,)
    assert np.abs(scan.pixels.astype(int) - painted()).mean() < 6


def test_a_profile_is_followed_and_a_broken_one_is_told(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.fromarray(painted())
    for name, profile in (("srgb", srgb), ("broken", b"not a profile"), ("wrong", lab)):
        picture.save(tmp_path / f"{name}.tif", icc_profile=profile)
    assert read_scan(tmp_path / "srgb.tif").notes == ()
    for name in ("broken", "wrong"):
        scan = read_scan(tmp_path / f"{name}.tif")
        assert scan.notes == (ScanNote.BAD_PROFILE,)
        np.testing.assert_array_equal(scan.pixels, painted())


def wide_gamut() -> bytes:
    """An sRGB profile whose red and green are swapped: any honest reader swaps them back."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = {
        bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n
        for n in range(struct.unpack(">I", data[128:132])[0])
    }
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12],
        data[red + 4 : red + 12],
    )
    return bytes(data).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


def test_another_space_is_converted(tmp_path: Path) -> None:
    Image.fromarray(painted()).save(tmp_path / "a.png", icc_profile=wide_gamut())
    scan = read_scan(tmp_path / "a.png")
    assert scan.notes == (ScanNote.PROFILE,)
    assert np.abs(scan.pixels[..., [1, 0, 2]].astype(int) - painted()).mean() < 2


def test_upright_on_white_and_the_first_page(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    Image.fromarray(painted()).save(tmp_path / "turned.jpg", exif=exif, quality=95)
    turned = read_scan(tmp_path / "turned.jpg")
    assert turned.extent == Extent(520, 600)
    assert turned.pixels.shape == (600, 520, 3)
    assert np.abs(turned.pixels.astype(int) - np.rot90(painted(), -1)).max() <= 8

    clear = np.dstack([painted(), np.full((520, 600), 255, np.uint8)])
    Image.fromarray(clear).save(tmp_path / "solid.png")
    assert read_scan(tmp_path / "solid.png").notes == ()
    clear[:100, :, 3] = 0
    Image.fromarray(clear).save(tmp_path / "clear.png")
    scan = read_scan(tmp_path / "clear.png")
    assert scan.notes == (ScanNote.TRANSPARENT,)
    assert (scan.pixels[:100] == 255).all()
    np.testing.assert_array_equal(scan.pixels[100:], painted()[100:])

    pages = [Image.fromarray(painted()), Image.new("RGB", (600, 520))]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    paged = read_scan(tmp_path / "pages.tif")
    assert paged.notes == (ScanNote.FIRST_PAGE,)
    np.testing.assert_array_equal(paged.pixels, painted())


@pytest.mark.parametrize("mode", ["1", "P", "L"])
def test_few_colours_are_colours_too(tmp_path: Path, mode: str) -> None:
    picture = Image.fromarray(painted()).convert(mode)
    picture.save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_scan(tmp_path / "a.png").pixels, np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("mode", ["I", "F", "LAB"])
def test_what_has_no_known_colours_is_told(tmp_path: Path, mode: str) -> None:
    blank = Image.new(mode, (600, 520))
    blank.save(tmp_path / "a.tif")
    assert problem(tmp_path / "a.tif") is ScanProblem.UNSUPPORTED


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
def test_a_large_scan_is_reduced_and_a_small_one_told(tmp_path: Path, name: str) -> None:
    Image.fromarray(painted(4000, 1000)).save(tmp_path / name)
    scan = read_scan(tmp_path / name, longest=1000)
    assert scan.extent == Extent(4000, 1000)
    assert scan.pixels.shape == (250, 1000, 3)
    assert scan.notes == (ScanNote.REDUCED,)
    Image.fromarray(painted(300, 200)).save(tmp_path / name)
    assert read_scan(tmp_path / name).notes == (ScanNote.SMALL,)


def bomb(width: int, height: int) -> bytes:
    """A PNG of this size in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def test_sizes_are_judged_before_a_pixel_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb(60_000, 60_000))
    assert problem(tmp_path / "bomb.png") is ScanProblem.TOO_LARGE
    (tmp_path / "dot.png").write_bytes(bomb(5000, 10))
    assert problem(tmp_path / "dot.png") is ScanProblem.TOO_SMALL
    assert MAX_SCAN_PIXELS > 20_000 * 20_000


def whole(path: Path) -> bytes:
    Image.fromarray(painted()).save(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif"])
@pytest.mark.parametrize("part", [2, 30])
def test_a_part_of_a_scan_is_never_a_picture(tmp_path: Path, name: str, part: int) -> None:
    path = tmp_path / name
    data = whole(path)
    path.write_bytes(data[: len(data) // part])
    assert problem(path) is ScanProblem.DAMAGED


def test_a_scratched_scan_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    data = whole(path)
    path.write_bytes(data[:600] + b"\xff" * 400 + data[1000:])
    assert problem(path) is ScanProblem.DAMAGED


def test_what_is_no_scan(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"GIF89a" + bytes(40))
    assert problem(tmp_path / "a.png") is ScanProblem.NOT_A_PICTURE
    (tmp_path / "empty.jpg").write_bytes(b"")
    assert problem(tmp_path / "empty.jpg") is ScanProblem.NOT_A_PICTURE
    with pytest.raises(ReadFailed):
        read_scan(tmp_path / "absent.png")
    with pytest.raises(ReadFailed):
        read_scan(tmp_path)


def test_heif_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(bytes(4) + b"ftypheic" + bytes(40))

    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    assert problem(path) is ScanProblem.NO_HEIF

    opened = SimpleNamespace(to_pillow=lambda: Image.fromarray(painted()))
    library = SimpleNamespace(open_heif=lambda file: opened)
    monkeypatch.setattr(importlib, "import_module", lambda name: library)
    np.testing.assert_array_equal(read_scan(path).pixels, painted())

    def broken(file: object) -> object:
        raise ValueError("no image inside")

    monkeypatch.setattr(importlib, "import_module", lambda name: SimpleNamespace(open_heif=broken))
    assert problem(path) is ScanProblem.DAMAGED
