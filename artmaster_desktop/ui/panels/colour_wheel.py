"""A ring of hues around a square of saturation and value: any colour in two touches."""

from __future__ import annotations

import colorsys
import math
from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QConicalGradient,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import line

RING = 0.15
"""Width of the ring in the wheel's radius."""
GRID = 96
"""Pixels: side of the square's picture; it is smooth, so it is painted small and enlarged."""
NUDGE = 0.01
_HUES = 24


class _Grip(Enum):
    """What the pen holds."""

    NOTHING = "nothing"
    RING = "ring"
    SQUARE = "square"


class ColourWheel(QWidget):
    """``moved`` tells every colour on the way as (h, s, v) in [0, 1]; ``released`` that the pen is up.

    Arrow keys move in the square, with Shift or Page Up and Page Down along the ring.
    """

    moved = Signal(float, float, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hsv = (0.0, 0.0, 0.0)
        self._grip = _Grip.NOTHING
        self._square_of: tuple[float, QImage] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(120, 120)
        self.setAccessibleName(self.tr("Colour wheel"))
        self.setToolTip(
            self.tr("Ring: hue (Shift+←, Shift+→). Square: saturation and brightness (arrow keys).")
        )

    @property
    def hsv(self) -> tuple[float, float, float]:
        return self._hsv

    def set_hsv(self, hue: float, saturation: float, value: float) -> None:
        """Show a colour without telling anybody."""
        if (hue, saturation, value) != self._hsv:
            self._hsv = (hue, saturation, value)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(210, 210)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802
        return min(width, 240)

    # ------------------------------------------------------------------------------------------- the places

    @property
    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    @property
    def _radius(self) -> float:
        return max(10.0, min(self.width(), self.height()) / 2 - 3)

    def square(self) -> QRectF:
        """Where saturation (to the right) and value (upwards) are picked, in widget pixels."""
        half = self._radius * (1 - RING) * 0.93 / math.sqrt(2)
        return QRectF(self._centre.x() - half, self._centre.y() - half, 2 * half, 2 * half)

    def ring_point(self, hue: float) -> QPointF:
        """The middle of the ring at ``hue`` in [0, 1): red at the right, then counter-clockwise."""
        angle, reach = hue * 2 * math.pi, self._radius * (1 - RING / 2)
        return self._centre + QPointF(math.cos(angle) * reach, -math.sin(angle) * reach)

    def square_point(self, saturation: float, value: float) -> QPointF:
        box = self.square()
        return QPointF(box.left() + saturation * box.width(), box.bottom() - value * box.height())

    # --------------------------------------------------------------------------------------------- the hand

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        away = event.position() - self._centre
        reach = math.hypot(away.x(), away.y())
        in_square = self.square().adjusted(-4, -4, 4, 4).contains(event.position())
        if in_square:
            self._grip = _Grip.SQUARE
        elif self._radius * (1 - 1.4 * RING) <= reach <= self._radius + 4:
            self._grip = _Grip.RING
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._grip is not _Grip.NOTHING:
            self._grip = _Grip.NOTHING
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        hue, saturation, value = self._hsv
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = {Qt.Key.Key_Left: -NUDGE, Qt.Key.Key_Right: NUDGE}.get(Qt.Key(key), 0.0)
        upwards = {Qt.Key.Key_Down: -NUDGE, Qt.Key.Key_Up: NUDGE}.get(Qt.Key(key), 0.0)
        turn = {Qt.Key.Key_PageDown: -NUDGE, Qt.Key.Key_PageUp: NUDGE}.get(Qt.Key(key), 0.0)
        if not (sideways or upwards or turn):
            super().keyPressEvent(event)
            return
        if shift:
            sideways, turn = 0.0, turn + sideways
        self._pick((hue + turn) % 1.0, _unit(saturation + sideways), _unit(value + upwards))
        self.released.emit()

    def _drag(self, place: QPointF) -> None:
        hue, saturation, value = self._hsv
        if self._grip is _Grip.RING:
            away = place - self._centre
            hue = (math.atan2(-away.y(), away.x()) / (2 * math.pi)) % 1.0
            if saturation == 0.0 or value == 0.0:  # on a grey the ring would seem to do nothing
                saturation, value = max(saturation, 0.75), max(value, 0.75)
        elif self._grip is _Grip.SQUARE:
            box = self.square()
            saturation = _unit((place.x() - box.left()) / box.width())
            value = _unit((box.bottom() - place.y()) / box.height())
        else:
            return
        self._pick(hue, saturation, value)

    def _pick(self, hue: float, saturation: float, value: float) -> None:
        self._hsv = (hue, saturation, value)
        self.update()
        self.moved.emit(hue, saturation, value)

    # ------------------------------------------------------------------------------------------- the picture

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.update()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        hue, saturation, value = self._hsv
        self._paint_ring(painter)
        self._paint_square(painter, hue)
        bright = QColor.fromHsvF(hue, 1, 1)
        _paint_knob(painter, self.ring_point(hue), self._radius * RING * 0.42, bright)
        _paint_knob(
            painter, self.square_point(saturation, value), 7.0, QColor.fromHsvF(hue, saturation, value)
        )
        painter.end()

    def _paint_ring(self, painter: QPainter) -> None:
        outer, inner = self._radius, self._radius * (1 - RING)
        ring = QPainterPath()
        ring.addEllipse(self._centre, outer, outer)
        ring.addEllipse(self._centre, inner, inner)
        turn = QConicalGradient(self._centre, 0)
        for i in range(_HUES + 1):
            turn.setColorAt(i / _HUES, QColor.fromHsvF(i / _HUES % 1.0, 0.92, 0.96))
        painter.fillPath(ring, turn)
        strong = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(strong, 1.6) if self.hasFocus() else QPen(line(self.palette(), 0.25), 1))
        painter.drawPath(ring)

    def _paint_square(self, painter: QPainter, hue: float) -> None:
        if self._square_of is None or self._square_of[0] != hue:
            self._square_of = (hue, square_picture(hue))
        box = self.square()
        outline = QPainterPath()
        outline.addRoundedRect(box, 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.drawImage(box, self._square_of[1])
        painter.restore()
        painter.setPen(QPen(line(self.palette(), 0.25), 1))
        painter.drawPath(outline)


def square_picture(hue: float, side: int = GRID) -> QImage:
    """Every saturation (to the right) and value (upwards) of ``hue``, RGB, ``side`` pixels a side."""
    ramp = np.linspace(0.0, 1.0, side)
    pure = np.array(colorsys.hsv_to_rgb(hue, 1.0, 1.0))
    washed = 1.0 - ramp[None, :, None] * (1.0 - pure)
    pixels = np.rint(washed * ramp[::-1, None, None] * 255).astype(np.uint8)
    return QImage(pixels.tobytes(), side, side, side * 3, QImage.Format.Format_RGB888).copy()


def _paint_knob(painter: QPainter, place: QPointF, radius: float, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 3.4))
    painter.drawEllipse(place, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255), 2))
    painter.drawEllipse(place, radius, radius)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
