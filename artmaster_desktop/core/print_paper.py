"""Papers by their names, in millimetres: ISO 216, and the sheets that Chinese painters buy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from artmaster_desktop.core.print_errors import CannotPrint

INCH = 25.4
"""Millimetres."""

LEAST_SIDE, MOST_SIDE = 10.0, 20_000.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as it is trimmed: ``width`` and ``height`` in mm, upright where it has a name."""

    name: str
    width: float
    height: float

    @property
    def turned(self) -> Paper:
        """The same sheet, lying."""
        return Paper(self.name, self.height, self.width)

    def __str__(self) -> str:
        size = f"{self.width:g} x {self.height:g} mm"
        return f"{self.name} ({size})" if self.name else size


PAPERS = (
    Paper("A0", 841, 1189),
    Paper("A1", 594, 841),
    Paper("A2", 420, 594),
    Paper("A3", 297, 420),
    Paper("A4", 210, 297),
    Paper("A5", 148, 210),
    Paper("A6", 105, 148),
    Paper("四尺", 690, 1380),
    Paper("六尺", 970, 1800),
    Paper("八尺", 1240, 2480),
    Paper("丈二匹", 1440, 3670),
)

ALIASES = {"4chi": "四尺", "6chi": "六尺", "8chi": "八尺", "zhang2": "丈二匹"}
"""For keyboards without Chinese."""

_CUSTOM = re.compile(r"(\d+(?:\.\d+)?)\s*[xX×*]\s*(\d+(?:\.\d+)?)\s*(?:mm)?")


def paper_of(text: str) -> Paper:
    """The paper called ``text``, or one of a size in mm such as ``700x1400``. Raises CannotPrint."""
    name = ALIASES.get(text.strip().lower(), text.strip()).removesuffix("整张")
    for paper in PAPERS:
        if paper.name.lower() == name.lower():
            return paper
    if (size := _CUSTOM.fullmatch(name)) is None:
        raise CannotPrint("the paper", text, ", ".join(p.name for p in PAPERS) + ", 700x1400")
    width, height = float(size[1]), float(size[2])
    if not LEAST_SIDE <= min(width, height) <= max(width, height) <= MOST_SIDE:
        raise CannotPrint("the paper", text, f"{LEAST_SIDE:g} ... {MOST_SIDE:g} mm")
    return Paper("", width, height)


def pixels(length: float, dpi: float) -> int:
    """``length`` mm in pixels at ``dpi``, at least one."""
    return max(1, round(length / INCH * dpi))
