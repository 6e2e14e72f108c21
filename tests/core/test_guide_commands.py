"""Guides added, edited and removed; and regions made of what lies where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmaster_desktop.core.class_regions import CLASS_NAMES, class_masks, class_regions, regions_on
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import CannotEdit, LayerGone
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import Guide, GuideKind
from artmaster_desktop.core.guide_commands import (
    add_guide,
    edit_guide,
    follow_layer,
    order_guides,
    remove_guide,
)
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.semantic import LAYOUT_COLOURS, Semantic
from tests.core.documents import halves

PIXELS = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
GUIDE = Guide(id="g", layer="lines", kind=GuideKind.LINE)


def test_a_guide_comes_with_a_layer_that_can_be_painted_on() -> None:
    document = add_guide(PIXELS, GUIDE, "Guide: line").change(halves())
    assert document.guides == (GUIDE,)
    layer = document.layers[-1]
    assert isinstance(layer, SketchLayer)
    assert (layer.id, layer.name, layer.visible) == ("lines", "Guide: line", False)
    shown = layer.raster.read(Bounds(0, 0, 256, 256))
    assert np.array_equal(shown[..., :3], PIXELS)
    assert (shown[..., 3] == 255).all()


def test_a_guide_is_edited_and_removed() -> None:
    document = add_guide(PIXELS, GUIDE, "Lines").change(halves())
    softer = replace(GUIDE, strength=0.2)
    edited = edit_guide(softer).change(document)
    assert edited.guides == (softer,)
    assert edited.revision == document.revision + 1
    assert edit_guide(softer).change(edited) is edited
    removed = remove_guide("g").change(edited)
    assert removed.guides == ()
    assert removed.find("lines") is not None
    for gone in (edit_guide(softer), remove_guide("g")):
        with pytest.raises(LayerGone):
            gone.change(removed)


def labelled() -> tuple[Document, np.ndarray]:
    labels = np.zeros((100, 100), np.uint8)
    labels[:40], labels[60:], labels[50, 50] = Semantic.MOUNTAIN, Semantic.WATER, Semantic.FIGURES
    return Document(id="d", extent=Extent(100, 100)), labels


def test_each_class_becomes_a_region_with_its_painter() -> None:
    empty, labels = labelled()
    document = class_regions(empty, labels, {Semantic.WATER: PainterRef("a", "f" * 64)})
    mountain, water = document.regions
    assert (mountain.name, mountain.prompt) == ("Mountains and rocks", "mountains and rocks")
    assert (mountain.painters, water.painters) == ((), (Share(PainterRef("a", "f" * 64)),))
    mask = document.mask_of(water).raster.read(Bounds(0, 0, 100, 100))[:, :, 0]
    assert np.array_equal(mask == 255, labels == Semantic.WATER)
    colours = {document.mask_of(region).colour for region in document.regions}
    assert len(colours) == 2


def test_only_what_was_asked_for_and_is_large_enough() -> None:
    empty, labels = labelled()
    named = [r.name for r in class_regions(empty, labels, {}, [Semantic.WATER]).regions]
    assert named == ["Water"]
    every = class_regions(empty, labels, {}, least=0.0).regions
    assert [r.name for r in every] == [CLASS_NAMES[each] for each in CLASS_NAMES]
    assert class_regions(empty, labels, {}, least=0.9) is empty


def test_every_class_has_a_colour_of_its_own() -> None:
    assert set(LAYOUT_COLOURS) == set(Semantic)
    assert len(set(LAYOUT_COLOURS.values())) == len(Semantic)


def test_a_guide_follows_a_layer_that_is_there() -> None:
    document = follow_layer(replace(GUIDE, layer="sketch")).change(halves())
    assert [(guide.id, guide.layer) for guide in document.guides] == [("g", "sketch")]
    same = follow_layer(replace(GUIDE, layer="sketch"))
    assert same.change(document) is document
    mask = document.regions[0].mask
    with pytest.raises(CannotEdit):
        follow_layer(replace(GUIDE, layer=mask)).change(document)
    with pytest.raises(LayerGone):
        follow_layer(replace(GUIDE, layer="nobody")).change(document)


def test_a_guide_is_read_anew_in_its_place() -> None:
    document = halves()
    for name in ("a", "b"):
        document = follow_layer(replace(GUIDE, id=name, layer="sketch")).change(document)
    anew = add_guide(PIXELS, replace(GUIDE, id="a"), "Lines").change(document)
    assert [(guide.id, guide.layer) for guide in anew.guides] == [("a", "lines"), ("b", "sketch")]


def test_guides_are_ordered() -> None:
    document = halves()
    for name in ("a", "b", "c"):
        document = follow_layer(replace(GUIDE, id=name, layer="sketch")).change(document)
    ordered = order_guides(["c", "a"]).change(document)
    assert [guide.id for guide in ordered.guides] == ["c", "a", "b"]
    assert order_guides(["c"]).change(ordered) is ordered


def test_regions_are_called_as_the_artist_speaks() -> None:
    empty, labels = labelled()
    names = {each: f"<{each.name}>" for each in CLASS_NAMES}
    document = regions_on(class_masks(labels), {}, names).change(empty)
    assert [(r.name, r.prompt) for r in document.regions] == [
        ("<MOUNTAIN>", "mountains and rocks"), ("<WATER>", "water"),
    ]  # fmt: skip
    assert regions_on({}, {}).change(empty) is empty
