"""Brush presets: one small JSON file a brush, named by its id; shipped ones and own ones look alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artmaster_desktop.core.brush import Brush
from artmaster_desktop.core.errors import StorageError
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads

FORMAT = 1
_MOST_BYTES = 64 * 1024


@dataclass(eq=False)
class BrushUnreadable(StorageError):
    """The file at ``path`` is no brush of ours; ``reason`` names the value in it or is the system's."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class BrushSet:
    """What lay in some folders: ``brushes`` in the order of their files, each id once (the first folder
    wins), and the ``problems`` with files that are none.
    """

    brushes: tuple[Brush, ...]
    problems: tuple[BrushUnreadable, ...] = ()

    def find(self, brush_id: str) -> Brush | None:
        return next((brush for brush in self.brushes if brush.id == brush_id), None)


def read_brush(path: Path) -> Brush:
    """The brush in ``path``. Raises BrushUnreadable."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise BrushUnreadable(path, fault.strerror or "cannot be read") from fault
    if len(text) > _MOST_BYTES:
        raise BrushUnreadable(path, "larger than a brush can be")
    try:
        data = loads(text)
        if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
            raise BrushUnreadable(path, f"not a brush of format {FORMAT}")
        return decode(Brush, data)
    except UnreadableData as fault:
        raise BrushUnreadable(
            path, f"{fault.where}: {fault.reason}" if fault.where else fault.reason
        ) from fault


def write_brush(brush: Brush, path: Path) -> None:
    """Keeps ``brush`` in ``path``, all or nothing. Raises SaveFailed."""
    data = encode(brush)
    assert isinstance(data, dict)
    text = dumps({"format": FORMAT, **data}).encode()

    def fill(stream: BinaryIO) -> None:
        stream.write(text)

    atomic_write(path, fill)


def read_brushes(folders: Sequence[Path]) -> BrushSet:
    """Every brush in ``folders``; a folder that is not there holds none."""
    found: dict[str, Brush] = {}
    problems: list[BrushUnreadable] = []
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            try:
                brush = read_brush(path)
            except BrushUnreadable as problem:
                problems.append(problem)
            else:
                found.setdefault(brush.id, brush)
    return BrushSet(tuple(found.values()), tuple(problems))
