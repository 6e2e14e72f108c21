"""Fingers, wheels and touchpads: one finger draws (or moves the canvas, once a pen was seen), two fingers
move, zoom and turn it, a wheel zooms, a touchpad scrolls.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QEventPoint, QInputDevice, QNativeGestureEvent, QTouchEvent, QWheelEvent

from artmaster_desktop.ui.canvas.hands import Hands
from artmaster_desktop.ui.canvas.pointer import Stream, finger_point, seconds
from artmaster_desktop.ui.canvas.viewport import Viewport

_NOTCH = 120.0
_STEP = math.sqrt(2.0)
"""Zoom of one notch of a wheel: two of them double it."""
_TURN_FROM = 7.0
"""Degrees that two fingers must turn before the canvas does."""
_GLIDE = 110
"""Milliseconds that a wheel's zoom takes."""


class Fingers(QObject):
    """Gestures that change the view."""

    def __init__(
        self,
        hands: Hands,
        view: Callable[[], Viewport],
        set_view: Callable[[Viewport], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._hands, self._view, self._set_view = hands, view, set_view
        self._pinch: tuple[QPointF, QPointF] | None = None
        self._turned = 0.0
        self._spent = False
        self._anchor = QPointF()
        self._target = 1.0
        self._from = self._last = view()
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glided)

    # ------------------------------------------------------------------------------------------ touch

    def felt(self, event: QTouchEvent) -> None:
        """All touch events of the canvas."""
        event.accept()
        if event.type() == QEvent.Type.TouchCancel:
            self._hands.give_up()
            self._pinch, self._spent = None, False
            return
        points = event.points()
        down = [p for p in points if p.state() != QEventPoint.State.Released]
        if len(down) >= 2:
            if self._hands.stream is Stream.FINGER:
                self._hands.give_up()
            self._spent = True
            self._pinched(down[0].position(), down[1].position())
            return
        self._pinch = None
        if points and not self._spent:
            self._one(event, points[0])
        if event.type() == QEvent.Type.TouchEnd:
            self._spent = False

    def _one(self, event: QTouchEvent, finger: QEventPoint) -> None:
        point = finger_point(finger.position(), event.modifiers(), seconds(event), self._view().to_canvas)
        if event.type() == QEvent.Type.TouchBegin:
            tool = self._hands.tool_for_finger()
            self._hands.begin(Stream.FINGER, tool, point)
        elif finger.state() == QEventPoint.State.Released:
            self._hands.end(Stream.FINGER, point)
        else:
            self._hands.drag(Stream.FINGER, point)

    def _pinched(self, first: QPointF, second: QPointF) -> None:
        before, self._pinch = self._pinch, (first, second)
        if before is None:
            self._turned = 0.0
            return
        old, new = before[1] - before[0], second - first
        span = math.hypot(old.x(), old.y())
        if span < 1.0 or math.hypot(new.x(), new.y()) < 1.0:
            return
        middle = (first + second) / 2
        view = self._view().panned(middle - (before[0] + before[1]) / 2)
        view = view.zoomed(view.zoom * math.hypot(new.x(), new.y()) / span, middle)
        turn = _angle_between(old, new)
        started = abs(self._turned) > _TURN_FROM
        self._turned += turn
        if started:
            view = view.rotated(turn, middle)
        self._set_view(view)

    # ----------------------------------------------------------------------------- wheel and touchpad

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms where the pointer is, Shift scrolls sideways, Alt turns; a touchpad scrolls, with
        Ctrl zooms.
        """
        event.accept()
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / _NOTCH
        keys = event.modifiers()
        touchpad = event.device().type() == QInputDevice.DeviceType.TouchPad
        if keys & Qt.KeyboardModifier.AltModifier:
            self._set_view(self._view().rotated(15.0 * notches, event.position()))
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self._set_view(self._view().panned(QPointF(notches * 60.0, 0.0)))
        elif touchpad and not keys & Qt.KeyboardModifier.ControlModifier:
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else delta / 2
            self._set_view(self._view().panned(QPointF(moved)))
        elif touchpad:
            view = self._view()
            self._set_view(view.zoomed(view.zoom * _STEP**notches, event.position()))
        else:
            self.glide_to(self.target * _STEP**notches, event.position())

    def native(self, event: QNativeGestureEvent) -> None:
        """Pinches of touchpads, as macOS and Wayland report them."""
        event.accept()
        view = self._view()
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._set_view(view.zoomed(view.zoom * (1.0 + event.value()), event.position()))
        elif event.gestureType() == Qt.NativeGestureType.RotateNativeGesture:
            self._set_view(view.rotated(event.value(), event.position()))

    # ------------------------------------------------------------------------------------------ glide

    @property
    def target(self) -> float:
        """The zoom that the view has, or will have when it has come to rest."""
        running = self._glide.state() == QVariantAnimation.State.Running
        return self._target if running else self._view().zoom

    def glide_to(self, zoom: float, anchor: QPointF) -> None:
        """Zoom in a short, soft movement; the point under ``anchor`` stays."""
        self._target, self._anchor = zoom, anchor
        self._glide.stop()
        self._from = self._last = self._view()
        self._glide.setStartValue(math.log(self._from.zoom))
        self._glide.setEndValue(math.log(max(zoom, 1e-6)))
        self._glide.start()

    def settle(self) -> None:
        """Come to rest at once."""
        if self._glide.state() == QVariantAnimation.State.Running:
            self._glide.setCurrentTime(_GLIDE)

    def _glided(self, value: float) -> None:
        """Each step is made from the first view, as steps from step to step would drift."""
        if self._view() != self._last:
            self._glide.stop()  # somebody else moved the view
            return
        self._last = self._from.zoomed(math.exp(value), self._anchor)
        self._set_view(self._last)


def _angle_between(old: QPointF, new: QPointF) -> float:
    """Degrees from ``old`` to ``new``, clockwise on the screen, in (-180, 180]."""
    turn = math.degrees(math.atan2(new.y(), new.x()) - math.atan2(old.y(), old.x()))
    return (turn + 180.0) % 360.0 - 180.0
