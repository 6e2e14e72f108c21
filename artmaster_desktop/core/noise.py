"""Textures that repeat without a seam: paper, running borders, bristles. Made once, from fixed seeds.

Noise is white noise through a band of frequencies (a filter in Fourier space), which repeats by nature,
brought to an even distribution over [0, 1], so that a threshold of 0.3 leaves about 30 %.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.brush import Paper

PERIOD = 512
"""Pixels after which paper repeats: a multiple of the tile."""

HAIR_TEXELS = 16
"""Samples across one bristle."""

_HAIRS = 128
_HAIR_ROWS = 256


def _even(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """Brought to an almost even distribution over [0, 1]: through the logistic curve that is nearest to the
    normal distribution's own (at most 0.0095 apart; Bowling et al., 2009).
    """
    normal = ((values - values.mean()) / values.std()).astype(np.float32)
    return np.asarray(1.0 / (1.0 + np.exp(np.float32(-1.702) * normal)), np.float32)


def _band(shape: tuple[int, int], wave: tuple[float, float], width: float, seed: int) -> NDArray[np.float64]:
    """Noise whose waves are about ``wave`` (rows, columns) pixels long; ``width`` is the band's, in
    octaves.
    """
    white = np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)
    fy = np.fft.fftfreq(shape[0])[:, None] * wave[0]
    fx = np.fft.rfftfreq(shape[1])[None, :] * wave[1]
    frequency = np.hypot(fy, fx)
    octaves = np.log2(np.maximum(frequency, 1e-9)) / width
    kept = np.where(frequency < 1.0, np.exp(-0.5 * np.minimum(octaves**2, 700.0)), np.exp(-(octaves**2)))
    out = np.fft.irfft2(np.fft.rfft2(white) * kept, shape)
    return np.asarray(out / out.std(), np.float64)


def _square(wave: float, width: float, seed: int) -> NDArray[np.float64]:
    return _band((PERIOD, PERIOD), (wave, wave), width, seed)


@cache
def paper(kind: Paper) -> NDArray[np.float32]:
    """Depth of the paper's valleys in [0, 1], evenly distributed; float32 ``[PERIOD, PERIOD]``."""
    if kind is Paper.SMOOTH:
        return _even(_square(2.5, 0.8, 11))
    if kind is Paper.RICE:
        across = _band((PERIOD, PERIOD), (2.6, 14.0), 0.7, 12)
        along = _band((PERIOD, PERIOD), (14.0, 2.6), 0.7, 13)
        return _even(np.maximum(across, along) + 0.5 * _square(3.0, 0.8, 14))
    return _even(_square(7.0, 0.8, 15) + 0.55 * _square(2.8, 0.8, 16))


@cache
def running() -> NDArray[np.float32]:
    """How far wet borders run, in [-0.5, 0.5]: float32 ``[PERIOD, PERIOD]``."""
    return _even(_square(30.0, 0.9, 21) + 0.4 * _square(9.0, 0.7, 22)) - np.float32(0.5)


@cache
def pools() -> NDArray[np.float32]:
    """Where a wash gathers, in [0, 1]: float32 ``[PERIOD, PERIOD]``."""
    return _even(_square(190.0, 0.9, 31) + 0.3 * _square(60.0, 0.9, 32) + 0.16 * _square(2.6, 0.9, 33))


@cache
def bristles() -> NDArray[np.float32]:
    """How far hairs stand back, in [0, 1]: float32 ``[rows along the stroke, samples across]``, both
    repeat.
    """
    shape = (_HAIR_ROWS, _HAIRS * HAIR_TEXELS)
    fine = _band(shape, (60.0, HAIR_TEXELS * 1.5), 0.5, 41)
    tufts = _band(shape, (120.0, HAIR_TEXELS * 8.0), 0.8, 42)
    short = _band(shape, (12.0, HAIR_TEXELS * 1.0), 0.5, 43)
    return _even(fine + 0.7 * tufts + 0.45 * short)


@cache
def hair_ends() -> NDArray[np.float32]:
    """How much longer or shorter each hair is, in [-0.5, 0.5]: float32 ``[samples across]``."""
    band = _band((1, _HAIRS * HAIR_TEXELS), (1.0, HAIR_TEXELS * 2.0), 1.0, 44)
    return _even(band).reshape(-1) - np.float32(0.5)


def prepare() -> None:
    """Makes every texture, a quarter of a second in all: for a worker at start, so that no stroke waits."""
    for kind in Paper:
        paper(kind)
    for texture in (running, pools, bristles, hair_ends):
        texture()
