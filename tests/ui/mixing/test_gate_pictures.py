"""Pictures of the gate: they follow the document, and show what would be painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import edit_region
from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS
from artmaster_desktop.core.painter import Role
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.mixing.gate_pictures import GatePictures
from artmaster_desktop.ui.widgets.heat import ink, map_image, shade
from tests.core.documents import halves, painter, share
from tests.ui.painting import ScriptedEngine, Shelf, Workshop, starter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    engine = ScriptedEngine(starter(guided=True))
    thread = EngineThread(lambda: engine)
    queue = JobQueue(thread)
    session = Session(halves())
    shelf = Shelf((painter("a"), painter("b"), painter("c")))
    made = Workshop(engine, thread, queue, session, PaintDesk(session, queue, thread, shelf))
    made.desk.set_model(engine.caps.path)
    yield made
    made.close()


def opened(shop: Workshop, qtbot: QtBot, region: str) -> GatePictures:
    dialog = GatePictures(shop.session, shop.desk, PainterShelf(PainterLibrary([]), Path("none")), region)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_region_is_shown_with_its_place_and_its_parts_and_follows_edits(
    shop: Workshop, qtbot: QtBot
) -> None:
    dialog = opened(shop, qtbot, "left")  # before anything is known
    assert "Nothing is known" in dialog.words.text()
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    assert dialog.area.currentData() == "left"
    (row,) = dialog.rows
    half = row.coverage.shape[1] // 2
    assert row.coverage[:, : half - 1].min() > 0.9
    assert row.coverage[:, half + 1 :].max() < 0.1
    assert np.shape(row.values) == (len(BLOCK_GROUPS), NOISE_BINS)
    left = shop.session.document.regions[0]
    hands = (share("b", 0.5, Role.COLOUR), share("c", 0.25))
    shop.session.apply(edit_region(replace(left, painters=hands)))
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    assert dialog.rows[0].values[0] == (0.0, 0.5, 0.0, 0.0)
    assert dialog.rows[1].values[0] == (0.25,) * 4
    assert "0.50" in dialog.rows[0].accessibleDescription()


def test_all_areas_are_chosen_by_the_keyboard(shop: Workshop, qtbot: QtBot) -> None:
    dialog = opened(shop, qtbot, "left")
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    dialog.area.setFocus()
    QTest.keyClick(dialog.area, Qt.Key.Key_Home)
    assert dialog.area.currentData() == "*"
    assert shop.desk.forecast.job is not None
    assert len(dialog.rows) == len(shop.desk.forecast.job.gates.rows) > 1


def test_a_closed_picture_hears_no_more(shop: Workshop, qtbot: QtBot) -> None:
    dialog = GatePictures(shop.session, shop.desk, PainterShelf(PainterLibrary([]), Path("none")), "left")
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    with qtbot.waitSignal(shop.desk.notices_changed), qtbot.captureExceptions() as raised:
        left = shop.session.document.regions[0]
        shop.session.apply(edit_region(replace(left, painters=())))
    assert raised == []


def test_shades_go_from_the_base_to_the_highlight_and_numbers_are_told_apart() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(255, 255, 255))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 128))
    assert shade(palette, 0.0) == QColor(255, 255, 255)
    assert shade(palette, 2.0) == QColor(0, 0, 128)
    assert ink(palette, 0.0).lightness() < 128 < ink(palette, 1.0).lightness()
    picture = map_image(np.array([[0.0, 1.0]], np.float32), palette)
    assert picture.pixelColor(0, 0) == QColor(255, 255, 255)
    assert picture.pixelColor(1, 0) == QColor(0, 0, 128)
