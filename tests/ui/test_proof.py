"""The canvas as print shows it, and the marks on what print does not have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.print_colour import Space, ToPrinter
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.print_pdf import generic_cmyk
from artmaster_desktop.storage.print_proof import ProofSetup, ProofTable, proof_table
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.main_window_proof import MARKED, CanvasProof
from tests.ui import windows

BLUE, GREY = (0, 0, 255), (120, 120, 120)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("press") / "press.icc"
    path.write_bytes(generic_cmyk())
    return path


@pytest.fixture(scope="module")
def table(press: Path) -> ProofTable:
    return proof_table(ProofSetup(ToPrinter(path=press)))


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        halves = np.full((64, 64, 4), 255, np.uint8)
        halves[:, :32, :3], halves[:, 32:, :3] = BLUE, GREY
        picture = ImageLayer(id="i", name="i", raster=Raster.from_array(halves))
        shown.shop.session.open(Document(id="d", extent=Extent(64, 64), layers=(picture,)), None)
        shown.canvas.fit()
        yield shown


def seen(main: MainWindow) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours of both halves on the canvas."""
    windows.settle()
    picture = main.canvas.grab().toImage()
    y, middle = picture.height() // 2, picture.width() // 2
    colours = [picture.pixelColor(middle + off, y) for off in (-40, 40)]
    return tuple((c.red(), c.green(), c.blue()) for c in colours)  # type: ignore[return-value]


def test_proof_and_marks_are_switched_by_keys(main: MainWindow, press: Path, qtbot: QtBot) -> None:
    assert seen(main) == (BLUE, GREY)
    QTest.keyClick(main, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    dialog = main.proofs.dialog
    assert dialog is not None
    dialog.colours.use_file(press)
    with qtbot.waitSignal(main.proofs.said, timeout=20_000):
        QTest.mouseClick(dialog.show_button, Qt.MouseButton.LeftButton)
    blue, grey = seen(main)
    assert sum(blue) != 255
    assert max(blue) < 255
    assert max(abs(one - 120) for one in grey) < 12
    main.activateWindow()
    windows.settle()
    QTest.keyClick(
        main, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert seen(main)[0] == MARKED
    main.actions_of["view.proof"].trigger()
    assert seen(main) == (MARKED, GREY)
    main.actions_of["view.gamut"].trigger()
    assert seen(main) == (BLUE, GREY)


def test_without_a_printer_nothing_is_proofed(main: MainWindow) -> None:
    main.actions_of["view.gamut"].trigger()
    dialog = main.proofs.dialog
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not main.actions_of["view.gamut"].isChecked()
    assert seen(main) == (BLUE, GREY)


def test_a_profile_that_is_gone_is_said(main: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(main.proofs.trouble, timeout=20_000):
        main.proofs.use(ProofSetup(ToPrinter(path=tmp_path / "gone.icc")))
    assert not main.actions_of["view.proof"].isChecked()


def test_the_colours_of_the_file_itself_are_all_there(table: ProofTable) -> None:
    assert table.outside.any()
    assert not proof_table(ProofSetup(Space.PROPHOTO)).outside.any()


def test_clear_paper_is_white_paper(table: ProofTable) -> None:
    clear = QImage(5, 3, QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(0)
    shown = CanvasProof(table, proofing=True, marking=True)(clear)
    assert shown.size() == clear.size()
    assert QColor(shown.pixel(4, 2)).lightness() > 250
