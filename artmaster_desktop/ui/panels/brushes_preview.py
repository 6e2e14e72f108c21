"""Strokes of brushes as they really paint, made by a worker and kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from artmaster_desktop.core.brush import Brush, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.widgets.background import Background

KEPT = 200
_SEED = 7


class StrokePreviews(QObject):
    """Pictures of strokes. ``painted`` tells that one more is there."""

    painted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._covers: OrderedDict[tuple[Brush, Extent], Pixels] = OrderedDict()
        self._asked: set[tuple[Brush, Extent]] = set()
        self._tinted: OrderedDict[tuple[Brush, Extent, int], QImage] = OrderedDict()

    def picture(self, brush: Brush, extent: Extent, colour: QColor) -> QImage | None:
        """A stroke of ``brush`` in ``colour`` on nothing; None while it is being painted."""
        brush = shown_at(brush, extent)
        tinted = self._tinted.get((brush, extent, colour.rgb()))
        if tinted is not None:
            return tinted
        key = (brush, extent)
        cover = self._covers.get(key)
        if cover is None:
            if key not in self._asked:
                self._asked.add(key)
                self._background.run(lambda: stroke(brush, extent), lambda cover: self._keep(key, cover))
            return None
        picture = tint(cover, colour)
        self._tinted[brush, extent, colour.rgb()] = picture
        _trim(self._tinted)
        return picture

    @property
    def busy(self) -> bool:
        return self._background.waiting > 0

    def _keep(self, key: tuple[Brush, Extent], cover: Pixels) -> None:
        self._asked.discard(key)
        self._covers[key] = cover
        _trim(self._covers)
        self.painted.emit()


def shown_at(brush: Brush, extent: Extent) -> Brush:
    """``brush`` as large as a preview has room for; its name and id do not matter to the stroke."""
    room = extent.height * (0.36 if brush.jitter.place <= 0.3 else 0.22)
    return replace(brush, id="preview", name="preview", names=(), size=min(brush.size, room), smoothing=0.0)


def stroke(brush: Brush, extent: Extent) -> Pixels:
    """What a slow wave covers, pressed hardest in its middle: uint8 ``[height, width]``, 255 = covered."""
    width, height = extent.width, extent.height
    margin = min(0.4 * width, brush.size / 2 + 6)
    steps = 48
    samples = []
    for i in range(steps + 1):
        t = i / steps
        pressure = 0.08 + 0.92 * math.sin(math.pi * t) ** 0.9
        x = margin + (width - 2 * margin) * t
        y = height * (0.5 - 0.2 * math.sin(2 * math.pi * t))
        samples.append(Sample(x, y, pressure, 30 * t, 0, 1.6 * t))
    work = Brushwork(Raster(1), brush, (255, 255, 255), Mode.PAINT, seed=_SEED, within=Bounds.of(extent))
    work.extend(samples)
    work.finish()
    return work.raster.read(Bounds.of(extent))[:, :, 0]


def tint(cover: Pixels, colour: QColor) -> QImage:
    """``cover`` (uint8 ``[H, W]``) as a picture in one colour."""
    height, width = cover.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = (colour.red(), colour.green(), colour.blue())
    pixels[..., 3] = cover
    return QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


def _trim(
    kept: OrderedDict[tuple[Brush, Extent], Pixels] | OrderedDict[tuple[Brush, Extent, int], QImage],
) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
