"""Where along the way of the pen the tip touches, how large, how strong and how turned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from numpy.random import default_rng

from artmaster_desktop.core.brush import Brush, Follow
from artmaster_desktop.core.smoothing import Point

_LEAST_STEP = 0.35
"""Pixels between dabs, however small the brush: closer ones cannot be seen."""

_FAST = 3000.0
"""Canvas pixels a second that count as a hasty stroke."""

_TURN = 0.35
"""Brush sizes over which the tip turns into a new direction."""


class Dab(NamedTuple):
    """One touch. ``radius`` in pixels along the long side, ``roundness`` short over long side, ``angle`` in
    radians of the short side from the x axis; ``strength`` in [0, 1]; ``load`` of ink as ``Hair.load``;
    ``travel`` in brush sizes since the pen went down.
    """

    x: float
    y: float
    radius: float
    roundness: float
    angle: float
    strength: float
    load: float
    travel: float


class Dabs:
    """Spaces the dabs of one stroke; the same points give the same dabs, however they are cut into calls."""

    def __init__(self, brush: Brush, seed: int) -> None:
        self._brush = brush
        self._chance = default_rng(seed)  # imported above: numpy itself would wait for the first stroke
        self._last: Point | None = None
        self._left = 0.0
        self._travel = 0.0
        self._heading: tuple[float, float] | None = None
        self._began = False
        self._still = brush.jitter.still

    def along(self, points: Sequence[Point]) -> list[Dab]:
        """The dabs on straight lines from the last point seen through ``points``."""
        dabs: list[Dab] = []
        for point in points:
            last, self._last = self._last, point
            if last is None:
                if self._brush.follow is not Follow.DIRECTION and self._brush.taper == 0.0:
                    size = self._size(point)
                    self._left = self._step(size)
                    self._touch(point, size, dabs)
                continue
            length = math.hypot(point.x - last.x, point.y - last.y)
            if length > 0.0:
                self._turn((point.x - last.x) / length, (point.y - last.y) / length, length)
                self._line(last, point, length, dabs)
        return dabs

    def finish(self) -> list[Dab]:
        """A pen that only touched leaves one dab."""
        dabs: list[Dab] = []
        if not self._began and self._last is not None:
            self._travel = self._brush.taper
            self._touch(self._last, self._size(self._last), dabs)
        return dabs

    def _line(self, a: Point, b: Point, length: float, dabs: list[Dab]) -> None:
        done, brush_size = 0.0, self._brush.size
        x, y, pressure, tilt_x, tilt_y, speed = (q - p for p, q in zip(a, b, strict=True))
        while self._left <= length - done:
            done += self._left
            self._travel += self._left / brush_size
            t = done / length
            point = Point(
                a.x + x * t,
                a.y + y * t,
                a.pressure + pressure * t,
                a.tilt_x + tilt_x * t,
                a.tilt_y + tilt_y * t,
                a.speed + speed * t,
            )
            size = self._size(point)
            self._left = self._step(size)
            self._touch(point, size, dabs)
        self._left -= length - done
        self._travel += (length - done) / brush_size

    def _turn(self, dx: float, dy: float, length: float) -> None:
        if self._heading is None:
            self._heading = (dx, dy)
            return
        share = min(1.0, length / (_TURN * self._brush.size))
        x, y = self._heading
        x, y = x + (dx - x) * share, y + (dy - y) * share
        norm = math.hypot(x, y)
        self._heading = (x / norm, y / norm) if norm > 1e-6 else (dx, dy)

    def _size(self, point: Point) -> float:
        brush = self._brush
        size = brush.size * brush.pressure_size.at(point.pressure)
        if brush.lean:
            size *= 1.0 + brush.lean * min(1.0, math.hypot(point.tilt_x, point.tilt_y) / 60.0)
        if brush.haste:
            size *= 1.0 - 0.6 * brush.haste * min(1.0, point.speed / _FAST)
        if brush.taper:
            size *= max(0.04, min(1.0, self._travel / brush.taper)) ** 0.7
        return size

    def _step(self, size: float) -> float:
        return max(_LEAST_STEP, self._brush.spacing * size)

    def _angle(self, point: Point) -> float:
        angle = math.radians(self._brush.angle)
        if self._brush.follow is Follow.DIRECTION and self._heading is not None:
            angle += math.atan2(self._heading[1], self._heading[0])
        elif self._brush.follow is Follow.TILT and (point.tilt_x or point.tilt_y):
            angle += math.atan2(point.tilt_y, point.tilt_x) + math.pi / 2
        return angle

    def _touch(self, point: Point, size: float, dabs: list[Dab]) -> None:
        self._began = True
        brush, hair = self._brush, self._brush.hair
        strength = brush.flow * brush.pressure_flow.at(point.pressure)
        strength *= brush.pressure_opacity.at(point.pressure)
        load = hair.load - hair.press * (1.0 - point.pressure)
        load -= hair.dry * min(1.0, self._travel / hair.length)
        if brush.haste:
            load -= 0.8 * brush.haste * min(1.0, point.speed / _FAST)
        radius, load = max(0.25, size / 2.0), max(0.0, load)
        angle = self._angle(point)
        dab = Dab(point.x, point.y, radius, brush.roundness, angle, strength, load, self._travel)
        if self._still:
            dabs.append(dab)
        else:
            dabs += [self._strayed(dab) for _ in range(brush.jitter.count)]

    def _strayed(self, dab: Dab) -> Dab:
        jitter, chance = self._brush.jitter, self._chance.random
        way = chance() * 2.0 * math.pi
        far = chance() ** 1.7
        distance = jitter.place * self._brush.size * far
        stretch = 1.0 - 0.75 * jitter.stretch * far
        # drops are long away from the stroke, hence short across that way
        angle = (
            way + math.pi / 2 if jitter.stretch else dab.angle + (chance() - 0.5) * 2 * math.pi * jitter.angle
        )
        return dab._replace(
            x=dab.x + math.cos(way) * distance,
            y=dab.y + math.sin(way) * distance,
            radius=max(0.25, dab.radius * (1.0 - jitter.size * chance() ** 0.4)),
            roundness=max(0.02, dab.roundness * stretch),
            angle=angle,
            strength=dab.strength * (1.0 - jitter.strength * chance()),
        )
