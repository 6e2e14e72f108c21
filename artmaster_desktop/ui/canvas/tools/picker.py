"""The colour picker."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import Layer
from artmaster_desktop.ui.canvas.tools.base import Modifier, Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.target import pictures, ways_to
from artmaster_desktop.ui.canvas.viewport import Viewport
from artmaster_desktop.ui.toolbox import Colour, ToolId

_RING = 26.0


class PickerTool(Tool):
    """Takes the colour under the pointer; with Alt as the second colour."""

    id = ToolId.PICKER

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._at: QPointF | None = None
        self._colour: Colour = (0, 0, 0)

    @property
    def dragging(self) -> bool:
        return self._at is not None

    def press(self, point: Point) -> None:
        self._pick(point)

    def move(self, points: Sequence[Point]) -> None:
        if self._at is not None:
            self._pick(points[-1])

    def release(self, point: Point) -> None:
        self._at = None
        self.surface.refresh()

    def cancel(self) -> None:
        self._at = None
        self.surface.refresh()

    def _pick(self, point: Point) -> None:
        self._at = point.position
        found = self.colour_at(point.canvas)
        if found is not None:
            self._colour = found
            if point.has(Modifier.AltModifier):
                self.toolbox.set_background(found)
            else:
                self.toolbox.set_colour(found)
        self.surface.refresh()

    def colour_at(self, place: QPointF) -> Colour | None:
        """The colour of a canvas pixel over white paper; None off the canvas."""
        document = self.session.document
        x, y = math.floor(place.x()), math.floor(place.y())
        if not (0 <= x < document.extent.width and 0 <= y < document.extent.height):
            return None
        layers: tuple[Layer, ...] = pictures(document.layers)
        if not self.toolbox.options.sample_all:
            layers = pictures(tuple(ways_to(document, self.session.active_layer)[-1:])) or layers
        red, green, blue = flatten(layers, Bounds(x, y, 1, 1))[0, 0].tolist()
        return red, green, blue

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """A ring around the pointer: the new colour above, the second colour below."""
        if self._at is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self._at.x() - _RING, self._at.y() - _RING, 2 * _RING, 2 * _RING)
        painter.setPen(QPen(QColor(0, 0, 0, 120), 10))
        painter.drawEllipse(ring)
        for colour, start in ((self._colour, 0), (self.toolbox.background, 180)):
            painter.setPen(QPen(QColor(*colour), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, start * 16, 180 * 16)
        painter.restore()
