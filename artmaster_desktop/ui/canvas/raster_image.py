"""Between rasters of the document and images of Qt."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import TILE, Pixels, Raster, TileKey

_STRAIGHT = QImage.Format.Format_RGBA8888
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied
_SMOOTH = Qt.TransformationMode.SmoothTransformation


def image_of(pixels: Pixels) -> QImage:
    """uint8 ``[H, W, 4]`` straight alpha, or ``[H, W, 1]`` as alpha of white, premultiplied for painting."""
    height, width, channels = pixels.shape
    if channels == 1:
        pixels = np.concatenate((np.full((height, width, 3), 255, np.uint8), pixels), axis=2)
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 4 * width, _STRAIGHT).convertToFormat(_PREMULTIPLIED)


def pixels_of(image: QImage, channels: int) -> Pixels:
    """The way back: a fresh array ``[H, W, channels]``; of one channel, the alpha."""
    straight = image.convertToFormat(_STRAIGHT)
    shape = (straight.height(), straight.width(), 4)
    pixels = np.frombuffer(straight.constBits(), np.uint8).reshape(shape)
    return pixels[:, :, 3:].copy() if channels == 1 else pixels.copy()


def tinted(image: QImage, colour: tuple[int, int, int]) -> QImage:
    """The image's alpha in one colour: how a mask is shown."""
    out = image.copy()
    painter = QPainter(out)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    red, green, blue = colour
    painter.fillRect(out.rect(), QColor(red, green, blue))
    painter.end()
    return out


def painted(raster: Raster, area: Bounds, paint: Callable[[QPainter], None]) -> Raster:
    """``raster`` with what ``paint`` draws (in canvas coordinates, source-over) inside ``area``.

    Pixels on which nothing is drawn stay as they are to the bit, and tiles of such pixels are shared.
    """
    tiles: dict[TileKey, Pixels] = dict(raster.tiles)
    for row in range(area.y // TILE, -(-area.bottom // TILE)):
        for column in range(area.x // TILE, -(-area.right // TILE)):
            new = QImage(TILE, TILE, _PREMULTIPLIED)
            new.fill(0)
            painter = QPainter(new)
            painter.translate(-column * TILE, -row * TILE)
            painter.setClipRect(QRect(area.x, area.y, area.width, area.height))
            paint(painter)
            painter.end()
            tile = _over(new, raster.tiles.get((row, column)), raster.channels)
            if tile is not None:
                tiles[row, column] = tile
    return Raster.sharing(raster.channels, tiles)


def _over(new: QImage, old: Pixels | None, channels: int) -> Pixels | None:
    """``new`` over a tile; None where it is empty."""
    touched = pixels_of(new, 1) > 0
    if not touched.any():
        return None
    if old is None:
        tile = pixels_of(new, channels)
    else:
        below = image_of(old)
        painter = QPainter(below)
        painter.drawImage(0, 0, new)
        painter.end()
        tile = np.where(touched, pixels_of(below, channels), old)
    tile.flags.writeable = False
    return tile


def stamped(raster: Raster, image: QImage, x: int, y: int, transform: QTransform, within: Bounds) -> Raster:
    """``raster`` with ``image`` (its corner at (x, y) of the canvas) drawn through ``transform``.

    Shrinking by more than half goes through halves first, so that nothing is skipped.
    """
    shape = transform.mapRect(QRectF(x, y, image.width(), image.height())).toAlignedRect()
    area = shape.adjusted(-1, -1, 1, 1).intersected(QRect(within.x, within.y, within.width, within.height))
    place = QRectF(x, y, image.width(), image.height())
    scale = math.sqrt(abs(transform.determinant()))
    while scale < 0.5 and min(image.width(), image.height()) > 1:
        half = QSize(-(-image.width() // 2), -(-image.height() // 2))
        image = image.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
        scale *= 2

    def draw(painter: QPainter) -> None:
        painter.setTransform(transform, combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not _is_shift(transform))
        painter.drawImage(place, image)

    return painted(raster, Bounds(area.x(), area.y(), area.width(), area.height()), draw)


def _is_shift(transform: QTransform) -> bool:
    """Whether pixels only move, by whole steps."""
    whole = float(transform.dx()).is_integer() and float(transform.dy()).is_integer()
    return not (transform.isScaling() or transform.isRotating()) and whole
