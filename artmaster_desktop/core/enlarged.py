"""What was done to a small scan before it is cut: recorded, for detail finer than the scan is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Enlarged:
    """``times`` larger than the scan, by the upscaler of that name and with that ``sha256``; 1 is the scan
    itself.
    """

    times: int = 1
    upscaler: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.times <= 16 or (self.times > 1) is not bool(self.upscaler):
            raise ValueError("a work is as it was scanned, or enlarged up to 16 times by a named upscaler")


AS_SCANNED = Enlarged()
