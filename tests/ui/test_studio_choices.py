"""What is chosen in the studio: the recipe behind its fold, larger scans, a captioner; with true widgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.studio_work import training_works
from artmaster_desktop.core.training import BaseNumbers
from artmaster_desktop.core.work import CaptionBy
from artmaster_desktop.engine.works.eye import Eye
from artmaster_desktop.storage.oeuvre_file import read_oeuvre
from artmaster_desktop.storage.training_choice import Guiding, TrainingChoice, read_choice, write_choice
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from artmaster_desktop.ui.studio.window import StudioWindow
from tests.app.studio_fakes import FakeTrainer, made_studio
from tests.ui.studio_works import scans
from tests.ui.test_studio import WAIT, Key, settle, trainer, turn_to, window

__all__ = ["trainer", "window"]


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
