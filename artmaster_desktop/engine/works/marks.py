"""Seals and inscriptions found by what they are: a compact red stamp, a column of small dark signs on bare
paper. What is found is a proposal; the artist decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.works.surface import F32, Mask, measure_surface, reduced, to_lab

SIDE = 1280
"""Pixels of the longer side that are searched: a seal of 2 % of it is still 25 pixels wide."""
SEAL_SIDES = (0.018, 0.13)
"""Shorter and longer side of a seal against the work's shorter side, at least and at most."""
SIGN_HEIGHTS = (0.007, 0.05)
"""Height of a written sign against the work's shorter side."""
LEAST_SCORE = 0.6
"""A red thing that is less sure to be a seal is not proposed."""
LEAST_SIGNS = 4
Component: TypeAlias = tuple[int, int, int, int, int]
"""x, y, width, height and area in pixels."""


def find_marks(pixels: Pixels) -> tuple[Mark, ...]:
    """Seals and inscriptions on uint8 RGB ``[H, W, 3]``, the surest first."""
    small = reduced(pixels, SIDE)
    seals = _seals(small)
    found = seals + _inscriptions(small, [mark.box for mark in seals])
    found.sort(key=lambda mark: -mark.score)
    count = dict.fromkeys(MarkKind, 0)
    named: list[Mark] = []
    for mark in found:
        count[mark.kind] += 1
        named.append(
            Mark(id=f"{mark.kind.value}-{count[mark.kind]}", kind=mark.kind, box=mark.box, score=mark.score)
        )
    return tuple(named)


# ---------------------------------------------------------------------------------------------------- seals


def _seals(pixels: Pixels) -> list[Mark]:
    """Red components that are compact, of a seal's size, of one colour, and alone."""
    extent = Extent(pixels.shape[1], pixels.shape[0])
    short = min(extent.width, extent.height)
    lab = to_lab(pixels)
    red = _red(lab)
    reach = max(1, round(short * 0.004))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * reach + 1, 2 * reach + 1))
    closed = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    marks: list[Mark] = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not (short * SEAL_SIDES[0] <= min(w, h) and max(w, h) <= short * SEAL_SIDES[1]):
            continue
        score = _seal_score(contour, red, lab, (x, y, w, h))
        if score >= LEAST_SCORE:
            box = Box.of(Bounds(x, y, w, h), extent).rounded()
            marks.append(Mark(id="seal", kind=MarkKind.SEAL, box=box, score=round(score, 3)))
    return marks


def _red(lab: F32) -> Mask:
    """Cinnabar: clearly redder than yellow, against the work's own middle, so that brown silk is not red."""
    a, b = lab[..., 1], lab[..., 2]
    middle = float(np.median(a))
    return np.asarray((a - middle > 16.0) & (a > 18.0) & (b < 1.25 * a) & (b > -0.35 * a))


def _seal_score(contour: cv2.typing.MatLike, red: Mask, lab: F32, at: tuple[int, int, int, int]) -> float:
    """In [0, 1]: the product of how rectangular or round, how full, how even and how alone it is."""
    x, y, w, h = at
    (_, (side, other), _) = cv2.minAreaRect(contour)
    long, brief = max(side, other) + 1.0, min(side, other) + 1.0
    area = float(cv2.contourArea(contour)) + (w + h)  # the contour runs through the middle of its pixels
    compact = _ramp(area / (long * brief), 0.62, 0.85)
    square = _ramp(brief / long, 0.28, 0.5)
    inside = red[y : y + h, x : x + w]
    full = _ramp(float(inside.mean()), 0.25, 0.45)
    ink = lab[y : y + h, x : x + w][inside]
    even = 1.0 - _ramp(float(np.linalg.norm(ink[:, 1:].std(axis=0))), 14.0, 26.0)
    margin = max(3, round(0.5 * max(w, h)))
    y0, x0 = max(0, y - margin), max(0, x - margin)
    ring = red[y0 : y + h + margin, x0 : x + w + margin]
    outside = ring.size - inside.size
    alone = 1.0 - _ramp((float(ring.sum()) - float(inside.sum())) / max(outside, 1), 0.04, 0.16)
    light = lab[y + h // 5 : y + h - h // 5, x + w // 5 : x + w - w // 5, 0]  # a red sun has no signs inside
    carved = _ramp(float(np.ptp(np.percentile(light, (8, 92)))), 5.0, 14.0)
    return compact * square * full * even * alone * carved


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


# ---------------------------------------------------------------------------------------------- inscriptions


@dataclass(slots=True)
class _Column:
    """Signs one below the other."""

    signs: list[Component]

    @property
    def bounds(self) -> Bounds:
        left, top = min(s[0] for s in self.signs), min(s[1] for s in self.signs)
        right = max(s[0] + s[2] for s in self.signs)
        return Bounds(left, top, right - left, max(s[1] + s[3] for s in self.signs) - top)

    def even(self) -> float:
        """In [0, 1]: signs of one size at one distance, as a hand writes and a tree does not."""
        size = np.array([max(s[2], s[3]) for s in self.signs], np.float64)
        centre = np.array([s[1] + s[3] / 2 for s in self.signs])
        middle = np.array([s[0] + s[2] / 2 for s in self.signs])
        step = np.diff(centre)
        spread = max(float(size.std() / size.mean()), float(step.std() / step.mean()))
        line = np.polyfit(centre, middle, 1)
        stray = float(np.abs(middle - np.polyval(line, centre)).mean() / size.mean())
        return (
            (1.0 - _ramp(spread, 0.2, 0.5))
            * (1.0 - _ramp(stray, 0.08, 0.3))
            * (1.0 - _ramp(abs(float(line[0])), 0.03, 0.12))
        )


def _inscriptions(pixels: Pixels, seals: list[Box]) -> list[Mark]:
    """Columns of at least ``LEAST_SIGNS`` signs; neighbouring columns are one inscription."""
    extent = Extent(pixels.shape[1], pixels.shape[0])
    short = min(extent.width, extent.height)
    signs = _signs(pixels, short)
    columns = [column for column in _columns(signs) if len(column.signs) >= LEAST_SIGNS - 1]
    marks: list[Mark] = []
    for group in _neighbours([column for column in columns if column.even() >= 0.1]):
        if not any(len(column.signs) >= LEAST_SIGNS and column.even() >= 0.35 for column in group):
            continue
        bounds = group[0].bounds
        for column in group[1:]:
            bounds = bounds.united(column.bounds)
        count = sum(len(column.signs) for column in group)
        regular = max(column.even() for column in group)
        score = min(1.0, 0.4 + 0.06 * count) * (0.5 + 0.5 * regular)
        box = Box.of(bounds, extent)
        if all(box.inside(seal.grown(0.2)) < 0.5 for seal in seals):
            marks.append(Mark(id="text", kind=MarkKind.INSCRIPTION, box=box.rounded(), score=round(score, 3)))
    return marks


def _signs(pixels: Pixels, short: int) -> list[Component]:
    """Dark islands of a sign's size that stand on bare paper. The strokes of one sign are joined first."""
    surface = measure_surface(pixels, SIDE)
    light = surface.lab[..., 0]
    ground = cv2.GaussianBlur(light, (0, 0), short * 0.03)
    dark = ((ground - light > 12.0) & (surface.density > 0.18)).astype(np.uint8)
    low, high = short * SIGN_HEIGHTS[0], short * SIGN_HEIGHTS[1]
    found: list[Component] = []
    for reach in (0.0, 0.0025, 0.005):  # a sign's strokes lie as far apart as the hand is large
        size = 2 * round(short * reach) + 1
        joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for x, y, w, h, area in stats[1:count].tolist():
            wide = max(w, h)
            if low <= wide <= high and 0.3 <= w / h <= 2.5 and 0.2 <= area / (w * h) <= 0.92:
                rim = _rim(dark, (x, y, w, h))
                if rim < 0.12:
                    found.append((x, y, w, h, area))
    return _largest(found)


def _rim(dark: cv2.typing.MatLike, at: tuple[int, int, int, int]) -> float:
    """The share of ink left and right of a sign: writing has margins; above and below, its neighbours are."""
    x, y, w, h = at
    gap = max(2, round(0.35 * w))
    left, right = dark[y : y + h, max(0, x - gap) : x], dark[y : y + h, x + w : x + w + gap]
    size = left.size + right.size
    return float(left.sum() + right.sum()) / size if size else 0.0


def _largest(found: list[Component]) -> list[Component]:
    """One island for each place: the largest of those that lie in one another."""
    kept: list[Component] = []
    for sign in sorted(found, key=lambda s: -s[2] * s[3]):
        x, y = sign[0] + sign[2] / 2, sign[1] + sign[3] / 2
        if not any(o[0] <= x <= o[0] + o[2] and o[1] <= y <= o[1] + o[3] for o in kept):
            kept.append(sign)
    return kept


def _columns(signs: list[Component]) -> list[_Column]:
    """Chains downwards: the next sign stands under this one, less than one and a half signs away."""
    columns: list[_Column] = []
    for sign in sorted(signs, key=lambda s: s[1] + s[3] / 2):
        x, w, h = sign[0] + sign[2] / 2, sign[2], sign[3]
        best: tuple[float, _Column] | None = None
        for column in columns:
            last = column.signs[-1]
            size = (max(last[2], last[3]) + max(w, h)) / 2
            gap = sign[1] - (last[1] + last[3])
            aside = abs(x - (last[0] + last[2] / 2))
            if -0.15 * size <= gap <= 1.1 * size and aside <= 0.35 * size and (best is None or gap < best[0]):
                best = (gap, column)
        if best is None:
            columns.append(_Column([sign]))
        else:
            best[1].signs.append(sign)
    return columns


def _neighbours(columns: list[_Column]) -> list[list[_Column]]:
    """Columns side by side, less than two signs apart and at one height."""
    groups: list[list[_Column]] = []
    for column in sorted(columns, key=lambda c: c.bounds.x):
        own = column.bounds
        for group in groups:
            last = group[-1].bounds
            near = own.x - last.right <= 2.0 * max(own.width, last.width)
            shared = min(own.bottom, last.bottom) - max(own.y, last.y)
            if near and shared > 0.3 * min(own.height, last.height):
                group.append(column)
                break
        else:
            groups.append([column])
    return groups
