"""Edits of guides, as commands for the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import CannotEdit, EditProblem, LayerGone
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.layer_tree import need, place_above, put
from artmaster_desktop.core.raster import Pixels, Raster


def add_guide(pixels: Pixels, guide: Guide, name: str) -> Command:
    """The picture ``pixels`` (uint8 RGB ``[H, W, 3]`` of the canvas' size) as a hidden sketch layer called
    ``name`` on top, that can be painted on like any other, and ``guide`` on it: a new one, or in place of the
    one with its id.
    """
    layer = SketchLayer(id=guide.layer, name=name, visible=False, raster=_opaque(pixels))

    def change(document: Document) -> Document:
        there = put(document, (layer,), place_above(document, ""))
        return there.edited(guides=_with(there, guide))

    return Command("Add guide", change)


def follow_layer(guide: Guide) -> Command:
    """``guide``, new or in place of the one with its id, on a sketch or image layer that is there already."""

    def change(document: Document) -> Document:
        layer = need(document, guide.layer)
        if not isinstance(layer, SketchLayer | ImageLayer):
            raise CannotEdit(layer.name or layer.id, EditProblem.WRONG_KIND)
        guides = _with(document, guide)
        return document if guides == document.guides else document.edited(guides=guides)

    return Command("Add guide", change)


def edit_guide(guide: Guide) -> Command:
    """Every value of the guide with this id replaced."""

    def change(document: Document) -> Document:
        _need(document, guide.id)
        guides = _with(document, guide)
        return document if guides == document.guides else document.edited(guides=guides)

    return Command("Edit guide", change)


def order_guides(ids: Sequence[str]) -> Command:
    """The cards in another order; guides that ``ids`` does not name stay behind those, in their order."""
    rank = {guide_id: index for index, guide_id in enumerate(ids)}

    def change(document: Document) -> Document:
        ordered = tuple(sorted(document.guides, key=lambda guide: rank.get(guide.id, len(rank))))
        return document if ordered == document.guides else document.edited(guides=ordered)

    return Command("Order guides", change)


def remove_guide(guide_id: str) -> Command:
    """The guide goes; its layer stays."""

    def change(document: Document) -> Document:
        _need(document, guide_id)
        return replace(
            document,
            guides=tuple(guide for guide in document.guides if guide.id != guide_id),
            revision=document.revision + 1,
        )

    return Command("Remove guide", change)


def _opaque(pixels: Pixels) -> Raster:
    opaque = np.full((*pixels.shape[:2], 1), 255, np.uint8)
    return Raster.from_array(np.concatenate([pixels, opaque], axis=2))


def _with(document: Document, guide: Guide) -> tuple[Guide, ...]:
    guides = tuple(guide if old.id == guide.id else old for old in document.guides)
    return guides if guide in guides else (*guides, guide)


def _need(document: Document, guide_id: str) -> None:
    if all(guide.id != guide_id for guide in document.guides):
        raise LayerGone(guide_id)
