"""A new canvas: sizes that the model paints best, sheets of paper, or any other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.planning import painted_extent
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.ui.dialogs.new_document import NewDocumentDialog, best_sizes, paper_size
from tests.ui.painting import starter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def model(side: int = 768) -> ModelCaps:
    """One that paints a megapixel best, as FLUX.1 does."""
    return replace(starter(side=side), best=1024 * 1024)


@pytest.fixture
def dialog(qtbot: QtBot) -> NewDocumentDialog:
    made = NewDocumentDialog(model())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("side", [768, 2048])
def test_best_sizes_are_painted_as_they_are(side: int) -> None:
    caps = model(side)
    sizes = best_sizes(caps)
    assert sizes
    assert all(painted_extent(size.extent, caps) == size.extent for size in sizes)
    assert sizes[0].extent.width == sizes[0].extent.height
    if side == 2048:
        assert all(abs(size.extent.area / caps.best - 1) < 0.05 for size in sizes)


def test_paper_is_counted_in_dots() -> None:
    assert paper_size(210, 297, 300) == Extent(2480, 3508)
    assert paper_size(297, 420, 150) == Extent(1754, 2480)
    assert paper_size(2000, 420, 300) is None


def test_a_preset_fills_the_sides(dialog: NewDocumentDialog) -> None:
    at = next(i for i in range(dialog.preset.count()) if dialog.preset.itemText(i).startswith("A4"))
    dialog.preset.setCurrentIndex(at)
    assert dialog.extent == Extent(1240, 1754)
    dialog.dpi.setCurrentIndex(1)
    assert dialog.extent == Extent(2480, 3508)
    assert "Starter paints it at" in dialog.words.text()
    QTest.mouseClick(dialog.turn, Qt.MouseButton.LeftButton)
    assert dialog.extent == Extent(3508, 2480)


def test_typed_sides_are_another_size(dialog: NewDocumentDialog, qtbot: QtBot) -> None:
    dialog.width_field.setFocus()
    dialog.width_field.selectAll()
    QTest.keyClicks(dialog.width_field, "640")
    dialog.title.setText("  Boats  ")
    create = next(
        b for b in dialog.findChildren(QDialogButtonBox)[0].buttons() if b.text().replace("&", "") == "Create"
    )
    with qtbot.waitSignal(dialog.wanted) as told:
        QTest.mouseClick(create, Qt.MouseButton.LeftButton)
    assert told.args == [Extent(640, 768), "Boats"]
    assert not dialog.isVisible()


def test_sides_stay_within_the_largest_canvas(dialog: NewDocumentDialog) -> None:
    dialog.width_field.setValue(100_000)
    assert dialog.extent.width == 8192
    assert dialog.preset.currentText() == "Another size"


def test_it_works_before_the_model_is_known(qtbot: QtBot) -> None:
    dialog = NewDocumentDialog(None)
    qtbot.addWidget(dialog)
    assert dialog.extent.area > 1
    assert "megapixels" in dialog.words.text()
