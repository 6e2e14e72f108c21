"""Where to cut a work: every place and size is tried, and the cheapest that differ are proposed.

A crop should keep what the eye goes to, sever as few strokes as it can, keep the work's share of blank paper
and spare seals and inscriptions. All four are sums over rectangles, so integral images give them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import (
    ALIKE,
    BLANK,
    ENLARGED,
    MARKS,
    NOTHING,
    STROKES,
    SUBJECT,
    WHOLE,
    Crop,
    CropCost,
    cut_marks,
    enlargement,
    fitted,
)
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark
from artmaster_desktop.engine.works.surface import F32, Mask, Surface

F64: TypeAlias = NDArray[np.float64]

SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Crop sides against the largest that fits; smaller ones lose the composition."""
PLACES = 41
"""Places tried along each side."""
EDGE = 2
"""Pixels at measuring size within which a crop's edge is the work's own."""


@dataclass(frozen=True, slots=True)
class CropPlanner:
    """Judges crops of one work. ``extent`` is that of its scan; ``marks`` are the seals and inscriptions."""

    extent: Extent
    marks: tuple[Mark, ...]
    _subject: F64
    _blank: F64
    _across: F64
    _along: F64
    _average: float

    @classmethod
    def of(cls, surface: Surface, extent: Extent, marks: Sequence[Mark] = ()) -> CropPlanner:
        """The planner for a work of ``extent`` with this surface."""
        subject = saliency(surface)
        down = np.cumsum(surface.across, axis=0, dtype=np.float64)
        right = np.cumsum(surface.along, axis=1, dtype=np.float64)
        across = np.pad(down, ((1, 0), (0, 0)))
        along = np.pad(right, ((0, 0), (1, 0)))
        average = float(surface.across.mean() + surface.along.mean()) / 2.0 + 1e-6
        counted = tuple(mark for mark in marks if mark.counts)
        return cls(
            extent,
            counted,
            _integral(subject / subject.sum()),
            _integral(surface.blank),
            across,
            along,
            average,
        )

    def judge(self, box: Box, width: int, height: int) -> CropCost:
        """What cutting there costs."""
        x, y, w, h = (np.array([value]) for value in (box.x, box.y, box.width, box.height))
        terms = self._terms(x, y, w, h)
        return CropCost(
            subject=round(float(terms.subject[0]), 4),
            strokes=round(float(terms.strokes[0]), 4),
            blank=round(float(terms.blank[0]), 4),
            marks=len(cut_marks(box, self.marks)),
            enlarged=round(float(max(0.0, np.log2(enlargement(box, width, height, self.extent)))), 4),
        )

    def propose(self, width: int, height: int, count: int = 1) -> tuple[Crop, ...]:
        """Up to ``count`` crops of ``width`` x ``height`` pixels, the best first, none like another. Their
        ids are ``512x768-1`` and so on.
        """
        boxes, totals = self._candidates(width, height)
        chosen: list[Box] = []
        for index in np.argsort(totals, kind="stable"):
            box = Box(*(float(v) for v in boxes[index])).rounded()
            if all(box.likeness(other) < ALIKE for other in chosen):
                chosen.append(box)
                if len(chosen) == count:
                    break
        return tuple(
            Crop(
                id=f"{width}x{height}-{n}",
                width=width,
                height=height,
                box=box,
                cost=self.judge(box, width, height),
            )
            for n, box in enumerate(chosen, 1)
        )

    def judged(self, crop: Crop) -> Crop:
        """The crop with its cost as it is now: after a hand moved it, or marks came or went."""
        return replace(crop, cost=self.judge(crop.box, crop.width, crop.height))

    def _candidates(self, width: int, height: int) -> tuple[F64, F64]:
        """Boxes ``[N, 4]`` and their total cost ``[N]``, weighed as ``CropCost.total`` is."""
        most_w, most_h = fitted(width, height, self.extent)
        parts: list[F64] = []
        for scale in SCALES:
            w, h = most_w * scale, most_h * scale
            left, top = np.meshgrid(np.linspace(0.0, 1.0 - w, PLACES), np.linspace(0.0, 1.0 - h, PLACES))
            sides = np.tile((w, h), (left.size, 1))
            parts.append(np.concatenate([np.stack([left.ravel(), top.ravel()], axis=1), sides], axis=1))
        boxes: F64 = np.unique(np.concatenate(parts), axis=0)
        x, y, wide, high = boxes.T
        terms = self._terms(x, y, wide, high)
        grown = np.maximum(width / (wide * self.extent.width), height / (high * self.extent.height))
        total = SUBJECT * terms.subject + STROKES * terms.strokes + BLANK * terms.blank
        total += MARKS * self._cut(x, y, wide, high) + ENLARGED * np.maximum(0.0, np.log2(grown))
        return boxes, total

    def _cut(self, x: F64, y: F64, w: F64, h: F64) -> F64:
        """How many marks each box cuts."""
        count = np.zeros(len(x))
        for mark in self.marks:
            across = np.minimum(x + w, mark.box.right) - np.maximum(x, mark.box.x)
            down = np.minimum(y + h, mark.box.bottom) - np.maximum(y, mark.box.y)
            share = np.maximum(across, 0.0) * np.maximum(down, 0.0) / mark.box.area
            count += (share > NOTHING) & (share < WHOLE)
        return count

    def _terms(self, x: F64, y: F64, w: F64, h: F64) -> _Terms:
        rows, columns = (n - 1 for n in self._subject.shape)
        x0, x1 = (np.clip(np.rint(v * columns), 0, columns).astype(np.intp) for v in (x, x + w))
        y0, y1 = (np.clip(np.rint(v * rows), 0, rows).astype(np.intp) for v in (y, y + h))
        x1, y1 = np.maximum(x1, np.minimum(x0 + 1, columns)), np.maximum(y1, np.minimum(y0 + 1, rows))
        x0, y0 = np.minimum(x0, x1 - 1), np.minimum(y0, y1 - 1)

        def within(table: F64) -> F64:
            return np.asarray(table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0])

        severed = np.zeros(len(x0))
        for edge, inside in ((x0, x0 > EDGE), (x1 - 1, x1 < columns - EDGE)):
            severed += inside * (self._across[y1, edge] - self._across[y0, edge])
        for edge, inside in ((y0, y0 > EDGE), (y1 - 1, y1 < rows - EDGE)):
            severed += inside * (self._along[edge, x1] - self._along[edge, x0])
        length = 2.0 * (x1 - x0 + y1 - y0)
        blank = within(self._blank) / ((x1 - x0) * (y1 - y0))
        whole = self._blank[-1, -1] / (rows * columns)
        return _Terms(
            np.clip(1.0 - within(self._subject), 0.0, 1.0),
            np.maximum(severed, 0.0) / (length * self._average),
            np.abs(blank - whole),
        )


@dataclass(frozen=True, slots=True)
class _Terms:
    subject: F64
    strokes: F64
    blank: F64


def saliency(surface: Surface) -> F32:
    """What the eye goes to, float32 ``[H, W]``, above 0: the spectral residual (Hou and Zhang 2007) of each
    Lab channel at 64 pixels, which finds what repeats nowhere, on what is painted; bare paper keeps a tenth.
    """
    height, width = surface.blank.shape
    scale = 64.0 / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    total = np.zeros((size[1], size[0]), np.float32)
    for channel in range(3):
        small = cv2.resize(surface.lab[..., channel], size, interpolation=cv2.INTER_AREA)
        spectrum = np.fft.fft2(small)
        log = np.log(np.abs(spectrum) + 1e-3).astype(np.float32)
        residual = log - cv2.blur(log, (3, 3), borderType=cv2.BORDER_REPLICATE)
        found = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
        found = cv2.GaussianBlur(found.astype(np.float32), (0, 0), 2.0)
        total += found / (found.max() + 1e-12) * float(small.std())
    full = cv2.resize(total / (total.max() + 1e-12), (width, height), interpolation=cv2.INTER_LINEAR)
    painted = cv2.GaussianBlur((~surface.blank).astype(np.float32), (0, 0), 4.0)
    return np.asarray(np.maximum(full, 0.02) * (0.1 + 0.9 * painted), np.float32)


def _integral(values: F32 | Mask) -> F64:
    """Sums over everything above and left, ``[H + 1, W + 1]``; float64, for differences must stay exact."""
    return np.asarray(cv2.integral(values.astype(np.float32), sdepth=cv2.CV_64F), np.float64)
