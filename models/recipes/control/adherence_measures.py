"""How closely a picture follows a guide: each measure is 1 for the guide itself, and after the correction for
chance 0 for a picture that has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from artmaster_desktop.core.semantic import Semantic

U8: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
Values: TypeAlias = NDArray[np.floating[Any]] | U8
Score: TypeAlias = Callable[[Any, Any], float]

TOLERANCE = 2
"""Pixels of a 256 px picture by which an edge may lie beside the guide's."""
LEAST = 0.005
"""Of the picture; a class that the guide has less of is not asked for."""
CELLS = 64
"""The depths are compared cell by cell, so many on the longer side."""


def edge_f1(found: Mask, wanted: Mask, tolerance: int = TOLERANCE) -> float:
    """The F1 of ``found`` edges against ``wanted`` ones, bool ``[H, W]``, ``tolerance`` pixels apart at most
    (Martin, Fowlkes and Malik 2004, without their matching one to one).
    """
    if not found.any() or not wanted.any():
        return float(not found.any() and not wanted.any())
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * tolerance + 1, 2 * tolerance + 1))
    near_found, near_wanted = (cv2.dilate(each.astype(np.uint8), disc) > 0 for each in (found, wanted))
    precision, recall = float(near_wanted[found].mean()), float(near_found[wanted].mean())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def depth_rank(found: Values, wanted: Values) -> float:
    """Spearman's rank correlation of how near the cells are; 0 where one of the two is flat."""
    scale = CELLS / max(wanted.shape)
    size = tuple(max(2, round(side * scale)) for side in reversed(wanted.shape))
    one, other = (
        rankdata(np.round(cv2.resize(each.astype(np.float32), size, interpolation=cv2.INTER_AREA), 4))
        for each in (found, wanted)
    )
    one, other = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / norm if norm else 0.0


def layout_iou(found: U8, wanted: U8) -> float:
    """The mean intersection over union of the classes that ``wanted`` (uint8 ``[H, W]``) has."""
    parts = []
    for each in Semantic:
        there = wanted == each
        if there.mean() >= LEAST:
            seen = found == each
            parts.append(float((there & seen).sum() / (there | seen).sum()))
    return float(np.mean(parts))


@dataclass(frozen=True, slots=True)
class Adherence:
    """The mean over pictures: ``raw`` against their own guides, ``chance`` against the others', and
    ``corrected`` = (raw - chance) / (1 - chance).
    """

    raw: float
    chance: float
    pictures: int

    @property
    def corrected(self) -> float:
        return (self.raw - self.chance) / (1 - self.chance)

    def told(self) -> dict[str, float]:
        """For JSON."""
        numbers = {"corrected": self.corrected, "raw": self.raw, "chance": self.chance}
        return {name: round(value, 4) for name, value in numbers.items()} | {"pictures": self.pictures}


def adherence(score: Score, found: Sequence[Any], wanted: Sequence[Any], others: int = 8) -> Adherence:
    """Of ``found[i]`` to ``wanted[i]``. Chance is each picture against the guides of up to ``others`` other
    pictures of its shape. Raises ValueError where no two pictures have a common shape.
    """
    own, chance = [], []
    for index, picture in enumerate(found):
        own.append(score(picture, wanted[index]))
        alike = [j for j in range(len(wanted)) if j != index and wanted[j].shape == wanted[index].shape]
        start = index % max(1, len(alike))
        chance += [score(picture, wanted[j]) for j in (alike[start:] + alike[:start])[:others]]
    if not chance:
        raise ValueError("chance needs two pictures of one shape")
    return Adherence(float(np.mean(own)), float(np.mean(chance)), len(own))
