"""Python's search for cyclic garbage, in the window's thread alone.

By itself it runs in whichever thread happens to allocate next. A widget that lies in a cycle would then be
destroyed by a worker: Qt forbids that, its timers go on, and a worker that destroys a window while the
window's thread waits for that worker hangs for good. So the automatic search is switched off while the window
lives, and done here in small turns. Whoever asks for a search by ``gc.collect`` (the engine before it loads
another model, torch before it records a step) has it done here too, and waits for it.
"""

from __future__ import annotations

import gc
import threading
from queue import Empty, SimpleQueue

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

EVERY = 500
"""Milliseconds between two looks."""

ALL_AFTER = 60_000
"""Milliseconds at least between two searches of everything, which take the longest."""


PATIENCE = 2.0
"""Seconds that another thread waits for the search that it asked for: the window may wait for that thread."""


class GarbageTurn(QObject):
    """Collects as Python's own counts advise, from the thread that it was made in, until ``stop``."""

    _asked = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collect = gc.collect
        self._home = threading.get_ident()
        self._asked.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        gc.collect = self._collect_here
        self._was_on = gc.isenabled()
        gc.disable()
        self._whole = QElapsedTimer()
        self._whole.start()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search the youngest objects where many are new, and older ones more and more seldom."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[2] > limits[2] and self._whole.elapsed() > ALL_AFTER:
            self._whole.restart()
            self._collect(2)
        elif counts[1] > limits[1]:
            self._collect(1)
        elif counts[0] > limits[0]:
            self._collect(0)

    def stop(self) -> None:
        """Leave it to Python again, as it was before."""
        self._timer.stop()
        gc.collect = self._collect
        if self._was_on:
            gc.enable()

    def _collect_here(self, generation: int = 2) -> int:
        """``gc.collect``: how many objects were found, 0 where the window had no time for it."""
        if threading.get_ident() == self._home:
            return self._collect(generation)
        answer: SimpleQueue[int] = SimpleQueue()
        self._asked.emit(generation, answer)
        try:
            return answer.get(timeout=PATIENCE)
        except Empty:
            return 0

    def _obey(self, generation: int, answer: SimpleQueue[int]) -> None:
        answer.put(self._collect(generation))
