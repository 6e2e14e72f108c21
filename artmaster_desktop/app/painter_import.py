"""New painters: each file is checked in full before a copy of it joins the artist's own.

The cheap checks (is it a safetensors file, are there low-rank layers in it, is it there already) are done
here; whether it fits the model is the engine's to say, through ``DeepCheck``. A file that cannot paint is
never copied, and its source is never touched.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.errors import ArtmasterError, PainterFileError, PainterProblem, SaveFailed
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.slug import free_slug
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.hash_cache import HashCache
from artmaster_desktop.storage.library import PICTURES, read_painter
from artmaster_desktop.storage.painter_facts import CARD, MAX_CARD

MAX_FILES = 500
"""Painters looked at in one go: a whole download folder that was dropped by mistake stays bounded."""

MAX_PICTURES = 64
MAX_PICTURE_BYTES = 32 << 20
SUFFIX = ".safetensors"
_CHUNK = 1 << 20
_UNKEPT = Path("not-kept")
"""A hash cache that is never saved: the copy will be another file."""


class Leftover(Protocol):
    """A part of a painter's file that is not used: why (``part.value`` in words), and which ``names``."""

    @property
    def part(self) -> Enum: ...
    @property
    def names(self) -> tuple[str, ...]: ...


class Report(Protocol):
    """What the engine says of a file against a model, as ``engine.painters.formats.PainterReport`` does. It
    may paint if ``problems`` is empty. ``ungated`` layers act on the whole canvas; ``text`` counts the
    layers in each text encoder.
    """

    @property
    def problems(self) -> tuple[PainterFileError, ...]: ...
    @property
    def ungated(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def left_out(self) -> Sequence[Leftover]: ...


DeepCheck: TypeAlias = Callable[[Path], Report]
"""Reads a file in full against the model in use. Called in the worker's thread: it may import torch. Raises
ArtmasterError where the model itself cannot be read."""


class Fate(Enum):
    """What became of a file."""

    ADDED = "added"
    KNOWN = "there already"
    REFUSED = "cannot paint"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file that was to be added. ``slug`` is the painter's on the shelf ("" where it was refused for
    ``error``). ``everywhere`` counts layers that act on the whole canvas, ``spoken`` those that change how
    text is read, ``unused`` are (why, layers). ``checked`` is False where no engine was there to say whether
    it fits the model.
    """

    file: Path
    fate: Fate
    slug: str = ""
    error: ArtmasterError | None = None
    everywhere: int = 0
    spoken: int = 0
    unused: tuple[tuple[str, int], ...] = ()
    checked: bool = True


class PainterImport(QObject):
    """Adds painters to the artist's folder of ``shelf``. One run at a time; more files wait behind it."""

    started = Signal(int)
    """So many files are looked at."""
    progressed = Signal(int, int, str)
    """Done, of how many, and the name of the file that is looked at now."""
    outcome = Signal(object)
    """Outcome of one file."""
    finished = Signal(object)
    """tuple[Outcome, ...] of the run; the shelf is refreshed where anything was added."""

    _told = Signal(object)

    def __init__(
        self, shelf: PainterShelf, check: DeepCheck | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._check = shelf, check
        self._worker = Worker("painter import", self)
        self._stop = threading.Event()
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._worker.busy > 0

    def set_check(self, check: DeepCheck | None) -> None:
        """How files are checked from now on: another model was chosen."""
        self._check = check

    def add(self, paths: Iterable[Path]) -> None:
        """Look at files and folders (with all below them), and add what can paint."""
        asked, check = tuple(paths), self._check
        self._stop.clear()
        self._worker.do(lambda: self._run(asked, check), self._ended, lambda _: self.finished.emit(()))

    def cancel(self) -> None:
        """Stop after the file that is being looked at; what was added stays."""
        self._stop.set()

    def close(self, seconds: float = 5.0) -> bool:
        """Stop and wait; whether the worker is done."""
        self.cancel()
        return self._worker.wait(seconds)

    # ---------------------------------------------------------------------------------- in the worker

    def _run(self, asked: tuple[Path, ...], check: DeepCheck | None) -> tuple[Outcome, ...]:
        files = painter_files(asked)
        self._told.emit(lambda: self.started.emit(len(files)))
        done: list[Outcome] = []
        known = {one.sha256: one.slug for one in self._shelf.library.all()}
        for file in files:
            if self._stop.is_set():
                break
            place, name = len(done), file.name
            self._told.emit(lambda place=place, name=name: self.progressed.emit(place, len(files), name))
            outcome = self._try(file, check, known)
            done.append(outcome)
            self._told.emit(lambda outcome=outcome: self.outcome.emit(outcome))
        return tuple(done)

    def _try(self, file: Path, check: DeepCheck | None, known: dict[str, str]) -> Outcome:
        try:
            outcome, sha256 = add_painter(file, self._shelf.own_folder, check, known)
        except ArtmasterError as error:
            return Outcome(file, Fate.REFUSED, error=error)
        known[sha256] = outcome.slug
        return outcome

    # ---------------------------------------------------------------------------------- in the window

    def _tell(self, told: Callable[[], None]) -> None:
        told()

    def _ended(self, outcomes: tuple[Outcome, ...]) -> None:
        if any(one.fate is Fate.ADDED for one in outcomes):
            self._shelf.refresh()
        self.finished.emit(outcomes)


def painter_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files among ``paths``, and the safetensors files below the folders among them; at most
    MAX_FILES.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            if not file.is_dir():
                found.setdefault(file, None)
    return tuple(found)[:MAX_FILES]


def add_painter(
    file: Path, folder: Path, check: DeepCheck | None, known: dict[str, str]
) -> tuple[Outcome, str]:
    """Check ``file`` and copy it into ``folder``, with its card and pictures; the outcome and its hash.

    ``known`` are the slugs of painters by hash. Raises PainterFileError where it cannot paint, SaveFailed
    where it cannot be copied; then nothing was added.
    """
    painter = read_painter(file, HashCache(_UNKEPT))
    if painter.sha256 in known:
        return Outcome(file, Fate.KNOWN, known[painter.sha256]), painter.sha256
    report = None if check is None else check(file)
    if report is not None and report.problems:
        raise report.problems[0]
    slug = _copy(painter, folder)
    if report is None:
        return Outcome(file, Fate.ADDED, slug, checked=False), painter.sha256
    outcome = Outcome(
        file,
        Fate.ADDED,
        slug,
        everywhere=len(report.ungated),
        spoken=sum(layers for _, layers in report.text),
        unused=tuple((str(left.part.value), len(left.names)) for left in report.left_out),
    )
    return outcome, painter.sha256


def _copy(painter: Painter, folder: Path) -> str:
    """The painter's file, card and pictures in a folder of their own below ``folder``; the slug."""
    slug = free_slug(painter.file.stem, lambda name: (folder / name).exists())
    target = folder / slug
    try:
        target.mkdir(parents=True)
    except OSError as fault:
        raise SaveFailed(target, fault.errno or 0, fault.strerror or "cannot be made") from fault
    try:
        for source, name in _companions(painter):
            copy_file(source, target / name)
        copy_file(painter.file, target / f"{slug}{SUFFIX}", painter.sha256)
    except ArtmasterError:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return slug


def _companions(painter: Painter) -> list[tuple[Path, str]]:
    """The card and the pictures that lie with a painter, and their names in its new folder."""
    home = painter.file.parent
    found = [(picture, picture.relative_to(home).as_posix()) for picture in painter.samples[:MAX_PICTURES]]
    if home.name == painter.file.stem:
        found.append((home / CARD, CARD))
    beside = (painter.file.with_suffix(more + suffix) for more in ("", ".preview") for suffix in PICTURES)
    found += [(picture, f"samples/{picture.name}") for picture in beside]
    return [(path, name) for path, name in found if _small_enough(path)]


def _small_enough(path: Path) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return 0 < size <= (MAX_CARD if path.name == CARD else MAX_PICTURE_BYTES)


def copy_file(source: Path, target: Path, sha256: str = "") -> None:
    """Copy ``source`` byte by byte, all or nothing; with ``sha256`` only what was checked. Raises SaveFailed,
    and PainterFileError where the source changed meanwhile.
    """

    def fill(stream: BinaryIO) -> None:
        with source.open("rb") as original:
            shutil.copyfileobj(original, stream, _CHUNK)

    def verify(copy: Path) -> None:
        with copy.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if sha256 and found != sha256:
            raise PainterFileError(source, PainterProblem.DAMAGED, "it changed while it was copied")

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SaveFailed(target, fault.errno or 0, fault.strerror or "cannot be made") from fault
    atomic_write(target, fill, verify=verify)
