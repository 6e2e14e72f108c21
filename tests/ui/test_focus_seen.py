"""Where the keyboard is can be seen, wherever Tab comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.main_window import MainWindow
from tests.ui import windows
from tests.ui.test_accessible import EXAMPLES, described, open_cards, open_studio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform
MARGIN = 4
"""Pixels around a widget in which its parent may show the focus."""
CURSORED = QLineEdit, QPlainTextEdit, QTextEdit, CanvasView
"""These show a cursor, which blinks, or on the canvas the tool's own."""


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        with qtbot.waitSignal(shown.shop.files.opened, timeout=5000):
            shown.files.open_example(EXAMPLES / "two-painters.ora")
        windows.settle()
        yield shown


def stops(top: QWidget) -> list[QWidget]:
    """Where Tab stops in ``top`` as it is shown."""
    found: list[QWidget] = []
    at = top.nextInFocusChain()
    while at is not None and at is not top:
        tabbed = at.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if tabbed and at.isEnabled() and at.isVisible() and at.window() is top and at.focusProxy() is None:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def around(widget: QWidget, top: QWidget) -> NDArray[np.uint8]:
    place = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size()).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    seen = place.intersected(top.rect())
    if seen.isEmpty():  # scrolled away
        return np.zeros((0, 0, 3), np.uint8)
    image = top.grab(seen).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return (
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()
    )


def unseen(top: QWidget, start: QWidget) -> list[str]:
    """Where Tab comes from ``start`` around in ``top`` and it looks as when it has gone on."""
    start.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(start, Qt.Key.Key_Tab)  # Qt shows the focus of some widgets from the first key on
    found, seen = [], []
    widget = QApplication.focusWidget()
    while widget is not None and widget not in seen and not isinstance(widget, CanvasView):
        seen.append(widget)
        windows.settle()
        focused = around(widget, top)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        windows.settle()
        assert QApplication.focusWidget() is not widget, f"Tab does not leave {described(widget)}"
        plain = around(widget, top)
        alike = focused.size > 0 and focused.shape == plain.shape and np.array_equal(focused, plain)
        if isinstance(widget, QScrollArea) or (alike and not isinstance(widget, CURSORED)):
            found.append(described(widget))
        widget = QApplication.focusWidget()
    return found


def test_in_the_window(main: MainWindow, qtbot: QtBot) -> None:
    main.activateWindow()
    open_cards(main)
    found: set[str] = set()
    assert len(stops(main)) > 40
    for panel in main.docks.ids:
        main.docks.bring(panel)
        windows.settle()
        dock = main.docks.dock(panel)
        inside = [widget for widget in stops(main) if dock.isAncestorOf(widget)]
        found |= set(unseen(main, inside[0]) if inside else ())
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    "opened",
    [
        lambda main: main.helping.open_settings(),
        lambda main: main.helping.open_download(),
        lambda main: main.helping.open_log(),
        lambda main: main.files.new(),
        lambda main: main.files.export(),
        lambda main: main.edits.ask_canvas_size(),
        open_studio,
    ],
    ids=["settings", "download", "log", "new", "export", "canvas", "studio"],
)
def test_in_a_dialog(main: MainWindow, qtbot: QtBot, opened: Callable[[MainWindow], None]) -> None:
    opened(main)
    windows.settle()
    (dialog,) = [d for d in main.findChildren(QWidget) if d.isWindow() and d.isVisible()]
    first = QApplication.focusWidget()
    assert first is not None
    assert dialog.isAncestorOf(first) or first is dialog
    found = unseen(dialog, first)
    assert not found, "\n".join(found)
    dialog.close()


def test_a_panel_that_a_key_brings_has_the_keyboard(main: MainWindow) -> None:
    """So that Alt+4 and the words can be typed one after the other."""
    for dock_id in ("prompt", "layers"):
        dock = main.docks.dock(dock_id)
        dock.hide()
        windows.settle()
        dock.toggleViewAction().trigger()
        windows.settle()
        assert dock.isVisible()
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dock.isAncestorOf(focused)


def test_panels_come_back_to_the_places_they_had(main: MainWindow) -> None:
    windows.settle()
    before = {dock_id: main.docks.dock(dock_id).geometry() for dock_id in main.docks.ids}
    shown = {dock_id for dock_id in main.docks.ids if main.docks.dock(dock_id).isVisible()}
    for _ in range(2):
        main.actions_of["view.canvas-only"].trigger()
        windows.settle()
        assert not any(main.docks.dock(dock_id).isVisible() for dock_id in main.docks.ids)
        main.actions_of["view.canvas-only"].trigger()
        windows.settle()
    assert {dock_id for dock_id in main.docks.ids if main.docks.dock(dock_id).isVisible()} == shown
    assert {i: g for i, g in before.items() if i in shown} == {
        i: main.docks.dock(i).geometry() for i in shown
    }
