"""Style as a few distances, none of them alone, each beside the spread among the artist's own works.

A distance of 0.3 says nothing. That the artist's own works lie 0.28 from each other says it is close.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.measures import colour, layout, stroke
from artmaster_desktop.engine.measures.works import resized

SIDE = 256
"""Pixels: the working size of every measure (the side of a square of the same area)."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """All that is measured of one picture, computed once."""

    values: dict[str, Any]

    @classmethod
    def of(cls, pixels: Pixels, side: int = SIDE) -> Features:
        """The features of ``pixels`` (uint8 RGB ``[H, W, 3]``)."""
        picture = colour.lab(resized(pixels, side))
        grey = np.ascontiguousarray(picture[:, :, 0])
        energy = stroke.gabor_energy(grey)
        return cls(
            {
                "lab": colour.lab_quantiles(picture),
                "palette": colour.palette(picture),
                "energy": energy,
                "orientation": stroke.orientation(energy),
                "pattern": stroke.binary_patterns(grey),
                "gram": stroke.random_gram(picture),
                "blank": layout.blank_ratio(grey),
                "layout": layout.layout(grey),
            }
        )


DISTANCES: dict[str, Callable[[Any, Any], float]] = {
    "lab": colour.lab_distance,
    "palette": colour.palette_distance,
    "energy": stroke.energy_distance,
    "orientation": stroke.orientation_distance,
    "pattern": stroke.pattern_distance,
    "gram": stroke.gram_distance,
    "blank": layout.blank_distance,
    "layout": layout.layout_distance,
}
"""Every measure: symmetric, 0 for a picture and itself."""

LABELS = {
    "lab": "colours (Lab EMD)",
    "palette": "palette (EMD)",
    "energy": "stroke energy (Gabor)",
    "orientation": "stroke direction",
    "pattern": "grain (LBP)",
    "gram": "texture (random Gram)",
    "blank": "blank ratio",
    "layout": "layout",
}


def distance(measure: str, one: Features, other: Features) -> float:
    """The distance of two pictures by one of ``DISTANCES``."""
    return DISTANCES[measure](one.values[measure], other.values[measure])


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a set of pictures lies from the artist's works: the mean distance of each picture to them."""

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return float(np.mean(self.values))

    @property
    def low(self) -> float:
        """The 10th percentile."""
        return float(np.percentile(self.values, 10))

    @property
    def high(self) -> float:
        """The 90th percentile."""
        return float(np.percentile(self.values, 90))


def within(measure: str, works: Sequence[Features]) -> Spread:
    """The artist's own spread: each work's mean distance to the others (two works or more)."""
    if len(works) < 2:
        raise ValueError("one work has no spread")
    table = _table(measure, works, works)
    others = len(works) - 1
    return Spread(tuple(float(row.sum() / others) for row in table))  # a work is 0 from itself


def against(measure: str, pictures: Sequence[Features], works: Sequence[Features]) -> Spread:
    """Each picture's mean distance to the works."""
    return Spread(tuple(float(row.mean()) for row in _table(measure, pictures, works)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure: among the artist's works (``own``), painted with the painter, and by the base alone."""

    measure: str
    own: Spread
    painted: Spread
    base: Spread

    @property
    def ratio(self) -> float:
        """Painted pictures' distance as a multiple of the artist's own; 1 is as close as the works are."""
        return self.painted.mean / max(self.own.mean, 1e-9)

    @property
    def base_ratio(self) -> float:
        """The same for pictures without the painter."""
        return self.base.mean / max(self.own.mean, 1e-9)

    @property
    def inside(self) -> float:
        """The part of painted pictures no farther from the works than nine in ten works are."""
        return float(np.mean(np.asarray(self.painted.values) <= self.own.high))

    @property
    def nearer(self) -> float:
        """The part of pairs (same seed, noise and prompt) where the painter came nearer to the works."""
        return float(np.mean(np.asarray(self.painted.values) < np.asarray(self.base.values)))


def compare(
    works: Sequence[Features], painted: Sequence[Features], base: Sequence[Features]
) -> tuple[Comparison, ...]:
    """Every measure of paired pictures: ``painted[i]`` and ``base[i]`` share everything but the painter."""
    if len(painted) != len(base):
        raise ValueError("pictures are compared in pairs")
    return tuple(
        Comparison(name, within(name, works), against(name, painted, works), against(name, base, works))
        for name in DISTANCES
    )


def _table(measure: str, ones: Sequence[Features], others: Sequence[Features]) -> NDArray[np.float64]:
    return np.array([[distance(measure, one, other) for other in others] for one in ones])
