"""Edits of guides, as commands for the history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import LayerGone
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.layer_tree import place_above, put
from artmaster_desktop.core.raster import Pixels, Raster


def add_guide(pixels: Pixels, guide: Guide, name: str) -> Command:
    """The picture ``pixels`` (uint8 RGB ``[H, W, 3]`` of the canvas' size) as a hidden sketch layer called
    ``name`` on top, that can be painted on like any other, and ``guide`` on it.
    """
    opaque = np.full((*pixels.shape[:2], 1), 255, np.uint8)
    raster = Raster.from_array(np.concatenate([pixels, opaque], axis=2))
    layer = SketchLayer(id=guide.layer, name=name, visible=False, raster=raster)

    def change(document: Document) -> Document:
        there = put(document, (layer,), place_above(document, ""))
        return there.edited(guides=(*document.guides, guide))

    return Command("Add guide", change)


def edit_guide(guide: Guide) -> Command:
    """Every value of the guide with this id replaced."""

    def change(document: Document) -> Document:
        _need(document, guide.id)
        guides = tuple(guide if old.id == guide.id else old for old in document.guides)
        return document if guides == document.guides else document.edited(guides=guides)

    return Command("Edit guide", change)


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


def _need(document: Document, guide_id: str) -> None:
    if all(guide.id != guide_id for guide in document.guides):
        raise LayerGone(guide_id)
