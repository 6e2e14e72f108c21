"""One piece of work at a time outside the window's thread: fills, wands and transforms of large layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from artmaster_desktop.core.errors import ArtmasterError


class _Message(QObject):
    done = Signal(object, object)
    """Result and error; one of them None."""


class _Task(QRunnable):
    """Emits exactly one message, whatever happens to the work."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.message = _Message()
        self._work = work

    def run(self) -> None:
        result: Any = None
        error: Exception | None = RuntimeError("the work was broken off")
        try:
            result, error = self._work(), None
        except (ArtmasterError, ValueError, MemoryError) as fault:
            error = fault
        finally:
            self.message.done.emit(result, error)


class Background(QObject):
    """Runs work in Qt's thread pool; ``busy_changed`` tells when to show that the canvas waits."""

    busy_changed = Signal(bool)
    failed = Signal(object)
    """The exception that ended the work; nothing was changed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: _Task | None = None
        self._done: Callable[[Any], None] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> bool:
        """Start ``work``; ``done`` gets its result here. False where other work is not finished yet."""
        if self._task is not None:
            return False
        self._task, self._done = _Task(work), done
        self._task.message.done.connect(self._finished, Qt.ConnectionType.QueuedConnection)
        self.busy_changed.emit(True)
        QThreadPool.globalInstance().start(self._task)
        return True

    def _finished(self, result: object, error: object) -> None:
        done, self._task, self._done = self._done, None, None
        self.busy_changed.emit(False)
        if error is not None:
            self.failed.emit(error)
        elif done is not None:
            done(result)
