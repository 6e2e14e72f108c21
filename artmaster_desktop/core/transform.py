"""Moving, turning and scaling what is drawn. Straight alpha in and out; premultiplied in between."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.laying import wipe
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey
from artmaster_desktop.core.resample import resample
from artmaster_desktop.core.tile_work import SHEET, common, keep, parts

F32: TypeAlias = NDArray[np.float32]


def moved(raster: Raster, dx: int, dy: int) -> Raster:
    """The sheet shifted by whole pixels, without loss; by whole tiles it shares all of them."""
    if dx == dy == 0:
        return raster
    if dx % TILE == dy % TILE == 0:
        shift = dy // TILE, dx // TILE
        return Raster.sharing(
            raster.channels, {(row + shift[0], col + shift[1]): t for (row, col), t in raster.tiles.items()}
        )
    tiles: dict[TileKey, Pixels] = {}
    for (row, column), tile in raster.tiles.items():
        for key, ys, xs, from_ys, from_xs in parts(column * TILE + dx, row * TILE + dy, TILE, TILE):
            piece = tile[from_ys, from_xs]
            if piece.any():
                new = tiles.setdefault(key, np.zeros((TILE, TILE, raster.channels), np.uint8))
                new[ys, xs] = piece
    for new in tiles.values():
        new.flags.writeable = False
    return Raster.sharing(raster.channels, tiles)


def resized(raster: Raster, old: Extent, new: Extent) -> Raster:
    """What lies on a canvas of extent ``old``, and beyond it, scaled to ``new``."""
    area = raster.bounds
    if area.empty:
        return raster
    sx, sy = new.width / old.width, new.height / old.height
    left, top = round(area.x * sx), round(area.y * sy)
    width, height = max(1, round(area.right * sx) - left), max(1, round(area.bottom * sy) - top)
    pixels = resample(premultiplied(raster.read(area)), height, width)
    return Raster(raster.channels).with_patch(straight(pixels), left, top)


def premultiplied(pixels: Pixels) -> F32:
    """float32 in 0..255; colour times alpha where there are four channels."""
    values = pixels.astype(np.float32)
    if values.shape[2] == 4:
        values[:, :, :3] *= values[:, :, 3:] * np.float32(1 / 255)
    return values


def straight(values: F32) -> Pixels:
    """The way back from ``premultiplied``, rounded; nothing has no colour."""
    if values.shape[2] == 4:
        alpha = values[:, :, 3:]
        colour = np.zeros_like(values[:, :, :3])
        np.divide(values[:, :, :3] * np.float32(255), alpha, out=colour, where=alpha > 0)
        values = np.concatenate((colour, alpha), axis=2)
    out = (np.clip(values, 0.0, 255.0) + np.float32(0.5)).astype(np.uint8)
    if out.shape[2] == 4:
        out[out[:, :, 3] == 0] = 0
    return out


def over(laid: F32, base: Pixels) -> F32:
    """Premultiplied ``laid`` (0..255) over straight ``base``: premultiplied 0..255."""
    below = premultiplied(base)
    below *= np.float32(1) - laid[:, :, -1:] * np.float32(1 / 255)
    below += laid
    return below


@dataclass(frozen=True, slots=True)
class Affine:
    """Canvas to canvas: ``x' = a x + c y + e``, ``y' = b x + d y + f`` (the order of SVG's ``matrix``)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def about(
        cls, x: float, y: float, *, angle: float = 0.0, scale_x: float = 1.0, scale_y: float = 1.0
    ) -> Affine:
        """Scaled, then turned clockwise (as seen, y down) by ``angle`` degrees, both about (x, y)."""
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        a, b, c, d = cos * scale_x, sin * scale_x, -sin * scale_y, cos * scale_y
        return cls(a, b, c, d, x - a * x - c * y, y - b * x - d * y)

    @classmethod
    def shift(cls, dx: float, dy: float) -> Affine:
        """Moved by (dx, dy)."""
        return cls(e=dx, f=dy)

    def then(self, after: Affine) -> Affine:
        """This one first, then ``after``."""
        return Affine(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            after.a * self.e + after.c * self.f + after.e,
            after.b * self.e + after.d * self.f + after.f,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (x, y) goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def determinant(self) -> float:
        return self.a * self.d - self.b * self.c

    def inverse(self) -> Affine:
        """The way back; raises ValueError where the plane was pressed flat."""
        det = self.determinant
        if abs(det) < 1e-9:
            raise ValueError("this transform has no way back")
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))


def transformed(
    raster: Raster, matrix: Affine, within: Bounds = SHEET, *, selection: Raster | None = None
) -> Raster:
    """What is drawn (only what is selected, if anything is) moved by ``matrix``, as far as it lands in
    ``within``; what was not selected stays below it.

    Whole pixels move without loss; all else is sampled bilinearly, after averaging where it shrinks.
    A matrix that presses everything flat leaves nothing.
    """
    lifted, rest = lift(raster, selection)
    whole = matrix.e == round(matrix.e) and matrix.f == round(matrix.f)
    if whole and (matrix.a, matrix.b, matrix.c, matrix.d) == (1.0, 0.0, 0.0, 1.0):
        landed = moved(lifted, int(matrix.e), int(matrix.f))
    else:
        landed = _sampled(lifted, matrix, within)
    return lay_over(landed, rest)


def lift(raster: Raster, selection: Raster | None) -> tuple[Raster, Raster]:
    """What is selected, and what stays; all and nothing where there is no selection."""
    if selection is None:
        return raster, Raster(raster.channels)
    lifted: dict[TileKey, Pixels] = {}
    rest = dict(raster.tiles)
    for key, tile in raster.tiles.items():
        limit = selection.tiles.get(key)
        if limit is not None:
            share = limit[:, :, 0] * np.float32(1 / 255)
            for tiles, kept in ((lifted, share), (rest, np.float32(1) - share)):
                part = tile.copy()
                wipe(tile, np.float32(1) - kept, part)
                keep(tiles, key, part)
    return Raster.sharing(raster.channels, lifted), Raster.sharing(raster.channels, rest)


def lay_over(upper: Raster, lower: Raster) -> Raster:
    """Two sheets of the same channels as one; tiles that only one of them has are shared."""
    tiles = dict(lower.tiles)
    for key, tile in upper.tiles.items():
        base = lower.tiles.get(key)
        if base is None:
            tiles[key] = tile
        else:
            keep(tiles, key, straight(over(premultiplied(tile), base)))
    return Raster.sharing(upper.channels, tiles)


def _sampled(raster: Raster, matrix: Affine, within: Bounds) -> Raster:
    area = raster.bounds
    if area.empty or abs(matrix.determinant) < 1e-9:
        return Raster(raster.channels)
    target = common(_landing(area, matrix), within)
    source, back = _shrunk(raster, area, matrix)
    tiles: dict[TileKey, Pixels] = {}
    for key, ys, xs, _, _ in parts(target.x, target.y, target.width, target.height):
        tile = np.zeros((TILE, TILE, raster.channels), np.uint8)
        tile[ys, xs] = straight(_bilinear(source, back, key, ys, xs))
        keep(tiles, key, tile)
    return Raster.sharing(raster.channels, tiles)


def _landing(area: Bounds, matrix: Affine) -> Bounds:
    corners = [matrix.at(x, y) for x in (area.x, area.right) for y in (area.y, area.bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x, y = math.floor(min(xs)) - 1, math.floor(min(ys)) - 1
    return Bounds(x, y, math.ceil(max(xs)) + 1 - x, math.ceil(max(ys)) + 1 - y)


def _shrunk(raster: Raster, area: Bounds, matrix: Affine) -> tuple[F32, Affine]:
    """The pixels of ``area``, averaged to the size they shrink to, with nothing around them (one pixel
    before, two after), and the way from the canvas to them.
    """
    pixels = premultiplied(raster.read(area))
    width = max(1, round(area.width * min(1.0, math.hypot(matrix.a, matrix.b))))
    height = max(1, round(area.height * min(1.0, math.hypot(matrix.c, matrix.d))))
    small = np.pad(resample(pixels, height, width), ((1, 2), (1, 2), (0, 0)))
    scale = Affine(a=width / area.width, d=height / area.height)
    return small, matrix.inverse().then(Affine.shift(-area.x, -area.y)).then(scale)


def _bilinear(source: F32, back: Affine, key: TileKey, ys: slice, xs: slice) -> F32:
    """``source`` (from ``_shrunk``) seen through ``back`` at a part of a tile; beyond its edge is nothing."""
    y = (np.arange(ys.start, ys.stop) + key[0] * TILE + 0.5)[:, None]
    x = np.arange(xs.start, xs.stop) + key[1] * TILE + 0.5
    u, v = back.a * x + back.c * y + back.e - 0.5, back.b * x + back.d * y + back.f - 0.5
    # far outside is as good as just outside, and fits an index
    u, v = np.clip(u, -1.0, source.shape[1] - 3), np.clip(v, -1.0, source.shape[0] - 3)
    u, v = np.round(u, 6), np.round(v, 6)  # so that turns by 90 degrees land on pixels exactly
    u0, v0 = np.floor(u).astype(np.intp), np.floor(v).astype(np.intp)
    fu, fv = (u - u0).astype(np.float32)[:, :, None], (v - v0).astype(np.float32)[:, :, None]
    width = source.shape[1]
    pixels, place = source.reshape(-1, source.shape[2]), (v0 + 1) * width + u0 + 1
    out = pixels[place + 1]
    out -= (left := pixels[place])
    out *= fu
    out += left
    lower = pixels[place + width + 1]
    lower -= (left := pixels[place + width])
    lower *= fu
    lower += left
    lower -= out
    lower *= fv
    out += lower
    return np.asarray(out, np.float32)
