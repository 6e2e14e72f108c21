"""The five classes of a landscape, and the colours in which a layout shows them."""

from __future__ import annotations

from enum import IntEnum


class Semantic(IntEnum):
    """What lies at a place of a picture; ``BLANK`` is bare paper, sky and mist."""

    BLANK = 0
    MOUNTAIN = 1
    WATER = 2
    TREES = 3
    BUILDINGS = 4
    FIGURES = 5


LAYOUT_COLOURS: dict[Semantic, tuple[int, int, int]] = {
    Semantic.BLANK: (0, 0, 0),
    Semantic.MOUNTAIN: (143, 255, 140),
    Semantic.WATER: (61, 230, 250),
    Semantic.TREES: (4, 200, 3),
    Semantic.BUILDINGS: (180, 120, 120),
    Semantic.FIGURES: (150, 5, 61),
}
"""ADE20K's usual colours (mountain, water, tree, building, person), which models that follow segmentations
know; nothing is black.
"""
