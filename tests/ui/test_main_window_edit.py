"""What the menus do to the document, from the key that was pressed to what is undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core import commands as c
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.ui.dialogs.canvas_size import CanvasSizeDialog
from artmaster_desktop.ui.main_window import MainWindow
from tests.ui import windows

Key = Qt.Key
Ctrl, Alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Left = Qt.MouseButton.LeftButton
SQUARE = Bounds(0, 0, 1024, 1024)


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        yield shown


def with_picture(main: MainWindow) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A layer full of noise over all of the canvas."""
    pixels = np.random.default_rng(3).integers(1, 256, (1024, 1024, 4), np.uint8)
    main.shop.session.apply(c.insert_picture(pixels, "noise"))
    return pixels


def picture(main: MainWindow, area: Bounds) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    layer = next(x for x in main.shop.session.document.walk() if isinstance(x, ImageLayer))
    return layer.raster.read(area)


def ask_canvas_size(main: MainWindow) -> CanvasSizeDialog:
    main.activateWindow()
    main.canvas.setFocus()
    QTest.keyClick(main.canvas, Key.Key_C, Ctrl | Alt)
    (dialog,) = main.findChildren(CanvasSizeDialog)
    assert dialog.isVisible()
    return dialog


def test_the_canvas_gets_another_size_by_its_key(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    session, noise = main.shop.session, with_picture(main)
    main.actions_of["select.all"].trigger()
    dialog = ask_canvas_size(main)
    dialog.width_field.setValue(1124)
    dialog.height_field.setValue(824)
    QTest.mouseClick(dialog.anchors.button(2), Left)  # the top right: room at the left, cropped at the bottom
    QTest.mouseClick(dialog.resize_button, Left)
    windows.settle()
    assert session.document.extent == Extent(1124, 824)
    assert np.array_equal(picture(main, Bounds(100, 0, 1024, 824)), noise[:824])
    assert session.selection is None
    assert main.canvas.viewport.extent == Extent(1124, 824)
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        main.shop.files.save(tmp_path / "cropped.ora")
    assert load_document(tmp_path / "cropped.ora").document == session.document  # what is cropped is kept
    main.activateWindow()
    main.canvas.setFocus()
    qtbot.waitUntil(main.isActiveWindow)
    QTest.keyClick(main.canvas, Key.Key_Z, Ctrl)
    assert session.document.extent == Extent(1024, 1024)
    assert np.array_equal(picture(main, SQUARE), noise)


def test_a_canvas_size_that_is_cancelled_changes_nothing(main: MainWindow) -> None:
    before = main.shop.session.document
    dialog = ask_canvas_size(main)
    dialog.width_field.setValue(300)
    QTest.keyClick(dialog, Key.Key_Escape)
    windows.settle()
    assert main.shop.session.document is before
    assert main.findChildren(CanvasSizeDialog) == []


def test_a_copy_is_picked_and_merged_into_what_it_was_made_of(main: MainWindow) -> None:
    session = main.shop.session
    with_picture(main)
    original = next(x for x in session.document.walk() if isinstance(x, ImageLayer))
    session.set_active_layer(original.id)
    main.activateWindow()
    main.canvas.setFocus()
    QTest.keyClick(main.canvas, Key.Key_J, Ctrl)
    ids = [layer.id for layer in session.document.layers]
    assert session.active_layer not in ("", original.id)
    assert ids.index(session.active_layer) == ids.index(original.id) + 1
    main.actions_of["layer.merge"].trigger()
    assert len(session.document.layers) == len(ids) - 1


def test_a_brush_is_as_large_in_the_next_window_as_it_was_left(qtbot: QtBot, main: MainWindow) -> None:
    main.activateWindow()
    main.canvas.setFocus()
    QTest.keyClicks(main.canvas, "b")
    before = main.toolbox.brush.size
    QTest.keyClicks(main.canvas, "]]]")
    brush = main.toolbox.brush
    assert brush.size > before
    with qtbot.waitSignal(main.left, timeout=2000):
        main.close()
    assert main.shop.preferences.settings.brush_size(brush.id) == brush.size


def test_every_action_of_the_menus_leads_somewhere(main: MainWindow) -> None:
    actions = main.actions_of
    deaf = [spec.id for spec in actions if not actions[spec.id].receivers(SIGNAL("triggered(bool)"))]
    assert deaf == []


def test_every_change_of_the_selection_is_a_step(main: MainWindow) -> None:
    session = main.shop.session
    with_picture(main)
    before = len(session.history.steps)
    session.set_selection(Raster.from_array(np.full((200, 200), 255, np.uint8), 100, 100))
    orders = ("shrink", "feather", "grow", "invert", "none", "all")
    for order in orders:
        main.actions_of[f"select.{order}"].trigger()
        windows.until(lambda: not main.canvas.busy)
        windows.settle()
    assert [step.name for step in session.history.steps[before:]] == [
        "Select", "Shrink selection", "Soften selection", "Grow selection", "Invert selection",
        "Select nothing", "Select all",
    ]  # fmt: skip
    for _ in range(len(orders) + 1):
        main.actions_of["edit.undo"].trigger()
    assert session.selection is None
    assert len(session.history.steps) == before + len(orders) + 1
