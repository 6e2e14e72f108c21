"""The frame around what is being transformed: its handles, and what a drag of each does."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF, QTransform

from artmaster_desktop.ui.canvas.tools.base import HANDLE, Modifier
from artmaster_desktop.ui.canvas.viewport import Viewport

_STALK = 26.0
"""Widget pixels from the middle of the upper side to the handle that turns."""
_SNAP = 15.0
"""Degrees, with Shift."""


class Hold(Enum):
    """What the pointer has hold of."""

    MOVE = "move"
    TURN = "turn"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Grip:
    """A part of the frame. ``across`` and ``down`` in -1, 0, 1 say which side or corner sizes it."""

    hold: Hold
    across: int = 0
    down: int = 0


SIZING = tuple(Grip(Hold.SIZE, x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if (x, y) != (0, 0))


@dataclass(frozen=True, slots=True)
class Frame:
    """``box`` (canvas) as it was, and what was done to it: moved by ``shift``, turned by ``angle`` degrees
    around its middle, scaled by ``wide`` and ``tall`` (negative: mirrored).
    """

    box: QRectF
    shift: QPointF = field(default_factory=QPointF)
    angle: float = 0.0
    wide: float = 1.0
    tall: float = 1.0

    @property
    def still(self) -> bool:
        """Whether nothing was done."""
        return self.transform().isIdentity()

    @property
    def middle(self) -> QPointF:
        return self.box.center() + self.shift

    def transform(self) -> QTransform:
        """From where things were on the canvas to where they are."""
        t = QTransform.fromTranslate(self.middle.x(), self.middle.y())
        t.rotate(self.angle)
        t.scale(self.wide, self.tall)
        return t.translate(-self.box.center().x(), -self.box.center().y())

    def place(self, across: float, down: float) -> QPointF:
        """A point of the frame on the canvas; (-1, -1) was its upper left corner, (0, 0) its middle."""
        half = QPointF(self.box.width() / 2 * across, self.box.height() / 2 * down)
        return self.transform().map(self.box.center() + half)

    def outline(self, viewport: Viewport) -> QPolygonF:
        """The frame in the widget."""
        return viewport.transform().map(self.transform().map(QPolygonF(self.box)))

    def stalk(self, viewport: Viewport) -> tuple[QPointF, QPointF]:
        """Foot and head of the handle that turns, in the widget."""
        foot, middle = viewport.to_view(self.place(0, -1)), viewport.to_view(self.middle)
        away = foot - middle
        length = math.hypot(away.x(), away.y())
        return foot, foot + (away / length if length > 1e-9 else QPointF(0, -1)) * _STALK

    def grip_at(self, position: QPointF, viewport: Viewport) -> Grip | None:
        """What lies under a point of the widget."""
        if _near(self.stalk(viewport)[1], position):
            return Grip(Hold.TURN)
        for grip in SIZING:
            if _near(viewport.to_view(self.place(grip.across, grip.down)), position):
                return grip
        if self.outline(viewport).containsPoint(position, Qt.FillRule.WindingFill):
            return Grip(Hold.MOVE)
        return None

    def dragged(self, grip: Grip, start: QPointF, now: QPointF, modifiers: Qt.KeyboardModifier) -> Frame:
        """After a drag of ``grip`` over the canvas. Shift keeps an axis, proportions or steps of 15 degrees;
        Alt sizes around the middle.
        """
        shift = bool(modifiers & Modifier.ShiftModifier)
        if grip.hold is Hold.MOVE:
            return self._moved(now - start, shift)
        if grip.hold is Hold.TURN:
            turn = _angle(now - self.middle) - _angle(start - self.middle)
            angle = self.angle + turn
            return replace(self, angle=round(angle / _SNAP) * _SNAP if shift else angle)
        return self._sized(grip, now - start, shift, bool(modifiers & Modifier.AltModifier))

    def _moved(self, way: QPointF, straight: bool) -> Frame:
        if straight:
            way = QPointF(way.x(), 0.0) if abs(way.x()) >= abs(way.y()) else QPointF(0.0, way.y())
        shift = self.shift + way
        return replace(self, shift=QPointF(round(shift.x()), round(shift.y())))

    def _sized(self, grip: Grip, way: QPointF, keep: bool, around: bool) -> Frame:
        turn = QTransform().rotate(self.angle)
        fixed = self.middle if around else self.place(-grip.across, -grip.down)
        reach = turn.inverted()[0].map(self.place(grip.across, grip.down) + way - fixed)
        share = 2.0 if around else 1.0
        wide = reach.x() * grip.across * share / self.box.width() if grip.across else self.wide
        tall = reach.y() * grip.down * share / self.box.height() if grip.down else self.tall
        if keep and grip.across and grip.down:
            most = max(abs(wide / self.wide), abs(tall / self.tall))
            wide, tall = math.copysign(self.wide * most, wide), math.copysign(self.tall * most, tall)
        wide, tall = _at_least(wide, 1 / self.box.width()), _at_least(tall, 1 / self.box.height())
        if around:
            return replace(self, wide=wide, tall=tall)
        half = QPointF(grip.across * wide * self.box.width(), grip.down * tall * self.box.height()) / 2
        return replace(self, wide=wide, tall=tall, shift=fixed + turn.map(half) - self.box.center())


def _at_least(value: float, least: float) -> float:
    return value if abs(value) >= least else math.copysign(least, value)


def _near(handle: QPointF, position: QPointF) -> bool:
    away = handle - position
    return max(abs(away.x()), abs(away.y())) <= HANDLE


def _angle(vector: QPointF) -> float:
    return math.degrees(math.atan2(vector.y(), vector.x()))
