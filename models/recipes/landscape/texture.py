"""Texture strokes (cun): hemp fibre, axe cut, raindrop, lotus leaf and dots, laid down the slope of a
rock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .canvas import Canvas
from .kernels import F32, Array
from .strokes import dabs, segments, taper

if TYPE_CHECKING:
    from .mountains import Rock

KINDS = ("hemp", "axe", "raindrop", "lotus", "dots")


def paint(canvas: Canvas, rock: Rock, ink: F32, alpha: F32, strength: float) -> None:
    """Draw the style's mix of texture strokes on `rock`, inside its painted body `alpha`."""
    style = canvas.style
    weights = np.array([getattr(style, kind) for kind in KINDS], np.float64) + 1e-6
    weights = weights / weights.sum()
    unit = canvas.unit
    area = float(np.clip(rock.feet - rock.tops, 0, None).sum()) / unit**2
    total = min(1500.0, area / 48.0) * (0.3 + 1.2 * style.stroke_density) * strength
    if total < 3:
        return
    inside = np.minimum(alpha * np.float32(1.5), np.float32(1.0))
    opacity = (0.35 + 0.6 * style.ink_density) * (0.65 + 0.35 * style.contrast)
    for kind, weight in zip(KINDS, weights, strict=True):
        count = int(total * weight * _COVER[kind])
        if weight < 0.06 or count < 2:
            continue
        strokes = _DRAW[kind](canvas, rock, count)
        dryness = (0.15 + 0.6 * (1 - style.wetness)) if kind in ("axe", "hemp") else 0.2 * (1 - style.wetness)
        canvas.draw(strokes, ink, opacity, dryness=dryness, clip=inside)


def _start(canvas: Canvas, rock: Rock, count: int, deep: float) -> tuple[Array, Array, Array]:
    """Stroke starts: columns, share of height down, and local height; gathered into folds, fewer towards the
    foot."""
    rng = canvas.rng
    x0, x1 = rock.columns[0], rock.columns[-1]
    folds = rng.uniform(x0, x1, max(3, count // 14))
    x = rng.choice(folds, count) + rng.normal(0, (x1 - x0) * 0.05, count)
    x = np.clip(x, x0 + 1, x1 - 1)
    v = rng.beta(1.0, 2.2, count) * deep
    height = np.interp(x, rock.columns, rock.feet) - rock.top_at(x)
    return x, v, np.maximum(height, 1.0)


def _down(rock: Rock, x: Array, v: Array, height: Array, run: Array, spread: float, points: int) -> Array:
    """Lines down the slope, float[n, points, 2]: `run` is the length as a share of the height."""
    centre = float(rock.columns[int(np.argmin(rock.tops))])
    t = np.linspace(0, 1, points)[None]
    drift = (x - centre)[:, None] * spread * t * run[:, None]
    px = x[:, None] + drift
    top = rock.top_at(x)[:, None] * 0.6 + rock.top_at(px) * 0.4
    py = top + (v[:, None] + run[:, None] * t) * height[:, None]
    return np.stack([px, py], 2)


def _hemp(canvas: Canvas, rock: Rock, count: int) -> F32:
    rng, unit = canvas.rng, canvas.unit
    x, v, height = _start(canvas, rock, count, 0.55)
    run = np.minimum(rng.uniform(0.15, 0.42, count), 60 * unit / height)
    points = _down(rock, x, v, height, run, 1.1, 6)
    sway = rng.normal(0, 1.3 * unit, (count, 1)) * np.sin(np.linspace(0, 2 * np.pi, 6))[None]
    points[..., 0] += sway + np.linspace(0, 1, 6)[None] * rng.normal(0, 3 * unit, (count, 1))
    radii = taper(6, 0.45, 0.85, 0.2)[None] * rng.uniform(0.7, 1.3, (count, 1))
    return segments(points, _thick(canvas, radii, rock), rng.uniform(0.35, 0.95, count) * (1 - 0.7 * v))


def _axe(canvas: Canvas, rock: Rock, count: int) -> F32:
    rng, unit = canvas.rng, canvas.unit
    x, v, height = _start(canvas, rock, count, 0.75)
    top = rock.top_at(x)
    side = np.where(rng.random(count) < 0.72, 1.0, -1.0)
    angle = np.pi / 2 - side * rng.normal(0.55, 0.18, count)
    length = rng.uniform(5, 15, count) * unit
    t = np.linspace(0, 1, 4)[None]
    px = x[:, None] + np.cos(angle)[:, None] * length[:, None] * t
    py = (top + v * height)[:, None] + np.sin(angle)[:, None] * length[:, None] * t
    radii = np.array([2.4, 1.7, 0.8, 0.2])[None] * rng.uniform(0.5, 1.2, (count, 1))
    return segments(
        np.stack([px, py], 2), _thick(canvas, radii, rock), rng.uniform(0.3, 0.9, count) * (1 - 0.6 * v)
    )


def _raindrop(canvas: Canvas, rock: Rock, count: int) -> F32:
    rng, unit = canvas.rng, canvas.unit
    x, v, height = _start(canvas, rock, count, 0.8)
    centres = np.stack([x, rock.top_at(x) + v * height + unit], 1)
    lean = np.pi / 2 + rng.normal(0, 0.16, count)
    radii = rng.uniform(0.6, 1.2, count) * unit * (0.6 + 0.5 * rock.near)
    return dabs(
        centres,
        rng.uniform(3.0, 6.5, count) * unit,
        lean,
        radii,
        rng.uniform(0.4, 0.95, count) * (1 - 0.7 * v),
    )


def _lotus(canvas: Canvas, rock: Rock, count: int) -> F32:
    """Veins: from the crest a main line runs down and throws side veins, like the back of a lotus leaf."""
    rng, unit = canvas.rng, canvas.unit
    mains = max(2, count // 5)
    x, v, height = _start(canvas, rock, mains, 0.18)
    run = rng.uniform(0.35, 0.6, mains)
    main = _down(rock, x, v, height, run, 1.3, 8)
    main[..., 0] += np.cumsum(rng.normal(0, 1.6 * unit, (mains, 8)), 1)
    parts = [
        segments(main, _thick(canvas, taper(8, 0.5, 0.95, 0.3)[None], rock), rng.uniform(0.5, 0.95, mains))
    ]
    for at in (2, 3, 4, 5):
        side = rng.choice([-1.0, 1.0], mains)
        t = np.linspace(0, 1, 4)[None]
        reach = np.minimum(height * run * 0.3, 22 * unit)[:, None]
        px = main[:, at, 0:1] + side[:, None] * reach * 0.6 * t
        py = main[:, at, 1:2] + reach * (t + 0.35 * t * t)
        parts.append(
            segments(
                np.stack([px, py], 2),
                _thick(canvas, taper(4, 0.7, 0.6, 0.15)[None], rock),
                rng.uniform(0.35, 0.8, mains),
            )
        )
    return np.concatenate(parts)


def _dots(canvas: Canvas, rock: Rock, count: int) -> F32:
    rng, unit = canvas.rng, canvas.unit
    x, v, height = _start(canvas, rock, count, 0.6)
    centres = np.stack([x, rock.top_at(x) + v**1.4 * height + unit], 1)
    size = rng.uniform(1.0, 2.4, count) * unit * (0.5 + 0.5 * rock.near)
    return dabs(
        centres,
        size * 2.6,
        rng.normal(0, 0.12, count),
        size * 0.62,
        rng.uniform(0.25, 0.85, count) * (1 - 0.6 * v),
    )


def _thick(canvas: Canvas, radii: Array, rock: Rock) -> Array:
    scale = canvas.unit * (0.55 + 0.9 * canvas.style.line_weight) * (0.6 + 0.4 * rock.near)
    return np.maximum(radii * scale, 0.3)


_DRAW = {"hemp": _hemp, "axe": _axe, "raindrop": _raindrop, "lotus": _lotus, "dots": _dots}
_COVER = {"hemp": 0.8, "axe": 0.7, "raindrop": 1.6, "lotus": 0.5, "dots": 1.3}
