"""What the shelves of painters and brushes share: small files that a worker reads and writes in order."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.errors import ArtmasterError


class FolderShelf(QObject):
    """Shows folders as they were at the last ``refresh``; before the first one is done, nothing."""

    changed = Signal()
    """What is on the shelf, or what could not be read, is other."""
    failed = Signal(object)
    """ArtmasterError: something could not be read, kept or removed."""

    def __init__(self, worker: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(worker, self)
        self._read = False

    @property
    def ready(self) -> bool:
        """Whether the folders were read."""
        return self._read

    def refresh(self) -> None:
        """Read the folders again; ``changed`` follows."""
        self._worker.do(self._look, self._looked, self.failed.emit)

    def close(self, seconds: float = 5.0) -> bool:
        """Wait for the worker; whether it is done."""
        return self._worker.wait(seconds)

    @abstractmethod
    def _look(self) -> Callable[[], None]:
        """Read the folders, in the worker; what is returned puts it on the shelf, in the window's thread."""

    def _looked(self, put: Callable[[], None]) -> None:
        put()
        self._read = True
        self.changed.emit()

    def _then_refresh(self, work: Callable[[], None]) -> None:
        def failed(error: ArtmasterError) -> None:
            self.failed.emit(error)
            self.refresh()

        self._worker.do(work, lambda _: self.refresh(), failed)
