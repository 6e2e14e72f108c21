"""From the pen to the pixels: 300 reports on 4096 x 4096 with ten layers, idle and while painting.

    python tests/bench/canvas_latency.py [--model models/starter] [--json OUT] [--rounds 3] [--no-engine]

A pen of 200 Hz draws on a real canvas in a real event loop. Every report is due at its own time, whatever the
window is doing, and counts until the end of the paint that shows it: time lost waiting for the interpreter is
in the figure. What a screen adds behind the widget is not. The longest gap between two turns of the event
loop is what the window was blocked.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter, thread_time

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QInputDevice, QPaintEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop import bootstrap
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.event import Failed, Finished, Progress, Stage
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.ui.canvas.view import CanvasView

SIDE, LAYERS, REPORTS, RATE = 4096, 10, 300, 200.0
BLOCKED = 50.0
IDLE_GOAL, PAINTING_GOAL = 16.0, 33.0


@dataclass
class Row:
    """One case: milliseconds from a report's due time to its pixels, and the turns of the event loop."""

    name: str
    goal: float
    rounds: list[list[float]] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)
    """Milliseconds of the window's thread in each turn: its own part of a gap, the rest is others'."""
    cpu: float = 0.0
    """Milliseconds of the window's thread a report: what it costs on a machine that does nothing else."""
    load: float = 0.0
    """Processes that wanted a core, as the system counts them."""

    @property
    def latencies(self) -> list[float]:
        return [value for values in self.rounds for value in values]

    def at(self, percent: float) -> float:
        return float(np.percentile(self.latencies, percent)) if self.rounds else math.nan

    @property
    def quietest(self) -> float:
        """p99 of the best round: on a machine with other work to do, that work is in the rest."""
        return min((float(np.percentile(values, 99)) for values in self.rounds), default=math.nan)

    @property
    def blocked(self) -> int:
        return sum(gap > BLOCKED for gap in self.gaps)

    def told(self) -> str:
        longest = max(self.gaps, default=math.nan)
        mark = "" if not self.rounds else "ok" if self.at(99) < self.goal else "MISSED"
        return (
            f"{self.name:34} {len(self.latencies):5} {self.at(50):7.2f} {self.at(99):7.2f}"
            f" {self.quietest:7.2f}"
            f" {max(self.latencies, default=math.nan):7.2f} {longest:8.1f}"
            f" {max(self.works, default=math.nan):6.1f} {self.blocked:5} {self.cpu:6.2f}"
            f" {self.load:5.1f}  {mark}"
        )


class Timed(CanvasView):
    """A canvas that knows which reports each paint shows."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.due: list[float] = []
        self.sent = 0
        self.shown = 0
        self.latencies: list[float] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        seen = self.sent - self._hands.waiting
        super().paintEvent(event)
        now = perf_counter()
        self.latencies += [(now - due) * 1000.0 for due in self.due[self.shown : seen]]
        self.shown = max(self.shown, seen)


class Heart:
    """Beats each millisecond; the gaps between beats are what the window was away."""

    gaps: list[float]
    works: list[float]

    def __init__(self) -> None:
        self.beat: Callable[[], None] = lambda: None
        self.clear()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beats)
        self._timer.start(1)

    def clear(self) -> None:
        self.gaps, self.works = [], []
        self._last, self._worked = perf_counter(), thread_time()

    def _beats(self) -> None:
        now, worked = perf_counter(), thread_time()
        self.gaps.append((now - self._last) * 1000.0)
        self.works.append((worked - self._worked) * 1000.0)
        self._last, self._worked = now, worked
        self.beat()


def layered() -> Document:
    """Ten half-transparent layers that fill the canvas; every tile an array of its own."""
    y, x = np.mgrid[0:TILE, 0:TILE]
    layers = []
    for index in range(LAYERS):
        tiles: dict[TileKey, Pixels] = {}
        for row in range(SIDE // TILE):
            for column in range(SIDE // TILE):
                parts = (x + 16 * row, y + 16 * column, x + y + 40 * index, 128 + (x ^ y) // 2)
                tile = np.stack(parts, axis=2).astype(np.uint8)
                tile.flags.writeable = False
                tiles[row, column] = tile
        layers.append(ImageLayer(id=f"layer {index}", name="", raster=Raster.sharing(4, tiles), opacity=0.8))
    return Document(id="bench", extent=Extent(SIDE, SIDE), layers=tuple(layers))


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(done: Callable[[], bool], seconds: float) -> None:
    end = perf_counter() + seconds
    while not done():
        if perf_counter() > end:
            raise TimeoutError("the engine did not begin in time")
        wait(0.02)


class Pen:
    """A tablet that reports ``RATE`` times a second, with pressure."""

    def __init__(self, view: Timed) -> None:
        self._view = view
        self._device = QPointingDevice(
            "pen",
            3,
            QInputDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            3,
        )

    def place(self, index: int) -> QPointF:
        """Loops in the middle of the widget, 1,300 of its pixels a second: a brisk hand."""
        turn = index / REPORTS * 2 * math.pi
        across, down = 0.5 + 0.2 * math.cos(turn), 0.5 + 0.15 * math.sin(2 * turn)
        return QPointF(self._view.width() * across, self._view.height() * down)

    def send(self, kind: QEvent.Type, index: int, pressure: float) -> None:
        where, none, left = self.place(index), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        button = none if kind == QEvent.Type.TabletMove else left
        held = none if kind == QEvent.Type.TabletRelease else left
        keys = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, self._device, where, where, pressure, 0, 0, 0, 0, 0, keys, button, held)
        QCoreApplication.sendEvent(self._view, event)


def stroke(view: Timed, heart: Heart, row: Row) -> None:
    """One stroke at the pen's own pace, added to ``row``."""
    pen, loop = Pen(view), QEventLoop()
    start = perf_counter() + 0.05
    view.due = [start + index / RATE for index in range(REPORTS)]
    view.sent = view.shown = 0
    view.latencies = []

    def beat() -> None:
        while view.sent < REPORTS and perf_counter() >= view.due[view.sent]:
            kind = QEvent.Type.TabletMove if view.sent else QEvent.Type.TabletPress
            view.sent += 1
            pen.send(kind, view.sent - 1, 0.5 + 0.4 * math.sin(view.sent / 20))
        if view.shown == REPORTS:
            heart.beat = lambda: None
            loop.quit()

    heart.clear()
    heart.beat = beat
    before = thread_time()
    QTimer.singleShot(30_000, loop.quit)
    loop.exec()
    row.cpu = (thread_time() - before) * 1000.0 / REPORTS
    row.load = os.getloadavg()[0]
    pen.send(QEvent.Type.TabletRelease, REPORTS - 1, 0.0)
    wait(0.3)
    if len(view.latencies) != REPORTS:
        raise RuntimeError(f"only {len(view.latencies)} of {REPORTS} reports were painted")
    row.rounds.append(view.latencies)
    row.gaps += heart.gaps
    row.works += heart.works


def strokes(view: Timed, heart: Heart, what: str, goal: float, rounds: int) -> Iterator[Row]:
    """A small and a large brush, at 100 % and with the whole canvas in sight."""
    for zoom in (1.0, 0.0):
        view.fit() if zoom == 0.0 else view.zoom_to(zoom)
        wait(3.0)
        for size in (24.0, 200.0):
            view.brush = replace(view.brush, size=size)
            row = Row(f"{what}, {'fit' if zoom == 0.0 else '100 %'}, brush {size:.0f} px", goal)
            for _ in range(rounds):
                stroke(view, heart, row)
            yield row


@contextmanager
def generating(model: Path, heart: Heart, rows: list[Row]) -> Iterator[None]:
    """The starter paints again and again in the engine's thread."""
    engine = EngineThread(bootstrap.engine)
    caps: list[ModelCaps] = []
    faults: list[object] = []
    steps: list[int] = []

    def happened(event: object) -> None:
        if isinstance(event, Progress) and event.stage is Stage.PAINTING:
            steps.append(event.step)
        elif isinstance(event, Finished):
            engine.run(again())
        elif isinstance(event, Failed):
            faults.append(event.error)

    def again() -> PaintJob:
        document = Document(
            id="picture",
            extent=Extent(512, 512),
            root=Root(prompt="a lake between hills"),
            paint=PaintSettings(seed=len(steps), steps=30),
        )
        return plan_paint(document, lambda ref: None, caps[0], f"job {len(steps)}")

    engine.described.connect(caps.append)
    engine.describe_failed.connect(lambda path, fault: faults.append(fault))
    engine.happened.connect(happened)
    heart.clear()
    engine.describe(model)
    until(lambda: bool(caps or faults), 300)
    rows.append(Row("engine starts (imports)", PAINTING_GOAL, gaps=heart.gaps, works=heart.works))
    heart.clear()
    if caps:
        engine.run(again())
        until(lambda: len(steps) > 2 or bool(faults), 300)
    if faults:
        raise RuntimeError(f"the engine failed: {faults[0]}")
    rows.append(Row("model is loaded", PAINTING_GOAL, gaps=heart.gaps, works=heart.works))
    before = len(steps)
    yield
    print(f"  the engine painted {len(steps) - before} steps meanwhile", flush=True)
    engine.close()
    engine.wait(60)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, default=Path("models/starter"))
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--json", type=Path, default=Path("out/bench/canvas_latency.json"))
    parser.add_argument("--no-engine", action="store_true")
    args = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    view = Timed(Session(layered()))
    view.session.set_active_layer(f"layer {LAYERS // 2}")
    view.resize(1600, 1000)
    heart = Heart()
    heart.clear()
    view.show()
    wait(4.0)
    rows = [Row("document is shown", IDLE_GOAL, gaps=heart.gaps, works=heart.works)]
    rows += strokes(view, heart, "idle", IDLE_GOAL, args.rounds)
    if not args.no_engine:
        with generating(args.model, heart, rows):
            rows += strokes(view, heart, "generating", PAINTING_GOAL, args.rounds)
    head = f"{'milliseconds':34} {'n':>5} {'p50':>7} {'p99':>7} {'best':>7} {'most':>7} {'longest':>8}"
    print(f"{head} {'own':>6} {'>50':>5} {'cpu':>6} {'load':>5}")
    for row in rows:
        print(row.told())
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    view.close()
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
