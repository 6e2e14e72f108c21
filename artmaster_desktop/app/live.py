"""Live mode's sense of time: when to paint again after the artist did something."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from artmaster_desktop.app.session import Session

GRACE = 0.3
"""Seconds of rest after a stroke before it is painted: most strokes come in flurries."""

LONGEST = 3.0
"""Seconds after which a flurry is painted all the same, between two strokes."""


class LiveScheduler(QObject):
    """Says ``due`` once a change of the document should be painted, and never while the pen is down.

    A change starts ``grace``; another one starts it again, but not beyond ``longest`` after the first.
    A pen that is down puts it off until it is up, and then for ``grace`` if ``longest`` has not passed.
    """

    due = Signal()

    def __init__(
        self,
        session: Session,
        *,
        grace: float = GRACE,
        longest: float = LONGEST,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._grace, self._longest = grace, longest
        self._on = False
        self._since: QElapsedTimer | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ring)
        session.changed.connect(self._schedule)
        session.wet_changed.connect(self._pen)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        """On: what is there now is painted first. Off: what was put off is forgotten."""
        if on == self._on:
            return
        self._on = on
        if on:
            self._schedule()
        else:
            self._timer.stop()
            self._since = None

    def set_times(self, grace: float, longest: float) -> None:
        """Seconds, from the next change on."""
        self._grace, self._longest = grace, longest

    def _schedule(self) -> None:
        if not self._on:
            return
        if self._since is None:
            self._since = QElapsedTimer()
            self._since.start()
        if self._session.wet is None:
            left = self._longest * 1000 - self._since.elapsed()
            self._timer.start(max(0, round(min(self._grace * 1000, left))))

    def _pen(self) -> None:
        if self._since is None:
            return
        if self._session.wet is not None:
            self._timer.stop()
        else:
            self._schedule()

    def _ring(self) -> None:
        if self._session.wet is None:
            self._since = None
            self.due.emit()
