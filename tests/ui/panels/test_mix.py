"""The mixing strip: the engine paints what lies between two painters, and a press sets their weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue, State
from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import add_region, edit_region
from artmaster_desktop.core.errors import OutOfMemory
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.ui.panels.mix_strip import MixStrip, PainterChoice, small_picture
from artmaster_desktop.ui.panels.painters_hiring import mixed
from artmaster_desktop.ui.panels.painters_model import MIME
from tests.app.painter_files import painter_folder
from tests.ui.painting import ScriptedEngine, small_document, starter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Room:
    engine: ScriptedEngine
    session: Session
    queue: JobQueue
    shelf: PainterShelf
    strip: MixStrip

    def ref(self, slug: str) -> PainterRef:
        one = self.shelf.find(slug)
        assert one is not None
        return one.ref

    def press(self, index: int) -> None:
        QTest.mouseClick(self.strip.cells, LEFT, pos=self.strip.cells.place(index).center().toPoint())

    def weights(self) -> dict[str, float]:
        region = next(iter(self.session.document.regions), None)
        shares = self.session.document.root.painters if region is None else region.painters
        return {share.painter.slug: share.weight for share in shares if share.enabled}


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    home = tmp_path / "painters"
    for index, slug in enumerate(("azure", "cinnabar", "mist")):
        painter_folder(home, slug, 0.1 + index, name=slug.title(), palette=["#102030", "#a0b0c0"])
    shelf = PainterShelf(PainterLibrary((home,), tmp_path / "cache.json"), tmp_path / "own")
    engine = ScriptedEngine(starter())
    thread = EngineThread(lambda: engine)
    queue = JobQueue(thread)
    session = Session(small_document())
    desk = PaintDesk(session, queue, thread, shelf.library, engine.caps.path)
    strip = MixStrip(session, desk, queue, shelf)
    qtbot.addWidget(strip)
    strip.resize(320, 440)
    strip.show()
    with qtbot.waitSignal(shelf.changed, timeout=4000):
        shelf.refresh()
    qtbot.waitUntil(lambda: desk.caps is not None, timeout=4000)
    yield Room(engine, session, queue, shelf, strip)
    engine.hold.set()
    assert desk.close()
    thread.close()
    assert thread.wait(5)
    assert shelf.close()


def done(room: Room) -> int:
    return sum(cell.progress == 1.0 for cell in room.strip.cells.cells)


def test_a_strip_is_painted_from_one_painter_to_the_other(room: Room, qtbot: QtBot) -> None:
    room.engine.hold.set()
    QTest.mouseClick(room.strip.paint_button, LEFT)
    qtbot.waitUntil(lambda: done(room) == 5, timeout=6000)
    jobs = room.engine.jobs
    assert len(jobs) == 5
    assert len({job.seed for job in jobs}) == 1
    hired = [{painter.slug for painter in job.painters} for job in jobs]
    both = {"azure", "cinnabar"}
    assert hired == [{"azure"}, both, both, both, {"cinnabar"}]
    middle = {jobs[1].painters[row.painter].slug: row.weight for row in jobs[1].gates.rows}
    assert middle == pytest.approx({"azure": 0.75, "cinnabar": 0.25})
    assert all(cell.picture is not None for cell in room.strip.cells.cells)


def test_a_picture_that_is_pressed_sets_the_weights_as_one_step(room: Room) -> None:
    room.press(1)
    assert room.weights() == {"azure": 0.75, "cinnabar": 0.25}
    assert "75 % Azure · 25 % Cinnabar" in room.strip.weights.text()
    room.press(4)
    assert room.weights() == {"azure": 0.0, "cinnabar": 1.0}
    room.session.undo()
    assert room.weights() == {"azure": 0.75, "cinnabar": 0.25}


def test_the_active_region_takes_the_weights_and_others_rest(room: Room) -> None:
    session = room.session
    session.apply(add_region("Sky", region_id="sky", mask_id="m"))
    mist, azure = Share(room.ref("mist"), 0.4), Share(room.ref("azure"), 0.1, Role.COLOUR)
    session.apply(edit_region(Region(id="sky", mask="m", name="Sky", painters=(mist, azure))))
    session.set_active_region("sky")
    assert "Sky" in room.strip.weights.text()
    room.press(2)
    assert room.weights() == {"azure": 0.5, "cinnabar": 0.5}
    (region,) = session.document.regions
    resting = next(share for share in region.painters if share.painter.slug == "mist")
    assert resting == Share(mist.painter, 0.4, enabled=False)
    assert session.document.root.painters == ()


def test_the_slider_sets_weights_between_the_pictures_when_it_is_let_go(room: Room) -> None:
    cells = room.strip.cells
    start, steps = cells.handle().toPoint(), len(room.session.history.steps)
    QTest.mousePress(cells, LEFT, pos=start)
    QTest.mouseMove(cells, QPoint(start.x() + 20, start.y()))
    QTest.mouseMove(cells, QPoint(start.x() + 30, start.y()))
    assert len(room.session.history.steps) == steps
    QTest.mouseRelease(cells, LEFT, pos=QPoint(start.x() + 30, start.y()))
    assert len(room.session.history.steps) == steps + 1
    weights = room.weights()
    assert weights["cinnabar"] == pytest.approx(cells.at, abs=0.001)
    assert 0.55 < weights["cinnabar"] < 0.75
    assert sum(weights.values()) == pytest.approx(1.0)


def test_keys_move_the_slider_and_enter_takes_it(room: Room) -> None:
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(room.strip.cells, key)
    assert room.weights() == {}
    QTest.keyClick(room.strip.cells, Qt.Key.Key_Return)
    assert room.weights() == {"azure": 0.55, "cinnabar": 0.45}


def test_a_strip_shows_how_far_it_is_and_stops_at_once(room: Room, qtbot: QtBot) -> None:
    strip = room.strip
    assert not strip.stop_button.isVisible()
    strip.paint()
    qtbot.waitUntil(lambda: strip.cells.cells[0].picture is not None, timeout=4000)
    assert 0.0 < strip.cells.cells[0].progress < 1.0
    assert not strip.paint_button.isEnabled()
    QTest.mouseClick(strip.stop_button, LEFT)
    assert {entry.state for entry in room.queue.entries} == {State.CANCELLED}
    assert strip.cells.cells[0].picture is None
    assert strip.paint_button.isEnabled()


def test_other_painters_stop_the_strip_and_clear_it(room: Room, qtbot: QtBot) -> None:
    room.strip.paint()
    qtbot.waitUntil(lambda: room.strip.cells.cells[0].picture is not None, timeout=4000)
    room.strip.other.choose("mist")
    assert all(entry.ended for entry in room.queue.entries)
    assert all(cell.picture is None for cell in room.strip.cells.cells)
    room.press(4)
    assert room.weights() == {"azure": 0.0, "mist": 1.0}


def test_a_failed_picture_says_why_and_the_others_go_on(room: Room, qtbot: QtBot) -> None:
    room.engine.hold.set()
    room.engine.faults.append(OutOfMemory("cuda:0", "painting", 0, 0, ()))
    room.strip.paint()
    qtbot.waitUntil(lambda: done(room) == 4, timeout=6000)
    assert room.strip.cells.cells[0].failed
    assert "ran out" in room.strip.message.text()


def test_jobs_of_others_are_not_shown(room: Room, qtbot: QtBot) -> None:
    room.engine.hold.set()
    with qtbot.waitSignal(room.queue.finished, timeout=4000):
        room.strip._desk.paint()
    assert all(cell.picture is None for cell in room.strip.cells.cells)


def test_two_different_painters_are_needed(room: Room) -> None:
    room.strip.other.choose("azure")
    assert not room.strip.paint_button.isEnabled()
    assert "different" in room.strip.weights.text()
    room.strip.paint()
    room.press(0)
    assert room.queue.entries == ()
    assert room.weights() == {}


def test_both_painters_are_swapped(room: Room) -> None:
    room.strip.cells.set_at(0.25)
    swap = next(b for b in room.strip.findChildren(QAbstractButton) if "other way" in b.toolTip())
    QTest.mouseClick(swap, LEFT)
    assert (room.strip.one.slug, room.strip.other.slug) == ("cinnabar", "azure")
    assert room.strip.cells.at == 0.75


def test_a_painter_is_dropped_on_an_end(room: Room) -> None:
    data = QMimeData()
    data.setData(MIME, b"mist")
    rest = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *rest)
    QApplication.sendEvent(room.strip.one, enter)
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *rest)
    QApplication.sendEvent(room.strip.one, event)
    assert room.strip.one.slug == "mist"


def test_the_painters_panel_hands_both_over(room: Room) -> None:
    one, other = room.shelf.find("mist"), room.shelf.find("azure")
    assert one is not None
    assert other is not None
    room.strip.mix(one, other)
    assert (room.strip.one.slug, room.strip.other.slug) == ("mist", "azure")


def test_a_choice_keeps_who_was_chosen(room: Room, qtbot: QtBot) -> None:
    choice = PainterChoice()
    qtbot.addWidget(choice)
    assert choice.slug == ""
    choice.show_painters(room.shelf.painters, 2)
    assert choice.slug == "mist"
    choice.choose("cinnabar")
    choice.show_painters(room.shelf.painters[1:], 0)
    assert choice.slug == "cinnabar"


def test_a_large_painting_is_kept_small() -> None:
    picture = small_picture(np.zeros((3000, 1500, 3), np.uint8), 300)
    assert (picture.width(), picture.height()) == (150, 300)


def test_weights_stay_within_the_strip(room: Room) -> None:
    document = room.session.document
    for at, expected in ((-1.0, [1.0, 0.0]), (2.0, [0.0, 1.0])):
        changed = mixed(document, "", PainterRef("a"), PainterRef("b"), at).change(document)
        assert [share.weight for share in changed.root.painters] == expected


def test_everything_that_can_be_pressed_has_a_tooltip_and_a_name(room: Room) -> None:
    widgets = [*room.strip.findChildren(QAbstractButton), room.strip.one, room.strip.count, room.strip.cells]
    for widget in widgets:
        assert widget.toolTip(), widget
        assert widget.accessibleName(), widget
