"""The history panel: every step, and the way to each."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.panels.history import HistoryPanel
from tests.ui.painting import small_document

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


@pytest.fixture
def session() -> Session:
    return Session(small_document())


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> HistoryPanel:
    made = HistoryPanel(session)
    qtbot.addWidget(made)
    made.resize(220, 320)
    made.show()
    return made


def names(panel: HistoryPanel) -> list[str]:
    return [panel.model.name(row) for row in range(panel.model.rowCount())]


def edit(session: Session, times: int = 3) -> None:
    for number in range(times):
        session.apply(commands.set_opacity("sketch", (number + 1) / 10))


def test_steps_are_listed_and_the_current_one_is_marked(panel: HistoryPanel, session: Session) -> None:
    assert names(panel) == ["Beginning"]
    edit(session, 2)
    assert names(panel) == ["Beginning", "Layer opacity", "Layer opacity"]
    assert panel.view.currentIndex().row() == 2
    session.undo()
    assert panel.view.currentIndex().row() == 1


def test_a_click_goes_there_and_back(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    for row in (1, 3, 0):
        rect = panel.view.visualRect(panel.model.index(row))
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        assert session.history.position == row
        assert panel.view.currentIndex().row() == row


def test_keys_travel_and_buttons_tell_what_is_possible(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert session.history.position == 2
    assert panel.redo_button.isEnabled()
    QTest.mouseClick(panel.redo_button, Qt.MouseButton.LeftButton)
    assert session.history.position == 3
    assert not panel.redo_button.isEnabled()
    QTest.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert session.history.position == 2


def test_undone_steps_are_dropped_by_a_new_edit(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    session.go_to(1)
    session.apply(commands.set_visible("sketch", False))
    assert names(panel) == ["Beginning", "Layer opacity", "Hide layer"]
    assert panel.view.currentIndex().row() == 2


def test_undone_steps_look_so(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    session.go_to(1)
    shade = Qt.ItemDataRole.ForegroundRole
    assert panel.model.data(panel.model.index(1), shade) is None
    assert panel.model.data(panel.model.index(2), shade) is not None


def test_while_the_pen_is_down_it_stays_where_it_is(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    session.set_wet("sketch", Raster(4), session.document.find("sketch").raster.bounds)  # type: ignore[union-attr]
    panel.view.setCurrentIndex(panel.model.index(0))
    assert session.history.position == 3
    assert panel.view.currentIndex().row() == 3


def test_forgotten_steps_leave_the_list_without_a_reset(qtbot: QtBot) -> None:
    session = Session(small_document(), budget=1 << 20)
    panel = HistoryPanel(session)
    qtbot.addWidget(panel)
    resets: list[QAbstractItemModel] = []
    panel.model.modelReset.connect(lambda: resets.append(panel.model))
    rng = np.random.default_rng(3)
    for _ in range(8):
        pixels = rng.integers(0, 256, (256, 256, 4), np.uint8)
        session.apply(commands.replace_raster("sketch", Raster.from_array(pixels), "Stroke"))
        assert panel.model.rowCount() == len(session.history.steps)
        assert panel.view.currentIndex().row() == session.history.position
    assert len(session.history.steps) < 8
    assert not resets


def test_another_document_has_its_own_history(panel: HistoryPanel, session: Session) -> None:
    edit(session)
    session.open(small_document(), None)
    assert names(panel) == ["Beginning"]


def test_selections_are_steps_too(panel: HistoryPanel, session: Session) -> None:
    session.set_selection(Raster.from_array(np.full((9, 9), 255, np.uint8)), "Select all")
    edit(session, 1)
    session.set_selection(None)
    assert names(panel) == ["Beginning", "Select all", "Layer opacity", "Select nothing"]
    assert panel.view.currentIndex().row() == 3
    QTest.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert session.selection is not None
    assert panel.view.currentIndex().row() == 2
