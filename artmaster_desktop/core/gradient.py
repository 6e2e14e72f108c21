"""Gradients between two colours, either of which may be clear."""

from __future__ import annotations

import math
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.brush import Paper
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.noise import PERIOD, paper
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.core.tile_work import Part, keep, parts
from artmaster_desktop.core.transform import over, straight

F32: TypeAlias = NDArray[np.float32]
Ink: TypeAlias = tuple[int, int, int, int]
"""sRGB and alpha, each 0..255."""


class Kind(Enum):
    """Along a line, or around a point."""

    LINEAR = "linear"
    RADIAL = "radial"


def gradient(
    raster: Raster,
    kind: Kind,
    start: tuple[float, float],
    end: tuple[float, float],
    inks: tuple[Ink, Ink],
    within: Bounds,
    *,
    selection: Raster | None = None,
) -> Raster:
    """``raster`` under a gradient from ``inks[0]`` at ``start`` to ``inks[1]`` at ``end`` (canvas pixels),
    limited to ``within`` and ``selection``. On one channel the inks' alpha fills towards 255.

    Colours are mixed after alpha, so a clear end brings no grey; half a level of noise keeps dark ramps free
    of bands.
    """
    tiles = dict(raster.tiles)
    a, b = (_after_alpha(ink, raster.channels) for ink in inks)
    for part in parts(within.x, within.y, within.width, within.height):
        limit = None if selection is None else selection.tiles.get(part.key)
        if selection is not None and limit is None:
            continue
        t = _ramp(kind, start, end, part)[:, :, None]
        laid = a + (b - a) * t
        if limit is not None:
            laid *= limit[part.ys, part.xs] * np.float32(1 / 255)
        base = tiles.get(part.key)
        out = np.zeros((TILE, TILE, raster.channels), np.uint8) if base is None else base.copy()
        mixed = over(laid, out[part.ys, part.xs])
        out[part.ys, part.xs] = straight(mixed + _dither(part, mixed))
        keep(tiles, part.key, out)
    return Raster.sharing(raster.channels, tiles)


def _after_alpha(ink: Ink, channels: int) -> F32:
    if channels == 1:
        return np.array([ink[3]], np.float32)
    alpha = ink[3] / 255.0
    return np.array([ink[0] * alpha, ink[1] * alpha, ink[2] * alpha, ink[3]], np.float32)


def _ramp(kind: Kind, start: tuple[float, float], end: tuple[float, float], part: Part) -> F32:
    """Where pixels lie between start (0) and end (1), ``[h, w]``."""
    top, left = part.key[0] * TILE, part.key[1] * TILE
    y = (np.arange(part.ys.start, part.ys.stop, dtype=np.float32) + np.float32(top + 0.5 - start[1]))[:, None]
    x = np.arange(part.xs.start, part.xs.stop, dtype=np.float32) + np.float32(left + 0.5 - start[0])
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(math.hypot(dx, dy), 1e-3)
    if kind is Kind.LINEAR:
        t = x * np.float32(dx / length**2) + y * np.float32(dy / length**2)
    else:
        t = np.sqrt(x * x + y * y) * np.float32(1 / length)
    return np.asarray(np.clip(t, 0.0, 1.0), np.float32)


def _dither(part: Part, mixed: F32) -> F32:
    """Noise within half a level, but none where it would make something of nothing or leave full cover."""
    top, left = (part.key[0] * TILE) % PERIOD, (part.key[1] * TILE) % PERIOD
    noise = paper(Paper.SMOOTH)[
        top + part.ys.start : top + part.ys.stop, left + part.xs.start : left + part.xs.stop
    ]
    alpha = mixed[:, :, -1]
    noise = np.where((alpha > 0.0) & (alpha < 255.0), noise - np.float32(0.5), np.float32(0.0))
    return noise[:, :, None]
