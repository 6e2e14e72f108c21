"""The picture in tiles and at several sizes, so that only what changed is composed again.

Level 0 is the canvas itself; every level above has half as many pixels a side (a mip pyramid), for views that
are zoomed out. A tile knows the layer tiles that it was made of, so an edit that says "somewhere in here"
costs a look at each tile, and only those that really changed are painted.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeAlias

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import Layer
from artmaster_desktop.core.raster import TILE, TileKey
from artmaster_desktop.ui.canvas.tile_paint import WHOLE, TilePainter, Wet, blank
from artmaster_desktop.ui.canvas.tile_stack import Ingredients, Stack, ingredients

Place: TypeAlias = tuple[int, int, int]
"""Level, row, column."""

_HALF = TILE // 2
_QUARTERS = ((0, 0), (0, 1), (1, 0), (1, 1))


@dataclass(slots=True)
class _Tile:
    """``moved``: where ``image`` changed since the level above took it over; ``taken``: which of a mip's four
    children it ever took.

    ``doubtful``: something in the document changed that may concern it. ``wet``: where a stroke in progress
    painted since the last look, empty if nowhere.
    """

    image: QImage
    moved: QRect = field(default_factory=lambda: QRect(WHOLE))
    doubtful: bool = False
    wet: QRect = field(default_factory=QRect)
    made_of: Ingredients | None = None
    taken: list[bool] = field(default_factory=lambda: [False] * 4)


class TileCache:
    """Composed tiles of one canvas; at most ``budget`` bytes of them at level 0."""

    def __init__(self, extent: Extent, budget: int = 320 << 20) -> None:
        self.extent = extent
        longest = max(extent.width, extent.height)
        self.levels = 1 + max(0, math.ceil(math.log2(longest / TILE)))
        self._most = max(64, budget // (TILE * TILE * 4))
        self._base: OrderedDict[TileKey, _Tile] = OrderedDict()
        self._mips: dict[Place, _Tile] = {}
        self._stack = Stack(TilePainter())
        self.composed = 0

    def set_layers(self, layers: Sequence[Layer], wet: Wet | None, changed: Bounds | None) -> None:
        """What to show from now on; ``changed`` is where it may look different, None everywhere."""
        self._stack.set_layers(layers, wet)
        for place, tile in self._tiles():
            if changed is None or _meets(place, changed):
                tile.doubtful = True

    def set_wet(self, wet: Wet | None, changed: Bounds) -> None:
        """The stroke in progress grew inside ``changed``: only that is composed again."""
        self._stack.set_wet(wet)
        for row in range(changed.y // TILE, -(-changed.bottom // TILE)):
            for column in range(changed.x // TILE, -(-changed.right // TILE)):
                tile = self._base.get((row, column))
                if tile is not None:
                    here = QRect(changed.x, changed.y, changed.width, changed.height)
                    here.translate(-column * TILE, -row * TILE)
                    tile.wet = tile.wet.united(here.intersected(WHOLE))
                for level in range(1, self.levels):
                    mip = self._mips.get((level, row >> level, column >> level))
                    if mip is not None:
                        mip.doubtful = True

    def prepare(self, layer: str, seen: Bounds, deadline: float) -> bool:
        """Compose what lies around ``layer`` (an id) inside ``seen``, from its middle outwards, so that a
        stroke does not have to; False where nothing is left to do.
        """
        if seen.empty or not self._stack.surround(layer):
            return False
        rows = range(seen.y // TILE, -(-seen.bottom // TILE))
        columns = range(seen.x // TILE, -(-seen.right // TILE))
        middle = (rows.start + rows.stop - 1) / 2, (columns.start + columns.stop - 1) / 2
        keys = [(row, column) for row in rows for column in columns]
        keys.sort(key=lambda key: (key[0] - middle[0]) ** 2 + (key[1] - middle[1]) ** 2)
        for key in keys[: self._stack.keep]:
            if perf_counter() > deadline:
                return True
            self._stack.prepare(key)
        return False

    def image(self, place: Place, deadline: float) -> QImage | None:
        """The tile as it should look, or None where it cannot be ready by ``deadline`` (``perf_counter``)."""
        level, row, column = place
        base = level == 0
        tile = self._base_tile((row, column), deadline) if base else self._mip_tile(place, deadline)
        return None if tile is None else tile.image

    def stale(self, place: Place) -> QImage | None:
        """The tile as it last looked, if it is there at all."""
        level, row, column = place
        tile = self._base.get((row, column)) if level == 0 else self._mips.get(place)
        return None if tile is None else tile.image

    def _base_tile(self, key: TileKey, deadline: float) -> _Tile | None:
        tile = self._base.get(key)
        if tile is not None:
            self._base.move_to_end(key)
            if not tile.doubtful and tile.wet.isEmpty():
                return tile
        if perf_counter() > deadline:
            return None
        made_of = ingredients(self._stack.layers, key, self._stack.wet)
        if tile is None:
            tile = _Tile(blank())
            self._base[key] = tile
            self._trim()
            if made_of.tiles:
                self._compose(tile, key, WHOLE)
        elif tile.made_of is None or made_of.marks != tile.made_of.marks:
            area = WHOLE if tile.doubtful else tile.wet
            self._compose(tile, key, area)
        tile.made_of, tile.doubtful, tile.wet = made_of, False, QRect()
        return tile

    def _compose(self, tile: _Tile, key: TileKey, area: QRect) -> None:
        self._stack.compose(tile.image, key, area)
        tile.moved = tile.moved.united(area)
        self.composed += 1

    def _mip_tile(self, place: Place, deadline: float) -> _Tile | None:
        tile = self._mips.get(place)
        if tile is not None and not tile.doubtful:
            return tile
        level, row, column = place
        children: list[_Tile | None] = []
        for down, right in _QUARTERS:
            key = (2 * row + down, 2 * column + right)
            if not self._on_canvas((level - 1, *key)):
                children.append(None)
                continue
            below = (level - 1, *key)
            child = self._base_tile(key, deadline) if level == 1 else self._mip_tile(below, deadline)
            if child is None:
                return None
            children.append(child)
        if tile is None:
            tile = self._mips[place] = _Tile(blank())
        for index, child in enumerate(children):
            if child is None:
                continue
            area = child.moved if tile.taken[index] else WHOLE
            if not area.isEmpty():
                halved = _halve(tile.image, child.image, area, *_QUARTERS[index])
                tile.moved = tile.moved.united(halved)
                tile.taken[index], child.moved = True, QRect()
        tile.doubtful = False
        return tile

    def _on_canvas(self, place: Place) -> bool:
        level, row, column = place
        side = TILE << level
        return row * side < self.extent.height and column * side < self.extent.width

    def _tiles(self) -> list[tuple[Place, _Tile]]:
        base = [((0, *key), tile) for key, tile in self._base.items()]
        return base + list(self._mips.items())

    def _trim(self) -> None:
        while len(self._base) > self._most:
            self._base.popitem(last=False)


def _meets(place: Place, bounds: Bounds) -> bool:
    level, row, column = place
    side = TILE << level
    x, y = column * side, row * side
    return x < bounds.right and bounds.x < x + side and y < bounds.bottom and bounds.y < y + side


def _halve(target: QImage, source: QImage, area: QRect, down: int, right: int) -> QRect:
    """Put ``area`` of ``source`` at half its size into a quarter of ``target``, each pixel the mean of four;
    returns where.
    """
    left, top = area.left() // 2, area.top() // 2
    width, height = area.right() // 2 + 1 - left, area.bottom() // 2 + 1 - top
    place = QRect(right * _HALF + left, down * _HALF + top, width, height)
    painter = QPainter(target)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, source, QRect(2 * left, 2 * top, 2 * width, 2 * height))
    painter.end()
    return place
