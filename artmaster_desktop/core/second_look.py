"""A second look at an enlarged picture: the model goes over it once more, tile by tile, with a light hand.

Each tile is a painting of its own at the size that the model knows, over what is there. It keeps the texts
and painters of the areas that reach into it, and no others. What it makes is only detail: means over the
pixels of the picture that was enlarged stay what they are (engine/upscale/second_look.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, isqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.document import Document, FromNoise
from artmaster_desktop.core.gate import Coverage, GatePlan, GateRow
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.job import PaintJob, PictureStart
from artmaster_desktop.core.notice import FarFromBest, Notice, SizeChanged
from artmaster_desktop.core.planning import SMALLEST_REGION, Find, plan_paint
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.resample import window
from artmaster_desktop.core.upscale_errors import CannotUpscale
from artmaster_desktop.core.upscaling import Strips, UpscaleEvent

LEAST, MOST = 0.05, 0.6
ADVISED = 0.35
"""Beyond it tiles begin to tell stories of their own."""

LEAST_FACTOR = 1.5
FINEST = 4.0
"""Times a side that masks are finer than the canvas; beyond, they hold no more."""

OVERLAP = 8
"""Of a tile's side, the part that it shares with each neighbour at least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondLook:
    """``job`` says who painted the whole, and with which words; its extent does not matter, its areas cover
    all of the picture. ``source`` (uint8 RGB ``[H, W, 3]``) was enlarged to ``target``. ``strength`` in
    [LEAST, MOST]; ``side`` of a tile in pixels of the target.
    """

    id: str
    job: PaintJob
    source: Pixels
    target: Extent
    strength: float
    side: int
    token: int = 16

    @property
    def factor(self) -> int:
        """Pixels of the target a side of the cells whose means stay what they are: a pixel of the source, or
        a little less. Tiles begin and end where cells do.
        """
        return _factor(self.source, self.target)

    def __str__(self) -> str:
        count = len(self.places)
        return f"strength {self.strength:g}, {count} tiles of {self.tile}, seed {self.job.seed}"

    @property
    def tile(self) -> Extent:
        """The size of each tile: smaller than ``side`` only where the picture is."""
        return Extent(min(self.side, self.target.width), min(self.side, self.target.height))

    @property
    def columns(self) -> tuple[int, ...]:
        """Where tiles begin from left to right."""
        return starts(self.target.width, self.tile.width, self.side // OVERLAP, self.factor)

    @property
    def rows(self) -> tuple[int, ...]:
        """Where tiles begin from top to bottom."""
        return starts(self.target.height, self.tile.height, self.side // OVERLAP, self.factor)

    @property
    def places(self) -> tuple[Bounds, ...]:
        """All tiles, row by row."""
        width, height = self.tile.width, self.tile.height
        return tuple(Bounds(x, y, width, height) for y in self.rows for x in self.columns)


def plan_look(
    job: PaintJob, caps: ModelCaps, source: Pixels, target: Extent, strength: float, look_id: str
) -> SecondLook:
    """The second look at ``source`` after it was enlarged to ``target``. Raises CannotUpscale."""
    if not LEAST <= strength <= MOST:
        raise CannotUpscale("the second look", f"{strength:g}", f"{LEAST:g} ... {MOST:g}")
    factor = target.width / source.shape[1]
    if factor < LEAST_FACTOR:
        raise CannotUpscale("the second look", f"x{factor:.2f}", f">= x{LEAST_FACTOR:g}")
    if min(target.width, target.height) < caps.min_side:
        raise CannotUpscale("the size", str(target), f">= {caps.min_side} px")
    wanted = min(caps.max_side, max(caps.min_side, isqrt(caps.best))) // caps.token * caps.token
    side = wanted // _factor(source, target) * _factor(source, target)
    return SecondLook(
        id=look_id, job=job, source=source, target=target, strength=strength, side=side, token=caps.token
    )


def _factor(source: Pixels, target: Extent) -> int:
    wide: int = source.shape[1]
    return max(2, target.width // wide)


def look_job(
    document: Document, find: Find, caps: ModelCaps, target: Extent, choices: Choices = NO_CHOICES
) -> PaintJob:
    """The job whose areas tiles are cut from: that of ``document``, its masks as fine as they are drawn.
    Guides are left out: the picture itself holds the drawing.
    """
    canvas = document.extent
    scale = min(FINEST, target.width / canvas.width)
    fine = replace(caps, max_side=1 << 30, min_side=ceil(scale * min(canvas.width, canvas.height)))
    bare = document.edited(paint=replace(document.paint, start=FromNoise()))
    job = plan_paint(bare, find, fine, document.id, choices=choices)
    said = tuple(notice for notice in job.notices if not isinstance(notice, SizeChanged | FarFromBest))
    return replace(job, notices=said, guides=())


def starts(length: int, side: int, overlap: int, step: int) -> tuple[int, ...]:
    """Where tiles of ``side`` begin so that they cover ``length`` and share ``overlap`` at least: evenly, on
    multiples of ``step`` but for the last.
    """
    if length <= side:
        return (0,)
    count = 1 + ceil((length - side) / max(1, side - overlap - step))
    inner = (round((length - side) * at / (count - 1) / step) * step for at in range(count - 1))
    return (*inner, length - side)


def ramp(side: int, before: int, after: int) -> NDArray[np.float32]:
    """Weights of a tile along one side, float32 ``[side]``: it shares ``before`` pixels with the tile before
    it and ``after`` with the next. The outer quarters of what is shared are context only; between them one
    goes over into the other on a squared sine, and a neighbour's weights add to 1.
    """
    out = np.ones(side, np.float32)
    for shared, ends in ((before, out), (after, out[::-1])):
        margin = shared // 4
        over = shared - 2 * margin
        ends[:margin] = 0
        ends[margin : margin + over] *= np.sin((np.arange(over) + 0.5) / max(1, over) * np.pi / 2) ** 2
    return out


def tile_job(look: SecondLook, number: int, pixels: Pixels) -> PaintJob:
    """The job of the tile ``number`` over ``pixels`` (uint8 RGB, its part of the enlarged picture). Where a
    tile is no whole number of tokens it is painted a little larger, its edges repeated.
    """
    place, token, job = look.places[number], look.token, look.job
    grid = Extent(-(-place.width // token), -(-place.height // token))
    extent = Extent(grid.width * token, grid.height * token)
    cut = _coverage(look, place, grid, extent)
    kept = [0, *(a for a in range(1, len(cut)) if cut[a].sum() >= SMALLEST_REGION)]
    cover = cut[kept]
    cover[0] = np.clip(1 - cover[1:].sum(axis=0), 0, 1)
    shares = cover.mean(axis=(1, 2), dtype=np.float64)
    rows = [row for row in job.gates.rows if row.area in kept]
    hired = sorted({row.painter for row in rows})
    plan = GatePlan(grid, cover, tuple(_row(row, kept, hired, shares, job.gates.shares) for row in rows))
    padding = ((0, extent.height - place.height), (0, extent.width - place.width), (0, 0))
    return replace(
        job,
        id=f"{look.id}-{number}",
        extent=extent,
        output=extent,
        texts=tuple(job.texts[area] for area in kept),
        gates=plan,
        painters=tuple(job.painters[painter] for painter in hired),
        start=PictureStart(np.pad(pixels, padding, mode="edge"), look.strength),
        seed=(job.seed + 1 + number) % 2**63,
        notices=(),
        choices=NO_CHOICES,
        guides=(),
    )


def _coverage(look: SecondLook, place: Bounds, grid: Extent, extent: Extent) -> Coverage:
    """The areas' shares of the tile's tokens, before any is left out; sums of 1."""
    whole = look.job.gates.grid
    down, across = whole.height / look.target.height, whole.width / look.target.width
    rows = place.y * down, extent.height * down
    columns = place.x * across, extent.width * across
    cut = np.stack([window(area, rows, columns, grid.height, grid.width) for area in look.job.gates.coverage])
    return np.asarray(cut / cut.sum(axis=0), np.float32)


def _row(
    row: GateRow, kept: list[int], hired: list[int], now: NDArray[np.float64], before: tuple[float, ...]
) -> GateRow:
    """The same painter in the same area, which holds another share of a tile than of the whole."""
    area, share = kept.index(row.area), float(now[kept.index(row.area)])
    texts = [row.texts[a] for a in kept]
    if area and not texts[area] and before[row.area]:  # it acts on the root's text by its share
        texts[0] *= share / before[row.area]
    return GateRow(
        painter=hired.index(row.painter),
        area=area,
        weight=row.weight,
        profile=row.profile,
        texts=tuple(texts),
        whole=row.weight * share,
    )


class SecondLooker(Protocol):
    """Goes over an enlarged picture once more, tile by tile, with the painters of each tile."""

    def check(self, look: SecondLook, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        """All that would be done otherwise than asked, and the painters that would be refused. Raises what
        painting would end with."""
        ...

    def strips(
        self,
        look: SecondLook,
        base: Strips,
        emit: Callable[[UpscaleEvent], None],
        cancelled: Callable[[], bool],
    ) -> Strips:
        """``base``, enlarged to the look's target, with more detail, painted as its rows are taken; taking
        them raises UpscaleStopped once ``cancelled()``, and whatever painting ends with."""
        ...
