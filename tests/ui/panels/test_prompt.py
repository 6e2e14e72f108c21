"""Prompts: typed with real keys and input methods, one step a rest of the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer, SketchLayer
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.prompt_history import PromptHistory
from artmaster_desktop.ui.panels.prompt import PromptPanel
from artmaster_desktop.ui.panels.prompt_edit import PromptEdit
from artmaster_desktop.ui.panels.prompt_tokens import TokenCounter
from tests.ui.painting import workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


def document() -> Document:
    mask = Raster.from_array(np.full((64, 64), 255, np.uint8))
    masks = tuple(MaskLayer(id=f"mask-{r}", name=r, raster=mask) for r in ("sky", "lake"))
    return Document(
        id="doc",
        extent=Extent(128, 128),
        layers=(*masks, SketchLayer(id="ink", name="Ink", raster=Raster(4))),
        regions=tuple(Region(id=r, mask=f"mask-{r}", name=r, prompt=f"{r} words") for r in ("sky", "lake")),
        root=Root(prompt="a quiet lake"),
    )


@pytest.fixture
def session() -> Session:
    return Session(document())


@pytest.fixture
def preferences(tmp_path: Path, qtbot: QtBot) -> Iterator[Preferences]:
    made = Preferences(tmp_path / "settings.json")
    yield made
    assert made.close()


@pytest.fixture
def prompts(tmp_path: Path) -> PromptHistory:
    return PromptHistory(tmp_path / "prompts.json")


@pytest.fixture
def window(
    session: Session, preferences: Preferences, prompts: PromptHistory, qtbot: QtBot
) -> tuple[QWidget, PromptPanel]:
    outer = QWidget()
    column = QVBoxLayout(outer)
    panel = PromptPanel(session, preferences, prompts)
    column.addWidget(panel)
    column.addWidget(QLineEdit(outer))
    qtbot.addWidget(outer)
    outer.resize(360, 560)
    outer.show()
    outer.activateWindow()
    panel.edit.setFocus()
    qtbot.waitUntil(panel.edit.hasFocus)
    panel.edit.moveCursor(QTextCursor.MoveOperation.End)
    return outer, panel


@pytest.fixture
def panel(window: tuple[QWidget, PromptPanel]) -> PromptPanel:
    return window[1]


def root(session: Session) -> str:
    return session.document.root.prompt


def steps(session: Session) -> int:
    return len(session.history.steps) - 1


def compose(edit: PromptEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(edit, event)


def test_typing_is_one_step_when_the_hand_rests(panel: PromptPanel, session: Session, qtbot: QtBot) -> None:
    panel.edit._pause.setInterval(60)
    QTest.keyClicks(panel.edit, " at dawn")
    assert steps(session) == 0
    qtbot.waitUntil(lambda: root(session) == "a quiet lake at dawn")
    assert steps(session) == 1
    assert session.history.steps[-1].name == "Edit prompt"


def test_typing_is_told_when_the_focus_goes(
    window: tuple[QWidget, PromptPanel], session: Session, qtbot: QtBot
) -> None:
    outer, panel = window
    QTest.keyClicks(panel.edit, "!")
    other = outer.findChildren(QLineEdit)[-1]
    other.setFocus()
    assert root(session) == "a quiet lake!"


def test_a_shortcut_sees_what_was_typed(
    window: tuple[QWidget, PromptPanel], session: Session, qtbot: QtBot
) -> None:
    outer, panel = window
    seen: list[str] = []
    shortcut = QShortcut(QKeySequence("Ctrl+S"), outer)
    shortcut.activated.connect(lambda: seen.append(root(session)))
    QTest.keyClicks(panel.edit, "?")
    QTest.keyClick(panel.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert root(session) == "a quiet lake?"
    assert seen == ["a quiet lake?"]


def test_undo_in_the_editor_is_the_documents(panel: PromptPanel, session: Session) -> None:
    QTest.keyClicks(panel.edit, " at dusk")
    QTest.keyClick(panel.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.edit.toPlainText() == root(session) == "a quiet lake"
    assert panel.edit.hasFocus()
    QTest.keySequence(panel.edit, QKeySequence(QKeySequence.StandardKey.Redo))
    assert panel.edit.toPlainText() == root(session) == "a quiet lake at dusk"


def test_the_windows_undo_shortcut_works_in_the_editor(
    window: tuple[QWidget, PromptPanel], session: Session
) -> None:
    outer, panel = window
    QShortcut(QKeySequence("Ctrl+Z"), outer).activated.connect(session.undo)
    QTest.keyClicks(panel.edit, "x")
    QTest.keyClick(panel.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.edit.toPlainText() == root(session) == "a quiet lake"
    assert session.history.can_redo


def test_edits_elsewhere_leave_cursor_and_typing_alone(panel: PromptPanel, session: Session) -> None:
    cursor = panel.edit.textCursor()
    cursor.setPosition(2)
    panel.edit.setTextCursor(cursor)
    QTest.keyClicks(panel.edit, "very ")
    session.apply(commands.set_visible("mask-sky", False))
    session.apply(commands.edit_region(replace(session.document.regions[1], feather=3.0)))
    assert panel.edit.toPlainText() == "a very quiet lake"
    assert panel.edit.textCursor().position() == 7
    assert panel.edit.pending
    assert panel.edit.hasFocus()


def test_a_text_from_elsewhere_keeps_the_cursor_in_what_is_the_same(
    panel: PromptPanel, session: Session
) -> None:
    cursor = panel.edit.textCursor()
    cursor.setPosition(3)
    panel.edit.setTextCursor(cursor)
    session.apply(commands.edit_root(Root(prompt="a quiet mountain lake")))
    assert panel.edit.toPlainText() == "a quiet mountain lake"
    assert panel.edit.textCursor().position() == 3


def test_completion_by_keys_in_english(panel: PromptPanel, session: Session, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.edit, ", hem")
    assert panel.edit.offers.isVisible()
    QTest.keyClick(panel.edit, Qt.Key.Key_Tab)
    assert panel.edit.toPlainText() == "a quiet lake, hemp-fibre strokes"
    assert not panel.edit.offers.isVisible()
    assert panel.edit.hasFocus()
    QTest.keyClicks(panel.edit, ", dry")
    QTest.keyClick(panel.edit, Qt.Key.Key_Down)
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    assert panel.edit.toPlainText().endswith(", dry brush")


def test_return_and_escape_do_not_take_what_was_not_chosen(panel: PromptPanel) -> None:
    QTest.keyClicks(panel.edit, ", pine")
    assert panel.edit.offers.isVisible()
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    assert panel.edit.toPlainText() == "a quiet lake, pine\n"
    QTest.keyClicks(panel.edit, "hem")
    QTest.keyClick(panel.edit, Qt.Key.Key_Escape)
    assert not panel.edit.offers.isVisible()
    assert panel.edit.toPlainText().endswith("\nhem")


def test_a_click_takes_an_offer(panel: PromptPanel) -> None:
    QTest.keyClicks(panel.edit, ", moss")
    offers = panel.edit.offers
    QTest.mouseClick(
        offers.viewport(), Qt.MouseButton.LeftButton, pos=offers.visualItemRect(offers.item(0)).center()
    )
    assert panel.edit.toPlainText() == "a quiet lake, moss dots"


def test_input_methods_compose_undisturbed(panel: PromptPanel, session: Session, qtbot: QtBot) -> None:
    panel.edit._pause.setInterval(20)
    panel.edit.selectAll()
    compose(panel.edit, "pi'ma")
    assert not panel.edit.offers.isVisible()
    qtbot.wait(60)
    assert steps(session) == 0
    session.apply(commands.set_visible("mask-sky", False))
    compose(panel.edit, "", "披麻")
    assert panel.edit.toPlainText() == "披麻"
    assert panel.edit.offers.item(0).text() == "披麻皴"
    QTest.keyClick(panel.edit, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: root(session) == "披麻皴")
    assert steps(session) == 2


def test_tab_leaves_when_nothing_is_offered(window: tuple[QWidget, PromptPanel]) -> None:
    _, panel = window
    QTest.keyClick(panel.edit, Qt.Key.Key_Tab)
    assert not panel.edit.hasFocus()
    assert "\t" not in panel.edit.toPlainText()


def test_tags_are_the_words_of_the_prompt(panel: PromptPanel, session: Session) -> None:
    chip = panel.tags.chip("hemp-fibre")
    assert chip is not None
    assert not chip.isChecked()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert root(session) == "a quiet lake, hemp-fibre strokes"
    assert steps(session) == 1
    session.apply(commands.edit_root(Root(prompt="披麻皴，湖")))
    assert chip.isChecked()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert root(session) == "湖"
    session.undo()
    assert chip.isChecked()


def test_tags_change_their_language(panel: PromptPanel, preferences: Preferences, session: Session) -> None:
    chip = panel.tags.chip("hemp-fibre")
    assert chip is not None
    QTest.mouseClick(panel.language_button, Qt.MouseButton.LeftButton)
    assert chip.text() == "披麻皴"
    assert panel.tags.tabs.tabText(0) == "皴法"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert root(session) == "a quiet lake，披麻皴"
    preferences.change(lambda s: replace(s, language="en"))
    assert chip.text() == "hemp-fibre strokes"


def test_the_active_region_is_edited(panel: PromptPanel, session: Session) -> None:
    QTest.keyClicks(panel.edit, "!")
    session.set_active_region("lake")
    assert root(session) == "a quiet lake!"
    assert panel.target == "lake"
    assert panel.edit.toPlainText() == "lake words"
    panel.edit.setFocus()
    panel.edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(panel.edit, "?")
    QTest.mouseClick(panel._chips["sky"], Qt.MouseButton.LeftButton)
    assert session.active_region == "sky"
    assert session.document.regions[1].prompt == "lake words?"
    assert panel.edit.toPlainText() == "sky words"
    QTest.mouseClick(panel._chips[""], Qt.MouseButton.LeftButton)
    assert panel.edit.toPlainText() == "a quiet lake!"


def test_a_removed_region_takes_its_typing_along(panel: PromptPanel, session: Session) -> None:
    session.set_active_region("lake")
    QTest.keyClicks(panel.edit, "lost")
    session.apply(commands.remove_region("lake"))
    assert panel.target == ""
    assert panel.edit.toPlainText() == root(session) == "a quiet lake"
    assert list(panel._chips) == ["", "sky"]


def test_another_document_does_not_get_the_typing(panel: PromptPanel, session: Session) -> None:
    QTest.keyClicks(panel.edit, "old")
    session.open(replace(document(), id="new", root=Root(prompt="new words")), None)
    assert panel.edit.toPlainText() == root(session) == "new words"
    panel.flush()
    assert steps(session) == 0


def test_earlier_prompts_are_found_and_taken(
    panel: PromptPanel, prompts: PromptHistory, session: Session
) -> None:
    for text in ("pines in mist", "a boat at night", "snow on the bridge"):
        prompts.add(text)
    QTest.mouseClick(panel.history_button, Qt.MouseButton.LeftButton)
    popup = panel.popup
    assert popup is not None
    assert popup.texts.count() == 3
    QTest.keyClicks(popup.search, "boat")
    assert [popup.texts.item(i).text() for i in range(popup.texts.count())] == ["a boat at night"]
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert root(session) == "a boat at night"
    assert steps(session) == 1


def test_what_is_painted_is_remembered(
    preferences: Preferences, prompts: PromptHistory, qtbot: QtBot
) -> None:
    with workshop() as shop:
        panel = PromptPanel(shop.session, preferences, prompts, shop.desk)
        qtbot.addWidget(panel)
        shop.engine.hold.set()
        with qtbot.waitSignal(shop.queue.finished):
            shop.desk.paint()
        qtbot.waitUntil(lambda: prompts.texts == ("hills in the morning",))


def test_tokens_are_counted_by_the_models_own_rules(tmp_path: Path, qtbot: QtBot) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers

    rules = Tokenizer(models.WordLevel({"a": 0, "lake": 1, "?": 2}, unk_token="?"))
    rules.pre_tokenizer = pre_tokenizers.Whitespace()
    (tmp_path / "tokenizer_2").mkdir()
    rules.save(str(tmp_path / "tokenizer_2" / "tokenizer.json"))
    counter = TokenCounter()
    counter.use(ModelCaps(path=tmp_path, identity="i", name="n", max_text=64))
    with qtbot.waitSignal(counter.counted) as told:
        counter.ask("a quiet lake")
    assert told.args == ["a quiet lake", 3, 64]
    counter.use(ModelCaps(path=tmp_path / "none", identity="i", name="n"))
    with qtbot.assertNotEmitted(counter.counted, wait=100):
        counter.ask("a quiet lake")


def test_too_long_a_text_is_told(panel: PromptPanel) -> None:
    panel._show_count(panel.edit.toPlainText(), 40, 32)
    assert panel.tokens.text() == "40 / 32"
    assert "first 32 of 40" in panel.tokens.toolTip()
    panel._show_count("another text", 1, 32)
    assert panel.tokens.text() == "40 / 32"


def test_the_editor_grows_with_its_text(panel: PromptPanel, qtbot: QtBot) -> None:
    low = panel.edit.height()
    panel.edit.put("\n".join("line" for _ in range(8)))
    qtbot.waitUntil(lambda: panel.edit.height() > low)
    panel.edit.put("\n".join("line" for _ in range(80)))
    qtbot.wait(20)
    assert panel.edit.height() < 12 * panel.edit.fontMetrics().lineSpacing()
