"""Another size of the canvas: to which sides, and what is said about what is cropped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.dialogs.canvas_size import CanvasSizeDialog, shift

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot) -> CanvasSizeDialog:
    made = CanvasSizeDialog(Extent(200, 100))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("anchor", "moved"),
    [(0, (0, 0)), (1, (5, 0)), (2, (11, 0)), (3, (0, -3)), (4, (5, -3)), (8, (11, -5)), (6, (0, -5))],
)
def test_the_picture_keeps_to_its_anchor(anchor: int, moved: tuple[int, int]) -> None:
    assert shift(Extent(200, 100), Extent(211, 95), anchor) == moved


def test_typed_sides_and_a_corner_are_told(dialog: CanvasSizeDialog, qtbot: QtBot) -> None:
    dialog.width_field.setFocus()
    dialog.width_field.selectAll()
    QTest.keyClicks(dialog.width_field, "260")
    QTest.mouseClick(dialog.anchors.button(8), Left)
    dialog.height_field.setFocus()
    dialog.height_field.selectAll()
    QTest.keyClicks(dialog.height_field, "70")
    assert "Added: left 60 px." in dialog.words.text()
    assert "Cropped: top 30 px." in dialog.words.text()
    with qtbot.waitSignal(dialog.wanted) as told:
        QTest.keyClick(dialog.height_field, Qt.Key.Key_Return)
    assert told.args == [Extent(260, 70), 60, -30]
    assert not dialog.isVisible()


def test_the_size_that_it_has_is_no_change(dialog: CanvasSizeDialog) -> None:
    assert not dialog.resize_button.isEnabled()
    assert dialog.words.text() == "The canvas has this size already."
    dialog.width_field.setValue(100_000)
    assert dialog.extent.width == 8192
    assert dialog.resize_button.isEnabled()
    assert "Cropped" not in dialog.words.text()


def test_the_arrows_have_names(dialog: CanvasSizeDialog) -> None:
    names = {button.accessibleName() for button in dialog.anchors.buttons()}
    assert len(names) == 9
    assert all(button.toolTip() for button in dialog.anchors.buttons())
    assert dialog.anchors.button(4).isChecked()


def test_the_sheet_follows_the_size_and_the_anchor(dialog: CanvasSizeDialog) -> None:
    sheet = dialog.sheet
    before = sheet.grab().toImage()
    dialog.width_field.setValue(400)
    wide = sheet.grab().toImage()
    QTest.mouseClick(dialog.anchors.button(0), Left)
    assert before != wide
    assert sheet.grab().toImage() != wide
