"""Work that must not hold up the window: done in order by one thread, answered in the thread that asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from artmaster_desktop.core.errors import ArtmasterError, OutOfMemory

T = TypeVar("T")

_log = logging.getLogger(__name__)


NO_ROOM = 0.2
"""Seconds until an answer for which there was no memory is tried again: silence would wait for ever."""


@dataclass(slots=True)
class _Task(Generic[T]):
    work: Callable[[], T]
    done: Callable[[T], None]
    failed: Callable[[ArtmasterError], None]
    result: list[T] = field(default_factory=list)
    fault: Exception | None = None


class Worker(QObject):
    """One thread behind a list of tasks. ``busy`` counts those that have not been answered."""

    idle = Signal()
    """The last task was answered."""
    _ended = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """``name`` says what is done, as in "memory ran out while ``name``"."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setObjectName(name)
        self._pool.setMaxThreadCount(1)
        self._waiting = 0
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> int:
        return self._waiting

    def do(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[ArtmasterError], None]
    ) -> None:
        """Run ``work`` in the thread, after what was asked before; then ``done`` with what it returned, or
        ``failed`` with the ArtmasterError that it raised, in this thread.
        """
        self._waiting += 1
        task = _Task(work, done, failed)
        self._pool.start(lambda: self._run(task))

    def wait(self, seconds: float) -> bool:
        """Wait until the thread has nothing to do; whether it has. Answers come with the next events."""
        return self._pool.waitForDone(round(seconds * 1000))

    def _run(self, task: _Task[T]) -> None:
        """Anything but an ArtmasterError or a lack of memory is a defect: it is raised again where it is
        seen, not swallowed.
        """
        answer = partial(self._tell, task)  # made before the work: afterwards there may be no memory for it
        try:
            task.result.append(task.work())
        except Exception as fault:  # noqa: BLE001 - the outermost door of the worker's thread
            task.fault = fault
        while True:
            try:
                self._ended.emit(answer)
            except MemoryError:
                time.sleep(NO_ROOM)
            except RuntimeError:  # whoever asked has gone meanwhile, and the worker with them
                _log.debug("nobody waits for an answer any more")
                return
            else:
                return

    def _tell(self, task: _Task[T]) -> None:
        if task.fault is None:
            task.done(task.result.pop())
        else:
            self._fail(task, task.fault)

    def _fail(self, task: _Task[T], fault: Exception) -> None:
        if isinstance(fault, MemoryError):
            fault = OutOfMemory("cpu", self._pool.objectName(), 0, 0, ())
        if not isinstance(fault, ArtmasterError):
            raise fault
        task.failed(fault)

    def _answer(self, answer: Callable[[], None]) -> None:
        self._waiting -= 1
        try:
            answer()
        finally:
            if not self._waiting:
                self.idle.emit()
