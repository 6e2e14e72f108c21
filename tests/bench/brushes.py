"""What brushes and the history cost, in pure numpy, without a window: ``python tests/bench/brushes.py``.

A dab of each shipped brush at 40 and 200 pixels (goal: below 60 and 700 us); a report of the pen on a full
4096 x 4096 layer; an edit of a document of ten layers of 8192 x 8192. The least of several runs, since other
work shares the processor.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.core import noise
from artmaster_desktop.core.brush import PLAIN, Brush, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.commands import replace_raster
from artmaster_desktop.core.dabs import Dab
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.history import History
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.core.tips import marks
from artmaster_desktop.core.wet_ink import WetInk
from artmaster_desktop.storage.brushes import read_brushes

ROOT = Path(__file__).resolve().parents[2]
INK = (28, 30, 38)


def least(work: Callable[[], int], runs: int = 7) -> float:
    """Microseconds of the least of some runs, for each of the things that one run did."""
    found = math.inf
    for _ in range(runs):
        start = time.perf_counter()
        count = work()
        found = min(found, (time.perf_counter() - start) / count)
    return found * 1e6


def dab(brush: Brush, size: float) -> float:
    """Microseconds of one dab among a hundred: its mark, laid down on wet ink."""
    brush = replace(brush, size=size)
    turned = [i * 0.05 for i in range(100)]
    dabs = [Dab(300.3 + t, 300.6, size / 2, brush.roundness, 0.7, 0.8, 0.8, t) for t in turned]
    ink = WetInk(Raster(4), brush, INK, Mode.PAINT, None)

    def work() -> int:
        for some in marks(dabs, brush, 0):
            ink.stamp(some)
        return len(dabs)

    return least(work)


def report(size: float, mode: Mode) -> tuple[float, float]:
    """Microseconds of one report of the pen, 10 pixels on, and of the raster after it."""
    full = Raster.from_array(np.random.default_rng(0).integers(0, 256, (4096, 4096, 4), np.uint8))
    work = Brushwork(full, replace(PLAIN, size=size), INK, mode)
    paint, dry = [], []
    for i in range(300):
        sample = Sample(300 + 10 * i, 1500 + 300 * math.sin(i / 30), 0.8)
        start = time.perf_counter()
        work.extend([sample])
        middle = time.perf_counter()
        _ = work.raster
        paint.append(middle - start)
        dry.append(time.perf_counter() - middle)
    return float(np.median(paint)) * 1e6, float(np.median(dry)) * 1e6


def edit() -> tuple[float, float, int]:
    """Median and worst milliseconds of an edit, and the steps kept; tiles share one buffer to spare
    memory.
    """
    buffer = np.ones((TILE, TILE, 4), np.uint8)

    def sheet() -> Raster:
        tiles: dict[TileKey, Pixels] = {}
        for key in np.ndindex(32, 32):
            tile = buffer.view()
            tile.flags.writeable = False
            tiles[key[0], key[1]] = tile
        return Raster(4, tiles)

    layers = tuple(ImageLayer(id=str(i), name=str(i), raster=sheet()) for i in range(10))
    history = History(
        Document(id="d", extent=Extent(8192, 8192), layers=layers), budget=(10 * 1024 + 800) * buffer.nbytes
    )
    spent = []
    for i in range(400):
        layer = history.document.layers[i % 10]
        assert isinstance(layer, ImageLayer)
        patch = np.full((300, 300, 4), i % 255 + 1, np.uint8)
        command = replace_raster(
            layer.id, layer.raster.with_patch(patch, i * 300 % 7000, i * 37 % 7000), "Brush"
        )
        start = time.perf_counter()
        history.apply(command)
        spent.append((time.perf_counter() - start) * 1e3)
    return float(np.median(spent)), max(spent), len(history.steps)


def main() -> None:
    """Print the table."""
    noise.prepare()
    for brush in read_brushes([ROOT / "resources" / "brushes"]).brushes:
        print(f"dab  {brush.name:16s} 40 px {dab(brush, 40):5.0f} us   200 px {dab(brush, 200):5.0f} us")
    for mode in Mode:
        for size in (40, 200):
            paint, dry = report(size, mode)
            print(f"pen  {mode.value:6s} {size:3d} px  extend {paint:5.0f} us   raster {dry:5.0f} us")
    median, worst, steps = edit()
    print(f"edit 10 layers of 8192 x 8192: median {median:.2f} ms, worst {worst:.2f} ms, {steps} steps kept")


if __name__ == "__main__":
    main()
