"""How the canvases of the fidelity trial are divided: ten layouts, each with its own random shape.

A layout gives the hard masks of its regions, bool[H, W], disjoint; what they leave belongs to the document
itself. Neither the judge (random cuts and blobs) nor the engine was tuned on any of them.
"""

import itertools
import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
F32 = NDArray[np.float32]
Layout = Callable[["Field"], list[Mask]]


class Field:
    """The canvas as coordinates `x` and `y` in [0, 1), float32[H, W], with the random numbers of one
    drawing."""

    def __init__(self, height: int, width: int, rng: np.random.Generator) -> None:
        self.rng = rng
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        self.y: F32 = (ys + 0.5) / height
        self.x: F32 = (xs + 0.5) / width

    def near(self, middle: float, spread: float) -> float:
        """A number within `spread` of `middle`."""
        return middle + spread * float(self.rng.uniform(-1, 1))

    def waves(self, height: float, knots: int = 5) -> F32:
        """Slow random waves of about `height`, float32[H, W]."""
        coarse = self.rng.uniform(-1, 1, (knots, knots)).astype(np.float32)
        h, w = self.x.shape
        return (height * cv2.resize(coarse, (w, h), interpolation=cv2.INTER_CUBIC)).astype(np.float32)

    def blob(self, x: float, y: float, radius: float, wobble: float = 0.0) -> Mask:
        """A disc of `radius` around (`x`, `y`) whose rim swings by up to `wobble` of the radius."""
        dx, dy = self.x - x, self.y - y
        angle, rim = np.arctan2(dy, dx), np.ones_like(self.x)
        for k in (2, 3, 5):
            rim += wobble / k * 1.5 * np.cos(k * angle + float(self.rng.uniform(0, 2 * math.pi)))
        return np.asarray(np.hypot(dx, dy) < radius * rim, dtype=np.bool_)


def _bands(position: F32, cuts: tuple[float, ...]) -> list[Mask]:
    edges = (-math.inf, *cuts, math.inf)
    return [(position >= low) & (position < high) for low, high in itertools.pairwise(edges)]


def _halves_upright(f: Field) -> list[Mask]:
    return _bands(f.x, (f.near(0.5, 0.1),))


def _halves_level(f: Field) -> list[Mask]:
    return _bands(f.y, (f.near(0.5, 0.1),))


def _three_bands(f: Field) -> list[Mask]:
    return _bands(f.y, (f.near(0.32, 0.02), f.near(0.68, 0.02)))


def _four_quarters(f: Field) -> list[Mask]:
    columns, rows = _bands(f.x, (f.near(0.5, 0.06),)), _bands(f.y, (f.near(0.5, 0.06),))
    return [row & column for row in rows for column in columns]


def _organic_diagonal(f: Field) -> list[Mask]:
    lean = f.near(0.0, 0.5) * math.pi / 2 + (math.pi / 4 if f.rng.random() < 0.5 else -math.pi / 4)
    across = (f.x - 0.5) * math.cos(lean) + (f.y - 0.5) * math.sin(lean)
    return _bands(np.asarray(across + f.waves(0.13), dtype=np.float32), (0.0,))


def _disc(f: Field) -> list[Mask]:
    return [f.blob(f.near(0.5, 0.05), f.near(0.5, 0.05), f.near(0.3, 0.03))]


def _left_third_top_right(f: Field) -> list[Mask]:
    left = f.x < f.near(0.36, 0.03)
    return [left, ~left & (f.y < f.near(0.45, 0.05))]


def _island(f: Field) -> list[Mask]:
    return [f.blob(f.near(0.5, 0.15), f.near(0.55, 0.12), f.near(0.27, 0.03), 0.3)]


def _two_islands(f: Field) -> list[Mask]:
    level = f.near(0.5, 0.18)
    left = f.blob(0.25, level, f.near(0.225, 0.015), 0.12)
    return [left, f.blob(0.75, 1.0 - level, f.near(0.225, 0.015), 0.12) & ~left]


def _river(f: Field) -> list[Mask]:
    bend = f.x + f.near(0.0, 0.08) * np.sin(2 * math.pi * f.y + f.near(0.0, math.pi)) + f.waves(0.03)
    return _bands(np.asarray(bend, dtype=np.float32), (f.near(0.32, 0.02), f.near(0.68, 0.02)))[:2]


LAYOUTS: dict[str, Layout] = {
    "halves upright": _halves_upright,
    "halves level": _halves_level,
    "three bands": _three_bands,
    "four quarters": _four_quarters,
    "organic diagonal": _organic_diagonal,
    "disc": _disc,
    "left third, top right": _left_third_top_right,
    "island": _island,
    "two islands": _two_islands,
    "river": _river,
}
"""By name; a document's number goes round them."""


def divide(name: str, height: int, width: int, rng: np.random.Generator) -> list[Mask]:
    """The region masks of one drawing of the layout `name`, bool[H, W] each, disjoint."""
    return LAYOUTS[name](Field(height, width, rng))
