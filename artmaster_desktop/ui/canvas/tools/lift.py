"""Taking what is drawn (or what of it is selected) off a layer, to put it back elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.ui.canvas.raster_image import image_of


@dataclass(frozen=True, slots=True, eq=False)
class Lifted:
    """``image`` lay at ``bounds`` of ``raster``; ``rest`` is what stays behind on the layer.

    ``selection`` is what was selected of it then.
    """

    layer: str
    raster: Raster
    rest: Raster
    image: QImage
    bounds: Bounds
    selection: Raster | None


def lift(layer: str, raster: Raster, selection: Raster | None) -> Lifted | None:
    """Everything on the layer, or what is selected of it, softly; None where that is nothing."""
    taken, rest = (raster, Raster(raster.channels)) if selection is None else _parted(raster, selection)
    bounds = taken.bounds
    if bounds.empty:
        return None
    return Lifted(layer, raster, rest, image_of(taken.read(bounds)), bounds, selection)


def _parted(raster: Raster, selection: Raster) -> tuple[Raster, Raster]:
    """The selected part, and the rest."""
    inside: dict[TileKey, Pixels] = {}
    outside = dict(raster.tiles)
    for key, chosen in selection.tiles.items():
        tile = raster.tiles.get(key)
        if tile is not None:
            inside[key] = _weighed(tile, chosen)
            outside[key] = _weighed(tile, 255 - chosen)
    return _sheet(raster.channels, inside), _sheet(raster.channels, outside)


def _weighed(tile: Pixels, weight: Pixels) -> Pixels:
    out = tile.copy()
    alpha = tile[:, :, -1].astype(np.uint16) * weight[:, :, 0]
    out[:, :, -1] = (alpha + 127) // 255
    out[out[:, :, -1] == 0] = 0
    out.flags.writeable = False
    return out


def _sheet(channels: int, tiles: dict[TileKey, Pixels]) -> Raster:
    return Raster.sharing(channels, {key: tile for key, tile in tiles.items() if tile.any()})


def room(width: int, height: int) -> Bounds:
    """How far beyond a canvas things may be moved without being lost: one canvas on every side, and never
    less than a tile.
    """
    x, y = max(width, TILE), max(height, TILE)
    return Bounds(-x, -y, width + 2 * x, height + 2 * y)
