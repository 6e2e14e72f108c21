"""Selections: one-channel sheets, 255 = fully selected. No selection at all (None) means that everything
is.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.resample import blur
from artmaster_desktop.core.tile_work import common, keep, parts

F32: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]

_FEW_BOXES = 3.0
"""Pixels. Below this, boxes of whole pixels are too coarse for a Gaussian."""


class Combine(Enum):
    """What a new selection does to the old one."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


def everything(extent: Extent) -> Raster:
    """All of the canvas."""
    full = np.full((TILE, TILE, 1), 255, np.uint8)
    full.flags.writeable = False
    tiles: dict[TileKey, Pixels] = {}
    for key, ys, xs, _, _ in parts(0, 0, extent.width, extent.height):
        tile = full
        if ys != slice(0, TILE) or xs != slice(0, TILE):
            tile = np.zeros((TILE, TILE, 1), np.uint8)
            tile[ys, xs] = 255
            tile.flags.writeable = False
        tiles[key] = tile
    return Raster.sharing(1, tiles)


def combined(old: Raster | None, new: Raster, how: Combine, extent: Extent) -> Raster | None:
    """``old`` and ``new`` as one; None where nothing is left, as that is what artists expect of it."""
    if how is Combine.REPLACE or (old is None and how is not Combine.SUBTRACT):
        return new if new.tiles else None
    before = everything(extent) if old is None else old
    tiles: dict[TileKey, Pixels] = {}
    blank = np.zeros((TILE, TILE, 1), np.uint8)
    for key in {*before.tiles, *new.tiles}:
        a, b = before.tiles.get(key, blank), new.tiles.get(key, blank)
        if how is Combine.ADD:
            tile = np.maximum(a, b)
        elif how is Combine.SUBTRACT:
            tile = np.minimum(a, 255 - b)
        else:
            tile = np.minimum(a, b)
        keep(tiles, key, tile)
    return Raster.sharing(1, tiles) if tiles else None


def inverted(selection: Raster | None, extent: Extent) -> Raster | None:
    """What was not selected. With no selection everything was, which leaves none."""
    if selection is None:
        return None
    return combined(everything(extent), selection, Combine.SUBTRACT, extent)


def feathered(selection: Raster, radius: float, extent: Extent) -> Raster | None:
    """With a border ``radius`` pixels soft (the standard deviation of its blur), inside the canvas.

    Three box blurs: a Gaussian to the eye (Wells, *Efficient synthesis of Gaussian filters*, 1986), at a cost
    that does not grow with the radius.
    """
    if radius <= 0.0:
        return selection
    area = _around(selection, math.ceil(radius * 3), extent)
    if area.empty:
        return None
    values = selection.read(area)[:, :, 0].astype(np.float32)
    if radius < _FEW_BOXES:
        values = blur(values, radius)
    else:
        for half in _boxes(radius):
            values = _box(_box(values, half).T, half).T
    return _selected((values + np.float32(0.5)).astype(np.uint8), area)


def grown(selection: Raster, pixels: int, extent: Extent) -> Raster | None:
    """Wider by a disc of ``pixels``; a negative number makes it narrower. The canvas' edge is no border."""
    if pixels == 0:
        return selection
    area = _around(selection, abs(pixels), extent)
    if area.empty:
        return None
    values = selection.read(area)[:, :, 0]
    wide = _dilated(values, pixels) if pixels > 0 else 255 - _dilated(255 - values, -pixels)
    return _selected(wide, area)


def share(mask: Raster, extent: Extent) -> float:
    """How much of the canvas a mask covers, in [0, 1]."""
    canvas = Bounds.of(extent)
    total = 0
    for (row, column), tile in mask.tiles.items():
        spot = common(Bounds(column * TILE, row * TILE, TILE, TILE), canvas)
        y, x = spot.y - row * TILE, spot.x - column * TILE
        total += int(tile[y : y + spot.height, x : x + spot.width].sum(dtype=np.int64))
    return total / (255 * extent.area)


def border(selection: Raster, bounds: Bounds) -> NDArray[np.int32]:
    """The line around what is more than half selected inside ``bounds``, for marching ants: ``[N, 4]`` lines
    x0, y0, x1, y1 along pixel borders, as long as they go straight.
    """
    bounds = common(bounds, selection.bounds)
    inside = np.zeros((bounds.height + 2, bounds.width + 2), np.int8)
    inside[1:-1, 1:-1] = selection.read(bounds)[:, :, 0] > 127
    level = _straight(np.diff(inside, axis=0)[:, 1:-1])
    upright = _straight(np.diff(inside, axis=1)[1:-1].T)
    lines = np.concatenate((level[:, [1, 0, 2, 0]], upright[:, [0, 1, 0, 2]]))
    return np.asarray(lines + np.array([bounds.x, bounds.y, bounds.x, bounds.y]), np.int32)


def _straight(change: NDArray[np.int8]) -> NDArray[np.int64]:
    """Runs of one kind of change along rows: ``[N, 3]`` row, first column, one past the last."""
    padded = np.zeros((change.shape[0], change.shape[1] + 2), np.int8)
    padded[:, 1:-1] = change
    turn = np.diff(padded, axis=1) != 0
    starts = np.argwhere(turn & (padded[:, 1:] != 0))
    stops = np.argwhere(turn & (padded[:, :-1] != 0))
    return np.column_stack((starts, stops[:, 1]))


def _around(selection: Raster, margin: int, extent: Extent) -> Bounds:
    box = selection.bounds
    wide = Bounds(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin)
    return common(wide, Bounds.of(extent))


def _selected(values: Bytes, area: Bounds) -> Raster | None:
    found = Raster.from_array(values, area.x, area.y)
    return found if found.tiles else None


def _boxes(sigma: float) -> list[int]:
    """Half widths of three boxes whose blurs together have the deviation ``sigma``."""
    ideal = math.sqrt(12.0 * sigma * sigma / 3 + 1)
    small = int((math.floor(ideal) - 1) // 2)
    width = 2 * small + 1
    few = round((12.0 * sigma * sigma - 3 * width * width - 12 * width - 9) / (-4 * width - 4))
    return [small if i < few else small + 1 for i in range(3)]


def _box(values: F32, half: int) -> F32:
    """Means of ``2 * half + 1`` neighbours along rows; the border repeats."""
    padded = np.pad(values, ((0, 0), (half + 1, half)), mode="edge")
    sums = np.cumsum(padded, axis=1, dtype=np.float32)
    return np.asarray(
        (sums[:, 2 * half + 1 :] - sums[:, : -2 * half - 1]) / np.float32(2 * half + 1), np.float32
    )


def _dilated(values: Bytes, radius: int) -> Bytes:
    """The largest value within a disc; rows of the disc are windows that double until they are wide
    enough.
    """
    out = values.copy()
    for dy in range(-radius, radius + 1):
        wide = _window_max(values, math.isqrt(radius * radius - dy * dy))
        to = slice(max(0, dy), len(values) + min(0, dy))
        source = slice(max(0, -dy), len(values) + min(0, -dy))
        np.maximum(out[to], wide[source], out=out[to])
    return out


def _window_max(values: Bytes, half: int) -> Bytes:
    """The largest of ``2 * half + 1`` neighbours along rows."""
    out = values.copy()
    done = 0
    while done < half:
        step = min(done + 1, half - done)
        before = out.copy()
        np.maximum(out[:, step:], before[:, :-step], out=out[:, step:])
        np.maximum(out[:, :-step], before[:, step:], out=out[:, :-step])
        done += step
    return out
