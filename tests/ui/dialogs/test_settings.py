"""The settings: each page shows what holds, and what is changed on it holds at once."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.errors import ModelMissing
from artmaster_desktop.storage.settings import LiveStart, Precision, Settings, Theme
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.settings import SettingsDialog, SettingsPlaces
from artmaster_desktop.ui.dialogs.settings_device import DevicePage, graphics_cards
from tests.storage.model_files import tiny_model
from tests.ui.painting import Workshop, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Bench:
    """A settings dialog and what it changes."""

    def __init__(self, shop: Workshop, folder: Path, qtbot: QtBot) -> None:
        self.shop, self.folder, self.qtbot = shop, folder, qtbot
        self.preferences = Preferences(folder / "settings.json")
        self.window, self.canvas = QWidget(), QWidget()
        qtbot.addWidget(self.window)
        qtbot.addWidget(self.canvas)
        self.actions = Actions(self.window, self.preferences, self.canvas)
        places = SettingsPlaces(folder / "starter", (folder / "shipped",), folder / "models", folder / "logs")
        self.dialog = SettingsDialog(self.preferences, shop.desk, self.actions, places)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    @property
    def settings(self) -> Settings:
        return self.preferences.settings


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with workshop() as shop:
        made = Bench(shop, tmp_path, qtbot)
        yield made
        assert made.preferences.close()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_pages_are_turned_by_keys(bench: Bench) -> None:
    dialog = bench.dialog
    assert dialog.stack.currentWidget() is dialog.model
    QTest.keyClick(dialog.names, Qt.Key.Key_Down)
    assert dialog.stack.currentWidget() is dialog.device
    dialog.show_page(dialog.privacy)
    assert dialog.stack.currentWidget() is dialog.privacy
    assert dialog.names.count() == len(dialog.pages) == 7


def test_the_device_is_chosen(bench: Bench) -> None:
    page = bench.dialog.device
    page.device.setCurrentIndex(page.device.findData("cpu"))
    page.device.activated.emit(page.device.currentIndex())
    page.precision.setCurrentIndex(page.precision.findData("float32"))
    page.precision.activated.emit(page.precision.currentIndex())
    page.memory.setValue(7.5)
    page.memory.editingFinished.emit()
    engine = bench.settings.engine
    assert (engine.device, engine.precision, engine.memory_limit) == ("cpu", Precision.FLOAT32, 7.5)


def test_a_device_of_another_machine_stays_shown(bench: Bench) -> None:
    bench.preferences.change(lambda s: replace(s, engine=replace(s.engine, device="cuda:7")))
    assert bench.dialog.device.device.currentData() == "cuda:7"


def test_cards_are_named_by_their_driver(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    for number, name in ((1, "Card B"), (0, "Card A")):
        file = tmp_path / "gpus" / f"0000:0{number}" / "information"
        file.parent.mkdir(parents=True)
        file.write_text(f"Model: \t\t {name}\nIRQ: 1\n", encoding="utf-8")
    cards = graphics_cards(tmp_path / "gpus")
    assert cards == ("Card A", "Card B")
    page = DevicePage(bench.preferences, cards=cards)
    qtbot.addWidget(page)
    assert page.device.itemText(page.device.findData("cuda:1")) == "Card B"


def test_looks_are_chosen(bench: Bench) -> None:
    page = bench.dialog.interface
    for box, value in ((page.language, "en"), (page.theme, "dark"), (page.scale, 1.25)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    settings = bench.settings
    assert (settings.language, settings.theme, settings.window.scale) == ("en", Theme.DARK, 1.25)


def test_live_mode_is_tuned(bench: Bench) -> None:
    page = bench.dialog.live
    page.grace.setValue(2.0)
    page.wait.setValue(1.0)
    page.steps.setValue(6)
    page.strength.setValue(40)
    page.strength.settle()
    assert bench.settings.live.start is LiveStart.VISIBLE
    page.start.setCurrentIndex(page.start.findData("layer"))
    page.start.activated.emit(page.start.currentIndex())
    live = bench.settings.live
    assert live.start is LiveStart.LAYER
    assert (live.grace, live.longest_wait, live.steps, live.strength) == (2.0, 2.0, 6, 0.4)


def test_a_captioner_is_chosen_and_done_without(bench: Bench, tmp_path: Path) -> None:
    page = bench.dialog.folders
    assert not page.no_captioner.isEnabled()
    assert "measured" in page.captioner.placeholderText()
    dialog = page._choose_captioner()
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert bench.settings.engine.captioner == str(tmp_path)
    assert page.captioner.text() == str(tmp_path)
    click(page.no_captioner)
    assert bench.settings.engine.captioner == ""
    assert page.captioner.text() == ""


def test_folders_are_kept(bench: Bench) -> None:
    page = bench.dialog.folders
    page.add_painters(bench.folder / "mine")
    page.add_painters(bench.folder / "mine")
    page.add_painters(bench.folder / "shipped")
    assert list(bench.settings.engine.painters) == [bench.folder / "mine"]
    page.painter_list.setCurrentRow(0)
    assert not page.remove_painters.isEnabled()
    page.painter_list.setCurrentRow(1)
    click(page.remove_painters)
    assert list(bench.settings.engine.painters) == []
    page.set_results(bench.folder / "results")
    assert page.results.text() == str(bench.folder / "results")
    page.set_results(None)
    assert bench.settings.safety.results == ""


def test_safety_is_switched(bench: Bench) -> None:
    page = bench.dialog.folders
    bench.dialog.show_page(page)
    QTest.keyClick(page.backups, Qt.Key.Key_Space)
    page.undo.setValue(256)
    page.undo.editingFinished.emit()
    safety = bench.settings.safety
    assert (safety.backups, safety.undo_budget) == (False, 256)


def test_what_was_chosen_is_on_the_disk(bench: Bench) -> None:
    bench.dialog.folders.backups.setChecked(False)
    assert bench.preferences.close()
    assert json.loads((bench.folder / "settings.json").read_text(encoding="utf-8"))
    again = Preferences(bench.folder / "settings.json")
    assert not again.settings.safety.backups


# ------------------------------------------------------------------------------------------------- model


def test_a_whole_model_is_looked_at_and_used(bench: Bench) -> None:
    page, folder = bench.dialog.model, tiny_model(bench.folder / "model")
    QTest.keyClick(page.own_button, Qt.Key.Key_Space)
    assert not page.use_button.isEnabled()
    page.path.setText(str(folder))
    QTest.keyClick(page.path, Qt.Key.Key_Return)
    bench.qtbot.waitUntil(page.use_button.isEnabled)
    assert page.report.words.text().startswith("Complete")
    click(page.use_button)
    assert bench.settings.engine.model == str(folder)
    QTest.keyClick(page.starter_button, Qt.Key.Key_Space)
    assert bench.settings.engine.model == ""


def test_what_is_missing_of_a_model_is_named(bench: Bench) -> None:
    page, folder = bench.dialog.model, tiny_model(bench.folder / "model")
    shutil.rmtree(folder / "vae")
    page.look(folder)
    bench.qtbot.waitUntil(lambda: page.report.words.text().startswith("2 files have to be fetched"))
    assert not page.use_button.isEnabled()


def test_a_place_without_a_model_is_told(bench: Bench) -> None:
    page = bench.dialog.model
    page.look(bench.folder / "nowhere")
    bench.qtbot.waitUntil(lambda: "could not be read" in page.report.words.text())
    assert not page.use_button.isEnabled()


def test_the_page_says_what_paints(bench: Bench) -> None:
    page = bench.dialog.model
    bench.qtbot.waitUntil(lambda: page.state.text().startswith("Starter paints: 256 to 768"))
    assert "without guidance" in page.state.text()
    bench.shop.desk.caps_changed.disconnect()
    bench.shop.desk._caps = None
    bench.shop.desk.model_failed.emit(ModelMissing(Path("x"), ("vae",)))
    assert "vae not found" in page.state.text()


def test_a_download_is_asked_for_outside(bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.dialog.download_asked):
        click(bench.dialog.model.download_button)


# --------------------------------------------------------------------------------------------- shortcuts


def test_a_key_is_given_to_another_action(bench: Bench) -> None:
    page = bench.dialog.shortcuts
    bench.dialog.show_page(page)
    page.choose("file.export")
    page.field.setKeySequence(QKeySequence("Ctrl+Alt+Shift+E"))
    assert "is free" in page.words.text()
    click(page.assign)
    assert bench.actions.keys("file.export") == "Ctrl+Alt+Shift+E"
    assert bench.actions["file.export"].shortcut() == QKeySequence("Ctrl+Alt+Shift+E")
    click(page.reset)
    assert bench.actions.keys("file.export") == "Ctrl+Shift+E"
    assert bench.settings.shortcuts == ()


def test_a_taken_key_is_said_to_be_before_it_is_taken(bench: Bench) -> None:
    page = bench.dialog.shortcuts
    bench.dialog.show_page(page)
    page.choose("file.export")
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert page.words.text() == "Ctrl+S belongs to Save. Taking it over leaves that without a key."
    assert bench.actions.keys("file.save") == "Ctrl+S"
    assert page.assign.text() == "Take it over"
    click(page.assign)
    assert (bench.actions.keys("file.export"), bench.actions.keys("file.save")) == ("Ctrl+S", "")
    click(page.reset_all)
    assert bench.settings.shortcuts == ()


def test_actions_are_found_by_name_and_by_key(bench: Bench) -> None:
    page = bench.dialog.shortcuts
    bench.dialog.show_page(page)
    for text, found in (("export the", {"file.export"}), ("ctrl+shift+e", {"file.export"})):
        page.search.setText(text)
        shown = {item.data(0, Qt.ItemDataRole.UserRole) for item in page._items() if not item.isHidden()}
        assert shown == found
    page.search.clear()
    assert not any(item.isHidden() for item in page._items())
    assert {item.data(0, Qt.ItemDataRole.UserRole) for item in page._items()} == {
        spec.id for spec in bench.actions
    }


# ----------------------------------------------------------------------------------------------- privacy


def test_offline_is_how_it_begins(bench: Bench) -> None:
    page = bench.dialog.privacy
    bench.dialog.show_page(page)
    assert bench.settings.offline
    assert page.offline.isChecked()
    QTest.keyClick(page.offline, Qt.Key.Key_Space)
    assert not bench.settings.offline


def test_a_diagnostics_file_is_saved(bench: Bench) -> None:
    page, path = bench.dialog.privacy, bench.folder / "report.zip"
    page.save_diagnostics(path)
    bench.qtbot.waitUntil(lambda: page.words.text() == f"Saved as {path}")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    page.save_diagnostics(bench.folder / "nowhere" / "report.zip")
    bench.qtbot.waitUntil(lambda: "could not be saved" in page.words.text())


def test_every_field_has_a_name_and_a_tooltip(bench: Bench) -> None:
    dialog = bench.dialog
    for widget in (
        dialog.device.device, dialog.device.precision, dialog.device.memory, dialog.interface.language,
        dialog.interface.theme, dialog.interface.scale, dialog.folders.backups,
        dialog.folders.undo, dialog.folders.painter_list, dialog.privacy.offline, dialog.model.path,
        dialog.live.grace, dialog.live.wait, dialog.live.steps, dialog.live.strength, dialog.live.start,
        dialog.shortcuts.field, dialog.shortcuts.search, dialog.shortcuts.tree, dialog.names,
    ):  # fmt: skip
        assert widget.accessibleName() or widget.property("text"), widget
        assert widget.toolTip() or widget.accessibleName(), widget
