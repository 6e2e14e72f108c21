"""The square between painters: ordered, shown as it comes, and used with one undo step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.mix_grid import corner_weights
from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.app.session import Session
from artmaster_desktop.ui.mixing.mix_grid import MixGridDialog
from tests.core.documents import halves, painter, share
from tests.ui.painting import ScriptedEngine, Shelf, Workshop, starter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    engine = ScriptedEngine(starter(guided=True))
    engine.hold.set()
    thread = EngineThread(lambda: engine)
    queue = JobQueue(thread)
    session = Session(halves())
    shelf = Shelf(tuple(painter(slug) for slug in "abcd"))
    desk = PaintDesk(session, queue, thread, shelf, Path("models/starter"))
    made = Workshop(engine, thread, queue, session, desk)
    yield made
    made.close()


def opened(shop: Workshop, qtbot: QtBot, slugs: str) -> MixGridDialog:
    shop.session.set_active_region("left")
    painters = [Shelved(painter(slug)) for slug in slugs]
    dialog = MixGridDialog(shop.session, shop.desk, shop.queue, painters)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_each_corner_is_one_painter_and_the_weights_sum_to_one() -> None:
    assert corner_weights(4, 0, 0) == (1, 0, 0, 0)
    assert corner_weights(4, 1, 0) == (0, 1, 0, 0)
    assert corner_weights(4, 0, 1) == (0, 0, 1, 0)
    assert corner_weights(4, 1, 1) == (0, 0, 0, 1)
    assert corner_weights(4, 0.5, 0.5) == (0.25,) * 4
    assert corner_weights(3, 0.5, 1) == (0, 0, 1)
    assert sum(corner_weights(3, 0.3, 0.6)) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="three"):
        corner_weights(2, 0, 0)


def test_nine_pictures_are_painted_and_shown_each_by_its_painters(shop: Workshop, qtbot: QtBot) -> None:
    dialog = opened(shop, qtbot, "abcd")
    assert all(cell.icon().isNull() for cell in dialog.cells)
    QTest.mouseClick(dialog.paint_button, Left)
    qtbot.waitUntil(lambda: all(not cell.icon().isNull() for cell in dialog.cells), timeout=10_000)
    assert len(shop.engine.jobs) == 9
    assert len({job.seed for job in shop.engine.jobs}) == 1
    by_place = {entry.job.id: entry.purpose for entry in shop.queue.entries}
    assert len(by_place) == 9
    first, middle = shop.engine.jobs[0], shop.engine.jobs[4]
    assert [first.painters[row.painter].slug for row in first.gates.rows if row.area == 1] == ["a"]
    assert [row.weight for row in middle.gates.rows if row.area == 1] == [0.25] * 4


def test_the_chosen_picture_gives_its_weights_and_undo_takes_them_back(shop: Workshop, qtbot: QtBot) -> None:
    before = shop.session.document.regions[0].painters
    dialog = opened(shop, qtbot, "bcd")
    QTest.mouseClick(dialog.cells[1], Left)
    assert dialog.words.text() == "50 % B · 50 % C"
    QTest.mouseClick(dialog.apply_button, Left)
    hands = shop.session.document.regions[0].painters
    assert [(one.painter.slug, one.weight) for one in hands if one.enabled] == [("b", 0.5), ("c", 0.5)]
    assert all(not one.enabled for one in hands if one.painter.slug == share("a").painter.slug)
    shop.session.undo()
    assert shop.session.document.regions[0].painters == before


def test_closing_stops_what_is_left(shop: Workshop, qtbot: QtBot) -> None:
    shop.engine.hold.clear()
    dialog = opened(shop, qtbot, "abcd")
    QTest.mouseClick(dialog.paint_button, Left)
    qtbot.waitUntil(lambda: len(shop.queue.entries) == 9)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: all(entry.ended for entry in shop.queue.entries))
