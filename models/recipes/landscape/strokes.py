"""Strokes: brush lines as tapered segments."""

import numpy as np

from .kernels import F32, Array


def segments(points: Array, radii: Array | float, alpha: Array | float = 1.0) -> F32:
    """Lines to capsules: `points` float[s, p, 2], `radii` float[s, p] or broadcastable, `alpha` float[s].

    Returns float32[s * (p - 1), 7] as `kernels.capsules` takes them.
    """
    count, length = points.shape[:2]
    wide = np.broadcast_to(radii, (count, length))
    out = np.empty((count, length - 1, 7), np.float32)
    out[..., 0:2] = points[:, :-1]
    out[..., 2:4] = points[:, 1:]
    out[..., 4] = wide[:, :-1]
    out[..., 5] = wide[:, 1:]
    out[..., 6] = np.reshape(np.broadcast_to(alpha, (count,)), (count, 1))
    return out.reshape(-1, 7)


def line(points: Array, radii: Array | float, alpha: float = 1.0) -> F32:
    """One line through `points` float[p, 2]."""
    return segments(np.asarray(points, np.float32)[None], np.asarray(radii, np.float32), alpha)


def taper(count: int, start: float, middle: float, end: float) -> Array:
    """Pressure along a stroke, float[count]: lands at `start`, swells to `middle`, lifts at `end`."""
    t = np.linspace(0.0, 1.0, count)
    return np.where(t < 0.4, start + (middle - start) * t / 0.4, middle + (end - middle) * (t - 0.4) / 0.6)


def curve(points: Array, count: int) -> Array:
    """A smooth Catmull-Rom line, float[count, 2], through control points float[n, 2]."""
    p = np.concatenate([points[:1] * 2 - points[1:2], points, points[-1:] * 2 - points[-2:-1]])
    t = np.linspace(0.0, len(points) - 1.0, count)
    i = np.minimum(t.astype(int), len(points) - 2)
    f = (t - i)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    return np.asarray(
        0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3)
    )


def wander(rng: np.random.Generator, count: int, roughness: float = 0.55) -> Array:
    """A fractal line of heights, float[count], zero mean, about unit deviation: midpoint displacement."""
    size = 1 << max(3, int(np.ceil(np.log2(max(2, count - 1)))))
    values = np.zeros(size + 1)
    values[0], values[size] = rng.normal(size=2)
    step, scale = size, 1.0
    while step > 1:
        half = step // 2
        middle = (values[0:size:step] + values[step : size + 1 : step]) / 2
        values[half:size:step] = middle + rng.normal(size=len(middle)) * scale
        step, scale = half, scale * roughness
    values = np.asarray(np.interp(np.linspace(0, size, count), np.arange(size + 1), values))
    return np.asarray((values - values.mean()) / (values.std() + 1e-6))


def dabs(
    centres: Array,
    lengths: Array | float,
    angles: Array | float,
    radii: Array | float,
    alpha: Array | float = 1.0,
) -> F32:
    """Short strokes laid about `centres` float[n, 2], fuller at the head: leaves, moss dots, raindrops."""
    n = len(centres)
    half = np.broadcast_to(lengths, (n,))[:, None] * 0.5
    angle = np.broadcast_to(angles, (n,))
    along = np.stack([np.cos(angle), np.sin(angle)], 1) * half
    points = np.stack([centres - along, centres, centres + along], 1)
    wide = np.broadcast_to(radii, (n,))[:, None] * np.array([0.55, 1.0, 0.35])
    return segments(points, wide, alpha)
