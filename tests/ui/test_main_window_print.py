"""From the menu to a file for the print shop, and what is said where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import printing as printing_module
from artmaster_desktop.app.printing import Progress
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.print_file import write_print
from artmaster_desktop.ui.dialogs.print_dialog import PrintDialog
from artmaster_desktop.ui.dialogs.trouble import Answer, TroubleDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.main_window_print import PrintProgress
from tests.app.enlarger_fakes import FakeEnlarger
from tests.ui import windows


@pytest.fixture
def enlarger() -> FakeEnlarger:
    return FakeEnlarger()


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path, enlarger: FakeEnlarger) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        shown.shop.printing._make = lambda: enlarger
        red = np.zeros((64, 96, 4), np.uint8)
        red[:] = (200, 30, 20, 255)
        layers = (
            ImageLayer(id="i", name="i", raster=Raster.from_array(red)),
            SketchLayer(id="s", name="s", raster=Raster.from_array(np.full((64, 96, 4), 255, np.uint8))),
        )
        shown.shop.session.open(Document(id="d", extent=Extent(96, 64), layers=layers), None)
        yield shown


def ordered(main: MainWindow, out: Path) -> None:
    """The dialog of Ctrl+P, answered for a small sheet."""
    QTest.keyClick(main, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = main.prints.dialog
    assert isinstance(dialog, PrintDialog)
    dialog.sheet.paper.setCurrentIndex(6)
    dialog.sheet.dpi.setValue(72)
    dialog.path.setText(str(out))
    QTest.mouseClick(dialog.print_button, Qt.MouseButton.LeftButton)


def test_a_sheet_is_printed_without_the_sketch(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    out = tmp_path / "sheet.tif"
    with qtbot.waitSignal(main.shop.printing.printed, timeout=10_000):
        ordered(main, out)
    with Image.open(out) as sheet:
        assert sheet.size == (420, 298)
        assert sheet.getpixel((210, 149)) == (200, 30, 20)
        assert sheet.getpixel((3, 3)) == (255, 255, 255)
    windows.settle()
    assert "sheet.tif" in main.status.currentMessage() or main.prints.dialog is not None


def test_stopped_nothing_is_written(
    qtbot: QtBot, main: MainWindow, enlarger: FakeEnlarger, tmp_path: Path
) -> None:
    enlarger.held = True
    out = tmp_path / "sheet.tif"
    ordered(main, out)
    assert enlarger.reached.wait(10)
    progress = main.prints.dialog
    assert isinstance(progress, PrintProgress)
    windows.until(lambda: progress.bar.value() > 0)
    with qtbot.waitSignal(main.shop.printing.stopped, timeout=10_000):
        QTest.mouseClick(progress.stop_button, Qt.MouseButton.LeftButton)
    assert not out.exists()
    assert list(tmp_path.glob("sheet*")) == []


def test_a_full_disk_is_said_and_can_be_tried_again(
    qtbot: QtBot, main: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "sheet.tif"
    full = True
    write = write_print

    def refused(path: Path, *rest: object) -> object:
        if full and path == out:
            raise SaveFailed(path, 28, "No space left on device")
        return write(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(printing_module, "write_print", refused)
    with qtbot.waitSignal(main.shop.printing.failed, timeout=10_000):
        ordered(main, out)
    trouble = main.prints.dialog
    assert isinstance(trouble, TroubleDialog)
    assert "full" in trouble.message.what
    full = False
    at = [offer.key for offer in trouble.offers].index(Answer.TRY_AGAIN)
    with qtbot.waitSignal(main.shop.printing.printed, timeout=10_000):
        QTest.mouseClick(trouble.buttons[at], Qt.MouseButton.LeftButton)
    assert out.is_file()


def test_the_window_can_go_while_a_sheet_is_printed(
    qtbot: QtBot, main: MainWindow, enlarger: FakeEnlarger, tmp_path: Path
) -> None:
    enlarger.held = True
    ordered(main, tmp_path / "sheet.tif")
    assert enlarger.reached.wait(10)
    assert main.shop.printing.running
    assert main.shop.printing.close(10)
    windows.settle()
    assert not main.shop.printing.busy
    assert not (tmp_path / "sheet.tif").exists()


def test_progress_is_a_part_of_the_whole(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    told: list[Progress] = []
    main.shop.printing.progressed.connect(told.append)
    with qtbot.waitSignal(main.shop.printing.printed, timeout=10_000):
        ordered(main, tmp_path / "sheet.png")
    parts = [progress.part for progress in told]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    assert replace(told[-1], part=1.0).seconds_left == 0.0
