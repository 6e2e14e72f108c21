"""Laying colour on pixels with straight alpha, uint8 in and out, through float32 coverage."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels

F32: TypeAlias = NDArray[np.float32]
Colour: TypeAlias = tuple[int, int, int]
"""sRGB, each 0..255."""

_TINY = np.float32(1e-6)


def lay(base: Pixels, colour: Colour, cover: F32, out: Pixels) -> None:
    """``colour`` over ``base`` where ``cover`` ``[h, w]`` in [0, 1] says, into ``out`` (same shape as
    ``base``).

    On one channel (a mask) it fills towards 255; the colour does not matter there.
    """
    if base.shape[2] == 1:
        below = base[:, :, 0].astype(np.float32)
        below += cover * (np.float32(255) - below)
        below += np.float32(0.5)
        out[:, :, 0] = below
        return
    if not base.any():
        _lay_fresh(colour, cover, out)
        return
    below = base[:, :, 3].astype(np.float32)
    below *= np.float32(1 / 255)
    total = below + cover
    below *= cover
    total -= below
    share = cover / np.maximum(total, _TINY)
    total *= np.float32(255)
    total += np.float32(0.5)
    out[:, :, 3] = total
    for channel, value in enumerate(colour):
        mixed = base[:, :, channel].astype(np.float32)
        mixed += share * (np.float32(value) - mixed)
        mixed += np.float32(0.5)
        out[:, :, channel] = mixed
    # what stays clear stays as it was, whatever colour another program left in it
    np.copyto(out, base, where=out[:, :, 3:] == 0)


def _lay_fresh(colour: Colour, cover: F32, out: Pixels) -> None:
    """On nothing the colour stays itself."""
    alpha = (cover * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    touched = alpha > 0
    for channel, value in enumerate(colour):
        np.multiply(touched, np.uint8(value), out=out[:, :, channel])
    out[:, :, 3] = alpha


def wipe(base: Pixels, cover: F32, out: Pixels) -> None:
    """``base`` taken away where ``cover`` says, into ``out``; what is wholly gone is zero in every
    channel.
    """
    left = base[:, :, -1] * (np.float32(1) - cover)
    left += np.float32(0.5)
    out[...] = base
    out[:, :, -1] = left
    if base.shape[2] == 4:
        out[(out[:, :, 3] == 0) & (base[:, :, 3] > 0)] = 0
