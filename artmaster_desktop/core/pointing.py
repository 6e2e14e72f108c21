"""What an artist points at in a picture, so that a model finds the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from artmaster_desktop.core.geometry import Bounds, Extent

Place: TypeAlias = tuple[int, int]
"""A pixel: x, y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointing:
    """One thing, by places ``inside`` it, places ``away`` from it, and a ``box`` around it.

    Places in ``away`` alone say nothing of where it is: ValueError.
    """

    inside: tuple[Place, ...] = ()
    away: tuple[Place, ...] = ()
    box: Bounds | None = None

    def __post_init__(self) -> None:
        if not self.inside and self.box is None:
            raise ValueError("a thing needs a place inside it or a box around it")
        if self.box is not None and self.box.empty:
            raise ValueError("a box around a thing is not empty")

    def lies_on(self, canvas: Extent) -> bool:
        """Whether every place and the whole box lie on ``canvas``."""
        box = self.box or Bounds.of(canvas)
        return all(0 <= x < canvas.width and 0 <= y < canvas.height for x, y in self.inside + self.away) and (
            min(box.x, box.y) >= 0 and box.right <= canvas.width and box.bottom <= canvas.height
        )
