"""The document and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from artmaster_desktop.core.document import Document, FromLayer, PaintSettings, Root
from artmaster_desktop.core.errors import BrokenDocument
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.history import Command, History
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.core.region import Region
from tests.core.documents import halves

PAPER = ImageLayer(id="paper", name="Paper", raster=Raster(4))


def grouped() -> Document:
    document = halves()
    return document.edited(layers=(PAPER, GroupLayer(id="all", name="All", layers=document.layers)))


def test_layers_are_walked_bottom_first() -> None:
    assert [layer.id for layer in grouped().walk()] == ["paper", "all", "sketch", "mask-left", "mask-right"]
    assert [layer.id for layer in grouped().sketches()] == ["sketch"]
    assert grouped().find("nobody") is None


def test_an_edit_is_a_new_revision_and_leaves_the_old_one() -> None:
    old = halves()
    new = old.edited(title="Lake", root=Root(prompt="snow"), paint=PaintSettings(seed=9))
    assert (new.revision, new.title, new.root.prompt, new.paint.seed) == (1, "Lake", "snow", 9)
    assert (old.revision, old.title, old.root.prompt) == (0, "", "a lake")
    assert new.layers is old.layers


def test_a_layer_is_replaced_inside_its_group() -> None:
    document = grouped()
    sketch = document.find("sketch")
    assert sketch is not None
    hidden = document.with_layer(replace(sketch, visible=False))
    found = hidden.find("sketch")
    assert found is not None
    assert not found.visible
    assert hidden.find("mask-left") is document.find("mask-left")
    with pytest.raises(BrokenDocument):
        document.with_layer(replace(PAPER, id="nobody"))


def test_a_region_is_replaced_by_its_id() -> None:
    document = halves()
    changed = document.with_region(replace(document.regions[1], prompt="snow"))
    assert [region.prompt for region in changed.regions] == ["left side", "snow"]
    with pytest.raises(BrokenDocument):
        document.with_region(replace(document.regions[0], id="nobody"))


def test_broken_documents_cannot_be_made() -> None:
    document = halves()
    left = document.regions[0]
    broken: dict[str, Callable[[], Document]] = {
        "8192": lambda: Document(id="d", extent=Extent(8193, 16)),
        "two layers": lambda: document.edited(layers=(*document.layers, replace(PAPER, id="sketch"))),
        "two regions": lambda: document.edited(regions=(left, left)),
        "no mask layer": lambda: document.edited(regions=(Region(id="r", mask="sketch"),)),
        "start": lambda: document.edited(paint=PaintSettings(start=FromLayer("mask-left"))),
    }
    for words, make in broken.items():
        with pytest.raises(BrokenDocument, match=words):
            make()
    with pytest.raises(BrokenDocument):
        document.mask_of(Region(id="r", mask="sketch"))
    assert document.edited(paint=PaintSettings(start=FromLayer("sketch"))).paint.start == FromLayer("sketch")


@pytest.mark.parametrize(
    "change", [{"seed": -1}, {"seed": 2**63}, {"steps": 0}, {"steps": 201}, {"guidance": 31.0}]
)
def test_settings_stay_in_range(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be in"):
        PaintSettings(**change)


@pytest.mark.parametrize("strength", [0.0, 1.01, float("nan")])
def test_a_start_has_a_strength(strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        FromLayer("sketch", strength)


def paint_dot(at: int) -> Command:
    def change(document: Document) -> Document:
        mask = document.find("mask-left")
        assert isinstance(mask, MaskLayer)
        dot = np.full((8, 8, 1), 1 + at % 255, np.uint8)
        return document.with_layer(replace(mask, raster=mask.raster.with_patch(dot, 0, 0)))

    return Command(f"dot {at}", change)


def test_undo_and_redo() -> None:
    history = History(halves())
    start = history.document
    assert not history.can_undo
    assert history.undo() is start
    first = history.apply(paint_dot(1))
    second = history.apply(paint_dot(2))
    assert [step.name for step in history.steps] == ["", "dot 1", "dot 2"]
    assert history.undo() is first
    assert history.can_redo
    assert history.redo() is second
    assert history.redo() is second
    history.undo()
    history.undo()
    third = history.apply(paint_dot(3))
    assert history.document is third
    assert [step.name for step in history.steps] == ["", "dot 3"]
    assert history.apply(Command("nothing", lambda document: document)) is third
    assert history.position == 1


def test_history_is_bounded_by_the_memory_of_its_differences() -> None:
    tile = TILE * TILE
    history = History(halves(), budget=halves().memory() + 3 * tile)
    shared = history.memory()
    for at in range(10):
        history.apply(paint_dot(at))
    assert len(history.steps) < 6
    assert history.memory() <= shared + 3 * tile
    assert history.can_undo
    tight = History(halves(), budget=1)
    tight.apply(paint_dot(1))
    tight.apply(paint_dot(2))
    assert len(tight.steps) == 2
