"""Timing for the benches: rows that are printed and kept as they come, whatever fails later."""

from __future__ import annotations

import json
import statistics
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch


@dataclass
class Row:
    """One variant: milliseconds of each timed run, and what else was seen. ``error`` where it failed."""

    name: str
    runs: list[float] = field(default_factory=list)
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
            numbers = f"{row.median:9.2f} {row.least:9.2f} ms" if row.runs else ""
            print(f"[{spent:5.0f} s] {row.name:58s} {numbers} {row.memory:6.1f} GiB {row.note}", flush=True)
        self.save()

    def save(self) -> None:
        if self.path is not None:
            rows = [asdict(row) | {"median": row.median, "least": row.least} for row in self.rows.values()]
            self.path.write_text(json.dumps({"about": self.about, "rows": rows}, indent=1))

    def table(self, base: Callable[[Row], float | None]) -> None:
        """Print all rows; ``base`` gives the milliseconds that a row is compared with."""
        print(f"\n{'variant':58s} {'text':>5s} {'median':>9s} {'min':>9s} {'ratio':>6s}  note")
        for row in self.rows.values():
            if row.error:
                print(f"{row.name:58s} {row.text:5d} FAILED {row.error[:80]!r}")
            elif row.runs:
                reference = base(row)
                ratio = f"{row.median / reference:6.3f}" if reference else "      "
                times = f"{row.median:9.2f} {row.least:9.2f} {ratio}"
                print(f"{row.name:58s} {row.text:5d} {times}  {row.note[:60]}")


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
