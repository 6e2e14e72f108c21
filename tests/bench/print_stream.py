"""How fast sheets are written, and with how much memory: each size in a process of its own.

python tests/bench/print_stream.py [--papers A3 A1 A0] [--depth 16] [--ends .tif .png .jpg .pdf] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np


def one(paper: str, end: str, depth: int) -> dict[str, object]:
    """Enlarges a painting of 1024 pixels by Lanczos onto ``paper`` and writes it; what it took."""
    from artmaster_desktop.core import upscaling as up
    from artmaster_desktop.core.geometry import Extent
    from artmaster_desktop.core.print_colour import PrintSettings
    from artmaster_desktop.core.print_paper import paper_of
    from artmaster_desktop.core.print_plan import PrintOrder, plan_print
    from artmaster_desktop.core.print_sheet import SheetStrips
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.upscale.enlarge import Enlarger
    from artmaster_desktop.storage.print_file import write_print

    y, x = np.mgrid[0:1448, 0:1024].astype(np.float32)
    planes = [128 + 100 * np.sin(x / 9 + y / 50), 128 + 90 * np.cos(y / 7), (x + y) / 10]
    noise = np.random.default_rng(1).normal(0, 3, (1448, 1024, 3))
    source = np.clip(np.stack(planes, axis=2) + noise, 0, 255).astype(np.uint8)
    plan = plan_print(Extent(1024, 1448), PrintOrder(paper=paper_of(paper)))
    target = Extent(plan.placed.width, plan.placed.height)
    asked = up.UpscaleJob(id="bench", source=source, method=up.Kernel.LANCZOS, target=target)
    before = peak()
    begun = time.perf_counter()
    strips = Enlarger(EngineOptions(device="cpu")).strips(asked, lambda _: None, lambda: False)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{end}"
        write_print(path, SheetStrips(strips, plan.sheet, plan.placed), PrintSettings(dpi=300, depth=depth))
        size = path.stat().st_size
    seconds = time.perf_counter() - begun
    raw = plan.sheet.area * 3 * depth // 8
    return {
        "paper": paper, "kind": end, "depth": depth, "pixels": str(plan.sheet), "seconds": round(seconds, 1),
        "raw_mb_per_second": round(raw / 1e6 / seconds, 1), "file_mb": round(size / 1e6, 1),
        "raw_mb": round(raw / 1e6, 1), "peak_mb_above_start": round(peak() - before, 1),
    }  # fmt: skip


def peak() -> float:
    """The most memory that this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def main() -> None:
    """Run every size and kind, one process each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", nargs="+", default=["A3", "A1", "A0"])
    parser.add_argument("--ends", nargs="+", default=[".tif", ".png", ".jpg", ".pdf"])
    parser.add_argument("--depth", type=int, default=16)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", action="store_true", help="in this process: the first paper and kind")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.papers[0], options.ends[0], options.depth)))
        return
    rows = []
    for paper in options.papers:
        for end in options.ends:
            depth = 8 if end == ".jpg" else options.depth
            words = ["--one", "--papers", paper, "--ends", end, "--depth", str(depth)]
            done = subprocess.run(
                [sys.executable, __file__, *words], capture_output=True, text=True, check=True
            )
            rows.append(json.loads(done.stdout))
            print(rows[-1], flush=True)
    if options.out:
        about = {
            "what": "sheets at 300 dpi from 1024 x 1448 pixels by Lanczos",
            "command": " ".join(sys.argv),
        }
        options.out.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
