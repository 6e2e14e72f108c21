"""A guide's picture read from any other picture, and by what means: said as it is. Only what networks read
loads their libraries, which takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import WITHOUT_MODEL, GuideReading, ReadBy, Way
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import LAYOUT_COLOURS, Semantic
from artmaster_desktop.core.structure_errors import GuideProblem, GuideUnusable
from artmaster_desktop.engine.quiet import needed
from artmaster_desktop.engine.structure import drawing

if TYPE_CHECKING:
    from artmaster_desktop.engine.structure.segmenter import Segmenter

LEAST_SIDE = 16
"""Pixels; a smaller picture has no structure."""

_DRAWN: Mapping[GuideKind, Callable[[Pixels], Pixels]] = {
    GuideKind.EDGES: drawing.edges,
    GuideKind.LINE: drawing.lines,
    GuideKind.SCRIBBLE: drawing.scribble,
    GuideKind.SOFT_EDGE: drawing.soft_edges,
    GuideKind.TONE: drawing.tone,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What may be used: the shipped ``segmenter``'s file, and a depth or segmentation model's folder."""

    segmenter: Path
    detector: Path | None = None


def read_guide(rgb: Pixels, kind: GuideKind, means: Means) -> GuideReading:
    """A guide of ``kind`` from ``rgb`` (uint8 ``[H, W, 3]``).

    Raises GuideUnusable where nothing is in it, and DetectorUnusable.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise GuideUnusable(kind.value, GuideProblem.TOO_SMALL, f"{width}x{height}")
    if kind is GuideKind.LAYOUT:
        labels, by = read_labels(rgb, means)
        return _checked(GuideReading(coloured(labels), by), kind)
    if kind is GuideKind.DEPTH:
        if means.detector is not None:
            near, by = _detectors().depth(rgb, means.detector), ReadBy(Way.MODEL, means.detector.name, kind)
        else:
            near, by = (guessed_depth(rgb, _segmenter(means)), ReadBy(WITHOUT_MODEL[kind], "", kind))
        return _checked(GuideReading(_grey(near), by), kind)
    return _checked(GuideReading(_grey(_DRAWN[kind](rgb)), ReadBy(WITHOUT_MODEL[kind], "", kind)), kind)


def read_labels(rgb: Pixels, means: Means) -> tuple[NDArray[np.uint8], ReadBy]:
    """The class at each pixel, specks cleaned away, and by what means. Raises DetectorUnusable."""
    if means.detector is not None:
        return tidied(_detectors().labels(rgb, means.detector)), ReadBy(Way.MODEL, means.detector.name)
    return tidied(_segmenter(means).labels(rgb)), ReadBy(Way.SEGMENTER)


def _detectors() -> Any:
    return needed("artmaster_desktop.engine.structure.detectors")


def _segmenter(means: Means) -> Segmenter:
    return needed("artmaster_desktop.engine.structure.segmenter").Segmenter.load(means.segmenter)  # type: ignore[no-any-return]


def guessed_depth(rgb: Pixels, segmenter: Segmenter) -> Pixels:
    """Nearness without a depth model: the eye's rule of a landscape, lower in the picture is nearer, with a
    little for what stands upright (trees, buildings and figures) and nothing for sky and mist.
    """
    odds = segmenter.odds(rgb)
    height, width = rgb.shape[:2]
    rows = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None].repeat(width, axis=1)
    upright = odds[Semantic.TREES] + odds[Semantic.BUILDINGS] + odds[Semantic.FIGURES]
    near = (0.15 + 0.75 * rows + 0.1 * upright) * (1 - odds[Semantic.BLANK])
    soft = cv2.GaussianBlur(near, (0, 0), max(1.0, min(height, width) / 128))
    return np.asarray(np.rint(np.clip(soft, 0, 1) * 255), np.uint8)


def tidied(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``labels`` without specks: each class's pieces under a two-thousandth of the picture take the class
    that surrounds them.
    """
    least = max(4, labels.size // 2000)
    out = labels.copy()
    for each in np.unique(labels):
        count, marks, stats, _ = cv2.connectedComponentsWithStats(np.asarray(labels == each, np.uint8))
        small = np.zeros(count, bool)
        small[1:] = stats[1:, cv2.CC_STAT_AREA] < least
        out[small[marks]] = 255
    if (out == 255).any() and (out != 255).any():
        holes = np.asarray(out == 255, np.uint8)
        _, nearest = cv2.distanceTransformWithLabels(holes, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
        known = out != 255
        class_of = np.zeros(int(nearest.max()) + 1, np.uint8)
        class_of[nearest[known]] = out[known]
        out = class_of[nearest]
    return np.asarray(out, np.uint8)


def coloured(labels: NDArray[np.uint8]) -> Pixels:
    """A layout's picture: each class in its colour, uint8 ``[H, W, 3]``."""
    return np.array([LAYOUT_COLOURS[each] for each in Semantic], np.uint8)[labels]


def _grey(values: Pixels) -> Pixels:
    return np.repeat(values[:, :, None], 3, axis=2)


def _checked(found: GuideReading, kind: GuideKind) -> GuideReading:
    if kind is not GuideKind.TONE and not found.pixels.any():
        raise GuideUnusable(kind.value, GuideProblem.EMPTY)
    return found
