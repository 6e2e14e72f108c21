"""Things taken out, pictures extended, and regions given to another painter, as the artist does it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.order import REMOVAL
from artmaster_desktop.core import commands
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.ui.dialogs.canvas_size import CanvasSizeDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.mixing.transfer import TransferDialog
from artmaster_desktop.ui.panels.paint import PaintPanel
from tests.app.fakes import FakeEngine
from tests.core.documents import halves
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RETURN, LEFT = Qt.Key.Key_Return, Qt.MouseButton.LeftButton


def opened(main: MainWindow) -> PaintPanel:
    grey = np.full((256, 256, 4), (120, 120, 120, 255), np.uint8)
    document = commands.insert_picture(grey, "Photo", layer_id="photo").change(halves())
    main.shop.session.open(document, None)
    main.shop.desk.set_model(Path("model"))
    windows.until(lambda: main.shop.desk.caps is not None)
    panel = main.docks.panel("paint")
    assert isinstance(panel, PaintPanel)
    return panel


def square(side: int = 96) -> Raster:
    return Raster.from_array(np.full((side, side), 255, np.uint8), 64, 64)


def test_what_is_selected_is_removed(qtbot: QtBot, tmp_path: Path) -> None:
    engine = FakeEngine()
    with windows.window(qtbot, tmp_path, lambda: engine) as main:
        panel = opened(main)
        session = main.shop.session
        assert not panel.remove_button.isVisible()
        assert not main.actions_of["paint.remove"].isEnabled()
        session.set_selection(square())
        assert panel.remove_button.isVisible()
        assert panel.paint_button.text() == "Fill the selection"
        QTest.keyClick(panel.remove_button, Qt.Key.Key_Space)
        assert panel.paint_button.text() == "Remove what is selected"
        QTest.mouseClick(panel.paint_button, LEFT)
        windows.until(lambda: len(engine.jobs) == 1)
        (job,) = engine.jobs
        assert isinstance(job.start, RepaintStart)
        assert job.start.strength == REMOVAL
        assert all("lake" not in text for text in job.texts), "no text is read for it"
        session.set_selection(None)
        session.set_selection(square())
        assert panel.paint_button.text() == "Fill the selection", "another selection is another wish"
        main.canvas.setFocus()
        QTest.keyClick(main.canvas, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
        windows.until(lambda: len(engine.jobs) == 2)
        assert isinstance(engine.jobs[1].start, RepaintStart)
        assert engine.jobs[1].start.strength == REMOVAL
        windows.until(lambda: len(main.shop.results.all) == 2)


def test_the_picture_is_extended_on_one_side(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        panel = opened(main)
        session = main.shop.session
        main.actions_of["paint.extend"].trigger()
        dialog = main.canvas.findChildren(CanvasSizeDialog)[-1]
        assert dialog.select.isChecked()
        assert not dialog.select.isEnabled(), "nothing is added yet"
        dialog.width_field.setValue(384)
        dialog.anchors.button(5).click()
        QTest.keyClick(dialog.resize_button, RETURN)
        windows.until(lambda: session.selection is not None)
        assert session.document.extent == Extent(384, 256)
        assert session.selection is not None
        mask = session.selection.read(Bounds(0, 0, 384, 256))[:, :, 0]
        assert (mask[:, :128] == 255).all()
        assert mask[:, 220:].max() == 0
        assert panel.paint_button.text() == "Extend to the left"
        session.undo()
        session.undo()
        assert session.document.extent == Extent(256, 256)


def test_a_canvas_is_resized_without_a_selection(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        main.actions_of["edit.canvas-size"].trigger()
        dialog = main.canvas.findChildren(CanvasSizeDialog)[-1]
        assert not dialog.select.isChecked()
        dialog.height_field.setValue(300)
        QTest.keyClick(dialog.resize_button, RETURN)
        windows.live(50)
        assert (main.shop.session.document.extent, main.shop.session.selection) == (Extent(256, 300), None)


def test_a_region_goes_to_another_painter_and_keeps_its_drawing(qtbot: QtBot, tmp_path: Path) -> None:
    engine = FakeEngine()
    with windows.window(qtbot, tmp_path, lambda: engine) as main:
        opened(main)
        shop = main.shop
        shop.shelf.refresh()
        windows.until(lambda: len(shop.shelf.painters) > 1, 20)
        assert not main.actions_of["region.transfer"].isEnabled()
        shop.session.set_active_region("left")
        main.actions_of["region.transfer"].trigger()
        windows.until(lambda: bool(main.findChildren(TransferDialog)))
        dialog = main.findChildren(TransferDialog)[-1]
        assert dialog.prompt.toPlainText() == "left side"
        dialog.painter.choose(shop.shelf.painters[1].painter.slug)
        dialog.structure.setFocus()
        QTest.keyClicks(dialog.structure, "70")
        QTest.keyClick(dialog.structure, RETURN)
        QTest.mouseClick(dialog.paint_button, LEFT)
        windows.until(lambda: len(engine.jobs) == 1)
        (job,) = engine.jobs
        assert isinstance(job.start, RepaintStart)
        assert job.start.strength == pytest.approx(0.3)
        assert shop.shelf.painters[1].painter.slug in [hired.slug for hired in job.painters]
        assert job.start.cover[:, 128:].max() == 0, "the other region stays"
        assert shop.session.document.regions == halves().regions, "the document is as it was"
        windows.until(lambda: len(shop.results.all) == 1)
