"""How fast the painters learn as their time goes by."""

from __future__ import annotations

import math
from dataclasses import dataclass

PLATEAU = 0.45
LEAST = 0.02
TAIL = 0.2
"""Part of the time already spent that is still given to settle once the painters are good enough."""


def strength(progress: float) -> float:
    """The rate's factor at `progress` in [0, 1]: 1, and from `PLATEAU` on a half-cosine to `LEAST`."""
    falling = max(0.0, (progress - PLATEAU) / (1 - PLATEAU))
    return LEAST + (1 - LEAST) * 0.5 * (1 + math.cos(math.pi * falling))


@dataclass
class Tempo:
    """The schedule over time: from 0 at `begun` to 1 at `end` (both time.monotonic)."""

    begun: float
    end: float
    _from: float = 0.0
    _since: float = float("nan")

    def progress(self, now: float) -> float:
        """Part of the schedule that is over, in [0, 1]."""
        since = self.begun if math.isnan(self._since) else self._since
        part = (now - since) / max(self.end - since, 1.0)
        return min(1.0, self._from + (1 - self._from) * part)

    def hurry(self, now: float) -> None:
        """Let the rest of the schedule pass in a fifth of the time spent so far, 10 s at least. Once."""
        soon = now + max(10.0, TAIL * (now - self.begun))
        if math.isnan(self._since) and soon < self.end:
            self._from, self._since = max(PLATEAU, self.progress(now)), now
            self.end = soon
