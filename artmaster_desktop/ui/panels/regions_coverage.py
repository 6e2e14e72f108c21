"""How much of the canvas each region covers, counted beside the window and only where a mask changed."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.ui.widgets.background import Background


class TileSums:
    """The sums of whole tiles, kept as long as the tile is."""

    def __init__(self) -> None:
        self._sums: dict[int, tuple[weakref.ref[Any], int]] = {}

    def of(self, tile: Pixels) -> int:
        """The sum of all values of a read-only tile."""
        known = self._sums.get(id(tile))
        if known is not None and known[0]() is tile:
            return known[1]
        total = int(tile.sum(dtype=np.uint64))
        self._sums[id(tile)] = (weakref.ref(tile), total)
        return total

    def forget_gone(self) -> None:
        """Drop the sums of tiles that are no more."""
        self._sums = {key: kept for key, kept in self._sums.items() if kept[0]() is not None}


def coverage(mask: Raster, extent: Extent, sums: TileSums) -> float:
    """The part of the canvas, in [0, 1], that a one-channel ``mask`` covers, before any overlap."""
    canvas, total = Bounds.of(extent), 0
    for (row, column), tile in mask.tiles.items():
        top, left = row * TILE, column * TILE
        if top >= 0 and left >= 0 and top + TILE <= canvas.bottom and left + TILE <= canvas.right:
            total += sums.of(tile)
        elif top + TILE > 0 and left + TILE > 0 and top < canvas.bottom and left < canvas.right:
            seen = tile[max(0, -top) : canvas.bottom - top, max(0, -left) : canvas.right - left]
            total += int(seen.sum(dtype=np.uint64))
    return total / (255 * extent.area)


class CoverageMeter(QObject):
    """Follows a document's regions. ``measured`` tells (region id, part of the canvas in [0, 1])."""

    measured = Signal(str, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._sums = TileSums()
        self._asked: dict[str, tuple[Raster, Extent]] = {}
        self._found: dict[str, float] = {}

    def last(self, region_id: str) -> float | None:
        """What was measured of a region last, for a card that is made only afterwards; None before that."""
        return self._found.get(region_id)

    def follow(self, document: Document) -> None:
        """Measure the regions whose masks, or whose canvas, are others than last time."""
        ids = {region.id for region in document.regions}
        self._asked = {key: asked for key, asked in self._asked.items() if key in ids}
        self._found = {key: part for key, part in self._found.items() if key in ids}
        for region in document.regions:
            mask = document.mask_of(region).raster
            asked = self._asked.get(region.id)
            if asked is None or asked[0] is not mask or asked[1] != document.extent:
                self._asked[region.id] = (mask, document.extent)
                self._measure(region.id, mask, document.extent)

    def _measure(self, region_id: str, mask: Raster, extent: Extent) -> None:
        def work() -> float:
            part = coverage(mask, extent, self._sums)
            self._sums.forget_gone()
            return part

        def told(part: float) -> None:
            asked = self._asked.get(region_id)
            if asked is not None and asked[0] is mask and asked[1] == extent:
                self._found[region_id] = part
                self.measured.emit(region_id, part)

        self._background.run(work, told)


def percent(part: float) -> str:
    """``part`` as people say it: less than a hundredth is not nothing."""
    if 0 < part < 0.01:
        return "< 1 %"
    return f"{round(part * 100)} %"
