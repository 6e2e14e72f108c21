"""From what lies where to regions that can be edited, one for each class, with a painter each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document
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


def class_regions(
    document: Document,
    labels: NDArray[np.uint8],
    painters: Mapping[Semantic, PainterRef],
    classes: Collection[Semantic] = tuple(CLASS_NAMES),
    least: float = LEAST_SHARE,
) -> Document:
    """``document`` with a region on each of ``classes`` that is there: ``labels`` are uint8 ``[H, W]`` of the
    canvas' size. A class's painter has its region; others stay with the whole canvas.
    """
    for each, name in CLASS_NAMES.items():
        inside = labels == each
        if each not in classes or inside.mean() < least:
            continue
        raster = Raster.from_array(np.asarray(inside * np.uint8(255), np.uint8))
        document = add_region(name, raster=raster).change(document)
        made = replace(document.regions[-1], prompt=name.lower())
        if each in painters:
            made = replace(made, painters=(Share(painters[each]),))
        document = document.with_region(made)
    return document
