"""Timing for the benches: rows that are printed and kept as they come, whatever fails later."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from artmaster_desktop.engine.painters.compiled import record


@dataclass
class Row:
    """One variant: milliseconds of each timed run, and what else was seen. ``error`` where it failed.

    ``graph``: of each replay of its recording, so without the CPU; ``cpu``: that the CPU alone took to start
    a run; ``profile``: the GPU's kernels by their time, ``(name, calls, milliseconds)``.
    """

    name: str
    runs: list[float] = field(default_factory=list)
    graph: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    profile: list[tuple[str, int, float]] = field(default_factory=list)
    text: int = 0
    memory: float = 0.0
    note: str = ""
    error: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.runs) if self.runs else float("nan")

    @property
    def least(self) -> float:
        return min(self.runs, default=float("nan"))


class Report:
    """Rows in the order of their first run; written to ``path`` after every change."""

    def __init__(self, path: Path | None, seconds: float, about: dict[str, str]) -> None:
        self.path = path
        self.rows: dict[str, Row] = {}
        self.about = about
        self.end = time.monotonic() + seconds
        self.start = time.monotonic()

    @property
    def over(self) -> bool:
        return time.monotonic() > self.end

    def row(self, name: str, text: int = 0) -> Row:
        return self.rows.setdefault(name, Row(name, text=text))

    @contextmanager
    def attempt(self, row: Row) -> Iterator[None]:
        """A variant that fails leaves its error in the row, and the next one runs."""
        try:
            yield
        except Exception as fault:  # noqa: BLE001 - a bench records whatever goes wrong
            row.error = f"{type(fault).__name__}: {str(fault)[:1500]}"
            row.note = traceback.format_exc()[-1500:]
            print(f"{row.name}: FAILED {row.error[:400]}", flush=True)
        else:
            spent = time.monotonic() - self.start
            numbers = f"graph {middle(row.graph):8.3f} loop {row.median:8.2f} cpu {middle(row.cpu):6.1f} ms"
            numbers = numbers if row.runs or row.graph else ""
            print(f"[{spent:5.0f} s] {row.name:58s} {numbers} {row.memory:6.1f} GiB {row.note}", flush=True)
        self.save()

    def save(self) -> None:
        if self.path is not None:
            rows = [
                asdict(row) | {"median": row.median, "least": row.least, "replay": middle(row.graph)}
                for row in self.rows.values()
            ]
            self.path.write_text(json.dumps({"about": self.about, "rows": rows}, indent=1))

    def table(self, base: Callable[[Row], float | None]) -> None:
        """Print all rows; ``base`` gives the milliseconds that a row is compared with."""
        heads = ("graph", "ratio", "loop", "loop min", "cpu")
        print(f"\n{'variant':54s} {'text':>5s} " + " ".join(f"{head:>8s}" for head in heads) + "  note")
        for row in self.rows.values():
            if row.error:
                print(f"{row.name:54s} {row.text:5d} FAILED {row.error[:80]!r}")
            elif row.runs or row.graph:
                reference = base(row)
                ratio = middle(row.graph) / reference if reference else float("nan")
                numbers = (middle(row.graph), ratio, row.median, row.least, middle(row.cpu))
                times = " ".join(f"{number:8.3f}" for number in numbers)
                print(f"{row.name:54s} {row.text:5d} {times}  {row.note[:90]}")

    def profiles(self, most: int = 14) -> None:
        """Print the kernels that took longest, of the rows that have them."""
        for row in self.rows.values():
            if row.profile:
                whole = sum(ms for _, _, ms in row.profile)
                print(f"\nkernels of {row.name}: {whole:.1f} ms in {sum(n for _, n, _ in row.profile)}")
                for name, calls, ms in row.profile[:most]:
                    print(f"  {ms:8.2f} ms {calls:5d} x {1e3 * ms / calls:7.1f} us  {name[:90]}")


def middle(numbers: list[float]) -> float:
    return statistics.median(numbers) if numbers else float("nan")


def replays(call: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of ``times`` replays of ``call`` as a CUDA graph; raises where it cannot be recorded."""
    replay, _ = record(call)
    device = torch.device("cuda")
    replay()
    return [timed(replay, device) for _ in range(times)]


def launched(call: Callable[[], object], times: int = 2) -> list[float]:
    """Milliseconds that the CPU takes to start ``call``, the device idle and nobody waiting for it."""
    found = []
    for _ in range(times):
        torch.cuda.synchronize()
        begun = time.perf_counter()
        call()
        found.append((time.perf_counter() - begun) * 1e3)
    torch.cuda.synchronize()
    return found


def profiled(call: Callable[[], object]) -> list[tuple[str, int, float]]:
    """The GPU's kernels of one call: name, calls and milliseconds, the longest first."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        call()
        torch.cuda.synchronize()
    found: dict[str, tuple[int, float]] = {}
    for event in profile.events():
        if event.device_type == torch.profiler.DeviceType.CUDA:
            calls, ms = found.get(event.name, (0, 0.0))
            found[event.name] = (calls + 1, ms + event.self_device_time_total / 1e3)
    return sorted(((name, *numbers) for name, numbers in found.items()), key=lambda row: -row[2])


def clocks() -> str:
    """The GPU's clock and power at this moment, as its driver tells them; empty where it does not."""
    asked = ["nvidia-smi", "--query-gpu=clocks.sm,power.draw,temperature.gpu", "--format=csv,noheader"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def timed(call: Callable[[], object], device: torch.device) -> float:
    """Milliseconds of one call: between CUDA events where there are any, else on the wall."""
    if device.type == "cuda":
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        call()
        end.record()
        torch.cuda.synchronize()
        return float(start.elapsed_time(end))
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1e3
