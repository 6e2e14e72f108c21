"""Size first: which pixels a sheet of paper asks for, where the picture lies on it, and what that costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.print_errors import CannotPrint
from artmaster_desktop.core.print_letters import Laid
from artmaster_desktop.core.print_paper import INCH, Paper, pixels

DPI = (30.0, 2400.0)
MOST_BLEED = 50.0
ADVISED_FACTOR = 8.0
"""Beyond it even a good network invents most of what is seen from near."""

ADVISED_DPI = 150.0
"""Under it pixels begin to show at arm's length."""


class Fit(Enum):
    """What to do where paper and picture are of unlike shape."""

    WHOLE = "whole"
    FILL = "fill"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """What is asked for; lengths in mm. ``bleed``: printed beyond the trimmed sheet on each side, to be cut
    away. ``border``: left blank within it. ``turn``: lay the sheet as the picture lies.
    """

    paper: Paper
    dpi: float = 300.0
    bleed: float = 0.0
    border: float = 0.0
    fit: Fit = Fit.WHOLE
    turn: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPlan:
    """What it takes. ``paper`` lies as it will be printed. ``trim`` and ``sheet`` (with bleed) in pixels;
    ``source`` is the part of the picture that is printed, ``placed`` where it comes to lie on the sheet.
    """

    order: PrintOrder
    paper: Paper
    trim: Extent
    sheet: Extent
    source: Bounds
    placed: Bounds

    @property
    def bleed(self) -> int:
        """Pixels on each side of the trimmed sheet."""
        return (self.sheet.width - self.trim.width) // 2

    @property
    def laid(self) -> Laid:
        """Where the picture lies on the sheet."""
        return Laid(self.sheet, self.source, self.placed)

    @property
    def factor(self) -> float:
        """How many times larger the picture has to become; under 1 it is made smaller."""
        return max(self.placed.width / self.source.width, self.placed.height / self.source.height)

    @property
    def own_dpi(self) -> float:
        """What the picture has on this paper without being enlarged."""
        return self.order.dpi / self.factor


def plan_print(picture: Extent, order: PrintOrder) -> PrintPlan:
    """The plan for ``picture``. Raises CannotPrint where the order contradicts itself."""
    _check(order)
    lying = picture.width > picture.height
    paper = order.paper
    if order.turn and picture.width != picture.height and lying != (paper.width > paper.height):
        paper = paper.turned
    trim = Extent(pixels(paper.width, order.dpi), pixels(paper.height, order.dpi))
    bleed = round(order.bleed / INCH * order.dpi)
    sheet = Extent(trim.width + 2 * bleed, trim.height + 2 * bleed)
    border = round(order.border / INCH * order.dpi)
    inner = (max(0, side - 2 * border) for side in (sheet.width, sheet.height))
    room = Bounds(border, border, *inner)
    if room.width < 16 or room.height < 16:
        raise CannotPrint(
            "the border", f"{order.border:g} mm", f"< {min(paper.width, paper.height) / 2:g} mm"
        )
    fill = order.fit is Fit.FILL
    source = _part(picture, room) if fill else Bounds.of(picture)
    placed = room if fill else _within(picture, room)
    return PrintPlan(order=order, paper=paper, trim=trim, sheet=sheet, source=source, placed=placed)


def _check(order: PrintOrder) -> None:
    low, high = DPI
    if not low <= order.dpi <= high:
        raise CannotPrint("the resolution", f"{order.dpi:g} dpi", f"{low:g} ... {high:g} dpi")
    if not 0 <= order.bleed <= MOST_BLEED:
        raise CannotPrint("the bleed", f"{order.bleed:g} mm", f"0 ... {MOST_BLEED:g} mm")
    if order.border < 0:
        raise CannotPrint("the border", f"{order.border:g} mm", ">= 0 mm")
    if order.bleed and order.border:
        raise CannotPrint("the bleed", f"{order.bleed:g} mm", "0 mm with a border: nothing reaches the edge")
    if order.bleed and order.fit is not Fit.FILL:
        raise CannotPrint("the bleed", f"{order.bleed:g} mm", "0 mm unless the picture fills the sheet")


def _part(picture: Extent, room: Bounds) -> Bounds:
    """The middle of the picture in the shape of ``room``."""
    shape = room.width / room.height
    width = min(picture.width, max(1, round(picture.height * shape)))
    height = min(picture.height, max(1, round(picture.width / shape)))
    return Bounds((picture.width - width) // 2, (picture.height - height) // 2, width, height)


def _within(picture: Extent, room: Bounds) -> Bounds:
    """The whole picture in the middle of ``room``, as large as it goes."""
    factor = min(room.width / picture.width, room.height / picture.height)
    width, height = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    left, top = (room.width - width) // 2, (room.height - height) // 2
    return Bounds(room.x + left, room.y + top, width, height)


@dataclass(frozen=True, slots=True)
class PrintCost:
    """``pixels`` of the sheet; ``raw`` bytes of it before packing (a file is rarely larger);
    ``network_pixels``: pixels that a network has to read, all passes together.
    """

    pixels: int
    raw: int
    network_pixels: int


def cost_of(plan: PrintPlan, depth: int, channels: int, scale: int, passes: int) -> PrintCost:
    """What the plan costs with ``depth`` bits a channel, and a network of ``scale`` in ``passes`` (or 0)."""
    area, source = plan.sheet.area, plan.source.width * plan.source.height
    walked = sum(source * scale ** (2 * number) for number in range(passes))
    return PrintCost(area, area * channels * math.ceil(depth / 8), walked)
