"""An existing work by another painter, as an order: from a result in the tray or from a layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from artmaster_desktop.app.order import Order
from artmaster_desktop.app.purpose import Paint
from artmaster_desktop.core.choosing import BY_HAND
from artmaster_desktop.core.compose import flatten, without_masks
from artmaster_desktop.core.document import Document, PaintSettings
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.planning import on_paper
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.core.tile_work import common
from artmaster_desktop.core.transfer import STRUCTURE, transferred, without_triggers

REGION_STRUCTURE = 0.5
"""How much of a region's old drawing stays where nobody says otherwise: its forms are to fit the rest."""


@dataclass(frozen=True, slots=True, eq=False)
class TransferWork:
    """A work to be painted again: ``pixels`` (uint8 RGB ``[H, W, 3]``), what it shows, and the numbers that
    it was, or would be, painted with. ``document`` is the id of the one whose tray takes the new picture.
    """

    pixels: Pixels
    prompt: str
    paint: PaintSettings
    document: str
    structure: float = STRUCTURE

    def order(self, prompt: str, hand: Share, structure: float) -> Order:
        """``hand`` paints over it; ``structure`` in [0, 1) is how much of the old drawing stays."""
        document = transferred(self.pixels, prompt, (hand,), structure, self.paint)
        return Order(replace(document, id=self.document), (Paint(),))


@dataclass(frozen=True, slots=True, eq=False)
class RegionWork:
    """A region of ``document`` to be painted again by another painter; around it everything stays. ``pixels``
    show it, on paper; ``prompt`` is what it shows.
    """

    document: Document
    region: Region
    pixels: Pixels
    prompt: str
    structure: float = REGION_STRUCTURE

    def order(self, prompt: str, hand: Share, structure: float) -> Order:
        """``hand`` paints over what is seen there; ``structure`` in [0, 1) is how much of it stays."""
        region = replace(self.region, prompt=prompt, painters=(hand,), choosing=BY_HAND, enabled=True)
        mask = self.document.mask_of(region).raster
        asked = Repaint(mask=mask, strength=1.0 - structure)
        return Order(self.document.with_region(region), (Paint(),), repaint=asked)


def work_of_region(document: Document, region: Region) -> RegionWork:
    """What is seen of ``region``, with a little around it. Takes a while on a large canvas."""
    canvas = Bounds.of(document.extent)
    place = common(document.mask_of(region).raster.bounds, canvas)
    pixels = flatten(without_masks(document.layers), canvas if place.empty else place)
    return RegionWork(document, region, pixels, region.prompt or document.root.prompt)


def work_of_result(pixels: Pixels, job: PaintJob, triggers: Iterable[str]) -> TransferWork:
    """The work of ``job``; ``triggers`` are words that call painters and tell nothing of the picture."""
    prompt = without_triggers(job.texts[0], triggers)
    paint = PaintSettings(seed=job.seed, steps=job.steps, guidance=job.guidance)
    return TransferWork(pixels, prompt, paint, job.document)


def work_of_layer(document: Document, layer: ImageLayer | SketchLayer) -> TransferWork:
    """What is on ``layer``, laid on white paper of the canvas' size."""
    pixels = on_paper(layer.raster.read(Bounds.of(document.extent)))
    return TransferWork(pixels, document.root.prompt, document.paint, document.id)
