"""Work for the moments in which the artist does nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance

from artmaster_desktop.ui.canvas.picture import soon

AFTER = 80
"""Milliseconds without a change before work begins."""

TURN = 5.0
"""Milliseconds of work at a time: a pen that comes down meanwhile does not notice."""

BETWEEN = 5
"""Milliseconds left to others between two turns."""


class Rest(QObject):
    """Does ``work`` in short turns while nothing else happens. ``work`` gets the time (``perf_counter``) at
    which it is to stop, and says whether anything is left to do.
    """

    def __init__(self, work: Callable[[float], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    def after(self, *changes: SignalInstance) -> None:
        """Each of these changes may bring work, but not at once."""
        for change in changes:
            change.connect(self.later)

    def later(self) -> None:
        """Something else comes first."""
        self._timer.start(AFTER)

    def _turn(self) -> None:
        if self._work(soon(TURN)):
            self._timer.start(BETWEEN)
