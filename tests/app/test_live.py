"""Live mode's sense of time, against a clock that is fast but real."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QElapsedTimer
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.live import GRACE, LONGEST, LiveScheduler
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import Raster
from tests.app.test_session import dot
from tests.core.documents import halves

GRACE_MS, LONGEST_MS = 250, 600
"""Long beside what a busy machine loses now and then."""
STEP_MS = 20
AREA = Bounds(0, 0, 4, 4)


class Bench:
    """A scheduler, and when it rang."""

    def __init__(self) -> None:
        self.session = Session(halves())
        self.scheduler = LiveScheduler(self.session, grace=GRACE_MS / 1000, longest=LONGEST_MS / 1000)
        self.clock = QElapsedTimer()
        self.clock.start()
        self.rang: list[int] = []
        self.scheduler.due.connect(lambda: self.rang.append(self.clock.elapsed()))
        self._x = 0

    def edit(self) -> None:
        self._x += 1
        self.session.apply(dot(self._x, 0))

    def pen_down(self) -> None:
        self.session.set_wet("sketch", Raster(4), AREA)

    def pen_up(self) -> None:
        self.edit()
        self.session.drop_wet()


@pytest.fixture
def bench(qapp: object, qtbot: QtBot) -> Bench:
    built = Bench()
    built.scheduler.set_on(True)
    qtbot.waitUntil(lambda: len(built.rang) == 1, timeout=2000)  # what was there when it was switched on
    built.rang.clear()
    built.clock.restart()
    return built


def test_the_times_of_the_house() -> None:
    assert (GRACE, LONGEST) == (0.3, 3.0)


def test_a_stroke_is_painted_after_the_grace(bench: Bench, qtbot: QtBot) -> None:
    bench.edit()
    qtbot.waitUntil(lambda: bool(bench.rang), timeout=2000)
    assert bench.rang[0] >= GRACE_MS * 0.9
    qtbot.wait(GRACE_MS * 3 // 2)
    assert len(bench.rang) == 1


def test_a_flurry_is_painted_once(bench: Bench, qtbot: QtBot) -> None:
    for _ in range(3):
        bench.edit()
        qtbot.wait(STEP_MS)
    assert bench.rang == []
    qtbot.waitUntil(lambda: bool(bench.rang), timeout=2000)
    qtbot.wait(GRACE_MS * 3 // 2)
    assert len(bench.rang) == 1


def test_a_long_flurry_is_painted_at_the_longest_wait(bench: Bench, qtbot: QtBot) -> None:
    while not bench.rang and bench.clock.elapsed() < 2000:
        bench.edit()
        qtbot.wait(STEP_MS)
    assert len(bench.rang) == 1
    assert LONGEST_MS * 0.9 <= bench.rang[0] < LONGEST_MS + 1000


def test_never_while_the_pen_is_down(bench: Bench, qtbot: QtBot) -> None:
    bench.edit()
    bench.pen_down()
    qtbot.wait(LONGEST_MS + 2 * GRACE_MS)
    assert bench.rang == []
    up = bench.clock.elapsed()
    bench.pen_up()
    qtbot.waitUntil(lambda: bool(bench.rang), timeout=2000)
    assert bench.rang[0] - up < GRACE_MS  # it waited long enough


def test_an_edit_under_the_pen_is_put_off(bench: Bench, qtbot: QtBot) -> None:
    bench.pen_down()
    bench.edit()
    qtbot.wait(2 * GRACE_MS)
    assert bench.rang == []
    bench.session.drop_wet()
    qtbot.waitUntil(lambda: bool(bench.rang), timeout=2000)


def test_a_stroke_that_was_given_up_paints_nothing(bench: Bench, qtbot: QtBot) -> None:
    bench.pen_down()
    bench.session.drop_wet()
    qtbot.wait(2 * GRACE_MS)
    assert bench.rang == []


def test_off_forgets(bench: Bench, qtbot: QtBot) -> None:
    bench.edit()
    bench.scheduler.set_on(False)
    bench.edit()
    qtbot.wait(2 * GRACE_MS)
    assert bench.rang == []
    assert not bench.scheduler.on


def test_other_times(bench: Bench, qtbot: QtBot) -> None:
    bench.scheduler.set_times(0.0, 0.0)
    bench.edit()
    qtbot.waitUntil(lambda: bool(bench.rang), timeout=2000)
    assert bench.rang[0] < GRACE_MS
