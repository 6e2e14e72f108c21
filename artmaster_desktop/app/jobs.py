"""The queue: jobs wait in order, one is with the engine, and what has ended stays to be tried again.

A job is a frozen value that owes nothing to the document any more, so whatever is edited meanwhile, it paints
what was asked when it was asked.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.purpose import Purpose
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Placement,
    Preview,
    Progress,
    Stage,
    Started,
)
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice

KEPT = 20
"""Ended entries that stay in the list. A job may carry its start picture, so the list must not grow for
ever.
"""

_SPANS = {
    Stage.WAITING: (0.0, 0.0),
    Stage.LOADING: (0.0, 0.06),
    Stage.READING: (0.06, 0.1),
    Stage.PAINTING: (0.1, 0.94),
    Stage.DECODING: (0.94, 1.0),
}
"""Which part of the whole progress a stage is: a guess that only has to move forward."""


class State(Enum):
    """Where an entry is on its way."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A job in the queue. ``id`` is that of the job. ``progress`` in [0, 1] counts the whole job.

    ``notices`` is everything that is done otherwise than asked: as planned, and as the engine said when it
    began.
    """

    id: str
    title: str
    job: PaintJob
    purpose: Purpose
    state: State = State.WAITING
    progress: float = 0.0
    stage: Stage | None = None
    seconds_left: float | None = None
    placement: Placement | None = None
    notices: tuple[Notice, ...] = ()
    error: ArtmasterError | None = None

    @property
    def ended(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)


class JobQueue(QObject):
    """Feeds the engine. A job that fails, or is cancelled, never stops those behind it."""

    changed = Signal()
    """``entries`` are others, or in another order or state."""
    started = Signal(object)
    """Entry: the engine has begun, and said where it runs and what it does otherwise than asked."""
    progressed = Signal(object)
    """core.event.Progress of the running entry."""
    previewed = Signal(object)
    """core.event.Preview of the running entry."""
    finished = Signal(object, object)
    """Entry, core.event.Finished."""
    failed = Signal(object, object)
    """Entry, ArtmasterError."""
    cancelled = Signal(object)
    """Entry."""

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._entries: list[Entry] = []
        self._at_engine = ""  # the job whose end the engine still owes us, cancelled or not
        engine.happened.connect(self._hear)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Ended ones first, oldest first; then the running one; then those that wait, the next one first."""
        return tuple(self._entries)

    @property
    def running(self) -> Entry | None:
        return next((e for e in self._entries if e.state is State.RUNNING), None)

    @property
    def waiting(self) -> tuple[Entry, ...]:
        return tuple(e for e in self._entries if e.state is State.WAITING)

    def find(self, entry_id: str) -> Entry | None:
        return next((e for e in self._entries if e.id == entry_id), None)

    def submit(self, job: PaintJob, purpose: Purpose, title: str = "", *, first: bool = False) -> str:
        """Put ``job`` behind all that wait (``first``: before them); its id. Raises ValueError if it is
        there already.
        """
        if self.find(job.id) is not None:
            raise ValueError(f"job {job.id} is in the queue already")
        entry = Entry(id=job.id, title=title, job=job, purpose=purpose, notices=job.notices)
        place = len(self._entries) - len(self.waiting) if first else len(self._entries)
        self._entries.insert(place, entry)
        self._feed()
        self.changed.emit()
        return job.id

    def put_back(self, job: PaintJob, purpose: Purpose, title: str = "") -> None:
        """List a job that a killed program left, as cancelled: it may be what killed it, so it does not begin
        by itself, but ``retry`` paints it.
        """
        if self.find(job.id) is None:
            entry = Entry(
                id=job.id, title=title, job=job, purpose=purpose, state=State.CANCELLED, notices=job.notices
            )
            self._end(entry)
            self.changed.emit()

    def cancel(self, entry_id: str) -> None:
        """Cancelled at once for the artist; the engine leaves a running job at its next step."""
        entry = self.find(entry_id)
        if entry is None or entry.ended:
            return
        if entry.state is State.RUNNING:
            self._engine.cancel(entry_id)
        ended = self._end(replace(entry, state=State.CANCELLED, seconds_left=None))
        self.cancelled.emit(ended)
        self.changed.emit()

    def cancel_all(self) -> None:
        for entry in (*reversed(self.waiting), self.running):
            if entry is not None:
                self.cancel(entry.id)

    def move(self, entry_id: str, index: int) -> None:
        """Make a waiting entry number ``index`` (from 0) of those that wait."""
        entry = self.find(entry_id)
        if entry is None or entry.state is not State.WAITING:
            return
        self._entries.remove(entry)
        first = len(self._entries) - len(self.waiting)
        self._entries.insert(first + max(0, min(index, len(self.waiting))), entry)
        self.changed.emit()

    def retry(self, entry_id: str) -> str:
        """Ask again for what has ended, as it was; the new entry's id ("" if there is nothing to retry)."""
        entry = self.find(entry_id)
        if entry is None or not entry.ended:
            return ""
        if entry.state is not State.DONE:
            self._entries.remove(entry)
        return self.submit(replace(entry.job, id=uuid.uuid4().hex), entry.purpose, entry.title)

    def remove(self, entry_id: str) -> None:
        """Take an ended entry off the list."""
        self._entries = [e for e in self._entries if e.id != entry_id or not e.ended]
        self.changed.emit()

    # -------------------------------------------------------------------------------------------- within

    def _feed(self) -> None:
        """Give the engine the next job once it is free."""
        if self._at_engine or not self.waiting:
            return
        entry = replace(self.waiting[0], state=State.RUNNING)
        self._put(entry)
        self._at_engine = entry.id
        self._engine.run(entry.job)

    def _hear(self, event: Event) -> None:
        entry = self.find(event.job)
        if entry is not None and entry.state is State.RUNNING:
            self._tell(entry, event)
        if isinstance(event, Finished | Failed | Cancelled) and event.job == self._at_engine:
            self._at_engine = ""
            if self.waiting:
                self._feed()
                self.changed.emit()

    def _tell(self, entry: Entry, event: Event) -> None:
        match event:
            case Started(_, placement, notices):
                begun = replace(entry, placement=placement, notices=notices or entry.notices)
                self._put(begun)
                self.started.emit(begun)
                self.changed.emit()
            case Progress():
                self._put(_advanced(entry, event))
                self.progressed.emit(event)
            case Preview():
                self.previewed.emit(event)
            case Finished():
                done = replace(entry, state=State.DONE, progress=1.0, seconds_left=0.0)
                self.finished.emit(self._end(done), event)
                self.changed.emit()
            case Failed(_, error):
                failed = replace(entry, state=State.FAILED, error=error, seconds_left=None)
                self.failed.emit(self._end(failed), error)
                self.changed.emit()
            case Cancelled():
                self.cancelled.emit(self._end(replace(entry, state=State.CANCELLED, seconds_left=None)))
                self.changed.emit()

    def _put(self, entry: Entry) -> None:
        self._entries = [entry if e.id == entry.id else e for e in self._entries]

    def _end(self, entry: Entry) -> Entry:
        """Move the entry to the ended ones, and let the oldest of them go."""
        ended = [e for e in self._entries if e.ended] + [entry]
        rest = [e for e in self._entries if not e.ended and e.id != entry.id]
        self._entries = ended[-KEPT:] + rest
        return entry


def _advanced(entry: Entry, event: Progress) -> Entry:
    start, end = _SPANS[event.stage]
    progress = start + (end - start) * event.step / max(1, event.steps)
    return replace(
        entry, stage=event.stage, progress=max(entry.progress, progress), seconds_left=event.seconds_left
    )
