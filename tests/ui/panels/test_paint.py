"""The paint panel: two clicks to a picture, and nothing that the engine would ignore goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.jobs import State
from artmaster_desktop.app.purpose import Live, Paint, Variation
from artmaster_desktop.core.document import FromLayer, FromNoise, FromVisible
from artmaster_desktop.core.errors import ModelMissing, OutOfMemory
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.notice import GuidanceIgnored, PartsIgnored, RegionEmpty
from artmaster_desktop.ui.panels.paint import PaintPanel
from tests.ui.painting import PLACE, Workshop, small_document, workshop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform


@pytest.fixture
def shop(qtbot: QtBot) -> Iterator[Workshop]:
    with workshop() as opened:
        yield opened


@pytest.fixture
def panel(shop: Workshop, qtbot: QtBot) -> PaintPanel:
    made = PaintPanel(shop.desk, shop.queue, shop.session)
    qtbot.addWidget(made)
    made.resize(300, 560)
    made.show()
    qtbot.waitUntil(lambda: shop.desk.caps is not None)
    return made


def click(widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_one_click_paints_the_document_as_it_is(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.hold.set()
    with qtbot.waitSignal(shop.queue.finished):
        click(panel.paint_button)
    (job,) = shop.engine.jobs
    assert (job.seed, job.steps, job.document) == (7, 20, "doc")
    assert isinstance(shop.queue.entries[0].purpose, Paint)
    assert not panel.progress.isVisible()


def test_progress_shows_stage_time_preview_and_place(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    panel.paint()
    qtbot.waitUntil(lambda: not panel.progress.thumbnail.picture.isNull())
    qtbot.waitUntil(lambda: panel.progress.left.text() != "")
    assert panel.progress.isVisible()
    assert panel.progress.stage.text() == "Painting"
    assert panel.progress.left.text() == "2 s left"
    assert 0 < panel.progress.bar.value() < 1000
    assert PLACE.device_name in panel.progress.place.text()
    assert PLACE.reason in panel.progress.place.toolTip()
    assert PLACE.device_name in panel.place.text()


def test_cancel_answers_at_once(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    panel.paint()
    qtbot.waitUntil(lambda: shop.queue.running is not None)
    click(panel.progress.cancel_button)
    assert shop.queue.running is None
    assert not panel.progress.isVisible()
    assert shop.queue.entries[0].state is State.CANCELLED


def test_escape_cancels(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    panel.paint()
    qtbot.waitUntil(lambda: shop.queue.running is not None)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert shop.queue.running is None


def test_an_order_that_is_still_prepared_can_be_cancelled(
    shop: Workshop, panel: PaintPanel, qtbot: QtBot
) -> None:
    panel.paint()
    assert shop.desk.preparing
    assert panel.progress.stage.text() == "Preparing"
    click(panel.progress.cancel_button)
    assert not panel.progress.isVisible()
    qtbot.waitUntil(lambda: not shop.desk.preparing)
    assert [entry.state for entry in shop.queue.entries] == [State.CANCELLED]
    with qtbot.waitSignal(shop.desk.submitted):
        panel.paint()
    assert shop.queue.running is not None


def test_a_painted_seed_gives_way_to_another(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.hold.set()
    for _ in range(2):
        with qtbot.waitSignal(shop.queue.finished):
            panel.paint()
    first, second = (job.seed for job in shop.engine.jobs)
    assert first == 7
    assert second != 7
    assert panel.form.seed.text() == str(second)
    shop.session.undo()
    assert shop.session.document.paint.seed == 7


def test_a_locked_seed_stays(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.hold.set()
    click(panel.form.lock)
    for _ in range(2):
        with qtbot.waitSignal(shop.queue.finished):
            panel.paint()
    assert [job.seed for job in shop.engine.jobs] == [7, 7]


def test_variations_differ_in_their_seeds(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.hold.set()
    panel.variations_button.menu().actions()[0].trigger()
    assert panel.variations_button.text() == "2 variations"
    click(panel.variations_button)
    qtbot.waitUntil(lambda: len(shop.engine.jobs) == 2)
    assert [job.seed for job in shop.engine.jobs] == [7, 8]
    assert all(isinstance(entry.purpose, Variation) for entry in shop.queue.entries)


def test_a_drag_of_the_steps_is_one_undo_step(shop: Workshop, panel: PaintPanel) -> None:
    slider = panel.form.steps
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    for x in range(22, 60, 4):
        QTest.mouseMove(slider, QPoint(x, 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert shop.session.document.paint.steps != 20
    assert len(shop.session.history.steps) == 2
    shop.session.undo()
    assert shop.session.document.paint.steps == 20
    assert slider.value() == 20


@pytest.mark.parametrize(
    ("typed", "seed"), [("123456789012", 123456789012), ("9" * 19, 7), (str(2**63 - 1), 2**63 - 1)]
)
def test_a_typed_seed_is_taken_if_it_is_one(shop: Workshop, panel: PaintPanel, typed: str, seed: int) -> None:
    panel.form.seed.setFocus()
    panel.form.seed.selectAll()
    QTest.keyClicks(panel.form.seed, typed)
    QTest.keyClick(panel.form.seed, Qt.Key.Key_Return)
    assert shop.session.document.paint.seed == seed
    assert panel.form.seed.text() == str(seed)


def test_dice_takes_another_seed(shop: Workshop, panel: PaintPanel) -> None:
    click(panel.form.dice)
    assert shop.session.document.paint.seed != 7
    assert panel.form.seed.text() == str(shop.session.document.paint.seed)


def test_painting_over_a_layer_with_a_strength(shop: Workshop, panel: PaintPanel) -> None:
    form = panel.form
    assert [form.start.itemText(i) for i in range(form.start.count())] == [
        "From nothing",
        "Over what is seen",
        "Over Hills",
        "Over Photo",
    ]
    assert not form.strength.isVisible()
    form.start.setCurrentIndex(2)
    form.start.activated.emit(2)
    assert shop.session.document.paint.start == FromLayer("sketch", 0.75)
    assert panel.paint_button.text() == "Paint over Hills"
    assert form.strength.isVisible()
    form.strength.setFocus()
    QTest.keyClick(form.strength, Qt.Key.Key_Down)
    form.strength.settle()
    assert shop.session.document.paint.start == FromLayer("sketch", 0.74)


def test_painting_over_all_that_is_seen(shop: Workshop, panel: PaintPanel) -> None:
    form = panel.form
    form.start.setCurrentIndex(1)
    form.start.activated.emit(1)
    assert shop.session.document.paint.start == FromVisible(0.75)
    assert form.start.currentText() == "Over what is seen"
    assert panel.paint_button.text() == "Paint over all that is seen"
    assert form.strength.isVisible()
    form.strength.setFocus()
    QTest.keyClick(form.strength, Qt.Key.Key_Down)
    form.strength.settle()
    assert shop.session.document.paint.start == FromVisible(0.74)


def test_painting_from_nothing_again(shop: Workshop, panel: PaintPanel) -> None:
    for row, kind in ((3, FromLayer), (1, FromVisible), (0, FromNoise)):
        panel.form.start.setCurrentIndex(row)
        panel.form.start.activated.emit(row)
        assert isinstance(shop.session.document.paint.start, kind)


def test_guidance_that_would_be_ignored_rests_and_says_why(panel: PaintPanel) -> None:
    assert not panel.form.guidance.isEnabled()
    assert panel.form.guidance_words.text() == "Starter takes no guidance."
    panel.notices.show_notices([GuidanceIgnored("Starter", 3.5)])
    assert panel.notices.texts == ()


def test_a_guided_model_takes_it(qtbot: QtBot) -> None:
    with workshop(guided=True) as shop:
        panel = PaintPanel(shop.desk, shop.queue, shop.session)
        qtbot.addWidget(panel)
        qtbot.waitUntil(lambda: shop.desk.caps is not None)
        assert panel.form.guidance.isEnabled()
        assert panel.form.guidance_words.isHidden()


def test_the_size_that_is_painted_is_said(qtbot: QtBot) -> None:
    with workshop(small_document(Extent(1024, 768))) as shop:
        panel = PaintPanel(shop.desk, shop.queue, shop.session)
        qtbot.addWidget(panel)
        qtbot.waitUntil(lambda: shop.desk.caps is not None)
        assert "768 × 576" in panel.form.size_words.text()
        assert "1024 × 768" in panel.form.size_words.text()


def test_notices_of_the_next_painting_are_shown(shop: Workshop, panel: PaintPanel) -> None:
    shop.desk.notices_changed.emit(())
    assert panel.notices.isHidden()
    panel.notices.show_notices([RegionEmpty("Boat"), RegionEmpty("Boat")])
    assert panel.notices.isVisible()
    assert len(panel.notices.texts) == 1
    assert "Boat" in panel.notices.accessibleDescription()


def test_what_only_the_engine_knows_is_said_until_the_next_edit(
    shop: Workshop, panel: PaintPanel, qtbot: QtBot
) -> None:
    shop.engine.notices = (PartsIgnored("ink", ("layers of a text encoder that is not loaded",)),)
    shop.engine.hold.set()
    with qtbot.waitSignal(shop.queue.finished):
        panel.paint()
    assert panel.notices.texts == ("ink: not used: layers of a text encoder that is not loaded.",)
    panel.form.dice.click()
    qtbot.waitUntil(lambda: panel.notices.texts == ())


def test_live_mode_says_what_it_does(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    click(panel.live_button)
    assert shop.desk.live
    qtbot.waitUntil(lambda: panel.live_button.text() == "Live: painting")
    click(panel.live_button)
    assert panel.live_button.text() == "Live"
    assert not shop.desk.live


def test_live_mode_ends_with_its_first_fault(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.faults.append(OutOfMemory("cpu", "painting", 0, 0, ()))
    with qtbot.waitSignal(shop.queue.failed):
        click(panel.live_button)
    assert not shop.desk.live
    assert not panel.live_button.isChecked()
    assert isinstance(shop.queue.entries[0].purpose, Live)


def test_an_order_that_cannot_be_planned_is_told(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    fault = OutOfMemory("cpu", "painting", 0, 0, ())
    with qtbot.waitSignal(panel.trouble) as told:
        shop.desk.plan_failed.emit(fault)
    assert told.args == [fault]


def test_a_failed_painting_leaves_the_panel_ready(shop: Workshop, panel: PaintPanel, qtbot: QtBot) -> None:
    shop.engine.faults.append(OutOfMemory("cpu", "painting", 0, 0, ()))
    with qtbot.waitSignal(shop.queue.failed):
        panel.paint()
    qtbot.waitUntil(lambda: not panel.progress.isVisible())
    shop.engine.hold.set()
    with qtbot.waitSignal(shop.queue.finished):
        panel.paint()


def test_a_model_that_cannot_be_used_is_told(qtbot: QtBot) -> None:
    fault = ModelMissing(Path("models/none"), ("transformer",))
    with workshop(described=fault) as shop:
        panel = PaintPanel(shop.desk, shop.queue, shop.session)
        qtbot.addWidget(panel)
        qtbot.waitUntil(lambda: bool(panel.notices.texts))
        assert "transformer not found" in panel.notices.texts[0]
        assert panel.model_name.text() == "The model cannot be used"


def test_everything_has_a_name_and_a_tooltip(panel: PaintPanel) -> None:
    widgets = (
        panel.paint_button, panel.variations_button, panel.live_button, panel.model_button,
        panel.progress.cancel_button, panel.form.dice, panel.form.lock, panel.form.seed, panel.form.start,
        panel.form.steps, panel.form.guidance, panel.form.strength,
    )  # fmt: skip
    for widget in widgets:
        assert widget.toolTip()
        assert widget.accessibleName() or widget.property("text")
        assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus
