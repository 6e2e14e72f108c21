"""The time box of a training that may be spread over several calls."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Time box over several calls: `total` seconds in all, `before` of them spent in earlier calls.

    The last `reserve` seconds of the schedule's end are kept for measuring and exporting; a call that others
    follow keeps 15 for its checkpoint.
    """

    total: float
    seconds: float
    reserve: float
    before: float = 0.0
    begin: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        """Seconds spent in all calls, this one included."""
        return self.before + time.monotonic() - self.begin

    def progress(self) -> float:
        """Part of the whole schedule that is over, in [0, 1]."""
        return min(1.0, self.elapsed() / max(1e-6, self.total - self.reserve))

    def last(self) -> bool:
        """Whether this call is to end the schedule, within a tenth of it."""
        return self.before + self.seconds >= 0.9 * self.total

    def settle(self, left: float = float("inf")) -> None:
        """Call once `before` is known: the last call's end becomes the schedule's end.

        Where only `left` seconds are left to all, this call is the last one, and takes what is left of its
        `total` within them, half a minute at least.
        """
        if left < float("inf"):
            self.seconds = max(30.0, min(self.seconds, self.total - self.before, left))
            self.total = self.before + self.seconds
        elif self.last():
            self.total = self.before + self.seconds

    def over(self) -> bool:
        """Whether this call must stop training."""
        kept = self.reserve if self.last() else min(15.0, self.reserve)
        return self.progress() >= 1.0 or time.monotonic() - self.begin > self.seconds - kept
