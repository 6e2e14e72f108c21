"""How much memory documents that share tiles hold together, kept as they come and go.

Counting all tiles of all steps after each edit would take a quarter of a second on a large canvas. Here an
edit costs only the sheets that it made: those that are known already are counted by one number.
"""

from __future__ import annotations

from collections.abc import Iterator

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.core.raster import Raster


class TileLedger:
    """Counts who holds what. Objects are told apart by identity, which is safe while their documents are in
    here: they keep them alive.
    """

    def __init__(self) -> None:
        self._sheets: dict[int, int] = {}
        self._tiles: dict[int, int] = {}
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Bytes of pixels of all documents in here, shared tiles counted once."""
        return self._bytes

    def add(self, document: Document, selection: Raster | None = None) -> None:
        """One more document is kept, and the selection in it."""
        for sheet in _sheets(document, selection):
            known = self._sheets.get(id(sheet), 0)
            self._sheets[id(sheet)] = known + 1
            if not known:
                self._count(sheet)

    def drop(self, document: Document, selection: Raster | None = None) -> None:
        """A document that was added, with this selection, is kept no longer."""
        for sheet in _sheets(document, selection):
            left = self._sheets.pop(id(sheet)) - 1
            if left:
                self._sheets[id(sheet)] = left
            else:
                self._forget(sheet)

    def _count(self, sheet: Raster) -> None:
        tiles = self._tiles
        for tile in sheet.tiles.values():
            known = tiles.get(id(tile), 0)
            tiles[id(tile)] = known + 1
            if not known:
                self._bytes += tile.nbytes

    def _forget(self, sheet: Raster) -> None:
        tiles = self._tiles
        for tile in sheet.tiles.values():
            left = tiles.pop(id(tile)) - 1
            if left:
                tiles[id(tile)] = left
            else:
                self._bytes -= tile.nbytes


def _sheets(document: Document, selection: Raster | None) -> Iterator[Raster]:
    yield from (layer.raster for layer in document.walk() if not isinstance(layer, GroupLayer))
    if selection is not None:
        yield selection
