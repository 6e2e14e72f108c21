"""Colour through a mask: what filling, shapes, gradients and clearing all end in."""

from __future__ import annotations

import numpy as np

from artmaster_desktop.core.laying import Colour, lay, wipe
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.core.tile_work import keep
from artmaster_desktop.core.wand import similar


def fill(
    raster: Raster,
    mask: Raster,
    colour: Colour,
    *,
    opacity: float = 1.0,
    selection: Raster | None = None,
    erase: bool = False,
) -> Raster:
    """``colour`` laid on ``raster`` where ``mask`` and ``selection`` (one channel each) cover; ``erase``
    takes away instead. On one channel it fills towards 255. Tiles that nothing covers are shared.
    """
    tiles = dict(raster.tiles)
    blank = np.zeros((TILE, TILE, raster.channels), np.uint8)
    for key, cover in mask.tiles.items():
        limit = None if selection is None else selection.tiles.get(key)
        base = raster.tiles.get(key, None if erase else blank)
        if base is None or (selection is not None and limit is None):
            continue
        share = cover[:, :, 0] * np.float32(opacity / 255)
        if limit is not None:
            share *= limit[:, :, 0] * np.float32(1 / 255)
        if not share.any():
            continue
        out = base.copy()
        if erase:
            wipe(base, share, out)
        else:
            lay(base, colour, share, out)
        keep(tiles, key, out)
    return Raster.sharing(raster.channels, tiles)


def bucket(
    raster: Raster,
    reference: Pixels,
    x: int,
    y: int,
    colour: Colour,
    *,
    tolerance: int = 24,
    contiguous: bool = True,
    opacity: float = 1.0,
    selection: Raster | None = None,
    erase: bool = False,
) -> Raster:
    """``raster`` with ``colour`` where ``reference`` looks like its pixel (x, y); see ``wand.similar``.

    ``reference`` is uint8 ``[H, W, C]`` with its corner at the canvas' corner: the layer itself, or the whole
    picture as seen.
    """
    mask = similar(reference, x, y, tolerance=tolerance, contiguous=contiguous)
    return fill(raster, mask, colour, opacity=opacity, selection=selection, erase=erase)


def cleared(raster: Raster, selection: Raster | None) -> Raster:
    """Without what is selected; without anything where nothing is."""
    if selection is None:
        return Raster(raster.channels)
    return fill(raster, selection, (0, 0, 0), erase=True)
