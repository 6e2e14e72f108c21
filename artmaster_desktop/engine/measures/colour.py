"""Colour: the distribution of all pixels in CIE Lab, and the few colours that a picture lives on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from artmaster_desktop.core.raster import Pixels

Floats: TypeAlias = NDArray[np.float64]

LEVELS = 128
"""Quantiles of each projected distribution."""

COLOURS = 6
"""Colours in a palette."""

_ROUNDS = 20
_SAMPLE = 4096
"""Pixels, evenly spaced, that a palette is made from."""


def lab(pixels: Pixels) -> NDArray[np.float32]:
    """CIE L*a*b* (D65): L in [0, 100], a and b about [-127, 127]; float32 ``[H, W, 3]``."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def lab_quantiles(picture: NDArray[np.float32]) -> Floats:
    """The pixels of a Lab picture projected on fixed directions, as quantiles ``[directions, LEVELS]``."""
    projected = picture.reshape(-1, 3).astype(np.float64) @ _directions().T
    at = (np.arange(LEVELS) + 0.5) / LEVELS
    return np.asarray(np.quantile(projected, at, axis=0).T, np.float64)


def lab_distance(one: Floats, other: Floats) -> float:
    """Sliced earth mover's distance of two colour distributions, in units of Lab (one is just visible).

    The mean over directions of the one-dimensional distance, which is the mean difference of quantiles
    (Rabin et al. 2011, "Wasserstein barycenter and its application to texture mixing"). A metric.
    """
    return float(np.abs(one - other).mean())


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """``colours`` ``[n, 3]`` in Lab and their ``shares`` ``[n]`` of the picture, largest first."""

    colours: Floats
    shares: Floats


def palette(picture: NDArray[np.float32]) -> Palette:
    """The picture's colours by k-means, seeded along its own main direction: no chance in it."""
    pixels = np.ascontiguousarray(picture.reshape(-1, 3))
    pixels = np.ascontiguousarray(pixels[:: max(1, len(pixels) // _SAMPLE)], np.float32)
    centred = pixels - pixels.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    order = np.argsort(centred @ axis, kind="stable")
    labels = np.empty((len(pixels), 1), np.int32)
    labels[order, 0] = np.arange(len(pixels)) * COLOURS // len(pixels)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, _ROUNDS, 0.1)
    _, nearest, centres = cv2.kmeans(pixels, COLOURS, labels, stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)
    shares = np.bincount(np.asarray(nearest, np.int64)[:, 0], minlength=COLOURS) / len(pixels)
    largest = np.argsort(-shares, kind="stable")
    return Palette(np.asarray(centres, np.float64)[largest], np.asarray(shares, np.float64)[largest])


def palette_distance(one: Palette, other: Palette) -> float:
    """Earth mover's distance between two palettes, in units of Lab: exact, by linear programming (Rubner et
    al. 2000).
    """
    costs = np.linalg.norm(one.colours[:, None] - other.colours[None], axis=2)
    n, m = costs.shape
    sums = np.zeros((n + m, n * m))
    for i in range(n):
        sums[i, i * m : (i + 1) * m] = 1.0
    for j in range(m):
        sums[n + j, j::m] = 1.0
    shares = np.concatenate([one.shares, other.shares])
    solved = linprog(costs.ravel(), A_eq=sums[:-1], b_eq=shares[:-1], method="highs")  # one follows from all
    return max(0.0, float(solved.fun))


def _directions() -> Floats:
    """Thirteen directions: the corners, edges and faces of half a cube."""
    cube = np.array([(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1)], np.float64)
    half = cube[14:]
    return np.asarray(half / np.linalg.norm(half, axis=1, keepdims=True), np.float64)
