"""Resampling of pictures that are larger than memory: rows go in at the top, and come out once they can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.upscaling import Kernel, Rows

Curve: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]

STRIP = 64
"""Rows given at once."""


def lanczos(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lanczos with three lobes (Duchon 1979)."""
    return np.asarray(np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0.0))


def bicubic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys 1981 with a = -0.5."""
    far = np.abs(x)
    near = (1.5 * far - 2.5) * far * far + 1
    wide = ((-0.5 * far + 2.5) * far - 4) * far + 2
    return np.where(far < 1, near, np.where(far < 2, wide, 0.0))


CURVES: dict[Kernel, tuple[Curve, float]] = {Kernel.LANCZOS: (lanczos, 3.0), Kernel.BICUBIC: (bicubic, 2.0)}


def curve_matrix(source: int, target: int, kernel: Kernel) -> sparse.csr_matrix:
    """Weights ``[target, source]``, rows sum to 1; wider when shrinking, so that nothing flickers."""
    curve, lobes = CURVES[kernel]
    scale = source / target
    support = max(1.0, scale)
    centres = (np.arange(target) + 0.5) * scale - 0.5
    count = int(np.ceil(lobes * support)) * 2 + 1
    first = np.floor(centres).astype(np.int64) - count // 2
    places = first[:, None] + np.arange(count)
    weights = curve((places - centres[:, None]) / support)
    weights /= weights.sum(axis=1, keepdims=True)
    return _matrix(np.clip(places, 0, source - 1), weights, source)


def mean_matrix(source: int, target: int) -> sparse.csr_matrix:
    """Weights ``[target, source]`` of plain means, where ``target`` is the smaller: shares of each pixel."""
    scale = source / target
    starts = np.arange(target) * scale
    count = int(np.ceil(scale)) + 1
    places = np.floor(starts).astype(np.int64)[:, None] + np.arange(count)
    shares = np.minimum(starts[:, None] + scale, places + 1) - np.maximum(starts[:, None], places)
    weights = np.clip(shares, 0.0, None) / scale
    return _matrix(np.clip(places, 0, source - 1), weights, source)


def _matrix(places: NDArray[np.int64], weights: NDArray[np.float64], source: int) -> sparse.csr_matrix:
    target, count = places.shape
    starts = np.arange(0, target * count + 1, count)
    held = weights.astype(np.float32).ravel(), places.ravel(), starts
    matrix = sparse.csr_matrix(held, shape=(target, source))
    matrix.sum_duplicates()
    return matrix


class RowScaler:
    """Takes the rows of a picture of ``source`` in order, gives those of one of ``target``. ``kernel`` None:
    plain means, for making smaller. Holds a few dozen rows.
    """

    def __init__(self, source: Extent, target: Extent, kernel: Kernel | None = Kernel.LANCZOS) -> None:
        make = mean_matrix if kernel is None else lambda s, t: curve_matrix(s, t, kernel)
        self._down, self._across = make(source.height, target.height), make(source.width, target.width)
        indices, starts = self._down.indices, self._down.indptr
        self._first = np.minimum.reduceat(indices, starts[:-1])
        self._last = np.maximum.reduceat(indices, starts[:-1])
        self._target, self._height = target, source.height
        self._held: Rows = np.empty((0, target.width, 3), np.float32)
        self._top = self._seen = self._given = 0

    def push(self, rows: Rows) -> Iterator[Rows]:
        """The rows that can be given now."""
        self._held = np.concatenate((self._held, self._narrowed(rows)))
        self._seen += len(rows)
        while self._given < self._target.height:
            ready = int(np.searchsorted(self._last, self._seen, side="left"))
            if self._seen >= self._height:
                ready = self._target.height
            end = min(ready, self._given + STRIP)
            if end <= self._given or (end - self._given < STRIP and self._seen < self._height):
                return
            yield self._rows(self._given, end)
            self._given = end
            self._forget(int(self._first[end]) if end < self._target.height else self._height)

    def _narrowed(self, rows: Rows) -> Rows:
        turned = np.ascontiguousarray(rows.transpose(1, 0, 2)).reshape(rows.shape[1], -1)
        made = (self._across @ turned).reshape(self._target.width, len(rows), 3)
        return np.ascontiguousarray(made.transpose(1, 0, 2), np.float32)

    def _rows(self, start: int, end: int) -> Rows:
        first, last = int(self._first[start:end].min()), int(self._last[start:end].max()) + 1
        part = self._down[start:end, first:last]
        flat = self._held[first - self._top : last - self._top].reshape(last - first, -1)
        return np.asarray((part @ flat).reshape(end - start, self._target.width, 3), np.float32)

    def _forget(self, before: int) -> None:
        drop = max(0, min(before, self._seen) - self._top)
        self._held = self._held[drop:].copy()
        self._top += drop
