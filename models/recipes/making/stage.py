"""One stage of the run: a process of its own with its log, its time and its second try."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WAITING, RUNNING, DONE, FAILED, SKIPPED = "waiting", "running", "done", "failed", "skipped"
OVER = (DONE, FAILED, SKIPPED)
GRACE = 10.0
"""Seconds between asking a stage to end and ending it."""

Command = Callable[[], Sequence[object]]


@dataclass(frozen=True)
class Stage:
    """What to run, and when.

    It begins once the stages `after` are over, however they ended, and all `needs` are there; without those
    it is skipped. What an earlier run left at `clears` is removed first, so that nobody takes it for new. If
    it fails, it is tried once more with the arguments `again` added. It is ended after `most` seconds, and as
    soon as a stage it `hangs_on` has failed. `gives` is packed when it is done, and `measures` reads what it
    reached. `device` is a CUDA device's number, or none. A stage `beside` is only of use while others run:
    nobody waits for it, and it is ended with them.
    """

    name: str
    command: Command
    after: tuple[str, ...] = ()
    needs: tuple[Path, ...] = ()
    hangs_on: tuple[str, ...] = ()
    device: str | None = None
    gives: tuple[Path, ...] = ()
    clears: tuple[Path, ...] = ()
    measures: Callable[[], dict[str, Any]] = dict
    again: tuple[str, ...] = ()
    tries: int = 2
    most: float = 3600.0
    beside: bool = False


@dataclass
class Running:
    """A stage's state as the run sees it."""

    stage: Stage
    logs: Path
    environment: Mapping[str, str]
    state: str = WAITING
    tries: int = 0
    seconds: float = 0.0
    why: str = ""
    reached: dict[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[str] | None = None
    _echo: threading.Thread | None = None
    _begun: float = 0.0

    def start(self) -> None:
        """Begin the stage, or begin it again."""
        self.tries += 1
        for path in self.stage.clears:
            path.unlink(missing_ok=True)
        command = [str(part) for part in self.stage.command()]
        command += self.stage.again if self.tries > 1 else ()
        environment = dict(self.environment)
        if self.stage.device is not None:
            environment["CUDA_VISIBLE_DEVICES"] = self.stage.device
        self.logs.mkdir(parents=True, exist_ok=True)
        self._begun, self.state = time.monotonic(), RUNNING
        try:
            self._process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                encoding="utf-8", errors="replace", start_new_session=True,
            )  # fmt: skip
        except (OSError, IndexError) as error:
            self._process, self.state, self.why = None, FAILED, f"could not begin: {error}"
            return
        self._echo = threading.Thread(target=self._copy, args=(self._process,), daemon=True)
        self._echo.start()

    def _copy(self, process: subprocess.Popen[str]) -> None:
        """The stage's words to its log, and to the screen after its name."""
        assert process.stdout is not None
        log_file = self.logs / f"{self.stage.name}.log"
        with process.stdout as said, log_file.open("a", encoding="utf-8") as log:
            for line in said:
                log.write(line)
                log.flush()
                print(f"{self.stage.name:>12} | {line}", end="", flush=True)

    def look(self) -> None:
        """See whether the stage has ended, and begin it again where it may have a second try."""
        if self.state != RUNNING or self._process is None:
            return
        self.seconds = time.monotonic() - self._begun
        code = self._process.poll()
        if code is None:
            if self.seconds > self.stage.most:
                self.end(f"ended after its {self.stage.most:.0f} s")
            return
        if self._echo is not None:
            self._echo.join(GRACE)
        self._sweep(signal.SIGKILL)
        if code == 0:
            self.state = DONE
        elif self.tries < self.stage.tries:
            print(f"== {self.stage.name} failed with {code}; once more", flush=True)
            self.start()
        else:
            self.state, self.why = FAILED, f"exit code {code}"

    def end(self, why: str) -> None:
        """Stop the stage with all its children; a stage `beside` has then done its work."""
        if self.state == RUNNING and self._process is not None:
            self._sweep(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
            self._sweep(signal.SIGKILL)
            self._process.wait()
            if self._echo is not None:
                self._echo.join(GRACE)
        self.state, self.why = (DONE if self.stage.beside else FAILED), why

    def _sweep(self, number: int) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
