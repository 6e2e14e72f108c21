"""Pixels as an unbounded sheet of shared, read-only tiles.

A document keeps many versions of a layer (undo, running jobs). Tiles make a version cost only what
changed, and read-only arrays make sharing them between threads safe without locks or copies. The sheet
has no edge: a layer drawn beyond the canvas in another program keeps its pixels here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds

Pixels: TypeAlias = NDArray[np.uint8]
TileKey: TypeAlias = tuple[int, int]

TILE = 256


def _frozen(tile: Pixels) -> Pixels:
    tile = np.ascontiguousarray(tile)
    tile.flags.writeable = False
    return tile


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """``channels`` is 4 (RGBA, straight alpha, sRGB) or 1 (a mask; 255 = fully inside).

    ``tiles[(row, column)]`` is uint8 ``[TILE, TILE, channels]``, read-only; a missing tile is all zero.
    Equality is by pixels.
    """

    channels: int
    tiles: Mapping[TileKey, Pixels] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.channels not in (1, 4):
            raise ValueError(f"a raster has 1 or 4 channels, not {self.channels}")
        for key, tile in self.tiles.items():
            if tile.shape != (TILE, TILE, self.channels) or tile.dtype != np.uint8 or tile.flags.writeable:
                raise ValueError(f"tile {key} must be read-only uint8 [{TILE}, {TILE}, {self.channels}]")
        object.__setattr__(self, "tiles", MappingProxyType(dict(self.tiles)))

    @classmethod
    def sharing(cls, channels: int, tiles: dict[TileKey, Pixels]) -> Raster:
        """Takes ``tiles`` over unchecked, for those who made them from a sheet's own: checking a thousand
        tiles at every report of the pen would cost more than painting. The dictionary must not be changed
        afterwards.
        """
        sheet = object.__new__(cls)
        object.__setattr__(sheet, "channels", channels)
        object.__setattr__(sheet, "tiles", MappingProxyType(tiles))
        return sheet

    @classmethod
    def from_array(cls, pixels: Pixels, x: int = 0, y: int = 0) -> Raster:
        """A sheet that holds ``pixels`` (uint8 ``[H, W, C]`` or ``[H, W]``) with its corner at (x, y)."""
        if pixels.ndim == 2:
            pixels = pixels[:, :, None]
        return cls(pixels.shape[2]).with_patch(pixels, x, y)

    def with_patch(self, pixels: Pixels, x: int, y: int) -> Raster:
        """A new sheet where the rectangle at (x, y) is replaced by ``pixels`` ``[H, W, channels]``.

        Tiles outside the rectangle are shared with this one.
        """
        height, width, channels = pixels.shape
        if channels != self.channels or pixels.dtype != np.uint8:
            raise ValueError(f"a patch must be uint8 with {self.channels} channels")
        tiles = dict(self.tiles)
        for row in range(y // TILE, -(-(y + height) // TILE)):
            for column in range(x // TILE, -(-(x + width) // TILE)):
                top, left = row * TILE, column * TILE
                y0, y1 = max(y, top), min(y + height, top + TILE)
                x0, x1 = max(x, left), min(x + width, left + TILE)
                tile = self._tile(row, column).copy()
                tile[y0 - top : y1 - top, x0 - left : x1 - left] = pixels[y0 - y : y1 - y, x0 - x : x1 - x]
                if tile.any():
                    tiles[row, column] = _frozen(tile)
                else:
                    tiles.pop((row, column), None)
        return Raster.sharing(self.channels, tiles)

    def read(self, bounds: Bounds) -> Pixels:
        """The pixels inside ``bounds`` as a fresh uint8 array ``[height, width, channels]``."""
        out = np.zeros((bounds.height, bounds.width, self.channels), np.uint8)
        for (row, column), tile in self._tiles_under(bounds):
            top, left = row * TILE, column * TILE
            y0, y1 = max(bounds.y, top), min(bounds.bottom, top + TILE)
            x0, x1 = max(bounds.x, left), min(bounds.right, left + TILE)
            if y0 < y1 and x0 < x1:
                out[y0 - bounds.y : y1 - bounds.y, x0 - bounds.x : x1 - bounds.x] = tile[
                    y0 - top : y1 - top, x0 - left : x1 - left
                ]
        return out

    @property
    def bounds(self) -> Bounds:
        """The smallest rectangle around every non-zero pixel; empty where there is none."""
        found = Bounds(0, 0, 0, 0)
        for (row, column), tile in self.tiles.items():
            used = tile.max(axis=2) > 0
            ys, xs = np.flatnonzero(used.any(axis=1)), np.flatnonzero(used.any(axis=0))
            if not ys.size:
                continue
            width, height = int(xs[-1] - xs[0]) + 1, int(ys[-1] - ys[0]) + 1
            found = found.united(Bounds(column * TILE + int(xs[0]), row * TILE + int(ys[0]), width, height))
        return found

    def memory(self, seen: set[int] | None = None) -> int:
        """Bytes held by tiles whose ``id`` is not in ``seen``; adds them to it, so shared tiles count
        once.
        """
        seen = set() if seen is None else seen
        total = 0
        for tile in self.tiles.values():
            if id(tile) not in seen:
                seen.add(id(tile))
                total += tile.nbytes
        return total

    def _tiles_under(self, bounds: Bounds) -> Iterable[tuple[TileKey, Pixels]]:
        """Tiles that may meet ``bounds``: looked up where that is fewer than all there are."""
        rows = range(bounds.y // TILE, -(-bounds.bottom // TILE))
        columns = range(bounds.x // TILE, -(-bounds.right // TILE))
        if len(rows) * len(columns) >= len(self.tiles):
            return self.tiles.items()
        keys = ((row, column) for row in rows for column in columns)
        return [(key, self.tiles[key]) for key in keys if key in self.tiles]

    def _tile(self, row: int, column: int) -> Pixels:
        tile = self.tiles.get((row, column))
        return np.zeros((TILE, TILE, self.channels), np.uint8) if tile is None else tile

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Raster):
            return NotImplemented
        if self.channels != other.channels:
            return False
        keys = self.tiles.keys() | other.tiles.keys()
        return all(
            self.tiles.get(key) is other.tiles.get(key) or np.array_equal(self._tile(*key), other._tile(*key))
            for key in keys
        )

    def __hash__(self) -> int:
        return hash(self.channels)

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.channels, dict(self.tiles))


def _restore(channels: int, tiles: dict[TileKey, Pixels]) -> Raster:
    return Raster(channels, {key: _frozen(tile) for key, tile in tiles.items()})
