"""A guide in a job: everything that the engine needs to follow it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from artmaster_desktop.core.gate import Coverage
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.raster import Pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobGuide:
    """``pixels`` (uint8 RGB ``[H, W, 3]`` of the job's extent), followed by the model at ``control``.

    ``weights`` is float32 ``[1, grid.height, grid.width]`` in [0, 2]: how strictly each token follows, times
    ``strength``; ``start`` and ``end`` are shares of the run's steps. ``identity`` is the model's, empty
    where any will do; ``name`` is for people.
    """

    name: str
    kind: GuideKind
    control: Path
    identity: str
    pixels: Pixels
    weights: Coverage
    strength: float
    start: float
    end: float

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, JobGuide):
            return NotImplemented
        return (
            self._plain() == other._plain()
            and np.array_equal(self.pixels, other.pixels)
            and np.array_equal(self.weights, other.weights)
        )

    def __hash__(self) -> int:
        return hash(self._plain())

    def _plain(self) -> tuple[object, ...]:
        return (self.name, self.kind, self.control, self.identity, self.strength, self.start, self.end)
