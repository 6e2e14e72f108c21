"""The picture that a guide or regions are read from: a layer, a document's pictures, or one from outside."""

from __future__ import annotations

import numpy as np

from artmaster_desktop.core.compose import flatten, without_masks
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.planning import on_paper
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.resample import resample
from artmaster_desktop.core.structure_errors import GuideProblem, GuideUnusable


def readable_layers(document: Document) -> tuple[SketchLayer | ImageLayer, ...]:
    """The layers that a guide can lie on or be read from, topmost first."""
    found = [layer for layer in document.walk() if isinstance(layer, SketchLayer | ImageLayer)]
    return tuple(reversed(found))


def picture_of(document: Document, layer_id: str = "") -> Pixels:
    """What is to be read, uint8 RGB of the canvas' size, on white paper: the layer, or for "" all that is
    seen, sketches too. Raises GuideUnusable.
    """
    bounds = Bounds.of(document.extent)
    if not layer_id:
        return flatten(without_masks(document.layers), bounds)
    layer = document.find(layer_id)
    if not isinstance(layer, SketchLayer | ImageLayer):
        raise GuideUnusable(layer_id, GuideProblem.UNKNOWN_LAYER)
    if not layer.raster.tiles:
        raise GuideUnusable(layer.name or layer_id, GuideProblem.EMPTY)
    return on_paper(layer.raster.read(bounds))


def fitted(pixels: Pixels, extent: Extent) -> Pixels:
    """``pixels`` (uint8 RGB ``[H, W, 3]``) cut to the proportions of ``extent`` about its middle, and resized
    to it.
    """
    height, width = pixels.shape[:2]
    scale = max(extent.width / width, extent.height / height)
    wide = max(1, min(width, round(extent.width / scale)))
    tall = max(1, min(height, round(extent.height / scale)))
    left, top = (width - wide) // 2, (height - tall) // 2
    cut = np.ascontiguousarray(pixels[top : top + tall, left : left + wide])
    return np.clip(np.rint(resample(cut, extent.height, extent.width)), 0, 255).astype(np.uint8)
