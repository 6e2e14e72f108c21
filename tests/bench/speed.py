"""Enlarging and guided steps beside their peers, in one run, as ratios: docs/measured/speed.json and .md.

python tests/bench/speed.py [--side 512] [--rounds 5] [--steps 6] [--out FILE]

The ways run in turn, round after round, so that other work on the machine falls on all of them; a ratio is
the median over the rounds of one way's time by its peer's in the same round. Beside the time on the wall
stands the processor's own time in this process, which other work hardly changes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.engine.device import device_name
from tests.bench import control_step, upscale

Spent = control_step.Spent
MEASURED = Path(__file__).resolve().parents[2] / "docs" / "measured"
PAIRS = (
    ("ours, no projection", "spandrel, whole picture"),
    ("ours, projection", "spandrel, whole picture"),
    ("ours, no projection", "plain loop, hard tiles"),
    ("ours, projection", "plain loop, hard tiles"),
    ("ours, projection, automatic tile", "spandrel, whole picture"),
    ("ours, ControlNet", "diffusers, ControlNet"),
    ("ours, ControlNet", "ours, no guide"),
)
"""What is compared with what; under one the first is the faster."""


def once(call: Callable[[], object]) -> Spent:
    """What one call takes."""
    begun = control_step.clocks()
    call()
    return control_step.between([begun, control_step.clocks()])[0]


def middle(steps: control_step.Steps) -> Spent:
    """The medians over a run's steps."""
    wall, busy = zip(*steps(), strict=True)
    return statistics.median(wall), statistics.median(busy)


def ratios(times: Mapping[str, list[Spent]]) -> dict[str, dict[str, float]]:
    """Each pair's ratio in every round: the median, the least and the most, and the median of the processor's
    time.
    """
    found = {}
    for one, other in PAIRS:
        pairs = list(zip(times[one], times[other], strict=True))
        rounds = [a[0] / b[0] for a, b in pairs]
        found[f"{one} / {other}"] = {
            "median": round(statistics.median(rounds), 3),
            "least": round(min(rounds), 3),
            "most": round(max(rounds), 3),
            "processor": round(statistics.median(a[1] / b[1] for a, b in pairs), 3),
        }
    return found


def measured(options: argparse.Namespace, folder: Path) -> dict[str, list[Spent]]:
    """What every way took by rounds: of a whole picture, or the median of a run's steps."""
    large = upscale.ways(upscale.SHIPPED, options.side, options.tile, options.device)
    guided = control_step.ways(options.side, options.steps, options.device, folder)
    ways: dict[str, Callable[[], Spent]] = {name: partial(once, way) for name, way in large.items()}
    ways |= {name: partial(middle, way) for name, way in guided.items()}
    times: dict[str, list[Spent]] = {name: [] for name in ways}
    for number in range(options.rounds + 1):
        for name, way in ways.items():
            wall, busy = way()
            if number:  # the first round warms up
                times[name].append((round(wall, 1), round(busy, 1)))
        print(f"round {number}: " + ", ".join(f"{n} {t[-1]}" for n, t in times.items() if t), flush=True)
    return times


def table(report: Mapping[str, Any]) -> str:
    """Markdown."""
    head = "| time of one, as a part of the other's | median | least | most | processor's own |"
    lines = [head, "| --- | --- | --- | --- | --- |"]
    for name, row in report["ratios"].items():
        cells = " | ".join(f"{row[key]:.2f}" for key in ("median", "least", "most", "processor"))
        lines.append(f"| {name} | {cells} |")
    return "\n".join([*lines, "", f"`{report['about']['command']}`", ""])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--tile", type=int, default=256)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, default=MEASURED / "speed.json")
    options = parser.parse_args()
    loads = [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
    with tempfile.TemporaryDirectory() as folder:
        times = measured(options, Path(folder))
    if loads:
        loads.append(os.getloadavg()[0])
    about = {
        "command": " ".join(["python tests/bench/speed.py", *sys.argv[1:]]),
        "side": options.side,
        "tile": options.tile,
        "steps": options.steps,
        "rounds": options.rounds,
        "device": device_name(torch.device(options.device)),
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "load before and after": [round(load, 1) for load in loads],
        "control": "random weights of the starter's shape, two double blocks",
    }
    report = {"about": about, "ratios": ratios(times), "milliseconds on the wall and of the processor": times}
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    options.out.with_suffix(".md").write_text(table(report), encoding="utf-8")
    print(table(report))


if __name__ == "__main__":
    main()
