"""Where a painter acts: what each block group at each noise level does to layout, palette and stroke.

Nobody has published which of FLUX's blocks hold colour and which the stroke, and it may differ from base to
base and from painter to painter. So it is measured (``engine/measures/sensitivity.py``) and kept beside the
painter as this value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import isfinite
from typing import TypeAlias

Cells: TypeAlias = tuple[tuple[float, ...], ...]
"""A number for each block group (outer) and noise bin (inner, from high noise to low)."""


class Axis(Enum):
    """What of a picture changes."""

    LAYOUT = "layout"
    PALETTE = "palette"
    STROKE = "stroke"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One painter's map on one base.

    ``sha256`` is the painter's, ``base`` the model's identity. ``layout``, ``palette`` and ``stroke`` are
    mean distances (each in its own unit, >= 0) between the picture by the whole painter and the picture
    by the painter without that cell; ``pictures`` is how many pairs were measured for each cell.
    """

    sha256: str
    base: str
    layout: Cells
    palette: Cells
    stroke: Cells
    pictures: int
    steps: int
    side: int

    def __post_init__(self) -> None:
        shapes = {tuple(len(row) for row in self.of(axis)) for axis in Axis}
        if len(shapes) != 1 or len(set(*shapes)) != 1:
            raise ValueError("the three maps of a painter must have one shape: block groups x noise bins")
        if any(not (isfinite(v) and v >= 0.0) for axis in Axis for row in self.of(axis) for v in row):
            raise ValueError("a sensitivity is a distance: finite and not negative")

    def of(self, axis: Axis) -> Cells:
        """The distances of ``axis``."""
        maps = {Axis.LAYOUT: self.layout, Axis.PALETTE: self.palette, Axis.STROKE: self.stroke}
        return maps[axis]

    def shares(self, axis: Axis) -> Cells:
        """``of(axis)`` as parts of its sum, so that axes in different units can be compared.

        Where nothing changes at all, every cell has the same part.
        """
        cells = self.of(axis)
        total = sum(map(sum, cells))
        count = sum(map(len, cells))
        return tuple(tuple(v / total if total else 1 / count for v in row) for row in cells)
