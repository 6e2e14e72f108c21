"""What a hole would look like if only its surroundings went on: by pyramids, and without a seam.

Pull-push: means of what is known, coarser and coarser, until there is no hole; then back, filling in
(Gortler, Grzeszczuk, Szeliski and Cohen, *The Lumigraph*, 1996, section 3.4).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels

F32: TypeAlias = NDArray[np.float32]

REACH = 24
"""Pixels over which a decoder mixes what lies side by side: three cells of its latent picture."""

MOST_SHIFT = 8.0
"""Of 255. More is no shift of tone, but something else that was painted."""


def filled(values: F32, known: F32) -> F32:
    """``values`` ``[H, W, C]`` where ``known`` ``[H, W]`` is 1, smoothly continued where it is 0. All 0 where
    nothing is known.
    """
    height, width = known.shape
    if height == 1 and width == 1:
        return np.asarray(values * known[:, :, None], np.float32)
    sums, weights = _halved(values * known[:, :, None]), _halved(known[:, :, None])
    means = np.divide(sums, weights, out=np.zeros_like(sums), where=weights > 0)
    coarse = filled(means, np.minimum(weights[:, :, 0], np.float32(1)))
    around = _doubled(coarse)[:height, :width]
    return np.asarray(values * known[:, :, None] + around * (1 - known[:, :, None]), np.float32)


def continued(pixels: Pixels, hole: NDArray[np.bool_]) -> Pixels:
    """``pixels`` (uint8 ``[H, W, 3]``) with its ``hole`` filled from around it; as it was where there is
    nothing around.
    """
    if hole.all() or not hole.any():
        return pixels
    found = filled(pixels.astype(np.float32), (~hole).astype(np.float32))
    return np.where(hole[:, :, None], _bytes(found), pixels)


def harmonised(painted: Pixels, before: Pixels, kept: NDArray[np.bool_]) -> Pixels:
    """``painted`` (uint8 ``[H, W, 3]``) without the shift of tone that an autoencoder leaves, so that it
    meets ``before`` where that was ``kept``: what they differ by there is carried smoothly into the rest.

    The membrane of seamless cloning (Perez, Gangnet and Blake, *Poisson Image Editing*, 2003), by pyramids.
    Close to the border the decoder has mixed old and new, so it is read from farther out, and it is small.
    """
    known = inward(kept, REACH) > REACH
    if not known.any():
        return painted
    found = filled(before.astype(np.float32) - painted, known.astype(np.float32))
    return _bytes(painted.astype(np.float32) + np.clip(found, -MOST_SHIFT, MOST_SHIFT))


def inward(inside: NDArray[np.bool_], most: int) -> NDArray[np.int32]:
    """How many pixels each one lies inside the border, at most ``most + 1``; 0 outside. The edge of the
    canvas is no border. Steps go straight and askew by turns, which makes an octagon of a circle.
    """
    deep = np.zeros(inside.shape, np.int32)
    left = inside
    for step in range(most + 1):
        if not left.any():
            break
        deep += left
        left = _eroded(left, askew=bool(step % 2))
    return deep


def _eroded(inside: NDArray[np.bool_], *, askew: bool) -> NDArray[np.bool_]:
    padded = np.pad(inside, 1, mode="edge")
    rows = padded[:-2] & padded[1:-1] & padded[2:]
    if askew:
        return rows[:, :-2] & rows[:, 1:-1] & rows[:, 2:]
    return rows[:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]


def _bytes(values: F32) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _halved(values: F32) -> F32:
    """Sums of 2 x 2; an odd side is taken for one that ends in zeros."""
    height, width = values.shape[:2]
    even = np.pad(values, ((0, height % 2), (0, width % 2), (0, 0)))
    return np.asarray(even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2], np.float32)


def _doubled(values: F32) -> F32:
    """Twice as large, linear between the middles of pixels."""
    for axis in (0, 1):
        line = np.moveaxis(values, axis, 0)
        ends = np.concatenate((line[:1], line, line[-1:]))
        out = np.empty((2 * len(line), *line.shape[1:]), np.float32)
        out[::2] = 0.75 * line + 0.25 * ends[:-2]
        out[1::2] = 0.75 * line + 0.25 * ends[2:]
        values = np.moveaxis(out, 0, axis)
    return values
