"""How a gradient will look, painted by the window while its ends are dragged."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QGradient, QImage, QLinearGradient, QPainter, QRadialGradient

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.gradient import Ink, Kind
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.raster_image import image_of
from artmaster_desktop.ui.canvas.viewport import Viewport

_SIDE = 512
"""Pixels along the longer side of what limits the preview: a coarse border is fine for a moment."""
_REGION = 0.5
"""Opacity of the preview on a region's mask, which is seen as a tint too."""


class RampPreview:
    """Made for one drag, of what is picked and selected when it begins."""

    def __init__(self, session: Session) -> None:
        layer = session.document.find(session.active_layer)
        self._tint = layer.colour if isinstance(layer, MaskLayer) else None
        self._opacity = _REGION if self._tint else getattr(layer, "opacity", 1.0)
        self._mask: QImage | None = None
        self._area = QRectF(0, 0, session.document.extent.width, session.document.extent.height)
        if session.selection is not None:
            self._limit(session.selection)

    def _limit(self, selection: Raster) -> None:
        bounds = selection.bounds
        step = max(1, math.ceil(max(bounds.width, bounds.height) / _SIDE))
        self._mask = image_of(selection.read(bounds)[::step, ::step])
        covered = self._mask.width() * step, self._mask.height() * step
        self._area = QRectF(bounds.x, bounds.y, *covered)

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        kind: Kind,
        ends: tuple[QPointF, QPointF],
        inks: tuple[Ink, Ink],
    ) -> None:
        """Over the canvas, in widget coordinates; ``ends`` in canvas pixels."""
        brush = QBrush(_gradient(kind, ends, [QColor(*(*(self._tint or ink[:3]), ink[3])) for ink in inks]))
        painter.save()
        painter.setTransform(viewport.transform(), combine=True)
        painter.setClipRect(QRectF(0, 0, viewport.extent.width, viewport.extent.height))
        painter.setOpacity(self._opacity)
        if self._mask is None:
            painter.fillRect(self._area, brush)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._area, self._within(self._mask, brush))
        painter.restore()

    def _within(self, mask: QImage, brush: QBrush) -> QImage:
        image = QImage(mask.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.scale(mask.width() / self._area.width(), mask.height() / self._area.height())
        painter.translate(-self._area.topLeft())
        painter.fillRect(self._area, brush)
        painter.resetTransform()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, mask)
        painter.end()
        return image


def _gradient(kind: Kind, ends: tuple[QPointF, QPointF], colours: list[QColor]) -> QGradient:
    start, end = ends
    way = end - start
    gradient: QGradient
    if kind is Kind.LINEAR:
        gradient = QLinearGradient(start, end)
    else:
        gradient = QRadialGradient(start, max(math.hypot(way.x(), way.y()), 1e-3))
    gradient.setColorAt(0.0, colours[0])
    gradient.setColorAt(1.0, colours[1])
    return gradient
