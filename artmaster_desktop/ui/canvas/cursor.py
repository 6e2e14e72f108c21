"""The outline of the brush under the pointer, seen on light and dark alike."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_SMALLEST = 2.0
"""Widget pixels: a smaller brush is shown as a cross."""
_ARM = 5.0


class BrushOutline:
    """Where it is and how large, in widget pixels; ``position`` None hides it."""

    def __init__(self) -> None:
        self.position: QPointF | None = None
        self.radius = 1.0

    def rect(self) -> QRect:
        """All widget pixels that the outline may touch."""
        if self.position is None:
            return QRect()
        reach = max(self.radius, _ARM) + 3.0
        corner = QPointF(reach, reach)
        return QRectF(self.position - corner, self.position + corner).toAlignedRect()

    def paint(self, painter: QPainter) -> None:
        if self.position is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(255, 255, 255, 170), 2.6), (QColor(0, 0, 0, 210), 1.0)):
            painter.setPen(QPen(colour, width))
            if self.radius >= _SMALLEST:
                painter.drawEllipse(self.position, self.radius, self.radius)
            if self.radius < _ARM:
                x, y = self.position.x(), self.position.y()
                painter.drawLine(QPointF(x - _ARM, y), QPointF(x - 2, y))
                painter.drawLine(QPointF(x + 2, y), QPointF(x + _ARM, y))
                painter.drawLine(QPointF(x, y - _ARM), QPointF(x, y - 2))
                painter.drawLine(QPointF(x, y + 2), QPointF(x, y + _ARM))
        painter.restore()
