"""Rectangles cut at the borders of tiles: the small change that every tool on tiles needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, Pixels, TileKey

SHEET = Bounds(-(1 << 15), -(1 << 15), 1 << 16, 1 << 16)
"""As far as any tool reaches: four times the largest canvas to each side. A wild report of a pen must not
paint a line of a million dabs.
"""


class Part(NamedTuple):
    """The part of a rectangle that lies on one tile: where in the tile (``ys``, ``xs``), where in the
    rectangle.
    """

    key: TileKey
    ys: slice
    xs: slice
    from_ys: slice
    from_xs: slice


def parts(x: int, y: int, width: int, height: int) -> Iterator[Part]:
    """The rectangle at (x, y), tile by tile; nothing where a side is not positive."""
    if width <= 0 or height <= 0:
        return
    right, bottom = x + width, y + height
    for row in range(y // TILE, (bottom - 1) // TILE + 1):
        top = row * TILE
        y0, y1 = max(y, top), min(bottom, top + TILE)
        for column in range(x // TILE, (right - 1) // TILE + 1):
            left = column * TILE
            x0, x1 = max(x, left), min(right, left + TILE)
            yield Part(
                (row, column),
                slice(y0 - top, y1 - top),
                slice(x0 - left, x1 - left),
                slice(y0 - y, y1 - y),
                slice(x0 - x, x1 - x),
            )


def common(a: Bounds, b: Bounds) -> Bounds:
    """The rectangle that lies in both; empty where there is none."""
    x, y = max(a.x, b.x), max(a.y, b.y)
    return Bounds(x, y, max(0, min(a.right, b.right) - x), max(0, min(a.bottom, b.bottom) - y))


def keep(tiles: dict[TileKey, Pixels], key: TileKey, tile: Pixels) -> None:
    """``tile`` frozen into ``tiles``; one that holds nothing is left out."""
    tile.flags.writeable = False
    if tile.any():
        tiles[key] = tile
    else:
        tiles.pop(key, None)


class Dirty:
    """Which part of each tile was touched since it was last asked."""

    def __init__(self) -> None:
        self._boxes: dict[TileKey, tuple[int, int, int, int]] = {}

    def mark(self, key: TileKey, ys: slice, xs: slice) -> None:
        """One more rectangle within a tile."""
        y0, y1, x0, x1 = ys.start, ys.stop, xs.start, xs.stop
        box = self._boxes.get(key)
        if box is not None:
            y0, y1, x0, x1 = min(box[0], y0), max(box[1], y1), min(box[2], x0), max(box[3], x1)
        self._boxes[key] = y0, y1, x0, x1

    def drain(self) -> list[tuple[TileKey, slice, slice]]:
        """The rectangle around all that was touched in each tile; from now on nothing was."""
        found = [(key, slice(y0, y1), slice(x0, x1)) for key, (y0, y1, x0, x1) in self._boxes.items()]
        self._boxes.clear()
        return found
