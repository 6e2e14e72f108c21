"""The studio's own hand: does what the artist asked for, in order, and writes the list of works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.work import Oeuvre
from artmaster_desktop.storage.oeuvre_file import write_oeuvre

T = TypeVar("T")
SAVE_AFTER = 400
"""Milliseconds: a box that is pushed with the arrow keys is one save."""


class Hand(QObject):
    """One worker behind the studio. A list that could not be written is written with the next change, and
    with ``flush``.
    """

    failed = Signal(object)
    """ArtmasterError."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("working on works", self)
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._soon.timeout.connect(self.flush)
        self._due: tuple[Path, Callable[[], Oeuvre]] | None = None
        self._held = False

    @property
    def busy(self) -> int:
        return self._worker.busy + (self._due is not None)

    def do(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ArtmasterError], None] | None = None,
    ) -> None:
        """Run ``work`` after what was asked before."""
        self._worker.do(work, done, failed or self.failed.emit)

    def save(self, folder: Path, oeuvre: Callable[[], Oeuvre]) -> None:
        """Write the list a moment from now."""
        self._due = (folder, oeuvre)
        if not self._held:
            self._soon.start()

    def flush(self) -> None:
        """Write now what is to be written (after what was asked before)."""
        self._soon.stop()
        if self._due is None or self._held:
            return
        (folder, oeuvre), self._due = self._due, None
        now = oeuvre()

        def refused(error: ArtmasterError) -> None:
            self._due = self._due or (folder, oeuvre)
            self.failed.emit(error)

        self._worker.do(lambda: write_oeuvre(folder, now), lambda _: None, refused)

    def hold(self) -> None:
        """Write nothing until ``go_on``: an import writes the list itself."""
        self.flush()
        self._held = True

    def go_on(self) -> None:
        self._held = False
        if self._due is not None:
            self._soon.start()

    def wait(self, seconds: float) -> bool:
        return self._worker.wait(seconds)
