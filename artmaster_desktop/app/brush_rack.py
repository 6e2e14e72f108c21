"""The brushes that lie ready: shipped ones, the artist's own, and which of them are favourites.

They are small files, read and written by a worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QFile, QObject

from artmaster_desktop.app.folder_shelf import FolderShelf
from artmaster_desktop.core import noise
from artmaster_desktop.core.brush import Brush
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.slug import free_slug
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.brushes import BrushUnreadable, read_brushes, write_brush

FAVOURITES = "favourites.txt"
"""In the artist's folder: one brush id a line."""

_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Racked:
    """A brush on the rack. ``own`` tells one of the artist's: it can be removed."""

    brush: Brush
    own: bool = False
    favourite: bool = False


class BrushRack(FolderShelf):
    """The brushes of the ``shipped`` folder and of ``own_folder``, which need not be there yet."""

    def __init__(self, shipped: Path, own_folder: Path, parent: QObject | None = None) -> None:
        super().__init__("brushes", parent)
        self._shipped, self._own = shipped, own_folder
        self._brushes: tuple[Racked, ...] = ()
        self._problems: tuple[BrushUnreadable, ...] = ()

    @property
    def brushes(self) -> tuple[Racked, ...]:
        """Favourites first, then as they are shipped, the artist's own last."""
        return self._brushes

    @property
    def problems(self) -> tuple[BrushUnreadable, ...]:
        """Files in the folders that are no brushes, and why."""
        return self._problems

    def find(self, brush_id: str) -> Racked | None:
        return next((one for one in self._brushes if one.brush.id == brush_id), None)

    def refresh(self) -> None:
        """Read the folders again; ``changed`` follows. The first time, paper and bristles are made too, so
        that no stroke has to wait for them.
        """
        super().refresh()
        if not self._read:
            self._worker.do(noise.prepare, lambda _: None, self.failed.emit)

    def keep(self, brush: Brush, name: str) -> Brush:
        """Keep ``brush`` as a preset of the artist's own called ``name``; the preset, with an id of its
        own.
        """
        taken = {one.brush.id for one in self._brushes}
        preset = replace(brush, id=free_slug(name, taken.__contains__), name=name.strip(), names=())
        self._then_refresh(lambda: self._write(preset))
        return preset

    def remove(self, brush_id: str) -> None:
        """Move a preset of the artist's own to the trash."""
        self._then_refresh(lambda: _to_trash(self._own / f"{brush_id}.json"))

    def set_favourite(self, brush_id: str, favourite: bool) -> None:
        marked = [one.brush.id for one in self._brushes if one.favourite and one.brush.id != brush_id]
        if favourite:
            marked.append(brush_id)
        self._then_refresh(lambda: self._write_favourites(marked))

    def _look(self) -> Callable[[], None]:
        found = read_brushes((self._shipped, self._own))
        own = {path.stem for path in self._own.glob("*.json")}
        marked = self._favourites()
        racked = [Racked(brush, brush.id in own, brush.id in marked) for brush in found.brushes]
        racked.sort(key=lambda one: (not one.favourite, one.own))

        def put() -> None:
            self._brushes, self._problems = tuple(racked), tuple(found.problems)

        return put

    def _favourites(self) -> set[str]:
        """Empty where the file is not there or not readable: stars are no work that could be lost."""
        try:
            with (self._own / FAVOURITES).open("rb") as stream:
                return set(stream.read(_MOST_BYTES).decode("utf-8", "ignore").split("\n"))
        except OSError:
            return set()

    def _write(self, preset: Brush) -> None:
        self._make_folder()
        write_brush(preset, self._own / f"{preset.id}.json")

    def _write_favourites(self, marked: list[str]) -> None:
        self._make_folder()

        def fill(stream: BinaryIO) -> None:
            stream.write("\n".join(marked).encode())

        atomic_write(self._own / FAVOURITES, fill)

    def _make_folder(self) -> None:
        try:
            self._own.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise SaveFailed(self._own, fault.errno or 0, fault.strerror or "cannot be made") from fault


def _to_trash(path: Path) -> None:
    if not QFile(str(path)).moveToTrash():
        raise SaveFailed(path, 0, "the system has no trash for this folder")
