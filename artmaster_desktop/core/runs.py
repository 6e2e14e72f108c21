"""The connected part of a mask around a place, without a loop over pixels.

Each row is cut into runs of set pixels; runs that touch in neighbouring rows are joined by hooking trees of
the higher root onto the lower and halving paths until nothing moves (Shiloach and Vishkin, 1982): a number of
rounds that grows with the logarithm, each of them a few array operations.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]


def connected(inside: Flags, x: int, y: int) -> Flags:
    """The pixels of ``inside`` ``[H, W]`` that can be reached from (x, y) by steps to the side, up and down.

    Nothing where that pixel is not inside.
    """
    out = np.zeros_like(inside)
    if not inside[y, x]:
        return out
    row, start, stop = _runs(inside)
    roots = _roots(len(row), *_touching(row, start, stop))
    # the run that holds (x, y) is the last that starts at or before it
    width = inside.shape[1] + 1
    seed = int(np.searchsorted(row * width + start, y * width + x, side="right")) - 1
    chosen = roots == roots[seed]
    steps = np.zeros((inside.shape[0], width), np.int8)
    steps[row[chosen], start[chosen]] = 1
    steps[row[chosen], stop[chosen]] = -1
    np.cumsum(steps[:, :-1], axis=1, dtype=np.int8, out=steps[:, :-1])
    return np.asarray(steps[:, :-1] > 0)


def _runs(inside: Flags) -> tuple[Ints, Ints, Ints]:
    """Row, first and one past the last column of every run, in reading order."""
    padded = np.zeros((inside.shape[0], inside.shape[1] + 2), np.int8)
    padded[:, 1:-1] = inside
    change = np.diff(padded, axis=1)
    row, start = np.nonzero(change == 1)
    stop = np.nonzero(change == -1)[1]
    return row.astype(np.int64), start.astype(np.int64), stop.astype(np.int64)


def _touching(row: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Pairs of runs that touch, upper and lower: for each run, those of the next row that overlap it."""
    width = int(stop.max()) + 2
    starts, stops = row * width + start, row * width + stop
    below = (row + 1) * width
    first = np.searchsorted(stops, below + start, side="right")
    last = np.searchsorted(starts, below + stop, side="left")
    counts = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(row)), counts)
    step = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, first[upper] + step


def _roots(count: int, a: Ints, b: Ints) -> Ints:
    """The lowest run of the part that each run belongs to."""
    roots = np.arange(count)
    while len(a):
        ra, rb = roots[a], roots[b]
        apart = ra != rb
        a, b, ra, rb = a[apart], b[apart], ra[apart], rb[apart]
        np.minimum.at(roots, np.maximum(ra, rb), np.minimum(ra, rb))
        while True:
            higher = roots[roots]
            if np.array_equal(higher, roots):
                break
            roots = higher
    return roots
