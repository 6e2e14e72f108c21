"""How faithful an enlarged picture is to the one it came from, measured while its rows go by."""

from __future__ import annotations

import cv2
import numpy as np

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.upscaling import Kernel, Rows, UpscaleReport
from artmaster_desktop.engine.measures import stroke
from artmaster_desktop.engine.upscale.rows import RowScaler

WINDOW = 384
"""Pixels of the large picture, from its middle, on which strokes are measured."""


class Witness:
    """Sees all rows of the result of ``target`` size, and compares them with ``source`` (uint8 RGB)."""

    def __init__(self, source: Pixels, target: Extent) -> None:
        self._source = source
        self._extent = Extent(source.shape[1], source.shape[0])
        self._whole = self._extent.width <= target.width and self._extent.height <= target.height
        kernel = None if self._whole else Kernel.BICUBIC
        self._down = RowScaler(target, self._extent, kernel)
        self._at = self._row = 0
        self._sum = self._squares = self._worst = 0.0
        self._window = _window(target)
        self._pieces: list[Rows] = []
        self._target = target

    def see(self, rows: Rows) -> None:
        """The next ``rows`` of the result."""
        box = self._window
        first, last = max(box.y - self._at, 0), min(box.bottom - self._at, len(rows))
        if first < last:
            self._pieces.append(rows[first:last, box.x : box.right].copy())
        self._at += len(rows)
        for small in self._down.push(rows):
            true = self._source[self._row : self._row + len(small)].astype(np.float32) / np.float32(255)
            self._row += len(small)
            apart = np.linalg.norm(_lab(small) - _lab(true), axis=2)
            self._sum += float(apart.sum(dtype=np.float64))
            self._worst = max(self._worst, float(apart.max()))
            self._squares += float(((np.clip(small, 0, 1) - true) ** 2).sum(dtype=np.float64))

    def report(self, seconds: float, smallest_tile: int) -> UpscaleReport:
        """What was found, once all rows were seen."""
        mean_square = self._squares / (3 * self._extent.area)
        drift, turn, sharper = self._strokes()
        return UpscaleReport(
            delta_e=self._sum / self._extent.area,
            delta_e_worst=self._worst,
            psnr=float(-10 * np.log10(max(mean_square, 1e-12))),
            stroke_drift=drift,
            turn=turn,
            sharper=sharper,
            seconds=seconds,
            smallest_tile=smallest_tile,
        )

    def _strokes(self) -> tuple[float, float, float]:
        """Drift and turn of the strokes of the window made small again, and how much sharper than Lanczos."""
        made = np.concatenate(self._pieces)
        box, scale = self._window, self._target.width / self._extent.width
        x, y = round(box.x / scale), round(box.y / scale)
        width, height = max(1, round(box.width / scale)), max(1, round(box.height / scale))
        source = self._source[y : y + height, x : x + width].astype(np.float32) / np.float32(255)
        size = source.shape[1], source.shape[0]
        small = cv2.resize(made, size, interpolation=cv2.INTER_AREA if scale >= 1 else cv2.INTER_CUBIC)
        plain = _lanczos(source, Extent(box.width, box.height))
        before, after = (
            stroke.gabor_energy(_lightness(each)) for each in (source, np.asarray(small, np.float32))
        )
        fine, smooth = (stroke.finest_energy(_lightness(each)).mean() for each in (made, plain))
        turned = stroke.orientation_distance(stroke.orientation(before), stroke.orientation(after))
        return stroke.energy_distance(before, after), turned, float(fine - smooth)


def _window(target: Extent) -> Bounds:
    width, height = min(WINDOW, target.width), min(WINDOW, target.height)
    return Bounds((target.width - width) // 2, (target.height - height) // 2, width, height)


def _lanczos(source: Rows, target: Extent) -> Rows:
    scaler = RowScaler(Extent(source.shape[1], source.shape[0]), target, Kernel.LANCZOS)
    return np.concatenate(list(scaler.push(source)))


def _lab(rows: Rows) -> Rows:
    return np.asarray(cv2.cvtColor(np.clip(rows, 0, 1), cv2.COLOR_RGB2LAB), np.float32)


def _lightness(rows: Rows) -> Rows:
    return np.ascontiguousarray(_lab(rows)[..., 0])
