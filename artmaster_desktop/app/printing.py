"""Sheets of paper on their way to the disk: one at a time, in a thread of their own."""

from __future__ import annotations

import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.ports import Enlarger
from artmaster_desktop.core.print_colour import PrintSettings
from artmaster_desktop.core.print_letters import Letters
from artmaster_desktop.core.print_picture import parted
from artmaster_desktop.core.print_plan import PrintOrder, PrintPlan, plan_print
from artmaster_desktop.core.print_sheet import SheetStrips
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscale_errors import UpscaleStopped
from artmaster_desktop.storage.print_file import check_print, write_print

MakeEnlarger: TypeAlias = Callable[[], Enlarger]
TRIAL_SIDE = 1024
"""Most pixels a side of the small sheet by which the time is estimated."""

TRIAL_SOURCE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTask:
    """What is to be printed, and how. ``settings.bleed`` in pixels is the plan's, whatever it says."""

    document: Document
    order: PrintOrder
    settings: PrintSettings
    method: up.Method
    out: Path
    letters: Letters | None = None
    """Inscriptions and seals above the picture, which is then printed without them."""

    @property
    def plan(self) -> PrintPlan:
        """Raises CannotPrint."""
        return plan_print(self.document.extent, self.order)

    @property
    def planned(self) -> PrintSettings:
        return replace(self.settings, bleed=self.plan.bleed)

    def check(self) -> int:
        """The channels of the file. Raises what would be refused after all the work."""
        return check_print(self.out, self.plan.sheet, self.planned).channels


@dataclass(frozen=True, slots=True)
class Progress:
    """``part`` in [0, 1] of the sheet's rows; ``seconds_left`` is None while nobody knows."""

    part: float
    seconds_left: float | None


class Printing(QObject):
    """Prints into files. Whoever asks goes on; what happens is told by signals."""

    progressed = Signal(object)
    """Progress."""
    printed = Signal(object)
    """Path: the whole file lies there."""
    stopped = Signal()
    """The artist stopped it; nothing was written."""
    failed = Signal(object)
    """ArtmasterError; nothing was written."""
    estimated = Signal(object, object)
    """PrintTask, float: how many seconds it will take."""
    not_estimated = Signal(object, object)
    """PrintTask, ArtmasterError: its upscaler will not do, or the place cannot be written to."""

    def __init__(self, make: MakeEnlarger, turn: DeviceTurn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make, self._turn = make, turn
        self._enlarger: Enlarger | None = None
        self._worker = Worker("printing", self)
        self._stop = threading.Event()
        self._stop_trial = threading.Event()
        self._running = False

    @property
    def running(self) -> bool:
        """Whether a sheet is being printed."""
        return self._running

    @property
    def busy(self) -> bool:
        """Whether the thread has anything to do."""
        return self._worker.busy > 0

    def print_sheet(self, task: PrintTask) -> None:
        """Write the sheet; ``printed``, ``stopped`` or ``failed`` answers."""
        self._stop_trial.set()
        self._stop = stop = threading.Event()
        self._running = True

        def done(path: Path) -> None:
            self._running = False
            self.printed.emit(path)

        def failed(error: ArtmasterError) -> None:
            self._running = False
            if isinstance(error, UpscaleStopped):
                self.stopped.emit()
            else:
                self.failed.emit(error)

        self._worker.do(lambda: self._print(task, stop), done, failed)

    def estimate(self, task: PrintTask) -> None:
        """Print a little of the picture to nowhere, and tell how long the whole will take. An estimate that
        was asked for before is dropped.
        """
        self._stop_trial.set()
        self._stop_trial = stop = threading.Event()

        def done(seconds: float) -> None:
            if not stop.is_set():
                self.estimated.emit(task, seconds)

        def failed(error: ArtmasterError) -> None:
            if not stop.is_set():
                self.not_estimated.emit(task, error)

        self._worker.do(lambda: self._try(task, stop), done, failed)

    def drop_estimate(self) -> None:
        """Nobody wants to know any more."""
        self._stop_trial.set()

    def cancel(self) -> None:
        """Stop at the next tile."""
        self._stop.set()

    def close(self, seconds: float) -> bool:
        """Stop everything and wait; whether the thread has ended."""
        self._stop_trial.set()
        self.cancel()
        return self._worker.wait(seconds)

    # ------------------------------------------------------------------------------- in the worker's thread

    def _print(self, task: PrintTask, stop: threading.Event) -> Path:
        plan, begun = task.plan, time.monotonic()
        rows = plan.sheet.height

        def told(done: int) -> None:
            if stop.is_set():
                raise UpscaleStopped(done, rows)
            spent = time.monotonic() - begun
            self.progressed.emit(Progress(done / rows, spent / done * (rows - done) if done else None))

        with self._turn.painting(stop.is_set):
            pixels = flatten(parted(task.document.layers)[0], plan.source)
            strips = self._strips(pixels, Extent(plan.placed.width, plan.placed.height), task.method, stop)
            sheet = SheetStrips(strips, plan.sheet, plan.placed, told=told)
            write_print(task.out, sheet, task.planned, task.letters)
        self._enlarger = None
        return task.out

    def _try(self, task: PrintTask, stop: threading.Event) -> float:
        """Seconds for the whole, by a part in the middle."""
        if stop.is_set():
            return 0.0
        plan = task.plan
        part = _middle(plan)
        target = Extent(*(max(1, round(side * plan.factor)) for side in (part.width, part.height)))
        pixels = flatten(parted(task.document.layers)[0], part)
        if isinstance(task.method, up.UpscalerFile):
            self._ready().describe(task.method)  # loading it counts once, and not by the pixel
        begun = time.monotonic()
        with self._turn.painting(stop.is_set), tempfile.TemporaryDirectory() as folder:
            strips = self._strips(pixels, target, task.method, stop)
            sheet = SheetStrips(strips, target, Bounds.of(target))
            out = Path(folder) / task.out.name
            write_print(out, sheet, replace(task.settings, bleed=0, marks=False))
        return (time.monotonic() - begun) * plan.sheet.area / target.area

    def _strips(self, pixels: Pixels, target: Extent, method: up.Method, stop: threading.Event) -> up.Strips:
        job = up.UpscaleJob(
            id=uuid.uuid4().hex, source=np.ascontiguousarray(pixels), method=method, target=target
        )
        return self._ready().strips(job, lambda _: None, stop.is_set)

    def _ready(self) -> Enlarger:
        if self._enlarger is None:
            self._enlarger = self._make()
        return self._enlarger


def _middle(plan: PrintPlan) -> Bounds:
    """A part of the picture that is quickly printed."""
    side = max(8, min(TRIAL_SOURCE, round(TRIAL_SIDE / max(plan.factor, 0.01))))
    width, height = min(side, plan.source.width), min(side, plan.source.height)
    left = plan.source.x + (plan.source.width - width) // 2
    top = plan.source.y + (plan.source.height - height) // 2
    return Bounds(left, top, width, height)
