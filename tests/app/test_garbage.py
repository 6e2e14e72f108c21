"""Cyclic garbage is looked for in the window's thread and nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import garbage
from artmaster_desktop.app.garbage import GarbageTurn


class Knot(QObject):
    """Holds itself, and tells the thread in which it is let go."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.me = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


@pytest.fixture
def turn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarbageTurn]:
    monkeypatch.setattr(garbage, "EVERY", 20)
    gc.collect()
    made = GarbageTurn()
    yield made
    made.stop()
    assert gc.isenabled()


def many() -> None:
    """More new objects than it takes for a search."""
    kept = [[number] for number in range(5 * gc.get_threshold()[0])]
    assert kept


def test_a_worker_that_allocates_destroys_nothing_of_the_window(turn: GarbageTurn, qtbot: QtBot) -> None:
    ends: list[str] = []
    Knot(ends)
    worker = threading.Thread(target=many, name="worker")
    worker.start()
    worker.join()
    assert ends == []
    kept = [[number] for number in range(5 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(ends), timeout=30_000)
    assert ends == [threading.main_thread().name]
    assert kept


def test_a_worker_that_asks_for_a_search_destroys_nothing_of_the_window(
    turn: GarbageTurn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "PATIENCE", 60.0)  # a busy machine may take its time
    for timer in turn.findChildren(QTimer):
        timer.stop()
    ends: list[str] = []
    found: list[int] = []
    Knot(ends)
    worker = threading.Thread(target=lambda: found.append(gc.collect()), name="worker")
    worker.start()
    qtbot.waitUntil(lambda: bool(found), timeout=30_000)
    worker.join()
    assert ends == [threading.main_thread().name]
    assert found[0] > 0


def test_a_worker_that_the_window_waits_for_goes_on_without_a_search(
    turn: GarbageTurn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "PATIENCE", 0.05)
    found: list[int] = []
    worker = threading.Thread(target=lambda: found.append(gc.collect(1)))
    worker.start()
    worker.join(10.0)
    assert found == [0]


def test_python_searches_by_itself_again_after_the_end() -> None:
    collect = gc.collect
    made = GarbageTurn()
    assert gc.collect != collect
    made.stop()
    assert gc.collect is collect


def test_everything_is_searched_now_and_then(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    limits = gc.get_threshold()
    monkeypatch.setattr(gc, "collect", searched.append)
    turn = GarbageTurn()
    for counts in (
        (0, 0, 0),
        (limits[0] + 1, 0, 0),
        (0, limits[1] + 1, 0),
        (0, limits[1] + 1, limits[2] + 1),
    ):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        turn.look()
    assert searched == [0, 1, 1]
    monkeypatch.setattr(garbage, "ALL_AFTER", -1)
    turn.look()
    turn.stop()
    assert searched == [0, 1, 1, 2]
