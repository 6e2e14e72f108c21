"""The size of the interface is known before Qt begins."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.storage.settings_file import save_settings
from artmaster_desktop.ui.scale import VARIABLE, apply_scale, chosen_scale


def saved(folder: Path, scale: float) -> Path:
    settings = Settings()
    path = folder / "settings.json"
    save_settings(replace(settings, window=replace(settings.window, scale=scale)), path)
    return path


def test_the_chosen_scale_is_read(tmp_path: Path) -> None:
    assert chosen_scale(saved(tmp_path, 1.25)) == 1.25


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"window": 3}', '{"window": {"scale": 99}}', '{"window": {"scale": "x"}}']
)
def test_what_makes_no_sense_is_no_scale(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    assert chosen_scale(path) == 1.0
    path.write_text(text, encoding="utf-8")
    assert chosen_scale(path) == 1.0


def test_qt_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    apply_scale(saved(tmp_path, 1.0))
    assert VARIABLE not in os.environ
    monkeypatch.setenv(VARIABLE, "2")
    apply_scale(saved(tmp_path, 1.5))
    assert os.environ[VARIABLE] == "2"
    monkeypatch.delenv(VARIABLE)
    apply_scale(saved(tmp_path, 1.5))
    assert os.environ[VARIABLE] == "1.5"
    monkeypatch.delenv(VARIABLE)
