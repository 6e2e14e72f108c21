"""What is painted where a canvas has become larger: all that is new, and a little of what it goes on from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Raster

OVERLAP = 64
"""Pixels of the old picture into which an extension goes over."""


def extension(canvas: Extent, kept: Bounds) -> Raster:
    """The mask (255 = painted anew) of a ``canvas`` on which the old picture lies at ``kept``: it fades out
    within the old picture on the sides where something was added.
    """
    rows = _from_inside(canvas.height, kept.y, kept.bottom)
    columns = _from_inside(canvas.width, kept.x, kept.right)
    mask = np.rint(255 * np.maximum(rows[:, None], columns[None, :])).astype(np.uint8)
    return Raster.from_array(mask)


def _from_inside(length: int, start: int, stop: int) -> NDArray[np.float32]:
    """How much each row or column may change: all before ``start`` and from ``stop`` on, and less and less of
    what lies between.
    """
    at = np.arange(length, dtype=np.float32)
    first = 1 - (at - start + 1) / (OVERLAP + 1) if start > 0 else np.zeros_like(at)
    last = 1 - (stop - at) / (OVERLAP + 1) if stop < length else np.zeros_like(at)
    return np.asarray(np.clip(np.maximum(first, last), 0, 1), np.float32)
