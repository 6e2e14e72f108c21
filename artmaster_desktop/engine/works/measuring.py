"""Measures of a work: palette, ink, blank, strokes. All at one size, so that scans can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from scipy import ndimage

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark
from artmaster_desktop.core.measures import StrokeMeasures, WorkMeasures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.works.surface import F32, Mask, Surface, measure_surface, to_lab

SHADES = (0.06, 0.16, 0.34, 0.66, 1.0)
"""Optical density from which ink is clear, pale, heavy, dense and burnt (清 淡 重 浓 焦)."""
PALETTE_SIZE = 5
_SAMPLE = 48
"""Pixels of a work's side that its palette is taken from."""


def measure_work(pixels: Pixels, marks: Sequence[Mark] = (), surface: Surface | None = None) -> WorkMeasures:
    """The measures of uint8 RGB ``[H, W, 3]`` without its seals and inscriptions. About 0.2 s of one core."""
    found = surface or measure_surface(pixels)
    free = _without(found, marks)
    painted = free & ~found.blank
    weight = np.where(painted, np.linalg.norm(found.lab - np.array(found.paper, np.float32), axis=-1), 0.0)
    mass = float(weight.sum()) + 1e-9
    height, width = free.shape
    a, b = _tint(found, painted)
    return WorkMeasures(
        palette=palette([pixels]),
        blank=round(float(found.blank[free].mean()) if free.any() else 0.0, 4),
        ink=round(float(found.density[free].mean()) if free.any() else 0.0, 4),
        layers=_layers(found.density[painted]),
        chroma=round(float(np.hypot(a, b).mean()) if a.size else 0.0, 2),
        hue=round(float(np.degrees(np.arctan2(b.sum(), a.sum())) % 360.0) if a.size else 0.0, 1),
        centre=(
            round(float((weight.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / mass / width, 4),
            round(float((weight.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / mass / height, 4),
        ),
        aspect=round(pixels.shape[1] / pixels.shape[0], 4),
        paper=(round(found.paper[0], 1), round(found.paper[1], 1), round(found.paper[2], 1)),
        strokes=_strokes(found, free),
    )


def _tint(surface: Surface, where: Mask) -> tuple[F32, F32]:
    """a* and b* over those that grey ink would have there: thin ink shows the paper's own warmth."""
    paper = np.array(surface.paper, np.float32)
    through = np.clip(surface.lab[..., 0][where] / max(float(paper[0]), 1.0), 0.0, 1.0)
    ink = surface.lab[..., 1:][where] - paper[1:] * through[:, None]
    return np.asarray(ink[:, 0], np.float32), np.asarray(ink[:, 1], np.float32)


def palette(works: Sequence[Pixels], count: int = PALETTE_SIZE) -> tuple[str, ...]:
    """``count`` telling colours of the works, ``#rrggbb`` from light to dark.

    Clusters pixels in CIELAB, then picks greedily by area times distance from what is chosen, so that paper
    and ink are there and a small bright accent is too. Fewer where the works have fewer colours.
    """
    pixels = np.concatenate(
        [cv2.resize(w, (_SAMPLE, _SAMPLE), interpolation=cv2.INTER_AREA).reshape(-1, 3) for w in works]
    )
    lab = to_lab(pixels[None])[0]
    centres, area = _clusters(lab, 12)
    chosen = [int(area.argmax())]
    while len(chosen) < min(count, len(centres)):
        apart = np.linalg.norm(centres[:, None] - centres[chosen][None], axis=-1).min(axis=1)
        score = np.sqrt(area) * apart
        if float(score.max()) < 0.5:  # less than what an eye tells apart, weighed by area
            break
        chosen.append(int(score.argmax()))
    ordered = centres[sorted(chosen, key=lambda i: -float(centres[i, 0]))]
    rgb = cv2.cvtColor(ordered[None].astype(np.float32), cv2.COLOR_LAB2RGB)[0]
    bytes_ = np.clip(np.asarray(rgb) * 255.0 + 0.5, 0, 255).astype(int)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in bytes_.tolist())


def _clusters(points: F32, count: int) -> tuple[F32, F32]:
    """k-means (Lloyd 1982) from points far apart (Gonzalez 1985): no chance in it, so one work has one
    palette. Centres ``[k, 3]`` and their shares ``[k]``.
    """
    centres = [points.mean(axis=0)]
    apart = np.full(len(points), np.inf)
    for _ in range(count):
        apart = np.minimum(apart, np.linalg.norm(points - centres[-1], axis=-1))
        centres.append(points[int(apart.argmax())])
    middle = np.array(centres[1:], np.float32)
    owner = np.zeros(len(points), np.intp)
    for _ in range(12):
        owner = np.linalg.norm(points[:, None] - middle[None], axis=-1).argmin(axis=1)
        for n in range(count):
            if (owner == n).any():
                middle[n] = points[owner == n].mean(axis=0)
    share = (np.bincount(owner, minlength=count) / len(points)).astype(np.float32)
    return middle[share > 0], share[share > 0]


def _without(surface: Surface, marks: Sequence[Mark]) -> Mask:
    """Everything but seals and inscriptions."""
    height, width = surface.blank.shape
    free = np.ones((height, width), np.bool_)
    for mark in marks:
        if mark.counts:
            own = mark.box.grown(0.1).pixels(Extent(width, height))
            free[own.y : own.bottom, own.x : own.right] = False
    return free


def _layers(density: F32) -> tuple[float, float, float, float, float]:
    """Shares of the inked pixels in each shade; all 0 where there is no ink."""
    counts = np.bincount(np.digitize(density, SHADES), minlength=6)[1:].astype(np.float64)
    shares = counts / max(float(counts.sum()), 1.0)
    one, two, three, four, five = (round(float(share), 4) for share in shares)
    return one, two, three, four, five


def _strokes(surface: Surface, free: Mask) -> StrokeMeasures:
    """Strokes are ridges: thin and darker (on a dark ground: lighter) than what lies around them."""
    short = min(free.shape)
    light = surface.lab[..., 0]
    around = cv2.GaussianBlur(light, (0, 0), short * 0.012)
    relief = around - light if surface.paper[0] > 40.0 else light - around
    strokes = (relief > 4.0) & free
    strokes = ndimage.binary_opening(strokes, np.ones((2, 2))) & strokes
    if int(strokes.sum()) < 50:
        return StrokeMeasures(
            cover=0.0, width=0.0, rhythm=0.0, length=0.0, angle=0.0, order=0.0, dryness=0.0, softness=0.0
        )
    widths = _widths(strokes)
    middle = float(widths.mean())
    angle, order = _direction(light, strokes)
    return StrokeMeasures(
        cover=round(float(strokes.sum() / max(int(free.sum()), 1)), 4),
        width=round(1000.0 * middle / short, 2),
        rhythm=round(float(widths.std()) / middle, 3),
        length=round(1000.0 * _length(strokes, middle) / short, 1),
        angle=angle,
        order=order,
        dryness=_dryness(strokes),
        softness=round(_edge(light, strokes) / middle, 3),
    )


def _widths(strokes: Mask) -> F32:
    """Widths in pixels along the middle lines: twice the distance to paper where it is greatest."""
    inside = cv2.distanceTransform(np.pad(strokes, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    ridge = strokes & (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8)) - 1e-4)
    return np.asarray(2.0 * inside[ridge], np.float32)


def _length(strokes: Mask, width: float) -> float:
    """The median length of connected strokes, those of at least a dot's size: area by width."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    area = stats[1:count, cv2.CC_STAT_AREA].astype(np.float64)
    area = area[area > width * width]
    return float(np.median(area)) / width if area.size else 0.0


def _direction(light: F32, strokes: Mask) -> tuple[float, float]:
    """Main direction and order from doubled angles, weighed by contrast (Mardia and Jupp 2000, 9.2)."""
    smooth = cv2.GaussianBlur(light, (0, 0), 1.0)
    gx, gy = (cv2.Scharr(smooth, cv2.CV_32F, *axis)[strokes] for axis in ((1, 0), (0, 1)))
    real, imaginary = float((gx * gx - gy * gy).sum()), float((2.0 * gx * gy).sum())
    total = float((gx * gx + gy * gy).sum()) + 1e-9
    across = np.degrees(np.arctan2(imaginary, real)) / 2.0
    # rows count downwards: a stroke that rises to the right has a negative slope in pixels
    return round(float(-(across + 90.0)) % 180.0, 1) % 180.0, round(
        float(np.hypot(real, imaginary)) / total, 3
    )


def _dryness(strokes: Mask) -> float:
    """How much closing the small gaps adds: flying white leaves paper within the stroke."""
    closed = cv2.morphologyEx(strokes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return round(float(1.0 - strokes.sum() / max(int(closed.sum()), 1)), 4)


def _edge(light: F32, strokes: Mask) -> float:
    """Pixels over which a stroke's edge falls: its contrast by its steepest slope there, median."""
    slope = np.hypot(cv2.Scharr(light, cv2.CV_32F, 1, 0), cv2.Scharr(light, cv2.CV_32F, 0, 1)) / 32.0
    kernel = np.ones((5, 5), np.uint8)
    contrast = cv2.dilate(light, kernel) - cv2.erode(light, kernel)
    edge = strokes & ~ndimage.binary_erosion(strokes)
    return float(np.median(contrast[edge] / np.maximum(slope[edge], 0.5))) if edge.any() else 0.0
