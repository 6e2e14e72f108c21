"""The engine's side of an enlargement: rows from a job, while events tell how it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import torch

from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.errors import OutOfMemory
from artmaster_desktop.core.event import Placement
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.upscale_errors import CannotUpscale, UpscaleStopped
from artmaster_desktop.engine.device import EngineOptions, device_name, pick_device
from artmaster_desktop.engine.faults import is_out_of_memory, translated
from artmaster_desktop.engine.upscale.faithful import Witness
from artmaster_desktop.engine.upscale.loading import Upscaler, load_upscaler
from artmaster_desktop.engine.upscale.rows import STRIP, RowScaler
from artmaster_desktop.engine.upscale.tiles import LEAST_TILE, TiledPass, Tiling, choose_side, tile_count

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
_STAGE = "enlarging the picture"


class Enlarger:
    """Makes pictures larger. Keeps the last network, so that a second picture begins at once."""

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        self._device = pick_device(self._options.device)
        self._kept: tuple[up.UpscalerFile, Upscaler] | None = None

    def describe(self, file: up.UpscalerFile) -> up.UpscalerCaps:
        """What the upscaler in ``file`` can do. Raises UpscalerUnusable or ReadFailed."""
        return self._upscaler(file).caps

    def strips(
        self, job: up.UpscaleJob, emit: Callable[[up.UpscaleEvent], None], cancelled: Callable[[], bool]
    ) -> up.Strips:
        """The enlarged picture, painted as its rows are taken; the network is loaded now.

        Taking rows raises UpscaleStopped once ``cancelled()``, OutOfMemory where not even the smallest tile
        fits, and DeviceFailed where the device does.
        """
        upscaler = self._upscaler(job.method) if isinstance(job.method, up.UpscalerFile) else None
        if job.tile is not None and upscaler is None:
            raise CannotUpscale("the tile", str(job.tile), "none with plain resampling")
        if job.tile is not None and job.tile < LEAST_TILE:
            raise CannotUpscale("the tile", str(job.tile), f">= {LEAST_TILE}")
        return _Run(job, upscaler, self._placement(upscaler), emit, cancelled)

    def _upscaler(self, file: up.UpscalerFile) -> Upscaler:
        if self._kept is None or self._kept[0] != file:
            self._kept = None
            self._kept = file, load_upscaler(file, self._device, self._dtype())
        return self._kept[1]

    def _dtype(self) -> torch.dtype | None:
        asked = self._options.dtype
        if asked is not None and asked not in _DTYPES:
            raise CannotUpscale("the precision", asked, ", ".join(_DTYPES))
        return _DTYPES[asked] if asked else None

    def _placement(self, upscaler: Upscaler | None) -> Placement:
        if upscaler is None:
            return Placement("cpu", device_name(torch.device("cpu")), "float32", "none", "no network")
        name = str(upscaler.dtype).removeprefix("torch.")
        why = "tile by tile"
        return Placement(str(upscaler.device), device_name(upscaler.device), name, "none", why)


class _Run:
    """The strips of one job; see Enlarger.strips."""

    def __init__(
        self,
        job: up.UpscaleJob,
        upscaler: Upscaler | None,
        placement: Placement,
        emit: Callable[[up.UpscaleEvent], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._job, self._upscaler, self._placement = job, upscaler, placement
        self._emit, self._cancelled = emit, cancelled
        self._tiles, self._done = 1, 0
        self._smallest = 0
        self._begun = 0.0

    @property
    def extent(self) -> Extent:
        return self._job.target

    def __iter__(self) -> Iterator[up.Rows]:
        self._begun = time.monotonic()
        witness = Witness(self._job.source, self._job.target)
        try:
            for rows in self._scaled():
                np.clip(rows, 0.0, 1.0, out=rows)
                witness.see(rows)
                yield rows
        except (RuntimeError, MemoryError) as fault:
            raise self._told(fault) from fault
        report = witness.report(time.monotonic() - self._begun, self._smallest)
        self._emit(up.Upscaled(self._job.id, report))

    def _told(self, fault: Exception) -> Exception:
        device = self._upscaler.device if self._upscaler else pick_device("cpu")
        said = translated(fault, device, _STAGE, ())
        if is_out_of_memory(fault) and isinstance(said, OutOfMemory):
            return replace(said, fits=())
        return said

    def _scaled(self) -> Iterator[up.Rows]:
        job, rows, reached = self._job, self._source(), self._job.extent
        if self._upscaler is not None:
            rows, reached = self._through(self._upscaler, rows)
            kernel = up.Kernel.LANCZOS
        else:
            assert isinstance(job.method, up.Kernel)
            kernel = job.method
            self._emit(up.UpscaleStarted(job.id, self._placement, None, 0, 0))
        if reached != job.target:
            scaler = RowScaler(reached, job.target, kernel)
            rows = _chained(rows, scaler.push)
        return rows

    def _through(self, upscaler: Upscaler, rows: Iterator[up.Rows]) -> tuple[Iterator[up.Rows], Extent]:
        """The passes of the network, one behind the other."""
        job, extent, scale = self._job, self._job.extent, upscaler.caps.scale
        passes = up.passes_for(extent, job.target, scale)
        side = job.tile or choose_side(upscaler, extent)
        self._tiles = 0
        self._smallest = min(side, max(extent.width, extent.height)) ** 2
        first_side = side
        for number in range(passes):
            if number and job.tile is None:
                side = choose_side(upscaler, extent)
            tiling = Tiling(side, upscaler.caps.reach)
            done = TiledPass(upscaler, extent, tiling, job.keep_colour, self._before, self._halved)
            self._tiles += tile_count(extent, side)
            rows, extent = _chained(rows, done.push), done.extent
        self._emit(up.UpscaleStarted(job.id, self._placement, upscaler.caps, passes, first_side))
        return rows, extent

    def _source(self) -> Iterator[up.Rows]:
        source = self._job.source
        for top in range(0, len(source), STRIP):
            self._stop_if_asked()
            yield source[top : top + STRIP].astype(np.float32) / np.float32(255)

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise UpscaleStopped(self._done, self._tiles)

    def _before(self) -> None:
        self._stop_if_asked()
        left = None
        if self._done:
            spent = time.monotonic() - self._begun
            left = spent / self._done * max(0, self._tiles - self._done)
        self._emit(up.UpscaleProgress(self._job.id, min(self._done, self._tiles), self._tiles, left))
        self._done += 1

    def _halved(self, pixels: int) -> None:
        self._smallest = min(self._smallest, pixels)
        self._tiles += 1
        self._emit(up.TileHalved(self._job.id, pixels))


def _chained(rows: Iterable[up.Rows], push: Callable[[up.Rows], Iterator[up.Rows]]) -> Iterator[up.Rows]:
    for some in rows:
        yield from push(some)


def whole(strips: up.Strips) -> up.Rows:
    """All rows at once, where they fit into memory."""
    return np.concatenate(list(strips))
