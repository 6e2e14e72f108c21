"""The registry: every action has a name and a key of its own, and keys can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.ui.action_table import MENUS
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.docks import DOCKS
from artmaster_desktop.ui.icons import icon_names
from artmaster_desktop.ui.toolbox import ToolId

SPECS = [spec for _, specs in MENUS for spec in specs if spec.id]


@pytest.fixture
def actions(qtbot: QtBot, tmp_path: Path) -> Iterator[Actions]:
    window = QWidget()
    canvas = QWidget(window)
    qtbot.addWidget(window)
    preferences = Preferences(tmp_path / "settings.json")
    yield Actions(window, preferences, canvas)
    preferences.close()


def test_ids_are_unique() -> None:
    assert [i for i, count in Counter(spec.id for spec in SPECS).items() if count > 1] == []


def test_no_two_actions_ship_with_one_key() -> None:
    keys = Counter(QKeySequence(spec.keys).toString() for spec in SPECS if spec.keys)
    keys.update(QKeySequence(spec.keys).toString() for spec in DOCKS if spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_is_one() -> None:
    assert [spec.id for spec in SPECS if spec.keys and QKeySequence(spec.keys).isEmpty()] == []


def test_every_picture_was_drawn() -> None:
    assert {spec.picture for spec in SPECS} - {""} <= set(icon_names())


def test_every_tool_has_an_action() -> None:
    assert {f"tool.{tool.value}" for tool in ToolId} == {s.id for s in SPECS if s.id.startswith("tool.")}


@pytest.mark.parametrize("title", [title for title, _ in MENUS])
def test_mnemonics_of_a_menu_differ(title: str) -> None:
    specs = next(specs for name, specs in MENUS if name == title)
    letters = Counter(s.text[s.text.index("&") + 1].lower() for s in specs if "&" in s.text)
    assert [letter for letter, count in letters.items() if count > 1] == []


def test_a_tooltip_tells_the_key(actions: Actions) -> None:
    assert actions["edit.undo"].toolTip() == "Undo (Ctrl+Z)"
    assert actions["help.about"].toolTip() == "About ArtMaster Desktop"


def test_another_key_is_kept(actions: Actions, tmp_path: Path) -> None:
    actions.rebind("tool.brush", "Q")
    assert actions["tool.brush"].shortcut() == QKeySequence("Q")
    assert actions["tool.brush"].toolTip() == "Brush (Q)"
    actions.rebind("tool.brush", None)
    assert actions.keys("tool.brush") == "B"


def test_a_taken_key_changes_hands(actions: Actions) -> None:
    assert actions.holders("E", "tool.brush") == ["tool.eraser"]
    actions.rebind("tool.brush", "E")
    assert actions.keys("tool.eraser") == ""
    assert actions["tool.eraser"].shortcut().isEmpty()
    actions.rebind_all()
    assert (actions.keys("tool.brush"), actions.keys("tool.eraser")) == ("B", "E")


def test_taking_a_key_back_from_another(actions: Actions) -> None:
    """The shipped key of an action may be another's by now."""
    actions.rebind("tool.brush", "E")
    actions.rebind("tool.eraser", None)
    assert actions.keys("tool.eraser") == "E"
    assert actions.keys("tool.brush") == ""


def test_code_shows_a_state_without_doing_it(actions: Actions) -> None:
    done: list[bool] = []
    actions.on_toggled("paint.live", lambda on: done.append(on))  # noqa: PLW0108 - Qt looks at it
    actions.show("paint.live", True)
    assert done == []
    actions["paint.live"].trigger()
    assert done == [False]
