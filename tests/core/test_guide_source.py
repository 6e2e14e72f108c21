"""What a guide is read from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide_source import fitted, picture_of, readable_layers
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.layer_commands import insert_picture, set_visible
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.structure_errors import GuideProblem, GuideUnusable
from tests.core.documents import halves

RED = np.full((256, 256, 4), (200, 0, 0, 255), np.uint8)


def test_all_that_is_seen() -> None:
    document = halves()
    sketched = picture_of(document)
    assert np.array_equal(sketched, picture_of(document, "sketch"))
    hidden = set_visible("sketch", False).change(document)
    assert (picture_of(hidden) == 255).all()
    painted = insert_picture(RED, "Picture").change(document)
    assert (picture_of(painted) == RED[:, :, :3]).all()


def test_a_layer_by_itself_on_paper() -> None:
    document = insert_picture(RED[:128], "Picture", layer_id="red").change(halves())
    found = picture_of(document, "red")
    assert (found[:128] == (200, 0, 0)).all()
    assert (found[128:] == 255).all()
    assert [layer.id for layer in readable_layers(document)] == ["red", "sketch"]


@pytest.mark.parametrize(
    ("layer", "problem"),
    [("mask-left", GuideProblem.UNKNOWN_LAYER), ("x", GuideProblem.UNKNOWN_LAYER), ("e", GuideProblem.EMPTY)],
)
def test_what_cannot_be_read_is_told(layer: str, problem: GuideProblem) -> None:
    document = halves()
    blank = ImageLayer(id="e", name="", raster=Raster(4))
    document = replace(document, layers=(*document.layers, blank))
    with pytest.raises(GuideUnusable) as told:
        picture_of(document, layer)
    assert told.value.problem is problem


@pytest.mark.parametrize("shape", [(40, 80), (80, 40), (40, 40), (2, 300)])
def test_a_picture_is_cut_about_its_middle(shape: tuple[int, int]) -> None:
    pixels = np.zeros((*shape, 3), np.uint8)
    pixels[:, shape[1] // 2 :] = 255
    found = fitted(pixels, Extent(64, 64))
    assert found.shape == (64, 64, 3)
    assert found[:, :28].max() < 128 < found[:, 36:].min()
