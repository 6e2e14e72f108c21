"""An artist's works as pixels: from a folder of pictures, or cut out of a contact sheet again."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.raster import Pixels

SHEET = "works"
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")
MAX_PIXELS = 64 << 20
"""A picture that claims to be larger is refused: its measure would be taken of a small copy anyway."""

_PAPER = 7
"""Levels by which the paper of a contact sheet differs from itself once JPEG is through with it."""
_LEAST = 40
"""Pixels: a run of marks that is narrower is a line of text and no work."""
_SEAM = 3
"""Pixels at the border of a work that JPEG mixed with the paper."""


def works_of(painter: Painter, folder: Path | None = None) -> list[Pixels]:
    """The works in ``folder``, or those on the painter's contact sheet.

    Raises ReadFailed where there are fewer than two: one work has no spread to measure against.
    """
    if folder is not None:
        works = [read_picture(file) for file in picture_files(folder)]
        return _enough(works, folder)
    sheets = [file for file in painter.samples if file.stem == SHEET]
    works = [work for file in sheets for work in cut_sheet(read_picture(file))]
    return _enough(works, sheets[0] if sheets else painter.file)


def picture_files(folder: Path) -> list[Path]:
    """The pictures right in ``folder`` by name. Raises ReadFailed where it is no folder."""
    if not folder.is_dir():
        raise ReadFailed(folder, "there is no such folder")
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())


def read_picture(file: Path) -> Pixels:
    """uint8 RGB ``[H, W, 3]``, upright, transparency on white. Raises ReadFailed."""
    try:
        with Image.open(file) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ReadFailed(file, f"{image.width} x {image.height} pixels are too many to measure")
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ReadFailed(file, (str(error).splitlines() or [type(error).__name__])[0][:200]) from error
    paper = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(paper, upright).convert("RGB"), np.uint8)


def cut_sheet(sheet: Pixels) -> list[Pixels]:
    """The works on a contact sheet in reading order; the picture itself where it is no sheet.

    The paper's colour is that of the corner; whatever differs from it in runs of rows, and within those in
    runs of columns, is a work.
    """
    marked = np.abs(sheet.astype(np.int16) - sheet[0, 0]).max(axis=2) > _PAPER
    found: list[Pixels] = []
    for top, bottom in _runs(marked.mean(axis=1) > 0.02):
        for left, right in _runs(marked[top:bottom].mean(axis=0) > 0.02):
            found.append(sheet[top + _SEAM : bottom - _SEAM, left + _SEAM : right - _SEAM].copy())
    return found if len(found) > 1 else [sheet]


def resized(pixels: Pixels, side: int) -> Pixels:
    """``pixels`` at the area of a square of ``side``, proportions kept, so that strokes can be compared."""
    height, width = pixels.shape[:2]
    scale = side / (height * width) ** 0.5
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    if size == (width, height):
        return pixels
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def centre(pixels: Pixels, side: int, token: int) -> Pixels:
    """The middle of ``pixels``, no side above ``side``, in whole tokens; not resized, since that would change
    the stroke. What is smaller than one token is enlarged to it.
    """
    low = token / min(pixels.shape[:2])
    if low > 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=low, fy=low, interpolation=cv2.INTER_CUBIC), np.uint8)
    height, width = (min(side, length) // token * token for length in pixels.shape[:2])
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    return pixels[top : top + height, left : left + width]


def _enough(works: list[Pixels], place: Path) -> list[Pixels]:
    if len(works) < 2:
        raise ReadFailed(place, f"{len(works)} works are not enough: a spread needs two, better twenty")
    return works


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The half-open runs of True that are long enough to be a picture."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(start, end) for start, end in pairs if end - start >= _LEAST]
