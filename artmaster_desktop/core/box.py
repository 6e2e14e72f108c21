"""A rectangle on a work whatever its size: in shares of its width and height."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artmaster_desktop.core.geometry import Bounds, Extent

_SLACK = 1e-6
"""How far sums of rounded shares may lie beyond the edge."""


@dataclass(frozen=True, slots=True)
class Box:
    """``x``, ``y`` of the upper left corner, ``width`` and ``height``, all in [0, 1] of the work's own width
    and height. Never empty, never beyond the work.
    """

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        numbers = (self.x, self.y, self.width, self.height)
        if not all(math.isfinite(number) for number in numbers) or min(numbers) < 0.0:
            raise ValueError(f"a box needs shares of at least 0, not {numbers}")
        if self.width <= 0.0 or self.height <= 0.0:
            raise ValueError("a box needs a width and a height")
        if self.right > 1.0 + _SLACK or self.bottom > 1.0 + _SLACK:
            raise ValueError("a box lies within the work: x + width and y + height are at most 1")

    @classmethod
    def of(cls, bounds: Bounds, extent: Extent) -> Box:
        """The part of ``bounds`` (pixels) that lies on a work of ``extent``. ValueError where none does."""
        left, top = max(bounds.x, 0), max(bounds.y, 0)
        right, bottom = min(bounds.right, extent.width), min(bounds.bottom, extent.height)
        return cls(
            left / extent.width,
            top / extent.height,
            (right - left) / extent.width,
            (bottom - top) / extent.height,
        )

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def area(self) -> float:
        """The share of the work that it covers."""
        return self.width * self.height

    def pixels(self, extent: Extent) -> Bounds:
        """The nearest whole pixels of a work of ``extent``, at least one."""
        x = min(round(self.x * extent.width), extent.width - 1)
        y = min(round(self.y * extent.height), extent.height - 1)
        right = min(max(round(self.right * extent.width), x + 1), extent.width)
        bottom = min(max(round(self.bottom * extent.height), y + 1), extent.height)
        return Bounds(x, y, right - x, bottom - y)

    def inside(self, other: Box) -> float:
        """The share of this box, in [0, 1], that lies in the other."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return min(1.0, max(0.0, width) * max(0.0, height) / self.area)

    def likeness(self, other: Box) -> float:
        """Intersection over union, in [0, 1]."""
        shared = self.inside(other) * self.area
        return shared / (self.area + other.area - shared)

    def grown(self, margin: float) -> Box:
        """With ``margin`` of its own sides more on each side, as far as the work goes."""
        left = max(0.0, self.x - margin * self.width)
        top = max(0.0, self.y - margin * self.height)
        right = min(1.0, self.right + margin * self.width)
        bottom = min(1.0, self.bottom + margin * self.height)
        return Box(left, top, right - left, bottom - top)

    def rounded(self) -> Box:
        """To a hundred-thousandth: fine enough for any scan, and short to write."""
        x, y = min(round(self.x, 5), 0.99999), min(round(self.y, 5), 0.99999)
        width, height = round(self.right - x, 5), round(self.bottom - y, 5)
        return Box(x, y, max(width, 1e-5), max(height, 1e-5))
