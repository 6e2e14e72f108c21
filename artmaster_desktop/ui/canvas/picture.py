"""Draws the composed tiles into the widget: the right size of tile, one transform, no seams.

The tiles in sight are laid side by side into one sheet first and that is drawn, so that interpolation runs
across their borders.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter
from typing import TypeAlias

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QPolygonF

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, TileKey
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.viewport import Viewport

Proof: TypeAlias = Callable[[QImage], QImage]
"""Shows a picture (premultiplied, with alpha) as it will look in print."""

_CELL = 8
_TILE_SIZE = QSize(TILE, TILE)
_SOFTEST = 0.3
"""In powers of two: a mip is shown up to 1.23 times its size before the next larger one is taken."""


def checker() -> QBrush:
    """Paper that is not there: two whites, so that ink is judged on what it will be painted on."""
    pattern = QPixmap(2 * _CELL, 2 * _CELL)
    pattern.fill(QColor(255, 255, 255))
    painter = QPainter(pattern)
    for x, y in ((0, 0), (_CELL, _CELL)):
        painter.fillRect(x, y, _CELL, _CELL, QColor(240, 240, 240))
    painter.end()
    return QBrush(pattern)


def smooth(viewport: Viewport) -> bool:
    """Whether pixels are blended when drawn; much enlarged they are shown as the squares they are."""
    if viewport.upright:
        return viewport.zoom < 2.0 and viewport.zoom != 1.0
    return viewport.zoom < 4.0


class Picture:
    """The tiles of one canvas, drawn."""

    def __init__(self, cache: TileCache) -> None:
        self.cache = cache
        self.drawing = 0.0
        """Milliseconds that the last paint took, beside the composing of tiles."""
        self._sheet = QImage()
        self._level = 0
        self._corner = QPoint()  # of the sheet, in pixels of its level
        self._laid: dict[TileKey, int] = {}  # which image lies in the sheet where
        self.proof: Proof | None = None
        self._checker = checker()

    def level(self, zoom: float) -> int:
        """The mip level that is drawn at ``zoom``."""
        return min(max(0, math.floor(-math.log2(zoom) + _SOFTEST)), self.cache.levels - 1)

    def paint(self, painter: QPainter, viewport: Viewport, rect: QRect, deadline: float) -> Bounds:
        """Draw what lies in ``rect`` of the widget; returns the part of the canvas that was not ready."""
        self.drawing = 0.0
        level = self.level(viewport.zoom)
        seen = viewport.canvas_bounds(rect, margin=2 << level)
        if seen.empty:
            return seen
        began = perf_counter()
        corner = QRectF(0, 0, viewport.extent.width, viewport.extent.height)
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._checker)
        painter.drawPolygon(viewport.transform().map(QPolygonF(corner)))
        left, top = seen.x >> level, seen.y >> level
        part = QRect(left, top, -(-seen.right >> level) - left, -(-seen.bottom >> level) - top)
        laying = perf_counter()
        missing = self._lay_out(level, part, _Sight(viewport, rect, level), deadline)
        laid = perf_counter()
        sheet, source = self._sheet, part.translated(-self._corner)
        if self.proof is not None:
            sheet, source = self.proof(sheet.copy(source)), QRect(QPoint(0, 0), part.size())
        painter.setTransform(viewport.transform(), combine=True)
        painter.scale(1 << level, 1 << level)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth(viewport))
        painter.drawImage(QRectF(part), sheet, QRectF(source))
        painter.restore()
        self.drawing = (perf_counter() - laid + laying - began) * 1e3
        return missing

    def _lay_out(self, level: int, part: QRect, sight: _Sight, deadline: float) -> Bounds:
        """Fill the sheet with what is seen of ``part`` (level pixels); returns canvas bounds of what was not
        ready.
        """
        rows = range(part.top() // TILE, part.bottom() // TILE + 1)
        columns = range(part.left() // TILE, part.right() // TILE + 1)
        self._make_room(level, rows, columns)
        missing = Bounds(0, 0, 0, 0)
        painter = QPainter(self._sheet)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for row in rows:
            for column in columns:
                if not sight.meets(row, column):
                    continue
                target = QPoint(column * TILE, row * TILE) - self._corner
                image = self.cache.image((level, row, column), deadline)
                if image is not None:
                    if self._laid.get((row, column)) != image.cacheKey():
                        painter.drawImage(target, image)
                        self._laid[row, column] = image.cacheKey()
                    continue
                self._laid.pop((row, column), None)
                side = TILE << level
                missing = missing.united(Bounds(column * side, row * side, side, side))
                self._stand_in(painter, level, (row, column), QRect(target, _TILE_SIZE))
        painter.end()
        return missing

    def _stand_in(self, painter: QPainter, level: int, key: TileKey, target: QRect) -> None:
        """Draw a coarser or older look of the same place until it is ready."""
        for coarser in range(level, self.cache.levels):
            steps = coarser - level
            row, column = key[0] >> steps, key[1] >> steps
            image = self.cache.stale((coarser, row, column))
            if image is not None:
                side = TILE / (1 << steps)
                source = QRectF(key[1] * side - column * TILE, key[0] * side - row * TILE, side, side)
                painter.drawImage(QRectF(target), image, source)
                return
        painter.fillRect(target, Qt.GlobalColor.transparent)

    def _make_room(self, level: int, rows: range, columns: range) -> None:
        """The sheet is kept between paints with what lies in it, as long as that is where the view moves:
        fresh memory and tiles laid anew cost more than the drawing.
        """
        wide, high = self._sheet.width() // TILE, self._sheet.height() // TILE
        left, top = self._corner.x() // TILE, self._corner.y() // TILE
        inside = left <= columns.start and columns.stop <= left + wide
        inside = inside and top <= rows.start and rows.stop <= top + high
        if inside and level == self._level:
            return
        if wide < len(columns) or high < len(rows):
            wide, high = max(wide, len(columns)), max(high, len(rows))
            self._sheet = QImage(wide * TILE, high * TILE, QImage.Format.Format_ARGB32_Premultiplied)
        spare = QPoint((wide - len(columns)) // 2, (high - len(rows)) // 2)
        self._corner = (QPoint(columns.start, rows.start) - spare) * TILE
        self._level = level
        self._laid.clear()


class _Sight:
    """Which tiles of a level ``rect`` of the widget shows: a turned view leaves corners of its box out."""

    def __init__(self, viewport: Viewport, rect: QRect, level: int) -> None:
        self._upright = viewport.upright
        self._transform = viewport.transform()
        self._side = TILE << level
        turn = math.radians(viewport.angle)
        reach = viewport.scale * (self._side / 2 + (2 << level)) * (abs(math.cos(turn)) + abs(math.sin(turn)))
        self._centres = QRectF(rect).adjusted(-reach, -reach, reach, reach)

    def meets(self, row: int, column: int) -> bool:
        """Whether anything of the tile is needed."""
        if self._upright:
            return True
        middle = QPointF((column + 0.5) * self._side, (row + 0.5) * self._side)
        return self._centres.contains(self._transform.map(middle))


def whole_rect(viewport: Viewport) -> QRect:
    """The widget's own rectangle."""
    return QRect(QPoint(0, 0), viewport.size.toSize())


def soon(milliseconds: float) -> float:
    """A deadline for ``Picture.paint``."""
    return perf_counter() + milliseconds / 1000.0
