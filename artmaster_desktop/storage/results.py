"""Every painted picture, on the disk before anybody is told of it.

    <folder>/<document>/20260401-143210-42-1f3a9c.png      the picture; it carries its job (picture_file.py)
    <folder>/.artmaster/thumbnails/<document>/....png
    <folder>/.artmaster/favourites/<document>/....png      empty: its being there is the mark
    <folder>/.artmaster/removed/<document>/....png         thirty days
    <folder>/.artmaster/index.sqlite                       a copy of what the pictures say

The pictures are the truth: with everything under ``.artmaster`` gone, only marks are lost.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import platformdirs
from PIL import Image

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed, SaveFailed
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.print_colour import PrintLabel
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import UnreadableData, decode
from artmaster_desktop.storage.limits import MAX_PICTURE_BYTES
from artmaster_desktop.storage.picture_file import read_job, read_report, write_picture
from artmaster_desktop.storage.picture_label import sha256_of
from artmaster_desktop.storage.png import BadPicture, decode_png, encode_png, png_size
from artmaster_desktop.storage.results_index import IndexRow, ResultIndex

OWN = ".artmaster"
THUMBNAIL_SIDE = 256
REMOVED_DAYS = 30
MAX_TEXT = 500

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A painted picture on the disk. ``id`` is its file relative to the store's folder. ``when`` is in
    seconds since 1970, sides in pixels; ``text`` is the beginning of the document's prompt.
    """

    id: str
    path: Path
    thumbnail: Path
    document: str
    job: str
    when: float
    seed: int
    width: int
    height: int
    text: str = ""
    favourite: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Unsaved:
    """A picture that the disk refused: kept in memory until ``retry`` succeeds or it is let go."""

    job: PaintJob
    pixels: Pixels
    report: PaintReport
    error: SaveFailed
    key: str = field(default_factory=lambda: secrets.token_hex(6))


def default_folder() -> Path:
    """Where results go unless the artist says otherwise: among the user's pictures, where people look."""
    return Path(platformdirs.user_pictures_dir()) / "ArtMaster"


class ResultStore:
    """The results below ``folder``. Safe to use from several threads; all methods touch the disk, so none
    belongs into the thread of the window.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = folder / OWN
        self._index = ResultIndex(self._own / "index.sqlite")
        self._lock = threading.Lock()
        self._unsaved: dict[str, Unsaved] = {}

    @property
    def unsaved(self) -> tuple[Unsaved, ...]:
        """Pictures that are only in memory."""
        with self._lock:
            return tuple(self._unsaved.values())

    def put(self, job: PaintJob, pixels: Pixels, report: PaintReport) -> StoredResult:
        """Write the picture (uint8 RGB ``[H, W, 3]``); when this returns it is on the disk.

        Raises SaveFailed; then the picture is kept among ``unsaved``.
        """
        try:
            return self._put(job, pixels, report)
        except SaveFailed as error:
            kept = Unsaved(job, pixels, report, error)
            with self._lock:
                self._unsaved[kept.key] = kept
            raise

    def put_enlarged(self, result: StoredResult, pixels: Pixels) -> StoredResult:
        """``result`` made larger, as a result beside it: with the same job, report and label, and the name of
        the file that it was made from. Raises ReadFailed and SaveFailed.
        """
        job = replace(read_job(result.path), id=uuid.uuid4().hex)  # it is not the picture that the job is of
        try:
            report = decode(PaintReport, read_report(result.path))
        except UnreadableData as error:
            raise ReadFailed(result.path, str(error)) from error
        return self._put(job, pixels, report, PrintLabel(source=sha256_of(result.path)))

    def retry(self, kept: Unsaved, folder: Path | None = None) -> StoredResult:
        """Write an unsaved picture after all, to another folder where one is given. Raises SaveFailed."""
        store = self if folder is None else ResultStore(folder)
        stored = store._put(kept.job, kept.pixels, kept.report)
        self.let_go(kept)
        return stored

    def let_go(self, kept: Unsaved) -> None:
        """Forget an unsaved picture for good."""
        with self._lock:
            self._unsaved.pop(kept.key, None)

    def all(self, document: str | None = None) -> tuple[StoredResult, ...]:
        """The results, of one document or of all, the latest first. Other files are left out."""
        known = self._index.rows()
        fresh: list[IndexRow] = []
        found: list[StoredResult] = []
        seen: set[str] = set()
        for path in self._pictures(document):
            name = path.relative_to(self.folder).as_posix()
            seen.add(name)
            row = self._current(path, name, known.get(name))
            if row is None:
                continue
            if row is not known.get(name):
                fresh.append(row)
            if document is None or row.document == document:
                found.append(self._result(row))
        self._index.put(fresh)
        if document is None:
            self._index.drop(set(known) - seen)
        return tuple(sorted(found, key=lambda result: (-result.when, result.id)))

    def find(self, result: str) -> StoredResult | None:
        """The result with this id, None where it is gone or no result."""
        path = self._path(result)
        row = None if path is None else self._current(path, result, None)
        return None if row is None else self._result(row)

    def job(self, result: StoredResult) -> PaintJob:
        """The job that painted it. Raises ReadFailed or NoJobInPicture."""
        return read_job(result.path)

    def pixels(self, result: StoredResult) -> Pixels:
        """uint8 RGB ``[H, W, 3]``. Raises ReadFailed."""
        try:
            if result.path.stat().st_size > MAX_PICTURE_BYTES:
                raise ReadFailed(result.path, "too large")
            return decode_png(result.path.read_bytes(), channels=3)
        except OSError as error:
            raise ReadFailed(result.path, error.strerror or str(error)) from error
        except BadPicture as error:
            raise ReadFailed(result.path, str(error)) from error

    def thumbnail(self, result: StoredResult) -> Pixels:
        """At most THUMBNAIL_SIDE pixels a side, made again where it is lost. Raises ReadFailed."""
        with suppress(OSError, BadPicture):
            small = decode_png(result.thumbnail.read_bytes(), channels=3)
            if max(small.shape) <= THUMBNAIL_SIDE:
                return small
        small = _shrunk(self.pixels(result))
        with suppress(SaveFailed):
            _write(result.thumbnail, encode_png(small))
        return small

    def set_favourite(self, result: StoredResult, favourite: bool) -> StoredResult:
        """The result with or without the mark. Raises SaveFailed."""
        mark = self._own / "favourites" / result.id
        if favourite:
            _write(mark, b"")
        else:
            try:
                mark.unlink(missing_ok=True)
            except OSError as error:
                raise SaveFailed(mark, error.errno or 0, error.strerror or str(error)) from error
        return self._result(_row_of(result, result.path))

    def remove(self, result: StoredResult) -> None:
        """Take it away; ``restore`` brings it back for REMOVED_DAYS days. Raises SaveFailed."""
        self._sweep()
        _move(result.path, self._own / "removed" / result.id, time.time())
        self._index.drop([result.id])

    def restore(self, result: StoredResult) -> StoredResult:
        """Undo ``remove``. Raises SaveFailed where it is gone."""
        _move(self._own / "removed" / result.id, result.path, result.when)
        row = _row_of(result, result.path)
        self._index.put([row])
        return self._result(row)

    # ------------------------------------------------------------------------------

    def _put(
        self, job: PaintJob, pixels: Pixels, report: PaintReport, label: PrintLabel | None = None
    ) -> StoredResult:
        now = time.time()
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
        name = f"{_folder_of(job.document)}/{stamp}-{job.seed}-{secrets.token_hex(3)}.png"
        path = self.folder / name
        _make_folder(path)
        write_picture(path, pixels, job, report, label)
        with suppress(SaveFailed):  # it can be made again
            _write(self._own / "thumbnails" / name, encode_png(_shrunk(pixels)))
        row = _read_row(path, name, job, (pixels.shape[1], pixels.shape[0]))
        if row is None:
            raise SaveFailed(path, 0, "the written picture is gone")
        self._index.put([row])
        return self._result(row)

    def _pictures(self, document: str | None) -> Iterator[Path]:
        """Files that may be results; a document's own folder only, where one is asked for."""
        folder = self.folder if document is None else self.folder / _folder_of(document)
        pattern = "*/*.png" if document is None else "*.png"
        for path in folder.glob(pattern):
            if not path.name.startswith(".") and path.parent.name != OWN and path.is_file():
                yield path

    def _current(self, path: Path, name: str, known: IndexRow | None) -> IndexRow | None:
        try:
            status = path.stat()
        except OSError:
            return None
        if known is not None and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return known
        try:
            job = read_job(path)
            with path.open("rb") as stream:
                size = png_size(stream.read(33))
        except (ReadFailed, NoJobInPicture, OSError, BadPicture):
            return None
        return _read_row(path, name, job, size)

    def _path(self, result: str) -> Path | None:
        """Inside the folder, whatever the id says."""
        parts = result.split("/")
        if len(parts) != 2 or any(
            part in ("", ".", "..", OWN) or "\\" in part or "\0" in part for part in parts
        ):
            return None
        return self.folder / parts[0] / parts[1]

    def _result(self, row: IndexRow) -> StoredResult:
        return StoredResult(
            id=row.file,
            path=self.folder / row.file,
            thumbnail=self._own / "thumbnails" / row.file,
            document=row.document,
            job=row.job,
            when=row.when,
            seed=row.seed,
            width=row.width,
            height=row.height,
            text=row.text,
            favourite=(self._own / "favourites" / row.file).exists(),
        )

    def _sweep(self) -> None:
        oldest = time.time() - REMOVED_DAYS * 86_400
        for path in (self._own / "removed").glob("*/*.png"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _folder_of(document: str) -> str:
    """A folder's name for any document id, on every system."""
    if _PLAIN.fullmatch(document):
        return f"document-{document}"
    digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
    return f"document-{digest[:16]}"


def _read_row(path: Path, name: str, job: PaintJob, size: tuple[int, int]) -> IndexRow | None:
    try:
        status = path.stat()
    except OSError:
        return None
    text = job.texts[0][:MAX_TEXT] if job.texts else ""
    stamp = (status.st_size, status.st_mtime_ns, status.st_mtime)
    return IndexRow(name, *stamp, job.document, job.id, job.seed, *size, text)


def _row_of(result: StoredResult, path: Path) -> IndexRow:
    try:
        status = path.stat()
    except OSError as error:
        raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error
    of_job = (result.document, result.job, result.seed, result.width, result.height, result.text)
    return IndexRow(result.id, status.st_size, status.st_mtime_ns, result.when, *of_job)


def _shrunk(pixels: Pixels) -> Pixels:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return np.array(image, np.uint8)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveFailed(path, error.errno or 0, error.strerror or str(error)) from error


def _write(path: Path, content: bytes) -> None:
    def write(stream: BinaryIO) -> None:
        stream.write(content)

    _make_folder(path)
    atomic_write(path, write)


def _move(source: Path, target: Path, when: float) -> None:
    """Give the file the time ``when`` and its new place."""
    _make_folder(target)
    try:
        os.utime(source, (when, when))
        source.replace(target)
    except OSError as error:
        raise SaveFailed(source, error.errno or 0, error.strerror or str(error)) from error
