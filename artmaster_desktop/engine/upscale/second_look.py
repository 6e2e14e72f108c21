"""The second look (core/second_look.py) as it is run: rows of the enlarged picture in, rows with detail out.

A band of tiles is in memory at a time. What the model makes of a tile is brought back to the means of what it
was given, as an upscaler's tiles are (engine/upscale/tiles.py), so that neither colours nor shapes wander.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from artmaster_desktop.core import event as ev
from artmaster_desktop.core import upscaling as up
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.ports import Engine
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.second_look import SecondLook, ramp, tile_job
from artmaster_desktop.core.upscale_errors import UpscaleStopped
from artmaster_desktop.core.upscaling import Rows
from artmaster_desktop.engine.upscale.faithful import Witness
from artmaster_desktop.engine.upscale.rows import STRIP

MOST_ROUNDS = 24
NEAR = 0.1 / 255
"""How far means may be off on the average: a tenth of the smallest step that a file keeps."""

Emit = Callable[[up.UpscaleEvent], None]


class TileLooker:
    """Looks again with the models of ``engine``; a core.second_look.SecondLooker."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def check(self, look: SecondLook, cancelled: Callable[[], bool]) -> tuple[Notice, ...]:
        """All that would be done otherwise than asked, and the painters that would be refused: of one tile
        for each company of painters. Raises what painting it would end with.
        """
        blank = np.zeros((look.tile.height, look.tile.width, 3), np.uint8)
        seen: set[tuple[str, ...]] = set()
        found: list[Notice] = list(look.job.notices)
        for number in range(len(look.places)):
            job = tile_job(look, number, blank)
            company = (*job.texts, *(painter.sha256 for painter in job.painters))
            if company not in seen:
                seen.add(company)
                found += self._engine.check(job, cancelled)
        return tuple(dict.fromkeys(found))

    def strips(
        self, look: SecondLook, base: up.Strips, emit: Emit, cancelled: Callable[[], bool]
    ) -> up.Strips:
        """``base``, the picture enlarged to the look's target, with the detail of a second look, painted as
        its rows are taken. Ends with Upscaled, measured against the source.

        Taking rows raises UpscaleStopped once ``cancelled()``, whatever ``base`` raises, and the
        ArtmasterError that painting a tile ends with.
        """
        assert base.extent == look.target, "a second look is planned for this picture"
        return _Run(self._engine, look, base, emit, cancelled)


class _Run:
    """The strips of one look; see TileLooker.strips."""

    def __init__(
        self, engine: Engine, look: SecondLook, base: up.Strips, emit: Emit, cancelled: Callable[[], bool]
    ) -> None:
        self._engine, self._look, self._base = engine, look, base
        self._emit, self._cancelled = emit, cancelled
        self._places, self._done, self._begun = look.places, 0, 0.0
        self._told: set[Notice] = set(look.job.notices)

    @property
    def extent(self) -> Extent:
        return self._look.target

    def __iter__(self) -> Iterator[Rows]:
        self._begun = time.monotonic()
        witness = Witness(self._look.source, self._look.target)
        for rows in self._bands():
            np.clip(rows, 0.0, 1.0, out=rows)
            witness.see(rows)
            yield rows
        report = witness.report(time.monotonic() - self._begun, self._look.tile.area)
        self._emit(up.Upscaled(self._look.id, report))

    def _bands(self) -> Iterator[Rows]:
        look, tile = self._look, self._look.tile
        tops = look.rows
        held, top = np.empty((0, look.target.width, 3), np.float32), 0
        carried = held
        rows = iter(self._base)
        for number, y in enumerate(tops):
            parts, count = [held[y - top :]], top + len(held) - y
            while count < tile.height:
                some = next(rows)
                parts.append(some)
                count += len(some)
            held, top = np.concatenate(parts), y
            band = self._band(held[: tile.height], number)
            band[: len(carried)] += carried
            last = number == len(tops) - 1
            ready = tile.height if last else tops[number + 1] - y
            carried = band[ready:].copy()
            for at in range(0, ready, STRIP):  # copies: one row kept would keep all of the band
                yield band[at : min(at + STRIP, ready)].copy()
            del band
        for _ in rows:  # the last word of whoever makes them
            pass

    def _band(self, rows: Rows, number: int) -> Rows:
        """What the tiles of one row of them make of ``rows``, weighted for the bands above and below."""
        look, tile = self._look, self._look.tile
        columns = look.columns
        band = np.zeros_like(rows)
        for at, x in enumerate(columns):
            given = np.ascontiguousarray(rows[:, x : x + tile.width])
            made = self._tile(given, number * len(columns) + at)
            made *= ramp(tile.width, *_shared(columns, at, tile.width))[None, :, None]
            band[:, x : x + tile.width] += made
        band *= ramp(tile.height, *_shared(look.rows, number, tile.height))[:, None, None]
        return band

    def _tile(self, given: Rows, number: int) -> Rows:
        self._stop_if_asked()
        spent = time.monotonic() - self._begun
        left = spent / self._done * (len(self._places) - self._done) if self._done else None
        self._emit(up.UpscaleProgress(self._look.id, self._done, len(self._places), left))
        job = tile_job(self._look, number, np.rint(given * 255).astype(np.uint8))
        heard: list[ev.Event] = []

        def hear(event: ev.Event) -> None:
            heard[:] = [event]
            if isinstance(event, ev.Started):
                self._tell(event.notices)

        self._engine.run(job, hear, self._cancelled)
        match heard[-1]:
            case ev.Finished(_, pixels, _):
                self._done += 1
                place = self._places[number]
                return with_means(_floats(pixels, place), given, self._look.factor)
            case ev.Failed(_, error):
                raise error
        raise UpscaleStopped(self._done, len(self._places))

    def _tell(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            if notice not in self._told:
                self._told.add(notice)
                self._emit(up.LookNoticed(self._look.id, notice))

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise UpscaleStopped(self._done, len(self._places))


def _floats(pixels: Pixels, place: Bounds) -> Rows:
    return pixels[: place.height, : place.width].astype(np.float32) / np.float32(255)


def _shared(begins: tuple[int, ...], number: int, side: int) -> tuple[int, int]:
    """How many pixels a tile has in common with the one before it, and with the next."""
    before = begins[number - 1] + side - begins[number] if number else 0
    after = begins[number] + side - begins[number + 1] if number + 1 < len(begins) else 0
    return before, after


def with_means(made: Rows, given: Rows, factor: int) -> Rows:
    """``made`` ``[H, W, 3]`` with the means of ``given`` over cells of ``factor`` x ``factor`` (iterative
    back-projection, Irani and Peleg 1991); at the lower and right edges the last pixels fill their cells.
    """
    height, width = made.shape[:2]
    padding = ((0, -height % factor), (0, -width % factor), (0, 0))
    made, given = np.pad(made, padding, mode="edge"), np.pad(given, padding, mode="edge")
    full = made.shape[1], made.shape[0]
    cells = full[0] // factor, full[1] // factor
    true = cv2.resize(given, cells, interpolation=cv2.INTER_AREA)
    for _ in range(MOST_ROUNDS):
        missing = true - cv2.resize(made, cells, interpolation=cv2.INTER_AREA)
        if float(np.abs(missing).mean()) < NEAR:
            break
        made = np.clip(made + cv2.resize(missing, full, interpolation=cv2.INTER_LINEAR), 0, 1)
    return np.ascontiguousarray(made[:height, :width], np.float32)
