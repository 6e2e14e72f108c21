"""A picture's rows laid on a sheet of paper, and vector layers laid over them, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.upscaling import Rows, Strips

PAPER_STRIP = 64


class Overlay(Protocol):
    """Inscriptions and seals at the resolution of the print: whoever can draw letters passes them in."""

    def __call__(self, top: int, height: int) -> NDArray[np.float32] | None:
        """Rows ``top`` to ``top + height`` of the sheet, float32 ``[height, width, 4]`` in [0, 1], straight
        alpha; None where nothing is drawn on them.
        """
        ...


@dataclass(frozen=True, slots=True)
class SheetStrips:
    """The sheet of ``extent`` from top to bottom: ``picture`` at ``placed``, white paper around it, and
    ``overlay`` above. ``told`` hears how many rows are done.
    """

    picture: Strips
    extent: Extent
    placed: Bounds
    overlay: Overlay | None = None
    told: Callable[[int], None] | None = None

    def __iter__(self) -> Iterator[Rows]:
        top = 0
        for rows in self._all():
            if self.overlay is not None and (drawn := self.overlay(top, len(rows))) is not None:
                alpha = drawn[..., 3:]
                rows = drawn[..., :3] * alpha + rows * (1 - alpha)
            yield rows
            top += len(rows)
            if self.told is not None:
                self.told(top)

    def _all(self) -> Iterator[Rows]:
        yield from self._blank(self.placed.y)
        if self.placed.x == 0 and self.placed.width == self.extent.width:
            yield from self.picture
        else:
            for rows in self.picture:
                sheet = np.ones((len(rows), self.extent.width, 3), np.float32)
                sheet[:, self.placed.x : self.placed.right] = rows
                yield sheet
        yield from self._blank(self.extent.height - self.placed.bottom)

    def _blank(self, count: int) -> Iterator[Rows]:
        for top in range(0, count, PAPER_STRIP):
            yield np.ones((min(PAPER_STRIP, count - top), self.extent.width, 3), np.float32)
