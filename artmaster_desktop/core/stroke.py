"""What a pen says while it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One report of the pen.

    ``x``, ``y`` in canvas pixels (the middle of the first pixel is 0.5); ``pressure`` in [0, 1] (a mouse
    presses with 1; what lies outside is taken as the nearest end); ``tilt_x``, ``tilt_y`` in degrees from
    upright, [-90, 90], as tablets report them; ``time`` in seconds, from any start.
    Raises ValueError where a number is not finite: drivers do send such, and one would paint everywhere.
    """

    x: float
    y: float
    pressure: float = 1.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    time: float = 0.0

    def __post_init__(self) -> None:
        total = self.x + self.y + self.pressure + self.tilt_x + self.tilt_y + self.time
        if not math.isfinite(total):
            raise ValueError("a sample of the pen needs finite numbers")
