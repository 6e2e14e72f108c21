"""Edits of inscriptions and seals, as commands for the history."""

from __future__ import annotations

from dataclasses import replace

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import CannotEdit, EditProblem
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import InscriptionLayer, MaskLayer
from artmaster_desktop.core.layer_tree import Place, need, put, refuse_locked
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.raster import Raster


def add_lettering(lettering: Lettering, raster: Raster, name: str, *, layer_id: str) -> Command:
    """Letters above everything but the masks; ``raster`` shows them at the canvas' resolution."""
    layer = InscriptionLayer(id=layer_id, name=name, raster=raster, lettering=lettering)

    def change(document: Document) -> Document:
        shown = [at for at, there in enumerate(document.layers) if not isinstance(there, MaskLayer)]
        return put(document, (layer,), Place("", shown[-1] + 1 if shown else 0))

    return Command("Add lettering", change)


def set_lettering(layer_id: str, lettering: Lettering, raster: Raster, name: str) -> Command:
    """Other words, or the same ones elsewhere. ``name`` is the new name of the layer, "" keeps it."""

    def change(document: Document) -> Document:
        layer = need(document, layer_id)
        refuse_locked(document, layer_id)
        if not isinstance(layer, InscriptionLayer):
            raise CannotEdit(layer.name or layer_id, EditProblem.WRONG_KIND)
        return document.with_layer(
            replace(layer, lettering=lettering, raster=raster, name=name or layer.name)
        )

    return Command("Change lettering", change)
