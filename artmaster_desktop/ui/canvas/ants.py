"""The outline of the selection as marching ants.

The outline follows whole pixels of the selected mask (of its mip, where zoomed out) and is drawn with a pen
whose stripes are fixed on the screen, so the ants march evenly through however many corners there are.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLine, QRect
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QRegion, QTransform

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import TILE, Raster, TileKey
from artmaster_desktop.ui.canvas.viewport import Viewport

_Flags: TypeAlias = NDArray[np.bool_]
_DASH = 4
_PHASES = 2 * _DASH


def _stripes() -> QImage:
    """Diagonal black and white, ``_DASH`` pixels wide, that tile without a seam."""
    side = 2 * _DASH
    image = QImage(side, side, QImage.Format.Format_RGB32)
    for y in range(side):
        for x in range(side):
            white = (x + y) % side < _DASH
            image.setPixelColor(x, y, QColor(255, 255, 255) if white else QColor(0, 0, 0))
    return image


class Ants:
    """The outline of one selection at one level of detail, tile by tile."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._raster: Raster | None = None
        self._level = 0
        self._lines: dict[TileKey, list[QLine]] = {}
        self._stripes = _stripes()
        self.phase = 0

    @property
    def empty(self) -> bool:
        return self._raster is None

    def set_selection(self, raster: Raster | None) -> None:
        self._raster = raster
        self._lines.clear()

    def march(self) -> None:
        self.phase = (self.phase + 1) % _PHASES

    def region(self, viewport: Viewport) -> QRegion:
        """The widget pixels where ants may be seen."""
        out = QRegion()
        for (row, column), lines in self._lines.items():
            if lines:
                side = TILE << self._level
                out |= QRegion(viewport.view_rect(Bounds(column * side, row * side, side, side)))
        return out

    def paint(self, painter: QPainter, viewport: Viewport, rect: QRect, level: int) -> None:
        """Draw the outline inside ``rect`` of the widget; ``level`` is that of the tiles shown."""
        if self._raster is None:
            return
        if level != self._level:
            self._lines.clear()
            self._level = level
        seen = viewport.canvas_bounds(rect, margin=2 << level)
        if seen.empty:
            return
        painter.save()
        brush = QBrush(self._stripes)
        painter.setTransform(viewport.transform(), combine=True)
        painter.scale(1 << level, 1 << level)
        inverse, _ = painter.combinedTransform().inverted()
        brush.setTransform(QTransform.fromTranslate(self.phase, 0) * inverse)
        pen = QPen(brush, 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        side = TILE << level
        for row in range(seen.y // side, seen.bottom // side + 1):
            for column in range(seen.x // side, seen.right // side + 1):
                lines = self._outline((row, column))
                if lines:
                    painter.drawLines(lines)
        painter.restore()

    def _outline(self, key: TileKey) -> list[QLine]:
        lines = self._lines.get(key)
        if lines is None:
            lines = self._lines[key] = self._traced(key)
        return lines

    def _traced(self, key: TileKey) -> list[QLine]:
        """Edges between a cell and its upper or left neighbour; the tile's far borders are the next tile's
        own.
        """
        row, column = key
        inside = np.zeros((TILE + 1, TILE + 1), np.bool_)
        inside[1:, 1:] = self._cells(row, column)
        inside[0, 1:] = self._cells(row - 1, column)[-1]
        inside[1:, 0] = self._cells(row, column - 1)[:, -1]
        left, top = column * TILE, row * TILE
        flat = inside[1:, 1:] != inside[:-1, 1:]
        upright = inside[1:, 1:] != inside[1:, :-1]
        lines = [QLine(left + a, top + y, left + b, top + y) for y, a, b in _runs(flat)]
        lines += [QLine(left + x, top + a, left + x, top + b) for x, a, b in _runs(upright.T)]
        return lines

    def _cells(self, row: int, column: int) -> _Flags:
        """Which level pixels of a tile are selected (at least half); off the canvas none are."""
        assert self._raster is not None
        side, cell = TILE << self._level, 1 << self._level
        out = np.zeros((TILE, TILE), np.bool_)
        if self._level == 0:
            tile = self._raster.tiles.get((row, column))
            if tile is not None:
                out[...] = tile[:, :, 0] >= 128
        else:
            step = TILE >> self._level
            per = max(1, 1 << self._level)
            for (r, c), tile in self._raster.tiles.items():
                if r // per == row and c // per == column and step > 0:
                    y, x = (r % per) * step, (c % per) * step
                    out[y : y + step, x : x + step] = tile[cell // 2 :: cell, cell // 2 :: cell, 0] >= 128
        bottom = -(-(self._extent.height - row * side) >> self._level)
        right = -(-(self._extent.width - column * side) >> self._level)
        if row < 0 or column < 0:
            out[...] = False
        out[max(0, bottom) :] = False
        out[:, max(0, right) :] = False
        return out


def _runs(edges: _Flags) -> list[tuple[int, int, int]]:
    """Runs of True in each row: (row, start, end)."""
    padded = np.zeros((edges.shape[0], edges.shape[1] + 2), np.int8)
    padded[:, 1:-1] = edges
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    return list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
