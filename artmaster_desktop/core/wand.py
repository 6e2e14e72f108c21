"""The magic wand: what looks like a pixel."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.runs import connected

Flags: TypeAlias = NDArray[np.bool_]

_STRIP = 256
"""Rows compared at once."""


def similar(
    reference: Pixels, x: int, y: int, *, tolerance: int = 24, contiguous: bool = True, smooth: bool = True
) -> Raster:
    """Where ``reference`` (uint8 ``[H, W, C]``) looks like its pixel (x, y): a mask of one channel, 255
    inside.

    Two pixels are alike if no channel, after alpha, differs by more than ``tolerance`` (0..255).
    ``contiguous`` keeps only what hangs together with (x, y). ``smooth`` lets the border fade over one more
    pixel, by how little it differs, so that a fill meets the antialiased edge of a line without a halo.
    A place outside the picture is like nothing.
    """
    height, width = reference.shape[:2]
    if not (0 <= x < width and 0 <= y < height):
        return Raster(1)
    distance = _distance(reference, x, y)
    inside = distance <= tolerance
    if contiguous:
        inside = connected(inside, x, y)
    mask = inside.astype(np.uint8) * np.uint8(255)
    if smooth:
        rim = _rim(inside)
        # twice the tolerance and a little more is as unlike as can be
        reach = float(tolerance + 32)
        fade = 1.0 - (distance[rim].astype(np.float32) - tolerance) / reach
        mask[rim] = np.clip(fade * 255.0, 0.0, 255.0).astype(np.uint8)
    return Raster.from_array(mask)


def _distance(reference: Pixels, x: int, y: int) -> NDArray[np.uint8]:
    """The largest difference of any channel to the pixel (x, y): uint8 ``[H, W]``."""
    out = np.empty(reference.shape[:2], np.uint8)
    wanted = _after_alpha(reference[y : y + 1, x : x + 1])
    for top in range(0, len(reference), _STRIP):
        strip = _after_alpha(reference[top : top + _STRIP])
        out[top : top + _STRIP] = np.abs(strip - wanted).max(axis=2)
    return out


def _after_alpha(pixels: Pixels) -> NDArray[np.int16]:
    values = pixels.astype(np.int16)
    if pixels.shape[2] == 4:
        alpha = pixels[:, :, 3:].astype(np.uint16)
        values[:, :, :3] = (pixels[:, :, :3] * alpha + 127) // 255
    return values


def _rim(inside: Flags) -> Flags:
    """The pixels just outside."""
    near = np.zeros_like(inside)
    near[1:] |= inside[:-1]
    near[:-1] |= inside[1:]
    near[:, 1:] |= inside[:, :-1]
    near[:, :-1] |= inside[:, 1:]
    return near & ~inside
