"""Shapes as coverage: one-channel sheets with smooth borders, for filling and for selecting.

Scan conversion by signed area: each pixel row is cut into ``_CUTS`` lines; where a line enters the shape, its
pixels count from the exact place on, and a running sum along the row fills the inside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.tile_work import common

Spot: TypeAlias = tuple[float, float]
"""(x, y) in canvas pixels; (0, 0) is the corner of the first pixel."""

_CUTS = 8


class Rule(Enum):
    """What is inside where a border crosses itself."""

    NONZERO = "all that it goes around"
    EVEN_ODD = "every other part"


def polygon(
    contours: Sequence[Sequence[Spot]], within: Bounds, *, rule: Rule = Rule.NONZERO, smooth: bool = True
) -> Raster:
    """The inside of closed ``contours`` of (x, y) corners, as far as it lies in ``within``.

    ``smooth`` False gives only 0 and 255. Contours of fewer than three corners have no inside.
    """
    edges = _edges(contours)
    if not len(edges):
        return Raster(1)
    area = common(_around(edges), within)
    tiles: dict[TileKey, Pixels] = {}
    for row in range(area.y // TILE, -(-area.bottom // TILE)):
        top = max(area.y, row * TILE)
        bottom = min(area.bottom, (row + 1) * TILE)
        if top < bottom and area.width:
            cover = _rows(edges, Bounds(area.x, top, area.width, bottom - top), rule)
            values = cover * np.float32(255) + np.float32(0.5) if smooth else (cover >= 0.5) * np.uint8(255)
            _cut(values.astype(np.uint8), area.x, top, tiles)
    return Raster.sharing(1, tiles)


def rectangle(x0: float, y0: float, x1: float, y1: float, within: Bounds) -> Raster:
    """The rectangle between two opposite corners."""
    return polygon([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], within)


def ellipse(x0: float, y0: float, x1: float, y1: float, within: Bounds) -> Raster:
    """The ellipse in the rectangle between two opposite corners."""
    return polygon([_ellipse((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2)], within)


def outline(contours: Sequence[Sequence[Spot]], width: float, within: Bounds, *, closed: bool) -> Raster:
    """Lines ``width`` pixels wide along ``contours``, with round ends and corners."""
    pieces: list[list[Spot]] = []
    for corners in contours:
        ring = [*corners, corners[0]] if closed and len(corners) > 2 else list(corners)
        pieces += [_ellipse(x, y, width / 2, width / 2) for x, y in ring]
        pieces += [_bar(a, b, width / 2) for a, b in pairwise(ring) if a != b]
    return polygon(pieces, within)


def ellipse_corners(x0: float, y0: float, x1: float, y1: float) -> list[Spot]:
    """The ellipse in the rectangle between two opposite corners, as corners of a polygon."""
    return _ellipse((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2)


def _ellipse(x: float, y: float, a: float, b: float) -> list[Spot]:
    """Corners close enough that none is seen; always turning the same way, so that rings add up."""
    a, b = abs(a), abs(b)
    count = int(min(720, max(16, 4 * math.sqrt(max(a, b, 1.0)) * 3)))
    turns = (2 * math.pi * i / count for i in range(count))
    return [(x + a * math.cos(t), y + b * math.sin(t)) for t in turns]


def _bar(a: Spot, b: Spot, half: float) -> list[Spot]:
    dx, dy = b[0] - a[0], b[1] - a[1]
    scale = half / math.hypot(dx, dy)
    nx, ny = -dy * scale, dx * scale
    # corners in the turning sense of _ellipse
    return [(a[0] - nx, a[1] - ny), (b[0] - nx, b[1] - ny), (b[0] + nx, b[1] + ny), (a[0] + nx, a[1] + ny)]


def _edges(contours: Sequence[Sequence[Spot]]) -> NDArray[np.float64]:
    """``[N, 4]``: x0, y0, x1, y1 of every edge that is not level."""
    found = []
    for corners in contours:
        if len(corners) > 2:
            # a millionth of a pixel apart is level; rounding corners, not edges, keeps contours closed
            ring = np.round(np.asarray(corners, np.float64).reshape(-1, 2), 6)
            found.append(np.hstack((ring, np.roll(ring, -1, axis=0))))
    edges = np.concatenate(found) if found else np.zeros((0, 4))
    return np.asarray(edges[edges[:, 1] != edges[:, 3]], np.float64)


def _around(edges: NDArray[np.float64]) -> Bounds:
    xs, ys = edges[:, [0, 2]], edges[:, [1, 3]]
    # beyond any canvas a corner counts as lying at its far edge
    x0, y0 = (math.floor(max(float(v.min()), -1e6)) for v in (xs, ys))
    x1, y1 = (math.ceil(min(float(v.max()), 1e6)) for v in (xs, ys))
    return Bounds(x0, y0, max(0, x1 - x0), max(0, y1 - y0))


def _rows(edges: NDArray[np.float64], area: Bounds, rule: Rule) -> NDArray[np.float32]:
    """Coverage in [0, 1] of a few rows: float32 ``[height, width]``."""
    line, x, way = _crossings(edges, area)
    order = np.lexsort((x, line))
    line, x, way = line[order], x[order], way[order]
    after = np.cumsum(way)  # every line goes out as often as it goes in, so the sum starts at 0 on each
    if rule is Rule.EVEN_ODD:
        after = np.cumsum(np.abs(way)) % 2
        before = 1 - after
    else:
        before = after - way
    sign = (after != 0).astype(np.float64) - (before != 0)
    place = np.clip(x - area.x, 0.0, area.width)
    column = np.floor(place).astype(np.intp)
    part = place - column
    start = (line // _CUTS) * (area.width + 2) + column
    size = area.height * (area.width + 2)
    total = np.bincount(start, sign * (1.0 - part), size) + np.bincount(start + 1, sign * part, size)
    cover = np.cumsum(total.reshape(area.height, area.width + 2), axis=1)[:, :-2] / _CUTS
    return np.clip(cover, 0.0, 1.0).astype(np.float32)


def _crossings(
    edges: NDArray[np.float64], area: Bounds
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """Where lines cut edges: number of the line below the top of ``area``, x, and +1 downwards or -1
    upwards.
    """
    x0, y0, x1, y1 = edges.T
    way = np.where(y1 > y0, 1, -1)
    low, high = np.minimum(y0, y1), np.maximum(y0, y1)
    # line i lies at area.y + (i + 1/2) / _CUTS; an edge is cut where low <= line < high
    lines = area.height * _CUTS
    first = np.clip(np.ceil((low - area.y) * _CUTS - 0.5), 0, lines).astype(np.intp)
    last = np.clip(np.ceil((high - area.y) * _CUTS - 0.5), 0, lines).astype(np.intp)
    counts = last - first
    owner = np.repeat(np.arange(len(edges)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    line = first[owner] + step
    y = area.y + (line + 0.5) / _CUTS
    slope = (x1 - x0) / (y1 - y0)
    return line, x0[owner] + (y - y0[owner]) * slope[owner], way[owner]


def _cut(values: NDArray[np.uint8], x: int, y: int, tiles: dict[TileKey, Pixels]) -> None:
    """Rows of one row of tiles into new tiles; empty ones are left out."""
    row, width = y // TILE, values.shape[1]
    ys = slice(y - row * TILE, y - row * TILE + len(values))
    for column in range(x // TILE, -(-(x + width) // TILE)):
        left = column * TILE
        piece = values[:, max(0, left - x) : left + TILE - x]
        if piece.any():
            tile = np.zeros((TILE, TILE, 1), np.uint8)
            start = max(0, x - left)
            tile[ys, start : start + piece.shape[1], 0] = piece
            tile.flags.writeable = False
            tiles[row, column] = tile
