"""Opening, saving and exporting, by a worker: the window goes on while the disk takes its time.

A document is a value, so what is saved is what it was when saving was asked for; edits made meanwhile leave
the session dirty.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.session import Session
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.compose import composite, flatten
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, FileChangedOutside, ReadFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer
from artmaster_desktop.core.print_colour import Origin, PrintLabel
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.file_stamp import NO_FILE, FileStamp, Outside, since, stamp_of
from artmaster_desktop.storage.loaded import Loaded, Loss
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.picture_label import XMP_KEY
from artmaster_desktop.storage.print_label import XMP_TAG, xmp_of

T = TypeVar("T")

EXPORTS = {".png": "PNG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF", ".jpg": "JPEG", ".jpeg": "JPEG"}
"""What a picture may be exported as, by the end of its name."""


class _Shelf:
    """What the worker knows of files; used in its thread alone."""

    def __init__(self) -> None:
        self._stamps: dict[Path, FileStamp] = {}

    def know(self, path: Path, stamp: FileStamp) -> None:
        self._stamps[path] = stamp

    def load(self, path: Path) -> tuple[Loaded, FileStamp]:
        """The stamp is older than the reading, so whatever changes in between counts as changed outside."""
        stamp = stamp_of(path)
        loaded = load_document(path)
        self._stamps[path] = stamp
        return loaded, stamp

    def save(self, document: Document, path: Path, overwrite: bool, keep_backup: bool) -> FileStamp:
        if not overwrite:
            self._refuse(path)
        save_document(document, path, keep_backup=keep_backup)
        try:
            stamp = stamp_of(path)
        except ReadFailed:  # saved, and gone a moment later: the next save will tell
            stamp = NO_FILE
        self._stamps[path] = stamp
        return stamp

    def _refuse(self, path: Path) -> None:
        """A file that is not as we left it belongs to somebody else now."""
        known = self._stamps.get(path, NO_FILE)
        if path.exists() if known == NO_FILE else since(path, known) is Outside.CHANGED:
            raise FileChangedOutside(path)


class DocumentFiles(QObject):
    """Files of the session. One thing at a time, in the order asked; ``busy`` while anything is under way."""

    opened = Signal(object, object)
    """Document, Path: the session shows it now."""
    lost = Signal(object, object)
    """Path, tuple[Loss, ...]: what could not be kept of the file just opened; comes after ``opened``."""
    saved = Signal(object, object)
    """Document, Path: the file holds it, and the session knows."""
    exported = Signal(object)
    """Path."""
    failed = Signal(object)
    """ArtmasterError; nothing was changed. FileChangedOutside: ask, then save with ``overwrite``."""
    busy_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shelf = _Shelf()
        self._worker = Worker("reading or writing a file", self)
        self._worker.idle.connect(self.busy_changed)
        self._stamp = self._next_stamp = NO_FILE
        self.keep_backup = True
        session.replaced.connect(self._turn_over)

    @property
    def busy(self) -> bool:
        """Whether something is being read or written; do not quit before ``wait``."""
        return self._worker.busy > 0

    @property
    def stamp(self) -> FileStamp:
        """What the session's file was when it was last read or written here; NO_FILE where it has none."""
        return self._stamp

    def open(self, path: Path) -> None:
        """Read the document in ``path`` and give it to the session. Ask about unsaved work before."""
        path = path.absolute()

        def done(read: tuple[Loaded, FileStamp]) -> None:
            loaded, stamp = read
            self._opened(loaded.document, path, stamp)
            if loaded.losses:
                self._tell_losses(path, loaded.losses)

        self._do(lambda: self._shelf.load(path), done)

    def open_copy(self, path: Path, named: Callable[[str], str] | None = None) -> None:
        """Read ``path`` (an example, a backup) as a new document that has no file yet. ``named`` gives layers
        and regions other names.
        """

        def done(loaded: Loaded) -> None:
            document = loaded.document if named is None else _renamed(loaded.document, named)
            self._session.open(document, None)
            self.opened.emit(document, path)
            if loaded.losses:
                self._tell_losses(path, loaded.losses)

        self._do(lambda: load_document(path), done)

    def adopt(self, document: Document, path: Path | None, stamp: FileStamp) -> None:
        """The session takes a document that was recovered; ``stamp`` is what ``path`` was when it was last
        read or written, so that what another program did since is not overwritten.
        """
        path = path.absolute() if path is not None else None
        if path is not None:
            known = path
            self._do(lambda: self._shelf.know(known, stamp), lambda _: None)
        self._next_stamp = stamp
        self._session.open(document, path)
        self._session.mark_unsaved()

    def save(self, path: Path | None = None, *, overwrite: bool = False) -> None:
        """Save the document as it is now to ``path``, or to its own file.

        A file that we have not left as it is now is refused with FileChangedOutside unless ``overwrite``.
        Raises ValueError where there is no path at all.
        """
        path = path or self._session.path
        if path is None:
            raise ValueError("a document that was never saved needs a path")
        target, document, keep = path.absolute(), self._session.document, self.keep_backup

        def done(stamp: FileStamp) -> None:
            if self._session.document.id == document.id:
                self._stamp = stamp
                self._session.mark_saved(document, target)
            self.saved.emit(document, target)

        self._do(lambda: self._shelf.save(document, target, overwrite, keep), done)

    def export(self, path: Path, *, quality: int = 95, origin: Origin = Origin.GENERATED) -> None:
        """Write the picture, without masks, as PNG, WebP, TIFF or JPEG by the end of the name; its label says
        who made it.

        ``quality`` in 1..100 is JPEG's; WebP is lossless. Raises ValueError for another end.
        """
        kind = EXPORTS.get(path.suffix.lower())
        if kind is None:
            raise ValueError(f"a picture ends in {', '.join(EXPORTS)}, not {path.suffix}")
        target, document = path.absolute(), self._session.document
        label = PrintLabel(title=document.title, origin=origin)
        self._do(
            lambda: _export(document, target, kind, quality, label), lambda _: self.exported.emit(target)
        )

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is being read or written; whether it is so."""
        return self._worker.wait(seconds)

    # -------------------------------------------------------------------------------------------- within

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._worker.do(work, done, self._failed)
        self.busy_changed.emit()

    def _opened(self, document: Document, path: Path, stamp: FileStamp) -> None:
        self._next_stamp = stamp
        self._session.open(document, path)
        self.opened.emit(document, path)

    def _tell_losses(self, path: Path, losses: Sequence[Loss]) -> None:
        self.lost.emit(path, tuple(losses))

    def _failed(self, error: ArtmasterError) -> None:
        self.failed.emit(error)

    def _turn_over(self) -> None:
        """Another document is open, from a file that was read here or from none."""
        self._stamp, self._next_stamp = self._next_stamp, NO_FILE


def _renamed(document: Document, named: Callable[[str], str]) -> Document:
    """The same document, at the same revision."""

    def of(layer: Layer) -> Layer:
        if isinstance(layer, GroupLayer):
            layer = replace(layer, layers=tuple(of(inner) for inner in layer.layers))
        return replace(layer, name=named(layer.name))

    regions = tuple(replace(region, name=named(region.name)) for region in document.regions)
    return replace(document, layers=tuple(of(layer) for layer in document.layers), regions=regions)


def _export(document: Document, path: Path, kind: str, quality: int, label: PrintLabel) -> None:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    layers, area = _shown(document.layers), Bounds.of(document.extent)
    if kind == "JPEG":
        pixels = flatten(layers, area)
    else:
        pixels = composite(layers, area)
        if np.all(pixels[:, :, 3] == 255):
            pixels = np.ascontiguousarray(pixels[:, :, :3])
    data = io.BytesIO()
    packet, said = xmp_of(label), PngInfo()
    said.add_itxt(XMP_KEY, packet.decode("utf-8"))
    options: dict[str, dict[str, Any]] = {
        "PNG": {"pnginfo": said},
        "WEBP": {"lossless": True, "xmp": packet},
        "TIFF": {"compression": "tiff_adobe_deflate", "tiffinfo": {XMP_TAG: packet}},
        "JPEG": {"quality": quality, "subsampling": 0, "xmp": packet},
    }
    Image.fromarray(pixels).save(data, kind, **options[kind])
    atomic_write(path, lambda file: _write(file, data.getvalue()))


def _write(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _shown(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Without masks: their colours are for the artist alone."""
    return tuple(
        replace(layer, layers=_shown(layer.layers)) if isinstance(layer, GroupLayer) else layer
        for layer in layers
        if not isinstance(layer, MaskLayer)
    )
