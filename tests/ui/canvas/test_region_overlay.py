"""The overlay of regions: the same softness that the engine gives a border, whatever the scale."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.resample import blur
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.region_overlay import Field, RegionOverlay

pytestmark = pytest.mark.usefixtures("qapp")

SIDE = 700


def with_mask(mask: np.ndarray, feather: float) -> Document:
    layer = MaskLayer(id="m", name="", raster=Raster.from_array(mask), colour=(255, 255, 255))
    return Document(
        id="d",
        extent=Extent(SIDE, SIDE),
        layers=(layer,),
        regions=(Region(id="r", mask="m", feather=feather),),
    )


def square(x: int = 200, size: int = 300) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[x : x + size, x : x + size] = 255
    return mask


def field_of(overlay: RegionOverlay) -> Field:
    overlay.work(math.inf)
    assert not overlay.busy
    return overlay._fields["m"]


def alpha(found: Field) -> np.ndarray:
    """How strongly the region is shown, in [0, 1], by cells."""
    return pixels_of(found.image, 1)[..., 0] / 255 / found.strength


@pytest.mark.parametrize("feather", [0.0, 3.0, 20.0, 300.0])
def test_borders_are_as_soft_as_asked(feather: float) -> None:
    mask = square()
    overlay = RegionOverlay(Extent(SIDE, SIDE))
    assert overlay.update(with_mask(mask, feather), "", None)
    found = field_of(overlay)
    cells = -(-SIDE // found.cell)
    padded = np.zeros((cells * found.cell, cells * found.cell), np.float32)
    padded[:SIDE, :SIDE] = mask / 255
    exact = blur(padded, feather).reshape(cells, found.cell, cells, found.cell).mean(axis=(1, 3))
    assert np.abs(alpha(found) - exact).max() < 0.04


def test_only_what_changed_is_worked_on_and_the_result_is_the_same() -> None:
    overlay = RegionOverlay(Extent(SIDE, SIDE))
    overlay.update(with_mask(square(), 8.0), "", None)
    field_of(overlay)
    patch = np.full((40, 40, 1), 255, np.uint8)
    document = with_mask(square(), 8.0)
    layer = document.layers[0]
    assert isinstance(layer, MaskLayer)
    grown = document.with_layer(replace(layer, raster=layer.raster.with_patch(patch, 20, 30)))
    overlay.update(grown, "", None)
    fresh = RegionOverlay(Extent(SIDE, SIDE))
    fresh.update(grown, "", None)
    assert np.array_equal(alpha(field_of(overlay)), alpha(field_of(fresh)))


def test_a_stroke_in_progress_spoils_a_few_blocks_only() -> None:
    document = with_mask(square(), 4.0)
    overlay = RegionOverlay(Extent(SIDE, SIDE))
    overlay.update(document, "", None)
    field_of(overlay)
    layer = document.layers[0]
    assert isinstance(layer, MaskLayer)
    wet = layer.raster.with_patch(np.full((9, 9, 1), 255, np.uint8), 300, 600)
    assert overlay.update(document, "", ("m", wet, layer.colour))
    assert 0 < len(overlay._fields["m"].todo) <= 16
    assert overlay.update(document, "", None)
    assert not overlay.update(document, "", None)


def test_the_active_region_is_the_strongest_and_a_disabled_one_the_weakest() -> None:
    document = with_mask(square(), 0.0)
    overlay = RegionOverlay(Extent(SIDE, SIDE))
    strengths = []
    off = document.with_region(replace(document.regions[0], enabled=False))
    for shown, active in ((off, ""), (document, ""), (document, "r")):
        assert overlay.update(shown, active, None)
        strengths.append(field_of(overlay).strength)
    assert strengths == sorted(set(strengths))


def test_masks_that_come_at_once_are_read_when_there_is_time() -> None:
    overlay = RegionOverlay(Extent(SIDE, SIDE))
    assert overlay.update(with_mask(square(), 0.0), "", None)
    overlay.work(-math.inf)
    assert overlay.busy
    assert not overlay._fields["m"].hard.any()
    assert field_of(overlay).hard.sum() * field_of(overlay).cell ** 2 == pytest.approx(300**2)
