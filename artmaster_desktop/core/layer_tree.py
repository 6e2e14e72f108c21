"""Finding, taking and putting layers in the tree of a document: what every layer command is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from artmaster_desktop.core.document import Document, FromLayer, FromNoise, PaintSettings
from artmaster_desktop.core.errors import CannotEdit, EditProblem, LayerGone, LayerLocked
from artmaster_desktop.core.guide import still_standing
from artmaster_desktop.core.layer import GroupLayer, Layer

Layers = tuple[Layer, ...]


class Place(NamedTuple):
    """Where a layer lies: in the group ``parent`` ("" = the document itself), ``at`` from the bottom."""

    parent: str
    at: int


def need(document: Document, layer_id: str) -> Layer:
    """The layer, or LayerGone."""
    layer = document.find(layer_id)
    if layer is None:
        raise LayerGone(layer_id)
    return layer


def place_of(document: Document, layer_id: str) -> Place:
    """Where the layer lies, or LayerGone."""
    for parent, layers in _shelves(document):
        for index, layer in enumerate(layers):
            if layer.id == layer_id:
                return Place(parent, index)
    raise LayerGone(layer_id)


def siblings(document: Document, parent: str) -> Layers:
    """The layers in the group ``parent``, or of the document itself for ""."""
    if not parent:
        return document.layers
    group = need(document, parent)
    if not isinstance(group, GroupLayer):
        raise CannotEdit(group.name or parent, EditProblem.NOT_A_GROUP)
    return group.layers


def ancestors(document: Document, layer_id: str) -> list[GroupLayer]:
    """The groups around a layer, innermost first."""
    found: list[GroupLayer] = []
    parent = place_of(document, layer_id).parent
    while parent:
        group = need(document, parent)
        assert isinstance(group, GroupLayer)
        found.append(group)
        parent = place_of(document, parent).parent
    return found


def refuse_locked(document: Document, layer_id: str) -> None:
    """LayerLocked where the layer, a group around it or (for a group) a layer in it is locked."""
    layer = need(document, layer_id)
    if layer.locked:
        raise LayerLocked(layer.name or layer.id)
    for group in ancestors(document, layer_id):
        if group.locked:
            raise LayerLocked(layer.name or layer.id, group.name or group.id)
    for inner in within(layer):
        if inner.locked:
            raise LayerLocked(inner.name or inner.id)


def refuse_locked_group(document: Document, parent: str) -> None:
    """LayerLocked where nothing may be put into the group ``parent``."""
    if not parent:
        return
    for group in (need(document, parent), *ancestors(document, parent)):
        if group.locked:
            raise LayerLocked(group.name or group.id)


def within(layer: Layer) -> list[Layer]:
    """Everything inside a group, at any depth; nothing for other layers."""
    found: list[Layer] = []
    pending = list(layer.layers) if isinstance(layer, GroupLayer) else []
    while pending:
        inner = pending.pop()
        found.append(inner)
        if isinstance(inner, GroupLayer):
            pending.extend(inner.layers)
    return found


def put(document: Document, layers: Iterable[Layer], place: Place) -> Document:
    """``layers`` (bottom first) at ``place``; an index beyond the end is the top."""
    there = siblings(document, place.parent)
    index = max(0, min(place.at, len(there)))
    return with_siblings(document, place.parent, (*there[:index], *layers, *there[index:]))


def take(document: Document, ids: set[str]) -> Document:
    """Without these layers and all that is in them; regions whose mask goes, go too, guides with their
    layer, and a painting that started from one of them starts from noise.
    """
    doomed = set(ids)
    for layer_id in ids:
        doomed.update(inner.id for inner in within(need(document, layer_id)))
    # one replacement, because a document in between would contradict itself
    regions = tuple(region for region in document.regions if region.mask not in doomed)
    standing = {layer.id for layer in document.walk()} - doomed
    return replace(
        document,
        layers=without(document.layers, ids),
        regions=regions,
        guides=still_standing(document.guides, standing, {region.id for region in regions}),
        paint=_start_without(document.paint, doomed),
        revision=document.revision + 1,
    )


def with_siblings(document: Document, parent: str, layers: Layers) -> Document:
    """The document with all layers of a group replaced."""
    if not parent:
        return document.edited(layers=layers)
    group = need(document, parent)
    assert isinstance(group, GroupLayer)
    return document.with_layer(replace(group, layers=layers))


def place_above(document: Document, layer_id: str) -> Place:
    """Just above a layer; into a group at its top; for "" the top of the document."""
    if not layer_id:
        return Place("", len(document.layers))
    layer = need(document, layer_id)
    if isinstance(layer, GroupLayer):
        return Place(layer_id, len(layer.layers))
    place = place_of(document, layer_id)
    return Place(place.parent, place.at + 1)


def _shelves(document: Document) -> Iterable[tuple[str, Layers]]:
    yield "", document.layers
    for layer in document.walk():
        if isinstance(layer, GroupLayer):
            yield layer.id, layer.layers


def without(layers: Layers, ids: set[str]) -> Layers:
    """``layers`` without those, at any depth; a group that loses nothing stays the same object."""
    kept: list[Layer] = []
    for layer in layers:
        if layer.id in ids:
            continue
        if isinstance(layer, GroupLayer):
            inner = without(layer.layers, ids)
            if any(new is not old for new, old in zip_longest(inner, layer.layers)):
                layer = replace(layer, layers=inner)
        kept.append(layer)
    return tuple(kept)


def _start_without(paint: PaintSettings, doomed: set[str]) -> PaintSettings:
    if isinstance(paint.start, FromLayer) and paint.start.layer in doomed:
        return replace(paint, start=FromNoise())
    return paint
