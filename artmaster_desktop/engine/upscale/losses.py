"""What a larger picture is judged by while learning: its pixels, its strokes, and the colour of what it came
from. All of it is computed; no judge has to be downloaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

WAVELENGTHS = (3.0, 6.0)
ANGLES = 4
_CELL = 8
"""Pixels over which texture is compared: within, a stroke may lie a hair to the side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each term counts beside the mean absolute error of pixels, which counts 1."""

    colour: float = 0.5
    gradient: float = 0.3
    tensor: float = 0.2
    gabor: float = 0.2
    spectrum: float = 0.005


def loss_of(made: Tensor, large: Tensor, small: Tensor, weights: Weights) -> Tensor:
    """The loss of ``made`` ``[N, 3, sH, sW]`` beside the true ``large``; ``small`` ``[N, 3, H, W]`` is what a
    faultless scan of ``large`` would show.
    """
    scale = large.shape[-1] // small.shape[-1]
    grey, true = luminance(made), luminance(large)
    total = functional.l1_loss(made, large)
    total = total + weights.colour * functional.l1_loss(functional.avg_pool2d(made, scale), small)
    slopes, true_slopes = gradients(grey), gradients(true)
    total = total + weights.gradient * functional.l1_loss(slopes, true_slopes)
    total = total + weights.tensor * functional.l1_loss(tensor(slopes), tensor(true_slopes))
    total = total + weights.gabor * functional.l1_loss(ridges(grey), ridges(true))
    return total + weights.spectrum * functional.l1_loss(spectrum(grey), spectrum(true))


def luminance(picture: Tensor) -> Tensor:
    """``[N, 1, H, W]``: what the eye makes of sRGB values, weighted as in Rec. 709."""
    red, green, blue = picture.unbind(1)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue)[:, None]


def gradients(grey: Tensor) -> Tensor:
    """Slopes across and down, ``[N, 2, H, W]`` (Sobel, borders repeated)."""
    return functional.conv2d(functional.pad(grey, (1, 1, 1, 1), mode="replicate"), _sobel(grey.device))


def tensor(slopes: Tensor) -> Tensor:
    """The structure tensor, square root of its scale: which way strokes run and how strongly,
    ``[N, 3, h, w]`` (Förstner and Gülch 1987). Roots, so that faint dry strokes count beside dark contours.
    """
    across, down = slopes[:, :1], slopes[:, 1:]
    products = torch.cat([across * across, across * down, down * down], 1)
    held = functional.avg_pool2d(products, _CELL, _CELL // 2)
    return held.sign() * (held.abs() + 1e-5).sqrt()


def ridges(grey: Tensor) -> Tensor:
    """Root energy of oriented ridges in each cell, ``[N, wavelengths x angles, h, w]`` (Gabor filters)."""
    found = []
    for kernel in _gabor(grey.device):
        reach = kernel.shape[-1] // 2
        padded = functional.pad(grey, (reach, reach, reach, reach), mode="replicate")
        even, odd = functional.conv2d(padded, kernel).chunk(2, 1)
        found.append(functional.avg_pool2d((even * even + odd * odd + 1e-8).sqrt(), _CELL, _CELL // 2))
    return torch.cat(found, 1)


def spectrum(grey: Tensor) -> Tensor:
    """Log amplitudes of the frequencies: the grain of the paper, wherever it lies."""
    return torch.log(torch.fft.rfft2(grey, norm="ortho").abs() + 1e-2)


@cache
def _sobel(device: torch.device) -> Tensor:
    across = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]], device=device) / 4
    return torch.stack([across, across.T])[:, None]


@cache
def _gabor(device: torch.device) -> tuple[Tensor, ...]:
    """One kernel stack ``[2 x ANGLES, 1, k, k]`` a wavelength: the even ones, then the odd."""
    stacks = []
    for wavelength in WAVELENGTHS:
        size = 2 * round(wavelength) + 1
        pairs: tuple[list[object], list[object]] = ([], [])
        for angle in range(ANGLES):
            for phase, kept in zip((0.0, np.pi / 2), pairs, strict=True):
                turned = np.pi * angle / ANGLES
                kernel = cv2.getGaborKernel((size, size), wavelength / 2, turned, wavelength, 0.7, phase)
                kernel = kernel - kernel.mean()
                kept.append(np.asarray(kernel / np.abs(kernel).sum(), np.float32))
        stacked = np.stack([np.asarray(kernel) for kept in pairs for kernel in kept])
        stacks.append(torch.from_numpy(stacked)[:, None].to(device))
    return tuple(stacks)
