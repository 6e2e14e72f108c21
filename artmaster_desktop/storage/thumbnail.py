"""The small picture in a project file, for lists of documents: nothing else of the file is read."""

from __future__ import annotations

from pathlib import Path

from artmaster_desktop.storage.ora_archive import Archive

MAX_BYTES = 1 << 20


def read_thumbnail(path: Path) -> bytes:
    """The PNG that OpenRaster asks for, as it lies in the file: at most 256 pixels a side if the writer kept
    to the format. Raises DocumentFileError where the file or the picture in it is not usable, ReadFailed
    where the disk refuses.
    """
    with Archive(path) as archive:
        return archive.read("Thumbnails/thumbnail.png", MAX_BYTES)
