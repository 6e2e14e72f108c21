"""Pictures that the disk refused: one question, and answers that bring them to the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.dialogs.trouble import Answer, TroubleDialog
from artmaster_desktop.ui.dialogs.unsaved_pictures import UnsavedPictures
from artmaster_desktop.ui.main_window_files import blank
from artmaster_desktop.ui.workshop import Workshop
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path) -> Iterator[Workshop]:
    with windows.workshop(tmp_path) as made:
        made.preferences.change(
            lambda s: replace(s, safety=replace(s.safety, results=str(tmp_path / "pictures")))
        )
        made.session.open(blank(Extent(64, 64), "", "Sketch"), None)
        made.desk.set_model(tmp_path / "model")
        yield made


@pytest.fixture
def asker(shop: Workshop, qtbot: QtBot) -> UnsavedPictures:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return UnsavedPictures(shop.results, shop.preferences, window)


def refused(
    shop: Workshop, asker: UnsavedPictures, qtbot: QtBot, folder: Path, count: int = 1
) -> TroubleDialog:
    """Paint where a file is in the way of the folder."""
    folder.write_text("in the way")
    told: list[object] = []
    shop.results.unsaved.connect(told.append)
    shop.desk.variations(count)
    qtbot.waitUntil(lambda: len(told) == count, timeout=5000)
    assert asker.dialog is not None
    return asker.dialog


def over(asker: UnsavedPictures) -> QWidget:
    window = asker.parent()
    assert isinstance(window, QWidget)
    return window


def take(dialog: TroubleDialog, answer: Answer) -> None:
    button = next(button for button in dialog.buttons if button.offer.key is answer)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_several_refusals_are_one_question(
    shop: Workshop, asker: UnsavedPictures, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = refused(shop, asker, qtbot, tmp_path / "pictures", 3)
    assert len(over(asker).findChildren(TroubleDialog)) == 1
    assert [offer.key for offer in dialog.offers] == [Answer.TRY_AGAIN, Answer.FOLDER]
    dialog.reject()
    assert asker.dialog is None
    assert len(shop.results.waiting) == 3


def test_trying_again_keeps_them(
    shop: Workshop, asker: UnsavedPictures, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = refused(shop, asker, qtbot, tmp_path / "pictures")
    (tmp_path / "pictures").unlink()
    with qtbot.waitSignal(shop.results.added, timeout=5000):
        take(dialog, Answer.TRY_AGAIN)
    assert shop.results.all[0].stored.path.is_relative_to(tmp_path / "pictures")
    assert shop.results.waiting == ()


def test_another_folder_takes_what_waits(
    shop: Workshop, asker: UnsavedPictures, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = refused(shop, asker, qtbot, tmp_path / "pictures")
    take(dialog, Answer.FOLDER)
    (question,) = over(asker).findChildren(QFileDialog)
    (tmp_path / "other").mkdir()
    with qtbot.waitSignal(shop.results.added, timeout=5000):
        question.fileSelected.emit(str(tmp_path / "other"))
    question.close()
    assert shop.results.all[0].stored.path.is_relative_to(tmp_path / "other")
    assert shop.preferences.settings.safety.results == str(tmp_path / "other")


def test_nobody_leaves_without_a_word_about_them(
    shop: Workshop, asker: UnsavedPictures, qtbot: QtBot, tmp_path: Path
) -> None:
    left: list[bool] = []
    asker.settle(lambda: left.append(True))
    assert left == [True]
    refused(shop, asker, qtbot, tmp_path / "pictures", 2).reject()
    for text, leaves in (("Cancel", False), ("Leave without them", True)):
        left.clear()
        asker.settle(lambda: left.append(True))
        box = over(asker).findChildren(QMessageBox)[-1]
        assert "2" in box.text()
        next(button for button in box.buttons() if button.text() == text).click()
        windows.settle()
        assert left == [True] * leaves
    asker.settle(lambda: left.append(True))
    box = over(asker).findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == "Choose another folder").click()
    (question,) = over(asker).findChildren(QFileDialog)
    question.close()
