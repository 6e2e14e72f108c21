"""Edits of layers, as commands for the history. Each raises a typed EditError and changes nothing where it
cannot.

A lock keeps a layer's pixels, place and looks; it may still be hidden, shown, copied and unlocked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from artmaster_desktop.core.document import Document, PaintSettings
from artmaster_desktop.core.errors import CannotEdit, EditProblem
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import (
    GroupLayer,
    ImageLayer,
    InscriptionLayer,
    Layer,
    MaskLayer,
    SketchLayer,
)
from artmaster_desktop.core.layer_tree import (
    Place,
    ancestors,
    need,
    place_above,
    place_of,
    put,
    refuse_locked,
    refuse_locked_group,
    siblings,
    take,
    with_siblings,
    without,
)
from artmaster_desktop.core.raster import Pixels, Raster


def new_id() -> str:
    """An id that no other layer or region has."""
    return uuid.uuid4().hex


def add_sketch(name: str, *, above: str = "", layer_id: str = "", raster: Raster | None = None) -> Command:
    """A sketch layer above the layer ``above`` ("" = on top; a group = inside it, on top)."""
    layer = SketchLayer(id=layer_id or new_id(), name=name, raster=raster or Raster(4))
    return Command("Add sketch layer", lambda document: _added(document, layer, above))


def add_image(name: str, *, above: str = "", layer_id: str = "", raster: Raster | None = None) -> Command:
    """An image layer; see ``add_sketch``."""
    layer = ImageLayer(id=layer_id or new_id(), name=name, raster=raster or Raster(4))
    return Command("Add image layer", lambda document: _added(document, layer, above))


def add_mask(
    name: str,
    colour: tuple[int, int, int],
    *,
    above: str = "",
    layer_id: str = "",
    raster: Raster | None = None,
) -> Command:
    """A mask layer that no region uses yet; see ``add_sketch``."""
    layer = MaskLayer(id=layer_id or new_id(), name=name, raster=raster or Raster(1), colour=colour)
    return Command("Add mask", lambda document: _added(document, layer, above))


def add_group(name: str, *, above: str = "", layer_id: str = "") -> Command:
    """An empty group; see ``add_sketch``."""
    layer = GroupLayer(id=layer_id or new_id(), name=name)
    return Command("Add group", lambda document: _added(document, layer, above))


def insert_picture(
    rgba: Pixels, name: str, *, above: str = "", layer_id: str = "", x: int = 0, y: int = 0, title: str = ""
) -> Command:
    """A picture, uint8 RGBA ``[H, W, 4]``, as an image layer with its corner at (x, y)."""
    layer = ImageLayer(id=layer_id or new_id(), name=name, raster=Raster.from_array(rgba, x, y))
    return Command(title or "Insert picture", lambda document: _added(document, layer, above))


def remove(layer_ids: str | Sequence[str]) -> Command:
    """Removes layers with all that is in them, and the regions whose masks go with them."""
    ids = {layer_ids} if isinstance(layer_ids, str) else set(layer_ids)

    def change(document: Document) -> Document:
        for layer_id in ids:
            refuse_locked(document, layer_id)
        return take(document, ids) if ids else document

    return Command("Remove layer" if len(ids) < 2 else "Remove layers", change)


def rename(layer_id: str, name: str) -> Command:
    """Another name."""
    return _edit("Rename layer", layer_id, lambda layer: replace(layer, name=name))


def set_visible(layer_id: str, visible: bool) -> Command:
    """Shows or hides; a locked layer too."""
    title = "Show layer" if visible else "Hide layer"
    return _edit(title, layer_id, lambda layer: replace(layer, visible=visible), locked_too=True)


def set_locked(layer_id: str, locked: bool) -> Command:
    """Locks or unlocks."""
    title = "Lock layer" if locked else "Unlock layer"
    return _edit(title, layer_id, lambda layer: replace(layer, locked=locked), locked_too=True)


def set_opacity(layer_id: str, opacity: float) -> Command:
    """``opacity`` in [0, 1]."""
    return _edit("Layer opacity", layer_id, lambda layer: replace(layer, opacity=opacity))


def set_blend(layer_id: str, blend: str) -> Command:
    """``blend``: an OpenRaster composite operator."""
    return _edit("Blend mode", layer_id, lambda layer: replace(layer, blend=blend))


def set_mask_colour(layer_id: str, colour: tuple[int, int, int]) -> Command:
    """How a mask is shown (sRGB 0..255); a locked one too."""

    def coloured(layer: Layer) -> Layer:
        if not isinstance(layer, MaskLayer):
            raise CannotEdit(layer.name or layer.id, EditProblem.WRONG_KIND)
        return replace(layer, colour=colour)

    return _edit("Region colour", layer_id, coloured, locked_too=True)


def replace_raster(layer_id: str, raster: Raster, name: str) -> Command:
    """New pixels for a layer: what every stroke, fill and transform ends in. ``name`` is for the history."""

    def painted(layer: Layer) -> Layer:
        if isinstance(layer, GroupLayer):
            raise CannotEdit(layer.name or layer.id, EditProblem.NO_PIXELS)
        if isinstance(layer, InscriptionLayer):
            raise CannotEdit(layer.name or layer.id, EditProblem.LETTERS)
        if layer.raster.channels != raster.channels:
            raise CannotEdit(layer.name or layer.id, EditProblem.WRONG_KIND)
        return layer if layer.raster is raster else replace(layer, raster=raster)

    return _edit(name, layer_id, painted)


def move(layer_id: str, parent: str, index: int) -> Command:
    """To place ``index`` (0 = bottom, counted without the layer itself) in the group ``parent`` ("" =
    document).
    """

    def change(document: Document) -> Document:
        layer = need(document, layer_id)
        refuse_locked(document, layer_id)
        refuse_locked_group(document, parent)
        if parent and layer_id in {parent, *(group.id for group in ancestors(document, parent))}:
            raise CannotEdit(layer.name or layer_id, EditProblem.INTO_ITSELF)
        there = siblings(document, parent)
        room = len(there) - (layer in there)
        if place_of(document, layer_id) == Place(parent, max(0, min(index, room))):
            return document
        return _moved(document, (layer,), Place(parent, index))

    return Command("Move layer", change)


def duplicate(layer_id: str, *, copy_id: str = "") -> Command:
    """A copy just above, unlocked; masks in it belong to no region. ``copy_id`` names the copy itself."""

    def change(document: Document) -> Document:
        layer, place = need(document, layer_id), place_of(document, layer_id)
        refuse_locked_group(document, place.parent)
        copy = replace(_renamed(layer), id=copy_id or new_id(), locked=False)
        return put(document, (copy,), Place(place.parent, place.at + 1))

    return Command("Duplicate layer", change)


def group(layer_ids: Sequence[str], name: str, *, group_id: str = "") -> Command:
    """Layers of one parent into a new group, in their order, at the place of the topmost."""

    def change(document: Document) -> Document:
        if not layer_ids:
            raise CannotEdit(name, EditProblem.NOTHING_CHOSEN)
        for layer_id in layer_ids:
            refuse_locked(document, layer_id)
        places = sorted({place_of(document, layer_id) for layer_id in layer_ids})
        parent = places[0].parent
        if any(place.parent != parent for place in places):
            raise CannotEdit(name, EditProblem.NOT_TOGETHER)
        there = siblings(document, parent)
        inside = tuple(there[place.at] for place in places)
        outside = [layer for layer in there if layer not in inside]
        folder = GroupLayer(id=group_id or new_id(), name=name, layers=inside)
        outside.insert(places[-1].at - len(inside) + 1, folder)
        return with_siblings(document, parent, tuple(outside))

    return Command("Group layers", change)


def ungroup(group_id: str) -> Command:
    """The layers of a group in its place."""

    def change(document: Document) -> Document:
        refuse_locked(document, group_id)
        inside, place = siblings(document, group_id), place_of(document, group_id)
        there = siblings(document, place.parent)
        return with_siblings(document, place.parent, (*there[: place.at], *inside, *there[place.at + 1 :]))

    return Command("Ungroup layers", change)


def _added(document: Document, layer: Layer, above: str) -> Document:
    place = place_above(document, above)
    refuse_locked_group(document, place.parent)
    return put(document, (layer,), place)


def _edit(
    title: str, layer_id: str, change: Callable[[Layer], Layer], *, locked_too: bool = False
) -> Command:
    """One layer changed; a change that changes nothing leaves no step."""

    def changed(document: Document) -> Document:
        layer = need(document, layer_id)
        if not locked_too:
            refuse_locked(document, layer_id)
        new = change(layer)
        return document if new is layer or new == layer else document.with_layer(new)

    return Command(title, changed)


def _moved(document: Document, layers: tuple[Layer, ...], place: Place) -> Document:
    """Layers taken out and put elsewhere, in one step: in between, regions would have no masks."""
    ids = {layer.id for layer in layers}
    stock = without(document.layers, ids)
    bare = replace(document, layers=stock, regions=(), paint=PaintSettings(), guides=())
    there = put(bare, layers, place)
    return document.edited(layers=there.layers)


def _renamed(layer: Layer) -> Layer:
    """The layer with new ids for all that is in it."""
    if not isinstance(layer, GroupLayer):
        return layer
    return replace(layer, layers=tuple(replace(_renamed(inner), id=new_id()) for inner in layer.layers))
