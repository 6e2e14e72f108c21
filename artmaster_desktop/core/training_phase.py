"""The phases of a run: what is settled first is learned first.

A flow model settles the layout at high noise, tone and colour next, the stroke last. Which blocks hold which
is only partly known: on FLUX, content was found in the early single blocks and style in the later ones
(SplitFlux, arXiv 2511.15258); for colour against stroke there is no source, so both have the later blocks
here, apart by noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from artmaster_desktop.core.gate import BLOCK_GROUPS


class Purpose(Enum):
    """What a phase teaches."""

    COMPOSITION = "composition"
    COLOUR = "tone and colour"
    BRUSHWORK = "brushwork"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of a run in which only the layers of ``groups`` (indices of BLOCK_GROUPS) move, at noise within
    ``noise`` (lowest, highest; in [0, 1]). ``share`` is its part of the steps, by the sum of all; ``windows``
    the share of rows that show a piece at full scale, in place of the recipe's own."""

    purpose: Purpose
    share: float
    groups: tuple[int, ...]
    noise: tuple[float, float]
    windows: float = 0.0

    def __post_init__(self) -> None:
        if not self.share > 0.0:
            raise ValueError(f"a phase needs a share of the steps, not {self.share}")
        if not self.groups or not set(self.groups) <= set(range(len(BLOCK_GROUPS))):
            raise ValueError(f"a phase teaches some of the {len(BLOCK_GROUPS)} block groups")
        if not 0.0 <= self.noise[0] < self.noise[1] <= 1.0:
            raise ValueError(f"noise goes from low to high within 0 and 1, not {self.noise}")

    def within(self, time: float) -> float:
        """``time`` in [0, 1], as it was drawn for all noise, brought into this phase's range."""
        low, high = self.noise
        return low + (high - low) * time


def three_phases(*, windows: float = 0.0) -> tuple[Phase, ...]:
    """Composition, then tone and colour, then brushwork; the last with ``windows`` of its rows at full
    scale."""
    return (
        Phase(purpose=Purpose.COMPOSITION, share=0.3, groups=(0, 1, 2), noise=(0.7, 1.0)),
        Phase(purpose=Purpose.COLOUR, share=0.35, groups=(3, 4), noise=(0.4, 0.95)),
        Phase(purpose=Purpose.BRUSHWORK, share=0.35, groups=(3, 4), noise=(0.0, 0.6), windows=windows),
    )


def borders(phases: Sequence[Phase], steps: int) -> tuple[int, ...]:
    """The step (from 0) after the last of each phase; the last border is ``steps``."""
    whole, found, done = sum(phase.share for phase in phases), [], 0.0
    for phase in phases:
        done += phase.share
        found.append(round(steps * done / whole))
    return tuple(found)


def phase_at(phases: Sequence[Phase], step: int, steps: int) -> Phase | None:
    """The phase that step ``step`` (from 0) of ``steps`` belongs to; None where there are none."""
    ends = borders(phases, steps)
    return next((phase for phase, end in zip(phases, ends, strict=True) if step < end), None)
