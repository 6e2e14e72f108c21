"""Letters on their way to paper: where they lie on a sheet, and their shapes for files that hold shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import InscriptionLayer
from artmaster_desktop.core.lettering import Colour
from artmaster_desktop.core.print_sheet import Overlay

Segment: TypeAlias = tuple[float, float] | tuple[float, float, float, float, float, float]
"""A line to ``(x, y)``, or a cubic curve to the last of three points, past the two others."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A part ``source`` of a canvas lies at ``placed`` on a sheet of the size ``sheet``; all in pixels."""

    sheet: Extent
    source: Bounds
    placed: Bounds


@dataclass(frozen=True, slots=True)
class Contour:
    """A closed line from ``start`` along ``segments``; points in pixels of the sheet, y downwards."""

    start: tuple[float, float]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a layer of letters inks: the inside of ``contours``, in ``colour`` (sRGB), ``opacity`` in [0, 1].

    ``winding`` says what is inside: where lines go around more often one way than the other; else where they
    go around an odd number of times.
    """

    contours: tuple[Contour, ...]
    colour: Colour
    opacity: float = 1.0
    winding: bool = True


class Letters(Overlay, Protocol):
    """The inscriptions and seals of one sheet: as pixels, band by band, or as shapes."""

    @property
    def area(self) -> Bounds:
        """Where the picture lies: nothing of the letters shows outside of it."""
        ...

    @property
    def outlines(self) -> tuple[Outline, ...]:
        """The shapes, bottom first."""
        ...

    @property
    def replaced(self) -> tuple[str, ...]:
        """Fonts that were asked for and are not installed: another is drawn instead."""
        ...


class LetterDrawing(Protocol):
    """Who can draw letters."""

    def __call__(self, layers: tuple[InscriptionLayer, ...], laid: Laid) -> Letters:
        """``layers`` (bottom first) on the sheet. Raises LettersUndrawable and DrawingUnavailable."""
        ...
