"""The end, in order: the engine stops at its next step, what is being written is written, then we go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.keeper import Keeper
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.results import Results
from artmaster_desktop.app.studio import Studio

LOOK_EVERY = 30
"""Milliseconds."""

SAY_AFTER = 0.4
"""Seconds after which it is worth a word that the engine is finishing its step."""

PATIENCE = 60.0
"""Seconds: loading a large model from a slow disk cannot be interrupted, and need not be waited for."""


class Enlarging(Protocol):
    """Who makes pictures larger, for print or for the results: it stops at its next tile."""

    @property
    def busy(self) -> bool: ...

    def close(self, seconds: float) -> bool: ...


class Shutdown(QObject):
    """Ends the app without holding up the window, which may show that it waits."""

    waiting = Signal()
    """The engine, or a file, takes its time."""
    done = Signal(bool)
    """Whether everything ended in order. Where it did not, all files are safe nevertheless: leave by
    ``os._exit``, for a thread that is still at work must not be destroyed.
    """

    def __init__(
        self,
        queue: JobQueue,
        desk: PaintDesk,
        engine: EngineThread,
        files: DocumentFiles,
        results: Results,
        keeper: Keeper,
        preferences: Preferences,
        studio: Studio,
        enlarging: Sequence[Enlarging],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue, self._desk, self._engine = queue, desk, engine
        self._files, self._results = files, results
        self._keeper, self._preferences = keeper, preferences
        self._studio, self._enlarging = studio, enlarging
        self._answered = True
        self._said = False
        self.patience = PATIENCE
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    @property
    def begun(self) -> bool:
        return self._clock.isValid()

    def begin(self, *, answered: bool = True) -> None:
        """Stop everything. ``answered``: the artist has saved or given up the open document; without it, it
        is offered at the next start.
        """
        if self.begun:
            return
        self._answered = answered
        self._clock.start()
        self._desk.close(0.0)
        self._queue.cancel_all()
        self._engine.close()
        self._studio.close(0.0)
        for larger in self._enlarging:
            larger.close(0.0)
        self._timer.start()

    def _look(self) -> None:
        passed = self._clock.elapsed() / 1000
        at_work = self._engine.alive or self._results.busy or self._files.busy
        at_work = at_work or self._studio.at_work or any(larger.busy for larger in self._enlarging)
        if at_work and passed < self.patience:
            if passed >= SAY_AFTER and not self._said:
                self._said = True
                self.waiting.emit()
            return
        self._timer.stop()
        planned = self._desk.close()
        kept = self._keeper.close() if self._answered else self._keeper.abandon()
        written = self._preferences.close()
        taught = self._studio.close(1.0)
        self.done.emit(not at_work and planned and kept and written and taught)
