"""Ink of one stroke before it dries: its coverage by tiles, and how coverage becomes ink on paper.

The stroke is kept apart from the picture until it ends, so that dabs of one stroke do not darken each other,
and paper, wet borders and the most that a stroke covers act on the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.brush import Brush, Build, Mode
from artmaster_desktop.core.laying import Colour, lay, wipe
from artmaster_desktop.core.noise import PERIOD, paper, pools, running
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.tile_work import Dirty, keep, parts
from artmaster_desktop.core.tips import Mark, around

F32: TypeAlias = NDArray[np.float32]
Texture: TypeAlias = Callable[[], F32]

_LEVELS = 2047


class WetInk:
    """One stroke on ``base``: marks in, changed tiles out."""

    def __init__(
        self, base: Raster, brush: Brush, colour: Colour, mode: Mode, selection: Raster | None
    ) -> None:
        self._base = base
        self._brush = brush
        self._colour = colour
        self._erases = mode is Mode.ERASE
        self._selection = selection
        self._cover: dict[TileKey, F32] = {}
        self._dirty = Dirty()
        self._tone = _tone(brush)

    def stamp(self, marks: Sequence[Mark]) -> None:
        """More marks, which lie close together; tile by tile, as looking up a tile costs more than a small
        mark.
        """
        box = around(marks)
        for key, ys, xs, _, _ in parts(box.x, box.y, box.width, box.height):
            if self._selection is None or key in self._selection.tiles:
                self._lay(marks, key, ys, xs)

    def _lay(self, marks: Sequence[Mark], key: TileKey, ys: slice, xs: slice) -> None:
        """What of ``marks`` lies on one tile, and there nowhere but in ``ys``, ``xs``."""
        cover = self._cover.get(key)
        top, left = key[0] * TILE, key[1] * TILE
        strongest = self._brush.build is Build.STRONGEST
        touched = False
        for x, y, new in marks:
            x, y = x - left, y - top
            if x < 0 or y < 0 or x + new.shape[1] > TILE or y + new.shape[0] > TILE:
                new = new[max(0, -y) : max(0, TILE - y), max(0, -x) : max(0, TILE - x)]
                if not new.size:
                    continue
                x, y = max(0, x), max(0, y)
            if cover is None:
                cover = self._cover[key] = np.zeros((TILE, TILE), np.float32)
            here = cover[y : y + new.shape[0], x : x + new.shape[1]]
            if strongest:
                np.maximum(here, new, out=here)
            else:
                here += new * (1.0 - here)
            touched = True
        if touched:
            self._dirty.mark(key, ys, xs)

    def dry(self, tiles: dict[TileKey, Pixels]) -> None:
        """Brings what changed since the last call into ``tiles``, which were made from ``base``."""
        for key, ys, xs in self._dirty.drain():
            base = self._base.tiles.get(key)
            if base is None:
                if self._erases:
                    continue
                base = _blank(self._base.channels)
            tile = tiles.get(key, base).copy()
            cover = self._ink(key, ys, xs)
            if self._erases:
                wipe(base[ys, xs], cover, tile[ys, xs])
            else:
                lay(base[ys, xs], self._colour, cover, tile[ys, xs])
            keep(tiles, key, tile)

    def _ink(self, key: TileKey, ys: slice, xs: slice) -> F32:
        """How much of each pixel the ink covers, after water and paper, at most the brush's opacity."""
        cover = self._cover[key][ys, xs]
        wet, grain = self._brush.wet, self._brush.grain
        if wet.rough:
            spread = cover * (1.0 - cover)
            spread *= _window(running(), key, ys, xs) * np.float32(5.0 * wet.rough)
            cover = cover + spread
        if grain.depth:
            valleys = _window(paper(grain.paper), key, ys, xs, grain.scale)
            # thin ink stays on the hills: a pixel takes ink only as far as it reaches above its valley
            cover = (cover - valleys * np.float32(grain.depth)) * np.float32(1.0 + 2.5 * grain.depth)
            cover = np.clip(cover, 0.0, 1.0, out=cover)
        if self._tone is not None:
            cover = np.take(self._tone, (cover * np.float32(_LEVELS)).astype(np.int32), mode="clip")
        if wet.pool:
            cover = cover * (1.0 - np.float32(wet.pool) * _window(pools(), key, ys, xs))
        if self._brush.opacity < 1.0:
            cover = cover * np.float32(self._brush.opacity)
        if self._selection is not None:
            limit = self._selection.tiles[key][ys, xs, 0]
            cover = cover * (limit * np.float32(1 / 255))
        return cover


def _blank(channels: int) -> Pixels:
    return np.zeros((TILE, TILE, channels), np.uint8)


def _window(texture: F32, key: TileKey, ys: slice, xs: slice, scale: int = 1) -> F32:
    """The part of a repeating texture that lies under a part of a tile."""
    top, left = key[0] * TILE, key[1] * TILE
    if scale == 1:
        top, left = top % PERIOD, left % PERIOD
        return texture[top + ys.start : top + ys.stop, left + xs.start : left + xs.stop]
    rows = (np.arange(top + ys.start, top + ys.stop) // scale) % PERIOD
    columns = (np.arange(left + xs.start, left + xs.stop) // scale) % PERIOD
    return np.asarray(texture[rows[:, None], columns], np.float32)


def _smoothstep(low: float, high: float, values: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), np.float64)


def _tone(brush: Brush) -> F32 | None:
    """Coverage to ink, as a table of ``_LEVELS + 1`` steps: water carries ink from the middle to the
    border.
    """
    if brush.wet.edge == 0.0:
        return None
    cover = np.linspace(0.0, 1.0, _LEVELS + 1)
    border = _smoothstep(0.06, 0.34, cover)
    middle = _smoothstep(0.34, 0.95, cover)
    return np.asarray(border * (1.0 - brush.wet.edge * middle), np.float32)
