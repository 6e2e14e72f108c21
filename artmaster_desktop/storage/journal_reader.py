"""Gives back the document in a journal: its structure, its tiles, and what the base file still lends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import DocumentError, JournalDamaged, StorageError
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.storage.atomic import BACKUPS
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.file_stamp import NO_FILE, FileStamp, stamp_of
from artmaster_desktop.storage.journal import ORDERED, About
from artmaster_desktop.storage.journal_file import JournalFile, as_blob, as_text
from artmaster_desktop.storage.journal_form import (
    CHANNELS,
    DocumentForm,
    Extras,
    OrderForm,
    document_of,
    repaint_of,
    unpack,
    unzip,
)
from artmaster_desktop.storage.journal_tiles import Sheet, View
from artmaster_desktop.storage.limits import MAX_OFFSET, MAX_TOTAL_PIXELS
from artmaster_desktop.storage.ora import load_document

MAX_TILES = MAX_TOTAL_PIXELS // (TILE * TILE)
FARTHEST = MAX_OFFSET // TILE
MAX_ORDERED = 64
"""Pictures of one order."""

Stale = tuple[bytes, int, int]


@dataclass(frozen=True, slots=True)
class PixelsLost:
    """``tiles`` squares of 256 x 256 pixels of the layer could not be read and are empty."""

    layer: str
    name: str
    tiles: int


@dataclass(frozen=True, slots=True)
class BaseGone:
    """The file that the document was opened from is gone or changed; what was not touched since is empty."""

    path: Path


@dataclass(frozen=True, slots=True)
class JobsLost:
    """``count`` of the jobs that were waiting could not be read."""

    count: int


RecoveryLoss = PixelsLost | BaseGone | JobsLost


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job that was waiting or running."""

    entry: str
    title: str
    state: str
    job: PaintJob


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """``count`` pictures of ``document``, or of a ``part`` of it, that were not planned yet: with the words,
    numbers and painters of when they were ordered, and the pixels of the document that was recovered.
    """

    entry: str
    document: Document
    count: int
    longest_side: int
    part: Repaint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """The document as of its last committed edit, and what was going on.

    ``path`` is its own file (None if never saved), ``stamp`` what that was when it was last saved or opened;
    ``results`` are (id, file). The journal stays held by ``file``: resume it, or close it.
    """

    document: Document
    path: Path | None
    stamp: FileStamp
    losses: tuple[RecoveryLoss, ...]
    jobs: tuple[WaitingJob, ...]
    orders: tuple[WaitingOrder, ...]
    results: tuple[tuple[str, Path], ...]
    file: JournalFile
    about: About
    view: View
    stale: tuple[Stale, ...]


def read_about(file: JournalFile) -> About:
    """Which file the document belongs to; raises UnreadableData or JournalDamaged."""
    data = file.part("about")
    return About() if data is None else unpack(About, data)


def read_form(file: JournalFile) -> DocumentForm | None:
    """The document without pixels, None where nothing was recorded. Raises as ``read_about``."""
    data = file.part("document")
    return None if data is None else unpack(DocumentForm, data)


class JournalReader:
    """One pass over one journal."""

    def __init__(self, file: JournalFile) -> None:
        self.file = file
        self.about = read_about(file)
        form = read_form(file)
        if form is None:
            raise UnreadableData("document", "nothing was recorded")
        self.form = form
        self.kinds = {layer.id: CHANNELS[layer.kind] for layer in form.layers if layer.kind in CHANNELS}
        self.sheets: dict[str, Sheet] = {}
        self.owed: dict[tuple[str, TileKey], Pixels] = {}
        self.stale: list[Stale] = []
        self.bad: Counter[str] = Counter()
        self.losses: list[RecoveryLoss] = []

    def read(self) -> Recovered:
        """Raises UnreadableData or JournalDamaged where the structure cannot be read; lost pixels and jobs
        are listed.
        """
        self._borrow()
        self._read_tiles()
        names = {layer.id: layer.name for layer in self.form.layers}
        self.losses += [PixelsLost(layer, names[layer], count) for layer, count in self.bad.items()]
        rasters = {layer: Raster(kind, self.sheets.get(layer, {})) for layer, kind in self.kinds.items()}
        extras = self.file.part("extras")
        unknown = Extras() if extras is None else unpack(Extras, extras)
        document = document_of(self.form, rasters, unknown)
        view = View.of_written(document)
        view.owed = self.owed
        jobs, orders = self._jobs(rasters)
        return Recovered(
            document=document,
            path=Path(self.about.path) if self.about.path else None,
            stamp=self.about.saved,
            jobs=jobs,
            orders=orders,
            results=self._results(),
            losses=tuple(self.losses),
            file=self.file,
            about=self.about,
            view=view,
            stale=tuple(self.stale),
        )

    def _borrow(self) -> None:
        """Tiles that still lie in the file that the document was opened from, or in a backup of it."""
        if self.about.base == NO_FILE:
            return
        base = base_of(Path(self.about.path), self.about.base)
        if base is None:
            self.losses.append(BaseGone(Path(self.about.path)))
            return
        for layer in base.walk():
            if isinstance(layer, GroupLayer) or self.kinds.get(layer.id) != layer.raster.channels:
                continue
            self.sheets[layer.id] = dict(layer.raster.tiles)
            self.owed.update({(layer.id, key): tile for key, tile in layer.raster.tiles.items()})

    def _read_tiles(self) -> None:
        count = 0
        try:
            for row in self.file.tiles():
                count += 1
                if count > MAX_TILES:
                    raise UnreadableData("tiles", "too many")
                self._take(row)
        except JournalDamaged:
            for layer in self.kinds:  # nobody can say which ones
                self.bad[layer] += 1

    def _take(self, row: tuple[object, ...]) -> None:
        blob, y, x, data = row
        if not (isinstance(blob, bytes) and isinstance(y, int) and isinstance(x, int)):
            return
        layer = blob.decode("utf-8", "surrogatepass") if _is_text(blob) else ""
        channels = self.kinds.get(layer)
        if channels is None or max(abs(y), abs(x)) > FARTHEST:
            self.stale.append((blob, y, x))
            return
        self.owed.pop((layer, (y, x)), None)
        sheet = self.sheets.setdefault(layer, {})
        sheet.pop((y, x), None)
        if data is None:
            return
        try:
            sheet[y, x] = _tile(data, channels)
        except UnreadableData:
            self.bad[layer] += 1
            self.stale.append((blob, y, x))

    def _jobs(self, rasters: Mapping[str, Raster]) -> tuple[tuple[WaitingJob, ...], tuple[WaitingOrder, ...]]:
        """What waited or ran, and what was not planned yet."""
        jobs: list[WaitingJob] = []
        orders: list[WaitingOrder] = []
        lost = 0
        try:
            for entry, _, state, title, data in self.file.jobs():
                try:
                    if state == ORDERED:
                        orders.append(_order(as_text(entry), unpack(OrderForm, data), rasters))
                    else:
                        job = unpack(PaintJob, data)
                        jobs.append(WaitingJob(as_text(entry), as_text(title), as_text(state), job))
                except UnreadableData:
                    lost += 1
        except JournalDamaged:
            lost += 1
        if lost:
            self.losses.append(JobsLost(lost))
        return tuple(jobs), tuple(orders)

    def _results(self) -> tuple[tuple[str, Path], ...]:
        """What cannot be read of them costs nothing: the pictures carry all that is needed."""
        found: list[tuple[str, Path]] = []
        with suppress(JournalDamaged):
            for result, _, path in self.file.results():
                found.append((as_text(result), Path(as_text(path))))
        return tuple(found)


def _order(entry: str, form: OrderForm, rasters: Mapping[str, Raster]) -> WaitingOrder:
    """Raises UnreadableData; a layer that is gone since, or is of another kind, is empty."""
    kinds = {layer.id: CHANNELS.get(layer.kind) for layer in form.document.layers}
    known = {layer: raster for layer, raster in rasters.items() if kinds.get(layer) == raster.channels}
    if not 1 <= form.count <= MAX_ORDERED or form.longest_side < 0:
        raise UnreadableData("order", f"{form.count} pictures of {form.longest_side} pixels")
    document = document_of(form.document, known, Extras())
    part = repaint_of(form.part[0]) if form.part else None
    return WaitingOrder(entry, document, form.count, form.longest_side, part)


def base_of(path: Path, stamp: FileStamp) -> Document | None:
    """The document in ``path``, or in a backup of it, whose content is that of ``stamp``; else None."""
    for end in ("", *BACKUPS):
        try:
            file = path.with_name(path.name + end)
            if file.stat().st_size == stamp.size and stamp_of(file).sha256 == stamp.sha256:
                return load_document(file).document
        except (OSError, ValueError, StorageError, DocumentError):
            continue
    return None


def drop_stale(file: JournalFile, stale: tuple[Stale, ...]) -> None:
    """Rows that gave nothing must not come back later. Raises sqlite3.Error."""
    with file.transaction():
        for blob, y, x in stale:
            file.drop_row(blob, y, x)


def _is_text(blob: bytes) -> bool:
    try:
        return as_blob(blob.decode("utf-8", "surrogatepass")) == blob
    except UnicodeDecodeError:
        return False


def _tile(data: object, channels: int) -> Pixels:
    raw = unzip(data, TILE * TILE * channels + 1)
    if len(raw) != TILE * TILE * channels:
        raise UnreadableData("tiles", "of another size")
    return np.frombuffer(raw, np.uint8).reshape(TILE, TILE, channels)
