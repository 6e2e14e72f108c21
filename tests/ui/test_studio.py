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
from artmaster_desktop.app.studio_work import training_works
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.mark import MarkKind, MarkState
from artmaster_desktop.core.training import BaseNumbers
from artmaster_desktop.core.work import CaptionBy
from artmaster_desktop.engine.works.eye import Eye
from artmaster_desktop.storage.oeuvre_file import read_oeuvre
from artmaster_desktop.storage.training_choice import Guiding, TrainingChoice, read_choice, write_choice
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


def test_parts_of_the_recipe_are_asked_for(qtbot: QtBot, window: StudioWindow, trainer: FakeTrainer) -> None:
    page = window.train
    turn_to(qtbot, window, page)
    page.form.name.setText("Shan Lu")
    for box in (page.form.advanced.stages, page.form.advanced.preserve):
        QTest.keyClick(box, Key.Key_Space)
    page.form.advanced.base.setCurrentIndex(1)
    page.start_button.click()
    qtbot.waitUntil(page.painter_button.isVisible, timeout=WAIT)
    (job,) = trainer.jobs
    assert len(job.recipe.phases) == 3
    assert job.recipe.preserve > 0.0
    assert job.recipe.style == 0.0
    assert job.recipe.base is BaseNumbers.FP8
    qtbot.waitUntil(lambda: read_choice(window._studio.folder or Path()) == page.form.choice, timeout=WAIT)
    again = StudioWindow(window._studio, window._studio.training.out)
    qtbot.addWidget(again)
    assert again.train.form.advanced.stages.isChecked()
    assert not again.train.form.advanced.style_rule.isChecked()
    assert again.train.form.advanced.base.currentIndex() == 1


def test_what_this_machine_cannot_do_is_disabled_and_said(qtbot: QtBot, window: StudioWindow) -> None:
    page = window.train
    turn_to(qtbot, window, page)
    advanced = page.form.advanced
    assert not advanced.isVisible()
    QTest.mouseClick(page.form.fold.fold_button, Qt.MouseButton.LeftButton)
    assert advanced.isVisible()
    qtbot.waitUntil(lambda: "NVIDIA" in advanced.absent.text(), timeout=WAIT)
    for box, row in ((advanced.base, 2), (advanced.optimiser, 1)):
        item = box.model().index(row, 0)
        assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
        assert item.data(Qt.ItemDataRole.ToolTipRole) == "it needs an NVIDIA card"
        assert box.model().index(row - 1, 0).flags() & Qt.ItemFlag.ItemIsEnabled
        box.setFocus()
        QTest.keyClick(box, Key.Key_End)
        assert box.currentIndex() == row - 1
    assert not advanced.swapped.isEnabled()
    assert "nothing to swap" in advanced.swapped.toolTip()
    assert not advanced.tagged.isEnabled()
    assert "style tag" in advanced.tagged.toolTip()
    assert not advanced.blocked


def test_a_choice_of_another_machine_is_told_and_stops_the_start(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path
) -> None:
    page, studio = window.train, window._studio
    wanted = TrainingChoice(name="Shan Lu", preset="seed", base=BaseNumbers.NF4, guiding=Guiding.ON, batch=4)
    scans(tmp_path / "other", 2, 200, 240)
    write_choice(tmp_path / "other", wanted)
    turn_to(qtbot, window, page)
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.open(tmp_path / "other")
    settle(qtbot, window)
    assert page.form.choice == wanted
    assert page.form.summary.text() == "Keep the base's sense of words: on · Base: 4 bits · Batch: 4"
    advanced = page.form.advanced
    qtbot.waitUntil(lambda: advanced.blocked, timeout=WAIT)
    assert "4 bits" in advanced.blocked_label.text()
    assert not page.start_button.isEnabled()
    page.form.fold.set_open(True)
    advanced.base.setFocus()
    QTest.keyClick(advanced.base, Key.Key_Home)
    assert not advanced.blocked
    assert page.start_button.isEnabled()
    order = page.form.order()
    assert order is not None
    assert (order.recipe.batch, order.recipe.carry > 0.0) == (4, True)


@pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform
def test_works_with_style_tags_can_be_called_by_them(
    qtbot: QtBot, window: StudioWindow, trainer: FakeTrainer, tmp_path: Path
) -> None:
    card, page = window.works.card, window.train
    card.tags.setFocus()
    QTest.keyClicks(card.tags, "ink wash, dry brushwork, moonbrush")
    card.tags.offers.hide()
    QTest.keyClick(card.tags, Key.Key_Return)
    settle(qtbot, window)
    first = read_oeuvre(tmp_path / "shanlu").works[0]
    assert first.tags == ("ink-wash", "dry-brush", "moonbrush")
    assert card.tags.text() == "ink wash, dry brush, moonbrush"
    turn_to(qtbot, window, page)
    page.form.name.setText("Shan Lu")
    page.form.fold.set_open(True)
    assert page.form.advanced.tagged.isEnabled()
    QTest.keyClick(page.form.advanced.tagged, Key.Key_Space)
    page.start_button.click()
    qtbot.waitUntil(page.painter_button.isVisible, timeout=WAIT)
    (job,) = trainer.jobs
    assert job.recipe.tagged == 0.5
    assert "ink-wash" in job.tags


def test_small_scans_are_enlarged_first_where_the_artist_wants_it(
    qtbot: QtBot, window: StudioWindow, tmp_path: Path
) -> None:
    page, studio = window.crops, window._studio
    turn_to(qtbot, window, page)
    assert page.larger.isEnabled()
    assert page.larger.checkState() is Qt.CheckState.Unchecked
    assert "2 scans are too small" in page.larger_note.text()
    assert "invented" in page.larger_note.text()
    QTest.mouseClick(page.propose_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    before = studio.oeuvre.works[0].crops[0].cost
    QTest.keyClick(page.larger, Key.Key_Space)
    settle(qtbot, window)
    assert page.larger.checkState() is Qt.CheckState.Checked
    works = read_oeuvre(tmp_path / "shanlu").works
    assert [work.enlarged.times for work in works] == [2, 2]
    assert (tmp_path / "shanlu" / "enlarged" / "mountain-1.png").is_file()
    assert before.enlarged > 0.0
    after = studio.oeuvre.works[0].crops[0].cost
    assert after.enlarged == pytest.approx(max(0.0, before.enlarged - 1.0), abs=0.01)
    assert "invented" in window.works.card.trouble.text()
    (first, *_) = training_works(tmp_path / "shanlu", Eye())
    assert first.origin == "mountain-1"
    QTest.keyClick(page.larger, Key.Key_Space)
    settle(qtbot, window)
    assert page.larger.checkState() is Qt.CheckState.Unchecked
    assert studio.oeuvre.works[0].crops[0].cost == before
    page.sizes.setCurrentIndex(page.sizes.count() - 1)
    assert page.larger.isEnabled()


def test_without_an_upscaler_that_is_said(qtbot: QtBot, window: StudioWindow, tmp_path: Path) -> None:
    (tmp_path / "upscalers" / "artmaster-ink-x2.safetensors").unlink()
    turn_to(qtbot, window, window.crops)
    QTest.keyClick(window.crops.larger, Key.Key_Space)
    qtbot.waitUntil(lambda: "no upscaler is installed" in window.said.text(), timeout=WAIT)
    settle(qtbot, window)
    assert window.crops.larger.checkState() is Qt.CheckState.Unchecked


def test_a_captioner_of_the_artists_writes_first_captions(qtbot: QtBot, tmp_path: Path) -> None:
    studio, _ = made_studio(tmp_path, FakeTrainer(), vocabulary, captioner="my-blip")
    shown = StudioWindow(studio, tmp_path / "model")
    qtbot.addWidget(shown)
    shown.show()
    scans(tmp_path / "shanlu", 2, 300, 400)
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.open(tmp_path / "shanlu")
    settle(qtbot, shown)
    turn_to(qtbot, shown, shown.captions)
    studio.set_caption("mountain-2", "by my own hand")
    QTest.mouseClick(shown.captions.write_button, Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    first, second = studio.oeuvre.works
    assert first.caption.startswith("an old pine tree by the shore")
    assert first.caption_by is CaptionBy.CAPTIONER
    assert second.caption == "by my own hand"
    assert "captioner" in shown.captions.model.index(0, 2).data()
    assert studio.close()
