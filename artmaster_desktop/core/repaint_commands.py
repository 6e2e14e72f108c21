"""A repaint into the document, as a command for the history: a new layer, and nothing else is touched."""

from __future__ import annotations

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import ImageLayer, MaskLayer
from artmaster_desktop.core.layer_tree import Place, put
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint import stitched
from artmaster_desktop.core.repaint_start import RepaintStart


def apply_repaint(start: RepaintStart, painted: Pixels, name: str, layer_id: str) -> Command:
    """What was painted (uint8 RGB ``[H, W, 3]`` of ``start.place``) as a layer above everything but the
    masks. It is clear wherever nothing was to change, so what lies there stays to the bit.
    """
    raster = Raster.from_array(stitched(start, painted), start.place.x, start.place.y)
    layer = ImageLayer(id=layer_id, name=name, raster=raster)

    def change(document: Document) -> Document:
        shown = [at for at, there in enumerate(document.layers) if not isinstance(there, MaskLayer)]
        return put(document, (layer,), Place("", shown[-1] + 1 if shown else 0))

    return Command("Repaint", change)
