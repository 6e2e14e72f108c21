"""The hand and the magnifier."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from artmaster_desktop.ui.canvas.tools.base import Modifier, Point, Surface, Tool
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import ToolId

_CLICK = 4.0
"""Widget pixels: a shorter drag is a click."""


class PanTool(Tool):
    """Drags the canvas; with Shift it turns it."""

    id = ToolId.PAN

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._last: QPointF | None = None

    @property
    def dragging(self) -> bool:
        return self._last is not None

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.ClosedHandCursor if self.dragging else Qt.CursorShape.OpenHandCursor

    def press(self, point: Point) -> None:
        self._last = point.position

    def move(self, points: Sequence[Point]) -> None:
        if self._last is None:
            return
        to, view = points[-1].position, self.surface.viewport
        if points[-1].has(Modifier.ShiftModifier):
            middle = QPointF(view.size.width() / 2, view.size.height() / 2)
            turn = _angle(to - middle) - _angle(self._last - middle)
            self.surface.set_viewport(view.rotated(turn, middle))
        else:
            self.surface.set_viewport(view.panned(to - self._last))
        self._last = to

    def release(self, point: Point) -> None:
        self._last = None

    def cancel(self) -> None:
        self._last = None


class ZoomTool(Tool):
    """A click zooms in (with Alt or Ctrl out), a drag shows the rectangle that was drawn."""

    id = ToolId.ZOOM

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._from: QPointF | None = None
        self._to = QPointF()

    @property
    def dragging(self) -> bool:
        return self._from is not None

    def press(self, point: Point) -> None:
        self._from = self._to = point.position

    def move(self, points: Sequence[Point]) -> None:
        if self._from is not None:
            self.surface.refresh(self._rect().adjusted(-2, -2, 2, 2))
            self._to = points[-1].position
            self.surface.refresh(self._rect().adjusted(-2, -2, 2, 2))

    def release(self, point: Point) -> None:
        if self._from is None:
            return
        self._to = point.position
        rect, view = self._rect(), self.surface.viewport
        self._from = None
        if max(rect.width(), rect.height()) < _CLICK:
            out = point.has(Modifier.AltModifier) or point.has(Modifier.ControlModifier)
            zoom = view.zoom / 2 if out else view.zoom * 2
            self.surface.set_viewport(view.zoomed(zoom, point.position))
        else:
            middle = QPointF(view.size.width() / 2, view.size.height() / 2)
            room = min(view.size.width() / rect.width(), view.size.height() / rect.height())
            moved = view.panned(middle - QRectF(rect).center())
            self.surface.set_viewport(moved.zoomed(view.zoom * room, middle))

    def cancel(self) -> None:
        self._from = None
        self.surface.refresh()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._from is not None:
            painter.setPen(QPen(self.surface.widget().palette().color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._rect())

    def _rect(self) -> QRect:
        assert self._from is not None
        return QRectF(self._from, self._to).normalized().toRect().adjusted(0, 0, 1, 1)


def _angle(vector: QPointF) -> float:
    import math

    return math.degrees(math.atan2(vector.y(), vector.x()))
