"""Structure read from pictures, in the engine's thread: guides to follow, and regions of what lies where."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.class_regions import LEAST_SHARE, class_masks, regions_on
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.guide_commands import add_guide
from artmaster_desktop.core.guide_reading import ControlModel, ReadBy
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.ports import StructureReader
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import Semantic

T = TypeVar("T")

Draw = Callable[[], Pixels]
"""Makes the picture that is read (uint8 RGB ``[H, W, 3]``); called in the engine's thread."""


@dataclass(frozen=True, slots=True)
class GuideWish:
    """A guide to be read from a picture. ``detector``: the folder of the artist's model, None without one.
    ``as_it_is``: the picture is a guide of this kind already.
    """

    guide: Guide
    name: str
    detector: Path | None = None
    as_it_is: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionsWish:
    """Regions to be found: of which ``classes``, with what ``names`` and ``painters``."""

    classes: Collection[Semantic]
    names: Mapping[Semantic, str]
    painters: Mapping[Semantic, PainterRef]
    detector: Path | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, as a step for the history; ``by`` is None where nothing had to be read. ``regions`` is
    how many there are of them.
    """

    command: Command
    by: ReadBy | None
    regions: int = 0


class Structure(QObject):
    """Reads one picture at a time. Whoever asks goes on; a reading that is given up answers nothing."""

    busy_changed = Signal()
    controls_changed = Signal()
    """Other models that follow guides are there."""

    def __init__(
        self,
        engine: EngineThread,
        make: Callable[[], StructureReader],
        folder: Path,
        segmenter: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._make, self._segmenter = engine, make, segmenter
        self._reader: StructureReader | None = None
        self._lock = threading.Lock()
        self._worker = Worker("looking for models that follow guides", self)
        self._reading: object | None = None
        self._controls: tuple[ControlModel, ...] | None = None
        self.folder = folder

    @property
    def busy(self) -> bool:
        """Whether a picture is being read."""
        return self._reading is not None

    @property
    def segments(self) -> bool:
        """Whether the shipped segmenter is there, without which layouts need a model of the artist's."""
        return self._segmenter.is_file()

    @property
    def controls(self) -> tuple[ControlModel, ...]:
        """The models that follow guides; none before they were looked for."""
        return self._controls or ()

    @property
    def looked(self) -> bool:
        """Whether ``controls`` is all there is."""
        return self._controls is not None

    def look(self) -> None:
        """Look for models that follow guides: one that was put into the folder meanwhile is found."""

        def work() -> tuple[ControlModel, ...]:
            return tuple(self._ready().controls())

        def done(found: tuple[ControlModel, ...]) -> None:
            if found != self._controls:
                self._controls = found
                self.controls_changed.emit()

        self._worker.do(work, done, lambda _: done(()))

    def read_guide(
        self,
        draw: Draw,
        wish: GuideWish,
        done: Callable[[Found], None],
        failed: Callable[[ArtmasterError], None],
    ) -> None:
        """Read a guide from a picture of the canvas' size; what is read before it is given up."""

        def work() -> Found:
            pixels = draw()
            if wish.as_it_is:
                return Found(add_guide(pixels, wish.guide, wish.name), None)
            read = self._ready().guide(pixels, wish.guide.kind, wish.detector)
            return Found(add_guide(read.pixels, wish.guide, wish.name), read.by)

        self._do(work, done, failed)

    def find_regions(
        self,
        draw: Draw,
        wish: RegionsWish,
        done: Callable[[Found], None],
        failed: Callable[[ArtmasterError], None],
    ) -> None:
        """Find what lies where on a picture of the canvas' size; what is read before it is given up."""

        def work() -> Found:
            read = self._ready().layout(draw(), wish.detector)
            masks = class_masks(read.labels, wish.classes, LEAST_SHARE)
            return Found(regions_on(masks, wish.painters, wish.names), read.by, len(masks))

        self._do(work, done, failed)

    def cancel(self) -> None:
        """Give up what is being read: it answers nothing."""
        if self._reading is not None:
            self._reading = None
            self.busy_changed.emit()

    def close(self, seconds: float) -> bool:
        """Give everything up and wait; whether nothing is at work."""
        self.cancel()
        return self._worker.wait(seconds)

    def _do(
        self,
        work: Callable[[], Found],
        done: Callable[[Found], None],
        failed: Callable[[ArtmasterError], None],
    ) -> None:
        self._reading = token = object()
        self.busy_changed.emit()

        def wanted() -> Found | None:
            return work() if self._reading is token else None

        def answer(then: Callable[[T], None], what: T) -> None:
            if self._reading is token:
                self._reading = None
                self.busy_changed.emit()
                then(what)

        self._engine.do(
            wanted,
            lambda found: None if found is None else answer(done, found),
            lambda error: answer(failed, error),
        )

    def _ready(self) -> StructureReader:
        with self._lock:
            if self._reader is None:
                self._reader = self._make()
            return self._reader
