"""The queue: order, one at a time, cancel at once, failures that stop nobody."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.jobs import KEPT, Entry, State
from artmaster_desktop.app.purpose import Live, Paint
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.errors import NotFinite, OutOfMemory
from artmaster_desktop.core.geometry import Extent
from tests.app.fakes import WAIT, Studio, drain, picture
from tests.app.test_engine_thread import a_job

OOM = OutOfMemory("cuda:0", "painting", 10, 5, ())


def states(app: Studio) -> list[tuple[str, State]]:
    return [(entry.id, entry.state) for entry in app.queue.entries]


def ended(app: Studio) -> bool:
    return all(entry.ended for entry in app.queue.entries)


def test_a_job_goes_through(app: Studio, qtbot: QtBot) -> None:
    told: list[tuple[Entry, ev.Finished]] = []
    app.queue.finished.connect(lambda entry, event: told.append((entry, event)))
    previews: list[int] = []
    progress: list[float] = []
    app.queue.previewed.connect(lambda event: previews.append(event.step))
    app.queue.progressed.connect(lambda _: progress.append(app.queue.running.progress))  # type: ignore[union-attr]
    job = a_job()
    assert app.queue.submit(job, Paint(), "a lake") == "j"
    assert states(app) == [("j", State.RUNNING)]
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    entry, finished = told[0]
    assert (entry.state, entry.progress, entry.title, entry.job) == (State.DONE, 1.0, "a lake", job)
    assert (finished.pixels == picture(job)).all()
    assert previews == [1, 2, 3, 4]
    assert progress == sorted(progress)
    assert 0.0 < progress[0] < progress[-1] < 1.0
    assert entry.placement is not None
    with pytest.raises(ValueError, match="already"):
        app.queue.submit(job, Paint())


def test_one_at_a_time_in_order(app: Studio, qtbot: QtBot) -> None:
    app.engine.held = True
    for name in "abcd":
        app.queue.submit(a_job(name), Paint())
    app.queue.submit(a_job("now"), Live(), first=True)
    assert [e.id for e in app.queue.waiting] == ["now", "b", "c", "d"]
    app.queue.move("d", 1)
    app.queue.move("now", 99)
    app.queue.move("a", 0)  # is running
    app.queue.move("nobody", 0)
    assert [e.id for e in app.queue.waiting] == ["d", "b", "c", "now"]
    assert app.engine.reached.wait(WAIT)
    app.engine.held = False
    app.engine.let_go()
    qtbot.waitUntil(lambda: ended(app), timeout=5000)
    assert [job.id for job in app.engine.jobs] == ["a", "d", "b", "c", "now"]
    assert app.engine.most_at_once == 1


def test_cancel_shows_at_once_and_no_picture_comes_after(app: Studio, qtbot: QtBot) -> None:
    finished: list[object] = []
    cancelled: list[str] = []
    app.queue.finished.connect(lambda *_: finished.append(_))
    app.queue.cancelled.connect(lambda entry: cancelled.append(entry.id))
    app.engine.held = True
    app.queue.submit(a_job("one"), Paint())
    app.queue.submit(a_job("two"), Paint())
    app.queue.submit(a_job("three"), Paint())
    assert app.engine.reached.wait(WAIT)
    app.queue.cancel("two")
    app.queue.cancel("one")
    app.queue.cancel("one")
    app.queue.cancel("nobody")
    assert states(app) == [
        ("two", State.CANCELLED),
        ("one", State.CANCELLED),
        ("three", State.WAITING),
    ]  # the engine is not free before it has left the job
    app.engine.held = False
    qtbot.waitUntil(lambda: len(finished) == 1, timeout=5000)
    assert [job.id for job in app.engine.jobs] == ["one", "three"]
    assert cancelled == ["two", "one"]
    assert app.engine.most_at_once == 1


def test_a_picture_that_was_done_when_it_was_cancelled_is_not_delivered(app: Studio, qtbot: QtBot) -> None:
    finished: list[object] = []
    app.queue.finished.connect(lambda *_: finished.append(_))
    app.queue.submit(a_job(), Paint())
    assert app.engine.done.wait(WAIT)  # no event loop runs here: the end is posted and not yet heard
    app.queue.cancel("j")
    drain()
    qtbot.wait(20)
    assert finished == []
    assert states(app) == [("j", State.CANCELLED)]
    app.queue.submit(a_job("next"), Paint())
    qtbot.waitUntil(lambda: len(finished) == 1, timeout=5000)


def test_cancel_all(app: Studio, qtbot: QtBot) -> None:
    app.engine.held = True
    for name in "abc":
        app.queue.submit(a_job(name), Paint())
    assert app.engine.reached.wait(WAIT)
    app.queue.cancel_all()
    assert {state for _, state in states(app)} == {State.CANCELLED}
    app.queue.submit(a_job("d"), Paint())
    app.engine.held = False
    qtbot.waitUntil(lambda: ended(app), timeout=5000)
    assert [job.id for job in app.engine.jobs] == ["a", "d"]


def test_a_failure_stops_nobody_and_can_be_tried_again(app: Studio, qtbot: QtBot) -> None:
    failed: list[tuple[str, object]] = []
    app.queue.failed.connect(lambda entry, error: failed.append((entry.id, error)))
    app.engine.fails = [OOM, NotFinite(2, ("a",)), None]
    for name in "abc":
        app.queue.submit(a_job(name), Paint(), f"title {name}")
    qtbot.waitUntil(lambda: ended(app), timeout=5000)
    assert [name for name, _ in failed] == ["a", "b"]
    assert failed[0][1] is OOM
    assert [state for _, state in states(app)] == [State.FAILED, State.FAILED, State.DONE]
    again = app.queue.retry("a")
    entry = app.queue.find(again)
    assert entry is not None
    assert entry.title == "title a"
    assert replace(entry.job, id="a") == a_job("a")
    assert app.queue.find("a") is None
    qtbot.waitUntil(lambda: ended(app), timeout=5000)
    assert app.queue.retry("nobody") == ""
    done = app.queue.retry("c")  # one that is done can be painted once more, and stays
    assert app.queue.retry(done) == ""
    assert app.queue.find("c") is not None
    qtbot.waitUntil(lambda: ended(app), timeout=5000)
    app.queue.remove("c")
    assert app.queue.find("c") is None


def test_a_job_submitted_by_the_end_of_another_is_painted_once(app: Studio, qtbot: QtBot) -> None:
    def again(entry: Entry, _: ev.Finished) -> None:
        if entry.id == "a":
            app.queue.submit(a_job("b"), Paint())

    app.queue.finished.connect(again)
    app.queue.submit(a_job("a"), Paint())
    qtbot.waitUntil(lambda: len(app.engine.jobs) == 2 and ended(app), timeout=5000)
    assert [job.id for job in app.engine.jobs] == ["a", "b"]
    assert app.engine.most_at_once == 1


def test_events_of_strangers_are_not_heard(app: Studio) -> None:
    app.thread_.happened.emit(ev.Cancelled("stranger", 0))
    assert app.queue.entries == ()


def test_two_hundred_jobs_leave_nothing_behind(app: Studio, qtbot: QtBot) -> None:
    def paint(count: int) -> None:
        for number in range(count):
            app.queue.submit(replace(tiny, id=f"{count}-{number}"), Paint())
        qtbot.waitUntil(lambda: ended(app), timeout=20_000)
        app.engine.jobs.clear()
        app.events.clear()
        drain()
        gc.collect()

    tiny = replace(a_job(), steps=1, output=Extent(8, 8))
    tracemalloc.start()
    try:
        paint(30)
        before, _ = tracemalloc.get_traced_memory()
        paint(200)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(app.queue.entries) == KEPT
    assert after - before < 300_000
