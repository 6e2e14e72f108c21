"""Where the canvas lies in the widget: zoom, rotation, mirror and scroll as one transform."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QTransform

from artmaster_desktop.core.geometry import Bounds, Extent

MIN_ZOOM = 1 / 64
MAX_ZOOM = 64.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """How ``extent`` canvas pixels are seen in a widget of ``size`` (logical pixels, ``ratio`` device pixels
    each).

    ``zoom`` is device pixels to a canvas pixel, so that 1.0 is sharp on every screen. ``angle`` is in
    degrees, clockwise. ``centre`` is the canvas point in the middle of the widget. ``mirrored`` flips left
    and right as seen.
    """

    extent: Extent
    size: QSizeF
    ratio: float = 1.0
    zoom: float = 1.0
    angle: float = 0.0
    mirrored: bool = False
    centre: QPointF = field(default_factory=QPointF)

    @property
    def scale(self) -> float:
        """Logical widget pixels to a canvas pixel."""
        return self.zoom / self.ratio

    @property
    def upright(self) -> bool:
        """Whether canvas rows are widget rows, left to right or mirrored."""
        return math.isclose(self.angle % 360.0, 0.0, abs_tol=1e-9)

    def transform(self) -> QTransform:
        """Canvas to widget. Upright, it lies on whole device pixels, so that pixels stay sharp."""
        t = QTransform()
        t.translate(self.size.width() / 2, self.size.height() / 2)
        if self.mirrored:
            t.scale(-1.0, 1.0)
        t.rotate(self.angle)
        t.scale(self.scale, self.scale)
        t.translate(-self.centre.x(), -self.centre.y())
        if self.upright:
            dx = round(t.dx() * self.ratio) / self.ratio
            dy = round(t.dy() * self.ratio) / self.ratio
            t = QTransform(t.m11(), t.m12(), t.m21(), t.m22(), dx, dy)
        return t

    def to_view(self, point: QPointF) -> QPointF:
        return self.transform().map(point)

    def to_canvas(self, point: QPointF) -> QPointF:
        return self.transform().inverted()[0].map(point)

    def view_rect(self, bounds: Bounds, margin: int = 2) -> QRect:
        """The widget pixels that may show ``bounds`` of the canvas, ``margin`` more on every side."""
        rect = self.transform().mapRect(QRectF(bounds.x, bounds.y, bounds.width, bounds.height))
        return rect.toAlignedRect().adjusted(-margin, -margin, margin, margin)

    def canvas_bounds(self, rect: QRect, margin: float = 0.0) -> Bounds:
        """The canvas pixels seen in ``rect``, cut at the canvas; empty where none are."""
        seen = self.transform().inverted()[0].mapRect(QRectF(rect))
        x0 = max(0, math.floor(seen.left() - margin))
        y0 = max(0, math.floor(seen.top() - margin))
        x1 = min(self.extent.width, math.ceil(seen.right() + margin))
        y1 = min(self.extent.height, math.ceil(seen.bottom() + margin))
        return Bounds(x0, y0, max(0, x1 - x0), max(0, y1 - y0))

    def zoomed(self, zoom: float, anchor: QPointF) -> Viewport:
        """With another zoom, clamped; the canvas point under ``anchor`` (widget) stays there."""
        return replace(self, zoom=min(max(zoom, MIN_ZOOM), MAX_ZOOM))._holding(self.to_canvas(anchor), anchor)

    def rotated(self, degrees: float, anchor: QPointF) -> Viewport:
        """Turned clockwise as seen, around ``anchor`` (widget)."""
        turn = -degrees if self.mirrored else degrees
        angle = (self.angle + turn) % 360.0
        angle = 0.0 if min(angle, 360.0 - angle) < 1e-6 else angle
        return replace(self, angle=angle)._holding(self.to_canvas(anchor), anchor)

    def flipped(self, anchor: QPointF) -> Viewport:
        """Mirrored left to right as seen, around ``anchor`` (widget)."""
        return replace(self, mirrored=not self.mirrored)._holding(self.to_canvas(anchor), anchor)

    def panned(self, delta: QPointF) -> Viewport:
        """The canvas moved by ``delta`` widget pixels; some of it always stays in sight."""
        middle = QPointF(self.size.width() / 2, self.size.height() / 2)
        return replace(self, centre=self.to_canvas(middle - delta))._kept()

    def resized(self, size: QSizeF, ratio: float) -> Viewport:
        """In a widget of another size: the middle stays the middle."""
        return replace(self, size=size, ratio=ratio)

    def fitted(self, margin: float = 16.0) -> Viewport:
        """The whole canvas in the middle with ``margin`` logical pixels around it, its turn kept."""
        turned = QTransform().rotate(self.angle).mapRect(QRectF(0, 0, self.extent.width, self.extent.height))
        room_x = max(1.0, self.size.width() - 2 * margin) / turned.width()
        room_y = max(1.0, self.size.height() - 2 * margin) / turned.height()
        zoom = min(max(min(room_x, room_y) * self.ratio, MIN_ZOOM), MAX_ZOOM)
        middle = QPointF(self.extent.width / 2, self.extent.height / 2)
        return replace(self, zoom=zoom, centre=middle)

    def _holding(self, point: QPointF, anchor: QPointF) -> Viewport:
        """The same view scrolled so that the canvas ``point`` lies under ``anchor``."""
        middle = QPointF(self.size.width() / 2, self.size.height() / 2)
        linear = QTransform(*self._linear(), 0.0, 0.0).inverted()[0]
        return replace(self, centre=point - linear.map(anchor - middle))._kept()

    def _linear(self) -> tuple[float, float, float, float]:
        t = QTransform()
        if self.mirrored:
            t.scale(-1.0, 1.0)
        t.rotate(self.angle)
        t.scale(self.scale, self.scale)
        return t.m11(), t.m12(), t.m21(), t.m22()

    def _kept(self) -> Viewport:
        x = min(max(self.centre.x(), 0.0), float(self.extent.width))
        y = min(max(self.centre.y(), 0.0), float(self.extent.height))
        return replace(self, centre=QPointF(x, y))
