"""What can go wrong on the way to paper, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError


class PrintError(ArtmasterError):
    """Nothing was written; what lay under that name before still does."""


class ProfileProblem(Enum):
    """Why a colour profile cannot be used."""

    NOT_A_PROFILE = "not an ICC profile"
    DAMAGED = "cut off or damaged"
    NO_OUTPUT = "not for a printer: it only says how to read colours"
    WRONG_COLOURS = "for other colours than RGB or CMYK"


@dataclass(eq=False)
class ProfileUnusable(PrintError):
    """The colour profile is not usable; ``detail`` gives the library's own words, or nothing."""

    path: Path
    problem: ProfileProblem
    detail: str = ""


@dataclass(eq=False)
class CannotPrint(PrintError):
    """``what`` is ``value``, possible is ``allowed``."""

    what: str
    value: str
    allowed: str


@dataclass(eq=False)
class PrintTooLarge(PrintError):
    """A ``kind`` of file holds at most ``limit`` pixels a side; this one would have ``side``."""

    kind: str
    side: int
    limit: int


@dataclass(eq=False)
class LettersUndrawable(PrintError):
    """No font on this machine has ``letters``."""

    letters: str


@dataclass(eq=False)
class DrawingUnavailable(PrintError):
    """Letters cannot be drawn here at all; ``detail`` gives the library's own words."""

    detail: str
