"""Inscriptions (题跋) and seals (印章): what is written, how it is laid out, and where it lies on the canvas.

They are kept as words and shapes, so that they are sharp at any size; who can draw letters makes pixels of
them. A content is drawn in its own units: an inscription's character is 1 high, a seal is 1 high.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""``(a, b, c, d, e, f)``: a point (x, y) comes to ``(a x + c y + e, b x + d y + f)``."""

LONGEST_INSCRIPTION, LONGEST_SEAL = 1000, 16
COLUMN, LINE = 1.3, 1.12
"""From column to column and from character to character, in heights of a character."""

OVAL_WIDTH = 0.72
INK, CINNABAR = (26, 24, 22), (186, 40, 30)

Colour: TypeAlias = tuple[int, int, int]


class Relief(Enum):
    """What takes the paste: the characters (朱文), or the ground around them (白文)."""

    RAISED = "relief"
    CUT = "intaglio"


class Shape(Enum):
    """Of a seal."""

    SQUARE = "square"
    ROUND = "round"
    OVAL = "oval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inscription:
    """``text`` in columns from right to left, one for each line. ``family`` "" is the system's font."""

    text: str
    family: str = ""
    colour: Colour = INK

    def __post_init__(self) -> None:
        _check(self.text, LONGEST_INSCRIPTION, self.colour)

    @property
    def columns(self) -> tuple[str, ...]:
        """The first one is the rightmost."""
        return tuple(line.rstrip() for line in self.text.strip("\n").splitlines())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in its own units."""
        columns = self.columns
        return 1 + COLUMN * (len(columns) - 1), 1 + LINE * (max(len(c) for c in columns) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """``worn`` in [0, 1]: how much of edge and ground the years have taken; ``chips`` is the seed of it."""

    text: str
    family: str = ""
    relief: Relief = Relief.RAISED
    shape: Shape = Shape.SQUARE
    worn: float = 0.3
    chips: int = 0
    colour: Colour = CINNABAR

    def __post_init__(self) -> None:
        _check(self.text, LONGEST_SEAL, self.colour)
        if not 0.0 <= self.worn <= 1.0:
            raise ValueError(f"a seal is worn in [0, 1], not {self.worn}")

    @property
    def columns(self) -> tuple[str, ...]:
        """The characters as they stand in the seal, the first column is the rightmost; fewer stand on the
        right. Lines of the text are columns where there are several.
        """
        lines = [line for line in ("".join(line.split()) for line in self.text.splitlines()) if line]
        if len(lines) > 1:
            return tuple(lines)
        count = math.ceil(math.sqrt(len(lines[0]))) if len(lines[0]) > 2 else 1
        least, more = divmod(len(lines[0]), count)
        lengths = [least + (at >= count - more) for at in range(count)]
        starts = [sum(lengths[:at]) for at in range(count)]
        return tuple(lines[0][at : at + length] for at, length in zip(starts, lengths, strict=True))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in its own units."""
        return (OVAL_WIDTH if self.shape is Shape.OVAL else 1.0), 1.0


Writing: TypeAlias = Inscription | Seal


@dataclass(frozen=True, slots=True)
class Lettering:
    """``content`` at ``place``: from its own units to pixels of the canvas."""

    content: Writing
    place: Matrix

    def __post_init__(self) -> None:
        a, b, c, d, *_ = self.place
        if not all(math.isfinite(value) for value in self.place) or abs(a * d - b * c) < 1e-9:
            raise ValueError("letters need a place that can be drawn")

    def moved(self, dx: float, dy: float) -> Lettering:
        """Elsewhere on the canvas."""
        return self.through((1.0, 0.0, 0.0, 1.0, dx, dy))

    def through(self, then: Matrix) -> Lettering:
        """After the canvas was moved, scaled or turned by ``then``."""
        a, b, c, d, e, f = self.place
        p, q, r, s, t, u = then
        axes = p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d
        return Lettering(self.content, (*axes, p * e + r * f + t, q * e + s * f + u))

    def with_content(self, content: Writing) -> Lettering:
        """Other words with their upper right corner, where columns begin, at the same place."""
        a, b, _, _, e, f = self.place
        shift = self.content.size[0] - content.size[0]
        return Lettering(content, (*self.place[:4], e + a * shift, f + b * shift))


def _check(text: str, most: int, colour: Colour) -> None:
    if not text.strip() or len(text) > most:
        raise ValueError(f"letters are 1 to {most} characters, not {len(text)}")
    if not all(0 <= part <= 255 for part in colour):
        raise ValueError(f"a colour is three numbers in 0..255, not {colour}")
