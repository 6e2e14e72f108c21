"""Whether a file is still the one that we read or wrote: its size, time of change, and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import ReadFailed


class Outside(Enum):
    """What happened to a file behind our back."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """``size`` in bytes, ``mtime_ns`` of the last change, ``sha256`` of the content (64 hex digits)."""

    size: int
    mtime_ns: int
    sha256: str


NO_FILE = FileStamp(-1, 0, "")
"""The stamp of a document that was never saved."""


def stamp_of(path: Path) -> FileStamp:
    """The stamp of ``path`` as it is now. Reads it whole; raises ReadFailed."""
    try:
        with path.open("rb") as stream:
            before = path.stat()
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise ReadFailed(path, getattr(error, "strerror", None) or str(error)) from error
    return FileStamp(before.st_size, before.st_mtime_ns, digest)


def since(path: Path, stamp: FileStamp) -> Outside:
    """What happened to ``path`` since ``stamp`` was taken. Cheap where neither size nor time moved.

    A file that was only touched, or written again with the same bytes, is the same. One that cannot be read
    (a removed drive) is GONE.
    """
    try:
        found = path.stat()
    except (OSError, ValueError):
        return Outside.GONE
    if (found.st_size, found.st_mtime_ns) == (stamp.size, stamp.mtime_ns):
        return Outside.SAME
    if found.st_size != stamp.size:
        return Outside.CHANGED
    try:
        return Outside.SAME if stamp_of(path).sha256 == stamp.sha256 else Outside.CHANGED
    except ReadFailed:
        return Outside.GONE
