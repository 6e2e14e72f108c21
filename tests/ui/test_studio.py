"""The window of the studio with true widgets; its trainer does as it is told."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.studio_training import TrainingState
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.mark import MarkKind, MarkState
from artmaster_desktop.core.work import CaptionBy
from artmaster_desktop.storage.oeuvre_file import read_oeuvre
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.studio.caption_edit import CaptionEdit
from artmaster_desktop.ui.studio.captions_page import CAPTION
from artmaster_desktop.ui.studio.window import StudioWindow
from tests.app.studio_fakes import STEPS, FakeTrainer, made_studio
from tests.ui.studio_works import scans
from tests.ui.test_accessible import described, interactive, name

WAIT = 15000
Key = Qt.Key


@pytest.fixture
def trainer() -> FakeTrainer:
    return FakeTrainer()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, trainer: FakeTrainer) -> Iterator[StudioWindow]:
    """The studio with two works in it."""
    studio, _ = made_studio(tmp_path, trainer, vocabulary)
    shown = StudioWindow(studio, tmp_path / "model")
    qtbot.addWidget(shown)
    shown.show()
    scans(tmp_path / "shanlu", 2, 300, 400)
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.open(tmp_path / "shanlu")
    settle(qtbot, shown)
    yield shown
    trainer.held = False
    assert studio.close()
    assert studio.training.wait(5.0)


def settle(qtbot: QtBot, window: StudioWindow) -> None:
    studio = window._studio
    qtbot.waitUntil(lambda: not studio.busy and not studio.importing, timeout=WAIT)


def turn_to(qtbot: QtBot, window: StudioWindow, page: QWidget) -> None:
    window.tabs.setCurrentWidget(page)
    settle(qtbot, window)


def drop(window: StudioWindow, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), action, data, Qt.MouseButton.LeftButton, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(20, 20), action, data, Qt.MouseButton.LeftButton, none))


def test_the_wall_and_the_card_show_the_works(qtbot: QtBot, window: StudioWindow) -> None:
    assert window.model.rowCount() == 2
    assert window.works.selected == ("mountain-1",)
    card = window.works.card
    assert card.headline.text() == "mountain 1"
    assert card.bars["blank"][1].text().endswith("%")
    assert card.palette_strip.toolTip().startswith("#")
    assert window.works.count.text() == "2 of 2 works kept"


def test_what_is_filled_in_is_on_the_disk(qtbot: QtBot, window: StudioWindow, tmp_path: Path) -> None:
    period = window.works.card.fields["period"]
    period.setFocus()
    QTest.keyClicks(period, "late")
    QTest.keyClick(period, Key.Key_Return)
    window.works.wall.setFocus()
    QTest.keyClick(window.works.wall, Key.Key_Space)
    settle(qtbot, window)
    work = read_oeuvre(tmp_path / "shanlu").works[0]
    assert (work.period, work.kept) == ("late", False)
    assert not window.works.card.kept.isChecked()
    assert window.works.count.text() == "1 of 2 works kept"


def test_dropped_scans_come_in_and_bad_ones_are_told(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    good = scans(tmp_path / "new", 3, 200, 240)[2]
    bad = tmp_path / "new" / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 nothing")
    with qtbot.waitSignal(window._studio.imported, timeout=WAIT):
        drop(window, [good, bad])
    assert window.works.report.isVisible()
    assert "1 scans came in." in window.works.report.text()
    assert "bad.jpg cannot be used" in window.works.report.text()
    assert window.model.rowCount() == 3


def test_a_crop_is_moved_by_keys_and_its_cost_follows(qtbot: QtBot, window: StudioWindow) -> None:
    page, studio = window.crops, window._studio
    turn_to(qtbot, window, page)
    QTest.mouseClick(page.propose_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert [framed.label for framed in page.view.boxes] == ["512 × 512", "512 × 768"]
    assert page.list.count() == 2
    before, told = studio.oeuvre.works[0].crops[0], page.cost.text()
    for _ in range(3):
        QTest.keyClick(page.view, Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    after = studio.oeuvre.works[0].crops[0]
    assert after.by_hand
    assert not before.by_hand
    assert after.box.area < before.box.area
    assert after.cost != before.cost
    assert page.cost.text() != told
    shape = after.box.width * 300 / (after.box.height * 400)
    assert shape == pytest.approx(1.0, rel=0.01)
    QTest.keyClick(page.view, Key.Key_Delete)
    assert page.list.count() == 1


def test_a_crop_that_cuts_a_seal_is_warned_of(qtbot: QtBot, window: StudioWindow) -> None:
    page, studio = window.crops, window._studio
    studio.find_marks(["mountain-1"])
    studio.set_crop("mountain-1", Crop(id="a", width=512, height=512, box=Box(0.0, 0.0, 0.9, 0.675)))
    turn_to(qtbot, window, page)
    assert page.warning.isVisible()
    assert "seal-1" in page.warning.text()
    QTest.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert page.list.count() == 2


def test_seals_are_found_drawn_and_rejected(qtbot: QtBot, window: StudioWindow) -> None:
    page, studio = window.marks, window._studio
    turn_to(qtbot, window, page)
    QTest.mouseClick(page.find_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    QTest.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    assert [mark.state for mark in studio.oeuvre.works[0].marks] == [MarkState.CONFIRMED]
    page.kind.setCurrentIndex(1)
    page.draw_button.click()
    qtbot.waitUntil(lambda: page.view.drawing)
    area = page.view.area()
    start, end = area.topLeft() + QPointF(10, 30), area.topLeft() + QPointF(40, 120)
    QTest.mousePress(page.view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(page.view, end.toPoint())
    QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=end.toPoint())
    assert not page.view.drawing
    marks = studio.oeuvre.works[0].marks
    assert [mark.kind for mark in marks] == [MarkKind.SEAL, MarkKind.INSCRIPTION]
    QTest.keyClick(page.view, Key.Key_Delete)
    assert studio.oeuvre.works[0].marks[1].state is MarkState.REJECTED
    assert page.list.count() == 2


@pytest.mark.qt_log_ignore("raise", extend=True)
def test_captions_are_written_linted_and_edited_with_offers(qtbot: QtBot, window: StudioWindow) -> None:
    page, studio = window.captions, window._studio
    turn_to(qtbot, window, page)
    page.language.setCurrentIndex(0)
    QTest.mouseClick(page.write_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert all(work.caption_by is CaptionBy.MEASURED for work in studio.oeuvre.works)
    qtbot.waitUntil(lambda: bool(studio.findings("mountain-1")), timeout=WAIT)
    page.table.setCurrentIndex(page.model.index(0, CAPTION))
    assert "It does not say what is to be seen." in page.findings.text()
    page.table.edit(page.model.index(0, CAPTION))
    (editor,) = page.table.findChildren(CaptionEdit)
    editor.clear()
    QTest.keyClicks(editor, "a misty lake, axe")
    assert editor.offers.count() > 0
    QTest.keyClick(editor, Key.Key_Down)
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.text().startswith("a misty lake, ")
    assert "axe-cut" in editor.text()
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: studio.oeuvre.works[0].caption_by is CaptionBy.HAND, timeout=WAIT)
    assert studio.oeuvre.works[0].caption.startswith("a misty lake, ")


def test_a_painter_is_taught_paused_and_gone_on_with(
    qtbot: QtBot, window: StudioWindow, trainer: FakeTrainer
) -> None:
    page, training = window.train, window._studio.training
    turn_to(qtbot, window, page)
    assert not page.start_button.isEnabled()
    QTest.keyClicks(page.form.name, "Shan Lu")
    qtbot.waitUntil(lambda: "of disk" in page.form.cost_label.text(), timeout=WAIT)
    assert "steps" in page.form.cost_label.text()
    trainer.held = True
    QTest.mouseClick(page.start_button, Qt.MouseButton.LeftButton)
    trainer.allow(2)
    qtbot.waitUntil(lambda: "step 2 of 6" in page.status.text(), timeout=WAIT)
    assert not page.form.isEnabled()
    QTest.mouseClick(page.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.resume_button.isVisible, timeout=WAIT)
    assert "paused" in page.status.text()
    trainer.held = False
    QTest.mouseClick(page.resume_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.painter_button.isVisible, timeout=WAIT)
    assert "ended early" in page.status.text()
    page._draw()
    assert [curve.name for curve in page.loss.curves] == ["works shown", "held out", "without the painter"]
    assert len(page.ranks.curves[0].points) == STEPS
    assert page.sheets.slider.maximum() == STEPS - 1
    with qtbot.waitSignal(window.painter_asked) as told:
        QTest.mouseClick(page.painter_button, Qt.MouseButton.LeftButton)
    assert told.args == ["shan-lu"]
    QTest.mouseClick(page.start_button, Qt.MouseButton.LeftButton)
    assert page.question is not None  # there is a painter of that name now
    page.question.reject()
    assert training.state is TrainingState.DONE


def test_a_full_disk_is_said_while_the_training_goes_on(
    qtbot: QtBot, window: StudioWindow, trainer: FakeTrainer
) -> None:
    page = window.train
    turn_to(qtbot, window, page)
    page.form.name.setText("Shan Lu")
    trainer.held = True
    trainer.refuses = SaveFailed(Path("last.checkpoint"), errno.ENOSPC, "No space left on device")
    page.start_button.click()
    trainer.allow(1)
    qtbot.waitUntil(page.trouble.isVisible, timeout=WAIT)
    assert "disk is full" in page.trouble.text()
    assert "The training goes on" in page.trouble.text()
    page.ask_to_stop()
    assert page.question is not None
    (yes,) = [b for b in page.question.buttons() if b.text() == "Give it up"]
    yes.click()
    qtbot.waitUntil(page.start_button.isVisible, timeout=WAIT)
    assert not window._studio.training.checkpoint_of("Shan Lu").exists()


def test_everything_has_a_name_a_tip_and_a_key(qtbot: QtBot, window: StudioWindow) -> None:
    for number in range(window.tabs.count()):
        QTest.keyClick(window, Key(Key.Key_1.value + number), Qt.KeyboardModifier.ControlModifier)
    found = list(interactive(window))
    assert len(found) > 30
    assert [described(w) for w in found if not name(w)] == []
    buttons = [w for w in found if isinstance(w, QAbstractButton)]
    assert [described(b) for b in buttons if not b.toolTip()] == []
