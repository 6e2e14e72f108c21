"""The queue panel: order, cancel, try again, and the reason of a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.jobs import State
from artmaster_desktop.core.errors import OutOfMemory
from artmaster_desktop.ui.panels.queue import QueuePanel
from artmaster_desktop.ui.panels.queue_row import DETAIL, TITLE
from tests.ui.painting import Workshop, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

FAULT = OutOfMemory("cuda:0", "painting", 0, 1 << 30, ())
MOVE = Qt.DropAction.MoveAction


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    with workshop() as opened:
        yield opened


@pytest.fixture
def panel(shop: Workshop, qtbot: QtBot) -> QueuePanel:
    """One job runs and three wait."""
    made = QueuePanel(shop.queue)
    qtbot.addWidget(made)
    made.resize(320, 360)
    made.show()
    assert made.empty.isVisible()
    shop.desk.variations(4)
    qtbot.waitUntil(lambda: len(shop.queue.waiting) == 3)
    return made


def seeds(panel: QueuePanel) -> list[int]:
    entries = (panel.model.entry(panel.model.index(row)) for row in range(panel.model.rowCount()))
    return [entry.job.seed for entry in entries if entry is not None]


def click(panel: QueuePanel, row: int) -> None:
    place = panel.view.visualRect(panel.model.index(row)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_rows_tell_what_is_painted_and_how_it_stands(panel: QueuePanel, qtbot: QtBot) -> None:
    assert seeds(panel) == [7, 8, 9, 10]
    first, second = panel.model.index(0), panel.model.index(1)
    assert first.data(TITLE) == "Variation 1 of 4, seed 7"
    qtbot.waitUntil(lambda: first.data(DETAIL) == "Painting · 2 s left")
    assert second.data(DETAIL) == "Waits: 256 × 256, 20 steps"
    assert panel.words.text() == "3 waiting"
    assert "Variation 2" in second.data(Qt.ItemDataRole.AccessibleTextRole)


def test_drag_and_drop_changes_the_order(panel: QueuePanel) -> None:
    model = panel.model
    data = model.mimeData([model.index(3)])
    assert model.canDropMimeData(data, MOVE, 1, 0, QModelIndex())
    model.dropMimeData(data, MOVE, 1, 0, QModelIndex())
    assert seeds(panel) == [7, 10, 8, 9]
    model.dropMimeData(model.mimeData([model.index(1)]), MOVE, 4, 0, QModelIndex())
    assert seeds(panel) == [7, 8, 9, 10]
    model.dropMimeData(model.mimeData([model.index(2)]), MOVE, 0, 0, QModelIndex())
    assert seeds(panel) == [7, 9, 8, 10]
    model.dropMimeData(model.mimeData([model.index(1)]), MOVE, -1, -1, QModelIndex())
    assert seeds(panel) == [7, 8, 10, 9]


def test_what_runs_is_not_dragged(panel: QueuePanel) -> None:
    model = panel.model
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsDragEnabled
    model.dropMimeData(model.mimeData([model.index(0)]), MOVE, 3, 0, QModelIndex())
    assert seeds(panel) == [7, 8, 9, 10]


def test_keys_change_the_order_and_the_choice_follows(panel: QueuePanel) -> None:
    click(panel, 1)
    assert not panel.up_action.isEnabled()
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert seeds(panel) == [7, 9, 8, 10]
    assert panel.chosen is not None
    assert panel.chosen.job.seed == 8
    panel.down_action.trigger()
    assert not panel.down_action.isEnabled()
    panel.up_action.trigger()
    assert seeds(panel) == [7, 9, 8, 10]


def test_one_is_cancelled_and_then_taken_off_the_list(panel: QueuePanel, shop: Workshop) -> None:
    click(panel, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert [e.job.seed for e in shop.queue.waiting] == [8, 10]
    assert panel.model.index(3).data(DETAIL) == "Cancelled"
    click(panel, 3)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert panel.model.rowCount() == 3


def test_all_are_cancelled_at_once(panel: QueuePanel, shop: Workshop) -> None:
    panel.all_action.trigger()
    assert all(entry.state is State.CANCELLED for entry in shop.queue.entries)
    assert not panel.all_action.isEnabled()
    assert panel.words.text() == ""


def test_what_failed_says_why_and_is_tried_again(shop: Workshop, qtbot: QtBot) -> None:
    shop.engine.faults.append(FAULT)
    panel = QueuePanel(shop.queue)
    qtbot.addWidget(panel)
    panel.show()
    with qtbot.waitSignal(shop.queue.failed):
        shop.desk.paint()
    click(panel, 0)
    assert "Memory on cuda:0 ran out" in panel.model.index(0).data(DETAIL)
    assert panel.reason_action.isEnabled()
    with qtbot.waitSignal(panel.reason_asked) as told:
        panel.reason_action.trigger()
    assert told.args == [FAULT]
    QTest.keyClick(panel.view, Qt.Key.Key_R)
    assert [entry.state for entry in shop.queue.entries] == [State.RUNNING]
    assert panel.chosen is not None
    assert panel.chosen.state is State.RUNNING


def test_the_menu_offers_what_the_buttons_do(panel: QueuePanel) -> None:
    click(panel, 1)
    panel.view.customContextMenuRequested.emit(panel.view.visualRect(panel.model.index(1)).center())
    menu = next(menu for menu in panel.findChildren(QMenu) if menu.isVisible())
    assert {panel.retry_action, panel.cancel_action, panel.up_action} <= set(menu.actions())
    menu.close()
