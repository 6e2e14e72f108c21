"""Water: lake, stream and waterfall."""

import numpy as np

from .canvas import WATER, Canvas, Mark, smooth_field
from .kernels import F32, Array
from .palette import luminance, mix
from .strokes import curve, line, segments, taper


def _tone(canvas: Canvas) -> F32:
    return canvas.palette.water


def lake(canvas: Canvas, top: float, subject: int) -> None:
    """Still water from row `top` to the bottom: a graded wash with a few long ripples."""
    y0 = max(0, int(top))
    h, w = canvas.height - y0, canvas.width
    if h < 4:
        return
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    field = smooth_field(h, w, canvas.rng, 0.6)
    rise = np.clip((np.arange(h, dtype=np.float32)[:, None] + 1) / (6 * canvas.unit), 0, 1)
    body = np.broadcast_to(rise, (h, w)).astype(np.float32)
    base = mix(canvas.palette.mist, canvas.palette.water, 0.45)
    canvas.wash(np.ascontiguousarray(body), base, 0.93, y0=y0)
    deep = np.clip((0.15 + 0.85 * t) * (0.45 + 0.7 * field), 0, 1).astype(np.float32)
    canvas.wash(np.ascontiguousarray(deep), canvas.palette.wash, 0.25 + 0.65 * canvas.style.wash, y0=y0)
    canvas.line[y0:] *= 1 - body
    canvas.labels[y0:], canvas.subjects[y0:] = WATER, subject
    canvas.depth[y0:] = (60 + 120 * t).astype(np.uint8)
    ripples(canvas, top, canvas.height, 0, w, 1.0)


def ripples(canvas: Canvas, top: float, bottom: float, left: float, right: float, amount: float) -> None:
    """Long broken horizontal strokes, wider apart and longer towards the viewer."""
    rng, u, side = canvas.rng, canvas.unit, canvas.side
    height = bottom - top
    n = int(26 * amount * (0.4 + canvas.style.stroke_density) * max(0.4, height / side))
    if n < 1 or height < 6:
        return
    v = rng.random(n) ** 1.2
    y = top + 4 * u + v * (height - 6 * u)
    length = side * rng.uniform(0.05, 0.16, n) * (0.45 + 0.8 * v)
    x = left + rng.random(n) * (right - left)
    t = np.linspace(-0.5, 0.5, 9)[None]
    px = x[:, None] + t * length[:, None]
    py = y[:, None] + np.sin(t * 14 + rng.uniform(0, 6, (n, 1))) * (0.7 * u + v[:, None] * u)
    strokes = segments(
        np.stack([px, py], 2),
        taper(9, 0.25, 0.8, 0.2)[None] * u * (0.6 + 0.7 * v[:, None]),
        rng.uniform(0.3, 0.8, n),
    )
    dark = luminance(canvas.palette.paper) < 0.4
    tone = (
        mix(canvas.palette.ink, canvas.palette.wash, 0.35)
        if not dark
        else mix(canvas.palette.line, canvas.palette.paper, 0.4)
    )
    canvas.draw(strokes, tone, 0.25 + 0.4 * canvas.style.ink_density, contour=True)


def stream(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], width: float, subject: int
) -> None:
    """A winding stream that widens from `start` (far) to `end` (near); `width` at the near end."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    s, e = np.array(start), np.array(end)
    k = np.linspace(0, 1, 6)
    sway = np.array([0, 0.9, -1, 0.8, -0.5, 0]) * rng.choice([-1.0, 1.0]) * width * 0.75
    points = s + (e - s) * np.stack([k, k**1.15], 1)
    points[:, 0] += sway * (0.35 + k)
    middle = curve(points, 40)
    t = np.linspace(0, 1, 40)
    half = np.maximum(width * 0.5 * (0.09 + 0.91 * t**1.7), 1.4 * u)
    left, right = middle - np.stack([half, 0 * half], 1), middle + np.stack([half, 0 * half], 1)
    bank = mix(palette.slope, palette.ink, 0.25)
    canvas.fill(
        [np.concatenate([left - (2.2 * u, 0), np.add(right, (2.2 * u, 0))[::-1]])], bank, 0.45, soft=1.5 * u
    )
    water = mix(palette.water, palette.mist, 0.45)
    canvas.fill([np.concatenate([left, right[::-1]])], water, 0.97, mark=Mark(WATER, subject, 0.6))
    ink = mix(palette.ink, palette.wash, 0.2)
    rim = np.concatenate([line(left, (0.4 + 0.5 * t) * u), line(right, (0.4 + 0.5 * t) * u)])
    canvas.draw(rim, ink, 0.4 + 0.4 * canvas.style.ink_density, contour=True, dryness=0.3)
    flow = []
    for offset in (-0.6, -0.3, 0.0, 0.3, 0.6):
        a = int(rng.integers(6, 22))
        b = a + int(rng.integers(8, 16))
        path = (middle + np.stack([half * offset, 0 * half], 1))[a:b]
        flow.append(line(path, taper(len(path), 0.25, 0.75, 0.2) * u))
    canvas.draw(np.concatenate(flow), mix(palette.ink, palette.wash, 0.5), 0.5)


def _leap(canvas: Canvas, cx: Array, cy: Array, half: Array, near: float, subject: int) -> list[Array]:
    """One leap of a fall, `half` wide to each side of its middle line; returns its two edges."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    left, right = np.stack([cx - half, cy], 1), np.stack([cx + half, cy], 1)
    shore = np.concatenate([left - (3.2 * u, 0), np.add(right, (3.2 * u, 0))[::-1]])
    canvas.fill([shore], mix(palette.shadow, palette.ink, 0.5), 0.5 * (0.5 + 0.5 * near), soft=1.8 * u)
    white = mix(palette.mist, np.ones(3, np.float32), 0.55)
    canvas.fill([np.concatenate([left, right[::-1]])], white, 0.99, mark=Mark(WATER, subject, near))
    threads = np.stack(
        [np.stack([cx + half * o, cy], 1)[int(rng.integers(0, 3)) :][:6] for o in (-0.55, -0.15, 0.25, 0.6)]
    )
    strokes = segments(threads, taper(6, 0.5, 0.55, 0.2)[None] * u, 0.9)
    canvas.draw(strokes, mix(palette.wash, palette.ink, 0.35), 0.55)
    return [left, right]


def waterfall(
    canvas: Canvas, x: float, top: float, bottom: float, width: float, near: float, subject: int
) -> None:
    """A white fall between dark rock edges, in two or three leaps, ending in spray."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    leaps = 2 if bottom - top < canvas.side * 0.22 else 3
    rows = np.linspace(top, bottom, leaps + 1)
    at = x
    edges: list[Array] = []
    for i in range(leaps):
        wide = width * (0.6 + 0.36 * i)
        t = np.linspace(0, 1, 9)[:, None]
        drift = rng.uniform(-0.9, 0.9) * width
        cx = at + drift * t[:, 0] ** 2
        cy = rows[i] + (rows[i + 1] - rows[i] + 2 * u) * t[:, 0]
        half = wide * 0.5 * (0.55 + 0.5 * np.sqrt(t[:, 0])) + rng.normal(0, 0.35 * u, 9)
        edges += _leap(canvas, cx, cy, half, near, subject)
        at = float(cx[-1] + rng.uniform(-0.35, 0.35) * width)
    canvas.draw(
        np.concatenate([line(e, 0.7 * u) for e in edges]),
        palette.ink,
        0.5 + 0.4 * canvas.style.ink_density,
        contour=True,
        dryness=0.25,
    )
    n = 14
    spray = np.stack([at + rng.normal(0, width * 0.9, n), bottom + rng.normal(0, width * 0.16, n)], 1)
    radii = width * rng.uniform(0.12, 0.3, n)
    canvas.draw(
        segments(np.stack([spray, np.add(spray, (width * 0.2, 0))], 1), radii[:, None], 0.6),
        palette.mist,
        0.55,
    )
