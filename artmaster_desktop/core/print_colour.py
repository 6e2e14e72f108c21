"""Colour on the way to paper: whose profile a file carries, and how colours come to fit into it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias


class Space(Enum):
    """Spaces of RGB that every printer's program knows."""

    SRGB = "srgb"
    ADOBE = "adobe"
    PROPHOTO = "prophoto"


class Intent(Enum):
    """What is kept of colours that the printer does not have (ICC.1, section 6.2)."""

    PERCEPTUAL = "perceptual"
    RELATIVE = "relative"
    SATURATION = "saturation"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPrinter:
    """Into the printer's own colours, by the profile at ``path``. ``black_point``: its darkest ink stands for
    black, so that shadows keep their steps.
    """

    path: Path
    intent: Intent = Intent.RELATIVE
    black_point: bool = True


Colours: TypeAlias = Space | ToPrinter


class Origin(Enum):
    """Who made the picture, as the International Press Telecommunications Council names it for labels."""

    GENERATED = "compositeWithTrainedAlgorithmicMedia"
    ENHANCED = "algorithmicallyEnhanced"
    HAND = "digitalCreation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLabel:
    """What the file says of itself. ``job``: the JSON of the job that painted the picture, or empty;
    ``source``: the SHA-256 of the file that it was made from, or empty; ``look``: how a model went over it a
    second time, or empty.
    """

    title: str = ""
    origin: Origin = Origin.GENERATED
    job: str = ""
    source: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    """How a sheet is written. ``bleed`` in pixels belongs to the sheet's size already; ``marks``: crop marks
    (PDF alone); ``quality`` of JPEG, 1 to 100.
    """

    dpi: float
    depth: int = 8
    colours: Colours = Space.SRGB
    bleed: int = 0
    marks: bool = False
    quality: int = 95
    label: PrintLabel = PrintLabel()
