"""Ink lines drawn by rule: the sketches and the soft-edged areas of the example documents.

Everything is a function of a seed; nothing depends on a drawing library, so every machine draws the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float]
INK = (43, 38, 36)


def smooth_noise(count: int, cell: float, rng: np.random.Generator) -> Array:
    """``count`` values in about [-1, 1] that change over ``cell`` steps."""
    knots = rng.uniform(-1.0, 1.0, int(count / cell) + 3)
    at = np.arange(count) / cell
    whole = at.astype(int)
    t = at - whole
    t = t * t * (3 - 2 * t)
    return np.asarray(knots[whole] * (1 - t) + knots[whole + 1] * t)


class Sheet:
    """A sheet of ink: ``ink`` is float ``[height, width]`` in [0, 1]."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.ink = np.zeros((height, width))
        self.rng = np.random.default_rng(seed)

    def pixels(self) -> NDArray[np.uint8]:
        """RGBA, the ink colour with the ink as its alpha."""
        out = np.zeros((self.height, self.width, 4), np.uint8)
        alpha = np.round(self.ink * 235).astype(np.uint8)
        out[..., :3] = np.where(alpha[..., None] > 0, np.array(INK, np.uint8), 0)
        out[..., 3] = alpha
        return out

    def line(
        self,
        points: Sequence[Point],
        width: float = 2.0,
        tone: float = 1.0,
        wobble: float = 0.7,
        tip: float = 0.25,
    ) -> None:
        """A brush line through ``points``: swelling, thin at both ends, a little unsteady."""
        path = np.array(points, float)
        for _ in range(3):  # Chaikin's corner cutting
            first, second = path[:-1] * 0.75 + path[1:] * 0.25, path[:-1] * 0.25 + path[1:] * 0.75
            cut = np.stack((first, second), 1).reshape(-1, 2)
            path = np.concatenate((path[:1], cut, path[-1:]))
        steps = np.r_[0.0, np.cumsum(np.hypot(*np.diff(path, axis=0).T))]
        count = max(int(steps[-1] / 0.6), 2)
        along = np.linspace(0.0, steps[-1], count)
        x = np.interp(along, steps, path[:, 0]) + wobble * smooth_noise(count, 22, self.rng)
        y = np.interp(along, steps, path[:, 1]) + wobble * smooth_noise(count, 22, self.rng)
        share = np.linspace(0.0, 1.0, count)
        ends = np.clip(np.minimum(share, 1 - share) / max(tip, 1e-3), 0.0, 1.0) ** 0.7
        radius = 0.5 * width * (0.35 + 0.65 * ends) * (1 + 0.25 * smooth_noise(count, 30, self.rng))
        tones = tone * (0.88 + 0.12 * smooth_noise(count, 14, self.rng))
        for disc in zip(x, y, radius, tones, strict=True):
            self._disc(*disc)

    def _disc(self, x: float, y: float, radius: float, tone: float) -> None:
        reach = radius + 1.0
        x0, x1 = max(int(x - reach), 0), min(int(x + reach) + 2, self.width)
        y0, y1 = max(int(y - reach), 0), min(int(y + reach) + 2, self.height)
        if x0 >= x1 or y0 >= y1:
            return
        ys, xs = np.mgrid[y0:y1, x0:x1]
        cover = np.clip(radius + 0.5 - np.hypot(xs - x, ys - y), 0.0, 1.0) * min(max(tone, 0.0), 1.0)
        patch = self.ink[y0:y1, x0:x1]
        np.maximum(patch, cover, out=patch)

    def clear(self, outline: Sequence[Point]) -> None:
        """Take the ink off inside a closed outline, so that what is behind does not show through."""
        corners = np.array(outline, float)
        xs = np.arange(self.width)
        inside = np.zeros(self.ink.shape, bool)
        for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            first, last = (min(max(int(np.ceil(y)), 0), self.height) for y in sorted((ay, by)))
            ys = np.arange(first, last)[:, None]  # the rows that this edge crosses
            if len(ys):
                inside[first:last] ^= xs < (bx - ax) * (ys - ay) / (by - ay) + ax
        self.ink[inside] = 0.0

    # ------------------------------------------------------------------------------ things to draw

    def mountain(
        self, centre: float, base: float, height: float, half: float, steep: float = 1.4, texture: int = 60
    ) -> None:
        """A peak at ``centre`` that stands on ``base`` (y), ``half`` wide on each side, with veins."""
        xs = np.arange(int(centre - half), int(centre + half) + 1)
        shape = np.clip(1 - np.abs(xs - centre) / half, 0, 1) ** steep
        rough = (
            smooth_noise(len(xs), half / 4, self.rng) * 0.16
            + smooth_noise(len(xs), half / 10, self.rng) * 0.07
        )
        ridge = base - height * np.clip(shape + rough * np.sqrt(shape + 1e-6), 0.0, 1.2)
        line = [(float(x), float(y)) for x, y in zip(xs, ridge, strict=True)]
        self.clear([(line[0][0], base + 2), *line, (line[-1][0], base + 2)])
        self.line(line[::4], width=3.0, wobble=0.8, tip=0.12)
        for _ in range(texture):
            at = int(self.rng.integers(len(xs) // 10, len(xs) - len(xs) // 10))
            depth = base - ridge[at]
            if depth < 12:
                continue
            side = np.sign(xs[at] - centre) or 1.0
            top = ridge[at] + depth * self.rng.uniform(0.02, 0.55)
            length = min(depth * self.rng.uniform(0.1, 0.3), base - top)
            lean = side * length * self.rng.uniform(0.15, 0.5)
            x = float(xs[at])
            middle = (x + lean * 0.35 + self.rng.normal(0, 1.5), top + length * 0.5)
            self.line(
                [(x, top), middle, (x + lean, top + length)], 1.3, self.rng.uniform(0.35, 0.75), 0.5, 0.45
            )

    def water(self, left: float, right: float, top: float, bottom: float, count: int = 26) -> None:
        """Short level ripples, closer together in the distance."""
        for _ in range(count):
            depth = self.rng.uniform(0, 1) ** 1.6
            y = top + (bottom - top) * depth
            length = (18 + 60 * depth) * self.rng.uniform(0.5, 1.2)
            x = self.rng.uniform(left, max(left + 1, right - length))
            points = [(x + length * t, y + 1.4 * np.sin(t * 9 + x)) for t in np.linspace(0, 1, 7)]
            self.line(points, 1.1, self.rng.uniform(0.3, 0.6), 0.4, 0.5)

    def pavilion(self, x: float, base: float, size: float) -> None:
        """A small open pavilion with a swung roof."""
        top, eave, half = base - size * 1.25, base - size * 0.72, size * 0.72
        roof = [(x - half, eave - size * 0.06), (x - half * 0.45, eave - size * 0.1), (x, top)]
        roof += [(2 * x - px, py) for px, py in reversed(roof[:-1])]
        self.clear([*roof, (x + half * 0.7, base), (x - half * 0.7, base)])
        self.line(roof[:3], 2.6)
        self.line(roof[2:], 2.6)
        self.line(
            [(x - half, eave - size * 0.06), (x, eave + size * 0.04), (x + half, eave - size * 0.06)], 2.2
        )
        for share in (-0.62, -0.2, 0.2, 0.62):
            self.line([(x + half * share, eave), (x + half * share, base)], 1.8, 0.9, 0.3, 0.1)
        self.line([(x - half * 0.85, base), (x + half * 0.85, base)], 2.4, 1.0, 0.4)
        self.line([(x - half * 0.62, base - size * 0.2), (x + half * 0.62, base - size * 0.2)], 1.1, 0.7, 0.3)
        self.line([(x, top), (x, top - size * 0.16)], 2.4, 1.0, 0.1, 0.1)

    def pine(self, x: float, base: float, height: float, lean: float = 0.15) -> None:
        """A crooked pine: a double trunk line and flat clouds of needles."""
        bend = [(x, base), (x + height * lean * 0.9, base - height * 0.35)]
        bend += [(x + height * lean * 0.3, base - height * 0.65), (x + height * lean, base - height)]
        self.line(bend, height * 0.045, 0.95, 0.8, 0.5)
        for share, side, reach in (
            (0.98, 0.1, 0.2),
            (0.82, 1, 0.34),
            (0.68, -1, 0.4),
            (0.52, 1, 0.42),
            (0.42, -1, 0.3),
        ):
            x0 = float(np.interp(share, [0, 0.35, 0.65, 1], [p[0] for p in bend]))
            y0 = base - height * share
            x1, y1 = x0 + side * reach * height, y0 - height * 0.05
            self.line([(x0, y0), ((x0 + x1) / 2, y0 - height * 0.06), (x1, y1)], 2.0, 0.9, 0.6, 0.4)
            self._needles(x1 - side * reach * height * 0.2, y1, height * 0.2)

    def _needles(self, x: float, y: float, size: float) -> None:
        for _ in range(26):
            px, py = x + self.rng.normal(0, size * 0.55), y + self.rng.normal(0, size * 0.1)
            angle = self.rng.uniform(-2.7, -0.45)
            length = size * self.rng.uniform(0.25, 0.45)
            self.line(
                [(px, py), (px + np.cos(angle) * length, py + np.sin(angle) * length)], 1.2, 0.8, 0.2, 0.4
            )

    def tree(self, x: float, base: float, height: float) -> None:
        """A leafy tree: forked branches and dabs of leaves."""
        self.line(
            [(x, base), (x - height * 0.05, base - height * 0.3), (x, base - height * 0.55)], height * 0.05
        )
        crown = base - height * 0.7
        for side in (-1, -0.35, 0.4, 1):
            self.line([(x, base - height * 0.5), (x + side * height * 0.25, crown)], 1.8, 0.9, 0.8, 0.4)
        for _ in range(70):
            angle, far = self.rng.uniform(0, 2 * np.pi), np.sqrt(self.rng.uniform(0, 1))
            px, py = x + np.cos(angle) * far * height * 0.38, crown + np.sin(angle) * far * height * 0.28
            self.line(
                [(px - 2, py), (px + 2.5, py + self.rng.normal(0, 1.5))], 2.6, self.rng.uniform(0.5, 0.9), 0.3
            )

    def willow(self, x: float, base: float, height: float) -> None:
        """A willow: a leaning trunk and long hanging twigs."""
        top = (x + height * 0.12, base - height * 0.8)
        self.line([(x, base), (x - height * 0.04, base - height * 0.4), top], height * 0.055, 0.95, 0.8, 0.5)
        for share in np.linspace(-1, 1, 17):
            x0 = top[0] + share * height * 0.1
            x1 = top[0] + share * height * 0.5 + self.rng.normal(0, 3)
            drop = height * self.rng.uniform(0.35, 0.7) * (1.1 - 0.4 * abs(share))
            points = [
                (x0, top[1]),
                ((x0 + x1) / 2, top[1] - height * 0.16),
                (x1, top[1]),
                (x1 + 3, top[1] + drop),
            ]
            self.line(points, 1.2, self.rng.uniform(0.5, 0.85), 0.8, 0.4)

    def boat(self, x: float, y: float, size: float) -> None:
        """A small boat with a mat roof and its pole."""
        hull = [
            (x - size, y - size * 0.18),
            (x - size * 0.5, y + size * 0.1),
            (x + size * 0.5, y + size * 0.1),
        ]
        hull.append((x + size, y - size * 0.22))
        self.clear(hull)
        self.line(hull, 2.4, 1.0, 0.3, 0.15)
        self.line([(x - size * 0.9, y - size * 0.1), (x + size * 0.9, y - size * 0.12)], 1.4, 0.8, 0.3)
        arch = [
            (x - size * 0.35, y - size * 0.1),
            (x - size * 0.25, y - size * 0.45),
            (x + size * 0.25, y - size * 0.45),
        ]
        self.line([*arch, (x + size * 0.35, y - size * 0.1)], 1.8, 0.9, 0.2, 0.1)
        self.line([(x + size * 0.6, y - size * 0.1), (x + size * 0.85, y - size * 0.9)], 1.4, 0.9, 0.3, 0.2)

    def reeds(self, left: float, right: float, base: float, height: float, count: int = 30) -> None:
        for _ in range(count):
            x, tall = self.rng.uniform(left, right), height * self.rng.uniform(0.5, 1.0)
            tip = x + tall * self.rng.uniform(-0.1, 0.45)
            self.line([(x, base), (x + 1, base - tall * 0.6), (tip, base - tall)], 1.3, 0.75, 0.4, 0.6)

    def waterfall(self, x: float, top: float, bottom: float, width: float) -> None:
        sway = [x + width * 0.3 * np.sin(t * 4) for t in np.linspace(0, 1, 5)]
        ys = np.linspace(top, bottom, 5)
        left = [(px - width / 2, py) for px, py in zip(sway, ys, strict=True)]
        right = [(px + width / 2 * 1.2, py) for px, py in zip(sway, ys, strict=True)]
        self.clear([*left, *reversed(right)])
        self.line(left, 2.0, 0.9)
        self.line(right, 2.0, 0.9)
        for share in (-0.2, 0.0, 0.25):
            self.line(
                [(px + width * share, py) for px, py in zip(sway, ys, strict=True)], 1.0, 0.45, 0.8, 0.4
            )

    def bridge(self, x: float, y: float, span: float) -> None:
        for drop, width in ((0.0, 2.6), (7.0, 1.6)):
            arc = [
                (x + span * t, y + drop - span * 0.28 * np.sin(np.pi * (t + 0.5)))
                for t in np.linspace(-0.5, 0.5, 9)
            ]
            self.line(arc, width, 0.95, 0.4, 0.1)
        for t in np.linspace(-0.4, 0.4, 7):
            top = y - span * 0.28 * np.sin(np.pi * (t + 0.5))
            self.line([(x + span * t, top), (x + span * t, top - 9)], 1.4, 0.9, 0.2, 0.1)

    def pagoda(self, x: float, base: float, height: float, floors: int = 5) -> None:
        step = height / (floors + 0.8)
        for floor in range(floors):
            half = height * 0.16 * (1 - 0.13 * floor)
            y = base - step * floor
            self.clear([(x - half, y), (x - half, y - step), (x + half, y - step), (x + half, y)])
            for side in (-0.7, 0.7):
                self.line([(x + half * side, y), (x + half * side, y - step * 0.8)], 1.7, 0.9, 0.3, 0.1)
            eave = y - step * 0.72
            self.line(
                [(x - half * 1.25, eave - 2), (x, eave + 3), (x + half * 1.25, eave - 2)], 2.4, 1.0, 0.3, 0.2
            )
        self.line([(x, base - step * floors), (x, base - height)], 2.2, 1.0, 0.2, 0.4)

    def disc(self, x: float, y: float, radius: float) -> None:
        turn = np.linspace(-0.4, 2 * np.pi - 0.5, 24)
        self.line([(x + radius * np.cos(a), y + radius * np.sin(a)) for a in turn], 1.8, 0.8, 0.5, 0.15)

    def birds(self, x: float, y: float, count: int = 5) -> None:
        for n in range(count):
            px, py, w = x + n * 17 + self.rng.normal(0, 3), y - n * 6 + self.rng.normal(0, 4), 6.0
            self.line(
                [(px - w, py - 3), (px - w / 2, py - 4), (px, py), (px + w / 2, py - 4), (px + w, py - 3)],
                1.4,
                0.8,
            )


def area(
    width: int, height: int, inside: Callable[[Array, Array], Array], seed: int, edge: float = 14.0
) -> NDArray[np.uint8]:
    """A mask ``[height, width]``: 255 where ``inside(x, y)``, a distance in pixels, is positive.

    x and y wander by up to ``edge`` pixels, so borders look torn by hand; areas of one seed still fit.
    """
    ys, xs = np.mgrid[0:height, 0:width].astype(float)
    rng = np.random.default_rng(seed)
    wander_x, wander_y = edge * _clouds(xs, ys, rng), edge * _clouds(xs, ys, rng)
    return np.round(np.clip(inside(xs + wander_x, ys + wander_y) + 0.5, 0, 1) * 255).astype(np.uint8)


def _clouds(xs: Array, ys: Array, rng: np.random.Generator) -> Array:
    """Smooth noise in [-1, 1] over the plane, in two sizes."""
    out = np.zeros(xs.shape)
    for cell, share in ((90.0, 0.65), (32.0, 0.35)):
        knots = rng.uniform(-1, 1, (int(ys.max() / cell) + 3, int(xs.max() / cell) + 3))
        r, c = ys / cell, xs / cell
        r0, c0 = r.astype(int), c.astype(int)
        tr, tc = r - r0, c - c0
        tr, tc = tr * tr * (3 - 2 * tr), tc * tc * (3 - 2 * tc)
        upper = knots[r0, c0] * (1 - tc) + knots[r0, c0 + 1] * tc
        lower = knots[r0 + 1, c0] * (1 - tc) + knots[r0 + 1, c0 + 1] * tc
        out += share * (upper * (1 - tr) + lower * tr)
    return out
