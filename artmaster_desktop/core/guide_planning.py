"""From a document's guides to a job's: pure, like the planning of regions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.gate import Coverage
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.guide import Guide, GuideKind
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.notice import GuideAbsent, GuideBlank, GuideEmpty, Notice
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.resample import resample

Measure: TypeAlias = Callable[[Document, Region, Extent], Coverage]
FindControl: TypeAlias = Callable[[str], tuple[Path, str] | None]
"""Where the control model of a name lies and the identity of its weights; None where it is not there."""


def no_controls(name: str) -> None:
    """A program without control models."""


def name_of(document: Document, guide: Guide) -> str:
    """What people call the guide: its layer's name."""
    layer = document.find(guide.layer)
    return guide.id if layer is None else layer.name or guide.id


def guide_pixels(document: Document, guide: Guide, extent: Extent) -> Pixels:
    """The guide's drawing at ``extent``, uint8 RGB ``[H, W, 3]``. Where nothing is drawn it is black, but a
    tone is white: no line, no nearness, no class, and bare paper.
    """
    rgba = _drawn(document, guide).read(Bounds.of(document.extent))
    ground = 255.0 if guide.kind is GuideKind.TONE else 0.0
    alpha = rgba[:, :, 3:].astype(np.float32) / np.float32(255)
    pixels = rgba[:, :, :3] * alpha + np.float32(ground) * (1 - alpha)
    small = resample(np.rint(pixels).astype(np.uint8), extent.height, extent.width)
    return np.clip(np.rint(small), 0, 255).astype(np.uint8)


def _drawn(document: Document, guide: Guide) -> Raster:
    layer = document.find(guide.layer)
    assert isinstance(layer, SketchLayer | ImageLayer), "a document checks its guides"
    return layer.raster


def plan_guides(
    document: Document,
    extent: Extent,
    grid: Extent,
    find: FindControl,
    measure: Measure,
    notices: list[Notice],
    name_of: Callable[[Document, Guide], str] = name_of,
    draw: Callable[[Document, Guide, Extent], Pixels] = guide_pixels,
) -> tuple[JobGuide, ...]:
    """The guides of ``document`` for a painting of ``extent`` and ``grid`` tokens; what is to be said of
    those that are left out goes to ``notices``. A caller that only wants to know what there is to say may
    name them otherwise, and leave their pictures undrawn.
    """
    guides: list[JobGuide] = []
    for guide in document.guides:
        if not guide.enabled:
            continue
        name, found = name_of(document, guide), find(guide.control)
        weights = guide_weights(document, guide, grid, measure)
        if found is None:
            notices.append(GuideAbsent(name, guide.control))
        elif not _drawn(document, guide).tiles:
            notices.append(GuideBlank(name))
        elif guide.strength * float(weights.max()) == 0.0:
            notices.append(GuideEmpty(name))
        else:
            guides.append(
                JobGuide(
                    name=name,
                    kind=guide.kind,
                    control=found[0],
                    identity=found[1],
                    pixels=draw(document, guide, extent),
                    weights=weights,
                    strength=guide.strength,
                    start=guide.start,
                    end=guide.end,
                )
            )
    return tuple(guides)


def guide_weights(document: Document, guide: Guide, grid: Extent, measure: Measure) -> Coverage:
    """How strictly each token follows the guide: float32 ``[1, grid.height, grid.width]`` in [0, 2].

    Where places overlap each has its part, as the regions have in the painting itself.
    """
    strengths = {place.region: np.float32(place.strength) for place in guide.places}
    elsewhere = strengths.pop("", np.float32(1.0))
    total = np.zeros((grid.height, grid.width), np.float32)
    weighted = np.zeros_like(total)
    for region in document.regions:
        if region.enabled and region.id in strengths:
            mask = measure(document, region, grid)
            total += mask
            weighted += mask * strengths[region.id]
    share = np.maximum(total, np.float32(1.0))
    return np.asarray((weighted / share + elsewhere * (1 - total / share))[None], np.float32)
