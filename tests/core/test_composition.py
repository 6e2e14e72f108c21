"""Where things lie, as numbers: against areas and centroids known beforehand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.composition import INK, Placed, composition_of
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.planning import region_mask
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.vocabulary import Shelf, Term, Vocabulary
from tests.core.documents import SQUARE, box_mask, halves

SHOWN = (Term("lake", ("a lake",), ("湖",)), Term("pine", ("pine",), ("松",)))
INKS = (Term("pale-ink", ("pale ink",), ("淡墨",)),)
WORDS = Vocabulary((Shelf("subjects", "Subjects", "题材", SHOWN), Shelf("ink", "Ink", "墨", INKS)))
GRID = Extent(16, 16)


def document() -> Document:
    """Left half with a lake, right half with a pine, ink in the upper left quarter."""
    base = halves()
    drawn = np.zeros((SQUARE.height, SQUARE.width, 4), np.uint8)
    drawn[:128, :128] = 255
    sketch = SketchLayer(id="sketch", name="Sketch", raster=Raster.from_array(drawn))
    hidden = SketchLayer(
        id="hidden", name="Hidden", visible=False, raster=Raster.from_array(np.full_like(drawn, 255))
    )
    left, right = base.regions
    return replace(
        base,
        layers=(sketch, hidden, *base.layers[1:]),
        regions=(replace(left, prompt="pale ink, a lake"), replace(right, prompt="an old pine")),
    )


def places(found: tuple[Placed, ...]) -> dict[str, tuple[float, float, float]]:
    return {place.kind: (place.area, place.x, place.y) for place in found}


def test_the_whole_canvas_tells_every_subject_and_the_ink() -> None:
    found = places(composition_of(document(), None, WORDS, GRID, region_mask))
    assert found == {
        "lake": pytest.approx((0.5, 0.25, 0.5)),
        "pine": pytest.approx((0.5, 0.75, 0.5)),
        INK: pytest.approx((0.25, 0.25, 0.25)),
    }


def test_a_region_tells_its_own_subjects_and_the_ink_on_it() -> None:
    asked = document()
    left, right = (composition_of(asked, region, WORDS, GRID, region_mask) for region in asked.regions)
    assert places(left) == {
        "lake": pytest.approx((0.5, 0.25, 0.5)), INK: pytest.approx((0.25, 0.25, 0.25)),
    }  # fmt: skip
    assert set(places(right)) == {"pine"}


def test_one_subject_in_two_regions_covers_both_and_a_resting_region_none() -> None:
    asked = document()
    both = tuple(replace(region, prompt="a lake") for region in asked.regions)
    found = places(composition_of(replace(asked, regions=both), None, WORDS, GRID, region_mask))
    assert found["lake"] == pytest.approx((1.0, 0.5, 0.5))
    resting = tuple(replace(region, enabled=False) for region in asked.regions)
    assert set(places(composition_of(replace(asked, regions=resting), None, WORDS, GRID, region_mask))) == {
        INK
    }


def test_an_empty_mask_has_no_place() -> None:
    empty = MaskLayer(id="mask-left", name="left", raster=box_mask(SQUARE, 0, 0, 0, 0))
    asked = document().with_layer(empty)
    assert composition_of(asked, asked.regions[0], WORDS, GRID, region_mask) == ()
