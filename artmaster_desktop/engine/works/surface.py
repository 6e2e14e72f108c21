"""What a work's pixels are: bare paper or ink, and how its strokes run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.raster import Pixels

F32: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]

SIDE = 768
"""Pixels of the longer side at which works are measured, so that scans of any size can be compared."""
PAPER_DISTANCE = 12.0
"""CIE76 difference from the paper's colour under which a pixel can be bare: silk is never even."""
PAPER_RELIEF = 2.0
"""Standard deviation of L* nearby under which there is no stroke."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A work at measuring size. ``lab`` float32 ``[H, W, 3]`` is CIELAB (L* in [0, 100]), ``paper`` its bare
    colour. ``blank`` bool ``[H, W]`` is bare paper (留白). ``density`` float32 ``[H, W]`` is optical density
    above the paper's: log10 of paper's luminance by the pixel's, 0 and up (dense black ink reaches 1.2).
    ``across`` and ``along`` float32 ``[H, W]`` say how much stroke a vertical and a horizontal cut would
    sever there.
    """

    lab: F32
    paper: tuple[float, float, float]
    blank: Mask
    density: F32
    across: F32
    along: F32


def measure_surface(pixels: Pixels, side: int = SIDE) -> Surface:
    """The surface of uint8 RGB ``[H, W, 3]``. About 60 ms of one core."""
    lab = to_lab(reduced(pixels, side))
    light = lab[..., 0]
    relief = _spread(light, 2.0)
    paper = _paper(lab, relief)
    apart = np.linalg.norm(cv2.GaussianBlur(lab, (0, 0), 1.5) - np.array(paper, np.float32), axis=-1)
    blank = (apart < PAPER_DISTANCE) & (relief < PAPER_RELIEF)
    across, along = _cuts(light)
    return Surface(lab, paper, blank, _density(light, paper[0]), across, along)


def reduced(pixels: Pixels, side: int) -> Pixels:
    """``pixels`` with a longer side of ``side`` or less; never enlarged."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1.0:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def to_lab(pixels: Pixels) -> F32:
    """CIELAB (D65, 2 degrees) of uint8 sRGB ``[H, W, 3]``."""
    lab = cv2.cvtColor(np.ascontiguousarray(pixels).astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32)


def _spread(values: F32, sigma: float) -> F32:
    """The standard deviation in a Gaussian window."""
    mean = cv2.GaussianBlur(values, (0, 0), sigma)
    square = cv2.GaussianBlur(values * values, (0, 0), sigma)
    return np.sqrt(np.maximum(square - mean * mean, 0.0)).astype(np.float32)


def _paper(lab: F32, relief: F32) -> tuple[float, float, float]:
    """The commonest colour where nothing is painted: the mean of the fullest cell of a Lab histogram of the
    smooth half of the work. The ground may be dark: gold on indigo silk is a work too.
    """
    smooth = lab[relief <= max(PAPER_RELIEF, float(np.median(relief)))]
    cells = np.floor(smooth / 5.0).astype(np.int64) + 64
    key = (cells[:, 0] * 256 + cells[:, 1]) * 256 + cells[:, 2]
    names, counts = np.unique(key, return_counts=True)
    mean = smooth[key == names[counts.argmax()]].mean(axis=0)
    for _ in range(4):  # mean shift, so that the histogram's grid does not matter (Comaniciu and Meer 2002)
        near = smooth[np.linalg.norm(smooth - mean, axis=-1) < 6.0]
        mean = near.mean(axis=0)
    return float(mean[0]), float(mean[1]), float(mean[2])


def _density(light: F32, paper: float) -> F32:
    """L* back to relative luminance (CIE 15:2004, 8.2.1), then its density over the paper's."""

    def luminance(values: F32) -> F32:
        cube = ((values + 16.0) / 116.0) ** 3
        return np.maximum(np.where(values > 8.0, cube, values / 903.3), 1e-3).astype(np.float32)

    ground = float(luminance(np.array([paper], np.float32))[0])
    return np.asarray(np.maximum(np.log10(ground / luminance(light)), 0.0), np.float32)


def _cuts(light: F32) -> tuple[F32, F32]:
    """The structure tensor (Bigun and Granlund 1987): where strokes run across, brightness changes up and
    down, and a vertical edge would sever them. Weighed by coherence: washes and dots are not severed.
    """
    smooth = cv2.GaussianBlur(light, (0, 0), 0.8)
    gx = cv2.Scharr(smooth, cv2.CV_32F, 1, 0) / 32.0
    gy = cv2.Scharr(smooth, cv2.CV_32F, 0, 1) / 32.0
    products = (gx * gx, gy * gy, gx * gy)
    xx, yy, xy = (cv2.GaussianBlur(np.asarray(v, np.float32), (0, 0), 2.0) for v in products)
    energy = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4.0 * xy * xy) / (energy + 1e-3)
    return (np.sqrt(yy) * coherence).astype(np.float32), (np.sqrt(xx) * coherence).astype(np.float32)
