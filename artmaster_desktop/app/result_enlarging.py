"""A result made larger, in a thread of its own: it comes into the tray beside the one it was made from."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.results import Result, Results
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.canvas_commands import grow_with
from artmaster_desktop.core.document import MAX_SIDE, Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.ports import Enlarger
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscale_errors import CannotUpscale, UpscaleStopped

MakeEnlarger: TypeAlias = Callable[[], Enlarger]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnlargeWish:
    """``result`` made ``times`` as large by ``method``. ``grow``: the document grows as much, and the picture
    lies on top of it as a layer ``name``.
    """

    result: Result
    times: int
    method: up.Method
    grow: bool = False
    name: str = ""

    @property
    def target(self) -> Extent:
        stored = self.result.stored
        return Extent(stored.width * self.times, stored.height * self.times)


@dataclass(frozen=True, slots=True)
class EnlargeProgress:
    """``part`` in [0, 1]; ``seconds_left`` is None while nobody knows."""

    part: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    pixels: Pixels
    report: up.UpscaleReport | None


def refusal(wish: EnlargeWish, canvas: Extent) -> CannotUpscale | None:
    """Why the wish is refused before any work; None where it is not. Larger ones are for print."""
    target, stored = wish.target, wish.result.stored
    if max(target.width, target.height) > MAX_SIDE:
        return CannotUpscale("the size", str(target), f"{MAX_SIDE}x{MAX_SIDE}")
    if wish.grow and Extent(stored.width, stored.height) != canvas:
        return CannotUpscale("the size", f"{stored.width}x{stored.height}", str(canvas))
    return None


class ResultEnlarging(QObject):
    """Enlarges one result at a time. Whoever asks goes on; what happens is told by signals."""

    progressed = Signal(object)
    """EnlargeProgress."""
    enlarged = Signal(object, object)
    """Result, up.UpscaleReport or None (plain resampling says nothing of itself): it is on the disk."""
    stopped = Signal()
    failed = Signal(object)
    """ArtmasterError; nothing was kept."""

    def __init__(
        self,
        session: Session,
        results: Results,
        make: MakeEnlarger,
        turn: DeviceTurn,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._results, self._make, self._turn = session, results, make, turn
        self._enlarger: Enlarger | None = None
        self._worker = Worker("making a picture larger", self)
        self._stop = threading.Event()
        self._running = False

    @property
    def running(self) -> bool:
        """Whether a picture is being made larger."""
        return self._running

    @property
    def busy(self) -> bool:
        """Whether the thread has anything to do."""
        return self._worker.busy > 0

    def enlarge(self, wish: EnlargeWish) -> None:
        """Begin; ``enlarged``, ``stopped`` or ``failed`` answers. One that is refused fails at once."""
        why = refusal(wish, self._session.document.extent)
        if why is not None:
            self.failed.emit(why)
            return
        self._stop = stop = threading.Event()
        self._running = True
        self._results.pixels(wish.result, lambda pixels: self._begin(wish, pixels, stop))

    def cancel(self) -> None:
        """Stop at the next tile."""
        self._stop.set()

    def close(self, seconds: float) -> bool:
        """Stop and wait; whether the thread has ended."""
        self.cancel()
        return self._worker.wait(seconds)

    # -------------------------------------------------------------------------------------------- within

    def _begin(self, wish: EnlargeWish, pixels: Pixels, stop: threading.Event) -> None:
        def done(made: _Made) -> None:
            self._results.keep_enlarged(
                wish.result, made.pixels, lambda result: self._kept(wish, result, made), self._fail
            )

        self._worker.do(lambda: self._make_larger(wish, pixels, stop), done, self._fail)

    def _kept(self, wish: EnlargeWish, result: Result, made: _Made) -> None:
        if not wish.grow:
            self._end(result, made)
            return
        self._worker.do(
            lambda: grow_with(made.pixels, wish.name),
            lambda command: self._grow(command, lambda: self._end(result, made)),
            self._fail,
        )

    def _grow(self, command: Command, then: Callable[[], None]) -> None:
        """Put the larger picture into the document; where that is edited meanwhile, into what it is then."""
        session, document = self._session, self._session.document

        def grown(larger: Document) -> None:
            if session.document is document:
                session.apply(replace(command, change=lambda _: larger))
            elif session.document.id == document.id:
                self._grow(command, then)
                return
            then()

        self._worker.do(lambda: command.change(document), grown, self._fail)

    def _end(self, result: Result, made: _Made) -> None:
        self._running = False
        self.enlarged.emit(result, made.report)

    def _fail(self, error: ArtmasterError) -> None:
        self._running = False
        if isinstance(error, UpscaleStopped):
            self.stopped.emit()
        else:
            self.failed.emit(error)

    # ------------------------------------------------------------------------------- in the worker's thread

    def _make_larger(self, wish: EnlargeWish, pixels: Pixels, stop: threading.Event) -> _Made:
        reports: list[up.UpscaleReport] = []
        target, plain = wish.target, isinstance(wish.method, up.Kernel)

        def hear(event: up.UpscaleEvent) -> None:
            match event:
                case up.UpscaleProgress(_, done, tiles, left):
                    self.progressed.emit(EnlargeProgress(done / max(1, tiles), left))
                case up.Upscaled(_, report):
                    reports.append(report)

        job = up.UpscaleJob(
            id=uuid.uuid4().hex, source=np.ascontiguousarray(pixels), method=wish.method, target=target
        )
        out = np.empty((target.height, target.width, 3), np.uint8)
        with self._turn.painting(stop.is_set):
            if self._enlarger is None:
                self._enlarger = self._make()
            top = 0
            for rows in self._enlarger.strips(job, hear, stop.is_set):
                out[top : top + len(rows)] = np.rint(np.clip(rows, 0, 1) * 255)
                top += len(rows)
                if stop.is_set():
                    raise UpscaleStopped(top, target.height)
                if plain:
                    self.progressed.emit(EnlargeProgress(top / target.height, None))
        self._enlarger = None
        return _Made(out, reports[0] if reports else None)
