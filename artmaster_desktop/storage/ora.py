"""The project file: OpenRaster 0.0.6 that Krita, GIMP and MyPaint open, with our data in it.

https://www.openraster.org/baseline/file-layout-spec.html: ``mimetype`` first and stored, ``stack.xml``,
``data/*.png``, ``mergedimage.png``, ``Thumbnails/thumbnail.png``; ours is ``artmaster.json`` (ora_data.py).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from artmaster_desktop.core.compose import composite as composed
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage import limits
from artmaster_desktop.storage.atomic import atomic_write
from artmaster_desktop.storage.loaded import Loaded
from artmaster_desktop.storage.ora_archive import safe_name, verify_archive, write_archive
from artmaster_desktop.storage.ora_data import LAYER_NAME, MEMBER, to_json, to_pixels
from artmaster_desktop.storage.ora_identity import code_of, kind_of, label
from artmaster_desktop.storage.ora_reader import read_document
from artmaster_desktop.storage.ora_stack import Node, Stack, build_stack
from artmaster_desktop.storage.ora_unknown import extra_attributes, extra_members
from artmaster_desktop.storage.png import encode_png

THUMBNAIL_SIDE = 256


def load_document(path: Path) -> Loaded:
    """The document in ``path``, and what could not be kept of it. The file is only read.

    Raises DocumentFileError or DocumentTooNew where it cannot be opened, ReadFailed where the disk refuses.
    """
    return read_document(path)


def save_document(
    document: Document, path: Path, composite: Pixels | None = None, *, keep_backup: bool = False
) -> None:
    """Write ``document`` to ``path``, whole or not at all.

    ``composite`` is the picture that other programs show at once, uint8 ``[H, W, 3 or 4]`` of the canvas;
    without it the visible layers are composited. Raises SaveFailed; then ``path`` is as it was.
    """
    _refuse_unreadable(document, path)
    atomic_write(
        path,
        lambda file: write_archive(file, _members(document, composite)),
        verify=verify_archive,
        keep_backup=keep_backup,
    )


def _refuse_unreadable(document: Document, path: Path) -> None:
    """What we would not open again must not be saved: it would look safe and be lost."""
    total = count = 0
    for layer in document.walk():
        count += 1
        if isinstance(layer, GroupLayer):
            continue
        box = layer.raster.bounds
        total += box.width * box.height
        reach = max(-box.x, -box.y, box.right, box.bottom)
        if reach > limits.MAX_OFFSET or box.width * box.height > limits.MAX_LAYER_PIXELS:
            raise SaveFailed(path, errno.EFBIG, f"layer {layer.name!r} reaches too far")
    if count >= limits.MAX_LAYERS or total > limits.MAX_TOTAL_PIXELS or _depth(document) > limits.MAX_DEPTH:
        raise SaveFailed(path, errno.EFBIG, "too many layers")


def _depth(document: Document) -> int:
    depth, level = 0, document.layers
    while level:
        depth += 1
        level = tuple(child for x in level if isinstance(x, GroupLayer) for child in x.layers)
    return depth


def _members(document: Document, composite: Pixels | None) -> Iterator[tuple[str, bytes]]:
    """Every member but ``mimetype``, made one at a time: only one layer's PNG is in memory at once."""
    extras = extra_members(document)
    data = to_json(document)
    pixels = to_pixels(data, document.extent)
    sources = _sources(document, set(extras))
    hidden = next(sources)
    names = {layer.id: next(sources) for layer in document.walk() if not isinstance(layer, GroupLayer)}
    nodes = [_node(layer, names) for layer in reversed(document.layers)]
    if pixels is not None:
        nodes.append(Node(name=LAYER_NAME, src=hidden, visible=False, locked=True))
    image, root = extra_attributes(document)
    extent = document.extent
    stack = Stack(width=extent.width, height=extent.height, nodes=tuple(nodes), image=image, root=root)
    yield "stack.xml", build_stack(stack)
    yield MEMBER, data
    for layer in document.walk():
        if not isinstance(layer, GroupLayer):
            yield names[layer.id], encode_png(_pixels(layer))
    if pixels is not None:
        yield hidden, encode_png(pixels)
    merged = composed(document.layers, Bounds.of(extent)) if composite is None else composite
    if merged.shape[:2] != (extent.height, extent.width):
        raise ValueError(f"the composite must have the size of the canvas, {extent}")
    yield "mergedimage.png", encode_png(_rgba(merged))
    yield "Thumbnails/thumbnail.png", encode_png(_thumbnail(merged))
    yield from ((name, content) for name, content in extras.items() if safe_name(name))


def _sources(document: Document, taken: set[str]) -> Iterator[str]:
    """Names for layer pictures that no carried member has."""
    number = 0
    while True:
        name = f"data/layer{number}.png"
        number += 1
        if name not in taken:
            yield name


def _node(layer: Layer, names: dict[str, str]) -> Node:
    kind = kind_of(layer)
    box = Bounds(0, 0, 0, 0) if isinstance(layer, GroupLayer) else layer.raster.bounds
    group = isinstance(layer, GroupLayer)
    return Node(
        name=label(layer.name, kind, layer.id),
        id=code_of(layer.id),
        kind=kind,
        x=box.x,
        y=box.y,
        opacity=layer.opacity,
        visible=layer.visible,
        locked=layer.locked,
        blend=layer.blend,
        src=None if group else names[layer.id],
        isolated=layer.isolated if isinstance(layer, GroupLayer) else None,
        attributes=layer.attributes,
        children=tuple(_node(child, names) for child in reversed(layer.layers))
        if isinstance(layer, GroupLayer)
        else (),
    )


def _pixels(layer: Layer) -> Pixels:
    """RGBA cropped to what is drawn, one clear pixel where nothing is; a mask is its colour with alpha."""
    assert not isinstance(layer, GroupLayer)
    box = layer.raster.bounds
    if box.empty:
        return np.zeros((1, 1, 4), np.uint8)
    pixels = layer.raster.read(box)
    if isinstance(layer, MaskLayer):
        tint = np.broadcast_to(np.array(layer.colour, np.uint8), (*pixels.shape[:2], 3))
        pixels = np.concatenate((tint, pixels), axis=2)
    return pixels


def _rgba(picture: Pixels) -> Pixels:
    if picture.shape[2] == 4:
        return picture
    return np.concatenate((picture, np.full((*picture.shape[:2], 1), 255, np.uint8)), axis=2)


def _thumbnail(picture: Pixels) -> Pixels:
    image = Image.fromarray(_rgba(picture))
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return np.array(image, np.uint8)
