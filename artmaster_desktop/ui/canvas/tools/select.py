"""Selecting by rectangle, ellipse, lasso, polygon and magic wand.

Shift, Alt or both when a selection begins add to the old one, take away from it or keep what both have,
whatever the options say. A click beside everything selects nothing again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.selection import Combine, combined, feathered
from artmaster_desktop.core.selection_commands import JOINED
from artmaster_desktop.core.shapes import ellipse, polygon, rectangle
from artmaster_desktop.core.wand import similar
from artmaster_desktop.ui.canvas.reference import seen
from artmaster_desktop.ui.canvas.tools.base import HANDLE, Modifier, Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.target import inside_canvas
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import ToolId

_CLICK = 3.0
"""Widget pixels: a shorter drag is a click."""


class SelectTool(Tool):
    """What all selecting tools share."""

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._how = Combine.REPLACE

    def _begin(self, point: Point) -> None:
        shift, alt = point.has(Modifier.ShiftModifier), point.has(Modifier.AltModifier)
        if shift or alt:
            both = Combine.INTERSECT if shift and alt else Combine.ADD if shift else Combine.SUBTRACT
            self._how = both
        else:
            self._how = self.toolbox.options.combine

    def select(self, make: Callable[[], Raster]) -> None:
        """Make the new part outside the window's thread and join it to the selection."""
        extent, radius = self.session.document.extent, self.toolbox.options.feather
        old, how = self.session.selection, self._how

        def work() -> Raster | None:
            new: Raster | None = make()
            if new is not None and radius > 0.0:
                new = feathered(new, radius, extent)
            return combined(old, new or Raster(1), how, extent)

        def done(found: Raster | None) -> None:
            self.session.set_selection(found, "" if found is None else JOINED[how])

        self.surface.compute(work, done)

    def _clicked(self) -> None:
        if self._how is Combine.REPLACE:
            self.session.set_selection(None)

    @property
    def _canvas(self) -> Bounds:
        return Bounds.of(self.session.document.extent)


class BoxTool(SelectTool):
    """A shape in the box between two corners; Shift while dragging makes it square, Alt grows it from its
    middle.
    """

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._from: Point | None = None
        self._box = QRectF()

    @property
    def dragging(self) -> bool:
        return self._from is not None

    def shape(self, box: QRectF) -> Raster:
        raise NotImplementedError

    def press(self, point: Point) -> None:
        self._begin(point)
        self._from, self._box = point, QRectF(point.canvas, point.canvas)

    def move(self, points: Sequence[Point]) -> None:
        if self._from is not None:
            self._box = self._spanned(self._from, points[-1])
            self.surface.refresh()

    def release(self, point: Point) -> None:
        if self._from is None:
            return
        start, box = self._from, self._spanned(self._from, point)
        self.cancel()
        if (point.position - start.position).manhattanLength() < _CLICK or box.isEmpty():
            self._clicked()
        else:
            self.select(lambda: self.shape(box))

    def cancel(self) -> None:
        self._from = None
        self.surface.refresh()

    def _spanned(self, start: Point, end: Point) -> QRectF:
        """The box, on whole pixels."""
        way = end.canvas - start.canvas
        if end.has(Modifier.ShiftModifier) and not start.has(Modifier.ShiftModifier):
            side = max(abs(way.x()), abs(way.y()))
            way = QPointF(math.copysign(side, way.x()), math.copysign(side, way.y()))
        first = start.canvas
        if end.has(Modifier.AltModifier) and not start.has(Modifier.AltModifier):
            first = start.canvas - way
        box = QRectF(first, start.canvas + way).normalized()
        return QRectF(
            QPointF(round(box.left()), round(box.top())), QPointF(round(box.right()), round(box.bottom()))
        )

    def outline(self, box: QRectF) -> QPolygonF:
        return QPolygonF(box)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._from is not None:
            draw_outline(painter, viewport.transform().map(self.outline(self._box)))


class RectangleTool(BoxTool):
    """Selects a rectangle."""

    id = ToolId.RECTANGLE

    def shape(self, box: QRectF) -> Raster:
        return rectangle(box.left(), box.top(), box.right(), box.bottom(), self._canvas)


class EllipseTool(BoxTool):
    """Selects an ellipse."""

    id = ToolId.ELLIPSE

    def shape(self, box: QRectF) -> Raster:
        return ellipse(box.left(), box.top(), box.right(), box.bottom(), self._canvas)

    def outline(self, box: QRectF) -> QPolygonF:
        turns = (2 * math.pi * i / 96 for i in range(97))
        middle, a, b = box.center(), box.width() / 2, box.height() / 2
        return QPolygonF([middle + QPointF(a * math.cos(t), b * math.sin(t)) for t in turns])


class LassoTool(SelectTool):
    """Selects what a line drawn by hand goes around."""

    id = ToolId.LASSO

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._path: list[QPointF] = []
        self._away = 0.0

    @property
    def dragging(self) -> bool:
        return bool(self._path)

    def press(self, point: Point) -> None:
        self._begin(point)
        self._path, self._away = [point.canvas], 0.0

    def move(self, points: Sequence[Point]) -> None:
        if self._path:
            self._path += [point.canvas for point in points]
            scale, start = self.surface.viewport.scale, self._path[0]
            ways = [(point.canvas - start).manhattanLength() * scale for point in points]
            self._away = max(self._away, *ways)
            self.surface.refresh()

    def release(self, point: Point) -> None:
        if not self._path:
            return
        path, away = self._path, self._away
        self.cancel()
        if away < _CLICK:
            self._clicked()
        else:
            corners = [(p.x(), p.y()) for p in path]
            within = self._canvas
            self.select(lambda: polygon([corners], within))

    def cancel(self) -> None:
        self._path = []
        self.surface.refresh()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._path:
            draw_outline(painter, viewport.transform().map(QPolygonF(self._path)), closed=False)


class PolygonTool(SelectTool):
    """Corner by corner; a click on the first corner, a double click or Enter closes it, Backspace takes the
    last corner back, Escape gives up.
    """

    id = ToolId.POLYGON

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._corners: list[QPointF] = []
        self._next = QPointF()

    def press(self, point: Point) -> None:
        if not self._corners:
            self._begin(point)
        self._next = point.canvas
        if len(self._corners) > 2 and self._at_first(point.position):
            self._close()
            return
        self._corners.append(point.canvas)
        self.surface.refresh()

    def hover(self, point: Point) -> None:
        if self._corners:
            self._next = point.canvas
            self.surface.refresh()

    def move(self, points: Sequence[Point]) -> None:
        self.hover(points[-1])

    def double_click(self, point: Point) -> None:
        self._close()

    def cancel(self) -> None:
        self._corners = []
        self.surface.refresh()

    def claims(self, event: QKeyEvent) -> bool:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)
        return bool(self._corners) and event.key() in keys

    def key(self, event: QKeyEvent) -> bool:
        if not self.claims(event):
            return False
        if event.key() == Qt.Key.Key_Backspace:
            self._corners.pop()
            self.surface.refresh()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            self._close()
        return True

    def _at_first(self, position: QPointF) -> bool:
        away = self.surface.viewport.to_view(self._corners[0]) - position
        return max(abs(away.x()), abs(away.y())) <= HANDLE

    def _close(self) -> None:
        corners = [(p.x(), p.y()) for p in self._corners]
        self.cancel()
        if len(corners) > 2:
            within = self._canvas
            self.select(lambda: polygon([corners], within))

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if not self._corners:
            return
        shape = QPolygonF([*self._corners, self._next])
        draw_outline(painter, viewport.transform().map(shape), closed=False)
        painter.setPen(QPen(QColor(0, 0, 0), 1))
        painter.setBrush(QColor(255, 255, 255))
        first = viewport.to_view(self._corners[0])
        painter.drawRect(QRectF(first.x() - 3.5, first.y() - 3.5, 7, 7))


class WandTool(SelectTool):
    """Selects what looks like the pixel under a click."""

    id = ToolId.WAND

    def press(self, point: Point) -> None:
        document, options = self.session.document, self.toolbox.options
        self._begin(point)
        if not inside_canvas(document, point.canvas):
            self._clicked()
            return
        layer = document.find(self.session.active_layer)
        own = None if options.sample_all or layer is None or isinstance(layer, GroupLayer) else layer.raster
        x, y = math.floor(point.sample.x), math.floor(point.sample.y)

        def make() -> Raster:
            looked_at = (
                seen(document.layers, document.extent)
                if own is None
                else own.read(Bounds.of(document.extent))
            )
            return similar(looked_at, x, y, tolerance=options.tolerance, contiguous=options.contiguous)

        self.select(make)


def draw_outline(painter: QPainter, shape: QPolygonF, *, closed: bool = True) -> None:
    """A line that is seen on light and dark: black dashes on white."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dashes = QPen(QColor(0, 0, 0), 1.0)
    dashes.setDashPattern([4.0, 4.0])
    for pen in (QPen(QColor(255, 255, 255), 1.0), dashes):
        painter.setPen(pen)
        if closed:
            painter.drawPolygon(shape)
        else:
            painter.drawPolyline(shape)
    painter.restore()
