"""Changing the size of pictures and masks, in numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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


def average(values: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """``values`` ``[H, W]`` as means over ``height`` x ``width`` equal cells: keeps hard edges hard, and the
    mean.
    """
    if values.shape == (height, width):
        return values
    rows, columns = _shares(values.shape[0], height), _shares(values.shape[1], width)
    return np.asarray(rows @ values @ columns.T, np.float32)


def resample(values: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """``values`` ``[H, W]`` or ``[H, W, C]`` at another size, antialiased bilinear (as Pillow's BILINEAR)."""
    if values.shape[:2] == (height, width):
        return values
    rows = np.tensordot(_weights(values.shape[0], height), values, axes=(1, 0))
    out = np.tensordot(_weights(values.shape[1], width), rows, axes=(1, 1))
    return np.ascontiguousarray(np.moveaxis(out, 0, 1))


def blur(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A Gaussian blur of ``[H, W]`` with ``sigma`` in its own pixels; beyond the edge the border repeats."""
    if sigma <= 0.0:
        return values
    reach = max(1, round(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    out = values
    for axis in (0, 1):
        padding = [(reach, reach) if a == axis else (0, 0) for a in (0, 1)]
        padded = np.pad(out, padding, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis)
        out = np.asarray(windows @ kernel, np.float32)
    return out
