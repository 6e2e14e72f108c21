"""One stroke in progress on one raster. Pure numpy: the same samples, brush and seed give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artmaster_desktop.core.brush import Brush, Mode
from artmaster_desktop.core.dabs import Dab, Dabs
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.laying import Colour
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.smoothing import Curve, Point, Smoother
from artmaster_desktop.core.smudge import Smudge
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.core.tile_work import SHEET, common
from artmaster_desktop.core.tips import Mark, around, marks
from artmaster_desktop.core.wet_ink import WetInk

_NOTHING = Bounds(0, 0, 0, 0)


class Brushwork:
    """Paints ``brush`` in ``colour`` (sRGB 0..255) on ``raster`` while the pen is down.

    ``mode`` PAINT, ERASE or SMUDGE; on a raster of one channel PAINT fills towards 255. ``selection`` (one
    channel) limits the stroke softly. Nothing is painted outside ``within``. The raster given is never
    changed.
    """

    def __init__(
        self,
        raster: Raster,
        brush: Brush,
        colour: Colour,
        mode: Mode,
        *,
        selection: Raster | None = None,
        seed: int = 0,
        within: Bounds = SHEET,
    ) -> None:
        self._brush = brush
        self._seed = seed
        self._within = within
        self._raster = raster
        self._tiles = dict(raster.tiles)
        self._changed = False
        self._smoother, self._curve = Smoother(brush.smoothing), Curve()
        self._dabs = Dabs(brush, seed)
        self._sheet: WetInk | Smudge
        if mode is Mode.SMUDGE:
            self._sheet = Smudge(raster, brush, selection)
        else:
            self._sheet = WetInk(raster, brush, colour, mode, selection)

    def extend(self, samples: Sequence[Sample]) -> Bounds:
        """Paints what is new. The rectangle of the canvas that changed; empty where nothing did."""
        points = [self._smoother.push(_reachable(sample)) for sample in samples]
        return self._paint(self._along(points))

    def finish(self) -> Bounds:
        """Paints the tail that smoothing held back. The rectangle that changed."""
        dabs = self._along(self._smoother.catch_up())
        dabs += self._dabs.along(self._curve.finish())
        dabs += self._dabs.finish()
        return self._paint(dabs)

    @property
    def raster(self) -> Raster:
        """As of now. Shares every tile that the stroke did not touch; cheap where nothing is new."""
        if self._changed:
            self._sheet.dry(self._tiles)
            self._raster = Raster.sharing(self._raster.channels, dict(self._tiles))
            self._changed = False
        return self._raster

    def _along(self, points: Iterable[Point]) -> list[Dab]:
        return [dab for point in points for dab in self._dabs.along(self._curve.push(point))]

    def _paint(self, dabs: Iterable[Dab]) -> Bounds:
        changed = _NOTHING
        near = [dab for dab in dabs if self._near(dab)]
        for touched in marks(near, self._brush, self._seed):
            box = around(touched)
            if common(box, self._within) != box:
                touched = _cut(touched, self._within)
                if not touched:
                    continue
                box = around(touched)
            self._sheet.stamp(touched)
            changed = changed.united(box)
        self._changed = self._changed or not changed.empty
        return changed

    def _near(self, dab: Dab) -> bool:
        reach, within = dab.radius * 2.0 + 2.0, self._within
        return (
            within.x - reach < dab.x < within.right + reach
            and within.y - reach < dab.y < within.bottom + reach
        )


def _cut(marks: Sequence[Mark], within: Bounds) -> list[Mark]:
    """What of ``marks`` lies ``within``."""
    inside = []
    for x, y, cover in marks:
        part = common(Bounds(x, y, cover.shape[1], cover.shape[0]), within)
        if not part.empty:
            top, left = part.y - y, part.x - x
            inside.append(Mark(part.x, part.y, cover[top : top + part.height, left : left + part.width]))
    return inside


def _reachable(sample: Sample) -> Sample:
    low, high = SHEET.x, SHEET.right
    if low <= sample.x <= high and low <= sample.y <= high:
        return sample
    x, y = min(max(sample.x, low), high), min(max(sample.y, low), high)
    return Sample(x, y, sample.pressure, sample.tilt_x, sample.tilt_y, sample.time)
