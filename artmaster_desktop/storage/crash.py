"""Faults that nobody caught: written down on this machine, shown to the artist, sent to nobody.

Two logs are kept. ``artmaster.log`` says everything and is for the log viewer. ``diagnostics.log`` holds only
what cannot be the artist's: where in the program something happened, the type of an error and the constant
part of our own messages, never their values. The file for a bug report is made of the second alone.

Logs are appended to, so they do not go through the atomic writer: a torn last line is all that can happen.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs

LOG, SAFE_LOG, FAULTS = "artmaster.log", "diagnostics.log", "faults.txt"
LOG_BYTES = 2 << 20
KEPT_LOGS = 3
OURS = "artmaster_desktop"

Kind = type[BaseException]
Listener = Callable[["Fault"], None]

_log = logging.getLogger("artmaster_desktop.crash")


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that nobody caught. ``where`` is "main", the name of a thread, or "unraisable"."""

    where: str
    kind: str
    text: str


def default_log_dir() -> Path:
    """Where this system keeps a program's logs."""
    return Path(platformdirs.user_log_dir("artmaster-desktop", appauthor=False))


class SafeFormatter(logging.Formatter):
    """Time, level, place, the constant part of our own messages, types and places of exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] == OURS
        message = str(record.msg) if ours else "(a library's message)"
        line = f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {message}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + "\n".join(safe_traceback(record.exc_info[1]))
        return line


def safe_traceback(error: BaseException) -> list[str]:
    """Types and places of ``error`` and what it came from, without their messages."""
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"    {safe_path(frame.filename)}:{frame.lineno} in {frame.name}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def safe_path(path: str) -> str:
    """A source file's path from our package, or a library's, onwards: nothing of where it is installed."""
    parts = path.replace("\\", "/").split("/")
    for anchor in (OURS, "site-packages", "dist-packages", "_internal"):
        if anchor in parts[:-1]:
            return "/".join(parts[parts.index(anchor) :])
    return parts[-1]


class CrashGuard:
    """The hooks while they are in place; ``install`` makes one. ``close`` puts back what was there before."""

    def __init__(self, log_dir: Path, listener: Listener | None, level: int) -> None:
        self.log_dir = log_dir
        self.last_faults = _read_text(log_dir / FAULTS)
        self._listener = listener
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._busy = threading.local()
        self._handlers: list[logging.Handler] = []
        self._level_before = logging.getLogger().level
        self._faults: int | None = None
        self._open(level)
        sys.excepthook = self._main
        threading.excepthook = self._thread
        sys.unraisablehook = self._unraisable

    @property
    def log_file(self) -> Path:
        """For the log viewer."""
        return self.log_dir / LOG

    def set_listener(self, listener: Listener | None) -> None:
        """Who is told of every fault, in the thread where it happened."""
        self._listener = listener

    def close(self) -> None:
        """Put the hooks back, close the files; an empty file of faults goes away."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        logging.getLogger().setLevel(self._level_before)
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        if self._faults is not None:
            faulthandler.disable()
            os.close(self._faults)
            self._faults = None
            with suppress(OSError):
                if (self.log_dir / FAULTS).stat().st_size == 0:
                    (self.log_dir / FAULTS).unlink()

    def _open(self, level: int) -> None:
        """Without a place to write to (a full disk, a read-only home) the hooks still tell the listener."""
        root = logging.getLogger()
        root.setLevel(level)
        plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
        try:
            self.log_dir.mkdir(parents=True, exist_ok=True)
            for name, formatter in ((LOG, plain), (SAFE_LOG, SafeFormatter())):
                handler = RotatingFileHandler(
                    self.log_dir / name, maxBytes=LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8",
                    errors="backslashreplace",
                )  # fmt: skip
                handler.setFormatter(formatter)
                root.addHandler(handler)
                self._handlers.append(handler)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            self._faults = os.open(self.log_dir / FAULTS, flags, 0o600)
        except OSError:
            return
        faulthandler.enable(self._faults)

    def _main(self, kind: Kind, error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._tell("main", error.with_traceback(trace))

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None or issubclass(args.exc_type, SystemExit):
            return
        self._tell(args.thread.name if args.thread else "a thread", args.exc_value)

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._tell("unraisable", args.exc_value)

    def _tell(self, where: str, error: BaseException) -> None:
        """Log it and tell the listener; a fault in doing so is only printed."""
        if getattr(self._busy, "telling", False):
            sys.__excepthook__(type(error), error, error.__traceback__)
            return
        self._busy.telling = True
        try:
            text = "".join(traceback.format_exception(error))
            trace = (type(error), error, error.__traceback__)
            _log.critical("A fault that nobody caught, in %s", where, exc_info=trace)
            if sys.stderr is not None:
                print(text, file=sys.stderr, end="")
            if self._listener is not None:
                self._listener(Fault(where, type(error).__name__, text))
        finally:
            self._busy.telling = False


def install(log_dir: Path, listener: Listener | None = None, level: int = logging.INFO) -> CrashGuard:
    """Put the hooks in place: ``sys``, ``threading``, unraisable errors, and crashes of native code.

    ``last_faults`` of the guard is what native code wrote when the program crashed the last time, "" if it
    did not. Never raises for the disk.
    """
    return CrashGuard(log_dir, listener, level)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:100_000]
    except OSError:
        return ""
