"""Boxes on a work, under a true mouse and true keys; and the plots."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.box import Box
from artmaster_desktop.ui.studio.box_geometry import box_between, moved, resized, scaled
from artmaster_desktop.ui.studio.box_view import BoxView, Framed
from artmaster_desktop.ui.studio.plots import Curve, Plot, smoothed, thinned
from tests.engine.ink import paper

LEFT = Qt.MouseButton.LeftButton
BOX = Box(0.2, 0.3, 0.4, 0.2)


@pytest.fixture
def view(qtbot: QtBot) -> BoxView:
    made = BoxView()
    qtbot.addWidget(made)
    made.resize(628, 428)
    made.show_picture(paper(600, 400))
    made.show_boxes(
        [Framed("a", BOX, QColor("red"), "a"), Framed("b", Box(0.7, 0.7, 0.2, 0.2), QColor("red"))], "a"
    )
    made.show()
    return made


def at(view: BoxView, x: float, y: float) -> QPoint:
    area = view.area()
    return QPoint(round(area.x() + x * area.width()), round(area.y() + y * area.height()))


def drag(view: BoxView, start: tuple[float, float], end: tuple[float, float]) -> None:
    QTest.mousePress(view, LEFT, pos=at(view, *start))
    QTest.mouseMove(view, at(view, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    QTest.mouseMove(view, at(view, *end))
    QTest.mouseRelease(view, LEFT, pos=at(view, *end))


def close_to(box: Box, *numbers: float) -> bool:
    return pytest.approx(numbers, abs=0.006) == (box.x, box.y, box.width, box.height)


def test_a_drag_moves_a_box_and_tells_on_the_way(qtbot: QtBot, view: BoxView) -> None:
    on_the_way: list[Box] = []
    view.moving.connect(lambda _, box: on_the_way.append(box))
    with qtbot.waitSignal(view.moved) as told:
        drag(view, (0.4, 0.4), (0.5, 0.5))
    assert told.args is not None
    assert told.args[0] == "a"
    assert close_to(told.args[1], 0.3, 0.4, 0.4, 0.2)
    assert on_the_way


def test_a_corner_keeps_the_shape_where_there_is_one(qtbot: QtBot, view: BoxView) -> None:
    view.show_boxes([Framed("a", BOX, QColor("red"), ratio=2.0)], "a")
    with qtbot.waitSignal(view.moved) as told:
        drag(view, (0.6, 0.5), (0.8, 0.52))
    assert told.args is not None
    assert close_to(told.args[1], 0.2, 0.3, 0.6, 0.3)


def test_a_press_picks_another_box(qtbot: QtBot, view: BoxView) -> None:
    with qtbot.waitSignal(view.picked) as told:
        QTest.mouseClick(view, LEFT, pos=at(view, 0.8, 0.8))
    assert told.args == ["b"]


def test_keys_push_size_pick_and_remove(qtbot: QtBot, view: BoxView) -> None:
    seen: list[tuple[str, Box]] = []
    view.moved.connect(lambda name, box: seen.append((name, box)))
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(view, key, modifier)
    assert close_to(seen[0][1], 0.2025, 0.3, 0.4, 0.2)
    assert close_to(seen[1][1], 0.2025, 0.32, 0.4, 0.2)
    assert seen[2][1].area > seen[1][1].area
    assert seen[3][1].likeness(seen[1][1]) > 0.99
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.selected == "b"
    with qtbot.waitSignal(view.remove_asked) as told:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert told.args == ["b"]


def test_a_box_is_drawn_and_given_up(qtbot: QtBot, view: BoxView) -> None:
    view.set_drawing(True)
    with qtbot.waitSignal(view.drawn) as told:
        drag(view, (0.9, 0.1), (0.7, 0.3))
    assert told.args is not None
    assert close_to(told.args[0], 0.7, 0.1, 0.2, 0.2)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.drawing


def test_boxes_stay_on_the_work() -> None:
    assert moved(BOX, 5.0, -5.0) == Box(0.6, 0.0, 0.4, 0.2)
    assert box_between(1.4, 0.9, 0.5, -3.0) == Box(0.5, 0.0, 0.5, 0.9)
    for side in ((1, 1), (-1, 0), (0, 1), (-1, -1)):
        for ratio in (None, 0.5, 2.0):
            for x, y in ((3.0, 3.0), (-3.0, -3.0), (0.21, 0.31)):
                box = resized(BOX, side, x, y, ratio)
                assert 0.0 <= box.x <= box.right <= 1.00001
                assert 0.0 <= box.y <= box.bottom <= 1.00001
                assert ratio is None or box.width / box.height == pytest.approx(ratio, rel=0.01)
    assert scaled(BOX, 100.0).width == 1.0
    assert scaled(BOX, 0.0).width < 0.05


def test_a_plot_draws_and_says_its_last_values(qtbot: QtBot) -> None:
    plot = Plot("Loss", "nothing yet")
    qtbot.addWidget(plot)
    plot.resize(300, 160)
    empty = plot.grab().toImage()
    points = [(step, 1.0 / step) for step in range(1, 2001)]
    plot.show_curves([Curve("shown", points, QColor("blue")), Curve("none", [], QColor("red"))], 2000)
    assert plot.grab().toImage() != empty
    assert plot.accessibleDescription() == "shown: 0.0005"
    assert len(thinned(points)) <= 400
    assert thinned(points)[0][1] == pytest.approx(sum(1 / n for n in range(1, 6)) / 5)
    assert smoothed([(1, 4.0), (2, 2.0)]) == [(1, 4.0), (2, 3.0)]
