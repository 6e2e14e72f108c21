"""From what lies where to regions that can be edited, one for each class, with a painter each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region_commands import add_region
from artmaster_desktop.core.semantic import Semantic

CLASS_NAMES: Mapping[Semantic, str] = {
    Semantic.MOUNTAIN: "Mountains and rocks",
    Semantic.WATER: "Water",
    Semantic.TREES: "Trees",
    Semantic.BUILDINGS: "Buildings",
    Semantic.FIGURES: "Figures",
}
"""What each class's region is called, and the text that it begins with."""

LEAST_SHARE = 0.002
"""Of the canvas; a class that covers less makes no region of its own."""


def class_masks(
    labels: NDArray[np.uint8], classes: Collection[Semantic] = tuple(CLASS_NAMES), least: float = LEAST_SHARE
) -> Mapping[Semantic, Raster]:
    """Where each of ``classes`` lies, without those that cover less than ``least`` of the canvas: ``labels``
    are uint8 ``[H, W]`` of the canvas' size.
    """
    found: dict[Semantic, Raster] = {}
    for each in CLASS_NAMES:
        inside = labels == each
        if each in classes and inside.mean() >= least:
            found[each] = Raster.from_array(np.asarray(inside * np.uint8(255), np.uint8))
    return found


def regions_on(
    masks: Mapping[Semantic, Raster],
    painters: Mapping[Semantic, PainterRef],
    names: Mapping[Semantic, str] = CLASS_NAMES,
) -> Command:
    """A region on each of ``masks``, called as ``names`` say; its text is what the models were taught to call
    it. A class's painter has its region; others stay with the whole canvas.
    """

    def change(document: Document) -> Document:
        for each, raster in masks.items():
            document = add_region(names[each], raster=raster).change(document)
            made = replace(document.regions[-1], prompt=CLASS_NAMES[each].lower())
            if each in painters:
                made = replace(made, painters=(Share(painters[each]),))
            document = document.with_region(made)
        return document

    return Command("Find regions", change)


def class_regions(
    document: Document,
    labels: NDArray[np.uint8],
    painters: Mapping[Semantic, PainterRef],
    classes: Collection[Semantic] = tuple(CLASS_NAMES),
    least: float = LEAST_SHARE,
) -> Document:
    """``document`` with a region on each of ``classes`` that is there; see ``class_masks``."""
    return regions_on(class_masks(labels, classes, least), painters).change(document)
