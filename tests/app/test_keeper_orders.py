"""Orders that were not planned yet: the journal has them, and after a kill they are listed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from artmaster_desktop.app.jobs import State
from artmaster_desktop.app.order import Order
from artmaster_desktop.app.purpose import Paint
from artmaster_desktop.core.errors import ModelMissing
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.selection_commands import select
from artmaster_desktop.storage import recovery
from tests.app.fakes import WAIT, Studio, studio
from tests.app.test_keeper import House
from tests.app.test_session import dot
from tests.core.documents import box_mask


def test_what_was_ordered_before_the_model_was_known_is_listed_after_a_kill(
    qapp: object, qtbot: QtBot, tmp_path: Path
) -> None:
    with studio() as app:
        first = House(app, tmp_path)
        first.start(qtbot)
        app.desk.variations(2)
        asked = app.session.document
        app.session.apply(Command("Edit", lambda d: d.edited(root=replace(d.root, prompt="a desert"))))
        (item,) = first.killed(tmp_path / "killed")
        assert item.jobs == 1
        app.desk.set_model(Path("model"))
        qtbot.waitUntil(lambda: [e.ended for e in app.queue.entries] == [True, True], timeout=5000)
        assert first.results.wait(WAIT)
        qtbot.waitUntil(lambda: not first.results.busy, timeout=5000)
        assert recovery.recover(tmp_path / "killed") == (item,)
        assert first.killed(tmp_path / "painted")[0].jobs == 0
        painted = app.engine.jobs
        first.close()
    listed: list[int] = []
    with studio() as other:
        house = House(other, tmp_path / "other")
        with qtbot.waitSignal(house.keeper.restored, timeout=5000):
            house.keeper.restore(item)
        other.queue.changed.connect(lambda: listed.append(len(other.queue.entries)))
        assert not other.desk.preparing
        qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
        other.engine.refuses = ModelMissing(Path("model"), ("vae",))
        with qtbot.waitSignal(other.desk.model_failed, timeout=5000):
            other.desk.set_model(Path("model"))
        other.engine.refuses = None
        assert listed == []
        other.desk.set_model(Path("model"))
        qtbot.waitUntil(lambda: len(other.queue.entries) == 2, timeout=5000)
        jobs = [entry.job for entry in other.queue.entries]
        assert {entry.state for entry in other.queue.entries} == {State.CANCELLED}
        assert [replace(job, id="") for job in jobs] == [replace(job, id="") for job in painted]
        assert (jobs[0].texts[0], jobs[0].document) == (asked.root.prompt, asked.id)
        for entry in other.queue.entries[:1]:
            other.queue.remove(entry.id)
        assert house.keeper.wait(WAIT)
        assert orders_in(tmp_path / "killed", tmp_path / "one left") == 1
        other.queue.remove(other.queue.entries[0].id)
        assert house.keeper.wait(WAIT)
        assert orders_in(tmp_path / "killed", tmp_path / "none left") == 0
        house.close()


def test_a_part_that_was_ordered_before_the_model_was_known_is_listed_after_a_kill(
    qapp: object, qtbot: QtBot, tmp_path: Path
) -> None:
    """With the selection of then, which is another now."""
    with studio() as app:
        first = House(app, tmp_path)
        first.start(qtbot)
        extent = app.session.document.extent
        app.session.apply(select(box_mask(extent, 60, 70, 160, 150)))
        app.desk.paint()
        app.session.apply(select(box_mask(extent, 0, 0, 30, 30)))
        (item,) = first.killed(tmp_path / "killed")
        assert item.jobs == 1
        app.desk.set_model(Path("model"))
        qtbot.waitUntil(lambda: [e.ended for e in app.queue.entries] == [True], timeout=5000)
        painted = app.engine.jobs
        first.close()
    with studio() as other:
        house = House(other, tmp_path / "other")
        with qtbot.waitSignal(house.keeper.restored, timeout=5000):
            house.keeper.restore(item)
        other.desk.set_model(Path("model"))
        qtbot.waitUntil(lambda: len(other.queue.entries) == 1, timeout=5000)
        (entry,) = other.queue.entries
        assert entry.state is State.CANCELLED
        assert isinstance(entry.job.start, RepaintStart)
        assert replace(entry.job, id="") == replace(painted[0], id="")
        house.close()


def test_an_order_for_an_empty_selection_is_nobodys_after_a_kill(
    qapp: object, qtbot: QtBot, tmp_path: Path
) -> None:
    with studio() as app:
        house = House(app, tmp_path)
        house.start(qtbot)
        app.desk.take(Order(app.session.document, (Paint(),), repaint=Repaint(mask=Raster(1))))
        assert all(item.jobs == 0 for item in house.killed(tmp_path / "killed"))
        house.close()


def orders_in(folder: Path, copy: Path) -> int:
    """How many orders the journal in ``folder`` holds, told from a copy since it is in use."""
    shutil.copytree(folder, copy)
    (item,) = recovery.recover(copy)
    recovered = recovery.load(item.journal)
    recovered.file.close()
    return len(recovered.orders)


def test_a_live_order_is_nobodys_after_a_kill(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    house = House(app, tmp_path)
    house.start(qtbot)
    app.session.apply(dot(1, 1))
    app.desk.set_live(True)
    app.session.apply(dot(2, 2))
    qtbot.waitUntil(lambda: bool(app.desk.orders), timeout=5000)
    (item,) = house.killed(tmp_path / "killed")
    assert item.jobs == 0
    house.close()
