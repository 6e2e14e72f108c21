"""Scans come into an artist's folder: each is read to see that it can be, then it is copied and listed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.errors import NoWorks, ReadFailed, SaveFailed, ScanError
from artmaster_desktop.core.work import Oeuvre, Work, work_id
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.oeuvre_file import read_oeuvre, write_oeuvre
from artmaster_desktop.storage.scan import read_scan

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif"})


@dataclass(frozen=True, slots=True)
class Imported:
    """``work`` came from ``path``; ``again`` where the same bytes were there before."""

    path: Path
    work: Work
    again: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """``path`` did not come in."""

    path: Path
    error: ScanError | ReadFailed


def import_scans(folder: Path, scans: Iterable[Path]) -> Iterator[Imported | Refused]:
    """Bring ``scans`` into the artist's ``folder`` (made if need be), one after the other.

    A scan that lies in the folder itself stays where it is; others are copied, under a name of their own.
    After each one the list is saved, so that whatever comes next (a full disk: SaveFailed) loses nothing.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveFailed(folder, error.errno or 0, error.strerror or str(error)) from error
    try:
        oeuvre = read_oeuvre(folder)
    except NoWorks:
        oeuvre = Oeuvre()
    for path in scans:
        try:
            work, again = _taken_in(folder, oeuvre, path)
        except (ScanError, ReadFailed) as error:
            yield Refused(path, error)
            continue
        if not again:
            oeuvre = oeuvre.with_work(work)
            write_oeuvre(folder, oeuvre)
        yield Imported(path, work, again)


def find_scans(places: Iterable[Path]) -> list[Path]:
    """The files among ``places``, and the pictures (by their names) lying in the folders among them."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = (
                p for p in place.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith(".")
            )
            found += sorted(p for p in inside if p.is_file())
        else:
            found.append(place)
    return found


def _taken_in(folder: Path, oeuvre: Oeuvre, path: Path) -> tuple[Work, bool]:
    sha256 = _sha256(path)
    for work in oeuvre.works:
        if work.sha256 == sha256 and (folder / work.file).is_file():
            return work, True
    scan = read_scan(path)
    known = next((work for work in oeuvre.works if work.sha256 == sha256), None)
    name = known.file if known else _name(folder, path)
    if not _same(path, folder / name):
        _copy(path, folder / name)
    if known:  # its scan was lost; what is known of the work is not
        return known, True
    fresh = Work(
        id=work_id(path.stem, [work.id for work in oeuvre.works]),
        file=name,
        sha256=sha256,
        width=scan.extent.width,
        height=scan.extent.height,
        title=path.stem.replace("_", " ").strip(),
        notes=scan.notes,
    )
    return fresh, False


def _name(folder: Path, path: Path) -> str:
    """A name in ``folder`` that is free, or that of the very file if it lies there already."""
    name = path.name.lstrip(".").replace("\\", "-") or "work"
    first, number = Path(name), 1
    while (folder / name).exists() and not _same(path, folder / name):
        number += 1
        name = f"{first.stem}-{number}{first.suffix}"
    return name


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _copy(path: Path, target: Path) -> None:
    def fill(file: BinaryIO) -> None:
        with path.open("rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)

    atomic_write(target, fill)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ReadFailed(path, error.strerror or str(error)) from error
    return digest.hexdigest()
