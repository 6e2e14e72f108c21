"""Changing the size of pictures and masks, in numpy alone."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[np.float32] | NDArray[np.uint8]


def _weights(source: int, target: int) -> NDArray[np.float32]:
    """A matrix ``[target, source]`` of triangle-filter weights; rows sum to 1. Wider than a pixel when
    shrinking.
    """
    scale = source / target
    support = max(scale, 1.0)
    centres = (np.arange(target) + 0.5) * scale - 0.5
    distance = np.abs(np.arange(source)[None, :] - centres[:, None]) / support
    weights = np.clip(1.0 - distance, 0.0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def _shares(source: int, target: int) -> NDArray[np.float32]:
    """A matrix ``[target, source]``: how much of each target cell each source pixel fills; rows sum to 1."""
    edges = np.arange(target + 1) * (source / target)
    pixels = np.arange(source)
    inside = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return np.asarray(np.clip(inside, 0.0, None) * (target / source), np.float32)


def average(values: Values, height: int, width: int) -> NDArray[np.float32]:
    """``values`` ``[H, W]`` as means over ``height`` x ``width`` equal cells: keeps hard edges hard, and the
    mean.
    """
    if values.shape == (height, width):
        return np.asarray(values, np.float32)
    rows = _combined(_shares(values.shape[0], height), values)
    columns = _shares(values.shape[1], width)
    return np.ascontiguousarray(_combined(columns, np.ascontiguousarray(rows.T)).T)


def resample(values: Values, height: int, width: int) -> NDArray[np.float32]:
    """``values`` ``[H, W]`` or ``[H, W, C]`` at another size, antialiased bilinear (as Pillow's BILINEAR)."""
    if values.shape[:2] == (height, width):
        return np.asarray(values, np.float32)
    rows = _combined(_weights(values.shape[0], height), values)
    return np.ascontiguousarray(
        _combined(_weights(values.shape[1], width), rows.swapaxes(0, 1)).swapaxes(0, 1)
    )


def window(
    values: NDArray[np.float32],
    rows: tuple[float, float],
    columns: tuple[float, float],
    height: int,
    width: int,
) -> NDArray[np.float32]:
    """A part of ``values`` ``[H, W]`` as ``height`` x ``width``, antialiased bilinear. ``rows`` and
    ``columns``: where the part begins and how long it is, in pixels of ``values``, whole or not; past the
    edge the border goes on.
    """
    down = _part_weights(values.shape[0], *rows, height)
    across = _part_weights(values.shape[1], *columns, width)
    return np.asarray(down @ values @ across.T, np.float32)


def _part_weights(source: int, start: float, length: float, target: int) -> NDArray[np.float32]:
    """As ``_weights``, of a part."""
    scale = length / target
    support = max(scale, 1.0)
    centres = np.clip(start + (np.arange(target) + 0.5) * scale - 0.5, 0, source - 1)
    weights = np.clip(1.0 - np.abs(np.arange(source)[None, :] - centres[:, None]) / support, 0.0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def _combined(weights: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
    """``weights`` ``[T, S]`` times ``values`` ``[S, ...]``, skipping the zeros: a target row needs few
    source rows, and a canvas of 8192 pixels a side thousands of target rows.
    """
    out = np.empty((len(weights), *values.shape[1:]), np.float32)
    for row, used in zip(out, weights, strict=True):
        places = np.flatnonzero(used)
        span = slice(places[0], places[-1] + 1)
        row[...] = np.tensordot(used[span], values[span], axes=1)
    return out


def blur(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A Gaussian blur of ``[H, W]`` with ``sigma`` in its own pixels; beyond the edge the border repeats.

    The work is bounded by the size of ``values``, however large ``sigma`` is.
    """
    if sigma <= 0.0:
        return values
    out = values
    for axis in (0, 1):
        kernel = _bell(sigma, values.shape[axis])
        reach = len(kernel) // 2
        padding = [(reach, reach) if a == axis else (0, 0) for a in (0, 1)]
        padded = np.pad(out, padding, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis)
        out = np.asarray(windows @ kernel, np.float32)
    return out


def _bell(sigma: float, size: int) -> NDArray[np.float32]:
    """A Gaussian of ``sigma`` cut at three sigmas, sum 1. Where it reaches over the whole ``size``, all that
    meets only the repeated border is in its two ends.
    """
    reach = max(1, round(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    if reach > size:
        tail = kernel[: reach - size + 1].sum()
        kernel = np.concatenate(([tail], kernel[reach - size + 1 : reach + size], [tail]))
    return kernel.astype(np.float32)
