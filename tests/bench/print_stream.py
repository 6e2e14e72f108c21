"""How fast sheets are written, and with how much memory: each size in a process of its own.

python tests/bench/print_stream.py [--papers A3 A1 A0] [--depth 16] [--ends .tif .png .jpg .pdf] [--out FILE]
python tests/bench/print_stream.py --upscaler shipped --papers A4 A3 A2 A0 --ends .tif [--rows 2000]

Without an upscaler the picture is enlarged by Lanczos. With ``--rows`` only so many rows of a sheet are made:
enough of them reach the most memory that is ever held, and tell the time of the whole.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.geometry import Extent

MODELS = Path(__file__).resolve().parents[2] / "models" / "upscalers"
PAGE = 4096


class Enough(Exception):
    """As many rows were made as were asked for."""


@dataclass(frozen=True)
class First:
    """The first ``rows`` of ``strips`` (all: 0)."""

    strips: up.Strips
    rows: int

    @property
    def extent(self) -> Extent:
        return self.strips.extent

    def __iter__(self) -> Iterator[up.Rows]:
        done = 0
        for rows in self.strips:
            yield rows
            done += len(rows)
            if self.rows and done >= self.rows:
                raise Enough


class Memory:
    """The most that this process held while it was watched, MB, above what it held at first."""

    def __init__(self) -> None:
        self.first = self.most = held()


@contextmanager
def watched() -> Iterator[Memory]:
    """Looks every twentieth of a second."""
    memory, stop = Memory(), threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            memory.most = max(memory.most, held())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        stop.set()
        watcher.join()


def held() -> float:
    """Memory that this process holds now, MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def one(paper: str, end: str, depth: int, upscaler: str, most_rows: int) -> dict[str, object]:
    """Enlarges a painting of 1024 pixels onto ``paper`` and writes it; what it took. Models are loaded before
    memory is counted.
    """
    from artmaster_desktop.core.print_colour import PrintSettings
    from artmaster_desktop.core.print_paper import paper_of
    from artmaster_desktop.core.print_plan import PrintOrder, plan_print
    from artmaster_desktop.core.print_sheet import SheetStrips
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.upscale.enlarge import Enlarger
    from artmaster_desktop.storage.print_file import write_print

    source = painting()
    plan = plan_print(Extent(1024, 1448), PrintOrder(paper=paper_of(paper)))
    target = Extent(plan.placed.width, plan.placed.height)
    enlarger, heard = Enlarger(EngineOptions(device="cpu")), list[up.UpscaleEvent]()
    method = method_of(upscaler, plan.factor)
    if isinstance(method, up.UpscalerFile):
        enlarger.describe(method)
    job = up.UpscaleJob(id="bench", source=source, method=method, target=target)
    stopped = 0
    with TemporaryDirectory() as folder, watched() as memory:
        path, begun = Path(folder) / f"sheet{end}", time.perf_counter()
        strips = enlarger.strips(job, heard.append, lambda: False)
        sheet = SheetStrips(First(strips, most_rows), plan.sheet, plan.placed)
        try:
            write_print(path, sheet, PrintSettings(dpi=300, depth=depth))
        except Enough:
            stopped = most_rows
        seconds = time.perf_counter() - begun
        assert not stopped or not list(Path(folder).iterdir()), "a stopped print leaves nothing"
        size = path.stat().st_size if path.exists() else 0
    share = stopped / plan.sheet.height if stopped else 1.0
    raw = plan.sheet.area * 3 * depth // 8
    started = next((e for e in heard if isinstance(e, up.UpscaleStarted)), None)
    return {
        "paper": paper, "kind": end, "depth": depth, "pixels": str(plan.sheet), "method": up_name(method),
        "passes": started.passes if started else 0, "rows_made": stopped or plan.sheet.height,
        "seconds": round(seconds, 1), "seconds_of_the_whole": round(seconds / share, 1),
        "raw_mb_per_second": round(raw * share / 1e6 / seconds, 1), "file_mb": round(size / 1e6, 1),
        "raw_mb": round(raw / 1e6, 1), "peak_mb_above_start": round(memory.most - memory.first, 1),
        "start_mb": round(memory.first, 1),
    }  # fmt: skip


def method_of(upscaler: str, factor: float) -> up.Method:
    """The shipped network for ``factor``, one in a file, or Lanczos."""
    from artmaster_desktop.storage.upscalers import shipped_upscaler

    if upscaler != "shipped":
        return up.UpscalerFile(Path(upscaler)) if upscaler else up.Kernel.LANCZOS
    found = shipped_upscaler(MODELS, factor)
    assert found is not None
    return found


def up_name(method: up.Method) -> str:
    """Of the network, or of the kernel."""
    return method.path.stem if isinstance(method, up.UpscalerFile) else method.value


def painting() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """1024 x 1448 pixels of soft shapes and grain."""
    y, x = np.mgrid[0:1448, 0:1024].astype(np.float32)
    planes = [128 + 100 * np.sin(x / 9 + y / 50), 128 + 90 * np.cos(y / 7), (x + y) / 10]
    noise = np.random.default_rng(1).normal(0, 3, (1448, 1024, 3))
    return np.clip(np.stack(planes, axis=2) + noise, 0, 255).astype(np.uint8)


def main() -> None:
    """Run every size and kind, one process each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", nargs="+", default=["A3", "A1", "A0"])
    parser.add_argument("--ends", nargs="+", default=[".tif", ".png", ".jpg", ".pdf"])
    parser.add_argument("--depth", type=int, default=16)
    parser.add_argument("--upscaler", default="", metavar="shipped|FILE", help="a network (default: Lanczos)")
    parser.add_argument("--rows", type=int, default=0, help="only so many rows of each sheet")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", action="store_true", help="in this process: the first paper and kind")
    options = parser.parse_args()
    if options.one:
        print(
            json.dumps(one(options.papers[0], options.ends[0], options.depth, options.upscaler, options.rows))
        )
        return
    rows = []
    for paper in options.papers:
        for end in options.ends:
            depth = 8 if end == ".jpg" else options.depth
            words = ["--one", "--papers", paper, "--ends", end, "--depth", str(depth)]
            words += ["--upscaler", options.upscaler, "--rows", str(options.rows)]
            done = subprocess.run(
                [sys.executable, __file__, *words], capture_output=True, text=True, check=True
            )
            rows.append(json.loads(done.stdout))
            print(rows[-1], flush=True)
    if options.out:
        about = {"what": "sheets at 300 dpi from 1024 x 1448 pixels", "command": " ".join(sys.argv)}
        options.out.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
