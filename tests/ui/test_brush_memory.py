"""A preset is as large as it was used last, in this session and in the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.brush import MAX_SIZE, PLAIN
from artmaster_desktop.ui.brush_memory import BrushMemory
from artmaster_desktop.ui.panels.colour import ColourPanel
from artmaster_desktop.ui.toolbox import Toolbox

INK = replace(PLAIN, id="ink", name="Ink", size=12.0)
MIST = replace(PLAIN, id="mist", name="Mist", size=90.0)


def test_sizes_outlive_the_session(qtbot: QtBot, tmp_path: Path) -> None:
    preferences, toolbox = Preferences(tmp_path / "settings.json"), Toolbox()
    BrushMemory(toolbox, preferences)
    toolbox.take_preset(INK)
    toolbox.set_size(31.0)
    toolbox.take_preset(MIST)
    toolbox.take_preset(INK)
    assert toolbox.brush == replace(INK, size=31.0)
    qtbot.waitUntil(lambda: preferences.settings.brush_size("ink") == 31.0)
    assert preferences.close()
    again, later = Preferences(tmp_path / "settings.json"), Toolbox()
    BrushMemory(later, again)
    later.take_preset(INK)
    later.take_preset(MIST)
    assert later.sizes == {**toolbox.sizes}
    assert later.brush.size == 90.0
    assert again.close()


@pytest.mark.parametrize(("kept", "used"), [(0.1, 0.5), (4096.0, MAX_SIZE)])
def test_sizes_that_no_brush_may_have_are_clamped(kept: float, used: float) -> None:
    toolbox = Toolbox()
    toolbox.remember_sizes([("ink", kept)])
    toolbox.take_preset(INK)
    assert toolbox.brush.size == used


def test_what_is_kept_at_once_needs_no_rest(tmp_path: Path, qapp: object) -> None:
    preferences, toolbox = Preferences(tmp_path / "settings.json"), Toolbox()
    memory = BrushMemory(toolbox, preferences)
    toolbox.take_preset(MIST)
    memory.keep()
    assert preferences.settings.brush_size("mist") == 90.0
    assert preferences.close()


def test_colours_outlive_the_session(qtbot: QtBot, tmp_path: Path) -> None:
    preferences, toolbox = Preferences(tmp_path / "settings.json"), Toolbox()
    BrushMemory(toolbox, preferences)
    for colour in ((10, 20, 30), (255, 0, 9), (10, 20, 30)):
        toolbox.set_colour(colour)
        toolbox.note_colour()
    qtbot.waitUntil(lambda: preferences.settings.colours == ("#0a141e", "#ff0009"))
    assert preferences.close()
    again, later = Preferences(tmp_path / "settings.json"), Toolbox()
    BrushMemory(later, again)
    panel = ColourPanel(later)
    qtbot.addWidget(panel)
    assert [swatch.colour for swatch in panel.recent.swatches] == [(10, 20, 30), (255, 0, 9)]
    assert again.close()
