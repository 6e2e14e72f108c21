"""Which works are too small for their crops, and what is told of those that were enlarged for them."""

from __future__ import annotations

from collections.abc import Sequence

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import enlargement, fitted
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.upscaling import TARGET_SLACK
from artmaster_desktop.core.work import Work

TIMES = (2, 4)


def times_needed(scan: Extent, sizes: Sequence[tuple[int, int]]) -> int:
    """How many times a scan should grow, so that its largest crops of ``sizes`` (width, height) need no
    resampling: 1 where it is large enough, else 2 or 4.
    """
    boxes = [(Box(0.0, 0.0, *fitted(width, height, scan)), width, height) for width, height in sizes]
    needed = max(enlargement(*one, scan) for one in boxes)
    if needed <= 1.0:
        return 1
    return next((times for times in TIMES if needed <= times * TARGET_SLACK), TIMES[-1])


def enlarged_told(works: Sequence[Work]) -> str:
    """For a painter's card: how many of ``works`` were enlarged before they were cut, and by what; "" where
    none was.
    """
    larger = [work.enlarged for work in works if work.enlarged.times > 1]
    if not larger:
        return ""
    ways = dict.fromkeys(f"{one.upscaler} x{one.times}" for one in larger)
    return f"{len(larger)} / {len(works)}: {', '.join(ways)}"
