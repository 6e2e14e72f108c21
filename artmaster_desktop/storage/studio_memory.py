"""What the studio remembers between two starts: the folder, the training under way, how fast it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.training_choice import TrainingChoice

MAX_BYTES = 1 << 20
MOST_PACES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOrder(TrainingChoice):
    """What the artist asked for: a painter from the folder ``works``, on ``model``. It is enough to go on
    after the program was killed.
    """

    works: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a step took on the model called ``model``; ``preset`` is a TrainingChoice's ``pace_key``."""

    preset: str
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StudioMemory:
    """``folder`` is the artist's that was open last ("" = none); ``orders`` are under way, at most one."""

    folder: str = ""
    orders: tuple[TrainingOrder, ...] = ()
    paces: tuple[Pace, ...] = ()

    @property
    def order(self) -> TrainingOrder | None:
        return self.orders[0] if self.orders else None

    def with_order(self, order: TrainingOrder | None) -> StudioMemory:
        """With ``order`` under way, or none."""
        return replace(self, orders=() if order is None else (order,))

    def pace(self, preset: str, model: Path) -> float | None:
        """Seconds a step took the last time; None where it was never done."""
        return next((p.seconds for p in self.paces if (p.preset, p.model) == (preset, str(model))), None)

    def with_pace(self, preset: str, model: Path, seconds: float) -> StudioMemory:
        """With the newest pace in place of an older one."""
        rest = tuple(p for p in self.paces if (p.preset, p.model) != (preset, str(model)))
        return replace(self, paces=(Pace(preset, str(model), seconds), *rest)[:MOST_PACES])


def read_memory(path: Path) -> StudioMemory:
    """What lies at ``path``; an empty memory where there is none that can be read. Nothing of the artist's
    work is in it, so a damaged one costs a choice of folder.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
        return decode(StudioMemory, loads(text[:MAX_BYTES]), lambda place, value: None)
    except (OSError, UnreadableData):
        return StudioMemory()


def write_memory(path: Path, memory: StudioMemory) -> None:
    """Raises SaveFailed."""
    write_file(path, dumps(encode(memory)).encode())
