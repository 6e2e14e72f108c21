"""What killed programs left behind: found at the start, offered, given back, or put into the bin.

Nothing is deleted here but journals that hold nothing new, and from the bin what lay there for thirty days or
is too much beside later ones (BIN_BYTES). A journal outside the bin can still be recovered and is never
touched.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from artmaster_desktop.core.errors import (
    ArtmasterError,
    JournalDamaged,
    JournalInUse,
    SaveFailed,
    StorageError,
)
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.file_stamp import NO_FILE, Outside, since
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_file import (
    BIN,
    EMPTY,
    SUFFIX,
    JournalFile,
    as_text,
    damaged,
    delete,
    discard,
    failure,
)
from artmaster_desktop.storage.journal_reader import (
    JournalReader,
    Recovered,
    drop_stale,
    read_about,
    read_form,
)

__all__ = ["BIN", "Recoverable", "Recovered", "default_folder", "discard", "load", "recover", "resume"]

BIN_DAYS = 30
BIN_BYTES = 2 << 30
"""What all journals in the bin may take together; the one put there last stays, whatever its size."""

STARTING = 60.0
"""Seconds that an empty journal may belong to a program that is just making it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoverable:
    """A document that was open when its program ended.

    ``path`` is its own file, None if never saved; ``outside`` whether that is still what it was when the
    document was last saved or opened. ``when`` is the time of the last edit (seconds since 1970), ``edit``
    its name, ``jobs`` how many were not finished. ``problem`` is why nothing can be given back, None where it
    can.
    """

    journal: Path
    document: str = ""
    title: str = ""
    path: Path | None = None
    outside: Outside = Outside.SAME
    when: float = 0.0
    revision: int = 0
    edit: str = ""
    jobs: int = 0
    problem: ArtmasterError | None = None


def default_folder() -> Path:
    """Where the journals of this user lie: in the program's data, not among temporary files."""
    return Path(platformdirs.user_data_dir("artmaster-desktop", appauthor=False)) / "journals"


def recover(folder: Path) -> tuple[Recoverable, ...]:
    """Every document in ``folder`` that was not closed in order, the latest first.

    Journals of running programs are left out; those without a job and without anything new since the
    last save are removed. A damaged one is listed with its ``problem`` and stays where it is.
    """
    _empty_bin(folder / BIN)
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            item = _look(path)
        except JournalInUse:
            continue
        except StorageError as error:
            if isinstance(error, JournalDamaged) and error.reason == EMPTY:
                if _time_of(path) < time.time() - STARTING:
                    delete(path)
                continue
            item = Recoverable(journal=path, when=_time_of(path), problem=error)
        if item is None:
            delete(path)
        else:
            found.append(item)
    return tuple(sorted(found, key=lambda item: -item.when))


def load(journal: Path) -> Recovered:
    """The document in ``journal``, which stays held and unchanged.

    Raises JournalInUse, JournalDamaged, JournalTooNew or ReadFailed.
    """
    file = JournalFile.open(journal)
    try:
        return JournalReader(file).read()
    except UnreadableData as error:
        file.close()
        raise JournalDamaged(journal, str(error)[:300]) from error
    except StorageError:
        file.close()
        raise


def resume(recovered: Recovered, on_trouble: Callable[[SaveFailed | None], None] | None = None) -> Journal:
    """Go on in the journal that the document came from; call it once. Where that is too damaged to be
    written, the journal begins a new file by itself. Raises SaveFailed where the disk refuses.
    """
    file = recovered.file
    file.unhurry()
    try:
        drop_stale(file, recovered.stale)
    except sqlite3.Error as error:
        if not damaged(error):
            file.close()
            raise failure(file.path, error) from error
    journal = Journal(file, recovered.about, recovered.view, on_trouble)
    journal.record(recovered.document)
    return journal


def _look(path: Path) -> Recoverable | None:
    """What a list needs to know; None where there is nothing to give back."""
    file = JournalFile.open(path)
    try:
        about, form = read_about(file), read_form(file)
        if form is None and not file.blank:
            raise UnreadableData("document", "missing")
        jobs = sum(1 for _ in file.jobs())
        if form is None or (about.clean and not jobs):
            return None
        when, _, edit = next(file.edits(), (0.0, 0, b""))
        own = Path(about.path) if about.path else None
        known = own is not None and about.saved != NO_FILE
        return Recoverable(
            journal=path,
            document=form.id,
            title=form.title,
            path=own,
            outside=since(own, about.saved) if own is not None and known else Outside.SAME,
            when=float(when) if isinstance(when, int | float) else 0.0,
            revision=form.revision,
            edit=as_text(edit),
            jobs=jobs,
        )
    except UnreadableData as error:
        raise JournalDamaged(path, str(error)[:300]) from error
    finally:
        file.close()


def _time_of(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _empty_bin(folder: Path) -> None:
    """Old ones go, then the oldest until the rest is small enough. A journal's parts go together."""
    oldest = time.time() - BIN_DAYS * 86_400
    sizes: dict[Path, int] = {}
    times: dict[Path, float] = {}
    for part in folder.glob(f"*{SUFFIX}*"):
        journal = part.with_name(part.name.partition(SUFFIX)[0] + SUFFIX)
        with suppress(OSError):
            found = part.stat()
            sizes[journal] = sizes.get(journal, 0) + found.st_size
            times[journal] = max(times.get(journal, 0.0), found.st_mtime)
    total = 0
    for place, journal in enumerate(sorted(times, key=lambda path: -times[path])):
        total += sizes[journal]
        if times[journal] < oldest or (place > 0 and total > BIN_BYTES):
            delete(journal)
