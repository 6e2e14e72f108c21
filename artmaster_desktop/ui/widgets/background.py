"""Work beside the window: a pure function in a worker thread, its result back in the window's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from artmaster_desktop.core.errors import ArtmasterError

T = TypeVar("T")


class _Post(QObject):
    """Carries a result from the worker to the thread it was made in."""

    arrived = Signal(object)


class _Task(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], post: _Post) -> None:
        super().__init__()
        self._work = work
        self._post = post

    def run(self) -> None:
        outcome: T | ArtmasterError | MemoryError
        try:
            outcome = self._work()
        except (ArtmasterError, MemoryError) as fault:
            outcome = fault
        try:
            self._post.arrived.emit(outcome)
        except RuntimeError:
            return  # the window closed meanwhile; nobody waits for the result


class Background(QObject):
    """Runs ``work`` in a thread of ``pool`` and hands its result to ``then`` in this object's thread.

    ``work`` must not touch Qt objects of the window. An ArtmasterError or MemoryError that it raises goes to
    ``fail`` (dropped without one). Results that arrive after this object is gone are dropped.
    """

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._posts: set[_Post] = set()
        self.destroyed.connect(self._pool.clear)

    @property
    def waiting(self) -> int:
        """How many results are still to come."""
        return len(self._posts)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        post = _Post()
        self._posts.add(post)

        def receive(outcome: object) -> None:
            self._posts.discard(post)
            if not isValid(self):
                return
            if isinstance(outcome, ArtmasterError | MemoryError):
                if fail is not None:
                    fail(outcome)
            else:
                then(outcome)  # type: ignore[arg-type]

        post.arrived.connect(receive, Qt.ConnectionType.QueuedConnection)
        self._pool.start(_Task(work, post))
