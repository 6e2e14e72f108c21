"""Selecting, as a hand would do it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.easel import (
    NONE,
    Button,
    Modifier,
    click,
    drag,
    flat_document,
    make_view,
    move,
    selected,
    settle,
    steps,
)


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    return make_view(qtbot)


def test_a_rectangle_selects_whole_pixels(view: CanvasView) -> None:
    view.set_tool("select-rectangle")
    drag(view, [(50, 60), (150, 160)])
    mask = selected(view)
    assert mask[60:160, 50:150].min() == 255
    assert int((mask > 0).sum()) == 100 * 100
    assert steps(view.session) == ["Select"]


def test_shift_makes_a_square_alt_grows_from_the_middle(view: CanvasView) -> None:
    view.set_tool("select-rectangle")
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(100, 100))
    keys = Modifier.ShiftModifier | Modifier.AltModifier
    move(view, QPoint(140, 110), keys)
    QTest.mouseRelease(view, Button.LeftButton, keys, QPoint(140, 110))
    settle(view)
    mask = selected(view)
    assert mask[60:140, 60:140].min() == 255
    assert int((mask > 0).sum()) == 80 * 80


def test_an_ellipse_selects_its_inside(view: CanvasView) -> None:
    view.set_tool("select-ellipse")
    drag(view, [(100, 100), (200, 160)])
    mask = selected(view)
    assert mask[130, 150] == 255
    assert mask[102, 102] == 0
    assert mask.sum() / 255 == pytest.approx(np.pi * 50 * 30, rel=0.01)


def test_selections_add_take_away_and_meet(view: CanvasView) -> None:
    view.set_tool("select-rectangle")
    drag(view, [(10, 10), (110, 110)])
    drag(view, [(60, 10), (160, 110)], Modifier.ShiftModifier)
    assert int((selected(view) > 0).sum()) == 150 * 100
    drag(view, [(10, 10), (60, 110)], Modifier.AltModifier)
    assert int((selected(view) > 0).sum()) == 100 * 100
    drag(view, [(110, 10), (310, 60)], Modifier.AltModifier | Modifier.ShiftModifier)
    assert int((selected(view) > 0).sum()) == 50 * 50
    assert steps(view.session) == [
        "Select", "Add to selection", "Take from selection", "Intersect selection",
    ]  # fmt: skip
    for area in (100 * 100, 150 * 100, 100 * 100):
        view.session.undo()
        assert int((selected(view) > 0).sum()) == area
    view.session.undo()
    assert view.session.selection is None
    view.session.go_to(4)
    assert int((selected(view) > 0).sum()) == 50 * 50


@pytest.mark.parametrize("tool", ["select-rectangle", "select-ellipse", "lasso"])
def test_a_click_selects_nothing(view: CanvasView, tool: str) -> None:
    view.set_tool("select-rectangle")
    drag(view, [(10, 10), (110, 110)])
    view.set_tool(tool)
    click(view, 300, 300)
    assert view.session.selection is None


def test_a_lasso_selects_what_it_goes_around(view: CanvasView) -> None:
    view.set_tool("lasso")
    turns = np.linspace(0, 2 * np.pi, 60)
    drag(view, [(200 + 80 * np.cos(t), 200 + 80 * np.sin(t)) for t in turns])
    mask = selected(view)
    assert mask[200, 200] == 255
    assert mask.sum() / 255 == pytest.approx(np.pi * 80 * 80, rel=0.03)


def test_a_feather_softens_a_selection(view: CanvasView) -> None:
    view.toolbox.set_options(feather=10.0)
    view.set_tool("select-rectangle")
    drag(view, [(100, 100), (200, 200)])
    mask = selected(view)
    assert 100 < mask[150, 100] < 155
    assert mask[150, 150] > 250


@pytest.mark.parametrize("end", ["double", "enter", "first"])
def test_a_polygon_is_closed_in_three_ways(view: CanvasView, end: str) -> None:
    view.set_tool("select-polygon")
    for x, y in ((100, 100), (200, 100), (150, 300)):
        click(view, x, y)
    click(view, 200, 200)
    if end == "double":
        QTest.mouseDClick(view, Button.LeftButton, NONE, QPoint(200, 200))
    elif end == "enter":
        QTest.keyClick(view, Qt.Key.Key_Return)
    else:
        click(view, 102, 99)
    settle(view)
    mask = selected(view)
    assert mask[130, 170] == 255
    assert mask[250, 110] == 0


def test_a_polygon_takes_corners_back_and_gives_up(view: CanvasView) -> None:
    view.set_tool("select-polygon")
    for x, y in ((100, 100), (200, 100), (200, 200), (390, 390)):
        click(view, x, y)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    click(view, 100, 200)
    QTest.keyClick(view, Qt.Key.Key_Enter)
    settle(view)
    assert int((selected(view) > 0).sum()) == 100 * 100
    click(view, 10, 10)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(view)
    assert int((selected(view) > 0).sum()) == 100 * 100


@pytest.mark.parametrize(("contiguous", "columns"), [(True, 200), (False, 400)])
def test_the_wand_selects_what_looks_alike(qtbot: QtBot, contiguous: bool, columns: int) -> None:
    view = make_view(qtbot, flat_document())
    view.toolbox.set_options(contiguous=contiguous)
    view.set_tool("wand")
    click(view, 50, 50)
    assert int((selected(view) == 255).sum()) == columns * 600


def test_the_wand_on_the_layer_alone_sees_nothing_of_the_picture(qtbot: QtBot) -> None:
    view = make_view(qtbot, flat_document())
    view.toolbox.set_options(sample_all=False)
    view.set_tool("wand")
    click(view, 50, 50)
    assert int((selected(view) == 255).sum()) == 600 * 600
