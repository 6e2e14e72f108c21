"""Who chooses the painters of an area: the artist, or the gate from what was written and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class GateMode(Enum):
    """What the gate may go by. ``COMPOSITION`` is the prompt and where things lie on the canvas."""

    HAND = "hand"
    PROMPT = "prompt"
    COMPOSITION = "composition"


@dataclass(frozen=True, slots=True)
class Choosing:
    """``top`` painters at most for each part of the work (composition, colour, brushwork); 0 takes everybody
    by their probability (a soft mixture).

    In an area that the gate chooses for, the artist's own shares are locks: one at work keeps its weight, one
    that rests is never chosen.
    """

    mode: GateMode = GateMode.HAND
    top: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.top <= 8:
            raise ValueError(f"the gate chooses 1 to 8 painters, or 0 for a mixture of all, not {self.top}")

    @property
    def by_gate(self) -> bool:
        return self.mode is not GateMode.HAND


BY_HAND = Choosing()
