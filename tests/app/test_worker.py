"""The worker: in order, answered in the asking thread, no defect swallowed."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.core.errors import ArtmasterError, OutOfMemory, ReadFailed


def refused(error: ArtmasterError) -> None:
    pytest.fail(str(error))


def test_tasks_run_in_order_and_are_answered_here(qtbot: QtBot) -> None:
    worker = Worker("test")
    done: list[tuple[int, int]] = []
    where: set[int] = set()

    def square(number: int) -> int:
        where.add(threading.get_ident())
        return number * number

    def told(result: int) -> None:
        done.append((result, threading.get_ident()))

    for number in range(20):
        worker.do(partial(square, number), told, refused)
    assert worker.busy == 20
    with qtbot.waitSignal(worker.idle, timeout=5000):
        pass
    assert done == [(n * n, threading.get_ident()) for n in range(20)]
    assert threading.get_ident() not in where
    assert worker.busy == 0
    assert worker.wait(1.0)


def test_our_errors_are_answered_and_others_are_raised(qtbot: QtBot) -> None:
    worker = Worker("test")
    failed: list[object] = []

    def refuse() -> None:
        raise ReadFailed(Path("x"), "gone")

    def defect() -> None:
        raise ZeroDivisionError("a defect")

    worker.do(refuse, lambda _: None, failed.append)
    with qtbot.captureExceptions() as raised:
        worker.do(defect, lambda _: None, failed.append)
        qtbot.waitUntil(lambda: worker.busy == 0, timeout=5000)
    assert [type(f) for f in failed] == [ReadFailed]
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_an_answer_may_ask_again(qtbot: QtBot) -> None:
    worker = Worker("test")
    seen: list[str] = []

    def first(word: str) -> None:
        seen.append(word)
        worker.do(lambda: "two", seen.append, refused)

    worker.do(lambda: "one", first, refused)
    qtbot.waitUntil(lambda: seen == ["one", "two"], timeout=5000)


def test_no_memory_is_an_error_that_is_told(qtbot: QtBot) -> None:
    worker = Worker("planning")
    told: list[ArtmasterError] = []

    def work() -> None:
        raise MemoryError

    worker.do(work, lambda _: None, told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert isinstance(told[0], OutOfMemory)
    assert told[0].stage == "planning"


def test_an_answer_that_comes_after_the_asker_is_gone_is_dropped(
    qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    owner = QObject()
    worker = Worker("sleeping", owner)
    begun, ended = threading.Event(), threading.Event()
    answers: list[object] = []

    def sleep() -> None:
        begun.set()
        time.sleep(0.1)
        ended.set()

    worker.do(sleep, answers.append, answers.append)
    assert begun.wait(5)
    with qtbot.waitSignal(owner.destroyed, timeout=5000):
        owner.deleteLater()
    assert ended.is_set()
    assert answers == []
    assert "Traceback" not in capfd.readouterr().err


def test_an_answer_for_which_there_is_no_memory_is_given_later(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise whoever asked would wait for ever."""

    class Full:
        refusals = 2

        def emit(self, answer: object) -> None:
            if self.refusals:
                self.refusals -= 1
                raise MemoryError
            ended.emit(answer)

    monkeypatch.setattr("artmaster_desktop.app.worker.NO_ROOM", 0.001)
    worker = Worker("thinking")
    ended = worker._ended
    worker._ended = Full()  # type: ignore[assignment]
    failed: list[ArtmasterError] = []

    def hungry() -> None:
        raise MemoryError

    worker.do(hungry, lambda _: None, failed.append)
    with qtbot.waitSignal(worker.idle, timeout=5000):
        pass
    assert [(type(error), getattr(error, "stage", "")) for error in failed] == [(OutOfMemory, "thinking")]
    assert worker.busy == 0
