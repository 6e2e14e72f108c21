"""The layers of the picture around the one being painted on.

While a stroke runs only one layer changes: what lies below it is kept composed per tile, and what lies above
it too where that can be merged, so that a stroke costs three composite steps however many layers there are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from artmaster_desktop.core.layer import GroupLayer, Layer
from artmaster_desktop.core.raster import Pixels, TileKey
from artmaster_desktop.ui.canvas.tile_paint import (
    ACTS_WHERE_EMPTY,
    SRC_OVER,
    WHOLE,
    TilePainter,
    Wet,
    blank,
    clear,
    copy,
    put,
    shown,
    tile_of,
)

_FEW = 2
"""So many layers are painted as fast as they are fetched."""


@dataclass(frozen=True, slots=True, eq=False)
class Ingredients:
    """What a composed tile was made of. ``marks`` tells two apart; ``tiles`` keeps their ids from being used
    again.
    """

    marks: tuple[object, ...]
    tiles: tuple[Pixels, ...]


def ingredients(layers: Sequence[Layer], key: TileKey, wet: Wet | None) -> Ingredients:
    """Everything that the look of tile ``key`` depends on."""
    marks: list[object] = []
    tiles: list[Pixels] = []
    for layer in shown(layers):
        if isinstance(layer, GroupLayer):
            inner = ingredients(layer.layers, key, wet)
            if inner.marks or layer.blend in ACTS_WHERE_EMPTY:
                marks.append((layer.opacity, layer.blend, layer.isolated, inner.marks))
                tiles.extend(inner.tiles)
            continue
        tile, _ = tile_of(layer, key, wet)
        if tile is not None:
            marks.append((layer.opacity, layer.blend, id(tile)))
            tiles.append(tile)
        elif layer.blend in ACTS_WHERE_EMPTY:
            marks.append((layer.opacity, layer.blend))
    return Ingredients(tuple(marks), tuple(tiles))


class Stack:
    """The layers, split at the wet one; ``keep`` tiles of each part are kept composed.

    The parts outlive a stroke: they stay right for as long as the layers around the wet one are the same.
    """

    def __init__(self, painter: TilePainter, keep: int = 192) -> None:
        self.layers: tuple[Layer, ...] = ()
        self.wet: Wet | None = None
        self.keep = keep
        self._painter = painter
        self._split: int | None = None
        self._below: tuple[Layer, ...] = ()
        self._above: tuple[Layer, ...] = ()
        self._merges = False
        self._parts: OrderedDict[tuple[str, TileKey], QImage] = OrderedDict()

    def set_layers(self, layers: Sequence[Layer], wet: Wet | None) -> None:
        self.layers = tuple(layers)
        self._place(wet)

    def set_wet(self, wet: Wet | None) -> None:
        """Another state of the stroke; the split stays where the stroke stays on its layer."""
        if wet is not None and self.wet is not None and wet.layer == self.wet.layer:
            self.wet = wet
        else:
            self._place(wet)

    def _place(self, wet: Wet | None) -> None:
        self.wet = wet
        self._split = None if wet is None else self._around(wet.layer)

    def _around(self, layer: str) -> int | None:
        """Where the layer lies; what is kept composed is from now on what surrounds it."""
        split = next((i for i, x in enumerate(self.layers) if _holds(x, layer)), None)
        if split is None:
            return None
        below, above = self.layers[:split], self.layers[split + 1 :]
        if not (_same(below, self._below) and _same(above, self._above)):
            self._parts.clear()
        self._below, self._above = below, above
        self._merges = all(_merges(x) for x in shown(above))
        return split

    def surround(self, layer: str) -> bool:
        """Get ready for a stroke on ``layer`` (an id), by ``prepare``. False while there is a stroke, or
        where no such layer is.
        """
        return self.wet is None and self._around(layer) is not None

    def prepare(self, key: TileKey) -> None:
        """Keep tile ``key`` composed below and above the layer that is surrounded."""
        if self._many(self._below, key):
            self._part("below", self._below, key)
        if self._merges and self._many(self._above, key):
            self._part("above", self._above, key)

    def compose(self, target: QImage, key: TileKey, area: QRect) -> None:
        """Paint ``area`` of tile ``key`` anew."""
        if self._split is None:
            clear(target, area)
            self._painter.paint(target, self.layers, key, area, self.wet)
            return
        if self._many(self._below, key):
            copy(target, self._part("below", self._below, key), area)
        else:
            clear(target, area)
            self._painter.paint(target, self._below, key, area, None)
        self._painter.paint(target, self.layers[self._split : self._split + 1], key, area, self.wet)
        if self._merges and self._many(self._above, key):
            put(target, self._part("above", self._above, key), area, 1.0, SRC_OVER)
        else:
            self._painter.paint(target, self._above, key, area, None)

    def _many(self, layers: Sequence[Layer], key: TileKey) -> bool:
        return len(ingredients(layers, key, None).marks) > _FEW

    def _part(self, side: str, layers: Sequence[Layer], key: TileKey) -> QImage:
        found = self._parts.get((side, key))
        if found is None:
            found = self._parts[side, key] = blank()
            self._painter.paint(found, layers, key, WHOLE, None)
            if len(self._parts) > 2 * self.keep:
                self._parts.popitem(last=False)
        else:
            self._parts.move_to_end((side, key))
        return found


def _same(one: Sequence[Layer], other: Sequence[Layer]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _holds(layer: Layer, layer_id: str) -> bool:
    if layer.id == layer_id:
        return True
    return isinstance(layer, GroupLayer) and any(_holds(child, layer_id) for child in layer.layers)


def _merges(layer: Layer) -> bool:
    """Whether the layer paints the same on a merged backdrop: plain ``svg:src-over`` is associative."""
    if layer.blend != SRC_OVER:
        return False
    if isinstance(layer, GroupLayer) and not layer.isolated:
        return all(_merges(child) for child in shown(layer.layers))
    return True
