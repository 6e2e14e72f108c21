"""Several layers to one, as commands for the history."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.document import Document, FromLayer, PaintSettings
from artmaster_desktop.core.errors import CannotEdit, EditProblem
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import (
    GroupLayer,
    ImageLayer,
    InscriptionLayer,
    Layer,
    MaskLayer,
    SketchLayer,
    bounds_of,
)
from artmaster_desktop.core.layer_tree import need, place_of, refuse_locked, siblings, with_siblings, within
from artmaster_desktop.core.raster import Raster


def merge_down(layer_id: str) -> Command:
    """A layer with the one below it, which keeps its id, name and kind; what looked so looks so still.

    Two masks become one that covers what either covered; they merge only if at most one belongs to a region.
    """

    def change(document: Document) -> Document:
        upper, place = need(document, layer_id), place_of(document, layer_id)
        if place.at == 0:
            raise CannotEdit(upper.name or layer_id, EditProblem.NOTHING_BELOW)
        there = siblings(document, place.parent)
        lower = there[place.at - 1]
        refuse_locked(document, upper.id)
        refuse_locked(document, lower.id)
        merged = _masks(document, upper, lower) if isinstance(lower, MaskLayer) else _pictures(upper, lower)
        layers = (*there[: place.at - 1], merged, *there[place.at + 1 :])
        return _settled(document, place.parent, layers, {upper.id: merged.id})

    return Command("Merge down", change)


def merge_group(group_id: str) -> Command:
    """A group as one image layer (a sketch where it held only sketches) with the group's id."""

    def change(document: Document) -> Document:
        group = need(document, group_id)
        inside = within(group)
        if not isinstance(group, GroupLayer):
            raise CannotEdit(group.name or group_id, EditProblem.NOT_A_GROUP)
        if any(isinstance(layer, MaskLayer) for layer in inside):
            raise CannotEdit(group.name or group_id, EditProblem.CANNOT_MERGE)
        refuse_locked(document, group_id)
        sketch = bool(inside) and all(isinstance(x, SketchLayer | GroupLayer) for x in inside)
        raster = _flat((replace(group, visible=True, opacity=1.0, blend="svg:src-over"),))
        kind = SketchLayer if sketch else ImageLayer
        merged = kind(
            id=group.id,
            name=group.name,
            visible=group.visible,
            opacity=group.opacity,
            blend=group.blend,
            attributes=group.attributes,
            raster=raster,
        )
        place = place_of(document, group_id)
        there = siblings(document, place.parent)
        layers = (*there[: place.at], merged, *there[place.at + 1 :])
        return _settled(document, place.parent, layers, {x.id: group.id for x in inside})

    return Command("Merge group", change)


def _pictures(upper: Layer, lower: Layer) -> Layer:
    if isinstance(lower, GroupLayer | MaskLayer) or isinstance(upper, GroupLayer | MaskLayer):
        raise CannotEdit(upper.name or upper.id, EditProblem.CANNOT_MERGE)
    raster = _flat((replace(lower, visible=True), replace(upper, visible=True)))
    if isinstance(lower, InscriptionLayer):
        return ImageLayer(id=lower.id, name=lower.name, blend=lower.blend, raster=raster)
    return replace(lower, raster=raster, opacity=1.0)


def _masks(document: Document, upper: Layer, lower: MaskLayer) -> MaskLayer:
    if not isinstance(upper, MaskLayer):
        raise CannotEdit(upper.name or upper.id, EditProblem.CANNOT_MERGE)
    owned = {region.mask for region in document.regions}
    if upper.id in owned:
        problem = EditProblem.TWO_REGIONS if lower.id in owned else EditProblem.CANNOT_MERGE
        raise CannotEdit(upper.name or upper.id, problem)
    tiles = dict(lower.raster.tiles)
    for key, tile in upper.raster.tiles.items():
        below = tiles.get(key)
        if below is not None:
            tile = np.maximum(tile, below)
            tile.flags.writeable = False
        tiles[key] = tile
    return replace(lower, raster=Raster.sharing(1, tiles))


def _flat(layers: tuple[Layer, ...]) -> Raster:
    """The layers as one sheet, in steps of a few tiles: a large canvas never lies in memory twice."""
    area = Bounds(0, 0, 0, 0)
    for layer in layers:
        area = area.united(bounds_of(layer))
    sheet = Raster(4)
    for y in range(area.y, area.bottom, 512):
        strip = Bounds(area.x, y, area.width, min(512, area.bottom - y))
        sheet = sheet.with_patch(composite(layers, strip), strip.x, strip.y)
    return sheet


def _settled(document: Document, parent: str, layers: tuple[Layer, ...], gone: dict[str, str]) -> Document:
    """The document with a parent's layers replaced, and a start or guides that named a merged layer led to
    the new one.
    """
    bare = replace(document, regions=(), paint=PaintSettings(), guides=())
    paint = document.paint
    if isinstance(paint.start, FromLayer) and paint.start.layer in gone:
        paint = replace(paint, start=replace(paint.start, layer=gone[paint.start.layer]))
    guides = tuple(replace(guide, layer=gone.get(guide.layer, guide.layer)) for guide in document.guides)
    return document.edited(layers=with_siblings(bare, parent, layers).layers, paint=paint, guides=guides)
