"""A document without its pixels, as JSON for the journal: small enough to be written with every edit."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.errors import BrokenDocument
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.layer import (
    GroupLayer,
    ImageLayer,
    InscriptionLayer,
    Layer,
    MaskLayer,
    SketchLayer,
)
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.core.repaint_start import Sheet
from artmaster_desktop.storage.codec import T, UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.limits import MAX_DEPTH, MAX_JOB_BYTES, MAX_LAYERS, MAX_OFFSET
from artmaster_desktop.storage.ora_identity import kind_of

CHANNELS = {"sketch": 4, "image": 4, "mask": 1, "letters": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerForm:
    """A layer without pixels. ``parent`` is the id of its group, "" at the top; ``colour`` is a mask's."""

    id: str
    kind: str
    parent: str = ""
    name: str = ""
    visible: bool = True
    opacity: float = 1.0
    locked: bool = False
    blend: str = "svg:src-over"
    attributes: tuple[tuple[str, str], ...] = ()
    colour: tuple[int, ...] = ()
    isolated: bool = True
    letters: tuple[Lettering, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """A document without pixels and without what other programs added (that is kept apart, it may be
    large). ``layers`` are bottom first, a group before its children.
    """

    id: str
    extent: Extent
    title: str = ""
    revision: int = 0
    layers: tuple[LayerForm, ...] = ()
    regions: tuple[Region, ...] = ()
    root: Root = field(default_factory=Root)
    paint: PaintSettings = field(default_factory=PaintSettings)
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartForm:
    """The part of a canvas that is to be painted anew: ``mask`` (uint8 ``[H, W]``) with its corner at
    (``x``, ``y``). ``feather`` is -1 where none was set.
    """

    mask: Sheet
    x: int
    y: int
    strength: float
    remove: bool = False
    feather: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderForm:
    """``count`` pictures of ``document``, ordered before anything could be planned: the words, numbers and
    painters as they were then. The pixels are those that the journal has of these layers. ``part`` is the
    part that alone is meant, nothing where the whole canvas is.
    """

    document: DocumentForm
    count: int = 1
    longest_side: int = 0
    part: tuple[PartForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """``Document.unknown`` for the journal."""

    unknown: tuple[tuple[str, str], ...] = ()


def pack(value: object) -> bytes:
    """``value`` as packed JSON; the packing carries a checksum (zlib, RFC 1950)."""
    return zlib.compress(dumps(encode(value)).encode("ascii"), 1)


def unpack(hint: type[T], data: object) -> T:
    """The value that ``pack`` made; raises UnreadableData. Fields of a newer version are dropped."""
    return decode(hint, loads(unzip(data, MAX_JOB_BYTES)), lambda place, value: None)


def unzip(data: object, limit: int) -> bytes:
    """At most ``limit`` bytes; raises UnreadableData for anything damaged, cut off or larger."""
    if not isinstance(data, bytes):
        raise UnreadableData("", "not packed")
    try:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(data, limit)
    except (zlib.error, MemoryError) as error:
        raise UnreadableData("", f"damaged: {error}") from error
    if not unpacker.eof:
        raise UnreadableData("", "cut off or too large")
    return raw


def part_form(asked: Repaint) -> PartForm:
    """``asked`` for the journal; its mask must not be empty."""
    box = asked.mask.bounds
    feather = -1 if asked.feather is None else asked.feather
    return PartForm(
        mask=asked.mask.read(box)[:, :, 0],
        x=box.x,
        y=box.y,
        strength=asked.strength,
        remove=asked.remove,
        feather=feather,
    )


def repaint_of(form: PartForm) -> Repaint:
    """What ``part_form`` was given. Raises UnreadableData for what lies far off or makes no sense."""
    height, width = form.mask.shape
    if min(form.x, form.y) < -MAX_OFFSET or max(form.x + width, form.y + height) > MAX_OFFSET:
        raise UnreadableData("part", f"at {form.x}, {form.y}")
    try:
        mask = Raster.from_array(form.mask, form.x, form.y)
        feather = None if form.feather == -1 else form.feather
        return Repaint(mask=mask, strength=form.strength, remove=form.remove, feather=feather)
    except ValueError as error:
        raise UnreadableData("part", str(error)) from error


def form_of(document: Document) -> DocumentForm:
    """``document`` without its pixels."""
    parents = {
        child.id: layer.id
        for layer in document.walk()
        if isinstance(layer, GroupLayer)
        for child in layer.layers
    }
    return DocumentForm(
        id=document.id,
        extent=document.extent,
        title=document.title,
        revision=document.revision,
        layers=tuple(_form(layer, parents.get(layer.id, "")) for layer in document.walk()),
        regions=document.regions,
        root=document.root,
        paint=document.paint,
        guides=document.guides,
    )


def _form(layer: Layer, parent: str) -> LayerForm:
    return LayerForm(
        id=layer.id,
        kind=kind_of(layer),
        parent=parent,
        name=layer.name,
        visible=layer.visible,
        opacity=layer.opacity,
        locked=layer.locked,
        blend=layer.blend,
        attributes=layer.attributes,
        colour=layer.colour if isinstance(layer, MaskLayer) else (),
        isolated=layer.isolated if isinstance(layer, GroupLayer) else True,
        letters=(layer.lettering,) if isinstance(layer, InscriptionLayer) else (),
    )


def document_of(form: DocumentForm, rasters: Mapping[str, Raster], extras: Extras) -> Document:
    """The document again; a layer without a raster is empty. Raises UnreadableData where parts disagree."""
    if len(form.layers) > MAX_LAYERS:
        raise UnreadableData("layers", "too many")
    depths = {"": 0}
    for layer in form.layers:
        if layer.parent not in depths:
            raise UnreadableData(f"layers/{layer.id}", "its group is missing")
        if layer.kind == "group" and layer.id not in depths:
            depths[layer.id] = depths[layer.parent] + 1
    if max(depths.values()) > MAX_DEPTH:
        raise UnreadableData("layers", "too deep")
    children: dict[str, list[Layer]] = {}
    try:
        for layer in reversed(form.layers):  # children are complete before their group is made
            made = _layer(layer, rasters, tuple(reversed(children.get(layer.id, []))))
            children.setdefault(layer.parent, []).append(made)
        return Document(
            id=form.id,
            extent=form.extent,
            title=form.title,
            layers=tuple(reversed(children.get("", []))),
            regions=form.regions,
            root=form.root,
            paint=form.paint,
            revision=form.revision,
            unknown=extras.unknown,
            guides=form.guides,
        )
    except (BrokenDocument, ValueError) as error:
        raise UnreadableData("", str(error)) from error


def _layer(form: LayerForm, rasters: Mapping[str, Raster], inside: tuple[Layer, ...]) -> Layer:
    common: dict[str, Any] = {
        "id": form.id,
        "name": form.name,
        "visible": form.visible,
        "opacity": form.opacity,
        "locked": form.locked,
        "blend": form.blend,
        "attributes": form.attributes,
    }
    if form.kind == "group":
        return GroupLayer(**common, isolated=form.isolated, layers=inside)
    if form.kind not in CHANNELS:
        raise UnreadableData(f"layers/{form.id}", f"not a kind of layer: {form.kind!r:.50}")
    raster = rasters.get(form.id) or Raster(CHANNELS[form.kind])
    if form.kind == "mask":
        if len(form.colour) != 3:
            raise UnreadableData(f"layers/{form.id}", "a mask without a colour")
        red, green, blue = form.colour
        return MaskLayer(**common, raster=raster, colour=(red, green, blue))
    if form.kind == "letters":
        if len(form.letters) != 1:
            raise UnreadableData(f"layers/{form.id}", "letters without words")
        return InscriptionLayer(**common, raster=raster, lettering=form.letters[0])
    kind = SketchLayer if form.kind == "sketch" else ImageLayer
    return kind(**common, raster=raster)
