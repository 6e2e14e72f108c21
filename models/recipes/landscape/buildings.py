"""Buildings: pavilion, village, pagoda and bridge."""

import numpy as np

from .canvas import BUILDINGS, Canvas, Mark
from .kernels import Array
from .palette import mix
from .strokes import line, segments


def _lines(canvas: Canvas, paths: list[Array], radius: float, opacity: float = 0.9) -> None:
    style, palette = canvas.style, canvas.palette
    ink = mix(palette.ink, palette.line, style.gilding)
    strokes = np.concatenate([line(np.asarray(p, np.float64), radius) for p in paths])
    canvas.draw(strokes, ink, opacity * (0.55 + 0.45 * style.ink_density), contour=True)


def _window(canvas: Canvas, polygon: Array, mark: Mark, lit: bool, shade: float) -> None:
    """An opening: dark by day; at night lit, and remembered so that it shines through the dark."""
    palette = canvas.palette
    canvas.fill([polygon], palette.lamp if lit else mix(palette.wall, palette.ink, shade), 0.95, mark=mark)
    if lit:
        canvas.lamps.append((polygon, mark.subject))


def _roof(x: float, y: float, half: float, rise: float, top: float) -> Array:
    """A hipped roof with upturned eaves: outline float[n, 2]; eaves at row `y`, ridge half-width `top`."""
    t = np.linspace(0, 1, 9)
    left = np.stack([x - half + (half - top) * t, y - rise * (0.15 * t + 0.85 * t**1.8)], 1)
    right = np.stack([x + half - (half - top) * t, left[:, 1]], 1)[::-1]
    eaves = np.stack(
        [np.linspace(x + half, x - half, 9), y + 0.16 * rise * np.sin(np.linspace(0, np.pi, 9))], 1
    )
    return np.concatenate([left, right, eaves])


def _roofing(
    canvas: Canvas, x: float, y: float, half: float, rise: float, top: float, mark: Mark, red: float
) -> None:
    palette, style = canvas.palette, canvas.style
    outline = _roof(x, y, half, rise, top)
    tile = mix(palette.roof, palette.accent, red)
    canvas.fill([outline], mix(tile, palette.paper, 0.12 * (1 - style.ink_density)), 0.97, mark=mark)
    t = np.linspace(-0.8, 0.8, 7)
    ribs = [
        np.array(
            [
                [x + a * top * 0.9, y - rise * 0.95],
                [x + a * half * 0.62, y - rise * 0.35],
                [x + a * half * 0.95, y - 0.02 * rise],
            ]
        )
        for a in t
    ]
    strokes = np.concatenate([line(r, max(0.4, 0.45 * canvas.unit)) for r in ribs])
    canvas.draw(strokes, mix(palette.ink, tile, 0.2), 0.5)
    _lines(canvas, [np.concatenate([outline, outline[:1]])], max(0.55 * canvas.unit, 0.5))


def pavilion(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, lit: bool) -> None:
    """An open pavilion on a stone base; `size` is its height."""
    palette, u = canvas.palette, canvas.unit
    mark = Mark(BUILDINGS, subject, near)
    half, floor_, eave = size * 0.52, y - size * 0.10, y - size * 0.55
    box = np.array([[x - half, y], [x - half, floor_], [x + half, floor_], [x + half, y]])
    canvas.fill([box], mix(palette.wall, palette.ink, 0.18), 0.95, mark=mark)
    inside = np.array(
        [[x - half * 0.8, floor_], [x - half * 0.8, eave], [x + half * 0.8, eave], [x + half * 0.8, floor_]]
    )
    _window(canvas, inside, mark, lit, 0.12)
    posts = np.array(
        [[[x + a * half * 0.82, floor_], [x + a * half * 0.82, eave]] for a in (-1, -0.42, 0.42, 1)]
    )
    post = mix(palette.accent, palette.ink, 0.3)
    canvas.draw(segments(posts, max(size * 0.022, 0.8 * u)), post, 0.95, mark=mark, contour=True)
    rail = np.array(
        [
            [[x - half * 0.82, floor_ - size * 0.1], [x - half * 0.42, floor_ - size * 0.1]],
            [[x + half * 0.42, floor_ - size * 0.1], [x + half * 0.82, floor_ - size * 0.1]],
        ]
    )
    canvas.draw(segments(rail, max(size * 0.012, 0.5 * u)), post, 0.9, contour=True)
    _lines(canvas, [np.concatenate([box, box[:1]])], max(0.5 * u, 0.45), 0.7)
    _roofing(canvas, x, eave, half * 1.28, size * 0.36, half * 0.3, mark, 0.25)
    knob = np.array([[x, eave - size * 0.35], [x, eave - size * 0.44]])
    canvas.draw(
        line(knob, np.array([size * 0.035, size * 0.012])), palette.accent, 0.95, mark=mark, contour=True
    )


def house(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, lit: bool) -> None:
    """A low thatched or tiled house with a gable wall; `size` is its height."""
    rng, palette, u = canvas.rng, canvas.palette, canvas.unit
    mark = Mark(BUILDINGS, subject, near)
    half, eave = size * rng.uniform(0.75, 1.05), y - size * 0.45
    wall = np.array(
        [[x - half * 0.86, y], [x - half * 0.86, eave], [x + half * 0.86, eave], [x + half * 0.86, y]]
    )
    canvas.fill([wall], palette.wall, 0.97, mark=mark)
    door = x + half * rng.uniform(-0.4, 0.4)
    opening = np.array(
        [
            [door - size * 0.13, y],
            [door - size * 0.13, y - size * 0.32],
            [door + size * 0.13, y - size * 0.32],
            [door + size * 0.13, y],
        ]
    )
    _window(canvas, opening, mark, lit, 0.65)
    _lines(canvas, [np.concatenate([wall, wall[:1]])], max(0.45 * u, 0.42), 0.7)
    _roofing(canvas, x, eave + size * 0.04, half * 1.12, size * 0.5, half * 0.72, mark, 0.0)


def village(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, lit: bool) -> None:
    """A cluster of houses, the hind ones higher."""
    rng = canvas.rng
    for dx, dy, scale in (
        (-1.5, -0.5, 0.85),
        (1.3, -0.55, 0.8),
        (0.1, -0.75, 0.9),
        (-0.75, 0.0, 1.0),
        (1.0, 0.05, 1.0),
        (2.6, -0.15, 0.8),
    ):
        at = x + (dx + rng.uniform(-0.25, 0.25)) * size * 1.15
        house(canvas, at, y + dy * size * 0.85, size * scale * rng.uniform(0.9, 1.1), near, subject, lit)


def pagoda(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, lit: bool) -> None:
    """A tower of five or seven storeys with upturned roofs; `size` is its height."""
    palette, u = canvas.palette, canvas.unit
    mark = Mark(BUILDINGS, subject, near)
    storeys = 7 if size > 110 * u else 5
    step = size * 0.86 / storeys
    for i in range(storeys):
        half = size * (0.115 - 0.055 * i / storeys)
        floor_ = y - i * step
        wall = np.array(
            [
                [x - half, floor_],
                [x - half * 0.94, floor_ - step],
                [x + half * 0.94, floor_ - step],
                [x + half, floor_],
            ]
        )
        canvas.fill([wall], mix(palette.wall, palette.accent, 0.12), 0.97, mark=mark)
        hole = np.array(
            [
                [x - half * 0.24, floor_ - step * 0.1],
                [x - half * 0.24, floor_ - step * 0.5],
                [x + half * 0.24, floor_ - step * 0.5],
                [x + half * 0.24, floor_ - step * 0.1],
            ]
        )
        _window(canvas, hole, mark, lit, 0.7)
        _lines(canvas, [wall[[0, 1]], wall[[2, 3]]], max(0.45 * u, 0.42), 0.8)
    for i in range(storeys):
        half = size * (0.115 - 0.055 * i / storeys)
        _roofing(canvas, x, y - (i + 1) * step + step * 0.22, half * 1.7, step * 0.4, half * 0.85, mark, 0.1)
    spire = np.array([[x, y - size * 0.88], [x, y - size]])
    canvas.draw(
        line(spire, np.array([max(size * 0.012, 0.7 * u), 0.4 * u])),
        palette.accent,
        0.95,
        mark=mark,
        contour=True,
    )


def bridge(canvas: Canvas, x0: float, x1: float, y: float, rise: float, near: float, subject: int) -> None:
    """A stone arch bridge from x0 to x1, its feet at row `y`."""
    palette, u = canvas.palette, canvas.unit
    mark = Mark(BUILDINGS, subject, near)
    span = x1 - x0
    t = np.linspace(0, 1, 25)
    deck = np.stack([x0 + span * t, y - rise * np.sin(np.pi * t) ** 0.9], 1)
    thick = max(0.13 * rise, 3 * u)
    a = np.linspace(np.pi, 0, 17)
    wide = min(abs(span) * 0.27, rise * 0.95)
    arch = np.stack(
        [x0 + span / 2 + np.cos(a) * wide, y + 0.25 * rise - np.sin(a) * (rise * 1.25 - thick * 1.3)], 1
    )
    body = np.concatenate([deck, [[x1, y + 0.25 * rise]], arch[::-1], [[x0, y + 0.25 * rise]]])
    stone = mix(palette.wall, palette.ink, 0.14)
    canvas.fill([body], stone, 0.97, mark=mark)
    posts = [np.stack([p, p - (0, rise * 0.22)]) for p in deck[2:-2:3]]
    rail = deck[2:-2] - (0, rise * 0.2)
    _lines(canvas, [deck, np.add(deck, (0, thick)), arch, rail], max(0.6 * u, 0.5))
    _lines(canvas, posts, max(0.6 * u, 0.5))
    courses = [np.add(deck[3:-3:2], (0, thick * k)) for k in (1.8, 2.8)]
    clipped = [c[np.abs(c[:, 0] - (x0 + span / 2)) > wide * 1.02] for c in courses]
    for c in clipped:
        half = len(c) // 2
        for piece in (c[:half], c[half:]):
            if len(piece) > 1:
                canvas.draw(line(piece, max(0.45, 0.4 * u)), palette.ink, 0.35)
