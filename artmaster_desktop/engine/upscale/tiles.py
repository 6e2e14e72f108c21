"""One pass of a network over a picture that may be larger than memory: tiles with context, joined softly.

A tile is what it *keeps* and a margin of context around, as far as the network looks. What neighbours keep
overlaps by a few pixels, in which one goes over into the other on a squared sine; the weights of all tiles
sum to 1 everywhere. Where memory runs out, the tile is cut in two in the same way, so what is finished stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.upscaling import Rows
from artmaster_desktop.engine.faults import free_memory, is_out_of_memory, let_go
from artmaster_desktop.engine.upscale.loading import Upscaler
from artmaster_desktop.engine.upscale.rows import STRIP

BLEND = 8
"""Pixels of the small picture in which two tiles go over into each other."""

LEAST_TILE = 32
MOST_TILE = {"cpu": 384}
MOST_TILE_ELSEWHERE = 1024
MEMORY_SHARE = 0.5
"""Of the free memory that tiles may fill."""

PROJECTIONS = 6


@dataclass(frozen=True, slots=True)
class Tiling:
    """``side`` of what tiles keep, ``margin`` of context around it; pixels of the small picture."""

    side: int
    margin: int
    blend: int = BLEND


def edges_of(length: int, side: int) -> list[int]:
    """Where tiles of about ``side`` meet on a line of ``length``, both ends included: all nearly equal."""
    count = max(1, -(-length // side))
    return [round(length * n / count) for n in range(count + 1)]


def tile_count(extent: Extent, side: int) -> int:
    """How many tiles a picture is cut into."""
    return (len(edges_of(extent.width, side)) - 1) * (len(edges_of(extent.height, side)) - 1)


def bytes_per_pixel(upscaler: Upscaler) -> float:
    """Working memory for a pixel of a tile, measured on a small one: the layer with most to hold, twice."""
    largest = 0

    def heard(_: torch.nn.Module, taken: tuple[object, ...], given: object) -> None:
        nonlocal largest
        ends = [value for value in (*taken, given) if isinstance(value, Tensor)]
        largest = max(largest, sum(value.numel() * value.element_size() for value in ends))

    leaves = [layer for layer in upscaler.descriptor.model.modules() if not list(layer.children())]
    handles = [layer.register_forward_hook(heard) for layer in leaves]
    side = 64
    try:
        made = upscaler(torch.zeros(1, 3, side, side))
    finally:
        for handle in handles:
            handle.remove()
    return (2.0 * largest + 3 * 4 * made.numel()) / side**2


def choose_side(upscaler: Upscaler, extent: Extent) -> int:
    """The side of tiles that fit into half of the free memory; the whole picture where it fits."""
    free = free_memory(upscaler.device)
    most = MOST_TILE.get(upscaler.device.type, MOST_TILE_ELSEWHERE)
    margin = 2 * upscaler.caps.reach + BLEND
    if free:
        fits = int((MEMORY_SHARE * free / bytes_per_pixel(upscaler)) ** 0.5) - margin
        most = max(LEAST_TILE, min(most, fits))
    if max(extent.width, extent.height) <= most:
        return max(extent.width, extent.height)
    whole = most + margin
    multiple = max(8, upscaler.multiple)
    return max(LEAST_TILE, whole // multiple * multiple - margin)


def projected(made: Tensor, small: Tensor, rounds: int = PROJECTIONS) -> Tensor:
    """``made`` ``[1, 3, sH, sW]`` with the low frequencies of ``small`` ``[1, 3, H, W]``: its means over each
    pixel's area become what the source says (iterative back-projection, Irani and Peleg 1991).
    """
    scale = made.shape[-1] // small.shape[-1]
    for _ in range(rounds):
        missing = small - functional.avg_pool2d(made, scale)
        smooth = functional.interpolate(missing, scale_factor=scale, mode="bilinear", align_corners=False)
        made = (made + smooth).clamp_(0.0, 1.0)
    return made


class TiledPass:
    """One pass. Rows of the small picture go in, rows of the large one come out, a band of tiles at a time.

    ``before`` is called before every tile (it may raise to stop), ``halved`` with the area of tiles from then
    on, where memory ran out.
    """

    def __init__(
        self,
        upscaler: Upscaler,
        extent: Extent,
        tiling: Tiling,
        keep_colour: bool,
        before: Callable[[], None],
        halved: Callable[[int], None],
    ) -> None:
        self._upscaler, self._extent, self._tiling = upscaler, extent, tiling
        self._keep_colour, self._before, self._halved = keep_colour, before, halved
        self._scale = upscaler.caps.scale
        self._columns = edges_of(extent.width, tiling.side)
        self._bands = edges_of(extent.height, tiling.side)
        self._blend = min(tiling.blend, *np.diff(self._columns), *np.diff(self._bands))
        self._band, self._top, self._seen = 0, 0, 0
        self._held: Rows = np.empty((0, extent.width, 3), np.float32)
        self._carried: Rows | None = None
        self.most: int = np.iinfo(np.int64).max
        """Area of the largest tile, context and all, that memory is known to allow."""

    @property
    def extent(self) -> Extent:
        """The size of the large picture."""
        return Extent(self._extent.width * self._scale, self._extent.height * self._scale)

    def push(self, rows: Rows) -> Iterator[Rows]:
        """The rows that can be given now."""
        self._held = np.concatenate((self._held, rows))
        self._seen += len(rows)
        while self._band < len(self._bands) - 1:
            kept = self._kept(self._bands, self._band)
            if self._seen < min(self._extent.height, kept[1] + self._tiling.margin):
                return
            yield from self._finished(kept)
            self._band += 1
            self._forget()

    def _kept(self, edges: list[int], number: int) -> tuple[int, int]:
        """Where the tile ``number`` begins and ends, with its halves of the borders to its neighbours."""
        half = self._blend // 2
        return max(0, edges[number] - half), min(edges[-1], edges[number + 1] + half)

    def _finished(self, kept: tuple[int, int]) -> Iterator[Rows]:
        """The band ``kept``; its last rows wait for the next band."""
        top, bottom = kept
        scale, last = self._scale, self._band == len(self._bands) - 2
        band = np.zeros(((bottom - top) * scale, self._extent.width * scale, 3), np.float32)
        for number in range(len(self._columns) - 1):
            left, right = self._kept(self._columns, number)
            made = self._tile(Bounds(left, top, right - left, bottom - top))
            made *= self._ramp(left, right, self._extent.width)[None, :, None]
            band[:, left * scale : right * scale] += made
        band *= self._ramp(top, bottom, self._extent.height)[:, None, None]
        if self._carried is not None:
            band[: len(self._carried)] += self._carried
        waiting = 0 if last else 2 * (self._blend // 2) * scale
        self._carried = band[len(band) - waiting :].copy() if waiting else None
        for start in range(0, len(band) - waiting, STRIP):  # copies: one row kept would keep all of the band
            yield band[start : min(start + STRIP, len(band) - waiting)].copy()

    def _ramp(self, start: int, end: int, length: int) -> NDArray[np.float32]:
        """Weights of what a tile keeps, rising and falling where it meets another; float32 ``[pixels]``."""
        return ramp(end - start, 2 * (self._blend // 2), start > 0, end < length, self._scale)

    def _forget(self) -> None:
        if self._band == len(self._bands) - 1:
            self._held = self._held[:0]
            return
        before = max(0, self._kept(self._bands, self._band)[0] - self._tiling.margin)
        self._held = self._held[before - self._top :].copy()
        self._top = before

    def _tile(self, box: Bounds) -> Rows:
        """What the network makes of ``box``, float32 ``[s * height, s * width, 3]``; in parts if need be."""
        with_margin = self._around(box)
        if with_margin.width * with_margin.height <= self.most:
            self._before()
            try:
                return self._once(box, with_margin)
            except (RuntimeError, MemoryError) as fault:
                if not is_out_of_memory(fault) or max(box.width, box.height) <= LEAST_TILE:
                    raise
                let_go(fault)
            if self._upscaler.device.type == "cuda":
                torch.cuda.empty_cache()
            self.most = with_margin.width * with_margin.height // 2
            self._halved(self.most)
        elif max(box.width, box.height) <= LEAST_TILE:
            self._before()
            return self._once(box, with_margin)
        return self._in_two(box)

    def _in_two(self, box: Bounds) -> Rows:
        """The two halves of ``box``, joined as tiles are."""
        scale, half = self._scale, min(BLEND, max(box.width, box.height) // 4) // 2
        out = np.zeros((box.height * scale, box.width * scale, 3), np.float32)
        wide = box.width >= box.height
        length = box.width if wide else box.height
        middle = length // 2
        for start, end in ((0, middle + half), (middle - half, length)):
            if wide:
                part = self._tile(Bounds(box.x + start, box.y, end - start, box.height))
                weights = ramp(end - start, 2 * half, start > 0, end < length, scale)[None, :, None]
                out[:, start * scale : end * scale] += part * weights
            else:
                part = self._tile(Bounds(box.x, box.y + start, box.width, end - start))
                weights = ramp(end - start, 2 * half, start > 0, end < length, scale)[:, None, None]
                out[start * scale : end * scale] += part * weights
        return out

    def _around(self, box: Bounds) -> Bounds:
        margin = self._tiling.margin
        x, y = max(0, box.x - margin), max(0, box.y - margin)
        right = min(self._extent.width, box.right + margin)
        return Bounds(x, y, right - x, min(self._extent.height, box.bottom + margin) - y)

    def _once(self, box: Bounds, around: Bounds) -> Rows:
        part = self._held[around.y - self._top : around.bottom - self._top, around.x : around.right]
        small = torch.from_numpy(np.ascontiguousarray(part.transpose(2, 0, 1)))[None]
        with torch.inference_mode():
            made = self._upscaler(small)
            if self._keep_colour:
                made = projected(made, small.to(made.device))
            scale, x, y = self._scale, box.x - around.x, box.y - around.y
            kept = made[0, :, y * scale : (y + box.height) * scale, x * scale : (x + box.width) * scale]
            return np.ascontiguousarray(kept.permute(1, 2, 0).cpu().numpy())


def ramp(pixels: int, blend: int, rises: bool, falls: bool, scale: int) -> NDArray[np.float32]:
    """Weights for ``pixels`` times ``scale``: up over the first ``blend`` pixels where it ``rises``, down
    over the last where it ``falls``; a neighbour's ramp over the same pixels adds to 1.
    """
    out = np.ones(pixels * scale, np.float32)
    count = blend * scale
    if count:
        up = np.sin((np.arange(count) + 0.5) / count * np.pi / 2) ** 2
        if rises:
            out[:count] *= up.astype(np.float32)
        if falls:
            out[-count:] *= up[::-1].astype(np.float32)
    return out
