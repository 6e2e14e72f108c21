"""The memory of the history is what a full count would find, and stays within its budget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core import commands as c
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.history import History
from artmaster_desktop.core.layer import GroupLayer, SketchLayer
from artmaster_desktop.core.raster import TILE, Raster

EXTENT = Extent(1024, 1024)
PLAIN_TILE = TILE * TILE * 4


def counted(history: History) -> int:
    seen: set[int] = set()
    drawn = sum(step.document.memory(seen) for step in history.steps)
    return drawn + sum(step.selection.memory(seen) for step in history.steps if step.selection is not None)


def patch(history: History, layer: str, at: int, value: int) -> Raster:
    found = history.document.find(layer)
    assert isinstance(found, SketchLayer)
    return found.raster.with_patch(np.full((300, 300, 4), value, np.uint8), at * 100, at * 90)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 255)), max_size=25))
def test_the_count_is_kept_through_any_edits(steps: list[tuple[int, int, int]]) -> None:
    sketches = tuple(SketchLayer(id=name, name=name, raster=Raster(4)) for name in ("a", "b"))
    layers = (GroupLayer(id="g", name="g", layers=sketches),)
    history = History(Document(id="d", extent=EXTENT, layers=layers), budget=20 * PLAIN_TILE, most=8)
    for action, at, value in steps:
        if action == 0:
            history.undo()
        elif action == 1:
            history.redo()
        elif action == 2:
            history.apply(c.duplicate("a"))
        elif action == 6:
            history.apply(c.select(Raster.from_array(np.full((300, 300), value, np.uint8)) if at else None))
        else:
            name = "ab"[action % 2]
            history.apply(c.replace_raster(name, patch(history, name, at, value), "Brush"))
        assert history.memory() == counted(history)
        assert len(history.steps) <= 8
        assert history.memory() <= 20 * PLAIN_TILE or history.position <= 1


def test_old_steps_go_when_there_are_too_many() -> None:
    history = History(Document(id="d", extent=EXTENT), most=3)
    for i in range(10):
        history.apply(c.edit_title(str(i)))
    assert [step.document.title for step in history.steps] == ["7", "8", "9"]
    assert history.position == 2


def chosen(side: int) -> Raster:
    return Raster.from_array(np.full((side, side), 255, np.uint8))


def test_the_selection_goes_back_and_forth_with_the_edits() -> None:
    history = History(Document(id="d", extent=EXTENT))
    first, wider = chosen(10), chosen(20)
    history.apply(c.select(first))
    history.apply(c.edit_title("drawn"))
    assert history.selection is first
    history.apply(c.select(wider, "Grow selection"))
    history.apply(c.select(None))
    assert [step.name for step in history.steps[1:]] == [
        "Select", "Edit title", "Grow selection", "Select nothing",
    ]  # fmt: skip
    seen = []
    for _ in range(4):
        history.undo()
        seen.append((history.document.title, history.selection))
    assert seen == [("drawn", wider), ("drawn", first), ("", first), ("", None)]
    history.redo()
    assert history.selection is first


def test_the_same_selection_again_leaves_no_step() -> None:
    history = History(Document(id="d", extent=EXTENT))
    history.apply(c.select(None))
    history.apply(c.select(chosen(10)))
    history.apply(c.select(chosen(10)))
    assert len(history.steps) == 2


def test_a_selection_has_one_channel() -> None:
    with pytest.raises(ValueError, match="one channel"):
        c.select(Raster(4))


def test_another_canvas_leaves_nothing_selected_in_the_same_step() -> None:
    for command in (
        c.resize_canvas(Extent(300, 300)),
        c.crop_canvas(Bounds(0, 0, 9, 9)),
        c.resize_picture(Extent(512, 512)),
    ):
        history = History(Document(id="d", extent=EXTENT))
        history.apply(c.select(chosen(10)))
        history.apply(command)
        selections = [step.selection for step in history.steps]
        assert selections == [None, chosen(10), None]
        history.undo()
        assert history.document.extent == EXTENT
