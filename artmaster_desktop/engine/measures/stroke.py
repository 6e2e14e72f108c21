"""The stroke: how much is drawn at which scale and in which direction, and the grain of the paint.

Everything is taken of lightness at one working size, so that two pictures of unlike size can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

Floats: TypeAlias = NDArray[np.float64]
Grey: TypeAlias = NDArray[np.float32]

WAVELENGTHS = (3.0, 6.0, 12.0)
"""Pixels from ridge to ridge: dry brush, stroke, ink band at a working side of 256."""

ANGLES = 6

RADII = (1, 2)
_LAYERS = (12, 24, 24)
_SEED = 20100
_FLOOR = 0.02
"""Levels of L: energies below are paper noise, and their logarithms would be all that is measured."""


def gabor_energy(grey: Grey) -> Floats:
    """Log energy of oriented ridges ``[wavelengths, angles]`` of lightness ``[H, W]`` in [0, 100].

    Gabor filters (Daugman 1985) with the mean taken out, as for texture in Manjunath and Ma 1996.
    """
    return _energies(grey, _gabor_bank()).reshape(len(WAVELENGTHS), ANGLES)


def finest_energy(grey: Grey) -> Floats:
    """The first row of ``gabor_energy``, of the shortest wavelength alone: ``[angles]``."""
    return _energies(grey, _gabor_bank()[:ANGLES])


def _energies(grey: Grey, bank: Sequence[tuple[Grey, Grey]]) -> Floats:
    energies = []
    for even, odd in bank:
        ridges, edges = (cv2.filter2D(grey, cv2.CV_32F, kernel) for kernel in (even, odd))
        energies.append(float(np.sqrt(ridges * ridges + edges * edges).mean(dtype=np.float64)))
    return np.asarray(np.log(np.array(energies) + _FLOOR), np.float64)


def energy_distance(one: Floats, other: Floats) -> float:
    """Mean difference of log energies: 0.1 is a tenth more or less stroke."""
    return float(np.abs(one - other).mean())


def orientation(energy: Floats) -> Floats:
    """Which part of the strokes runs in each direction: ``[angles]``, sums to 1, from ``gabor_energy``."""
    strength = np.exp(energy).sum(axis=0)
    return np.asarray(strength / strength.sum(), np.float64)


def orientation_distance(one: Floats, other: Floats) -> float:
    """Earth mover's distance on the circle of directions, in parts of a half turn: [0, 0.5].

    On a circle it is the mean distance of the running difference to its median (Werman et al. 1986).
    """
    running = np.cumsum(one - other)
    return float(np.abs(running - np.median(running)).sum() / ANGLES)


def binary_patterns(grey: Grey) -> Floats:
    """Histogram of rotation-free uniform local binary patterns, ``[radii * 10]``, each radius sums to 1
    (Ojala et al. 2002).
    """
    return np.concatenate([_patterns(grey, radius) for radius in RADII])


def pattern_distance(one: Floats, other: Floats) -> float:
    """Symmetric chi squared of two histograms, mean over radii: [0, 1]."""
    both = one + other
    terms = np.divide((one - other) ** 2, both, out=np.zeros_like(both), where=both > 0)
    return float(terms.sum() / 2 / len(RADII))


def random_gram(picture: Grey) -> Floats:
    """Gram matrices of a random network's features, for Lab ``[H, W, 3]``: ``[sum of c * (c + 1) / 2]``.

    A network of fixed random weights without mean holds texture nearly as well as a trained one
    (Ustyuzhaninov et al. 2016, arXiv 1606.00021), and nobody has to download it.
    """
    x = torch.from_numpy(picture.transpose(2, 0, 1).copy())[None] / 50.0
    grams: list[Tensor] = []
    with torch.inference_mode():
        for weight in _network():
            x = functional.leaky_relu(functional.conv2d(x, weight, padding=2), 0.2)
            flat = x[0].flatten(1).double()
            gram = flat @ flat.T / flat.shape[1]
            rows, columns = torch.triu_indices(len(gram), len(gram))
            grams.append(gram[rows, columns])
            x = functional.avg_pool2d(x, 2)
    return np.asarray(torch.cat(grams).numpy(), np.float64)


def gram_distance(one: Floats, other: Floats) -> float:
    """Relative difference of two Gram vectors: 0 the same, 1 one of them is nothing; symmetric."""
    size = float(np.linalg.norm(one) + np.linalg.norm(other))
    return float(np.linalg.norm(one - other)) / size if size else 0.0


@cache
def _gabor_bank() -> tuple[tuple[Grey, Grey], ...]:
    """Pairs (even, odd) of kernels without mean, of unit absolute sum, angles within wavelengths."""
    bank = []
    for wavelength in WAVELENGTHS:
        size = 2 * round(wavelength * 1.5) + 1
        for angle in range(ANGLES):
            turned = np.pi * angle / ANGLES
            pair = []
            for phase in (0.0, np.pi / 2):
                kernel = cv2.getGaborKernel((size, size), wavelength / 2, turned, wavelength, 0.7, phase)
                kernel = kernel - kernel.mean()
                pair.append(np.asarray(kernel / np.abs(kernel).sum(), np.float32))
            bank.append((pair[0], pair[1]))
    return tuple(bank)


def _patterns(grey: Grey, radius: int) -> Floats:
    """The 10 rotation-free codes: 0 to 8 set neighbours in one run, 9 for all others."""
    softened = cv2.GaussianBlur(grey, (0, 0), 0.5 * radius)
    height, width = softened.shape
    inner = softened[radius : height - radius, radius : width - radius]
    bits = []
    for dy, dx in ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1)):
        y, x = radius + dy * radius, radius + dx * radius
        bits.append(softened[y : y + inner.shape[0], x : x + inner.shape[1]] > inner + 0.5)
    ring = np.stack(bits).astype(np.int8)
    changes = np.abs(ring - np.roll(ring, 1, axis=0)).sum(axis=0)
    codes = np.where(changes <= 2, ring.sum(axis=0), 9)
    return np.asarray(np.bincount(codes.ravel(), minlength=10)[:10] / codes.size, np.float64)


@cache
def _network() -> tuple[Tensor, ...]:
    generator = torch.Generator("cpu").manual_seed(_SEED)
    weights, incoming = [], 3
    for outgoing in _LAYERS:
        weight = torch.randn(outgoing, incoming, 5, 5, generator=generator)
        weight -= weight.mean(dim=(2, 3), keepdim=True)
        weights.append(weight / weight.flatten(1).norm(dim=1)[:, None, None, None])
        incoming = outgoing
    return tuple(weights)
