"""Which tiles of a document the journal still has to write, and their packing."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.core.raster import Pixels, TileKey
from artmaster_desktop.storage.journal_file import Tile, as_blob

LEVEL = 1
PACKERS = min(4, os.cpu_count() or 1)
BATCH = 64
"""Tiles packed at once: bounds the memory, and lets the packers work while SQLite writes."""

Sheet = dict[TileKey, Pixels]


@dataclass(slots=True)
class Changes:
    """What one edit did to the pixels: tiles to write, tiles and whole layers that are gone."""

    written: list[tuple[str, TileKey, Pixels]] = field(default_factory=list)
    cleared: list[tuple[str, TileKey]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """The tiles that the journal can give back: those written, and those that lie in the base file.

    ``owed`` are the latter, still to be copied into the journal.
    """

    sheets: dict[str, Sheet] = field(default_factory=dict)
    owed: dict[tuple[str, TileKey], Pixels] = field(default_factory=dict)

    @classmethod
    def of_base(cls, document: Document) -> View:
        """Everything lies in the base."""
        sheets = _sheets(document)
        owed = {(layer, key): tile for layer, sheet in sheets.items() for key, tile in sheet.items()}
        return cls(sheets, owed)

    @classmethod
    def of_written(cls, document: Document) -> View:
        """Everything is in the journal already."""
        return cls(_sheets(document))

    def changes(self, document: Document, *, based: bool) -> Changes:
        """What has to be written so that the journal gives back ``document``.

        While the journal is ``based`` on a file, layers that were removed stay in the view, so that no tile
        of the base shines through where such a layer comes back.
        """
        found = Changes()
        sheets = _sheets(document)
        for layer, sheet in sheets.items():
            old = self.sheets.get(layer, {})
            found.written += [(layer, key, tile) for key, tile in sheet.items() if old.get(key) is not tile]
            found.cleared += [(layer, key) for key in old if key not in sheet]
        if not based:
            found.gone = [layer for layer in self.sheets if layer not in sheets]
        return found

    def commit(self, changes: Changes) -> None:
        """The changes are on the disk."""
        for layer, key, tile in changes.written:
            self.sheets.setdefault(layer, {})[key] = tile
            self.owed.pop((layer, key), None)
        for layer, key in changes.cleared:
            self.sheets[layer].pop(key, None)
            self.owed.pop((layer, key), None)
        for layer in changes.gone:
            del self.sheets[layer]


def _sheets(document: Document) -> dict[str, Sheet]:
    return {
        layer.id: dict(layer.raster.tiles) for layer in document.walk() if not isinstance(layer, GroupLayer)
    }


class Packer:
    """Packs tiles, several at a time where there are many; zlib works outside the interpreter's lock."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def rows(self, tiles: Sequence[tuple[str, TileKey, Pixels]]) -> Iterator[Tile]:
        """Rows for the journal, in the order of ``tiles``."""
        for start in range(0, len(tiles), BATCH):
            part = tiles[start : start + BATCH]
            for (layer, (row, column), _), data in zip(part, self._packed(part), strict=True):
                yield as_blob(layer), row, column, data

    def _packed(self, part: Sequence[tuple[str, TileKey, Pixels]]) -> Iterable[bytes]:
        if len(part) < 4 or PACKERS < 2:
            return [_pack(tile) for _, _, tile in part]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(PACKERS, thread_name_prefix="journal-pack")
        return self._pool.map(_pack, [tile for _, _, tile in part])

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def _pack(tile: Pixels) -> bytes:
    return zlib.compress(tile.tobytes(), LEVEL)
