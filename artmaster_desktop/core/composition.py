"""The composition as numbers: which subjects are said to be where, and where the sketch has ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.gate import Coverage
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.resample import average
from artmaster_desktop.core.vocabulary import Vocabulary

INK = "ink"
"""The kind of what is drawn on the document's sketches, whatever it shows."""

SUBJECTS = "subjects"
"""The shelf of the vocabulary that names what a picture shows."""

_INKED = 16
"""Opacity (of 255) from which a pixel of a sketch counts as drawn."""

Measure: TypeAlias = Callable[[Document, Region, Extent], Coverage]
"""What ``planning.region_mask`` does."""


@dataclass(frozen=True, slots=True)
class Placed:
    """``kind`` covers ``area`` of the canvas, [0, 1]; its centroid is (``x``, ``y``) in [0, 1] from the
    upper left.
    """

    kind: str
    area: float
    x: float
    y: float

    @classmethod
    def of(cls, kind: str, mask: Coverage) -> Placed | None:
        """The place of ``mask`` (float32 ``[H, W]`` in [0, 1]); None where it is empty."""
        total = float(mask.sum(dtype=np.float64))
        if total <= 0.0:
            return None
        height, width = mask.shape
        rows = float(mask.sum(axis=1, dtype=np.float64) @ (np.arange(height) + 0.5))
        columns = float(mask.sum(axis=0, dtype=np.float64) @ (np.arange(width) + 0.5))
        return cls(kind, total / mask.size, columns / total / width, rows / total / height)


def composition_of(
    document: Document, region: Region | None, vocabulary: Vocabulary, grid: Extent, measure: Measure
) -> tuple[Placed, ...]:
    """What lies where in ``region``, or on the whole canvas (None), measured on ``grid``.

    A subject that a region's prompt names lies on the region's mask; the ink of the sketches lies where it
    was drawn. Subjects of a prompt without a mask have no place and are not told here.
    """
    subjects = {term.id for shelf in vocabulary.shelves if shelf.kind == SUBJECTS for term in shelf.terms}
    regions = [r for r in document.regions if r.enabled] if region is None else [region]
    masks = {INK: _ink(document, grid)}
    for one in regions:
        mask = measure(document, one, grid)
        if region is not None:
            masks[INK] = masks[INK] * mask
        for kind in sorted(subjects & vocabulary.said(one.prompt)):
            masks[kind] = np.maximum(masks[kind], mask) if kind in masks else mask
    found = (Placed.of(kind, mask) for kind, mask in masks.items())
    return tuple(place for place in found if place is not None)


def _ink(document: Document, grid: Extent) -> Coverage:
    """The share of each cell that the visible sketches cover, float32 ``[grid.height, grid.width]``."""
    drawn = np.zeros((grid.height, grid.width), np.float32)
    for layer in document.sketches():
        if layer.visible:
            alpha = layer.raster.read(Bounds.of(document.extent))[:, :, 3] > _INKED
            drawn = np.maximum(drawn, average(alpha.astype(np.uint8), grid.height, grid.width))
    return drawn
