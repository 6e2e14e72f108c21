"""Pictures of measures: sheets of pictures with words, and heat-maps with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from artmaster_desktop.core.raster import Pixels

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

PAPER = (250, 249, 246)
INK = (38, 38, 42)
FAINT = (128, 126, 120)
MARGIN = 28
GAP = 8
LINE = 1.35
_STOPS = np.array(
    [(243, 241, 235), (214, 226, 220), (140, 186, 190), (62, 128, 156), (30, 66, 112), (18, 30, 62)],
    np.float64,
)
"""From nothing to all: paper, celadon, indigo; ever darker, so that it survives a grey print."""


@cache
def font(size: int) -> Font:
    """Pillow's own face, so that a picture looks the same on every machine."""
    return ImageFont.load_default(size)


def heat(values: NDArray[np.floating]) -> Pixels:
    """Numbers in [0, 1] as colours: uint8 RGB, one pixel for each."""
    at = np.clip(np.nan_to_num(np.asarray(values, np.float64)), 0.0, 1.0) * (len(_STOPS) - 1)
    low = np.minimum(at.astype(int), len(_STOPS) - 2)
    part = (at - low)[..., None]
    return np.asarray(np.rint(_STOPS[low] * (1 - part) + _STOPS[low + 1] * part), np.uint8)


def on_heat(value: float) -> tuple[int, int, int]:
    """The colour of words on ``heat(value)``."""
    return INK if value < 0.45 else PAPER


def fitted(pixels: Pixels, height: int) -> Pixels:
    """``pixels`` at this height."""
    width = max(1, round(pixels.shape[1] * height / pixels.shape[0]))
    way = cv2.INTER_AREA if height < pixels.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=way), np.uint8)


class Page:
    """A page that grows downwards as things are laid on it; lengths in pixels."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.y = MARGIN
        self._image = Image.new("RGB", (width, MARGIN * 2), PAPER)

    @property
    def room(self) -> int:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    def words(self, text: str, size: int = 14, colour: tuple[int, int, int] = INK, space: int = 0) -> None:
        """One line of text at the left margin, shortened with dots where it is too long."""
        height = round(size * LINE)
        self._grow(height + space)
        self.text_at(MARGIN, self.y, shortened(text, self.room, size), size, colour)
        self.y += height + space

    def text_at(
        self, x: float, y: float, text: str, size: int, colour: tuple[int, int, int] = INK, anchor: str = "la"
    ) -> None:
        """Text at a place; ``anchor`` as Pillow's."""
        self._grow(round(y) + 2 * size - self.y)
        ImageDraw.Draw(self._image).text((x, y), text, fill=colour, font=font(size), anchor=anchor)

    def picture_at(self, x: int, y: int, pixels: Pixels) -> None:
        """A picture with a hairline around it."""
        self._grow(y + pixels.shape[0] - self.y)
        self._image.paste(Image.fromarray(pixels), (x, y))
        box = (x - 1, y - 1, x + pixels.shape[1], y + pixels.shape[0])
        ImageDraw.Draw(self._image).rectangle(box, outline=(206, 203, 196))

    def row(self, pictures: Sequence[Pixels], height: int, label: str = "") -> None:
        """Pictures side by side, on further lines where there is no room for all."""
        if label:
            self.words(label, 13, FAINT)
        x = MARGIN
        for pixels in pictures:
            small = fitted(pixels, height)
            if x > MARGIN and x + small.shape[1] > self.width - MARGIN:
                x, self.y = MARGIN, self.y + height + GAP
            self.picture_at(x, self.y, small)
            x += small.shape[1] + GAP
        self.y += height + GAP * 2

    def skip(self, height: int) -> None:
        """Leave ``height`` empty."""
        self._grow(height)
        self.y += height

    def table_at(
        self,
        x: int,
        y: int,
        values: Sequence[Sequence[float | None]],
        cell: tuple[int, int],
        texts: Sequence[Sequence[str]],
        size: int = 11,
    ) -> None:
        """A heat-map of cells, each with its text; None is a cell that does not exist."""
        width, height = cell
        self._grow(y + height * len(values) - self.y)
        draw = ImageDraw.Draw(self._image)
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                if value is None:
                    continue
                left, top = x + j * width, y + i * height
                shade = heat(np.array(value))
                fill = (int(shade[0]), int(shade[1]), int(shade[2]))
                draw.rectangle((left, top, left + width - 2, top + height - 2), fill=fill)
                middle = (left + width / 2 - 1, top + height / 2 - 1)
                draw.text(middle, texts[i][j], fill=on_heat(value), font=font(size), anchor="mm")

    def pixels(self) -> Pixels:
        """The page, cut below what was laid on it."""
        return np.asarray(self._image, np.uint8)[: self.y + MARGIN - GAP].copy()

    def _grow(self, height: int) -> None:
        needed = self.y + height + MARGIN
        if needed > self._image.height:
            larger = Image.new("RGB", (self.width, max(needed, self._image.height * 3 // 2)), PAPER)
            larger.paste(self._image, (0, 0))
            self._image = larger


def shortened(text: str, room: float, size: int) -> str:
    """``text``, or as much of its beginning as fits into ``room`` with three dots."""
    face = font(size)
    if face.getlength(text) <= room:
        return text
    while text and face.getlength(f"{text}...") > room:
        text = text[:-1]
    return f"{text.rstrip()}..."
