"""The numbers of a training under way, beside its checkpoint: its plots go on after the next start."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads

MAX_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class TrainingTrace:
    """``losses`` and ``ranks`` are (step, value); ``judged`` is (step, loss, the base's loss, best)."""

    losses: tuple[tuple[int, float], ...] = ()
    ranks: tuple[tuple[int, int], ...] = ()
    judged: tuple[tuple[int, float, float, float], ...] = ()


def read_trace(path: Path) -> TrainingTrace:
    """What lies at ``path``; an empty one where there is none that can be read: it is only looked at."""
    try:
        with path.open("rb") as file:
            return decode(TrainingTrace, loads(file.read(MAX_BYTES)), lambda place, value: None)
    except (OSError, UnreadableData):
        return TrainingTrace()


def drop_trace(path: Path) -> None:
    """Let it go. One that another program holds is written over by the next training of that name."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def write_trace(path: Path, trace: TrainingTrace) -> None:
    """Raises SaveFailed."""
    write_file(path, dumps(encode(trace)).encode())
