"""What is picked when the layer in hand goes."""

from __future__ import annotations

import pytest

from artmaster_desktop.app.neighbour import neighbour
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region


@pytest.fixture
def document() -> Document:
    trees = (
        SketchLayer(id="pine", name="", raster=Raster(4)),
        SketchLayer(id="plum", name="", raster=Raster(4)),
    )
    layers = (
        ImageLayer(id="paper", name="", raster=Raster(4)),
        GroupLayer(id="trees", name="", layers=trees),
        MaskLayer(id="sky", name="", raster=Raster(1)),
        SketchLayer(id="ink", name="", raster=Raster(4)),
        MaskLayer(id="hill", name="", raster=Raster(1)),
    )
    regions = (Region(id="r1", mask="sky", name=""), Region(id="r2", mask="hill", name=""))
    return Document(id="d", extent=Extent(64, 64), layers=layers, regions=regions)


@pytest.mark.parametrize(
    ("gone", "then"),
    [("ink", "trees"), ("paper", "trees"), ("plum", "pine"), ("pine", "plum"), ("trees", "paper")],
)
def test_the_nearest_layer_that_is_no_mask(document: Document, gone: str, then: str) -> None:
    after = commands.remove(gone).change(document)
    assert neighbour(document, after, gone) == then


def test_after_a_region_the_layer_below_its_mask(document: Document) -> None:
    assert neighbour(document, commands.remove_region("r2").change(document), "hill") == "ink"


def test_a_group_that_is_dissolved_leaves_its_topmost(document: Document) -> None:
    assert neighbour(document, commands.ungroup("trees").change(document), "trees") == "plum"


def test_the_only_layer_of_a_group_leaves_the_group(document: Document) -> None:
    alone = commands.remove("pine").change(document)
    assert neighbour(alone, commands.remove("plum").change(alone), "plum") == "trees"


def test_masks_alone_are_nothing_to_pick(document: Document) -> None:
    masks = document.edited(layers=tuple(x for x in document.layers if isinstance(x, MaskLayer)))
    assert neighbour(document, masks, "ink") == ""


def test_nothing_picked_before_picks_the_topmost_picture(document: Document) -> None:
    assert neighbour(document, document, "") == "ink"
