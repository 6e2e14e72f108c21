"""Small pictures to learn from, made of large ones as scanners make them: a little blur, noise and JPEG.

Not the second-order chain that Real-ESRGAN teaches photographs with: its heavy blur and noise make a network
that takes dry brush (飞白) and paper for dirt, and wipes them away.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels

Floats: TypeAlias = NDArray[np.float32]

MOST_BLUR = 0.6
"""Sigma in pixels of the large picture: what a scanner's lens does."""

MOST_NOISE = 2.5 / 255
JPEG_SHARE = 0.25
JPEG_QUALITY = (82, 98)


def shrunk(pixels: Pixels, scale: int) -> Floats:
    """``pixels`` (uint8 RGB, sides that ``scale`` divides) as means of ``scale`` x ``scale``, in [0, 1]."""
    height, width = pixels.shape[0] // scale, pixels.shape[1] // scale
    small = cv2.resize(pixels.astype(np.float32) / 255, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def scanned(pixels: Pixels, scale: int, rng: np.random.Generator) -> Floats:
    """``pixels`` smaller by ``scale`` and as a scan would show it; float32 RGB in [0, 1]."""
    large = pixels
    if (sigma := float(rng.uniform(0, MOST_BLUR))) > 0.2 and rng.random() < 0.5:
        large = np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)
    small = shrunk(large, scale)
    if rng.random() < 0.5:
        small = small + rng.normal(0, rng.uniform(0, MOST_NOISE), small.shape).astype(np.float32)
    small = np.clip(small, 0, 1)
    if rng.random() < JPEG_SHARE:
        small = _through_jpeg(small, int(rng.integers(*JPEG_QUALITY)))
    return np.asarray(np.round(small * 255) / 255, np.float32)


def _through_jpeg(small: Floats, quality: int) -> Floats:
    byte = np.round(small * 255).astype(np.uint8)
    done, packed = cv2.imencode(".jpg", byte[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    read = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert read is not None
    return np.asarray(read[..., ::-1].astype(np.float32) / 255, np.float32)
