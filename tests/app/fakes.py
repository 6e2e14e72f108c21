"""An engine without networks that does as it is told, and a window's worth of the app around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, EngineAbsent, ModelMissing
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.ports import ModelCaps
from tests.core.documents import CAPS, halves, painter
from tests.core.gates import named_ones

PLACEMENT = ev.Placement("cpu", "a processor", "float32", "none", "it fits")
WAIT = 5.0


def report(job: PaintJob) -> ev.PaintReport:
    return ev.PaintReport(
        placement=PLACEMENT,
        seconds=(("painting", 0.1),),
        steps=job.steps,
        seed=job.seed,
        sha256="0" * 64,
        texts=job.texts,
        text_lengths=(1,) * len(job.texts),
    )


@dataclass
class FakeEngine:
    """Paints one colour, seed by seed. ``held`` makes it wait at each step until ``let_go`` allows it."""

    held: bool = False
    fails: list[ArtmasterError | None] = field(default_factory=list)
    """What the next jobs end with; None paints."""
    says: tuple[Notice, ...] = ()
    """What it does otherwise than asked and planned."""
    deaf: bool = False
    """Works on and on, whatever is asked."""
    mute: bool = False
    """Returns without having said how it ended."""
    jobs: list[PaintJob] = field(default_factory=list)
    asked: list[GateQuestion] = field(default_factory=list)
    gate: Callable[[GateQuestion], Choices] | ArtmasterError = named_ones
    slow_checks: bool = False
    """A check takes until it is not wanted any more."""
    says_nothing: bool = False
    """A check fails."""
    looking: threading.Event = field(default_factory=threading.Event)
    checked: list[PaintJob] = field(default_factory=list)
    described: list[Path] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    caps: ModelCaps = CAPS
    refuses: ModelMissing | None = None
    most_at_once: int = 0
    _running: int = 0
    _allowed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    done: threading.Event = field(default_factory=threading.Event)
    """Set when a run has said its last word."""
    reached: threading.Event = field(default_factory=threading.Event)
    """Set while a held run waits at a step."""

    def describe(self, model: Path) -> ModelCaps:
        self.threads.add(QThread.currentThread().objectName())
        self.described.append(model)
        if self.refuses is not None and self.refuses.path == model:
            raise self.refuses
        return replace(self.caps, path=model)

    def check(self, job: PaintJob, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        self.threads.add(QThread.currentThread().objectName())
        self.checked.append(job)
        if self.says_nothing:
            raise EngineAbsent("it does not look")
        while self.slow_checks and not cancelled():
            self.looking.set()
            time.sleep(0.005)
        return (*job.notices, *self.says)

    def choose(self, question: GateQuestion) -> Choices:
        self.asked.append(question)
        if isinstance(self.gate, ArtmasterError):
            raise self.gate
        return self.gate(question)

    def let_go(self, steps: int = 1000) -> None:
        for _ in range(steps):
            self._allowed.release()

    def run(self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]) -> None:
        self.threads.add(QThread.currentThread().objectName())
        self.jobs.append(job)
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        try:
            if self.mute:
                return
            emit(self._painted(job, emit, cancelled))
        finally:
            self._running -= 1
            self.done.set()

    def _painted(
        self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]
    ) -> ev.Event:
        emit(ev.Progress(job.id, ev.Stage.LOADING, 1, 1))
        emit(ev.Started(job.id, PLACEMENT, (*job.notices, *self.says)))
        while self.deaf:
            self.reached.set()
            time.sleep(0.005)
        error = self.fails.pop(0) if self.fails else None
        for step in range(1, job.steps + 1):
            while self.held and not self._allowed.acquire(timeout=0.005):
                self.reached.set()
                if cancelled():
                    break
            self.reached.clear()
            if cancelled():
                return ev.Cancelled(job.id, step - 1)
            if error is not None and step == 2:
                return ev.Failed(job.id, error)
            emit(ev.Preview(job.id, step, np.full((4, 4, 3), step, np.uint8)))
            emit(ev.Progress(job.id, ev.Stage.PAINTING, step, job.steps, float(job.steps - step)))
        if error is not None:
            return ev.Failed(job.id, error)
        return ev.Finished(job.id, picture(job), report(job))


def picture(job: PaintJob) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """What the fake paints for ``job``."""
    shape = (job.output.height, job.output.width, 3)
    return np.full(shape, (job.seed % 256, 80, 160), np.uint8)


@dataclass
class Catalog:
    """A library of painters in memory, which remembers the threads that asked."""

    painters: tuple[Painter, ...] = (painter("a"), painter("b"))
    threads: set[bool] = field(default_factory=set)
    """Whether it was the window's thread."""

    def all(self) -> tuple[Painter, ...]:
        return self.painters

    def find(self, ref: PainterRef) -> Painter | None:
        self.threads.add(QThread.currentThread() is QCoreApplication.instance().thread())  # type: ignore[union-attr]
        return next((p for p in self.painters if p.slug == ref.slug), None)


class Studio(QObject):
    """The app without a window: everything wired as the program wires it."""

    def __init__(self, engine: FakeEngine, document: Document | None = None) -> None:
        super().__init__()
        self.engine = engine
        self.made = 0
        self.session = Session(document or halves())
        self.thread_ = EngineThread(self._factory)
        self.queue = JobQueue(self.thread_)
        self.catalog = Catalog()
        self.desk = PaintDesk(self.session, self.queue, self.thread_, self.catalog)
        self.events: list[ev.Event] = []
        self.thread_.happened.connect(self.events.append, Qt.ConnectionType.DirectConnection)

    def _factory(self) -> FakeEngine:
        self.made += 1
        return self.engine

    def close(self) -> None:
        self.engine.held = False
        self.desk.close()
        self.thread_.close()
        assert self.thread_.wait(WAIT)
        drain()


@contextmanager
def studio(engine: FakeEngine | None = None, document: Document | None = None) -> Iterator[Studio]:
    built = Studio(engine or FakeEngine(), document)
    try:
        yield built
    finally:
        built.close()


def drain() -> None:
    """Deliver what was posted."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
