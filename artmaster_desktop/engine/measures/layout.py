"""Layout: where the picture is dark and where it is left blank, apart from colour and stroke."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats: TypeAlias = NDArray[np.float64]
Grey: TypeAlias = NDArray[np.float32]

CELLS = 16
BLANK_TEXTURE = 1.5
"""Levels of L: paper, mist and sky have no more local contrast than that."""


def blank_ratio(grey: Grey) -> float:
    """The part of the picture left blank (liubai), in [0, 1]: near its own lightest tone, and without stroke.

    ``grey`` is lightness ``[H, W]`` in [0, 100]. Aged silk is darker than paper, so the lightest tone is the
    picture's own (95th percentile), and blank is what lies within a tenth of its range.
    """
    light, dark = (float(np.percentile(grey, share)) for share in (95, 5))
    mean = cv2.blur(grey, (7, 7))
    contrast = np.sqrt(np.maximum(cv2.blur(grey * grey, (7, 7)) - mean * mean, 0.0))
    near = mean >= light - max(4.0, 0.15 * (light - dark))
    return float((near & (contrast <= BLANK_TEXTURE)).mean())


def blank_distance(one: float, other: float) -> float:
    """Difference of two blank ratios."""
    return abs(one - other)


def layout(grey: Grey) -> Floats:
    """The picture as the order of its 16 x 16 cells from dark to light: ranks in [0, 1], flat.

    Ranks do not change with tone or contrast, so a picture in other ink has the same layout.
    """
    cells = cv2.resize(grey, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    return np.asarray((rankdata(np.round(cells, 1), axis=None) - 1) / (CELLS * CELLS - 1), np.float64)


def layout_distance(one: Floats, other: Floats) -> float:
    """0 the same layout, about 1 two that have nothing in common, 1.5 dark and light exchanged."""
    return float(np.abs(one - other).mean() * 3.0)
