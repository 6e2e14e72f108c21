"""A painter being taught, as the window sees it: one thread, four wishes, and everything that was heard."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, QThread, Signal

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.engine_thread import NICENESS
from artmaster_desktop.app.studio_work import training_job
from artmaster_desktop.app.training_record import TrainingRecord, recorded
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.errors import ArtmasterError, EngineAbsent, SaveFailed
from artmaster_desktop.core.ports import Trainer
from artmaster_desktop.core.slug import slug_of
from artmaster_desktop.core.works_eye import WorksEye
from artmaster_desktop.storage.studio_memory import StudioMemory, TrainingOrder, read_memory, write_memory
from artmaster_desktop.storage.training_trace import drop_trace, read_trace, write_trace

SETTLED = 5
"""Steps before the pace of a run is worth remembering."""

_log = logging.getLogger(__name__)


class TrainingState(Enum):
    """Where a training is."""

    IDLE = "idle"
    RUNNING = "running"
    YIELDING = "yielding"
    STOPPING = "stopping"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


class _Thread(QThread):
    """One run, from the scans to the painter."""

    def __init__(self, training: Training, order: TrainingOrder) -> None:
        super().__init__()
        self.setObjectName("training")
        self._training, self._order = training, order

    def run(self) -> None:
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        try:
            self._training._teach(self._order)
        except Exception as fault:  # noqa: BLE001 - the outermost door of the training's thread
            self._training._heard.emit(ev.TrainingFailed("", _typed(fault)))


def _typed(fault: Exception) -> ArtmasterError:
    if isinstance(fault, ArtmasterError):
        return fault
    _log.error("the training failed", exc_info=fault)
    lines = str(fault).splitlines()
    return EngineAbsent(lines[0] if lines else type(fault).__name__)


class Training(QObject):
    """Teaches one painter at a time. ``trainer`` and ``eye`` are made in the thread, at first need; ``turn``
    is shared with the engine; painters go to ``out``.

    What is under way is kept in the memory, so that it can go on after the program was killed.
    """

    changed = Signal()
    """``state`` is another."""
    happened = Signal(object)
    """core.training_event.TrainingEvent, in order; ``record`` knows it already."""
    made = Signal(object)
    """core.training_event.Trained: the painter is in the library's folder."""
    failed = Signal(object)
    """ArtmasterError."""
    closed = Signal()
    _heard = Signal(object)

    def __init__(
        self,
        trainer: Callable[[], Trainer],
        eye: Callable[[], WorksEye],
        turn: DeviceTurn,
        out: Path,
        cache_folder: Path,
        memory: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._trainer, self._eye, self._turn = cache(trainer), eye, turn
        self._out, self._cache = out, cache_folder
        self._memory_file, self._known = memory, read_memory(memory)
        self._worker = Worker("remembering the training", self)
        self._thread: _Thread | None = None
        self._wish = ev.Wish.GO
        self._closing = False
        self._yielded = False
        self._yields, self._rested = 0.0, 0.0
        self._clock: tuple[int, float] | None = None
        self.record = TrainingRecord()
        self.order = self._known.order
        known = self.order is not None and self.checkpoint_of(self.order.name).is_file()
        self.state = TrainingState.PAUSED if known else TrainingState.IDLE
        if self.order is not None and known:
            self.record = recorded(read_trace(self._trace_of(self.order.name)))
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether the thread is at work."""
        return self._thread is not None and self._thread.isRunning()

    @property
    def resumable(self) -> bool:
        return self.order is not None and self.state in (TrainingState.PAUSED, TrainingState.FAILED)

    @property
    def out(self) -> Path:
        """Where painters go."""
        return self._out

    @property
    def folder(self) -> Path | None:
        """The folder of works that was open last."""
        folder = self._known.folder
        return Path(folder) if folder else None

    def remember_folder(self, folder: Path) -> None:
        if str(folder) != self._known.folder:
            self._remember(replace(self._known, folder=str(folder)))

    def pace(self, order: TrainingOrder) -> float | None:
        """Seconds a step of such a training took the last time."""
        return self._known.pace(order.pace_key, order.model)

    def painter_of(self, name: str) -> Path:
        """Where the painter called ``name`` goes."""
        slug = slug_of(name)
        return self._out / slug / f"{slug}.safetensors"

    def checkpoint_of(self, name: str) -> Path:
        return self._out / slug_of(name) / ".training" / "last.checkpoint"

    def _trace_of(self, name: str) -> Path:
        return self.checkpoint_of(name).with_name("trace.json")

    def exists(self, name: str) -> bool:
        """Whether there is a painter of that name already."""
        return self.painter_of(name).exists()

    # --------------------------------------------------------------------------------------------- wishes

    def start(self, order: TrainingOrder) -> bool:
        """Teach from the beginning, or on from a checkpoint that is there. False while another runs."""
        if self.busy or self._closing:
            return False
        if order != self.order:
            self.record = TrainingRecord()
        self.record.error = self.record.refused = self.record.made = self.record.progress = None
        self.order, self._wish, self._clock = order, ev.Wish.GO, None
        self._remember(self._known.with_order(order))
        self._thread = _Thread(self, order)
        self._thread.finished.connect(self._ended)
        self._thread.start(QThread.Priority.LowPriority)
        self._become(TrainingState.RUNNING)
        return True

    def resume(self) -> bool:
        """Go on with what was paused, failed or was killed."""
        return self.order is not None and self.resumable and self.start(self.order)

    def pause(self) -> None:
        """Stop at the next step, where a later day can go on; memory and device are free then."""
        self._ask(ev.Wish.PAUSE)

    def stop(self) -> None:
        """Stop for good: no painter is made, and the checkpoint goes."""
        if self.busy:
            self._ask(ev.Wish.CANCEL)
        elif self.order is not None:
            self._forget_checkpoint()
            self._become(TrainingState.IDLE)

    def start_over(self) -> bool:
        """Let the checkpoint go and teach from the beginning."""
        order = self.order
        if self.busy or order is None:
            return False
        self._forget_checkpoint()
        self.record = TrainingRecord()
        return self.start(order)

    def close(self) -> None:
        """Pause (unless the artist has just given it up), and take no more orders; ``busy`` tells when the
        thread has ended.
        """
        self._closing = True
        if self._wish is not ev.Wish.CANCEL:
            self._ask(ev.Wish.PAUSE)

    def wait(self, seconds: float) -> bool:
        """Wait for the thread to end; whether it has, and all is remembered."""
        ended = self._thread is None or self._thread.wait(round(seconds * 1000))
        return self._worker.wait(seconds) and ended

    def _ask(self, wish: ev.Wish) -> None:
        if self.busy:
            self._wish = wish
            self._become(TrainingState.STOPPING)

    # ------------------------------------------------------------------------------------------ the thread

    def _teach(self, order: TrainingOrder) -> None:
        """In the training's thread."""
        if self._wish is ev.Wish.CANCEL:
            self._heard.emit(ev.TrainingCancelled("", 0))
            return
        if self._wish is ev.Wish.PAUSE:
            self._heard.emit(ev.TrainingPaused("", 0, self.checkpoint_of(order.name)))
            return
        job = training_job(order, self._eye(), self._out, self._cache)
        trainer = self._trainer()
        with self._turn.training():
            trainer.run(job, self._heard.emit, self._wished)

    def _wished(self) -> ev.Wish:
        if self._wish is not ev.Wish.GO:
            return self._wish
        waits = self._turn.must_wait()
        if waits is not self._yielded:
            self._yielded, now = waits, monotonic()
            self._rested += 0.0 if waits else now - self._yields
            self._yields = now
            self._heard.emit(waits)
        return ev.Wish.WAIT if waits else ev.Wish.GO

    # ------------------------------------------------------------------------------------------ the window

    def _hear(self, event: ev.TrainingEvent | bool) -> None:
        if isinstance(event, bool):
            if self.state in (TrainingState.RUNNING, TrainingState.YIELDING):
                self._become(TrainingState.YIELDING if event else TrainingState.RUNNING)
            return
        self.record.hear(event)
        match event:
            case ev.Learned():
                self._time(event.step)
            case ev.Checkpointed(error=None):
                self._keep_trace()
            case ev.Trained():
                self._drop_trace()
                self._remember(self._known.with_order(None))
                self._become(TrainingState.DONE)
            case ev.TrainingPaused():
                self._become(TrainingState.PAUSED)
            case ev.TrainingCancelled():
                self._forget_checkpoint()
                self._become(TrainingState.IDLE)
            case ev.TrainingFailed():
                self._become(TrainingState.FAILED)
        self.happened.emit(event)
        if isinstance(event, ev.Trained):
            self.made.emit(event)
        elif isinstance(event, ev.TrainingFailed):
            self.failed.emit(event.error)

    def _time(self, step: int) -> None:
        """Remember the pace, for the next one who asks what it will cost; while somebody paints, nothing is
        learned.
        """
        now = monotonic() - self._rested
        if self._clock is None:
            self._clock = (step, now)
        first, begun = self._clock
        order = self.order
        if order is not None and step - first in (SETTLED, 20 * SETTLED):
            pace = (now - begun) / (step - first)
            self._remember(self._known.with_pace(order.pace_key, order.model, pace))

    def _keep_trace(self) -> None:
        """A disk that refuses costs the plots, and is told of by the next checkpoint."""
        if self.order is not None:
            path, trace = self._trace_of(self.order.name), self.record.trace()
            self._worker.do(lambda: write_trace(path, trace), lambda _: None, lambda _: None)

    def _drop_trace(self) -> None:
        if self.order is not None:
            path = self._trace_of(self.order.name)
            self._worker.do(lambda: drop_trace(path), lambda _: None, lambda _: None)

    def _ended(self) -> None:
        self._yielded = False
        self.changed.emit()
        self.closed.emit()

    def _forget_checkpoint(self) -> None:
        """Of an order that will not be gone on with; the painter that was there before, if any, stays."""
        if self.order is not None:
            path = self.checkpoint_of(self.order.name)
            try:
                path.unlink(missing_ok=True)
            except OSError as fault:  # another program holds it
                self.failed.emit(SaveFailed(path, fault.errno or 0, fault.strerror or str(fault)))
        self._drop_trace()
        self._remember(self._known.with_order(None))

    def _remember(self, memory: StudioMemory) -> None:
        """A disk that refuses costs a choice of folder; the run itself has its checkpoint."""
        self._known = memory
        self._worker.do(lambda: write_memory(self._memory_file, memory), lambda _: None, self.failed.emit)

    def _become(self, state: TrainingState) -> None:
        self.state = state
        self.changed.emit()
