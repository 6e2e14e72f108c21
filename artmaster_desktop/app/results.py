"""What was painted: on the disk first, then in the tray, and in the document only when the artist says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.jobs import Entry, JobQueue
from artmaster_desktop.app.purpose import Live, Paint, Purpose
from artmaster_desktop.app.session import Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.commands import new_id
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, SaveFailed
from artmaster_desktop.core.event import Finished
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer, MaskLayer
from artmaster_desktop.core.layer_tree import Place, put
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint_commands import apply_repaint
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.storage.results import ResultStore, StoredResult, Unsaved

LIVE_KEPT = 12
"""Pictures of live mode that stay in the tray; older ones that nobody applied or marked are put away."""


class Part(Enum):
    """How much of a result goes into the document."""

    WHOLE = "whole"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Result:
    """A picture in the tray. ``purpose`` is Paint for what an earlier session painted; ``applied`` whether it
    went into the document since.
    """

    stored: StoredResult
    purpose: Purpose = field(default_factory=Paint)
    applied: bool = False

    @property
    def id(self) -> str:
        return self.stored.id


class Results(QObject):
    """The results of the session's document, the latest first. All files are touched by a worker."""

    added = Signal(object)
    """Result: it is on the disk."""
    removed = Signal(str)
    """A result's id."""
    changed = Signal()
    """``all`` is another: results came or went, were marked or applied, or another document is open."""
    applied = Signal(object)
    """Result: the document shows it."""
    unsaved = Signal(object)
    """SaveFailed: the disk refused a picture. It is in memory: ``save_again`` when there is room."""
    failed = Signal(object)
    """ArtmasterError: a picture could not be read or marked."""

    def __init__(
        self,
        session: Session,
        queue: JobQueue,
        desk: PaintDesk,
        store: ResultStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._desk, self._store = session, desk, store
        self._worker = Worker("reading or writing a picture", self)
        self._results: list[Result] = []
        self._purposes: dict[str, Purpose] = {}
        queue.finished.connect(self._keep)
        session.replaced.connect(self.reload)

    @property
    def all(self) -> tuple[Result, ...]:
        return tuple(self._results)

    @property
    def busy(self) -> bool:
        """Whether pictures are being written or read; do not quit before ``wait``."""
        return self._worker.busy > 0

    @property
    def waiting(self) -> tuple[Unsaved, ...]:
        """Pictures that are only in memory because the disk refused them."""
        return self._store.unsaved

    def find(self, result_id: str) -> Result | None:
        return next((r for r in self._results if r.id == result_id), None)

    def reload(self) -> None:
        """Look at the disk for results of the document that is open."""
        document = self._session.document.id
        self._results.clear()
        self.changed.emit()

        def done(stored: tuple[StoredResult, ...]) -> None:
            if self._session.document.id == document:
                known = {r.id for r in self._results}
                found = [self._known(s) for s in stored if s.id not in known]
                self._results = sorted([*self._results, *found], key=lambda r: (-r.stored.when, r.id))
                self.changed.emit()

        self._worker.do(lambda: self._store.all(document), done, self.failed.emit)

    def use(self, store: ResultStore) -> None:
        """Keep results elsewhere from now on; what could not be written is tried there."""
        old, self._store = self._store, store
        for kept in old.unsaved:
            self._again(old, kept)
        self.reload()

    def pixels(self, result: Result, done: Callable[[Pixels], None]) -> None:
        """Call ``done`` with the picture, uint8 RGB ``[H, W, 3]``, or emit ``failed``."""
        self._worker.do(lambda: self._store.pixels(result.stored), done, self.failed.emit)

    def thumbnail(self, result: Result, done: Callable[[Pixels], None]) -> None:
        """Call ``done`` with the small picture, uint8 RGB, or emit ``failed``."""
        self._worker.do(lambda: self._store.thumbnail(result.stored), done, self.failed.emit)

    def apply(self, result: Result, part: Part = Part.WHOLE) -> None:
        """Put the picture into the document as a new image layer, in one step that can be undone.

        ``Part.SELECTION`` lets it through where the selection is; with none, it is the whole picture.
        """
        document = self._session.document
        selection = self._session.selection if part is Part.SELECTION else None
        name = self.tr("Painting {seed}").format(seed=result.stored.seed)

        def work() -> Command:
            start = self._store.job(result.stored).start
            pixels = self._store.pixels(result.stored)
            if isinstance(start, RepaintStart):
                return apply_repaint(_within(start, selection), pixels, name, new_id())
            return _insertion(pixels, selection, name)

        def done(command: Command) -> None:
            if self._session.document.id == document.id:
                self._session.apply(command)
                self._replace(replace(self.find(result.id) or result, applied=True))
                self.applied.emit(result)

        self._worker.do(work, done, self.failed.emit)

    def repaint(self, result: Result, seed: int | None = None) -> None:
        """Order the result's own job again; with ``seed``, another picture of it."""

        def done(job: PaintJob) -> None:
            self._desk.repaint(job, seed)

        self._worker.do(lambda: self._store.job(result.stored), done, self.failed.emit)

    def job(self, result: Result, done: Callable[[PaintJob], None]) -> None:
        """Call ``done`` with the job that painted the result, or emit ``failed``."""
        self._worker.do(lambda: self._store.job(result.stored), done, self.failed.emit)

    def set_favourite(self, result: Result, favourite: bool) -> None:
        """Mark it; a marked result of live mode stays."""

        def done(stored: StoredResult) -> None:
            self._replace(replace(self.find(result.id) or result, stored=stored))

        self._worker.do(lambda: self._store.set_favourite(result.stored, favourite), done, self.failed.emit)

    def keep_enlarged(
        self, result: Result, pixels: Pixels, done: Callable[[Result], None],
        failed: Callable[[ArtmasterError], None],
    ) -> None:  # fmt: skip
        """Keep ``result`` made larger as a result of its own; ``done`` is told it once it is on the disk."""

        def stored(found: StoredResult) -> None:
            self._stored(found)
            done(self._known(found))

        self._worker.do(lambda: self._store.put_enlarged(result.stored, pixels), stored, failed)

    def remove(self, result: Result) -> None:
        """Take it out of the tray; ``restore`` brings it back for thirty days."""

        def done(_: None) -> None:
            self._results = [r for r in self._results if r.id != result.id]
            self.removed.emit(result.id)
            self.changed.emit()

        self._worker.do(lambda: self._store.remove(result.stored), done, self.failed.emit)

    def restore(self, result: Result) -> None:
        """Undo ``remove``."""

        def done(stored: StoredResult) -> None:
            self._add(replace(result, stored=stored))

        self._worker.do(lambda: self._store.restore(result.stored), done, self.failed.emit)

    def save_again(self) -> None:
        """Try once more to write the pictures that the disk refused."""
        for kept in self._store.unsaved:
            self._again(self._store, kept)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is being written or read; whether it is so."""
        return self._worker.wait(seconds)

    # -------------------------------------------------------------------------------------------- within

    def _keep(self, entry: Entry, finished: Finished) -> None:
        self._purposes[entry.id] = entry.purpose
        job, pixels, report = entry.job, finished.pixels, finished.report
        self._worker.do(lambda: self._store.put(job, pixels, report), self._stored_new, self._not_stored)

    def _stored_new(self, stored: StoredResult) -> None:
        """The disk takes pictures, so those that it refused get their turn; a refusal was told before."""
        self._stored(stored)
        store = self._store
        for kept in store.unsaved:
            self._worker.do(partial(_once_more, store, kept), self._stored_late, _refused_again)

    def _stored_late(self, stored: StoredResult | None) -> None:
        if stored is not None:
            self._stored(stored)

    def _stored(self, stored: StoredResult) -> None:
        result = self._known(stored)
        if stored.document == self._session.document.id:
            self._add(result)
            self._thin_out()
        else:
            self.added.emit(result)

    def _not_stored(self, error: ArtmasterError) -> None:
        (self.unsaved if isinstance(error, SaveFailed) else self.failed).emit(error)

    def _again(self, owner: ResultStore, kept: Unsaved) -> None:
        folder = self._store.folder
        self._worker.do(lambda: owner.retry(kept, folder), self._stored, self._not_stored)

    def _known(self, stored: StoredResult) -> Result:
        return Result(stored, self._purposes.get(stored.job, Paint()))

    def _add(self, result: Result) -> None:
        rest = [r for r in self._results if r.id != result.id]
        self._results = sorted([*rest, result], key=lambda r: (-r.stored.when, r.id))
        self.added.emit(result)
        self.changed.emit()

    def _replace(self, result: Result) -> None:
        self._results = [result if r.id == result.id else r for r in self._results]
        self.changed.emit()

    def _thin_out(self) -> None:
        """Live mode paints a picture with each stroke; only the last ones stay in the tray."""
        live = [r for r in self._results if isinstance(r.purpose, Live)]
        for result in live[LIVE_KEPT:]:
            if not result.applied and not result.stored.favourite:
                self.remove(result)


def _once_more(store: ResultStore, kept: Unsaved) -> StoredResult | None:
    """Write a picture that waits; None where it was written meanwhile. Raises SaveFailed."""
    return store.retry(kept) if kept in store.unsaved else None


def _refused_again(_: ArtmasterError) -> None:
    """It waits on, and leaving asks about it."""


def _within(start: RepaintStart, selection: Raster | None) -> RepaintStart:
    """What lies over the canvas of it where only ``selection`` is wanted."""
    if selection is None:
        return start
    return replace(start, cover=np.minimum(start.cover, selection.read(start.place)[:, :, 0]))


def _insertion(pixels: Pixels, selection: Raster | None, name: str) -> Command:
    """The picture, as far as ``selection`` lets it through, above everything but the masks."""
    height, width = pixels.shape[:2]
    area = Bounds(0, 0, width, height)
    alpha = np.full((height, width, 1), 255, np.uint8) if selection is None else selection.read(area)
    rgba = np.concatenate((pixels, alpha), axis=2)
    rgba[alpha[:, :, 0] == 0] = 0
    layer = ImageLayer(id=new_id(), name=name, raster=Raster.from_array(rgba))

    def change(document: Document) -> Document:
        shown = [at for at, there in enumerate(document.layers) if not isinstance(there, MaskLayer)]
        return put(document, (layer,), Place("", shown[-1] + 1 if shown else 0))

    return Command("Apply result", change)
