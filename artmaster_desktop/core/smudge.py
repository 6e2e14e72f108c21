"""A finger in wet paint: the tip carries what it touched a little further.

Works on premultiplied float32 tiles, because colour dragged out of nothing must not bring black along, and
because bytes would stop changing long before the eye does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.brush import Brush
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.tile_work import Dirty, keep, parts
from artmaster_desktop.core.tips import Mark
from artmaster_desktop.core.transform import premultiplied, straight

F32: TypeAlias = NDArray[np.float32]


class Smudge:
    """One smudging stroke on ``base``: marks in, changed tiles out."""

    def __init__(self, base: Raster, brush: Brush, selection: Raster | None) -> None:
        self._base = base
        self._selection = selection
        self._rate = np.float32(brush.opacity)
        self._fresh = np.float32(1.0 - 0.8 * brush.opacity)
        self._wet: dict[TileKey, F32] = {}
        self._dirty = Dirty()
        self._carried: F32 | None = None

    def stamp(self, marks: Sequence[Mark]) -> None:
        """One after the other: each picks up what the last laid down."""
        for mark in marks:
            self._drag(mark)

    def _drag(self, mark: Mark) -> None:
        """Lays down what the tip carries and picks up what lies there."""
        height, width = mark.cover.shape
        below = np.empty((height, width, self._base.channels), np.float32)
        pieces = list(parts(mark.x, mark.y, width, height))
        for key, ys, xs, from_ys, from_xs in pieces:
            below[from_ys, from_xs] = self._tile(key)[ys, xs]
        if self._carried is None:
            self._carried = below
            return
        carried = _fitted(self._carried, height, width)
        cover = mark.cover * self._rate
        laid = carried - below
        laid *= cover[:, :, None]
        for key, ys, xs, from_ys, from_xs in pieces:
            new = laid[from_ys, from_xs]
            if self._selection is not None:
                chosen = self._selection.tiles.get(key)
                if chosen is None:
                    continue
                new = new * (chosen[ys, xs] * np.float32(1 / 255))
            self._wet[key][ys, xs] += new
            self._dirty.mark(key, ys, xs)
        self._carried = carried + (below - carried) * self._fresh

    def dry(self, tiles: dict[TileKey, Pixels]) -> None:
        """Brings what changed since the last call into ``tiles``."""
        for key, ys, xs in self._dirty.drain():
            old = tiles.get(key)
            tile = np.zeros((TILE, TILE, self._base.channels), np.uint8) if old is None else old.copy()
            new = straight(self._wet[key][ys, xs])
            base = self._base.tiles.get(key)
            if base is not None and self._base.channels == 4:
                # what was clear and is, stays as it was, whatever colour another program left in it
                below = base[ys, xs]
                np.copyto(new, below, where=(new[:, :, 3:] == 0) & (below[:, :, 3:] == 0))
            tile[ys, xs] = new
            keep(tiles, key, tile)

    def _tile(self, key: TileKey) -> F32:
        wet = self._wet.get(key)
        if wet is None:
            base = self._base.tiles.get(key)
            if base is None:
                wet = np.zeros((TILE, TILE, self._base.channels), np.float32)
            else:
                wet = premultiplied(base)
            self._wet[key] = wet
        return wet


def _fitted(carried: F32, height: int, width: int) -> F32:
    """What the tip carries, at the size of the mark of this dab: a firmer hand presses it wider."""
    if carried.shape[:2] == (height, width):
        return carried
    rows = np.minimum((np.arange(height) * (carried.shape[0] / height)).astype(np.intp), carried.shape[0] - 1)
    columns = np.minimum(
        (np.arange(width) * (carried.shape[1] / width)).astype(np.intp), carried.shape[1] - 1
    )
    return np.asarray(carried[rows[:, None], columns], np.float32)
