"""What painting the document as it is would do otherwise than asked: planned after each edit, then asked of
the engine and of the gate while nobody paints.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from artmaster_desktop.app.desk_documents import plans_alike
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.gate_answers import GateAnswers
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.order import Forecast, Planner, Said
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.ports import ModelCaps

NOTICES_AFTER = 150
"""Milliseconds of rest after an edit before its notices are looked for."""


class Outlook(QObject):
    """Keeps a forecast of the session's document. ``planning`` says whether orders are being planned, which
    come first.
    """

    changed = Signal(object)
    """tuple[Notice, ...] of the forecast that is known now."""
    failed = Signal(object)
    """ArtmasterError: the document could not be planned."""

    def __init__(
        self,
        session: Session,
        queue: JobQueue,
        engine: EngineThread,
        planner: Planner,
        gate: GateAnswers,
        worker: Worker,
        planning: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._queue, self._engine = session, queue, engine
        self._planner, self._gate, self._worker, self._planning = planner, gate, worker, planning
        self._caps: ModelCaps | None = None
        self.forecast = Forecast()
        self._asked: Document | None = None
        self._said: Said | None = None
        self._unsaid: PaintJob | None = None  # what the engine is yet to be asked about
        self._soon = QTimer(self, singleShot=True, interval=NOTICES_AFTER)
        self._soon.timeout.connect(self._look_ahead)
        session.changed.connect(lambda _: self._soon.start(NOTICES_AFTER))
        queue.changed.connect(self._ask)
        engine.checked.connect(self._listen)
        gate.answered.connect(self.look_again)

    def use(self, caps: ModelCaps | None) -> None:
        """Another model paints; None while one is looked at."""
        self._caps = caps
        if caps is not None:
            self.look_again()

    def look_again(self) -> None:
        """More is known than when the document was last looked at."""
        self._asked = None
        self._soon.start(0)

    def stop(self) -> None:
        """Look no more."""
        self._soon.stop()

    def _ask(self) -> None:
        """Ask the engine what it would say of the next painting, and whom the gate chooses for it, once no
        job of the queue needs it.
        """
        if self._queue.waiting or self._queue.running or self._planning():
            return
        if self.forecast.waits_for_gate and self.forecast.question is not None:
            self._gate.look(self.forecast.question)
        elif self._unsaid is not None:
            self._engine.check(self._unsaid)

    def _listen(self, job: PaintJob, notices: tuple[Notice, ...] | None) -> None:
        """The engine knows more than the plan: what its files and its texts' length ask for."""
        if notices is None or self._unsaid is None or job != self._unsaid:
            return  # a run came first: it is asked again after it; or there was another edit meanwhile
        self._said, self._unsaid = Said(job, notices), None
        self.look_again()

    def _look_ahead(self) -> None:
        """Plan as if to paint, for what there is to say of it."""
        document, caps = self._session.document, self._caps
        if caps is None or (self._asked is not None and plans_alike(self._asked, document)):
            return
        self._asked, said, answers = document, self._said, self._gate.answers

        def done(forecast: Forecast) -> None:
            if self._asked is document:
                if forecast != self.forecast:
                    self.forecast = forecast
                    self.changed.emit(forecast.notices)
                known = self._said is not None and self._said.job == forecast.job
                self._unsaid = None if known else forecast.job
                self._ask()

        def work() -> Forecast:
            return self._planner.forecast(document, caps, said, answers)

        self._worker.do(work, done, self.failed.emit)
