"""The marks of dabs: float32 coverage, computed afresh at the exact place and size of each.

Nothing is cached: an ellipse is a quadratic form of two outer sums, which costs less than looking up and
shifting a stored stamp, and is exact to a fraction of a pixel at every size. A small brush leaves thousands
of marks of a few pixels, of which the calls would cost more than the pixels: those are computed together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.brush import Brush, Tip
from artmaster_desktop.core.dabs import Dab
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.noise import HAIR_TEXELS, bristles, hair_ends

F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]
I64: TypeAlias = NDArray[np.int64]

_ROWS_PER_SIZE = 10.0
"""Rows of the bristle texture that one brush size of travel passes."""

_CONTRAST = 5.0
"""How abruptly a hair leaves the paper as its ink ends."""

_SMALL = 64 * 64
"""Pixels of a mark that is worth computing together with others."""

_TOGETHER = 1 << 15
"""Pixels computed together: what a processor's own memory holds."""


class Mark(NamedTuple):
    """``cover`` float32 ``[h, w]`` in [0, 1] with its corner at the canvas pixel (x, y)."""

    x: int
    y: int
    cover: F32


def around(marks: Sequence[Mark]) -> Bounds:
    """The smallest rectangle that holds all of them; there must be one."""
    x, y = min(mark.x for mark in marks), min(mark.y for mark in marks)
    right = max(mark.x + mark.cover.shape[1] for mark in marks)
    bottom = max(mark.y + mark.cover.shape[0] for mark in marks)
    return Bounds(x, y, right - x, bottom - y)


class _Shapes(NamedTuple):
    """What the formula of the tip needs, of n dabs.

    ``boxes`` ``[n, 4]``: x, y, width and height of the rectangle that each touches. ``terms``
    ``[10, n, 1, 1]``: the way from a pixel's corner to the middle of the dab (x, y), the numbers that turn
    and scale it into the tip's own coordinates (x and y to u, x and y to v), slope and top of the border,
    strength and load of ink. ``rows`` ``[n, 1, 1]`` of the bristles.
    """

    boxes: I64
    terms: F32
    rows: I64

    def part(self, start: int, stop: int) -> _Shapes:
        return _Shapes(self.boxes[start:stop], self.terms[:, start:stop], self.rows[start:stop])


def marks(dabs: Sequence[Dab], brush: Brush, seed: int) -> Iterator[list[Mark]]:
    """What ``dabs`` leave on the paper, in their order, some at a time.

    A mark is the same to the bit, whichever others are computed with it.
    """
    if not dabs:
        return
    shapes = _shapes(dabs, brush)
    boxes = shapes.boxes.tolist()
    start = 0
    for stop in _cuts(boxes):
        cover = _cover(shapes.part(start, stop), brush, seed)
        yield [
            Mark(x, y, whole[:height, :width])
            for whole, (x, y, width, height) in zip(cover, boxes[start:stop], strict=True)
        ]
        start = stop


def _cuts(boxes: Sequence[Sequence[int]]) -> Iterator[int]:
    """After which dabs to cut, so that small marks are computed together."""
    start = widest = tallest = 0
    for i, (_, _, width, height) in enumerate(boxes):
        widest, tallest = max(widest, width), max(tallest, height)
        if i > start and (widest * tallest > _SMALL or widest * tallest * (i + 1 - start) > _TOGETHER):
            yield i
            start, widest, tallest = i, width, height
    yield len(boxes)


def _shapes(dabs: Sequence[Dab], brush: Brush) -> _Shapes:
    x, y, radius, roundness, _, strength, load, travel = np.array(dabs, np.float64).T
    # the C library's cosines are the same everywhere, those of numpy's vectors need not be
    cos = np.array([math.cos(dab.angle) for dab in dabs])
    sin = np.array([math.sin(dab.angle) for dab in dabs])
    u, v = np.maximum(0.5, radius * roundness), np.maximum(0.5, radius)
    reach_x, reach_y = _reach(u, v, cos, sin, brush.tip is Tip.FLAT)
    ragged = brush.hair.ragged if brush.hair.count else 0.0
    if ragged:
        reach_x, reach_y = reach_x + ragged * u, reach_y + ragged * u
    left, top = np.floor(x - reach_x), np.floor(y - reach_y)
    right, bottom = np.ceil(x + reach_x), np.ceil(y + reach_y)
    small = np.minimum(u, v)
    soft = np.maximum(1.0 - brush.hardness, 1.0 / np.maximum(small, 1.0))
    # half a pixel beyond the border a mark has faded
    border = -1.0 / soft, (1.0 + 0.5 / small) / soft
    terms = np.array((0.5 - x, 0.5 - y, cos / u, sin / u, sin / v, cos / v, *border, strength, load))
    return _Shapes(
        np.stack((left, top, right - left, bottom - top), axis=1).astype(np.int64),
        terms.astype(np.float32)[:, :, None, None],
        (travel * _ROWS_PER_SIZE).astype(np.int64)[:, None, None],
    )


def _reach(u: F64, v: F64, cos: F64, sin: F64, square: bool) -> tuple[F64, F64]:
    """Half the sides of the rectangle around the turned tip, with a pixel for its soft border."""
    if square:
        return abs(u * cos) + abs(v * sin) + 1.0, abs(u * sin) + abs(v * cos) + 1.0
    return np.hypot(u * cos, v * sin) + 1.0, np.hypot(u * sin, v * cos) + 1.0


def _cover(shapes: _Shapes, brush: Brush, seed: int) -> F32:
    """``[n, h, w]`` of the tallest and the widest; what lies beyond a mark's own sides is no part of it."""
    x0, y0, widths, heights = shapes.boxes.T
    to_x, to_y, x_u, y_u, x_v, y_v, slope, top, strength, load = shapes.terms
    dx = (x0[:, None, None] + np.arange(widths.max())).astype(np.float32) + to_x
    dy = (y0[:, None, None] + np.arange(heights.max())[:, None]).astype(np.float32) + to_y
    u = dx * x_u + dy * y_u
    v = dy * y_v - dx * x_v
    hairs = _hairs(v, brush, seed) if brush.hair.count else None
    if hairs is not None and brush.hair.ragged:
        u += hair_ends()[hairs] * np.float32(2.0 * brush.hair.ragged)
    cover = _profile(u, v, slope, top, brush)
    if hairs is not None:
        cover *= _touch(load, shapes.rows, hairs)
    if (strength < 1.0).any():
        cover *= strength
    return cover


def _profile(u: F32, v: F32, slope: F32, top: F32, brush: Brush) -> F32:
    """From the middle (1) to the border (0); overwrites ``u`` and ``v``."""
    square = brush.tip is Tip.FLAT
    np.multiply(u, u, out=u)
    np.multiply(v, v, out=v)
    if square:
        np.multiply(u, u, out=u)
        np.multiply(v, v, out=v)
    u += v
    np.sqrt(u, out=u)
    if square:
        np.sqrt(u, out=u)
    u *= slope
    u += top
    np.clip(u, 0.0, 1.0, out=u)
    if brush.hardness < 1.0:
        np.multiply(u, u, out=v)
        u *= np.float32(-2.0)
        u += np.float32(3.0)
        u *= v
    return u


def _hairs(v: F32, brush: Brush, seed: int) -> NDArray[np.int32]:
    """Which sample across the bristles touches each pixel."""
    span = brush.hair.count * HAIR_TEXELS
    middle = span * 0.5 + (seed * 7919) % 1024
    index = (v * np.float32(span * 0.5) + np.float32(middle)).astype(np.int32)
    index &= len(hair_ends()) - 1
    return index


def _touch(load: F32, rows: I64, hairs: NDArray[np.int32]) -> F32:
    """How far hairs that have ink left reach the paper, in [0, 1]."""
    field = bristles()
    rows = rows % len(field)
    together = len(rows) > 1
    touch = (load - (field[rows, hairs] if together else field[rows])) * np.float32(_CONTRAST)
    touch += np.float32(0.5)
    np.clip(touch, 0.0, 1.0, out=touch)
    return touch if together else touch[0, 0, 0][hairs]
