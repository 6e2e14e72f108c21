"""Small pictures of layers, made beside the window and only where a layer's pixels changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, InscriptionLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.ui.widgets.background import Background

SIDE = 72
"""The longest side of a thumbnail in device pixels: sharp at twice the 36 it is shown at."""

SAMPLES = 4
"""Pixels looked at, a side, of each block that becomes one pixel: lines of a few pixels are not missed."""


class Thumbnails(QObject):
    """The thumbnails of a document's layers, by layer id. ``ready`` tells the id of one that is new."""

    ready = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._made: dict[str, tuple[object, QPixmap]] = {}
        self._asked: dict[str, object] = {}

    @property
    def waiting(self) -> int:
        """How many are being made."""
        return len(self._asked)

    def of(
        self, layer: SketchLayer | ImageLayer | MaskLayer | InscriptionLayer, extent: Extent
    ) -> QPixmap | None:
        """The thumbnail, perhaps an older one while the new one is made; None while there is none."""
        colour = layer.colour if isinstance(layer, MaskLayer) else None
        key = _Key(layer.raster, extent, colour)
        made = self._made.get(layer.id)
        if (made is None or made[0] != key) and layer.id not in self._asked:
            self._ask(layer.id, key)
        return made[1] if made else None

    def forget_others(self, ids: set[str]) -> None:
        """Drop the thumbnails of layers that are not in ``ids``."""
        for gone in self._made.keys() - ids:
            del self._made[gone]

    def _ask(self, layer_id: str, key: _Key) -> None:
        self._asked[layer_id] = key

        def arrived(image: QImage) -> None:
            self._asked.pop(layer_id, None)
            self._made[layer_id] = (key, QPixmap.fromImage(image))
            self.ready.emit(layer_id)

        def failed(_: Exception) -> None:
            self._asked.pop(layer_id, None)

        self._background.run(lambda: thumbnail(key.raster, key.extent, key.colour), arrived, failed)


class _Key:
    """What a thumbnail was made from; equal only for the very same raster."""

    __slots__ = ("colour", "extent", "raster")

    def __init__(self, raster: Raster, extent: Extent, colour: tuple[int, int, int] | None) -> None:
        self.raster, self.extent, self.colour = raster, extent, colour

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key):
            return NotImplemented
        same = self.raster is other.raster or self.raster.tiles == {} == other.raster.tiles
        return same and self.extent == other.extent and self.colour == other.colour

    def __hash__(self) -> int:
        return hash((self.extent, self.colour))


def thumbnail(raster: Raster, extent: Extent, colour: tuple[int, int, int] | None = None) -> QImage:
    """The part of ``raster`` on the canvas as a premultiplied picture of at most SIDE a side; a mask is shown
    in ``colour``. Safe in any thread.
    """
    small = reduced(raster, extent)
    if raster.channels == 1:
        tint = np.array((*(colour or (128, 128, 128)), 255), np.float32) / np.float32(255)
        small = small * tint
    pixels = np.ascontiguousarray(np.clip(small, 0, 255), np.uint8)
    height, width = pixels.shape[:2]
    form = QImage.Format.Format_RGBA8888_Premultiplied
    image = QImage(pixels.tobytes(), width, height, width * 4, form).copy()
    scale = SIDE / max(extent.width, extent.height)
    size = QSize(max(1, round(extent.width * scale)), max(1, round(extent.height * scale)))
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def reduced(raster: Raster, extent: Extent) -> NDArray[np.float32]:
    """The canvas in blocks of 2**n pixels a side, twice SIDE a side or a little more: float32 ``[h, w, 4]``
    in 0..255, premultiplied (``[h, w, 1]`` for a mask).
    """
    block = 1
    while block < TILE and max(extent.width, extent.height) / (block * 2) >= SIDE * 2:
        block *= 2
    height, width = -(-extent.height // block), -(-extent.width // block)
    side = TILE // block
    rows, columns = -(-height // side), -(-width // side)
    out = np.zeros((rows * side, columns * side, raster.channels), np.float32)
    for (row, column), tile in raster.tiles.items():
        if 0 <= row < rows and 0 <= column < columns:
            top, left = row * side, column * side
            out[top : top + side, left : left + side] = _blocks(tile, block)
    return out[:height, :width]


def _blocks(tile: Pixels, block: int) -> NDArray[np.float32]:
    stride = max(1, block // SAMPLES)
    seen = tile[stride // 2 :: stride, stride // 2 :: stride].astype(np.float32)
    if seen.shape[2] == 4:
        seen[..., :3] *= seen[..., 3:] / np.float32(255)
    side, per = TILE // block, block // stride
    mean = seen.reshape(side, per, side, per, -1).mean(axis=(1, 3), dtype=np.float32)
    return np.asarray(mean, np.float32)
