"""One tile of the picture, composed by Qt's own painter.

``core.compose`` is the truth that is saved and printed. On screen the same W3C operators of Qt's raster
painter do most of the work: they are vectorised and take no detour through Python's arrays, so a tile of ten
layers costs a fraction of a millisecond and rarely waits for the engine's thread. What Qt does not know, or
does otherwise than the truth, goes through ``core.compose``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey

_Mode = QPainter.CompositionMode
_STRAIGHT = QImage.Format.Format_RGBA8888
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied
SRC_OVER = "svg:src-over"
WHOLE = QRect(0, 0, TILE, TILE)

MODES: dict[str, QPainter.CompositionMode] = {
    SRC_OVER: _Mode.CompositionMode_SourceOver,
    "svg:multiply": _Mode.CompositionMode_Multiply,
    "svg:screen": _Mode.CompositionMode_Screen,
    "svg:overlay": _Mode.CompositionMode_Overlay,
    "svg:darken": _Mode.CompositionMode_Darken,
    "svg:lighten": _Mode.CompositionMode_Lighten,
    "svg:color-dodge": _Mode.CompositionMode_ColorDodge,
    "svg:color-burn": _Mode.CompositionMode_ColorBurn,
    "svg:hard-light": _Mode.CompositionMode_HardLight,
    "svg:soft-light": _Mode.CompositionMode_SoftLight,
    "svg:difference": _Mode.CompositionMode_Difference,
    "svg:plus": _Mode.CompositionMode_Plus,
    "svg:dst-in": _Mode.CompositionMode_DestinationIn,
    "svg:dst-out": _Mode.CompositionMode_DestinationOut,
    "svg:src-atop": _Mode.CompositionMode_SourceAtop,
    "svg:dst-atop": _Mode.CompositionMode_DestinationAtop,
}
NUMPY_ONLY = frozenset({"svg:color", "svg:luminosity", "svg:hue", "svg:saturation"})
FADED_FIRST = frozenset({"svg:plus", "svg:dst-in", "svg:dst-atop"})
"""Operators for which a fainter layer is not less of the result, which is Qt's idea of opacity."""
ACTS_WHERE_EMPTY = frozenset({"svg:dst-in", "svg:dst-atop"})
"""Operators that change the backdrop even where the layer has nothing."""


@dataclass(frozen=True, slots=True)
class Wet:
    """The stroke in progress: ``raster`` is shown instead of what ``layer`` (an id) holds."""

    layer: str
    raster: Raster


def blank() -> QImage:
    """A tile with nothing on it."""
    image = QImage(TILE, TILE, _PREMULTIPLIED)
    image.fill(0)
    return image


def wrapped(tile: Pixels) -> QImage:
    """A view on a tile's own memory: the caller keeps ``tile`` for as long as the image lives."""
    return QImage(tile.data, TILE, TILE, TILE * 4, _STRAIGHT)


class TilePainter:
    """Composes tiles; keeps the tiles it met in the form that Qt paints fastest, up to ``keep`` of them."""

    def __init__(self, keep: int = 512) -> None:
        self._ready: OrderedDict[int, tuple[Pixels, QImage]] = OrderedDict()
        self._keep = keep

    def paint(
        self, target: QImage, layers: Sequence[Layer], key: TileKey, area: QRect, wet: Wet | None
    ) -> None:
        """Paint tile ``key`` of the ``layers`` (bottom first) over ``target``, inside ``area`` of it."""
        for layer in shown(layers):
            if isinstance(layer, GroupLayer):
                if passes_through(layer):
                    self.paint(target, layer.layers, key, area, wet)
                    continue
                source = blank()
                self.paint(source, layer.layers, key, area, wet)
            else:
                tile, is_wet = tile_of(layer, key, wet)
                if tile is None and layer.blend not in ACTS_WHERE_EMPTY:
                    continue
                source = blank() if tile is None else wrapped(tile) if is_wet else self._image(tile)
            put(target, source, area, layer.opacity, layer.blend)

    def _image(self, tile: Pixels) -> QImage:
        found = self._ready.get(id(tile))
        if found is None:
            found = (tile, wrapped(tile).convertToFormat(_PREMULTIPLIED))
            self._ready[id(tile)] = found
            if len(self._ready) > self._keep:
                self._ready.popitem(last=False)
        else:
            self._ready.move_to_end(id(tile))
        return found[1]


def shown(layers: Sequence[Layer]) -> Iterator[Layer]:
    """The layers that are part of the picture; masks are shown by the overlay of regions."""
    for layer in layers:
        if layer.visible and layer.opacity > 0.0 and not isinstance(layer, MaskLayer):
            yield layer


def passes_through(group: GroupLayer) -> bool:
    """Whether the group's layers are painted straight on what lies below it."""
    return not group.isolated and group.opacity == 1.0 and group.blend == SRC_OVER


def tile_of(layer: Layer, key: TileKey, wet: Wet | None) -> tuple[Pixels | None, bool]:
    """The layer's tile as it looks now, and whether a stroke in progress gave it."""
    assert not isinstance(layer, GroupLayer)
    if wet is not None and wet.layer == layer.id:
        tile = wet.raster.tiles.get(key)
        return tile, tile is not layer.raster.tiles.get(key)
    return layer.raster.tiles.get(key), False


def put(target: QImage, source: QImage, area: QRect, opacity: float, blend: str) -> None:
    """One composite step inside ``area``; an operator nobody knows paints as ``svg:src-over``."""
    if blend in NUMPY_ONLY:
        _put_slowly(target, source, area, opacity, blend)
        return
    if opacity < 1.0 and blend in FADED_FIRST:
        faint = blank()
        put(faint, source, area, opacity, SRC_OVER)
        source, opacity = faint, 1.0
    painter = QPainter(target)
    painter.setCompositionMode(MODES.get(blend, _Mode.CompositionMode_SourceOver))
    painter.setOpacity(opacity)
    painter.drawImage(area.topLeft(), source, area)
    painter.end()


def copy(target: QImage, source: QImage, area: QRect) -> None:
    """Replace ``area`` of ``target`` with that of ``source``."""
    painter = QPainter(target)
    painter.setCompositionMode(_Mode.CompositionMode_Source)
    painter.drawImage(area.topLeft(), source, area)
    painter.end()


def clear(target: QImage, area: QRect) -> None:
    """Leave nothing in ``area``."""
    painter = QPainter(target)
    painter.setCompositionMode(_Mode.CompositionMode_Clear)
    painter.fillRect(area, 0)
    painter.end()


def _put_slowly(target: QImage, source: QImage, area: QRect, opacity: float, blend: str) -> None:
    below = ImageLayer(id="below", name="", raster=_raster(target, area))
    above = ImageLayer(id="above", name="", raster=_raster(source, area), opacity=opacity, blend=blend)
    size = (area.width(), area.height())
    mixed = composite((below, above), Bounds(0, 0, *size))
    image = QImage(mixed.data, *size, size[0] * 4, _STRAIGHT)
    painter = QPainter(target)
    painter.setCompositionMode(_Mode.CompositionMode_Source)
    painter.drawImage(area.topLeft(), image)
    painter.end()


def _raster(image: QImage, area: QRect) -> Raster:
    part = image.copy(area).convertToFormat(_STRAIGHT)
    pixels = np.frombuffer(part.constBits(), np.uint8).reshape(area.height(), area.width(), 4)
    return Raster.from_array(pixels)
