"""Guides by computer vision alone: edges, lines, scribbles, soft edges and tones. No weights, no guessing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels

F32 = NDArray[np.float32]

CANNY = (100, 200)
"""Canny's thresholds (1986), as the public control models were taught with."""
STROKE = 512.0
"""Pixels of the shorter side at which a stroke is taken as one pixel thin."""


def edges(rgb: Pixels, low: int = CANNY[0], high: int = CANNY[1]) -> Pixels:
    """Canny's edges, white on black: uint8 ``[H, W]``."""
    return np.asarray(cv2.Canny(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), low, high), np.uint8)


def lines(rgb: Pixels) -> Pixels:
    """The strokes of a drawing or painting, white on black: where a place is darker than what lies around it
    (difference of Gaussians; Winnemoeller et al. 2012, *XDoG*). A light drawing on dark ground is turned
    first.
    """
    light = _lightness(rgb)
    sigma = max(0.8, min(light.shape) / STROKE)
    around, here = cv2.GaussianBlur(light, (0, 0), 1.6 * sigma * 2), cv2.GaussianBlur(light, (0, 0), sigma)
    strokes = np.clip((around - here) * 6.0 - 0.12, 0, 1)
    return _bytes(strokes)


def scribble(rgb: Pixels) -> Pixels:
    """The chief strokes alone, thick and hard, as if scribbled: uint8 ``[H, W]``, 0 or 255."""
    height, width = rgb.shape[:2]
    scale = min(1.0, 384 / min(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.bilateralFilter(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), 7, 60, 7)
    drawn = np.maximum(lines(np.asarray(small, np.uint8)), edges(np.asarray(small, np.uint8), 60, 160))
    hard = np.asarray((drawn > 90) * 255, np.uint8)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(hard, connectivity=8)
    least = max(12, min(size) // 12)
    keep = np.zeros(count, bool)
    keep[1:] = stats[1:, cv2.CC_STAT_AREA] >= least
    thick = cv2.dilate(np.asarray(keep[marks] * 255, np.uint8), np.ones((3, 3), np.uint8))
    large = cv2.resize(thick, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray((large > 127) * 255, np.uint8)


def soft_edges(rgb: Pixels) -> Pixels:
    """How much the colour changes at each place, over three sizes, in [0, 255]: uint8 ``[H, W]``. It stands
    in for a taught soft-edge detector, and unlike one it does not tell contours from texture.
    """
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    unit = max(0.7, min(rgb.shape[:2]) / STROKE)
    total = np.zeros(rgb.shape[:2], np.float32)
    for size in (1.0, 2.0, 4.0):
        soft = cv2.GaussianBlur(lab, (0, 0), size * unit)
        along, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
        total += np.sqrt((along**2 + down**2).sum(axis=2)) * np.float32(size)
    top = float(np.percentile(total, 99.5))
    return _bytes(np.clip(total / top, 0, 1)) if top > 1.0 else np.zeros(rgb.shape[:2], np.uint8)


def tone(rgb: Pixels) -> Pixels:
    """Light and dark without colour: uint8 ``[H, W]``."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)


def _lightness(rgb: Pixels) -> F32:
    """CIE L* in [0, 1], turned where most of the picture is dark."""
    light = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[:, :, 0], np.float32) / np.float32(255)
    return light if float(np.median(light)) >= 0.35 else np.float32(1) - light


def _bytes(values: NDArray[np.float32]) -> Pixels:
    return np.asarray(np.rint(values * 255), np.uint8)
