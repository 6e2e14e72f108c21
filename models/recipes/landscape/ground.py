"""Ground: banks, knolls, valleys, cliffs and the bridge between them."""

import numpy as np

from . import buildings, sky
from .canvas import Canvas
from .layout import Layout
from .mountains import Rock, massif, paint_rock
from .scene import Scene, code
from .strokes import wander


def land(canvas: Canvas, scene: Scene, centre: float, row: float, half: float, near: float) -> Rock:
    """A low tongue of land in the middle distance."""
    count = max(8, int(2 * half))
    t = np.linspace(-1, 1, count)
    hump = canvas.rng.uniform(-0.4, 0.4)
    rise = canvas.side * (
        0.022 * (1 - np.abs(t) ** 2.5) + 0.02 * np.exp(-(((t - hump) / 0.3) ** 2)) * (1 - t * t)
    )
    rise = rise + wander(canvas.rng, count, 0.5) * canvas.side * 0.0045 * (1 - t * t)
    tops = row - rise
    feet = row + canvas.side * 0.022 * np.sqrt(np.maximum(0, 1 - t * t)) + 2
    rock = Rock(
        int(centre - half),
        tops.astype(np.float32),
        feet.astype(np.float32),
        near,
        0,
        0.75,
        0.9 if scene.has("snow") else 0.0,
    )
    paint_rock(canvas, rock, 0.5)
    return rock


def hummocks(canvas: Canvas, layout: Layout, rng: np.random.Generator, snow: float) -> None:
    """Low knolls that break the edge of the near bank, and stones at its tip."""
    h, side = canvas.height, canvas.side
    shore = np.nonzero(layout.bank < h)[0]
    if len(shore) < 8:
        return
    left, right = float(shore[0]), float(shore[-1])
    for share, size in (
        (rng.uniform(0.55, 0.75), 0.05),
        (rng.uniform(0.3, 0.5), 0.07),
        (rng.uniform(0.05, 0.2), 0.1),
    ):
        x = left + (right - left) * (share if layout.side < 0 else 1 - share)
        tall = side * size * rng.uniform(0.8, 1.2)
        massif(
            canvas,
            x,
            layout.bank_at(x) + 0.55 * tall,
            tall * rng.uniform(3.0, 4.4),
            tall * 1.25,
            0.74,
            0,
            steep=0.15,
            lobes=1,
            snow=snow,
            detail=0.8,
        )
    tip = right if layout.side < 0 else left
    for k in range(3):
        x = tip + layout.side * side * rng.uniform(0.0, 0.16)
        y = min(layout.bank_at(x), 0.985 * h) + 0.008 * side * k
        massif(
            canvas,
            x,
            y + 0.012 * side,
            side * rng.uniform(0.06, 0.1),
            side * rng.uniform(0.025, 0.04),
            0.8,
            0,
            steep=0.3,
            lobes=1,
            snow=snow,
            detail=0.8,
        )


def valley(canvas: Canvas, layout: Layout, rng: np.random.Generator, snow: float) -> None:
    """Interlocking slopes between the horizon and the near bank, for a stream to wind through."""
    h, w, side = canvas.height, canvas.width, canvas.side
    for i in range(4):
        t = (i + 0.6) / 4
        y = layout.horizon + (0.86 * h - layout.horizon) * t
        out = layout.side * (1 if i % 2 else -1)
        x = layout.across(Scene((), "deep", 0, w, h), 0.5) + out * w * rng.uniform(0.42, 0.5)
        massif(
            canvas,
            x,
            y + 0.05 * h,
            w * rng.uniform(0.75, 0.95),
            side * (0.07 + 0.05 * t),
            0.5 + 0.2 * t,
            0,
            steep=0.1,
            lobes=2,
            snow=snow,
            detail=0.8,
        )
        sky.mist_band(canvas, y + 0.05 * h, 0.04 * h, 0.3 + 0.5 * canvas.style.mist)


def cliff(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator, snow: float) -> None:
    """A wall of rock entering from the side of the near bank."""
    h, w, side = canvas.height, canvas.width, canvas.side
    edge = layout.across(scene, 0.0)
    for i, (reach, top) in enumerate(((0.30, 0.26), (0.40, 0.44), (0.3, 0.6))):
        wide = 2 * reach * min(w, side) * rng.uniform(0.9, 1.1)
        count = int(wide)
        t = np.abs(np.linspace(-1, 1, count))
        face = np.where(t < 0.62, 0.02 * t, 0.02 + (np.maximum(t - 0.62, 0) / 0.38) ** 0.75)
        steps = np.round(face * 5) / 5 * 0.5 + face * 0.5
        rows = (
            h * top
            + (layout.bank_at(edge) + 0.08 * h - h * top) * steps
            + wander(rng, count, 0.6) * 0.012 * h
        )
        base = np.full(count, layout.bank_at(edge) + 0.1 * h)
        rock = Rock(
            int(edge - count / 2),
            rows.astype(np.float32),
            base.astype(np.float32),
            0.62 + 0.05 * i,
            code("cliffs"),
            0.6,
            snow,
        )
        paint_rock(canvas, rock, 1.2)


def bridge(canvas: Canvas, scene: Scene, layout: Layout) -> None:
    h, side = canvas.height, canvas.side
    x0 = layout.across(scene, 0.5)
    x1 = layout.across(scene, 0.5 + 0.3 * side / canvas.width)
    y = 0.5 * (layout.horizon + h) + 0.04 * h if not scene.has("stream") else layout.bank_at(x0) + 0.02 * h
    for x, out in ((x0, 1.0), (x1, 1.0)):
        land(canvas, scene, x, y + 0.03 * side, side * 0.12 * out, 0.66)
    buildings.bridge(canvas, min(x0, x1), max(x0, x1), y + 0.01 * side, side * 0.085, 0.7, code("bridge"))
