"""A model is fetched after a press that says what is contacted, and never otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage import hub as hub_module
from artmaster_desktop.storage.hub import Received
from artmaster_desktop.ui.dialogs.download import DownloadDialog
from tests.storage.hub_server import SOURCE, FakeHub, serving, tiny_files

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def server() -> Iterator[FakeHub]:
    with serving(FakeHub(tiny_files())) as running:
        yield running


@pytest.fixture
def preferences(tmp_path: Path, qapp: object) -> Iterator[Preferences]:
    made = Preferences(tmp_path / "settings.json")
    yield made
    assert made.close()


@pytest.fixture
def dialog(
    server: FakeHub, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> Iterator[DownloadDialog]:
    made = DownloadDialog(preferences, tmp_path / "models", endpoint=server.endpoint)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.source.setEditText(SOURCE)
    yield made
    made.download.stop()
    qtbot.waitUntil(lambda: not made.download.running, timeout=5000)


def go_online(preferences: Preferences) -> None:
    preferences.change(lambda s: replace(s, offline=False))


def test_offline_nothing_is_contacted(dialog: DownloadDialog, server: FakeHub) -> None:
    assert not dialog.start_button.isEnabled()
    QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    dialog.start()
    assert not dialog.download.running
    assert server.asked == []


def test_the_button_names_the_host(dialog: DownloadDialog, server: FakeHub) -> None:
    host = server.endpoint.removeprefix("http://")
    assert dialog.start_button.text() == f"Contact {host} and download"


def test_leaving_offline_mode_is_a_choice_of_its_own(
    dialog: DownloadDialog, preferences: Preferences, server: FakeHub
) -> None:
    QTest.keyClick(dialog.consent, Qt.Key.Key_Space)
    assert not preferences.settings.offline
    assert dialog.start_button.isEnabled()
    assert server.asked == []


def test_a_model_is_fetched_and_chosen(
    dialog: DownloadDialog, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    go_online(preferences)
    with qtbot.waitSignal(dialog.ready) as told:
        QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    folder = tmp_path / "models" / "tiny-flux"
    assert told.args == [folder]
    assert (folder / "model_index.json").is_file()
    assert preferences.settings.engine.model == str(folder)
    assert dialog.words.text().startswith("Complete")
    assert dialog.start_button.isVisible()


def test_a_stopped_download_keeps_what_arrived(
    dialog: DownloadDialog,
    preferences: Preferences,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_online(preferences)
    monkeypatch.setattr(hub_module, "CHUNK", 16)
    dialog.download.progressed.connect(dialog.download.stop)
    with qtbot.waitSignal(dialog.download.progressed):
        dialog.start()
    assert dialog.stop_button.isVisible()
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.download.running)
    qtbot.waitUntil(lambda: dialog.words.text().startswith(("Stopped", "Complete")))
    assert list((tmp_path / "models").rglob("*"))


def test_a_failure_is_told_in_words(
    dialog: DownloadDialog, preferences: Preferences, server: FakeHub, qtbot: QtBot
) -> None:
    go_online(preferences)
    server.token = "secret"
    with qtbot.waitSignal(dialog.download.failed):
        dialog.start()
    assert "not open to everybody" in dialog.words.text()
    assert "access token" in dialog.words.text()
    dialog.token.setText("secret")
    with qtbot.waitSignal(dialog.ready):
        dialog.start()


def test_progress_tells_speed_and_time(dialog: DownloadDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("artmaster_desktop.ui.dialogs.download.time.monotonic", lambda: now)
    dialog._progressed(Received("vae/a.safetensors", 0, 100_000_000))
    now = 102.0
    dialog._progressed(Received("vae/a.safetensors", 20_000_000, 100_000_000))
    assert dialog.words.text() == "20.0 MB of 100.0 MB, 10.0 MB a second, 8 s left"
    assert dialog.bar.value() == 200
    assert dialog.file.text() == "vae/a.safetensors"
