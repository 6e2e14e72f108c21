"""What the desk makes of documents: the ones that it orders, and whether two give the same forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from artmaster_desktop.core.choosing import BY_HAND, GateMode
from artmaster_desktop.core.document import Document, FromLayer, FromNoise, FromVisible, Start
from artmaster_desktop.core.errors import BrokenDocument
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.painter import Share
from artmaster_desktop.storage.settings import LiveSettings, LiveStart

TITLE_LENGTH = 60
"""Characters."""


def title(job: PaintJob) -> str:
    """The beginning of what the picture is to show."""
    text = next((text for text in job.texts if text), "")
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1].rstrip() + "…"


def live_start(document: Document, active: str, live: LiveSettings) -> Start:
    """Live mode paints over what is drawn: the layer that the document starts from, where the artist named
    one, else what ``live.start`` says. With nothing to paint over it paints from nothing.

    The layer in hand is the active sketch or image, else the topmost sketch with something on it.
    """
    strength = live.strength
    if isinstance(document.paint.start, FromLayer):
        return FromLayer(document.paint.start.layer, strength)
    if live.start is LiveStart.VISIBLE:
        return FromVisible(strength) if _anything_seen(document.layers) else FromNoise()
    drawn = [x.id for x in document.sketches() if x.visible and x.raster.tiles]
    layer = document.find(active)
    if isinstance(layer, SketchLayer | ImageLayer) and layer.raster.tiles:
        return FromLayer(active, strength)
    return FromLayer(drawn[-1], strength) if drawn else FromNoise()


def _anything_seen(layers: Sequence[Layer]) -> bool:
    """Whether a picture with something on it is shown."""
    for layer in layers:
        if not layer.visible or layer.opacity == 0.0:
            continue
        if isinstance(layer, GroupLayer):
            if _anything_seen(layer.layers):
                return True
        elif not isinstance(layer, MaskLayer) and layer.raster.tiles:
            return True
    return False


def with_painters(document: Document, region_id: str, hands: tuple[Share, ...]) -> Document:
    """``document`` where ``hands`` and nobody else paint the region ("" = the whole canvas). Raises
    BrokenDocument where it is not there.
    """
    if not region_id:
        return document.edited(root=replace(document.root, painters=hands, choosing=BY_HAND))
    region = next((r for r in document.regions if r.id == region_id), None)
    if region is None:
        raise BrokenDocument("no such region", region_id)
    return document.with_region(replace(region, painters=hands, choosing=BY_HAND))


def plans_alike(one: Document, other: Document) -> bool:
    """Whether both give the same notices and choices, told without looking at pixels."""
    if (one.id, one.extent, one.root, one.regions) != (other.id, other.extent, other.root, other.regions):
        return False
    if one.paint != other.paint or one.guides != other.guides:
        return False
    if any(_drawn_on(one, guide.layer) != _drawn_on(other, guide.layer) for guide in one.guides):
        return False
    modes = {one.root.choosing.mode, *(region.choosing.mode for region in one.regions)}
    if GateMode.COMPOSITION in modes and not _drawn_alike(one, other):
        return False
    return all(one.mask_of(r).raster is other.mask_of(r).raster for r in one.regions)


def _drawn_on(document: Document, layer_id: str) -> tuple[str, bool]:
    """What a guide's layer is called, and whether anything is on it."""
    layer = document.find(layer_id)
    assert isinstance(layer, SketchLayer | ImageLayer), "a document checks its guides"
    return layer.name, bool(layer.raster.tiles)


def _drawn_alike(one: Document, other: Document) -> bool:
    drawn = [[(x.visible, id(x.raster)) for x in each.sketches()] for each in (one, other)]
    return drawn[0] == drawn[1]
