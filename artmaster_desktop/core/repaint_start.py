"""What a repaint begins with: a part of a canvas, how far each pixel of it may change, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.resample import average

Sheet: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""One value a pixel: uint8 ``[H, W]``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RepaintStart:
    """Paint a part of a canvas anew, and leave the rest of it as it is.

    ``pixels`` (uint8 RGB ``[H, W, 3]`` of the job's extent) is the part with its surroundings; ``strength``
    in (0, 1] is how much of it goes where it may change. ``change`` and ``cover`` have the size of the job's
    output. ``change``: 0 stays, 255 is painted anew with the full strength, between with less (Levin and
    Fried, *Differential Diffusion*, arXiv 2306.00950). ``cover`` is the opacity of the result over what was
    there: 0 wherever ``change`` is. ``place`` is where the output lies on the ``canvas``.
    """

    pixels: Pixels
    strength: float
    change: Sheet
    cover: Sheet
    place: Bounds
    canvas: Extent

    def __post_init__(self) -> None:
        size = (self.place.height, self.place.width)
        if self.change.shape != size or self.cover.shape != size:
            raise ValueError(f"the sheets of a repaint must be {size}")
        if min(self.place.x, self.place.y) < 0:
            raise ValueError("a repaint lies on its canvas")
        if self.place.right > self.canvas.width or self.place.bottom > self.canvas.height:
            raise ValueError("a repaint lies on its canvas")
        if bool((self.cover[self.change == 0] != 0).any()):
            raise ValueError("a repaint covers nothing that must not change")

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Where ``pixels`` (at their size) stay as they are: bool ``[H, W]``."""
        changed = average((self.change > 0).astype(np.uint8), *self.pixels.shape[:2])
        return np.asarray(changed < 1e-4, np.bool_)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RepaintStart):
            return NotImplemented
        if (self.strength, self.place, self.canvas) != (other.strength, other.place, other.canvas):
            return False
        pairs = ((self.pixels, other.pixels), (self.change, other.change), (self.cover, other.cover))
        return all(np.array_equal(one, two) for one, two in pairs)

    def __hash__(self) -> int:
        return hash((self.strength, self.place, self.canvas))
