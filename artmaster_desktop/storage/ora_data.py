"""Our own data in a project file: what OpenRaster has no words for (regions, painters, settings).

It is kept twice. ``artmaster.json`` is a member of the zip; other programs drop it when they save. So the
same JSON also lies in the pixels of a hidden layer at the bottom, which Krita and GIMP keep like any other.
It is trusted in that order; where both are gone, the file is an ordinary OpenRaster picture.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

import numpy as np

from artmaster_desktop import __version__
from artmaster_desktop.core.document import Document, FromVisible, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.layer import GroupLayer, InscriptionLayer, Layer, MaskLayer
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage.codec import Json, Place, UnreadableData, decode, dumps, encode, loads
from artmaster_desktop.storage.limits import MAX_DATA_BYTES
from artmaster_desktop.storage.migrations import CURRENT, WITHOUT_GUIDES, WITHOUT_VISIBLE, migrate
from artmaster_desktop.storage.ora_identity import kind_of

MEMBER = "artmaster.json"
LAYER_NAME = "ArtMaster (do not edit)"
FILE_PREFIX = "/file/"
"""Where ``Document.unknown`` keeps keys that lie beside ``document`` and not in it."""

_MAGIC = b"AMD1"
_HEADER = struct.Struct(">4sII")
_KNOWN = {"format", "min_reader", "app", "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterData:
    """An inscription or seal. ``drawn`` is the sha256 of the pixels that show it with their corner at
    ``at``: another program may have painted on them, and then they are a picture.
    """

    lettering: Lettering
    drawn: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerData:
    """What ``stack.xml`` cannot say of a layer. ``colour`` is that of a mask, else empty."""

    id: str
    kind: str
    name: str = ""
    colour: tuple[int, ...] = ()
    isolated: bool = True
    letters: tuple[LetterData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentData:
    """The ``document`` object of ``artmaster.json``."""

    id: str
    title: str = ""
    revision: int = 0
    layers: tuple[LayerData, ...] = ()
    regions: tuple[Region, ...] = ()
    root: Root = field(default_factory=Root)
    paint: PaintSettings = field(default_factory=PaintSettings)
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Decoded data, the keys of it that we do not know, and those of them that cannot be kept."""

    data: DocumentData
    unknown: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()


def to_json(document: Document) -> bytes:
    """``artmaster.json`` for ``document``, what it carries of a newer version put back in its place."""
    layers = tuple(
        LayerData(
            id=layer.id,
            kind=kind_of(layer),
            name=layer.name,
            colour=layer.colour if isinstance(layer, MaskLayer) else (),
            isolated=layer.isolated if isinstance(layer, GroupLayer) else True,
            letters=letters_of(layer),
        )
        for layer in document.walk()
    )
    data = DocumentData(
        id=document.id,
        title=document.title,
        revision=document.revision,
        layers=layers,
        regions=document.regions,
        root=document.root,
        paint=document.paint,
        guides=document.guides,
    )
    inner = encode(data)
    file: dict[str, Json] = {"format": CURRENT, "min_reader": _reader(document), "app": __version__}
    file["document"] = inner
    for key, text in document.unknown:
        if key.startswith(FILE_PREFIX):
            file.setdefault(key.removeprefix(FILE_PREFIX), loads(text))
        elif not key.startswith("/"):
            _put(inner, key.split("/"), loads(text))
    return dumps(file).encode("ascii")


def _reader(document: Document) -> int:
    """The oldest format whose readers open ``document`` without harm."""
    if isinstance(document.paint.start, FromVisible):
        return CURRENT
    return WITHOUT_VISIBLE if document.guides else WITHOUT_GUIDES


def letters_of(layer: Layer) -> tuple[LetterData, ...]:
    """What is kept of an inscription or seal; nothing of other layers."""
    if not isinstance(layer, InscriptionLayer):
        return ()
    box = layer.raster.bounds
    return (LetterData(lettering=layer.lettering, drawn=digest(layer.raster.read(box)), at=(box.x, box.y)),)


def digest(pixels: Pixels) -> str:
    """Of uint8 RGBA ``[H, W, 4]``, whatever lies under no alpha, and of nothing as of one clear pixel."""
    if not pixels.size:
        pixels = np.zeros((1, 1, 4), np.uint8)
    seen = np.where(pixels[..., 3:] > 0, pixels, 0).astype(np.uint8)
    return sha256(str(seen.shape).encode() + seen.tobytes()).hexdigest()


def from_json(text: bytes) -> Found:
    """Raises UnreadableData for damaged data, migrations.TooNew where a newer reader is asked for."""
    file = loads(text)
    if not isinstance(file, dict):
        raise UnreadableData("", "not an object")
    try:
        file = migrate(file)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableData("format", str(error)) from error
    unknown = [(FILE_PREFIX + key, dumps(file[key])) for key in sorted(set(file) - _KNOWN)]
    dropped: list[str] = []
    inner = file.get("document")

    def keep(place: Place, value: Json) -> None:
        key = _stable(inner, place)
        if key is None:
            dropped.append("/".join(place))
        else:
            unknown.append((key, dumps(value)))

    return Found(decode(DocumentData, inner, keep), tuple(unknown), tuple(dropped))


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _stable(data: Json, place: Place) -> str | None:
    """``place`` as text that survives reordering: list items by their id; None without ids."""
    parts = []
    for part in place:
        if isinstance(data, list):
            data = data[int(part)]
            name = data.get("id") if isinstance(data, dict) else None
            if not isinstance(name, str):
                return None
            parts.append(_escape(name))
        else:
            data = cast(dict[str, Json], data).get(part)
            parts.append(_escape(part))
    return "/".join(parts)


def _put(data: Json, parts: list[str], value: Json) -> None:
    """Set ``value`` where ``_stable`` said; nothing happens where its owner was deleted."""
    for part in parts[:-1]:
        if isinstance(data, list):
            owners = (x for x in data if isinstance(x, dict) and _escape(str(x.get("id"))) == part)
            data = next(owners, None)
        elif isinstance(data, dict):
            data = data.get(part.replace("~1", "/").replace("~0", "~"))
    if isinstance(data, dict):
        data.setdefault(parts[-1].replace("~1", "/").replace("~0", "~"), value)


def to_pixels(text: bytes, extent: Extent) -> Pixels | None:
    """``text`` as opaque RGBA pixels inside the canvas (programs cut at its edge), None without room."""
    packed = zlib.compress(text, 9)
    payload = _HEADER.pack(_MAGIC, len(packed), zlib.crc32(packed)) + packed
    count = -(-len(payload) // 3)
    width = min(extent.width, max(math.isqrt(count), -(-count // extent.height)))
    height = -(-count // width)
    if height > extent.height:
        return None
    colours = np.zeros(width * height * 3, np.uint8)
    colours[: len(payload)] = np.frombuffer(payload, np.uint8)
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = colours.reshape(height, width, 3)
    return pixels


def from_pixels(pixels: Pixels) -> bytes | None:
    """The text in a data layer, wherever it lies in ``pixels`` (RGBA); None if painted over or cut."""
    used = pixels[..., 3] > 0
    ys, xs = np.flatnonzero(used.any(axis=1)), np.flatnonzero(used.any(axis=0))
    if not ys.size:
        return None
    block = pixels[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    raw = block[..., :3].tobytes()
    if len(raw) < _HEADER.size:
        return None
    magic, length, checksum = _HEADER.unpack_from(raw)
    packed = raw[_HEADER.size : _HEADER.size + length]
    if magic != _MAGIC or len(packed) != length or zlib.crc32(packed) != checksum:
        return None
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, MAX_DATA_BYTES)
    except zlib.error:
        return None
    return text if unpacker.eof else None
