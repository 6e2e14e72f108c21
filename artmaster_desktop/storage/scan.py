"""Scans of works as upright sRGB pixels, whatever the scanner wrote, within a bound on memory.

JPEG (ITU-T T.81), PNG, TIFF 6.0 and BigTIFF by Pillow; HEIF where ``pillow_heif`` is installed. The file
itself is never changed: what was converted on the way is told as notes.
"""

from __future__ import annotations

import importlib
import io
import struct
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from artmaster_desktop.core.errors import ReadFailed, ScanError, ScanProblem
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.work import ScanNote

MAX_SCAN_PIXELS = 450_000_000
"""Just above 20,000 x 20,000; unpacked, Pillow holds 4 bytes of each, so 1.8 GB for a moment."""
MIN_SIDE = 64
LONGEST = 4096
"""Pixels of the longer side that are worked with: eight crops of 512 side by side."""
SMALL_SIDE = 512
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis")
_FAULTS = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scan:
    """``pixels`` uint8 RGB ``[H, W, 3]`` with a longer side of at most ``LONGEST``; ``extent`` is the size of
    the file's own picture, upright.
    """

    pixels: Pixels
    extent: Extent
    notes: tuple[ScanNote, ...] = ()


def read_scan(path: Path, longest: int = LONGEST) -> Scan:
    """The scan at ``path``. Raises ScanError, or ReadFailed where the disk refuses."""
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a damaged EXIF block does not concern the pixels
            return _read(path, file, longest)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error


def _read(path: Path, file: BinaryIO, longest: int) -> Scan:
    opener = _opener(path, file.read(32))
    file.seek(0)
    try:
        # not Image.open: its guard against bombs is a global, and lower than an honest scan
        image: Image.Image = opener(file)
    except _FAULTS as error:
        raise ScanError(path, ScanProblem.DAMAGED, _said(error)) from error
    width, height = image.size
    if width * height > MAX_SCAN_PIXELS:
        raise ScanError(path, ScanProblem.TOO_LARGE, f"{width} x {height} pixels")
    if min(width, height) < MIN_SIDE:
        raise ScanError(path, ScanProblem.TOO_SMALL, f"{width} x {height} pixels")
    try:
        return _unpacked(image, longest)
    except _Unsupported as error:
        raise ScanError(path, ScanProblem.UNSUPPORTED, str(error)) from error
    except _FAULTS as error:
        raise ScanError(path, ScanProblem.DAMAGED, _said(error)) from error


class _Unsupported(Exception):
    """A picture in a mode that has no colours for the eye; the message names it."""


def _opener(path: Path, head: bytes) -> Callable[[BinaryIO], Image.Image]:
    """What opens a file that begins with ``head``; its name says nothing."""
    if head[:3] == b"\xff\xd8\xff":
        return JpegImagePlugin.JpegImageFile
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return PngImagePlugin.PngImageFile
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return TiffImagePlugin.TiffImageFile
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        try:
            heif: Any = importlib.import_module("pillow_heif")
        except ImportError as error:
            raise ScanError(path, ScanProblem.NO_HEIF) from error
        return lambda file: heif.open_heif(file).to_pillow()
    raise ScanError(path, ScanProblem.NOT_A_PICTURE)


def _unpacked(image: Image.Image, longest: int) -> Scan:
    notes: list[ScanNote] = []
    full = image.size
    if getattr(image, "n_frames", 1) > 1:
        notes.append(ScanNote.FIRST_PAGE)
    if _is_deep(image):
        notes.append(ScanNote.DEEP)
    scale = min(1.0, longest / max(full))
    smaller = (round(full[0] * scale), round(full[1] * scale))
    if scale < 1.0:
        notes.append(ScanNote.REDUCED)
        image.draft("CMYK" if image.mode == "CMYK" else "RGB", smaller)  # a JPEG unpacks at 1/2, 1/4 or 1/8
    profile = image.info.get("icc_profile")
    turn = image.getexif().get(0x0112, 1)
    image.load()
    image = _eight_bit(image)
    if scale < 1.0:
        image = image.resize(smaller, Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _on_white(image, notes)
    rgb = _srgb(image, profile, notes)
    rgb.getexif()[0x0112] = turn
    rgb = ImageOps.exif_transpose(rgb)
    extent = Extent(*(reversed(full) if turn in (5, 6, 7, 8) else full))
    if min(full) < SMALL_SIDE:
        notes.append(ScanNote.SMALL)
    return Scan(np.array(rgb, np.uint8), extent, tuple(notes))


def _is_deep(image: Image.Image) -> bool:
    """16 bits a channel: Pillow says so in the mode of grey pictures only, and halves colours silently."""
    if image.mode.startswith("I;16"):
        return True
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return bool(max(image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, (8,))) > 8)
    tiles = image.tile if isinstance(image, PngImagePlugin.PngImageFile) else []
    return any("16" in str(tile[3]) for tile in tiles)


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey by its high byte, as Pillow does for 16-bit colour; 32-bit numbers have no known white."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise _Unsupported(f"32 bits a channel ({image.mode})")
    if image.mode in ("1", "P", "YCbCr", "HSV"):
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image


def _on_white(image: Image.Image, notes: list[ScanNote]) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "PA", "La", "RGBa"):
        return image
    clear = image.convert("RGBA")
    if clear.getchannel("A").getextrema() == (255, 255):
        return clear.convert("RGB")
    notes.append(ScanNote.TRANSPARENT)
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("RGB")


def _srgb(image: Image.Image, profile: bytes | None, notes: list[ScanNote]) -> Image.Image:
    """Through the picture's own profile where it has one (ICC.1), perceptual as printers do it."""
    if image.mode == "CMYK":
        notes.append(ScanNote.CMYK)
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            told = ImageCms.getProfileDescription(source).strip()
            if not told.startswith("sRGB"):
                mapped = ImageCms.profileToProfile(
                    image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                if mapped is not None:
                    notes.append(ScanNote.PROFILE)
                    return mapped
        except (OSError, ImageCms.PyCMSError):
            notes.append(ScanNote.BAD_PROFILE)
    if image.mode not in ("RGB", "CMYK", "L"):
        raise _Unsupported(f"colours of mode {image.mode}")
    return image.convert("RGB")


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
