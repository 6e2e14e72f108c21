"""A crop: the part of a work that a painter is taught with, and what cutting it there costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark

SUBJECT, STROKES, BLANK, MARKS, ENLARGED = 1.0, 0.35, 0.5, 1.0, 0.25
"""How much each term of a crop's cost weighs; chosen on procedural works whose truth is known."""
WHOLE, NOTHING = 0.98, 0.02
"""A mark is cut where more than NOTHING and less than WHOLE of it is in the crop."""
ALIKE = 0.7
"""Crops that overlap more (``Box.likeness``) are the same crop."""
MASK_MARGIN = 0.1
"""How much of its own sides around a mark is left out with it: the paste of a seal bleeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CropCost:
    """Why a crop is good or bad. Every term is 0 for the whole work.

    ``subject``: share [0, 1] of the work's saliency left outside. ``strokes``: strokes cut by the edges that
    lie inside the work, in units of an average line across this work. ``blank``: how far its blank ratio is
    from the work's, [0, 1]. ``marks``: seals and inscriptions cut. ``enlarged``: how many times its pixels
    must be enlarged, in octaves (1 = doubled).
    """

    subject: float = 0.0
    strokes: float = 0.0
    blank: float = 0.0
    marks: int = 0
    enlarged: float = 0.0

    @property
    def total(self) -> float:
        """The terms weighed together."""
        kept = SUBJECT * self.subject + STROKES * self.strokes + BLANK * self.blank
        return kept + MARKS * self.marks + ENLARGED * self.enlarged


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """``box`` of the work, to be written as ``width`` x ``height`` pixels. ``by_hand`` is True once the
    artist has placed it: no new search replaces it then.
    """

    id: str
    width: int
    height: int
    box: Box
    cost: CropCost = CropCost()
    by_hand: bool = False

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a crop needs positive sides, not {self.width}x{self.height}")

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)


def cut_marks(box: Box, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks that an edge of ``box`` cuts through; rejected ones are none."""
    return tuple(mark for mark in marks if mark.counts and NOTHING < mark.box.inside(box) < WHOLE)


def fitted(width: int, height: int, work: Extent) -> tuple[float, float]:
    """The largest box (width, height in shares of the work) that has the shape of ``width`` x ``height``."""
    share = min(work.width / width, work.height / height)
    return min(1.0, share * width / work.width), min(1.0, share * height / work.height)


def enlargement(box: Box, width: int, height: int, work: Extent) -> float:
    """How many times a work's pixels grow in a crop; under 1 they shrink."""
    return max(width / (box.width * work.width), height / (box.height * work.height))


def shaped(box: Box, width: int, height: int, work: Extent) -> Box:
    """``box`` with the shape of ``width`` x ``height``: the same centre and, as far as the work allows, the
    same area. What a hand draws is never exact.
    """
    most_w, most_h = fitted(width, height, work)
    scale = min(1.0, (box.area / (most_w * most_h)) ** 0.5)
    own_w, own_h = most_w * scale, most_h * scale
    x = box.x + box.width / 2 - own_w / 2
    y = box.y + box.height / 2 - own_h / 2
    return Box(min(max(x, 0.0), 1.0 - own_w), min(max(y, 0.0), 1.0 - own_h), own_w, own_h)


def loss_mask(crop: Crop, marks: Sequence[Mark], extent: Extent | None = None) -> NDArray[np.float32]:
    """What counts in training: float32 ``[height, width]`` of ``extent`` (default: the crop's), 1 where the
    crop shows the work, 0 on its seals and inscriptions with a margin.
    """
    size = extent or crop.extent
    mask = np.ones((size.height, size.width), np.float32)
    for mark in marks:
        if mark.counts:
            area = mark.box.grown(MASK_MARGIN)
            left, right = (_place(x, crop.box.x, crop.box.width, size.width) for x in (area.x, area.right))
            top, bottom = (_place(y, crop.box.y, crop.box.height, size.height) for y in (area.y, area.bottom))
            mask[int(np.floor(top)) : int(np.ceil(bottom)), int(np.floor(left)) : int(np.ceil(right))] = 0.0
    return mask


def _place(share: float, start: float, length: float, pixels: int) -> float:
    """Where a share of the work lies in the crop, in its pixels, held within it."""
    return round(min(max((share - start) / length, 0.0), 1.0) * pixels, 6)  # 84.0000001 is no pixel more
