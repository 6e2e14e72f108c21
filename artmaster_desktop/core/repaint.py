"""From a selected part of a document to the job that paints it anew: pure, as planning a whole canvas is.

The part is cut out with its surroundings and painted at a size at which the model is good; painters, regions
and guides are cut along. Around the selection the picture is held at every step, so what is painted fits it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.canvas_commands import crop_canvas
from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.compose import composite, without_masks
from artmaster_desktop.core.document import Document, FromLayer, FromNoise, FromVisible
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide_planning import FindControl, no_controls
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import GroupLayer, MaskLayer
from artmaster_desktop.core.model_use import ModelUse
from artmaster_desktop.core.notice import MaskHardened, SizeChanged
from artmaster_desktop.core.planning import (
    SMALLEST_REGION,
    Find,
    best_extent,
    on_paper,
    painted_extent,
    plan_paint,
)
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint_errors import MaskEmpty, MaskFaint, MaskTooSmall
from artmaster_desktop.core.repaint_fill import continued, inward
from artmaster_desktop.core.repaint_start import RepaintStart, Sheet
from artmaster_desktop.core.resample import resample
from artmaster_desktop.core.tile_work import common

CONTEXT = 0.5
"""How much of the selection's longer side is looked at around it: enough to go on in its light and lines."""

LEAST_CONTEXT = 64
"""Pixels around a small selection."""

MOST_ENLARGED = 2.0
"""Times a side that a small part is painted larger than it is; more, and its surroundings are a blur."""

MOST_OBLONG = 2.0
"""Times that a part is longer than wide, where the canvas has room: models are taught with such formats."""

FEATHER = 1.5
"""Tokens, as they lie on the canvas, over which the result fades in at the border of the selection."""

LEAST_FEATHER = 4
"""Pixels."""

HALF = 128
"""Of 255: from where on a model that knows no soft masks paints anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaint:
    """What is asked for. ``mask`` (one channel, 255 = all of it) says where; where it is soft, less changes.

    ``strength`` in (0, 1] is how much of what is there goes; 1 keeps nothing. ``remove``: what is selected is
    to give way to its surroundings, so the texts, which may name it, are not read; the painters stay.
    ``feather``: canvas pixels over which the result fades in inside the border, None for a good measure.
    """

    mask: Raster
    strength: float = 1.0
    remove: bool = False
    feather: int | None = None

    def __post_init__(self) -> None:
        if self.mask.channels != 1:
            raise ValueError("a mask has one channel")
        if not 0.0 < self.strength <= 1.0:
            raise ValueError(f"strength must be in (0, 1], not {self.strength}")
        if self.feather is not None and self.feather < 0:
            raise ValueError(f"a feather has no {self.feather} pixels")


def strength_of(document: Document) -> float:
    """How much of a selection is painted anew by the document's own settings: all, but over a picture."""
    start = document.paint.start
    return start.strength if isinstance(start, FromLayer | FromVisible) else 1.0


def of_selection(document: Document, selection: Raster | None) -> Repaint | None:
    """What is selected by the document's own settings; None where nothing is, so that everything is meant."""
    return None if selection is None else Repaint(mask=selection, strength=strength_of(document))


def plan_repaint(
    document: Document,
    asked: Repaint,
    find: Find,
    caps: ModelCaps,
    job_id: str,
    choices: Choices = NO_CHOICES,
    find_control: FindControl = no_controls,
) -> PaintJob:
    """The job that paints what ``asked`` selects of ``document``. Its output is the part that was cut out.

    Raises MaskEmpty, MaskTooSmall and MaskFaint.
    """
    canvas = Bounds.of(document.extent)
    selected = common(asked.mask.bounds, canvas)
    if selected.empty:
        raise MaskEmpty(document.extent)
    place = part_of(selected, document.extent, caps)
    change: Sheet = asked.mask.read(place)[:, :, 0]
    hard = hardened(change, caps)
    size = Extent(place.width, place.height)
    good = _at_its_best(size, caps)
    painted = painted_extent(size, good)
    _check_size(hard, painted, caps)
    part = _only_painters(document) if asked.remove else document
    part = crop_canvas(place).change(_without_empty(part, place))
    part = part.edited(paint=replace(part.paint, start=FromNoise()))
    job = plan_paint(part, find, good, job_id, choices=choices, find_control=find_control)
    notices = tuple(notice for notice in job.notices if not isinstance(notice, SizeChanged))
    notices += () if np.array_equal(hard, change) else (MaskHardened(caps.name),)
    start = _start(document, asked, place, hard, painted)
    return replace(job, revision=document.revision, start=start, notices=notices)


def hardened(change: Sheet, caps: ModelCaps) -> Sheet:
    """``change`` as the model takes it: those that fill know no halves (diffusers' FluxFillPipeline divides
    at a half too). Raises MaskFaint where nothing is left.
    """
    if caps.use is not ModelUse.FILL:
        return change
    hard = np.where(change >= HALF, np.uint8(255), np.uint8(0))
    if not hard.any():
        raise MaskFaint(caps.name)
    return hard


def part_of(selected: Bounds, canvas: Extent, caps: ModelCaps) -> Bounds:
    """What is cut out of ``canvas`` to paint ``selected``: with surroundings, no more oblong than need be,
    and large enough that it is not painted much larger than it is.
    """
    margin = max(LEAST_CONTEXT, round(CONTEXT * max(selected.width, selected.height)))
    least = math.ceil(math.sqrt(caps.best) / MOST_ENLARGED)
    wide, high = selected.width + 2 * margin, selected.height + 2 * margin
    wide, high = max(wide, least), max(high, least)
    wide, high = max(wide, math.ceil(high / MOST_OBLONG)), max(high, math.ceil(wide / MOST_OBLONG))
    x, width = _span(selected.x, selected.width, wide, canvas.width)
    y, height = _span(selected.y, selected.height, high, canvas.height)
    return Bounds(x, y, width, height)


def _span(start: int, length: int, wanted: int, whole: int) -> tuple[int, int]:
    """``wanted`` pixels around ``start .. start + length``, moved rather than cut at the edges."""
    wanted = min(wanted, whole)
    first = start - (wanted - length) // 2
    return max(0, min(first, whole - wanted)), wanted


def _at_its_best(part: Extent, caps: ModelCaps) -> ModelCaps:
    """The model as one that paints nothing smaller than what it is good at: a small part is painted larger
    than it is and made small again, which is where detail comes from.
    """
    best = best_extent(part, caps)
    if best.area <= painted_extent(part, caps).area:
        return caps
    return replace(caps, min_side=min(best.width, best.height))


def _check_size(change: Sheet, painted: Extent, caps: ModelCaps) -> None:
    """Raises MaskTooSmall where there is no room for a shape, as for a region."""
    pixels = int(np.count_nonzero(change))
    token = caps.token**2 * change.size / painted.area
    if pixels < SMALLEST_REGION * token:
        raise MaskTooSmall(pixels, math.ceil(SMALLEST_REGION * token))


def _only_painters(document: Document) -> Document:
    """``document`` with no word of what it shows; its painters are called by their own words all the same."""
    regions = tuple(replace(region, prompt="") for region in document.regions if region.painters)
    return document.edited(root=replace(document.root, prompt=""), regions=regions)


def _without_empty(document: Document, place: Bounds) -> Document:
    """``document`` without the regions that lie elsewhere: that they do is no news."""
    here = tuple(
        region
        for region in document.regions
        if not (mask := document.mask_of(region).raster.bounds).empty and not common(mask, place).empty
    )
    return document.edited(regions=here)


def _start(document: Document, asked: Repaint, place: Bounds, change: Sheet, painted: Extent) -> RepaintStart:
    rgba = _seen(document, place)
    before = _painted_over(document, place, on_paper(rgba), change)
    hole = change > 0
    if asked.remove or asked.strength == 1.0:
        before = continued(before, hole)
    elif bool((blank := hole & (rgba[:, :, 3] == 0)).any()):
        before = continued(before, blank)
    reach = asked.feather
    if reach is None:
        reach = max(LEAST_FEATHER, round(FEATHER * 16 * place.width / painted.width))
    small = resample(before, painted.height, painted.width)
    return RepaintStart(
        pixels=np.clip(np.rint(small), 0, 255).astype(np.uint8),
        strength=asked.strength,
        change=change,
        cover=cover_of(hole, rgba[:, :, 3], reach),
        place=place,
        canvas=document.extent,
    )


def _seen(document: Document, place: Bounds) -> Pixels:
    """What the canvas shows there, without the regions' masks: RGBA."""
    return composite(without_masks(document.layers), place)


def _painted_over(document: Document, place: Bounds, seen: Pixels, change: Sheet) -> Pixels:
    """``seen`` with the layer that the document starts from on top, where it is to be painted over."""
    start = document.paint.start
    if not isinstance(start, FromLayer):
        return seen
    layer = document.find(start.layer)
    assert not isinstance(layer, GroupLayer | MaskLayer | None), "a document checks its start"
    drawn = layer.raster.read(place)
    share = drawn[:, :, 3:] * np.float32(1 / 255) * (change > 0)[:, :, None]
    return np.asarray(np.rint(drawn[:, :, :3] * share + seen * (1 - share)), np.uint8)


def cover_of(hole: NDArray[np.bool_], alpha: NDArray[np.uint8], reach: int) -> Sheet:
    """How opaque the result lies over what was there: nothing outside the ``hole``, fading in over ``reach``
    pixels inside it, and all of it where ``alpha`` says that there is nothing to fade from.
    """
    share = np.minimum(inward(hole, reach) / np.float32(reach + 1), np.float32(1))
    smooth = share * share * (3 - 2 * share)
    behind = alpha * np.float32(1 / 255)
    cover = np.where(hole, 1 - (1 - smooth) * behind, 0)
    return np.ceil(cover * 255 - 1e-3).clip(0, 255).astype(np.uint8)


def change_map(change: Sheet, height: int, width: int) -> NDArray[np.float32]:
    """``change`` in ``height`` x ``width`` cells, [0, 1]: the most of any pixel that a cell has a part of, so
    that thin shapes are painted too.
    """
    rows = np.stack([change[a:b].max(axis=0) for a, b in _cells(change.shape[0], height)])
    cells = np.stack([rows[:, a:b].max(axis=1) for a, b in _cells(change.shape[1], width)], axis=1)
    return np.asarray(cells / np.float32(255), np.float32)


def _cells(pixels: int, count: int) -> list[tuple[int, int]]:
    return [(at * pixels // count, -(-(at + 1) * pixels // count)) for at in range(count)]


def stitched(start: RepaintStart, painted: Pixels) -> Pixels:
    """The result of a repaint as a layer's pixels for ``start.place``: RGBA, clear where nothing changed."""
    rgba = np.dstack([painted, start.cover])
    rgba[start.cover == 0] = 0
    return rgba
