"""The dialog before a print: what it offers, what it refuses, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop import bootstrap
from artmaster_desktop.app.device_turn import DeviceTurn
from artmaster_desktop.app.printing import Printing, PrintTask
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Intent, Space, ToPrinter
from artmaster_desktop.core.print_errors import ProfileUnusable
from artmaster_desktop.core.print_plan import Fit
from artmaster_desktop.core.upscaling import Kernel, UpscalerFile
from artmaster_desktop.storage.print_pdf import generic_cmyk
from artmaster_desktop.ui.dialogs.print_dialog import PrintDialog
from tests.app.enlarger_fakes import FakeEnlarger
from tests.ui.windows import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[PrintDialog]:
    picture = QImage(60, 40, QImage.Format.Format_RGB888)
    picture.fill(QColor(30, 60, 90))
    printing = Printing(FakeEnlarger, DeviceTurn())
    made = PrintDialog(
        Document(id="d", extent=Extent(600, 400), title="Hills"), tmp_path / "hills-print.tif", picture,
        printing, bootstrap.places().models / "upscalers",
    )  # fmt: skip
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    assert printing.close(10)
    settle()


def asked(dialog: PrintDialog, qtbot: QtBot) -> PrintTask:
    """What Return orders."""
    dialog.print_button.setFocus()
    with qtbot.waitSignal(dialog.wanted) as told:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert told.args is not None
    task = told.args[0]
    assert isinstance(task, PrintTask)
    return task


def choose(dialog: PrintDialog, box: object, value: object) -> None:
    """As a person who takes an item."""
    box.setCurrentIndex(box.findData(value))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def test_the_time_is_measured(dialog: PrintDialog, qtbot: QtBot) -> None:
    assert "being measured" in dialog.words.text()
    qtbot.waitUntil(lambda: "It takes about" in dialog.words.text(), timeout=10_000)
    assert "4961 × 3508 pixels" in dialog.words.text()


def test_return_orders_the_sheet(dialog: PrintDialog, qtbot: QtBot, tmp_path: Path) -> None:
    choose(dialog, dialog.sheet.fit, Fit.FILL)
    dialog.sheet.border.setValue(0)
    dialog.sheet.bleed.setValue(3)
    choose(dialog, dialog.file.kind, ".pdf")
    dialog.file.marks.setChecked(True)
    choose(dialog, dialog.file.bits, 16)
    choose(dialog, dialog.file.colours.profile, Space.ADOBE)
    task = asked(dialog, qtbot)
    assert task.out == tmp_path / "hills-print.pdf"
    assert (task.order.paper.name, task.order.bleed, task.order.fit) == ("A3", 3.0, Fit.FILL)
    assert task.planned.bleed == 35
    assert (task.settings.depth, task.settings.marks) == (16, True)
    assert task.settings.colours is Space.ADOBE
    assert task.settings.label.title == "Hills"
    assert isinstance(task.method, UpscalerFile)
    assert task.method.path.name == "artmaster-ink-x4.safetensors"


def test_a_small_sheet_needs_no_network(dialog: PrintDialog, qtbot: QtBot) -> None:
    dialog.sheet.paper.setCurrentIndex(dialog.sheet.paper.count() - 1)
    dialog.sheet.wide.setValue(60)
    dialog.sheet.high.setValue(40)
    assert asked(dialog, qtbot).method is Kernel.LANCZOS


def test_what_would_do_nothing_cannot_be_set(dialog: PrintDialog) -> None:
    assert not dialog.sheet.bleed.isEnabled()
    assert not dialog.file.marks.isVisible()
    assert not dialog.file.colours.intent.isVisible()
    choose(dialog, dialog.file.kind, ".jpg")
    assert not dialog.file.bits.isVisible()
    assert dialog.file.quality.isVisible()


def test_the_sheet_lies_as_asked(dialog: PrintDialog, qtbot: QtBot) -> None:
    assert dialog.task.plan.paper.width > dialog.task.plan.paper.height
    choose(dialog, dialog.sheet.lies, "upright")
    assert dialog.task.plan.paper.width < dialog.task.plan.paper.height


def test_a_contradiction_is_said(dialog: PrintDialog) -> None:
    dialog.sheet.border.setValue(400)
    assert "border" in dialog.words.text()
    assert not dialog.print_button.isEnabled()
    dialog.sheet.border.setValue(5)
    assert dialog.print_button.isEnabled()


def test_a_printers_profile(dialog: PrintDialog, qtbot: QtBot, tmp_path: Path) -> None:
    profile = tmp_path / "shop.icc"
    profile.write_bytes(generic_cmyk())
    dialog.file.colours.use_file(profile)
    choose(dialog, dialog.file.colours.intent, Intent.PERCEPTUAL)
    dialog.file.colours.black.setChecked(False)
    colours = asked(dialog, qtbot).settings.colours
    assert colours == ToPrinter(path=profile, intent=Intent.PERCEPTUAL, black_point=False)


def test_a_broken_profile_is_refused_in_words(dialog: PrintDialog, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.icc"
    broken.write_bytes(b"nothing")
    with qtbot.waitSignal(dialog.file.refused) as told:
        dialog.file.colours.use_file(broken)
    assert told.args is not None
    assert isinstance(told.args[0], ProfileUnusable)
    assert "broken.icc" in dialog.words.text()
    assert dialog.task.settings.colours is Space.SRGB


def test_a_strangers_pickle_asks_for_trust(dialog: PrintDialog, tmp_path: Path) -> None:
    dialog.growth.use_file(tmp_path / "4x.pth")
    assert dialog.growth.trust.isVisible()
    assert dialog.task.method == UpscalerFile(tmp_path / "4x.pth", trusted=False)
    QTest.mouseClick(dialog.growth.trust, Qt.MouseButton.LeftButton, pos=dialog.growth.trust.rect().center())
    dialog.growth.trust.setChecked(True)
    assert dialog.task.method == UpscalerFile(tmp_path / "4x.pth", trusted=True)


def test_escape_prints_nothing(dialog: PrintDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.wanted):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
