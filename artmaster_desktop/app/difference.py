"""Where two versions of a document may look different, by the identity of their tiles."""

from __future__ import annotations

from dataclasses import replace

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, Layer
from artmaster_desktop.core.raster import TILE, Raster

NOTHING = Bounds(0, 0, 0, 0)


def changed_bounds(before: Document, after: Document) -> Bounds | None:
    """The canvas area where ``after`` may look different from ``before``; None = everything.

    Tiles that both share cost nothing. Empty bounds where only texts, painters or settings differ.
    """
    if before.id != after.id or before.extent != after.extent:
        return None
    return _layers(before.layers, after.layers)


def _layers(before: tuple[Layer, ...], after: tuple[Layer, ...]) -> Bounds | None:
    if before is after:
        return NOTHING
    old, new = {x.id: x for x in before}, {x.id: x for x in after}
    kept_before = [x.id for x in before if x.id in new]
    kept_after = [x.id for x in after if x.id in old]
    if kept_before != kept_after:
        return None
    found: Bounds | None = NOTHING
    for layer in (*before, *after):
        if layer.id not in new or layer.id not in old:
            found = _united(found, _looks(layer))
    for layer_id in kept_after:
        found = _united(found, _layer(old[layer_id], new[layer_id]))
    return found


def _united(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    return None if one is None or other is None else one.united(other)


def _layer(before: Layer, after: Layer) -> Bounds | None:
    if before is after:
        return NOTHING
    if isinstance(before, GroupLayer) or isinstance(after, GroupLayer):
        if not (isinstance(before, GroupLayer) and isinstance(after, GroupLayer)):
            return None
        if replace(before, layers=after.layers, name=after.name, locked=after.locked) != after:
            return None
        return _layers(before.layers, after.layers)
    if type(before) is not type(after):
        return None
    alike = replace(before, raster=after.raster, name=after.name, locked=after.locked)
    if alike == after:
        return _tiles(before.raster, after.raster)
    return _united(_looks(before), _looks(after))


def _looks(layer: Layer) -> Bounds | None:
    """Where a layer, there or not, changes the canvas. Operators that clear what is below act everywhere."""
    if isinstance(layer, GroupLayer) or layer.blend.startswith("svg:dst"):
        return None if layer.visible else NOTHING
    return _reach(layer.raster) if layer.visible else NOTHING


def _reach(raster: Raster) -> Bounds:
    """All tiles, whatever is in them: to look into them would take longer than to repaint them."""
    found = NOTHING
    for row, column in raster.tiles:
        found = found.united(Bounds(column * TILE, row * TILE, TILE, TILE))
    return found


def _tiles(before: Raster, after: Raster) -> Bounds:
    found = NOTHING
    for row, column in before.tiles.keys() | after.tiles.keys():
        if before.tiles.get((row, column)) is not after.tiles.get((row, column)):
            found = found.united(Bounds(column * TILE, row * TILE, TILE, TILE))
    return found
