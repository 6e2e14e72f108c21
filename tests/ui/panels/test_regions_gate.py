"""The gate on the cards: chosen with real clicks, shown with shares and reasons, overruled by a lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.gate_answers import GateSource
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.choosing import BY_HAND, Choosing, GateMode
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.panels.regions import RegionsPanel
from tests.core.documents import halves, painter
from tests.ui.painting import ScriptedEngine, Shelf, Workshop, starter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


def document() -> Document:
    left, right = halves().regions
    left = replace(left, prompt="b paints 湖", painters=())
    return halves().edited(regions=(left, right), root=Root(prompt="peaks"))


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path) -> Iterator[Workshop]:
    engine = ScriptedEngine(starter(guided=True))
    thread = EngineThread(lambda: engine)
    queue = JobQueue(thread)
    session = Session(document())
    shelf = Shelf((painter("a"), painter("b"), painter("c")))
    gate = GateSource(lambda: tmp_path / "gate", vocabulary)
    desk = PaintDesk(session, queue, thread, shelf, engine.caps.path, gate=gate)
    made = Workshop(engine, thread, queue, session, desk)
    yield made
    made.close()


@pytest.fixture
def panel(shop: Workshop, qtbot: QtBot) -> RegionsPanel:
    panel = RegionsPanel(shop.session, shop.desk, PainterShelf(PainterLibrary([]), Path("none")))
    qtbot.addWidget(panel)
    panel.resize(360, 700)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.cards) == 2)
    shop.session.set_active_region("left")
    return panel


def turn(box: QComboBox, steps: int) -> None:
    """Choose as a hand does: focus, arrow keys."""
    box.setFocus()
    for _ in range(abs(steps)):
        QTest.keyClick(box, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    QApplication.processEvents()


def test_the_card_leaves_its_painters_to_the_gate_and_shows_whom_it_hired(
    shop: Workshop, panel: RegionsPanel, qtbot: QtBot
) -> None:
    gate = panel.cards["left"].gate
    assert gate is not None
    assert not gate.top.isVisible()
    turn(gate.mode, 1)
    assert shop.session.document.regions[0].choosing == Choosing(GateMode.PROMPT, 1)
    qtbot.waitUntil(lambda: len(gate.rows) == 1)
    assert gate.top.isVisible()
    assert (gate.rows[0].name.text(), gate.rows[0].part.text()) == ("b", "100 %")
    assert "“b”" in gate.why.text()
    assert "“but”" in gate.why.text()
    assert "90 %" in gate.why.toolTip()
    turn(gate.top, 1)
    assert shop.session.document.regions[0].choosing.top == 2
    qtbot.waitUntil(lambda: len(gate.rows) == 2)
    assert sum(row.share.weight for row in gate.rows) == pytest.approx(1.0, abs=0.01)
    shop.session.undo()
    shop.session.undo()
    assert shop.session.document.regions[0].choosing == BY_HAND
    assert gate.rows == []
    assert gate.why.isHidden()


def test_places_are_told_where_they_count(shop: Workshop, panel: RegionsPanel, qtbot: QtBot) -> None:
    gate = panel.cards["left"].gate
    assert gate is not None
    turn(gate.mode, 2)
    qtbot.waitUntil(lambda: "sketch" in gate.why.text())
    assert "lake" in gate.why.text()


def test_a_lock_makes_the_share_the_artists_and_the_gate_leaves_it(
    shop: Workshop, panel: RegionsPanel, qtbot: QtBot
) -> None:
    card = panel.cards["left"]
    assert card.gate is not None
    turn(card.gate.mode, 1)
    turn(card.gate.top, 1)
    qtbot.waitUntil(lambda: card.gate is not None and len(card.gate.rows) == 2)
    first = card.gate.rows[0].share
    QTest.mouseClick(card.gate.rows[0].lock, Qt.MouseButton.LeftButton)
    assert shop.session.document.regions[0].painters == (first,)
    assert card.crew is not None
    assert [row.share for row in card.crew.rows] == [first]
    qtbot.waitUntil(lambda: shop.engine.asked[-1].wishes[0].own == (first,))
    qtbot.waitUntil(lambda: card.gate is not None and all(row.share != first for row in card.gate.rows))
    shop.session.undo()
    assert not shop.session.document.regions[0].painters


def test_a_gate_that_cannot_choose_says_why_on_the_card(
    shop: Workshop, panel: RegionsPanel, qtbot: QtBot
) -> None:
    shop.engine.gate = GateFileError(Path("g"), GateProblem.MISSING)
    card = panel.cards["left"]
    assert card.gate is not None
    turn(card.gate.mode, 1)
    qtbot.waitUntil(lambda: card.gate is not None and "cannot choose" in card.gate.why.text())
    assert len(card.notices.texts) == 1


def test_the_card_of_the_canvas_has_the_gate_too_and_folded_ones_show_whom_it_chose(
    shop: Workshop, panel: RegionsPanel, qtbot: QtBot
) -> None:
    shop.session.set_active_region("")
    gate = panel.root.gate
    assert gate is not None
    turn(gate.mode, 1)
    assert shop.session.document.root.choosing.mode is GateMode.PROMPT
    qtbot.waitUntil(lambda: len(gate.rows) == 1)  # nobody is named: a guess
    assert len(panel.root.notices.texts) == 1
    QTest.mouseClick(panel.root.fold_button, Qt.MouseButton.LeftButton)
    assert not panel.root.open
    assert panel.root.hands.isVisible()


def test_the_pictures_of_the_gate_are_asked_for_from_a_card(panel: RegionsPanel, qtbot: QtBot) -> None:
    gate = panel.cards["left"].gate
    assert gate is not None
    with qtbot.waitSignal(panel.gate_pictures_asked) as asked:
        QTest.mouseClick(gate.pictures, Qt.MouseButton.LeftButton)
    assert asked.args == ["left"]


def test_nothing_on_a_narrow_card_is_cut(shop: Workshop, panel: RegionsPanel, qtbot: QtBot) -> None:
    """At the least width that the panel takes, with its scroll bar and with long words from the gate."""
    gate = panel.cards["left"].gate
    assert gate is not None
    turn(gate.mode, 2)
    qtbot.waitUntil(lambda: bool(gate.rows))
    gate.why.setText("支持 玄松庵 的词：“高山流水”、“两侧”、“石拱桥”；反对的词：“薄雾”、“渔船”、“古松”。" * 2)
    for card in (panel.root, *panel.cards.values()):
        card.set_open(True)
    QApplication.processEvents()
    cards = (panel.root, *panel.cards.values())
    for height in (300, 2000):  # with a scroll bar and without
        panel.resize(panel.minimumSizeHint().width(), height)
        qtbot.waitUntil(
            lambda: max(card.geometry().right() for card in cards) < panel.area.viewport().width()
        )
        qtbot.waitUntil(lambda: gate.why.height() >= gate.why.heightForWidth(gate.why.width()))
