"""Draws the composed tiles into the widget: the right size of tile, one transform, no seams.

The tiles in sight are laid side by side into one sheet first and that is drawn, so that interpolation runs
across their borders.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter
from typing import TypeAlias

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QPolygonF

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.viewport import Viewport

Proof: TypeAlias = Callable[[QImage], QImage]
"""Shows a picture (premultiplied, with alpha) as it will look in print."""

_CELL = 8
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
        self._sheet = QImage()
        self.proof: Proof | None = None
        self._checker = checker()

    def level(self, zoom: float) -> int:
        """The mip level that is drawn at ``zoom``."""
        return min(max(0, math.floor(-math.log2(zoom) + _SOFTEST)), self.cache.levels - 1)

    def paint(self, painter: QPainter, viewport: Viewport, rect: QRect, deadline: float) -> Bounds:
        """Draw what lies in ``rect`` of the widget; returns the part of the canvas that was not ready."""
        level = self.level(viewport.zoom)
        seen = viewport.canvas_bounds(rect, margin=2 << level)
        if seen.empty:
            return seen
        corner = QRectF(0, 0, viewport.extent.width, viewport.extent.height)
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._checker)
        painter.drawPolygon(viewport.transform().map(QPolygonF(corner)))
        left, top = seen.x >> level, seen.y >> level
        part = QRect(left, top, -(-seen.right >> level) - left, -(-seen.bottom >> level) - top)
        missing = self._lay_out(level, part, deadline)
        sheet = self._sheet
        if self.proof is not None:
            sheet = self.proof(sheet.copy(0, 0, part.width(), part.height()))
        painter.setTransform(viewport.transform(), combine=True)
        painter.scale(1 << level, 1 << level)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth(viewport))
        painter.drawImage(QRectF(part), sheet, QRectF(0, 0, part.width(), part.height()))
        painter.restore()
        return missing

    def _lay_out(self, level: int, part: QRect, deadline: float) -> Bounds:
        """Fill the sheet with ``part`` (level pixels); returns canvas bounds of tiles that were not ready."""
        self._make_room(part)
        missing = Bounds(0, 0, 0, 0)
        painter = QPainter(self._sheet)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for row in range(part.top() // TILE, part.bottom() // TILE + 1):
            for column in range(part.left() // TILE, part.right() // TILE + 1):
                here = QRect(column * TILE, row * TILE, TILE, TILE)
                use = here.intersected(part)
                target = QRect(use.topLeft() - part.topLeft(), use.size())
                image = self.cache.image((level, row, column), deadline)
                if image is not None:
                    painter.drawImage(target.topLeft(), image, use.translated(-here.topLeft()))
                    continue
                side = TILE << level
                missing = missing.united(Bounds(column * side, row * side, side, side))
                self._stand_in(painter, level, use, target)
        painter.end()
        return missing

    def _stand_in(self, painter: QPainter, level: int, use: QRect, target: QRect) -> None:
        """Draw a coarser or older look of the same place until it is ready."""
        for coarser in range(level, self.cache.levels):
            steps = coarser - level
            row, column = (use.top() // TILE) >> steps, (use.left() // TILE) >> steps
            image = self.cache.stale((coarser, row, column))
            if image is not None:
                shrink = 1 << steps
                source = QRectF(use.left() / shrink, use.top() / shrink, 0, 0)
                source.setSize(QRectF(use).size() / shrink)
                painter.drawImage(QRectF(target), image, source.translated(-column * TILE, -row * TILE))
                return
        painter.fillRect(target, Qt.GlobalColor.transparent)

    def _make_room(self, part: QRect) -> None:
        """The sheet is kept between paints: fresh memory costs more than the drawing."""
        if self._sheet.width() < part.width() or self._sheet.height() < part.height():
            width = max(self._sheet.width(), -(-part.width() // TILE) * TILE)
            height = max(self._sheet.height(), -(-part.height() // TILE) * TILE)
            self._sheet = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)


def whole_rect(viewport: Viewport) -> QRect:
    """The widget's own rectangle."""
    return QRect(QPoint(0, 0), viewport.size.toSize())


def soon(milliseconds: float) -> float:
    """A deadline for ``Picture.paint``."""
    return perf_counter() + milliseconds / 1000.0
