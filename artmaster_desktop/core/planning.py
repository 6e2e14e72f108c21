"""From a document to a job: pure, so that it can be shown on a card before a run and tested without a GPU."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.choice import NO_CHOICES, Choices, with_choices
from artmaster_desktop.core.compose import composite, without_masks
from artmaster_desktop.core.document import Document, FromLayer, FromNoise
from artmaster_desktop.core.gate import Coverage, GatePlan, GateRow
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide_planning import FindControl, no_controls, plan_guides
from artmaster_desktop.core.job import HiredPainter, JobStart, NoiseStart, PaintJob, PictureStart
from artmaster_desktop.core.layer import GroupLayer, MaskLayer
from artmaster_desktop.core.notice import (
    FarFromBest,
    GateSilent,
    GateUnsure,
    GuidanceIgnored,
    Notice,
    PainterAbsent,
    PainterReplaced,
    RegionEmpty,
    RegionIdle,
    RegionTooSmall,
    SizeChanged,
)
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.resample import average, blur, resample
from artmaster_desktop.core.roles import role_profile

SMALLEST_REGION = 4
"""Tokens. Below this a region has no room for a shape: FLUX's own VAE and patch leave 2 x 2 tokens as one
smudge.
"""

CELLS = 4
"""Mask samples per token side: borders are feathered on this finer grid, then averaged into tokens."""

FAR = 2.5
"""Times more or fewer pixels than the model is best at, from where on it shows."""

FAR_ENLARGED = 2.0
"""Times a side that the painted picture is enlarged, beyond which it looks soft."""

_STRIP = 256
"""Rows of a canvas that are worked on at once: the floats of a whole large one would take gigabytes."""

Find = Callable[[PainterRef], Painter | None]
Measure = Callable[[Document, Region, Extent], Coverage]
"""What ``region_mask`` does; a caller that plans often may remember its answers."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """A share whose painter was found."""

    share: Share
    painter: Painter


@dataclass(frozen=True, slots=True, eq=False)
class _Area:
    """An area of the canvas on its way into the plan: its mask is float32 ``[grid.height, grid.width]``."""

    name: str
    text: str
    hands: tuple[_Hand, ...]
    mask: Coverage | None


def region_mask(document: Document, region: Region, grid: Extent) -> Coverage:
    """The region's feathered mask in tokens, float32 ``[grid.height, grid.width]`` in [0, 1], before
    strength.
    """
    canvas = document.mask_of(region).raster.read(Bounds.of(document.extent))[:, :, 0]
    cells = average(canvas, grid.height * CELLS, grid.width * CELLS) / np.float32(255)
    cells = blur(cells, region.feather * grid.width * CELLS / document.extent.width)
    tokens = cells.reshape(grid.height, CELLS, grid.width, CELLS).mean(axis=(1, 3), dtype=np.float32)
    return np.asarray(np.clip(tokens, 0.0, 1.0), np.float32)


def plan_paint(
    document: Document,
    find: Find,
    caps: ModelCaps,
    job_id: str,
    measure: Measure = region_mask,
    choices: Choices = NO_CHOICES,
    find_control: FindControl = no_controls,
) -> PaintJob:
    """The job that paints ``document`` with the model of ``caps``; ``find`` looks a painter up in the
    library, ``measure`` the place of a region; ``choices`` are the gate's, where it chooses;
    ``find_control`` looks a model up that follows guides.

    What cannot be done as asked is in the job's notices; the rest is planned without it.
    """
    notices: list[Notice] = list(_said_of_choices(document, choices))
    document = with_choices(document, choices)
    extent = painted_extent(document.extent, caps)
    notices += _said_of_size(document.extent, extent, caps)
    notices += [] if caps.guided else [GuidanceIgnored(caps.name, document.paint.guidance)]
    grid = Extent(extent.width // caps.token, extent.height // caps.token)
    root_hands = _hands("", document.root.painters, find, notices)
    areas = [_Area("", with_triggers(document.root.prompt, root_hands), root_hands, None)]
    for region in document.regions:
        area = _area(document, region, grid, find, notices, measure)
        if area is not None:
            areas.append(area if area.hands else _inheriting(area, root_hands))
    painters = tuple({h.painter.sha256: h.painter for area in areas for h in area.hands}.values())
    plan = _gate_plan(grid, areas, painters, caps.identity)
    guides = plan_guides(document, extent, grid, find_control, measure, notices)
    return PaintJob(
        id=job_id,
        document=document.id,
        revision=document.revision,
        model=caps.path,
        model_id=caps.identity,
        extent=extent,
        output=document.extent,
        texts=tuple(area.text for area in areas),
        gates=plan,
        painters=tuple(HiredPainter(p.slug, p.sha256, p.file) for p in painters),
        start=_start(document, extent),
        seed=document.paint.seed,
        steps=document.paint.steps,
        guidance=document.paint.guidance,
        text_tokens=caps.text_tokens,
        notices=tuple(dict.fromkeys(notices)),
        choices=choices,
        guides=guides,
    )


def _said_of_choices(document: Document, choices: Choices) -> Iterator[Notice]:
    """Where the gate was to choose and did not, or only guessed."""
    areas = [("", "", document.root.choosing)]
    areas += [(r.id, r.name or r.id, r.choosing) for r in document.regions if r.enabled]
    for region, name, choosing in areas:
        chosen = choices.of(region)
        if choosing.by_gate and chosen is None:
            yield GateSilent(name)
        elif choosing.by_gate and chosen is not None and not chosen.sure:
            yield GateUnsure(name, chosen.first.painter.slug, round(chosen.first.mean, 2))


def painted_extent(canvas: Extent, caps: ModelCaps) -> Extent:
    """What the model paints for a canvas: the same proportions within its limits, sides in whole tokens."""
    scale = min(1.0, caps.max_side / max(canvas.width, canvas.height))
    scale = max(scale, caps.min_side / min(canvas.width, canvas.height))
    least, most = -(-caps.min_side // caps.token), caps.max_side // caps.token
    width, height = (
        min(most, max(least, round(side * scale / caps.token))) * caps.token
        for side in (canvas.width, canvas.height)
    )
    return Extent(width, height)


def best_extent(canvas: Extent, caps: ModelCaps) -> Extent:
    """The size with the canvas' proportions, in whole tokens, at which the model paints best."""
    scale = sqrt(caps.best / canvas.area)
    width, height = (
        max(1, round(side * scale / caps.token)) * caps.token for side in (canvas.width, canvas.height)
    )
    return painted_extent(Extent(width, height), caps)


def _said_of_size(canvas: Extent, painted: Extent, caps: ModelCaps) -> Iterator[Notice]:
    """That the canvas is painted at another size, and that the picture shows that it is no good one."""
    if painted != canvas:
        yield SizeChanged(canvas, painted)
    yield from far_from_best(canvas, painted, best_extent(canvas, caps))


def far_from_best(canvas: Extent, painted: Extent, best: Extent) -> tuple[FarFromBest, ...]:
    """What is to be said where the size ``painted`` shows in the picture; () where it does not."""
    enlarged = max(canvas.width / painted.width, canvas.height / painted.height)
    if enlarged > FAR_ENLARGED or not 1 / FAR <= painted.area / best.area <= FAR:
        return (FarFromBest(canvas, painted, best),)
    return ()


def with_triggers(prompt: str, hands: tuple[_Hand, ...]) -> str:
    """The prompt after its painters' trigger words, each once: painters learn their word at the head."""
    words = [hand.painter.trigger for hand in hands if hand.painter.trigger]
    missing = [word for word in dict.fromkeys(words) if not _says(prompt, word)]
    return ", ".join([*missing, prompt.strip()] if prompt.strip() else missing)


def _says(prompt: str, word: str) -> bool:
    """Whether ``word`` stands in ``prompt`` by itself; "ink" is not in "drinking". Chinese has no spaces."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", prompt, re.ASCII) is not None


def _hands(region: str, shares: tuple[Share, ...], find: Find, notices: list[Notice]) -> tuple[_Hand, ...]:
    hands: list[_Hand] = []
    for share in shares:
        if not share.enabled or share.weight == 0.0:
            continue
        painter, wanted = find(share.painter), share.painter.sha256
        if painter is None:
            notices.append(PainterAbsent(region, share.painter.slug))
            continue
        if wanted and painter.sha256 != wanted:
            notices.append(PainterReplaced(painter.slug, wanted, painter.sha256))
        hands.append(_Hand(share, painter))
    return tuple(hands)


def _area(
    document: Document, region: Region, grid: Extent, find: Find, notices: list[Notice], measure: Measure
) -> _Area | None:
    if not region.enabled:
        return None
    name = region.name or region.id
    hands = _hands(name, region.painters, find, notices)
    text = with_triggers(region.prompt, hands)
    if not text and not hands:
        notices.append(RegionIdle(name))
        return None
    mask = measure(document, region, grid)
    if mask.max() * region.strength < 1 / 512:
        notices.append(RegionEmpty(name))
        return None
    if mask.sum() < SMALLEST_REGION:
        canvas_pixels = document.extent.area / grid.area
        notices.append(
            RegionTooSmall(
                name, round(float(mask.sum()) * canvas_pixels), round(SMALLEST_REGION * canvas_pixels)
            )
        )
        return None
    return _Area(name, text, hands, mask * np.float32(region.strength))


def _inheriting(area: _Area, root_hands: tuple[_Hand, ...]) -> _Area:
    return replace(area, hands=root_hands, text=with_triggers(area.text, root_hands))


def _gate_plan(grid: Extent, areas: list[_Area], painters: tuple[Painter, ...], base: str) -> GatePlan:
    coverage = partition([a.mask for a in areas if a.mask is not None], grid)
    shares = coverage.mean(axis=(1, 2), dtype=np.float64)
    index = {painter.sha256: i for i, painter in enumerate(painters)}
    rows = tuple(
        GateRow(
            painter=index[hand.painter.sha256],
            area=a,
            weight=hand.share.weight,
            profile=role_profile(hand.painter, hand.share.role, base),
            texts=_text_gates(a, area.text, hand.share.weight, float(shares[a]), len(areas)),
            whole=hand.share.weight * float(shares[a]),
        )
        for a, area in enumerate(areas)
        for hand in area.hands
    )
    return GatePlan(grid, coverage, rows)


def partition(masks: list[NDArray[np.float32]], grid: Extent) -> Coverage:
    """Masks to areas that sum to 1 at each token: float32 ``[1 + len(masks), H, W]``, area 0 is what is left.

    Where masks overlap they share the place in proportion, so an overlap is a mixture and not a hard cut.
    """
    stacked = np.zeros((1 + len(masks), grid.height, grid.width), np.float32)
    for i, mask in enumerate(masks):
        stacked[i + 1] = mask
    total = stacked.sum(axis=0)
    stacked[1:] /= np.maximum(total, 1.0)
    stacked[0] = np.clip(1.0 - stacked[1:].sum(axis=0), 0.0, 1.0)
    return stacked


def _text_gates(area: int, text: str, weight: float, share: float, areas: int) -> tuple[float, ...]:
    """A painter acts on the text of its own area; without one, on the root text in proportion to its
    share.
    """
    gates = [0.0] * areas
    if area == 0 or text:
        gates[area] = weight
    else:
        gates[0] = weight * share
    return tuple(gates)


def _start(document: Document, extent: Extent) -> JobStart:
    start, canvas = document.paint.start, Bounds.of(document.extent)
    if isinstance(start, FromNoise):
        return NoiseStart()
    if isinstance(start, FromLayer):
        layer = document.find(start.layer)
        assert not isinstance(layer, GroupLayer | MaskLayer | None), "a document checks its start"
        drawn = layer.raster.read(canvas)
    else:
        drawn = composite(without_masks(document.layers), canvas)
    small = resample(on_paper(drawn), extent.height, extent.width)
    return PictureStart(np.clip(np.rint(small), 0, 255).astype(np.uint8), start.strength)


def on_paper(rgba: Pixels) -> Pixels:
    """RGBA ``[H, W, 4]`` laid on white paper: uint8 RGB ``[H, W, 3]``."""
    out = np.empty((*rgba.shape[:2], 3), np.uint8)
    for top in range(0, len(rgba), _STRIP):
        strip = rgba[top : top + _STRIP]
        alpha = strip[:, :, 3:].astype(np.float32) / np.float32(255)
        out[top : top + _STRIP] = np.rint(strip[:, :, :3] * alpha + 255 * (1 - alpha))
    return out
