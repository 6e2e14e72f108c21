"""A download beside the window: a coroutine in its event loop, started by a press, stopped at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from shiboken6 import isValid

from artmaster_desktop.core.errors import DownloadFailed

if TYPE_CHECKING:
    from asyncio import Task

    from artmaster_desktop.storage.hub import Hub, Received

TELL_EVERY = 0.1
"""Seconds between two words of progress."""


class Download(QObject):
    """Fetches one model at a time. Nothing is contacted before ``start``.

    What blocks is done in the hub's own thread; the coroutine only says what comes next. Its last word is
    said when it is over, so whoever hears it may open a dialog.
    """

    progressed = Signal(object)
    """storage.hub.Received."""
    finished = Signal(object)
    """Path: the whole model is in this folder, every file checked."""
    failed = Signal(object)
    """DownloadFailed: what arrived is kept for the next try."""
    stopped = Signal()
    """The artist stopped it: what arrived is kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._task is not None

    def start(self, hub: Callable[[], Hub], source: str, folder: Path) -> None:
        """Fetch ``source`` into ``folder``. ``hub`` is called in another thread: that loads the network's
        libraries, at the earliest moment at which they are needed. Raises ValueError while one is running.
        """
        from artmaster_desktop.app.async_loop import begin

        if self.running:
            raise ValueError("a model is being fetched already")
        self._task = begin(self._fetch(hub, source, folder), "download")
        self._task.add_done_callback(partial(self._end, folder))

    def stop(self) -> None:
        """Stop at once, even where the server has fallen silent; what arrived is kept."""
        if self._task is not None:
            self._task.cancel()

    async def _fetch(self, hub: Callable[[], Hub], source: str, folder: Path) -> None:
        told = 0.0

        def tell(received: Received) -> None:
            nonlocal told
            if time.monotonic() - told >= TELL_EVERY or received.done == received.size:
                told = time.monotonic()
                if isValid(self):
                    self.progressed.emit(received)

        server = await _made_aside(hub)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(server.close)  # or the program would wait for a silent server
        try:
            await server.fetch(await server.model(source), folder, tell)
        finally:
            app.aboutToQuit.disconnect(server.close)
            server.close()

    def _end(self, folder: Path, task: Task[None]) -> None:
        self._task = None
        fault = None if task.cancelled() else task.exception()
        if not isValid(self):  # the dialog was closed, and heard nothing more
            return
        if task.cancelled():
            self.stopped.emit()
        elif isinstance(fault, DownloadFailed):
            self.failed.emit(fault)
        elif fault is not None:
            raise fault
        else:
            self.finished.emit(folder)


async def _made_aside(hub: Callable[[], Hub]) -> Hub:
    """What ``hub`` makes, in a thread of its own."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    aside = ThreadPoolExecutor(1, "hub")
    try:
        return await asyncio.get_running_loop().run_in_executor(aside, hub)
    finally:
        aside.shutdown(wait=False)
