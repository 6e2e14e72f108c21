"""Edits of the whole canvas, as commands for the history. They leave nothing selected, for what was lies
elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, InscriptionLayer, Layer, MaskLayer
from artmaster_desktop.core.layer_commands import new_id
from artmaster_desktop.core.layer_tree import Place, put
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.transform import moved, resized


def resize_canvas(extent: Extent, dx: int = 0, dy: int = 0) -> Command:
    """Another extent; what is drawn moves by (dx, dy) pixels. Nothing is cut off: it lies beyond the edge.

    Raises BrokenDocument beyond 8192 pixels a side.
    """

    def change(document: Document) -> Document:
        if extent == document.extent and dx == dy == 0:
            return document
        layers = tuple(_moved(layer, dx, dy) for layer in document.layers)
        return replace(document, extent=extent, layers=layers, revision=document.revision + 1)

    return Command("Resize canvas", change, _nothing)


def crop_canvas(bounds: Bounds) -> Command:
    """The canvas becomes the rectangle ``bounds`` of itself."""
    command = resize_canvas(Extent(bounds.width, bounds.height), -bounds.x, -bounds.y)
    return Command("Crop canvas", command.change, _nothing)


def resize_picture(extent: Extent) -> Command:
    """Everything that is drawn at another size."""

    def change(document: Document) -> Document:
        if extent == document.extent:
            return document
        layers = tuple(_resized(layer, document.extent, extent) for layer in document.layers)
        return replace(document, extent=extent, layers=layers, revision=document.revision + 1)

    return Command("Resize picture", change, _nothing)


def grow_with(pixels: Pixels, name: str) -> Command:
    """Everything that is drawn at the size of ``pixels`` (uint8 RGB ``[H, W, 3]``), and these on top of all
    but the masks, as a layer ``name``.
    """
    height, width = pixels.shape[:2]
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)])
    layer = ImageLayer(id=new_id(), name=name, raster=Raster.from_array(opaque))

    def change(document: Document) -> Document:
        larger = resize_picture(Extent(width, height)).change(document)
        shown = [at for at, there in enumerate(larger.layers) if not isinstance(there, MaskLayer)]
        return put(larger, (layer,), Place("", shown[-1] + 1 if shown else 0))

    return Command("Enlarge picture", change, _nothing)


def _nothing(_: Raster | None) -> None:
    """No selection."""


def _moved(layer: Layer, dx: int, dy: int) -> Layer:
    if dx == dy == 0:
        return layer
    if isinstance(layer, GroupLayer):
        return replace(layer, layers=tuple(_moved(inner, dx, dy) for inner in layer.layers))
    if isinstance(layer, InscriptionLayer):
        layer = replace(layer, lettering=layer.lettering.moved(dx, dy))
    return replace(layer, raster=moved(layer.raster, dx, dy))


def _resized(layer: Layer, old: Extent, new: Extent) -> Layer:
    if isinstance(layer, GroupLayer):
        return replace(layer, layers=tuple(_resized(inner, old, new) for inner in layer.layers))
    if isinstance(layer, InscriptionLayer):
        wide, high = new.width / old.width, new.height / old.height
        layer = replace(layer, lettering=layer.lettering.through((wide, 0.0, 0.0, high, 0.0, 0.0)))
    return replace(layer, raster=resized(layer.raster, old, new))
