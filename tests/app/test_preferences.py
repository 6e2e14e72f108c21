"""The artist's choices: one value, one signal, written a moment later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.settings import Settings, Theme
from artmaster_desktop.storage.settings_file import SettingsDamaged, load_settings


def test_a_change_is_told_and_kept(qapp: object, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    preferences = Preferences(path)
    assert preferences.settings == Settings()
    assert preferences.notices == ()
    told: list[tuple[Settings, Settings]] = []
    preferences.changed.connect(lambda before, after: told.append((before, after)))
    preferences.change(lambda s: replace(s, theme=Theme.DARK))
    preferences.change(lambda s: s)
    preferences.set(replace(preferences.settings, language="zh_CN"))
    assert [after.language for _, after in told] == ["", "zh_CN"]
    assert told[1][0] is told[0][1]
    qtbot.waitUntil(path.exists, timeout=5000)
    qtbot.waitUntil(lambda: load_settings(path).settings == preferences.settings, timeout=5000)
    assert preferences.close()
    assert Preferences(path).settings == preferences.settings


def test_closing_writes_what_was_not_written(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    preferences = Preferences(path)
    preferences.change(lambda s: replace(s, language="en"))
    assert not path.exists()
    assert preferences.close()
    assert load_settings(path).settings.language == "en"
    assert preferences.path == path


def test_a_folder_that_takes_no_file(qapp: object, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "settings.json"
    preferences = Preferences(path)
    preferences.change(lambda s: replace(s, language="en"))
    with qtbot.waitSignal(preferences.failed, timeout=5000) as told:
        preferences.close()
    assert isinstance(told.args[0], SaveFailed)
    assert preferences.settings.language == "en"


def test_a_damaged_file_is_told(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{", encoding="utf-8")
    (notice,) = Preferences(path).notices
    assert isinstance(notice, SettingsDamaged)


def test_a_value_out_of_range_is_refused_where_it_is_made(qapp: object, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="steps"):
        preferences.change(lambda s: replace(s, live=replace(s.live, steps=0)))
    assert preferences.settings == Settings()
