"""From shaky, sparse reports of the pen to a curve: a stabiliser, then centripetal Catmull-Rom.

Centripetal (alpha = 1/2) neither loops nor overshoots at sharp turns: Yuksel, Schaefer, Keyser, *On the
parameterization of Catmull-Rom curves*, 2009.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from artmaster_desktop.core.stroke import Sample

_PIECE = 4.0
"""Pixels of curve that are drawn as one straight line."""

_MOST_PIECES = 64
_SAME = 1e-3
"""Pixels. Closer reports are one place."""


class Point(NamedTuple):
    """A place on the smoothed way of the pen; ``speed`` in canvas pixels a second, 0 where time is
    unknown.
    """

    x: float
    y: float
    pressure: float
    tilt_x: float
    tilt_y: float
    speed: float


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


class Smoother:
    """Holds the pen on a string: ``strength`` 0 follows at once, 1 follows slowly."""

    def __init__(self, strength: float) -> None:
        self._follow = 1.0 - 0.93 * strength
        self._at: Point | None = None
        self._raw: Sample | None = None

    def push(self, sample: Sample) -> Point:
        """Where the brush is after this report."""
        speed = 0.0
        if self._at is None or self._raw is None:
            self._at = Point(sample.x, sample.y, _unit(sample.pressure), sample.tilt_x, sample.tilt_y, 0.0)
        else:
            passed = sample.time - self._raw.time
            if passed > 1e-6:
                speed = math.hypot(sample.x - self._raw.x, sample.y - self._raw.y) / passed
            self._at = self._mixed(sample, speed, self._follow)
        self._raw = sample
        return self._at

    def catch_up(self) -> Iterator[Point]:
        """The last steps to where the pen really left the paper."""
        while self._at is not None and self._raw is not None:
            if math.hypot(self._at.x - self._raw.x, self._at.y - self._raw.y) < 0.5:
                return
            self._at = self._mixed(self._raw, self._at.speed, max(self._follow, 0.25))
            yield self._at

    def _mixed(self, to: Sample, speed: float, share: float) -> Point:
        at = self._at
        assert at is not None
        keep = 1.0 - share
        return Point(
            at.x * keep + to.x * share,
            at.y * keep + to.y * share,
            at.pressure * keep + _unit(to.pressure) * share,
            at.tilt_x * keep + to.tilt_x * share,
            at.tilt_y * keep + to.tilt_y * share,
            at.speed * 0.7 + speed * 0.3,
        )


class Curve:
    """Joins points by a curve through all of them; each push gives what is certain, one point behind."""

    def __init__(self) -> None:
        self._points: list[Point] = []

    def push(self, point: Point) -> list[Point]:
        """The next pieces of the curve, as points to join by straight lines after those given before."""
        if not self._points:
            self._points = [point]
            return [point]
        last = self._points[-1]
        if abs(point.x - last.x) < _SAME and abs(point.y - last.y) < _SAME:
            return []
        self._points.append(point)
        if len(self._points) == 2:
            return []
        known = self._points if len(self._points) == 4 else [_mirror(*self._points[:2]), *self._points]
        self._points = known[1:]
        return _between(*known)

    def finish(self) -> list[Point]:
        """The last piece, up to the last point."""
        points, self._points = self._points, []
        if len(points) < 2:
            return []
        before = points[0] if len(points) == 3 else _mirror(*points)
        start, end = points[-2:]
        return _between(before, start, end, _mirror(end, start))


def _mirror(of: Point, beyond: Point) -> Point:
    """The point that would come before ``of`` if the pen moved evenly to ``beyond``."""
    return of._replace(x=2 * of.x - beyond.x, y=2 * of.y - beyond.y)


def _knot(a: Point, b: Point) -> float:
    return max(math.sqrt(math.hypot(b.x - a.x, b.y - a.y)), 1e-4)


def _between(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    """The curve from ``p1`` (not given again) to ``p2``, as a cubic in Hermite form."""
    a, b, c = _knot(p0, p1), _knot(p1, p2), _knot(p2, p3)
    tangents = []
    for axis in (0, 1):
        v0, v1, v2, v3 = p0[axis], p1[axis], p2[axis], p3[axis]
        slope = (v2 - v1) / b
        tangents.append(
            (
                b * ((v1 - v0) / a - (v2 - v0) / (a + b) + slope),
                b * (slope - (v3 - v1) / (b + c) + (v3 - v2) / c),
            )
        )
    (x_in, x_out), (y_in, y_out) = tangents
    pieces = min(_MOST_PIECES, max(1, math.ceil(math.hypot(p2.x - p1.x, p2.y - p1.y) / _PIECE)))
    out = []
    for i in range(1, pieces + 1):
        t = i / pieces
        s = 1.0 - t
        h1, h2, h3, h4 = (1 + 2 * t) * s * s, t * t * (3 - 2 * t), t * s * s, -t * t * s
        out.append(
            Point(
                h1 * p1.x + h2 * p2.x + h3 * x_in + h4 * x_out,
                h1 * p1.y + h2 * p2.y + h3 * y_in + h4 * y_out,
                s * p1.pressure + t * p2.pressure,
                s * p1.tilt_x + t * p2.tilt_x,
                s * p1.tilt_y + t * p2.tilt_y,
                s * p1.speed + t * p2.speed,
            )
        )
    return out
