"""The run: begins stages as soon as they can, keeps a status, and lets no failure stop the others."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .ready import carry
from .stage import DONE, FAILED, OVER, RUNNING, SKIPPED, WAITING, Running, Stage

TICK = 0.3


def ends_in_order() -> None:
    """Let SIGTERM end the program as an exception does: children are ended, and what was said is packed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Run:
    """All stages over one output folder. `goals` are the least (or, in `limits`, the most) of a measure that
    let a stage go: they are told, and stop nothing."""

    def __init__(
        self,
        stages: Sequence[Stage],
        out: Path,
        environment: Mapping[str, str],
        *,
        packed: bool = False,
        roof: float = float("inf"),
        goals: Mapping[tuple[str, str], float] | None = None,
        limits: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        self.out, self.packed, self.roof = out, packed, roof
        self.goals, self.limits = goals or {}, limits or {}
        self.begun = time.monotonic()
        self.rows = {s.name: Running(s, out / "logs", environment) for s in stages}

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.begun

    def go(self) -> bool:
        """Run everything; returns whether every stage is done. Ends all children on every way out."""
        self.out.mkdir(parents=True, exist_ok=True)
        try:
            while any(not self._over(row) for row in self.rows.values() if not row.stage.beside):
                self.turn()
                time.sleep(TICK)
        finally:
            for row in self.rows.values():
                if not self._over(row):
                    row.end("the run is over")
            self.tell()
            self.carry("logs", (self.out / "logs", self.out / "status.json"))
        return all(row.state == DONE for row in self.rows.values())

    def carry(self, name: str, paths: Sequence[Path]) -> None:
        """Bring what is finished to where it is fetched; a full disk there is no reason to stop."""
        try:
            carry(name, paths, self.out, self.out / "ready", self.packed)
        except OSError as error:
            print(f"== {name} could not be carried to ready: {error}", flush=True)

    def turn(self) -> None:
        """Look at every stage once."""
        for row in self.rows.values():
            before = row.state
            if row.state == RUNNING:
                row.look()
            if not self._over(row) and self.elapsed() > self.roof:
                row.end("the run's time is up")
            elif row.state == RUNNING and any(self._gone(name) for name in row.stage.hangs_on):
                row.end(f"{' or '.join(row.stage.hangs_on)} failed")
            elif row.state == WAITING and all(self._over(self.rows[n]) for n in self._known(row)):
                self._begin(row)
            if row.state != before:
                self._changed(row)

    def _known(self, row: Running) -> list[str]:
        return [name for name in row.stage.after if name in self.rows]

    @staticmethod
    def _over(row: Running) -> bool:
        return row.state in OVER

    def _gone(self, name: str) -> bool:
        return name in self.rows and self.rows[name].state in (FAILED, SKIPPED)

    def _begin(self, row: Running) -> None:
        missing = [path for path in row.stage.needs if not path.exists()]
        if missing:
            row.state, row.why = SKIPPED, f"without {', '.join(map(str, missing))}"
        else:
            row.start()

    def _changed(self, row: Running) -> None:
        if row.state == DONE:
            row.reached = _quietly(row.stage.measures)
            if row.stage.gives:
                self.carry(row.stage.name, row.stage.gives)
        self.tell()
        told = f" ({row.why})" if row.why else ""
        print(f"== {self.elapsed():.0f} s: {row.stage.name} {row.state}{told}", flush=True)
        if row.state == DONE and row.reached:
            print(f"== {self.verdict(row)}", flush=True)

    def verdict(self, row: Running) -> str:
        """GO or NO-GO with the measures that say so; plain measures where no goal is known."""
        name = row.stage.name
        numbers = {k: v for k, v in row.reached.items() if isinstance(v, int | float)}
        missed = [k for k, v in numbers.items() if v < self.goals.get((name, k), v)]
        missed += [k for k, v in numbers.items() if v > self.limits.get((name, k), v)]
        measures = ", ".join(f"{k} {v}" for k, v in row.reached.items())
        return f"{'NO-GO' if missed else 'GO'} {name}: {measures}" + (
            f"; missed {', '.join(missed)}" if missed else ""
        )

    def tell(self) -> None:
        """Write `status.json` by an atomic rename, and the same beside what is ready."""
        status = {
            "seconds": round(self.elapsed()),
            "stages": {
                name: {
                    "state": row.state,
                    "seconds": round(row.seconds, 1),
                    "tries": row.tries,
                    "why": row.why,
                    "reached": row.reached,
                }
                for name, row in self.rows.items()
            },
        }
        text = json.dumps(status, indent=1, ensure_ascii=False) + "\n"
        try:
            for folder in (self.out, self.out / "ready"):
                folder.mkdir(parents=True, exist_ok=True)
                draft = folder / "status.json.new"
                draft.write_text(text, encoding="utf-8")
                draft.replace(folder / "status.json")
        except OSError as error:
            print(f"== the status could not be written: {error}", flush=True)


def _quietly(read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The measures, or none where a stage left a report that cannot be read: no reason to stop."""
    try:
        return read()
    except (OSError, KeyError, IndexError, TypeError, ValueError) as error:
        print(f"== no measures: {type(error).__name__} {error}", flush=True)
        return {}
