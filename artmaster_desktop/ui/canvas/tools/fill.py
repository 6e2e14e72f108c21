"""Filling: an area of one colour, and a gradient across it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from artmaster_desktop.core.fill import bucket
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.gradient import Ink, gradient
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.reference import seen
from artmaster_desktop.ui.canvas.tools.base import Modifier, Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.ramp import RampPreview
from artmaster_desktop.ui.canvas.tools.target import inside_canvas, paintable
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import ToolId


class FillTool(Tool):
    """One click fills what looks like the pixel under it."""

    id = ToolId.FILL

    def press(self, point: Point) -> None:
        document, options = self.session.document, self.toolbox.options
        found = paintable(self.surface)
        if found is None or not inside_canvas(document, point.canvas):
            return
        layer, raster = found
        selection, colour = self.session.selection, self.toolbox.colour
        x, y = math.floor(point.sample.x), math.floor(point.sample.y)

        def work() -> Raster:
            whole = options.sample_all
            looked_at = (
                seen(document.layers, document.extent) if whole else raster.read(Bounds.of(document.extent))
            )
            return bucket(
                raster,
                looked_at,
                x,
                y,
                colour,
                tolerance=options.tolerance,
                contiguous=options.contiguous,
                selection=selection,
            )

        self.surface.compute(work, lambda new: self.put_on(layer, raster, new, "Fill"))


class GradientTool(Tool):
    """A drag lays a gradient from where it began to where it ends, inside the selection."""

    id = ToolId.GRADIENT

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._from: QPointF | None = None
        self._start, self._to = QPointF(), QPointF()
        self._preview: RampPreview | None = None

    @property
    def dragging(self) -> bool:
        return self._from is not None

    def press(self, point: Point) -> None:
        if paintable(self.surface) is not None:
            self._from = self._start = self._to = point.canvas
            self._preview = RampPreview(self.session)

    def move(self, points: Sequence[Point]) -> None:
        if self._from is not None:
            self._to = _straightened(self._from, points[-1])
            self.surface.refresh()

    def cancel(self) -> None:
        self._from = self._preview = None
        self.surface.refresh()

    def broken_off(self) -> None:
        self.cancel()

    def release(self, point: Point) -> None:
        if self._from is None:
            return
        start, end = self._from, _straightened(self._from, point)
        self._from, self._to = None, end
        found = paintable(self.surface)
        if found is None or (end - start).manhattanLength() < 1.0:
            self.cancel()
            return
        layer, raster = found
        within, options = Bounds.of(self.session.document.extent), self.toolbox.options
        selection, inks = self.session.selection, self._inks()

        def work() -> Raster:
            ends = (start.x(), start.y()), (end.x(), end.y())
            return gradient(raster, options.ramp, *ends, inks, within, selection=selection)

        def done(new: Raster) -> None:
            self.cancel()
            self.put_on(layer, raster, new, "Gradient")

        self.surface.compute(work, done)

    def _inks(self) -> tuple[Ink, Ink]:
        first = self.toolbox.colour
        if self.toolbox.options.to_transparent:
            return (*first, 255), (*first, 0)
        return (*first, 255), (*self.toolbox.background, 255)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        if self._preview is not None:
            ends = (self._start, self._to)
            self._preview.paint(painter, viewport, self.toolbox.options.ramp, ends, self._inks())
        if self._from is None:
            return
        start, end = viewport.to_view(self._from), viewport.to_view(self._to)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (QPen(QColor(255, 255, 255, 220), 3.4), QPen(QColor(0, 0, 0, 220), 1.4)):
            painter.setPen(pen)
            painter.drawLine(start, end)
        for place, ink in zip((start, end), self._inks(), strict=True):
            painter.setPen(QPen(QColor(0, 0, 0, 200), 1.2))
            painter.setBrush(QColor(*ink))
            painter.drawEllipse(QRectF(place.x() - 6, place.y() - 6, 12, 12))
        painter.restore()


def _straightened(start: QPointF, point: Point) -> QPointF:
    """Where the drag is; with Shift on one of eight directions."""
    way = point.canvas - start
    if not point.has(Modifier.ShiftModifier):
        return point.canvas
    length = math.hypot(way.x(), way.y())
    step = round(math.atan2(way.y(), way.x()) / (math.pi / 4)) * (math.pi / 4)
    return start + QPointF(length * math.cos(step), length * math.sin(step))
