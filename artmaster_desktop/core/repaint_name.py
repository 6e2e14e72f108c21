"""What painting a selection would be: told from the selection, what lies in it, and the strength, so that the
button can be named after it.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.core.tile_work import common

REFINED = 0.5
"""Below this strength forms stay and only the surface is new."""

BLANK = 0.5
"""The share of a selection that must be blank, or it holds something that is painted over."""

_SAMPLES = 32
"""Places a side that are looked at: a name must not cost a second on a large canvas."""


class Deed(Enum):
    """What becomes of a selection."""

    REPAINT = "repaint"
    REFINE = "refine"
    FILL = "fill"
    REMOVE = "remove"
    EXTEND = "extend"
    EXTEND_LEFT = "extend left"
    EXTEND_RIGHT = "extend right"
    EXTEND_UP = "extend up"
    EXTEND_DOWN = "extend down"


def deed_of(document: Document, selection: Raster, strength: float, *, remove: bool = False) -> Deed:
    """What painting ``selection`` with ``strength`` in (0, 1] does to the picture. A band of the whole width
    or height at the edge that is blank is an extension of it.
    """
    if remove:
        return Deed.REMOVE
    box = common(selection.bounds, Bounds.of(document.extent))
    if not box.empty and _blank(document, selection, box) > BLANK:
        return _extension(box, document) or Deed.FILL
    if strength == 1.0:
        return Deed.FILL
    return Deed.REPAINT if strength >= REFINED else Deed.REFINE


def _extension(box: Bounds, document: Document) -> Deed | None:
    canvas = Bounds.of(document.extent)
    high, wide = box.height == canvas.height, box.width == canvas.width
    if high and wide:
        return Deed.EXTEND
    if high and (box.x == 0 or box.right == canvas.right):
        return Deed.EXTEND_LEFT if box.x == 0 else Deed.EXTEND_RIGHT
    if wide and (box.y == 0 or box.bottom == canvas.bottom):
        return Deed.EXTEND_UP if box.y == 0 else Deed.EXTEND_DOWN
    return None


def _blank(document: Document, selection: Raster, box: Bounds) -> float:
    """The share of the selection where no visible picture has anything, from places spread over it."""
    xs = np.unique(np.linspace(box.x, box.right - 1, _SAMPLES).astype(int))
    ys = np.unique(np.linspace(box.y, box.bottom - 1, _SAMPLES).astype(int))
    chosen = _there(selection, ys, xs)
    drawn = np.zeros_like(chosen)
    for layer in _pictures(document.layers):
        drawn |= _there(layer, ys, xs)
    return float((chosen & ~drawn).sum() / max(1, chosen.sum()))


def _pictures(layers: tuple[Layer, ...]) -> list[Raster]:
    found: list[Raster] = []
    for layer in layers:
        if not layer.visible or isinstance(layer, MaskLayer):
            continue
        found += _pictures(layer.layers) if isinstance(layer, GroupLayer) else [layer.raster]
    return found


def _there(raster: Raster, ys: NDArray[np.int_], xs: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Whether anything is at each (y, x): bool ``[len(ys), len(xs)]``; the last channel says so."""
    found = np.zeros((len(ys), len(xs)), np.bool_)
    for row in np.unique(ys // TILE):
        for column in np.unique(xs // TILE):
            tile = raster.tiles.get((int(row), int(column)))
            if tile is None:
                continue
            down, across = np.flatnonzero(ys // TILE == row), np.flatnonzero(xs // TILE == column)
            found[np.ix_(down, across)] = tile[np.ix_(ys[down] % TILE, xs[across] % TILE)][:, :, -1] > 0
    return found
