"""Every text of the window has a finished Chinese translation, and what is compiled is what is written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.ui.actions import plain
from artmaster_desktop.ui.i18n import best_language, languages
from artmaster_desktop.ui.program import Program
from resources.translations import update
from tests.ui import windows

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "translations"

EXAMPLE = FOLDER.parent / "examples" / "four-painters.ora"
CHINESE = FOLDER / "artmaster_zh_CN.ts"
PLACES = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def places() -> dict[update.Text, str]:
    """Every text of the window, with its place; the sources are read once for all tests."""
    return update.texts()


def test_every_text_is_translated(places: dict[update.Text, str]) -> None:
    known = update.known(CHINESE)
    assert [text for text in places if text not in known] == []


def test_nothing_is_translated_that_is_gone(places: dict[update.Text, str]) -> None:
    assert [text for text in update.known(CHINESE) if text not in places] == []


def test_only_literals_are_translated() -> None:
    assert update.strange() == []


def test_placeholders_survive() -> None:
    for (context, english), chinese in update.known(CHINESE).items():
        assert set(PLACES.findall(english)) == set(PLACES.findall(chinese)), (context, english)


def test_mnemonics_survive() -> None:
    for (context, english), chinese in update.known(CHINESE).items():
        if context == "Actions":
            assert ("&" in english) == ("&" in chinese), english


def test_what_is_compiled_is_what_is_written(tmp_path: Path) -> None:
    update.compiled(CHINESE, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == CHINESE.with_suffix(".qm").read_bytes()


def test_the_file_is_as_the_script_writes_it(places: dict[update.Text, str]) -> None:
    """Otherwise the next one who runs it changes lines that are not theirs."""
    written = CHINESE.read_text(encoding="utf-8")
    assert update.render("zh_CN", places, update.known(CHINESE)) == written


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('class A:\n def f(self):\n  self.tr("One")', {("A", "One")}),
        ('class A:\n def f(self):\n  self.tr("One " "two").format(x=1)', {("A", "One two")}),
        ('Q.translate("Ctx", "Two")', {("Ctx", "Two")}),
        ('say = Q.translate\nsay("Ctx", "Three")', {("Ctx", "Three")}),
        ('def _tr(text):\n return Q.translate("Ctx", text)\n_tr("Four")', {("Ctx", "Four")}),
        ('T = marked("Ctx", "Five")', {("Ctx", "Five")}),
        ('Command("Six" if x else "Seven", f)', {("History", "Six"), ("History", "Seven")}),
        ("x = \"self.tr('Eight')\"", set()),
    ],
)
def test_the_script_finds_texts(tmp_path: Path, source: str, found: set[tuple[str, str]]) -> None:
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    assert set(update.read(tmp_path / "a.py").texts) == found


def test_a_text_that_nobody_could_translate_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("class A:\n def f(self):\n  self.tr(f'{x}')", encoding="utf-8")
    assert update.read(tmp_path / "a.py").strange


@pytest.mark.parametrize(
    ("wanted", "best"),
    [("en", "en"), ("zh_CN", "zh_CN"), ("zh", "zh_CN"), ("zh_SG", "zh_CN"), ("zh_TW", "en"), ("de_DE", "en")],
)
def test_the_best_language(wanted: str, best: str) -> None:
    assert best_language(wanted) == best


def test_a_language_is_named_in_itself() -> None:
    assert [language.name for language in languages()] == ["English", "简体中文"]


def test_the_language_changes_while_the_window_stands(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        assert main.menus.actions()[0].text() == "&File"
        main.shop.translation.set("zh_CN")
        windows.settle()
        assert main.menus.actions()[0].text() == "文件(&F)"
        assert main.actions_of["edit.undo"].toolTip().startswith("撤销")
        assert main.docks.dock("layers").windowTitle() == "图层"
        assert QCoreApplication.translate("Wording", "the disk is full") == "磁盘已满"
        main.shop.translation.set("en")
        windows.settle()
        assert main.menus.actions()[0].text() == "&File"


def test_an_example_speaks_the_language_of_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """Names of layers and regions do; its words stay those that the models were taught in."""
    shipped = load_document(EXAMPLE).document
    with windows.window(qtbot, tmp_path) as main:
        main.shop.translation.set("zh_CN")
        with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
            main.files.open_example(EXAMPLE)
        document = main.shop.session.document
        assert [layer.name for layer in document.walk()][:2] == ["纸", "墨"]
        assert all(not region.name.isascii() for region in document.regions)
        assert [r.prompt for r in document.regions] == [r.prompt for r in shipped.regions]
        assert document.root == shipped.root
        assert not main.shop.session.dirty
        main.shop.translation.set("en")


def test_another_language_is_another_window_on_the_same_work(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """The old one is gone, and nothing of it listens any more."""
    with windows.workshop(tmp_path) as shop:
        shop.preferences.change(lambda s: replace(s, window=replace(s.window, tour_seen=True)))
        program = Program(qapp, shop)
        new = program.show(None)
        with qtbot.waitSignal(shop.files.opened, timeout=5000):
            shop.files.open_copy(EXAMPLE)
        shop.toolbox.set_tool("eraser")
        for language, menu in (("zh_CN", "文件(&F)"), ("en", "&File"), ("zh_CN", "文件(&F)")):
            old = program.window
            shop.preferences.change(lambda s, language=language: replace(s, language=language))  # type: ignore[misc]
            qtbot.waitUntil(lambda old=old: program.window is not old)  # type: ignore[misc]
            windows.settle()
            assert program.window is not None
            new = program.window
            assert new.menus.actions()[0].text() == menu
            assert new.actions_of["tool.eraser"].isChecked()
            assert new.helping.dialog is not None
            new.helping.dialog.reject()
        assert new.pages.currentWidget() is new.canvas
        shop.effect.start()
        shop.shelf.refresh()
        new.actions_of["region.next"].trigger()
        new.actions_of["region.from-selection"].trigger()
        with qtbot.waitSignal(shop.results.added, timeout=10_000):
            new.docks.panel("paint").paint_button.click()  # type: ignore[attr-defined]
        new.actions_of["paint.apply"].trigger()
        shop.session.undo()
        shop.theme.set("dark")
        windows.settle()
        windows.put_away(new)
        program.deleteLater()


@pytest.mark.parametrize(("text", "name"), [("&New…", "New"), ("新建(&N)…", "新建"), ("Cu&t", "Cut")])
def test_a_menus_text_as_a_name(text: str, name: str) -> None:
    assert plain(text) == name
