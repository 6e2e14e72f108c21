"""All regions over the picture, in their colours, with borders as soft as the engine will paint them.

Each mask is kept as a coarse field of cells (the canvas is seen through it, so a cell may be a few pixels)
and blurred by the region's feather, block by block and only where the mask changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import TILE, Raster, TileKey
from artmaster_desktop.core.resample import blur
from artmaster_desktop.ui.canvas.viewport import Viewport

Colour: TypeAlias = tuple[int, int, int]

_BLOCK = 128
_CELLS = 1024
"""A field has at most so many cells a side."""
_FINE = 3
"""Cells in the deviation of a border's blur, at least: finer ones would not be seen."""
_STRONG, _QUIET = 0.62, 0.42
NOTHING = Bounds(0, 0, 0, 0)
NEW_FEATHER = 8.0
"""Of a region that is just being painted, as ``core.region`` gives it."""


@dataclass(slots=True, eq=False)
class Field:
    """One mask as cells of ``cell`` canvas pixels a side: ``hard`` in [0, 1], and ``image``, blurred, tinted.

    ``unread`` are the tiles that are other than in ``hard``, ``todo`` the blocks (row, column) of the image
    that are not up to date.
    """

    raster: Raster
    colour: Colour
    sigma: float
    strength: float
    cell: int
    hard: NDArray[np.float32]
    image: QImage
    unread: set[TileKey] = field(default_factory=set)
    todo: set[tuple[int, int]] = field(default_factory=set)

    @property
    def reach(self) -> int:
        """Cells over which a change of the mask is felt."""
        return 1 + int(3 * self.sigma / self.cell)


class RegionOverlay:
    """The fields of all masks of a document; ``wet`` may add one that is just being painted."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._fields: dict[str, Field] = {}

    @property
    def busy(self) -> bool:
        """Whether a part of the overlay is not up to date."""
        return any(field.unread or field.todo for field in self._fields.values())

    def update(self, document: Document, active: str, wet: tuple[str, Raster, Colour] | None) -> bool:
        """Follow the document; ``active`` is a region's id. Returns whether anything may look different."""
        regions = {region.mask: region for region in document.regions}
        wanted: dict[str, tuple[Raster, Colour, float, float]] = {}
        for layer in document.walk():
            if isinstance(layer, MaskLayer) and layer.visible:
                region = regions.get(layer.id)
                strength = _STRONG if region is not None and region.id == active else _QUIET
                shown = strength * layer.opacity * (0.5 if region is not None and not region.enabled else 1.0)
                sigma = region.feather if region is not None else 0.0
                wanted[layer.id] = (layer.raster, layer.colour, sigma, shown)
        if wet is not None:
            layer_id, raster, colour = wet
            _, _, sigma, strength = wanted.get(layer_id, (raster, colour, NEW_FEATHER, _STRONG))
            wanted[layer_id] = (raster, colour, sigma, strength)
        changed = self._fields.keys() != wanted.keys()
        self._fields = {key: self._fields[key] for key in wanted if key in self._fields}
        for key, (raster, colour, sigma, strength) in wanted.items():
            changed = self._follow(key, raster, colour, sigma, strength) or changed
        self._fields = {key: self._fields[key] for key in wanted}
        return changed

    def _follow(self, key: str, raster: Raster, colour: Colour, sigma: float, strength: float) -> bool:
        found = self._fields.get(key)
        if found is None or found.sigma != sigma:
            found = self._fields[key] = self._made(colour, sigma, strength)
        looks = found.colour == colour and found.strength == strength
        if not looks:
            found.colour, found.strength = colour, strength
            self._spoil(found, Bounds.of(self._extent))
        changed = NOTHING
        for place in found.raster.tiles.keys() | raster.tiles.keys():
            if found.raster.tiles.get(place) is not raster.tiles.get(place):
                area = Bounds(place[1] * TILE, place[0] * TILE, TILE, TILE)
                found.unread.add(place)
                self._spoil(found, area)
                changed = changed.united(area)
        found.raster = raster
        return not looks or not changed.empty

    def _made(self, colour: Colour, sigma: float, strength: float) -> Field:
        cell = 1
        while cell * _CELLS < max(self._extent.width, self._extent.height) or cell * _FINE < sigma:
            cell *= 2
        width, height = -(-self._extent.width // cell), -(-self._extent.height // cell)
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        hard = np.zeros((height, width), np.float32)
        return Field(Raster(1), colour, sigma, strength, cell, hard, image)

    def _spoil(self, target: Field, area: Bounds) -> None:
        reach, cell = target.reach, target.cell
        height, width = target.hard.shape
        top, bottom = max(0, area.y // cell - reach), min(height, area.bottom // cell + reach + 1)
        left, right = max(0, area.x // cell - reach), min(width, area.right // cell + reach + 1)
        for row in range(top // _BLOCK, -(-bottom // _BLOCK)):
            for column in range(left // _BLOCK, -(-right // _BLOCK)):
                target.todo.add((row, column))

    def reach(self, layer_id: str, bounds: Bounds) -> Bounds:
        """Where a change of a mask inside ``bounds`` is seen: whole blocks of its field."""
        found = self._fields.get(layer_id)
        if found is None:
            return bounds
        margin = found.reach * found.cell
        return Bounds(
            bounds.x - margin, bounds.y - margin, bounds.width + 2 * margin, bounds.height + 2 * margin
        )

    def work(self, deadline: float) -> None:
        """Bring tiles, then blocks up to date until ``deadline`` (``perf_counter``): the masks of a large
        canvas that came all at once take a tenth of a second, which no one turn of the window may.
        """
        for target in self._fields.values():
            while target.unread and perf_counter() < deadline:
                _read(target, target.unread.pop())
            while target.todo and perf_counter() < deadline:
                _renew(target, target.todo.pop())

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Draw all fields over the picture; lower ones first."""
        painter.save()
        painter.setTransform(viewport.transform(), combine=True)
        painter.setClipRect(QRectF(0, 0, self._extent.width, self._extent.height))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for shown in self._fields.values():
            size = QRectF(0, 0, shown.image.width() * shown.cell, shown.image.height() * shown.cell)
            painter.drawImage(size, shown.image)
        painter.restore()


def _read(target: Field, place: TileKey) -> None:
    """Take the mask inside one tile over into cells; off the canvas there are none."""
    side = TILE // target.cell
    top, left = place[0] * side, place[1] * side
    if top < 0 or left < 0:
        return
    tile = target.raster.tiles.get(place)
    means = np.zeros((side, side), np.float32)
    if tile is not None:
        starts = np.arange(0, TILE, target.cell)
        sums = np.add.reduceat(tile[:, :, 0], starts, axis=1, dtype=np.uint32)
        sums = np.add.reduceat(sums, starts, axis=0)
        means = sums.astype(np.float32) / np.float32(255 * target.cell**2)
    part = target.hard[top : top + side, left : left + side]
    part[...] = means[: part.shape[0], : part.shape[1]]


def _renew(target: Field, block: tuple[int, int]) -> None:
    """Blur and tint one block of the image."""
    height, width = target.hard.shape
    top, left = block[0] * _BLOCK, block[1] * _BLOCK
    bottom, right = min(height, top + _BLOCK), min(width, left + _BLOCK)
    reach = target.reach
    y0, x0 = max(0, top - reach), max(0, left - reach)
    area = target.hard[y0 : bottom + reach, x0 : right + reach]
    if area.any():
        soft = blur(area, target.sigma / target.cell) if area.min() < area.max() else area
        alpha = soft[top - y0 : bottom - y0, left - x0 : right - x0] * np.float32(target.strength)
    else:
        alpha = np.zeros((bottom - top, right - left), np.float32)
    red, green, blue = target.colour
    tint = np.array((blue, green, red, 255), np.float32)
    pixels = np.frombuffer(target.image.bits(), np.uint8).reshape(height, width, 4)
    pixels[top:bottom, left:right] = alpha[:, :, None] * tint + np.float32(0.5)
