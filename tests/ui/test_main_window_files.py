"""A picture that could not be exported: what is offered is about the picture, and the document stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.ui.dialogs.export import ExportDialog
from artmaster_desktop.ui.dialogs.trouble import Answer, TroubleDialog
from artmaster_desktop.ui.main_window import MainWindow
from tests.ui import windows


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path) as shown:
        yield shown


def refused_export(qtbot: QtBot, main: MainWindow, path: Path) -> TroubleDialog:
    """The dialog about an export to ``path``, whose folder is not there."""
    main.actions_of["file.export"].trigger()
    dialog = main.files.dialog
    assert isinstance(dialog, ExportDialog)
    dialog.path.setText(str(path))
    with qtbot.waitSignal(main.shop.files.failed, timeout=5000):
        QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    trouble = main.files.dialog
    assert isinstance(trouble, TroubleDialog)
    return trouble


def take(dialog: TroubleDialog, answer: Answer) -> None:
    at = [offer.key for offer in dialog.offers].index(answer)
    QTest.mouseClick(dialog.buttons[at], Qt.MouseButton.LeftButton)


def test_trying_again_exports_and_saves_nothing(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    saved = tmp_path / "mine.ora"
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        main.shop.files.save(saved)
    before = saved.stat().st_mtime_ns
    target = tmp_path / "gone" / "a.jpg"
    trouble = refused_export(qtbot, main, target)
    target.parent.mkdir()
    with qtbot.waitSignal(main.shop.files.exported, timeout=5000) as told:
        take(trouble, Answer.TRY_AGAIN)
    assert told.args == [target]
    assert target.read_bytes()[:2] == b"\xff\xd8"
    assert saved.stat().st_mtime_ns == before


def test_another_place_is_asked_for_the_picture(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    trouble = refused_export(qtbot, main, tmp_path / "gone" / "a.png")
    take(trouble, Answer.SAVE_AS)
    assert isinstance(main.files.dialog, ExportDialog)
    assert main.shop.session.path is None


def test_after_an_export_a_refused_document_is_a_document(
    qtbot: QtBot, main: MainWindow, tmp_path: Path
) -> None:
    refused_export(qtbot, main, tmp_path / "gone" / "a.png").reject()
    with qtbot.waitSignal(main.shop.files.failed, timeout=5000):
        main.files._save_to(tmp_path / "gone" / "a.ora")
    trouble = main.files.dialog
    assert isinstance(trouble, TroubleDialog)
    (tmp_path / "gone").mkdir()
    with qtbot.waitSignal(main.shop.files.saved, timeout=5000):
        take(trouble, Answer.TRY_AGAIN)
    assert (tmp_path / "gone" / "a.ora").is_file()
