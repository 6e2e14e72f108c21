"""200 jobs in a row through the whole window: what grows with them.

    python tests/bench/many_jobs.py [--jobs 200] [--steps 2] [--json OUT]

The two-painters example at 384 x 256 with the starter. Between jobs the artist works: another weight, every
fourth result is applied and taken back, every tenth job is cancelled under way. After each tenth job garbage
is collected and counted: memory of the process, Python objects, Qt objects, threads, open files. The canvas
keeps the tiles it met, 512 at most: 32 here, so that they are all there before the first fifth is over, which
is left out of the slopes. What each picture leaves in the tray (its file, a thumbnail) and each edit in
the history stays, and is in the figures. Goal: under 0.1 MiB of memory a job, and no thread or file.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import gc
import json
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop import bootstrap
from artmaster_desktop.core.canvas_commands import resize_picture
from artmaster_desktop.core.commands import edit_paint, edit_region
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.canvas.tile_paint import TilePainter
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.workshop import Workshop
from tests.ui import windows

EXAMPLE = bootstrap.places().resources / "examples" / "two-painters.ora"
SIZE = Extent(384, 256)
GOAL = 0.1
"""MiB a job."""
SECONDS = 120.0
"""The most that one job may take here."""


@dataclass(frozen=True)
class Count:
    """What there was after ``job`` jobs; memory in MiB."""

    job: int
    memory: float
    objects: int
    qt: int
    threads: int
    files: int
    seconds: float


def counted(job: int, window: MainWindow, begun: float) -> Count:
    windows.settle()
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Count(
        job=job,
        memory=round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1),
        objects=len(gc.get_objects()),
        qt=len(window.findChildren(QObject)),
        threads=threading.active_count(),
        files=len(list(Path("/proc/self/fd").iterdir())),
        seconds=round(perf_counter() - begun, 1),
    )


class Artist:
    """Asks for picture after picture, and works on the document meanwhile."""

    def __init__(self, window: MainWindow, steps: int) -> None:
        self.window, self.shop, self.steps = window, window.shop, steps
        self.chance = np.random.default_rng(1)

    def job(self, number: int) -> None:
        session, shop = self.shop.session, self.shop
        session.apply(edit_paint(replace(session.document.paint, steps=self.steps, seed=number)))
        region = session.document.regions[number % len(session.document.regions)]
        share = region.painters[0]
        weight = round(float(self.chance.uniform(0.4, 1.4)), 2)
        others = region.painters[1:]
        session.apply(edit_region(replace(region, painters=(replace(share, weight=weight), *others))))
        before = len(shop.results.all)
        shop.desk.paint()
        if number % 10 == 9:
            windows.until(lambda: shop.queue.running is not None, SECONDS)
            shop.queue.cancel_all()
            windows.until(lambda: shop.queue.running is None and not shop.desk.orders, SECONDS)
            return
        windows.until(lambda: len(shop.results.all) > before, SECONDS)
        if number % 4 == 0:
            shop.results.apply(shop.results.all[0])
            windows.until(lambda: shop.results.all[0].applied, SECONDS)
            session.undo()


def run(window: MainWindow, jobs: int, steps: int) -> list[Count]:
    artist, begun = Artist(window, steps), perf_counter()
    found = []
    for number in range(1, jobs + 1):
        artist.job(number)
        if number % 10 == 0:
            found.append(counted(number, window, begun))
            print(asdict(found[-1]), flush=True)
    return found


def slopes(counts: list[Count]) -> dict[str, float]:
    """Growth a job by least squares, without the first fifth."""
    late = counts[len(counts) // 5 :]
    at = np.array([c.job for c in late], np.float64)
    names = ("memory", "objects", "qt", "threads", "files")
    return {
        name: round(float(np.polyfit(at, np.array([getattr(c, name) for c in late], np.float64), 1)[0]), 4)
        for name in names
    }


def few_tiles() -> None:
    """Canvases made from now on keep few tiles."""
    TilePainter.__init__.__defaults__ = (32,)


def opened(shop: Workshop, window: MainWindow) -> None:
    """The example, small, with the engine at work behind it."""
    shop.effect.start()
    window.files.open_path(EXAMPLE)
    windows.until(lambda: len(shop.session.document.regions) == 2, SECONDS)
    shop.session.apply(resize_picture(SIZE))
    windows.until(lambda: shop.shelf.ready, SECONDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert app is not None
    with tempfile.TemporaryDirectory() as folder, windows.workshop(Path(folder), bootstrap.engine) as shop:
        few_tiles()
        window = MainWindow(shop)
        windows.appear(window)
        opened(shop, window)
        counts = run(window, asked.jobs, asked.steps)
        windows.put_away(window)
    growth = slopes(counts)
    steady = growth["memory"] < GOAL and max(growth["threads"], growth["files"]) < 0.01
    verdict = "ok" if steady else "GROWS"
    print(f"a job: {growth}  {verdict}")
    if asked.json:
        told = {"goal_mib": GOAL, "growth": growth, "counts": [asdict(count) for count in counts]}
        asked.json.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
