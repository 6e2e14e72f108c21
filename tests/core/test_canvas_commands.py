"""Edits of the whole canvas: its size, and everything on it with it."""

from __future__ import annotations

import numpy as np
import pytest

from artmaster_desktop.core import commands as c
from artmaster_desktop.core.canvas_commands import grow_with
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import BrokenDocument
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from tests.core.documents import halves
from tests.core.test_commands import EXTENT, after, seen, stack


def test_a_canvas_grows_and_is_cropped_without_loss() -> None:
    document = stack()
    wide = after(document, c.resize_canvas(Extent(100, 80), 10, 20))
    assert wide.extent == Extent(100, 80)
    assert np.array_equal(composite(wide.layers, Bounds(10, 20, 64, 48)), seen(document))
    back = after(wide, c.crop_canvas(Bounds(10, 20, 64, 48)))
    assert back.layers == document.layers
    assert after(document, c.resize_canvas(EXTENT)) is document
    taller = after(document, c.resize_canvas(Extent(64, 99)))
    assert taller.layers == document.layers
    with pytest.raises(BrokenDocument):
        after(document, c.resize_canvas(Extent(9000, 10)))


def test_a_picture_is_resized_with_all_its_layers() -> None:
    document = stack()
    double = after(document, c.resize_picture(Extent(128, 96)))
    assert double.extent == Extent(128, 96)
    low = double.find("low")
    assert isinstance(low, SketchLayer)
    assert low.raster.bounds == Bounds(8, 8, 16, 16)
    assert after(document, c.resize_picture(EXTENT)) is document


def test_a_document_grows_with_a_larger_picture() -> None:
    larger = np.full((512, 512, 3), 90, np.uint8)
    document = grow_with(larger, "Larger").change(halves())
    assert document.extent == Extent(512, 512)
    names = [layer.name for layer in document.layers]
    assert names == ["Sketch", "Larger", "left", "right"], "below the masks"
    shown = document.layers[1]
    assert isinstance(shown, ImageLayer)
    assert (shown.raster.read(Bounds(0, 0, 512, 512)) == (90, 90, 90, 255)).all()
    mask = document.mask_of(document.regions[0]).raster.read(Bounds(0, 0, 512, 512))[:, :, 0]
    assert (mask[:, :250].min(), mask[:, 262:].max()) == (255, 0)
    bare = grow_with(larger, "Larger").change(Document(id="d", extent=Extent(256, 256)))
    assert len(bare.layers) == 1
