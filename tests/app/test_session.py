"""The open document and what is picked in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Change, Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, SketchLayer
from artmaster_desktop.core.raster import TILE, Raster
from tests.core.documents import halves

NOTHING = Bounds(0, 0, 0, 0)


def dot(x: int, y: int, layer: str = "sketch") -> Command:
    """One pixel painted."""

    def change(document: Document) -> Document:
        old = document.find(layer)
        assert old is not None
        assert not isinstance(old, GroupLayer)
        value = np.full((1, 1, old.raster.channels), 9, np.uint8)
        return document.with_layer(replace(old, raster=old.raster.with_patch(value, x, y)))

    return Command("Dot", change)


@pytest.fixture
def session(qapp: object) -> Session:
    return Session(halves(extent=Extent(1024, 768)))


@pytest.fixture
def changes(session: Session) -> list[Change]:
    seen: list[Change] = []
    session.changed.connect(seen.append)
    return seen


def test_an_edit_is_one_step_that_tells_where(session: Session, changes: list[Change]) -> None:
    before = session.document
    session.apply(dot(300, 20))
    assert [c.bounds for c in changes] == [Bounds(TILE, 0, TILE, TILE)]
    assert (changes[0].before, changes[0].after) == (before, session.document)
    session.undo()
    assert session.document is before
    assert changes[1].bounds == changes[0].bounds
    session.redo()
    assert session.document is changes[0].after
    assert session.history.position == 1


def test_bounds_that_are_given_are_passed_on(session: Session, changes: list[Change]) -> None:
    session.apply(dot(300, 20), Bounds(300, 20, 1, 1))
    assert changes[0].bounds == Bounds(300, 20, 1, 1)


def test_a_command_that_changes_nothing_says_nothing(session: Session, changes: list[Change]) -> None:
    session.apply(Command("Nothing", lambda document: document))
    session.undo()
    session.redo()
    assert changes == []
    assert not session.dirty


def test_going_to_a_step_is_one_change(session: Session, changes: list[Change]) -> None:
    for x in (0, 300, 600):
        session.apply(dot(x, 0))
    changes.clear()
    session.go_to(0)
    assert [c.bounds for c in changes] == [Bounds(0, 0, 3 * TILE, TILE)]
    session.go_to(99)
    assert session.history.position == 3
    session.go_to(-5)
    assert session.history.position == 0


def test_text_looks_like_nothing_and_order_like_everything(session: Session, changes: list[Change]) -> None:
    prompt = replace(session.document.root, prompt="a hill")
    session.apply(Command("Prompt", lambda d: d.edited(root=prompt)))
    session.apply(Command("Turn", lambda d: d.edited(layers=tuple(reversed(d.layers)))))
    assert [c.bounds for c in changes] == [NOTHING, None]


def edit(layer: str, **changes: object) -> Command:
    def change(document: Document) -> Document:
        found = document.find(layer)
        assert found is not None
        return document.with_layer(replace(found, **changes))  # type: ignore[arg-type]

    return Command("Edit", change)


def test_bounds_of_changes_to_layers(session: Session, changes: list[Change]) -> None:
    everything, left = Bounds(0, 0, 1024, 768), Bounds(0, 0, 512, 768)
    small = ImageLayer(id="new", name="New", raster=Raster.from_array(np.ones((5, 5, 4), np.uint8), 600, 600))
    hidden = replace(small, id="hidden", visible=False)
    folder = GroupLayer(id="folder", name="Folder", layers=(replace(small, id="inner"),))
    for command, bounds in (
        (edit("sketch", opacity=0.5), everything),
        (edit("sketch", name="Other", locked=True), NOTHING),
        (edit("mask-left", visible=False), left),
        (edit("mask-left", colour=(1, 2, 3)), NOTHING),
        (edit("mask-left", visible=True), left),
        (Command("Add", lambda d: d.edited(layers=(*d.layers, small))), Bounds(512, 512, TILE, TILE)),
        (Command("Add", lambda d: d.edited(layers=(*d.layers, hidden))), NOTHING),
        (edit("new", blend="svg:dst-in"), None),
        (Command("Group", lambda d: d.edited(layers=(*d.layers, folder))), None),
        (edit("folder", name="Box"), NOTHING),
        (edit("folder", opacity=0.5), None),
        (dot(1, 1, "inner"), Bounds(0, 0, TILE, TILE)),
        (Command("Title", lambda d: d.edited(title="A lake")), NOTHING),
        (Command("Size", lambda d: replace(d, extent=Extent(64, 64))), None),
    ):
        changes.clear()
        session.apply(command)
        assert [c.bounds for c in changes] == [bounds], command


def test_a_layer_of_another_kind_may_look_like_anything(session: Session, changes: list[Change]) -> None:
    def change(document: Document) -> Document:
        raster = Raster.from_array(np.zeros((1, 1, 4), np.uint8))
        image = ImageLayer(id="sketch", name="Sketch", raster=raster)
        return document.edited(layers=(image, *document.layers[1:]))

    session.apply(Command("Kind", change))
    assert changes[0].bounds is None
    group = GroupLayer(id="sketch", name="Sketch")
    session.apply(Command("Kind", lambda d: d.edited(layers=(group, *d.layers[1:]))))
    assert changes[1].bounds is None


def is_dirty(session: Session) -> bool:
    return session.dirty


def test_dirty_is_told_by_identity(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    assert not is_dirty(session)
    with qtbot.waitSignal(session.saved_changed):
        session.apply(dot(0, 0))
    assert is_dirty(session)
    with qtbot.waitSignal(session.saved_changed):
        session.undo()
    assert not is_dirty(session)
    session.redo()
    saved = session.document
    session.apply(dot(1, 0))
    session.mark_saved(saved, tmp_path / "a.ora")
    assert is_dirty(session)  # it went on while the disk worked
    assert session.path == tmp_path / "a.ora"
    session.undo()
    assert not is_dirty(session)
    session.mark_unsaved()
    assert is_dirty(session)


def test_opening_replaces_everything(session: Session, changes: list[Change], tmp_path: Path) -> None:
    replaced: list[bool] = []
    session.replaced.connect(lambda: replaced.append(not changes))
    session.apply(dot(0, 0))
    changes.clear()
    session.set_selection(Raster(1))
    session.set_wet("sketch", Raster(4), Bounds(0, 0, 1, 1))
    other = replace(halves(), id="other")
    session.open(other, tmp_path / "b.ora")
    assert replaced == [True]
    assert [c.bounds for c in changes] == [None]
    assert (session.document, session.path, session.dirty) == (other, tmp_path / "b.ora", False)
    assert (session.selection, session.wet) == (None, None)
    assert not session.history.can_undo


def test_layer_and_region_are_picked_together(session: Session) -> None:
    told: list[tuple[str, str]] = []
    session.active_changed.connect(lambda: told.append((session.active_layer, session.active_region)))
    assert (session.active_layer, session.active_region) == ("sketch", "")
    session.set_active_layer("mask-right")
    session.set_active_layer("mask-right")
    session.set_active_region("left")
    session.set_active_region("")
    session.set_active_layer("nowhere")
    assert told == [("mask-right", "right"), ("mask-left", "left"), ("mask-left", ""), ("", "")]


def test_what_is_gone_is_not_picked(session: Session) -> None:
    session.set_active_region("left")
    without = Command("Remove", lambda d: d.edited(regions=d.regions[1:]))
    session.apply(without)
    assert (session.active_layer, session.active_region) == ("mask-left", "")
    session.undo()
    session.set_active_region("right")
    session.apply(Command("Remove", lambda d: d.edited(layers=d.layers[:2], regions=d.regions[:1])))
    assert (session.active_layer, session.active_region) == ("sketch", "")
    session.apply(Command("Clear", lambda d: d.edited(layers=(), regions=())))
    assert (session.active_layer, session.active_region) == ("", "")


def test_a_document_without_layers(qapp: object) -> None:
    session = Session(Document(id="empty", extent=Extent(64, 64)))
    assert session.active_layer == ""
    layer = SketchLayer(id="s", name="S", raster=Raster(4))
    session.apply(Command("Add", lambda d: d.edited(layers=(layer,))))
    assert session.active_layer == "s"


def test_the_selection(session: Session, qtbot: QtBot) -> None:
    mask = Raster.from_array(np.full((4, 4), 255, np.uint8))
    with qtbot.waitSignal(session.selection_changed):
        session.set_selection(mask)
    with qtbot.assertNotEmitted(session.selection_changed):
        session.set_selection(mask)
    assert session.selection is mask
    with pytest.raises(ValueError, match="one channel"):
        session.set_selection(Raster(4))
    session.set_selection(None)
    assert session.selection is None


def test_the_selection_is_undone_in_the_order_of_the_edits(session: Session) -> None:
    mask = Raster.from_array(np.full((4, 4), 255, np.uint8))
    told: list[str] = []
    session.changed.connect(lambda _: told.append("changed"))
    session.selection_changed.connect(lambda: told.append("selection"))
    session.set_selection(mask)
    session.apply(Command("Rename", lambda d: d.edited(title="new")))
    session.set_selection(None)
    assert [step.name for step in session.history.steps] == ["", "Select", "Rename", "Select nothing"]
    assert told == ["selection", "changed", "selection"]
    told.clear()
    seen = []
    for position in (2, 1, 0, 3, 1):
        session.go_to(position)
        seen.append((session.selection is mask, session.document.title, session.dirty))
    drawn, chosen = (False, "new", True), (True, "", False)
    assert seen == [(True, "new", True), chosen, (False, "", False), drawn, chosen]
    assert told == ["selection", "changed", "selection", "changed", "changed", "selection"]


def shown(session: Session) -> tuple[str, Raster] | None:
    return session.wet


def test_the_stroke_in_progress(session: Session, changes: list[Change]) -> None:
    told: list[Bounds] = []
    session.wet_changed.connect(told.append)
    session.drop_wet()
    session.apply(dot(0, 0))
    wet = Raster(4)
    session.set_wet("sketch", wet, Bounds(0, 0, 10, 10))
    session.set_wet("sketch", wet, Bounds(20, 0, 10, 10))
    assert shown(session) == ("sketch", wet)
    session.undo()
    session.go_to(0)
    assert len(changes) == 1  # not while the pen is down
    session.drop_wet()
    assert shown(session) is None
    assert told == [Bounds(0, 0, 10, 10), Bounds(20, 0, 10, 10), Bounds(0, 0, 30, 10)]
    session.undo()
    assert len(changes) == 2


def test_what_is_tried_out_is_shown_and_leaves_no_step(session: Session) -> None:
    told: list[object] = []
    session.wet_changed.connect(told.append)
    before = session.document
    session.try_out(commands.set_opacity("sketch", 0.5))
    layer = session.shown.find("sketch")
    assert layer is not None
    assert layer.opacity == 0.5
    assert session.document is before
    assert len(told) == 1
    session.try_out(None)
    assert session.shown is before
    session.try_out(commands.set_opacity("sketch", 0.4))
    session.apply(commands.set_opacity("sketch", 0.2))
    assert session.shown is session.document
    assert len(session.history.steps) == 2
