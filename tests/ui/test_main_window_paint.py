"""A finished painting is seen on the canvas, and is not in the document before the artist applies it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.commands import edit_paint, edit_root
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.panels.paint import PaintPanel
from tests.ui import windows

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
PAINTED = (77, 80, 160)
"""What the scripted engine paints with seed 77."""


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        session = shown.shop.session
        session.apply(edit_paint(replace(session.document.paint, steps=2, seed=77)))
        shown.shop.effect.start()
        qtbot.waitUntil(lambda: shown.shop.desk.caps is not None, timeout=5000)
        shown.activateWindow()
        shown.canvas.setFocus()
        yield shown


def seen(main: MainWindow) -> tuple[int, int, int]:
    """The colour in the canvas' upper left quarter."""
    at = main.canvas.view_from_canvas(QPointF(200, 200)).toPoint()
    colour = main.canvas.grab().toImage().pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def painted(qtbot: QtBot, main: MainWindow) -> None:
    """A click on Paint, and the picture on the disk. Each picture gets another seed unless it is told one."""
    session = main.shop.session
    session.apply(edit_paint(replace(session.document.paint, seed=77)))
    panel = main.docks.panel("paint")
    assert isinstance(panel, PaintPanel)
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        QTest.mouseClick(panel.paint_button, Left)
    qtbot.waitUntil(lambda: seen(main) == PAINTED)


def draw(main: MainWindow) -> None:
    middle = main.canvas.rect().center()
    QTest.mousePress(main.canvas, Left, pos=middle)
    QTest.mouseMove(main.canvas, middle + QPoint(30, 9))
    QTest.mouseRelease(main.canvas, Left, pos=middle + QPoint(40, 15))
    windows.until(lambda: main.shop.session.wet is None)


def test_who_presses_paint_sees_the_painting(qtbot: QtBot, main: MainWindow) -> None:
    session = main.shop.session
    layers, paper = session.document.layers, seen(main)
    painted(qtbot, main)
    assert session.document.layers is layers
    assert "not applied. Ctrl+Alt+Return applies it" in main.status.said.text()
    session.apply(edit_root(replace(session.document.root, prompt="a hill")))
    assert seen(main) == PAINTED  # words may change beside it
    draw(main)
    assert seen(main) == paper
    main.actions_of["edit.undo"].trigger()
    assert seen(main) == paper


def test_esc_puts_it_away_and_it_can_still_be_applied(qtbot: QtBot, main: MainWindow) -> None:
    paper = seen(main)
    painted(qtbot, main)
    QTest.keyClick(main.canvas, Key.Key_Escape)
    assert seen(main) == paper
    with qtbot.waitSignal(main.shop.results.applied, timeout=5000):
        QTest.keyClick(
            main.canvas, Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
    assert any(isinstance(layer, ImageLayer) for layer in main.shop.session.document.walk())
    assert seen(main) == PAINTED
    main.actions_of["edit.undo"].trigger()
    assert seen(main) == paper  # it was in the document, no longer over it


def test_esc_from_a_panel_is_heard(qtbot: QtBot, main: MainWindow) -> None:
    paper = seen(main)
    painted(qtbot, main)
    panel = main.docks.panel("paint")
    assert isinstance(panel, PaintPanel)
    QTest.keyClick(panel.paint_button, Key.Key_Escape)
    assert seen(main) == paper


def test_another_document_and_the_preview_switch_put_it_away(qtbot: QtBot, main: MainWindow) -> None:
    paper = seen(main)
    painted(qtbot, main)
    main.actions_of["view.preview"].trigger()
    assert seen(main) == paper
    main.actions_of["view.preview"].trigger()
    panel = main.docks.panel("paint")
    assert isinstance(panel, PaintPanel)
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        QTest.mouseClick(panel.paint_button, Left)
    qtbot.waitUntil(lambda: seen(main) != paper)  # in a colour of its own: a painted seed is drawn anew
    main.files.begin(main.shop.session.document.extent, "Another")
    windows.settle()
    assert seen(main) == paper


def test_variations_wait_in_the_tray(qtbot: QtBot, main: MainWindow) -> None:
    paper = seen(main)
    main.actions_of["paint.variations"].trigger()
    qtbot.waitUntil(lambda: len(main.shop.results.all) >= 2, timeout=10_000)
    qtbot.waitUntil(lambda: all(entry.ended for entry in main.shop.queue.entries), timeout=10_000)
    assert seen(main) == paper


def test_live_shows_its_newest_until_the_next_stroke(qtbot: QtBot, main: MainWindow) -> None:
    main.actions_of["paint.live"].trigger()
    draw(main)
    qtbot.waitUntil(lambda: bool(main.shop.results.all), timeout=10_000)
    qtbot.waitUntil(lambda: seen(main) == PAINTED)
    middle = main.canvas.rect().center()
    QTest.mousePress(main.canvas, Left, pos=middle)
    QTest.mouseMove(main.canvas, middle + QPoint(30, 9))
    windows.until(lambda: main.shop.session.wet is not None)
    assert seen(main) != PAINTED
    QTest.mouseRelease(main.canvas, Left, pos=middle + QPoint(40, 15))
    windows.until(lambda: main.shop.session.wet is None)
