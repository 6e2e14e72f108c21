"""A painter: a style adapter's identity, apart from the bytes of its weights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.core.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Painter:
    """What an artist needs to know of a style adapter (LoRA), and what a job needs to name it exactly.

    ``sha256`` is that of the file. ``base`` names the model it was trained for (``flux.1-dev``,
    ``artmaster-starter``; empty where the file does not say). ``ranks`` is the smallest and largest rank of
    its modules. ``trigger`` is the word that calls it in a prompt. ``palette`` holds sRGB colours
    ``#rrggbb``.
    ``file`` and ``samples`` are where they lay when the library was read. ``sensitivities`` are its measured
    maps, at most one a base. ``marks`` tell where its works usually bear seals and inscriptions.
    """

    sha256: str
    slug: str
    name: str
    file: Path
    base: str = ""
    ranks: tuple[int, int] = (0, 0)
    trigger: str = ""
    names: tuple[tuple[str, str], ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    licence: str = ""
    samples: tuple[Path, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    marks: tuple[MarkHabit, ...] = ()


@dataclass(frozen=True, slots=True)
class PainterRef:
    """How a document names a painter: by the file's hash, with the slug to look for where the hash is
    unknown.
    """

    slug: str
    sha256: str = ""


class Role(Enum):
    """Which part of the work a painter does; the engine's gate turns it into blocks and noise levels."""

    WHOLE = "whole"
    COMPOSITION = "composition"
    COLOUR = "colour"
    BRUSHWORK = "brushwork"


@dataclass(frozen=True, slots=True)
class Share:
    """One painter's part in a region: ``weight`` in [0, 2], 1 as trained; ``enabled`` False keeps it but
    rests it.
    """

    painter: PainterRef
    weight: float = 1.0
    role: Role = Role.WHOLE
    enabled: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.weight <= 2.0:
            raise ValueError(f"a painter's weight must be in [0, 2], not {self.weight}")
