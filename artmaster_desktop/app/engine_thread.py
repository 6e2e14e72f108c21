"""The engine's thread: frozen jobs go in by a queue, frozen events come out as queued signals.

Nothing here knows what an engine is made of. The factory is called in the thread, at first need, so the
seconds that its libraries take to load are never the window's.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.errors import ArtmasterError, EngineAbsent
from artmaster_desktop.core.event import Cancelled, Event, Failed, Finished
from artmaster_desktop.core.gate_question import GateQuestion
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.ports import ChoosingEngine, ModelCaps

NICENESS = 5
"""Of the engine's threads, where the window's is 0: a third of its share when both want one core."""

SWITCH = 0.0005
"""Seconds after which one thread leaves the interpreter to another that waits for it, where Python has 0.005.
The window needs it anew for every event: beside a thread that is busy in Python, the median report of a pen
took 5.2 ms to its pixels, and takes 2.6 like this.
"""

T = TypeVar("T")

Factory: TypeAlias = Callable[[], ChoosingEngine]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Describe:
    model: Path


@dataclass(frozen=True, slots=True)
class _Check:
    job: PaintJob
    stop: threading.Event


@dataclass(frozen=True, slots=True)
class _Choose:
    question: GateQuestion
    stop: threading.Event


@dataclass(frozen=True, slots=True)
class _Run:
    job: PaintJob
    stop: threading.Event


@dataclass(frozen=True, slots=True)
class _Use:
    factory: Factory


@dataclass(frozen=True, slots=True, eq=False)
class _Do:
    """``work`` returns the answer, which is called in the thread that asked."""

    work: Callable[[], Callable[[], None]]
    failed: Callable[[ArtmasterError], None]


_Order: TypeAlias = _Describe | _Check | _Choose | _Run | _Use | _Do
"""What the thread is asked."""


@dataclass(frozen=True, slots=True)
class _DescribeFailed:
    model: Path
    error: ArtmasterError


@dataclass(frozen=True, slots=True)
class _Checked:
    job: PaintJob
    notices: tuple[Notice, ...] | None


@dataclass(frozen=True, slots=True)
class _Chosen:
    question: GateQuestion
    answer: Choices | ArtmasterError | None


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    answer: Callable[[], None]


_Word: TypeAlias = Event | ModelCaps | _DescribeFailed | _Checked | _Chosen | _Done


class _Thread(QThread):
    """Works off its orders one at a time. Everything that it owns is made, used and let go in ``run``."""

    def __init__(self, factory: Factory, say: Callable[[_Word], None]) -> None:
        super().__init__()
        self.setObjectName("engine")
        self.orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._factory = factory
        self._say = say
        self._engine: ChoosingEngine | None = None
        self._ended = True

    def run(self) -> None:
        _step_back()
        while (order := self.orders.get()) is not None:
            try:
                self._obey(order)
            except Exception as fault:  # noqa: BLE001 - the outermost door of the engine's thread
                self._fail(order, _typed(fault))
            del order  # a job may hold a large picture, and the next order may be long in coming
        self._engine = None

    def _obey(self, order: _Order) -> None:
        match order:
            case _Use(factory):
                self._factory, self._engine = factory, None
            case _Do(work):
                self._say(_Done(work()))
            case _Describe(model):
                self._say(self._ready().describe(model))
            case _Check(job, stop):
                notices = None if stop.is_set() else self._ready().check(job, stop.is_set)
                self._say(_Checked(job, None if stop.is_set() else notices))
            case _Choose(question, stop):
                self._say(_Chosen(question, None if stop.is_set() else self._ready().choose(question)))
            case _Run(job, stop):
                self._ended = False
                if stop.is_set():
                    self._emit(Cancelled(job.id, 0))
                else:
                    self._ready().run(job, self._emit, stop.is_set)
                self._emit(Failed(job.id, EngineAbsent("it ended without a word")))  # unless it had said how

    def _fail(self, order: _Order, error: ArtmasterError) -> None:
        match order:
            case _Describe(model):
                self._say(_DescribeFailed(model, error))
            case _Check(job):
                _log.warning("what a run would say is not known: %s", error)  # the run itself will tell
                self._say(_Checked(job, ()))
            case _Choose(question):
                _log.warning("the gate does not choose: %s", error)
                self._say(_Chosen(question, error))
            case _Run(job):
                self._emit(Failed(job.id, error))
            case _Do(_, failed):
                self._say(_Done(partial(failed, error)))

    def _emit(self, event: Event) -> None:
        """Pass an event on, up to the one that ends its job."""
        if not self._ended:
            self._ended = isinstance(event, Finished | Failed | Cancelled)
            self._say(event)

    def _ready(self) -> ChoosingEngine:
        if self._engine is None:
            self._engine = self._factory()
        return self._engine


def _step_back() -> None:
    """Let the window go first where cores are few. Linux keeps a niceness for each thread, which the threads
    that this one starts inherit; it knows no thread priority, and the others have theirs from ``start``.
    """
    sys.setswitchinterval(SWITCH)
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _typed(fault: Exception) -> ArtmasterError:
    """An engine speaks in our types; anything else is an engine, or a library of its, that did not start."""
    if isinstance(fault, ArtmasterError):
        return fault
    _log.error("the engine failed", exc_info=fault)
    lines = str(fault).splitlines()
    return EngineAbsent(lines[0] if lines else type(fault).__name__)


class EngineThread(QObject):
    """The window's side of the engine. One run at a time: ``run`` while one is under way waits for it.

    ``cancel`` reaches the engine within a step of its work; loading a library or a model ends first.
    """

    described = Signal(object)
    """ModelCaps."""
    describe_failed = Signal(object, object)
    """Path of the model, ArtmasterError."""
    checked = Signal(object, object)
    """PaintJob, tuple[Notice, ...]: what its run would say; None where a run came before it was known."""
    chosen = Signal(object, object)
    """GateQuestion, and the Choices or the ArtmasterError that it is answered with; None where it was dropped
    before it was asked.
    """
    happened = Signal(object)
    """core.event.Event, in order. (``event`` is QObject's own.)"""
    closed = Signal()
    """The thread has ended after ``close``."""
    _said = Signal(object)

    def __init__(self, factory: Factory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = _Thread(factory, self._said.emit)
        self._thread.finished.connect(self.closed)
        self._said.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._stops: dict[str, threading.Event] = {}
        self._checking = threading.Event()
        self._closing = False

    @property
    def alive(self) -> bool:
        """Whether the thread is at work or waits for work."""
        return self._thread.isRunning()

    def describe(self, model: Path) -> None:
        """Ask what a model can paint; ``described`` or ``describe_failed`` answers."""
        self._order(_Describe(model))

    def check(self, job: PaintJob) -> None:
        """Ask what the run of ``job`` would say; ``checked`` answers. The check before it is dropped."""
        self._checking.set()
        self._checking = threading.Event()
        self._order(_Check(job, self._checking))

    def choose(self, question: GateQuestion, stop: threading.Event) -> None:
        """Ask whom the gate chooses; ``chosen`` answers. It is dropped where ``stop`` is set before it is its
        turn.
        """
        self._order(_Choose(question, stop))

    def run(self, job: PaintJob) -> None:
        """Paint ``job`` after what was ordered before; its events come by ``happened``. A check under way
        gives way to it.
        """
        self._checking.set()
        stop = self._stops[job.id] = threading.Event()
        self._order(_Run(job, stop))

    def do(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ArtmasterError], None]
    ) -> None:
        """Run ``work`` in the engine's thread after what was ordered before, so that two networks are never
        at work at once; then ``done`` with what it returned, or ``failed`` with why it did not, here.
        """
        self._order(_Do(lambda: partial(done, work()), failed))

    def cancel(self, job_id: str = "") -> None:
        """Ask the job to stop at its next step; "" asks all. It still ends by an event of its own."""
        for known, stop in self._stops.items():
            if job_id in ("", known):
                stop.set()

    def use(self, factory: Factory) -> None:
        """From the next order on another engine (another device, another limit of memory) does the work."""
        self._order(_Use(factory))

    def close(self) -> None:
        """Ask everything to stop and the thread to end; ``closed`` tells when it has. Returns at once."""
        self._closing = True
        self._checking.set()
        self.cancel()
        if self._thread.isRunning():
            self._thread.orders.put(None)
        else:
            self.closed.emit()

    def wait(self, seconds: float) -> bool:
        """Wait for the thread to end after ``close``; whether it has."""
        return self._thread.wait(round(seconds * 1000))

    def _order(self, order: _Order) -> None:
        if self._closing:
            return
        self._thread.orders.put(order)
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)

    def _pass_on(self, word: _Word) -> None:
        match word:
            case ModelCaps():
                self.described.emit(word)
            case _DescribeFailed(model, error):
                self.describe_failed.emit(model, error)
            case _Checked(job, notices):
                self.checked.emit(job, notices)
            case _Chosen(question, answer):
                self.chosen.emit(question, answer)
            case _Done(answer_):
                answer_()
            case _:
                if isinstance(word, Finished | Failed | Cancelled):
                    self._stops.pop(word.job, None)
                self.happened.emit(word)
