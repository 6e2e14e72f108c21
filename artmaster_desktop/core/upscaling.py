"""Making a picture larger: what is asked for, what happens meanwhile, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.raster import Pixels

Rows: TypeAlias = NDArray[np.float32]
"""Some rows of a picture, the whole width: float32 ``[h, W, 3]``, sRGB in [0, 1]."""

MOST_PASSES = 3
TARGET_SLACK = 1.25
"""How much of the way may be left to plain resampling before the network goes over the picture again."""


class Strips(Protocol):
    """A picture as rows from top to bottom, for those that are larger than memory. Gone through once."""

    @property
    def extent(self) -> Extent: ...

    def __iter__(self) -> Iterator[Rows]: ...


class Kernel(Enum):
    """Plain resampling: makes a picture larger, and adds nothing that was not there."""

    LANCZOS = "lanczos"
    BICUBIC = "bicubic"


@dataclass(frozen=True, slots=True)
class UpscalerFile:
    """A network's file. ``trusted``: the artist knows where it comes from, so that a ``.pth`` may be opened
    (its numbers alone: no code in it is ever run).
    """

    path: Path
    trusted: bool = False


Method: TypeAlias = UpscalerFile | Kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class UpscalerCaps:
    """What an upscaler can do. ``reach``: pixels that it looks to each side; ``tiles`` says whether its maker
    advises to cut pictures for it.
    """

    name: str
    architecture: str
    scale: int
    parameters: int
    reach: int
    tiles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UpscaleJob:
    """``source`` (uint8 RGB ``[H, W, 3]``) made as large as ``target``. ``tile``: side in pixels of the
    source, None to choose it from free memory. ``keep_colour``: the result, made small again, is the source.
    """

    id: str
    source: Pixels
    method: Method
    target: Extent
    tile: int | None = None
    keep_colour: bool = True

    def __post_init__(self) -> None:
        if self.source.ndim != 3 or self.source.shape[2] != 3 or self.source.dtype != np.uint8:
            raise ValueError("a picture to enlarge is uint8 RGB")

    @property
    def extent(self) -> Extent:
        """The size of the source."""
        return Extent(self.source.shape[1], self.source.shape[0])


def passes_for(extent: Extent, target: Extent, scale: int) -> int:
    """How often a network of ``scale`` goes over the picture on its way to ``target``; at least once."""
    needed = max(target.width / extent.width, target.height / extent.height)
    passes, reached = 1, scale
    while scale > 1 and reached * TARGET_SLACK < needed and passes < MOST_PASSES:
        passes, reached = passes + 1, reached * scale
    return passes


@dataclass(frozen=True, slots=True)
class UpscaleStarted:
    """``caps`` is None for plain resampling. ``tile``: its side in pixels of the first pass."""

    job: str
    placement: Placement
    caps: UpscalerCaps | None
    passes: int
    tile: int


@dataclass(frozen=True, slots=True)
class UpscaleProgress:
    """``done`` of ``tiles`` of all passes; ``seconds_left`` is None while unknown."""

    job: str
    done: int
    tiles: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class TileHalved:
    """Memory ran out: tiles of ``pixels`` (area, in the source's pixels) at most from now on. Nothing that
    was finished is lost.
    """

    job: str
    pixels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpscaleReport:
    """How faithful the result is. ``delta_e``: mean CIE76 difference of the result, made small again, from
    the source (one is just visible), ``delta_e_worst`` its largest; ``psnr`` of the same in dB.
    ``stroke_drift``: how unlike the strokes' energies by scale and direction are (0.1: a tenth more or less),
    ``turn``: how far directions moved, in parts of a half turn; ``sharper``: log of the energy of the finest
    strokes by that of plain Lanczos (0.7: twice as much).
    """

    delta_e: float
    delta_e_worst: float
    psnr: float
    stroke_drift: float
    turn: float
    sharper: float
    seconds: float
    smallest_tile: int


@dataclass(frozen=True, slots=True)
class Upscaled:
    """The last rows were given."""

    job: str
    report: UpscaleReport


@dataclass(frozen=True, slots=True)
class LookNoticed:
    """What a tile of a second look (core/second_look.py) does otherwise than asked; told once."""

    job: str
    notice: Notice


UpscaleEvent: TypeAlias = UpscaleStarted | UpscaleProgress | TileHalved | Upscaled | LookNoticed
