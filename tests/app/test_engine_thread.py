"""The engine's thread: made late, one thing at a time, cancelled within a step, closed politely."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.core import event as ev
from artmaster_desktop.core.errors import ArtmasterError, EngineAbsent, ModelMissing
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.ports import ChoosingEngine, ModelCaps
from tests.app.fakes import WAIT, FakeEngine, Studio, drain
from tests.core.documents import CAPS, finder, halves, painter


def a_job(job_id: str = "j", seed: int = 3) -> PaintJob:
    document = halves()
    find = finder(painter("a"), painter("b"))
    job = plan_paint(document, find, CAPS, job_id)
    return job if seed == 3 else PaintJob(**{**{n: getattr(job, n) for n in job.__slots__}, "seed": seed})


def test_nothing_is_made_before_it_is_needed(app: Studio, qtbot: QtBot) -> None:
    drain()
    assert (app.made, app.thread_.alive) == (0, False)
    with qtbot.waitSignal(app.thread_.described, timeout=5000) as told:
        app.thread_.describe(Path("model"))
    assert isinstance(told.args[0], ModelCaps)
    with qtbot.waitSignal(app.thread_.described, timeout=5000):
        app.thread_.describe(Path("other"))
    assert app.made == 1
    assert app.engine.described == [Path("model"), Path("other")]
    assert app.engine.threads == {"engine"}


def test_the_window_does_not_wait_long_for_the_interpreter(app: Studio, qtbot: QtBot) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)  # Python's own
    with qtbot.waitSignal(app.thread_.described, timeout=5000):
        app.thread_.describe(Path("model"))
    assert sys.getswitchinterval() <= 0.001
    sys.setswitchinterval(before)


def test_a_model_that_is_not_there_is_told_with_its_path(app: Studio, qtbot: QtBot) -> None:
    app.engine.refuses = ModelMissing(Path("m"), ("vae",))
    with qtbot.waitSignal(app.thread_.describe_failed, timeout=5000) as told:
        app.thread_.describe(Path("m"))
    assert told.args == [Path("m"), app.engine.refuses]


def test_events_come_in_order_and_end_in_one(app: Studio, qtbot: QtBot) -> None:
    heard: list[ev.Event] = []
    app.thread_.happened.connect(heard.append)
    with qtbot.waitSignal(
        app.thread_.happened, timeout=5000, check_params_cb=lambda e: isinstance(e, ev.Finished)
    ):
        app.thread_.run(a_job())
    assert [type(e).__name__ for e in heard] == [
        "Progress", "Started", *["Preview", "Progress"] * 4, "Finished",
    ]  # fmt: skip
    assert heard == app.events


def test_cancel_reaches_the_engine_within_a_step(app: Studio, qtbot: QtBot) -> None:
    app.engine.held = True
    app.thread_.run(a_job("one"))
    app.thread_.run(a_job("two"))
    assert app.engine.reached.wait(WAIT)
    ended: list[ev.Event] = []
    app.thread_.happened.connect(lambda e: ended.append(e) if isinstance(e, ev.Cancelled) else None)
    app.thread_.cancel("one")
    app.thread_.cancel("two")
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=5000)  # it is held: nothing else ends it
    assert [e.job for e in ended] == ["one", "two"]
    assert [job.id for job in app.engine.jobs] == ["one"]  # the other never began


def broken() -> ChoosingEngine:
    raise ImportError("libsomething.so: cannot open\nmore")


@pytest.mark.parametrize("order", ["describe", "run"])
def test_an_engine_that_does_not_start_is_an_error_not_a_crash(
    qtbot: QtBot, order: str, caplog: pytest.LogCaptureFixture
) -> None:
    thread = EngineThread(broken)
    heard: list[ArtmasterError] = []
    thread.describe_failed.connect(lambda path, error: heard.append(error))
    thread.happened.connect(lambda event: heard.append(event.error))
    if order == "describe":
        thread.describe(Path("m"))
    else:
        thread.run(a_job())
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert isinstance(heard[0], EngineAbsent)
    assert heard[0].reason == "libsomething.so: cannot open"
    assert "the engine failed" in caplog.text
    thread.close()
    assert thread.wait(WAIT)
    drain()


def test_another_engine_takes_over_from_the_next_order(app: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(app.thread_.described, timeout=5000):
        app.thread_.describe(Path("m"))
    other = FakeEngine()
    app.thread_.use(lambda: other)
    with qtbot.waitSignal(app.thread_.described, timeout=5000):
        app.thread_.describe(Path("n"))
    assert other.described == [Path("n")]
    assert app.engine.described == [Path("m")]


def test_closing_waits_for_the_engine_to_stop(app: Studio, qtbot: QtBot) -> None:
    app.engine.held = True
    app.thread_.run(a_job())
    assert app.engine.reached.wait(WAIT)
    with qtbot.waitSignal(app.thread_.closed, timeout=5000):
        app.thread_.close()
        app.thread_.run(a_job("late"))  # not taken any more
    assert not app.thread_.alive
    assert [job.id for job in app.engine.jobs] == ["j"]
    assert isinstance(app.events[-1], ev.Cancelled)


def test_closing_an_engine_that_never_began(qtbot: QtBot) -> None:
    thread = EngineThread(broken)
    with qtbot.waitSignal(thread.closed, timeout=1000):
        thread.close()
    assert thread.wait(0.0)


def test_an_engine_that_ends_without_a_word_does_not_hold_up_the_queue(app: Studio, qtbot: QtBot) -> None:
    app.engine.mute = True
    with qtbot.waitSignal(app.thread_.happened, timeout=5000) as told:
        app.thread_.run(a_job())
    assert isinstance(told.args[0], ev.Failed)
    assert isinstance(told.args[0].error, EngineAbsent)


def test_nothing_comes_after_the_end(app: Studio, qtbot: QtBot) -> None:
    class Raving(FakeEngine):
        def run(self, job: PaintJob, emit: Callable[[ev.Event], None], cancelled: Callable[[], bool]) -> None:
            super().run(job, emit, cancelled)
            emit(ev.Cancelled(job.id, 0))
            raise RuntimeError("after all was said")

    app.thread_.use(Raving)
    app.thread_.run(a_job())
    qtbot.waitUntil(lambda: any(isinstance(e, ev.Finished) for e in app.events), timeout=5000)
    with qtbot.waitSignal(app.thread_.closed, timeout=5000):
        app.thread_.close()
    assert sum(isinstance(e, ev.Finished | ev.Failed | ev.Cancelled) for e in app.events) == 1
