"""Two pictures under one border or side by side, at one zoom and one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.ui.compare import CompareMode, CompareView
from artmaster_desktop.ui.dialogs.compare import Candidate, CompareDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

RED, BLUE = QColor(200, 30, 30), QColor(30, 30, 200)


def filled(colour: QColor, width: int = 300, height: int = 200) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB888)
    picture.fill(colour)
    return picture


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.set_picture(0, filled(RED), "Before")
    made.set_picture(1, filled(BLUE), "After")
    return made


def seen(view: CompareView, x: int, y: int) -> QColor:
    return view.grab().toImage().pixelColor(x, y)


def wheel(view: CompareView, x: float, y: float, clicks: int) -> None:
    at = QPointF(x, y)
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120 * clicks), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_each_side_of_the_border_shows_its_picture(view: CompareView) -> None:
    assert seen(view, 100, 300) == RED
    assert seen(view, 500, 300) == BLUE


def test_the_border_is_dragged(view: CompareView) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(301, 200))
    QTest.mouseMove(view, QPoint(500, 210))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(500, 210))
    assert view.split == pytest.approx(500 / 600)
    assert seen(view, 450, 300) == RED
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(500, 100))
    assert view.split == 0.5


def test_arrow_keys_move_the_border(view: CompareView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.split == pytest.approx(0.49)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.split == pytest.approx(0.59)
    view.set_split(-3)
    assert view.split == 0.0


def test_the_wheel_zooms_at_the_pointer_in_both_pictures(view: CompareView) -> None:
    view.set_mode(CompareMode.SIDE_BY_SIDE)
    left, right = view._panes()
    fitted = view.zoom

    def under(at: QPointF) -> QPointF:
        return view._centre + (at - left.window.center()) / view.zoom

    at = QPointF(200, 120)
    before = under(at)
    wheel(view, at.x(), at.y(), 3)
    assert view.zoom == pytest.approx(fitted * 1.25**3)
    assert (under(at) - before).manhattanLength() < 1e-6
    assert right.window.size() == left.window.size()


def test_side_by_side_shows_both_whole(view: CompareView) -> None:
    view.set_mode(CompareMode.SIDE_BY_SIDE)
    assert seen(view, 150, 200) == RED
    assert seen(view, 450, 200) == BLUE


def test_dragging_moves_the_pictures_and_zero_fits_again(view: CompareView) -> None:
    fitted = view.zoom
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == 1.0
    centre = QPointF(view._centre)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(140, 90))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(140, 90))
    assert view._centre == centre - QPointF(40, -10)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == fitted
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == pytest.approx(fitted * 1.25)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == pytest.approx(fitted)


def test_space_swaps_while_it_is_held(view: CompareView) -> None:
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert seen(view, 100, 300) == BLUE
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert seen(view, 100, 300) == RED
    view.swap()
    assert view.names == ("After", "Before")
    assert seen(view, 100, 300) == BLUE


def test_a_picture_of_another_size_is_fitted_to_the_first(view: CompareView) -> None:
    view.set_picture(1, filled(BLUE, 30, 20), "Small")
    assert seen(view, 590, 300) == BLUE


def test_no_pictures_are_no_trouble(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.zoom_to(2.0)
    view.fit()
    assert not view.grab().isNull()


def candidates() -> tuple[Candidate, ...]:
    def lost() -> QImage:
        raise ReadFailed(Path("gone.png"), "it is gone")

    return (
        Candidate("", "Canvas", QImage(), lambda: filled(RED)),
        Candidate("a", "Seed 1", filled(BLUE, 30, 20), lambda: filled(BLUE)),
        Candidate("b", "Seed 2", QImage(), lost),
    )


@pytest.fixture
def dialog(qtbot: QtBot) -> CompareDialog:
    made = CompareDialog(candidates(), "", "a")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._background.waiting == 0)
    return made


def test_any_two_are_chosen(dialog: CompareDialog, qtbot: QtBot) -> None:
    assert dialog.view.names == ("Canvas", "Seed 1")
    dialog.swap()
    qtbot.waitUntil(lambda: dialog.view.names == ("Seed 1", "Canvas"))
    assert not dialog.apply_button.isEnabled()


def test_the_right_one_is_applied(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.apply_asked) as told:
        QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)
    assert told.args == ["a"]


def test_a_picture_that_is_gone_is_told(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.select(1, "b")
    qtbot.waitUntil(dialog._trouble.isVisible)
    assert "gone.png could not be read" in dialog._trouble.text()
    dialog.select(1, "a")
    qtbot.waitUntil(lambda: dialog.view.names[1] == "Seed 1")
    assert not dialog._trouble.isVisible()


def test_buttons_zoom_and_change_the_mode(dialog: CompareDialog) -> None:
    buttons = {b.accessibleName() or b.text(): b for b in dialog.findChildren(QToolButton)}
    before = dialog.view.zoom
    QTest.mouseClick(buttons["Zoom in (+)"], Qt.MouseButton.LeftButton)
    assert dialog.view.zoom > before
    QTest.mouseClick(buttons["Fit (0)"], Qt.MouseButton.LeftButton)
    assert dialog.view.zoom == before
    QTest.mouseClick(buttons["Side by side"], Qt.MouseButton.LeftButton)
    assert dialog.view.mode is CompareMode.SIDE_BY_SIDE
