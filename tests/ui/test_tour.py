"""The tour, and the dialogs that explain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.errors import JournalDamaged
from artmaster_desktop.storage.file_stamp import Outside
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.ui import main_window_help as help_flow
from artmaster_desktop.ui.dialogs.about import AboutDialog
from artmaster_desktop.ui.dialogs.log_viewer import LogViewer
from artmaster_desktop.ui.dialogs.recovery import RecoveryDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.program import Program
from tests.core.documents import halves
from tests.ui import windows

LOG = """2026-01-02 10:00:00,000 INFO artmaster_desktop.x: opened hills
2026-01-02 10:00:01,000 WARNING artmaster_desktop.y: slow disk
2026-01-02 10:00:02,000 ERROR artmaster_desktop.z: it failed
Traceback (most recent call last):
  somewhere
"""


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path, welcome=True) as shown:
        yield shown


def test_the_tour_opens_an_example_and_ends_by_escape(qtbot: QtBot, main: MainWindow) -> None:
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        QTest.mouseClick(main.start.tour_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: main.helping.tour is not None)
    tour = main.helping.tour
    assert tour is not None
    assert main.shop.session.path is None
    assert main.pages.currentWidget() is main.canvas
    seen = set()
    for _ in tour.stops:
        windows.settle()
        assert main.rect().contains(tour.geometry())
        seen.add(tour.title.text())
        if tour.at + 1 < len(tour.stops):
            QTest.keyClick(tour.next, Qt.Key.Key_Right)
    assert len(seen) == len(tour.stops) == 7
    QTest.keyClick(tour.next, Qt.Key.Key_Left)
    assert tour.at == 5
    QTest.keyClick(tour.next, Qt.Key.Key_Escape)
    assert main.helping.tour is None
    assert main.shop.preferences.settings.window.tour_seen


def test_the_card_stays_in_front_when_panels_come_to_the_front(main: MainWindow) -> None:
    main.pages.setCurrentWidget(main.canvas)
    windows.settle()
    main.helping.begin_tour()
    tour = main.helping.tour
    assert tour is not None
    windows.settle()
    bars = [b for b in main.findChildren(QTabBar) if b.parent() is main and b.isVisible()]
    assert bars
    for bar in bars:
        for tab in range(bar.count()):
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
            windows.settle()
            at = tour.title.mapTo(main, tour.title.rect().center())
            assert main.childAt(at) is tour.title
    main.pages.raise_()
    windows.settle()
    assert main.childAt(tour.title.mapTo(main, tour.title.rect().center())) is tour.title
    tour.end()


def test_another_document_ends_the_tour(qtbot: QtBot, main: MainWindow) -> None:
    main.helping.open_tour()
    qtbot.waitUntil(lambda: main.helping.tour is not None)
    main.shop.session.open(halves(), None)
    assert main.helping.tour is None


def test_the_first_start_begins_with_the_tour_and_the_second_does_not(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with windows.workshop(tmp_path) as shop:
        program = Program(qapp, shop)
        first = program.show(None)
        qtbot.waitUntil(lambda: first.helping.tour is not None)
        assert first.helping.tour is not None
        first.helping.tour.end()
        windows.put_away(first)
        second = program.show(None)
        qtbot.wait(300)
        assert second.helping.tour is None
        windows.put_away(second)
        program.deleteLater()


def test_the_tour_can_be_walked_through_in_a_minute(main: MainWindow) -> None:
    """At 200 words a minute, and as many Chinese characters as are read in it."""
    main.helping.begin_tour()
    tour = main.helping.tour
    assert tour is not None
    words = sum(len(f"{stop.title} {stop.text}".split()) for stop in tour.stops)
    assert words <= 220
    tour.end()


def recoverable(tmp_path: Path, **values: object) -> Recoverable:
    return Recoverable(journal=tmp_path / "a.journal", title="Hills", when=1.7e9, **values)  # type: ignore[arg-type]


def test_recovery_offers_and_opens(qtbot: QtBot, tmp_path: Path) -> None:
    item = recoverable(tmp_path, path=tmp_path / "hills.ora", outside=Outside.CHANGED, jobs=2)
    dialog = RecoveryDialog((item,))
    qtbot.addWidget(dialog)
    text = dialog.list.item(0).text()
    assert text.startswith("Hills\n")
    assert "hills.ora" in text
    assert "changed" in text
    assert "2 paintings" in text
    with qtbot.waitSignal(dialog.restore_asked) as asked:
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert asked.args == [item]


def test_a_damaged_journal_can_only_be_put_away(qtbot: QtBot, tmp_path: Path) -> None:
    item = recoverable(tmp_path, problem=JournalDamaged(tmp_path / "a.journal", "cut off"))
    dialog = RecoveryDialog((item,))
    qtbot.addWidget(dialog)
    assert not dialog.restore.isEnabled()
    with qtbot.waitSignal(dialog.discard_asked) as asked:
        QTest.mouseClick(dialog.discard, Qt.MouseButton.LeftButton)
    assert asked.args == [(item,)]
    assert dialog.list.count() == 0


def test_the_log_is_read_searched_and_filtered(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "artmaster.log").write_text(LOG, encoding="utf-8")
    viewer = LogViewer(tmp_path)
    qtbot.addWidget(viewer)
    qtbot.waitUntil(lambda: "opened hills" in viewer.words.toPlainText())
    viewer.level.setCurrentIndex(viewer.level.findData("ERROR"))
    shown = viewer.words.toPlainText()
    assert "it failed" in shown
    assert "Traceback" in shown
    assert "slow disk" not in shown
    viewer.level.setCurrentIndex(0)
    viewer.search.setText("SLOW")
    assert viewer.words.toPlainText().splitlines() == [LOG.splitlines()[1]]


def test_without_a_log_it_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    viewer = LogViewer(tmp_path)
    qtbot.addWidget(viewer)
    qtbot.waitUntil(lambda: viewer.words.toPlainText() == "Nothing to show.")


def test_about_tells_versions(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert "ArtMaster Desktop" in dialog.versions()
    assert all(button.text() for button in dialog.findChildren(QPushButton))


def test_a_diagnostics_file_is_written(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "report.zip"
    with qtbot.waitSignal(main.helping.said, timeout=5000):
        main.helping.save_diagnostics(target)
    assert target.is_file()


def test_settings_and_new_document_open(main: MainWindow) -> None:
    for action in ("edit.settings", "file.new", "file.export", "help.about", "help.log"):
        main.actions_of[action].trigger()
    windows.settle()
    assert main.files.dialog is not None
    assert main.helping.dialog is not None


def test_a_window_that_is_gone_begins_no_tour(qtbot: QtBot, main: MainWindow) -> None:
    """As where the language changes while the example is being read."""
    files = main.shop.files
    with qtbot.waitSignal(files.opened, timeout=5000):
        main.helping.open_tour()
        main.hide()
        main.deleteLater()
    windows.settle()


def test_an_example_that_cannot_be_read_begins_no_tour_later(
    qtbot: QtBot, main: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = help_flow.TOUR_DOCUMENT
    monkeypatch.setattr(help_flow, "TOUR_DOCUMENT", "missing.ora")
    with qtbot.waitSignal(main.shop.files.failed, timeout=5000):
        main.helping.open_tour()
    with qtbot.waitSignal(main.shop.files.opened, timeout=5000):
        main.shop.files.open_copy(main.shop.resources / "examples" / real)
    windows.settle()
    assert main.helping.tour is None
