"""Pointers to drags: mouse, pen and finger as separate streams, every report in order, none lost.

Reports that come while the window is busy wait and are handed over together, so a fast pen never waits for
painting; work on a heap of them is cut in turns, so the window never waits for the pen.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from time import perf_counter

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPointerEvent, QTabletEvent

from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.canvas.tools.base import Point

_PATIENCE = 0.008
"""Seconds that reports may wait for the event queue to run dry."""
_TURN = 0.010
"""Seconds of work on them between two paints, or one batch of them where that takes longer."""
_AT_THE_END = 0.025
_BATCH = 4


class Stream(Enum):
    """Who is drawing. While one stream is down the others are not heard."""

    MOUSE = "mouse"
    PEN = "pen"
    FINGER = "finger"


def seconds(event: QPointerEvent) -> float:
    """When the event happened; the driver's clock where it has one."""
    stamp = event.timestamp()
    return stamp / 1000.0 if stamp else perf_counter()


def mouse_point(event: QMouseEvent, to_canvas: Callable[[QPointF], QPointF]) -> Point:
    """A mouse's report: it presses fully or not at all."""
    place = to_canvas(event.position())
    sample = Sample(place.x(), place.y(), time=seconds(event))
    return Point(sample, event.position(), event.modifiers())


def pen_point(event: QTabletEvent, to_canvas: Callable[[QPointF], QPointF]) -> Point:
    """A pen's report; pressure is clamped to [0, 1], as some drivers send a little more."""
    place = to_canvas(event.position())
    pressure = event.pressure() if math.isfinite(event.pressure()) else 1.0
    sample = Sample(
        place.x(),
        place.y(),
        min(max(pressure, 0.0), 1.0),
        min(max(float(event.xTilt()), -90.0), 90.0),
        min(max(float(event.yTilt()), -90.0), 90.0),
        seconds(event),
    )
    return Point(sample, event.position(), event.modifiers())


def finger_point(
    position: QPointF, modifiers: Qt.KeyboardModifier, time: float, to_canvas: Callable[[QPointF], QPointF]
) -> Point:
    """A finger's report; ``time`` in seconds."""
    place = to_canvas(position)
    return Point(Sample(place.x(), place.y(), time=time), position, modifiers)


class Reports(QObject):
    """Moves that wait to be handed to ``deliver``, and the end of their drag behind them.

    Where the work on them takes long, the window is painted and heard in between.
    """

    def __init__(self, deliver: Callable[[Sequence[Point]], None], parent: QObject) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._waiting: deque[Point] = deque()
        self._last: Callable[[], None] | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    @property
    def waiting(self) -> int:
        """How many nobody has seen yet."""
        return len(self._waiting)

    @property
    def ending(self) -> bool:
        """Whether the drag is over but for what waits."""
        return self._last is not None

    def add(self, point: Point) -> None:
        """Hand ``point`` over when the event queue has run dry, or soon."""
        now = perf_counter()
        if not self._waiting:
            self._since = now
        self._waiting.append(point)
        if now - self._since > _PATIENCE:
            self._turn()
        elif not self._timer.isActive():
            self._timer.start()

    def end(self, last: Callable[[], None]) -> None:
        """Call ``last`` after everything that waits: at once where that is little."""
        self._last = last
        self._turn(_AT_THE_END)

    def flush(self) -> None:
        """Everything now, however long it takes."""
        self._turn(math.inf)

    def drop(self) -> None:
        """Forget what waits: the drag was given up."""
        self._timer.stop()
        self._waiting.clear()
        self._last = None

    def _turn(self, patience: float = _TURN) -> None:
        """Hand over what can be worked off in ``patience`` seconds, then let the window breathe."""
        self._timer.stop()
        until = perf_counter() + patience
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
            self._deliver(some)
            if perf_counter() > until:
                break
        if self._waiting:
            self._since = perf_counter()
            self._timer.start()
        elif self._last is not None:
            last, self._last = self._last, None
            last()
