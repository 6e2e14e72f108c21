"""Which layer a tool works on, and why it cannot."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPointF

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import GroupLayer, InscriptionLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.tools.base import Surface


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)


def pictures(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers without masks: what the picture looks like under the overlay of regions."""
    kept: list[Layer] = []
    for layer in layers:
        if isinstance(layer, GroupLayer):
            kept.append(replace(layer, layers=pictures(layer.layers)))
        elif not isinstance(layer, MaskLayer):
            kept.append(layer)
    return tuple(kept)


def inside_canvas(document: Document, place: QPointF) -> bool:
    """Whether a canvas point lies on the canvas."""
    return 0 <= place.x() < document.extent.width and 0 <= place.y() < document.extent.height


def ways_to(document: Document, layer_id: str) -> list[Layer]:
    """The layer and the groups around it, outermost first; empty where it is not there."""

    def down(layers: tuple[Layer, ...]) -> list[Layer]:
        for layer in layers:
            if layer.id == layer_id:
                return [layer]
            if isinstance(layer, GroupLayer) and (found := down(layer.layers)):
                return [layer, *found]
        return []

    return down(document.layers)


def paintable(
    surface: Surface, layer_id: str | None = None, *, letters: bool = False
) -> tuple[str, Raster] | None:
    """A layer's id and pixels (None = the active one); None, and the reason told, where nobody can paint.
    ``letters``: inscriptions and seals will do too, for they can be moved.
    """
    session = surface.session
    way = ways_to(session.document, session.active_layer if layer_id is None else layer_id)
    if not way:
        surface.refuse(_tr("Choose a layer to work on."))
        return None
    layer = way[-1]
    if isinstance(layer, GroupLayer):
        surface.refuse(_tr("A group has no pixels of its own. Choose a layer in it."))
        return None
    if isinstance(layer, InscriptionLayer) and not letters:
        surface.refuse(_tr("These are letters, no pixels: edit them by Layer, Inscription or Seal."))
        return None
    if any(step.locked for step in way):
        surface.refuse(_tr("The layer “{name}” is locked.").format(name=layer.name))
        return None
    if not all(step.visible for step in way):
        surface.refuse(_tr("The layer “{name}” is hidden.").format(name=layer.name))
        return None
    return layer.id, layer.raster
