"""Figures: people, ox with herd boy, boats, birds and cranes."""

import numpy as np

from .canvas import FIGURES, Canvas, Mark
from .kernels import F32
from .palette import mix
from .strokes import curve, dabs, line, segments


def _ink(canvas: Canvas) -> F32:
    return mix(canvas.palette.ink, canvas.palette.line, canvas.style.gilding * 0.5)


def person(
    canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, robe: F32, facing: float
) -> None:
    """A walker in a long robe with a staff; `size` is the height."""
    u = canvas.unit
    mark = Mark(FIGURES, subject, near)
    skin, ink = np.array([0.9, 0.76, 0.62], np.float32), _ink(canvas)
    body = curve(
        np.array(
            [[-0.17, 0], [-0.15, -0.35], [-0.12, -0.66], [0.0, -0.76], [0.12, -0.66], [0.2, -0.35], [0.22, 0]]
        )
        * (facing, 1),
        24,
    )
    outline = body * size + (x, y)
    canvas.fill([outline], robe, 0.98, mark=mark)
    thin = max(0.5 * u, 0.45)
    folds = [outline, np.array([[0.02, -0.7], [0.06, -0.35], [0.02, 0.0]]) * (facing * size, size) + (x, y)]
    canvas.draw(np.concatenate([line(f, thin) for f in folds]), ink, 0.85, contour=True)
    head = np.array([[0.03 * facing * size + x, y - 0.86 * size]])
    canvas.draw(dabs(head, 0.02 * size, 0.0, size * 0.105), skin, 1.0, mark=mark, contour=True)
    hat = np.array([[-0.02 * facing, -0.93], [-0.05 * facing, -1.02]]) * size + (x, y)
    canvas.draw(line(hat, np.array([0.09, 0.05]) * size), ink, 0.95, mark=mark, contour=True)
    staff = np.array([[0.3 * facing, -0.95], [0.34 * facing, 0.02]]) * size + (x, y)
    sleeve = np.array([[0.08 * facing, -0.58], [0.3 * facing, -0.5]]) * size + (x, y)
    canvas.draw(line(sleeve, np.array([0.09, 0.05]) * size), robe, 1.0, mark=mark, contour=True)
    canvas.draw(line(staff, max(0.022 * size, 0.5 * u)), canvas.palette.trunk, 0.95, mark=mark, contour=True)


def people(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int) -> None:
    """One to three walkers."""
    rng, palette = canvas.rng, canvas.palette
    robes = (palette.wall, palette.accent, mix(palette.wash, palette.ink, 0.25))
    facing = float(rng.choice([-1.0, 1.0]))
    count = int(rng.integers(1, 4))
    for i in range(count):
        scale = 1.0 if i == 0 else rng.uniform(0.78, 1.0)
        person(
            canvas,
            x + i * size * 0.62 * -facing,
            y + rng.uniform(-0.06, 0.06) * size,
            size * scale,
            near,
            subject,
            robes[(i + int(rng.integers(0, 3))) % 3],
            facing,
        )


def ox(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int) -> None:
    """A water buffalo with a boy on its back; `size` is the length of the ox."""
    rng, palette = canvas.rng, canvas.palette
    f = float(rng.choice([-1.0, 1.0]))
    mark = Mark(FIGURES, subject, near)
    hide = mix(palette.ink, palette.trunk, 0.35)
    hide = mix(hide, palette.paper, 0.12)

    def at(points: list[list[float]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array(points, np.float64) * (f * size, size) + (x, y)

    legs = np.concatenate(
        [
            line(at([[a, -0.28], [a + b, 0.0]]), np.array([0.065, 0.035]) * size)
            for a, b in ((-0.33, -0.02), (-0.2, 0.03), (0.2, -0.02), (0.31, 0.03))
        ]
    )
    canvas.draw(legs, hide, 0.95, mark=mark, contour=True)
    body = line(
        curve(at([[-0.38, -0.4], [-0.1, -0.42], [0.2, -0.42], [0.42, -0.48], [0.56, -0.5]]), 14),
        np.interp(np.arange(14), [0, 4, 8, 11, 13], np.array([0.13, 0.19, 0.175, 0.11, 0.075]) * size),
    )
    canvas.draw(body, hide, 0.97, mark=mark, contour=True)
    muzzle = line(at([[0.55, -0.5], [0.66, -0.4]]), np.array([0.085, 0.055]) * size)
    horns = line(
        curve(at([[0.5, -0.57], [0.42, -0.68], [0.52, -0.76]]), 7), np.linspace(0.032, 0.01, 7) * size
    )
    horn2 = line(
        curve(at([[0.57, -0.57], [0.66, -0.66], [0.6, -0.77]]), 7), np.linspace(0.03, 0.01, 7) * size
    )
    tail = line(
        curve(at([[-0.48, -0.46], [-0.58, -0.3], [-0.54, -0.12]]), 7), np.linspace(0.015, 0.03, 7) * size
    )
    canvas.draw(np.concatenate([muzzle, horns, horn2, tail]), hide, 0.97, mark=mark, contour=True)
    person(
        canvas,
        float(x - 0.02 * f * size),
        float(y - 0.54 * size),
        size * 0.5,
        near,
        subject,
        palette.accent,
        f,
    )


def _sail(canvas: Canvas, x: float, y: float, size: float, facing: float, mark: Mark) -> None:
    """A mast and its battened sail on a boat of length `size`."""
    u, palette, ink = canvas.unit, canvas.palette, _ink(canvas)
    k = (facing * size, size)
    mast = np.array([[x, y - size * 0.04], [x, y - size * 0.95]])
    corners = np.array([[0.0, -0.92], [0.36, -0.84], [0.42, -0.5], [0.36, -0.17], [0.0, -0.15]])
    cloth = curve(corners * k + (x, y), 18)
    canvas.fill([cloth], mix(palette.wall, palette.foot, 0.3), 0.97, mark=mark)
    ribs = [
        np.array([[0.0, -h], [0.4 - 0.35 * abs(h - 0.52) ** 2, -h + 0.03]]) * k + (x, y)
        for h in (0.3, 0.45, 0.6, 0.75)
    ]
    canvas.draw(np.concatenate([line(r, max(0.4, 0.4 * u)) for r in ribs]), ink, 0.5)
    rigging = [line(cloth, max(0.5, 0.5 * u)), line(mast, max(0.6, size * 0.012))]
    canvas.draw(np.concatenate(rigging), ink, 0.85, mark=mark, contour=True)


def _cabin(canvas: Canvas, x: float, y: float, size: float, facing: float, mark: Mark) -> None:
    """A cabin of matting on a boat of length `size`."""
    palette = canvas.palette
    corners = np.array([[-0.22, -0.05], [-0.2, -0.2], [0.0, -0.27], [0.17, -0.2], [0.2, -0.05]])
    cabin = curve(corners * (facing * size, size) + (x, y), 16)
    canvas.fill([cabin], mix(palette.foot, palette.ink, 0.25), 0.97, mark=mark)
    canvas.draw(line(cabin, max(0.5, 0.55 * canvas.unit)), _ink(canvas), 0.85, contour=True)


def boat(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int, sail: bool) -> None:
    """A river boat with a matting cabin and a boatman, or with a sail; `size` is its length."""
    rng, palette, u = canvas.rng, canvas.palette, canvas.unit
    f = float(rng.choice([-1.0, 1.0]))
    mark = Mark(FIGURES, subject, near)
    wood, ink = mix(palette.trunk, palette.paper, 0.3), _ink(canvas)
    t = np.linspace(-1, 1, 15)
    rim = np.stack([x + f * t * size * 0.5, y - size * (0.05 + 0.10 * t**2 + 0.03 * t)], 1)
    keel = np.stack([x + f * t[::-1] * size * 0.42, y + size * 0.05 * (1 - t[::-1] ** 2)], 1)
    shade = np.stack([x + t * size * 0.48, y + size * (0.10 - 0.03 * np.abs(t))], 1)
    canvas.draw(line(shade, size * 0.025, 0.8), mix(palette.water, palette.ink, 0.4), 0.45)
    if sail:
        _sail(canvas, x, y, size, f, mark)
    else:
        _cabin(canvas, x, y, size, f, mark)
        robe = palette.accent if rng.random() < 0.5 else palette.wall
        person(canvas, x + f * size * 0.34, y - size * 0.06, size * 0.36, near, subject, robe, f)
    canvas.fill([np.concatenate([rim, keel])], wood, 0.98, mark=mark)
    canvas.draw(
        np.concatenate([line(rim, max(0.6, 0.75 * u)), line(keel, max(0.6, 0.9 * u))]), ink, 0.9, contour=True
    )


def birds(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int) -> None:
    """A skein of wild geese; `size` is the length of the skein."""
    rng, u = canvas.rng, canvas.unit
    mark = Mark(FIGURES, subject, near, False)
    n = 11
    span = max(size * 0.068, 6.0 * u)
    parts = []
    for i in range(n):
        k = (i + 1) // 2 * (1 if i % 2 else -1)
        px = x + abs(k) * size * 0.12 - size * 0.2 + rng.normal(0, size * 0.012)
        py = y + k * size * 0.055 + rng.normal(0, size * 0.012)
        lift = rng.uniform(0.25, 0.55)
        wing = np.array(
            [[-1.0, -lift * 0.7], [-0.45, -lift], [0.0, 0.05], [0.45, -lift], [1.0, -lift * 0.6]]
        ) * span + (px, py)
        parts.append(
            line(
                curve(wing, 11), np.interp(np.arange(11), [0, 5, 10], [0.3, 1.25, 0.3]) * max(u, span * 0.11)
            )
        )
    canvas.draw(
        np.concatenate(parts), mix(_ink(canvas), canvas.palette.line, 0.5), 0.92, mark=mark, contour=True
    )


def cranes(canvas: Canvas, x: float, y: float, size: float, near: float, subject: int) -> None:
    """Two or three white cranes in flight; `size` is a wing span."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    mark = Mark(FIGURES, subject, near)
    f = float(rng.choice([-1.0, 1.0]))
    white, ink = np.array([0.99, 0.985, 0.96], np.float32), palette.ink
    for i in range(int(rng.integers(2, 4))):
        s = size * (1.0, 0.8, 0.7)[i]
        c = np.array([x, y]) + np.array([(0, 0), (-0.95, 0.42), (0.8, 0.5)][i]) * size
        lift = rng.uniform(0.32, 0.5)
        k = (f * s, s)
        wings = [
            curve(np.array([[0.05, 0.0], [-0.12, -lift * 0.8], [-0.42, -lift]]) * k + c, 9),
            curve(np.array([[0.05, 0.0], [0.16, -lift * 0.7], [0.38, -lift * 1.15]]) * k + c, 9),
        ]
        body = line(np.array([[-0.14, 0.05], [0.16, -0.01]]) * k + c, np.array([0.05, 0.045]) * s)
        neck = line(
            curve(np.array([[0.14, -0.02], [0.28, -0.06], [0.42, -0.03]]) * k + c, 7),
            np.linspace(0.028, 0.018, 7) * s,
        )
        legs = line(np.array([[-0.14, 0.05], [-0.46, 0.13]]) * k + c, max(0.012 * s, 0.5 * u))
        wide = np.interp(np.arange(9), [0, 4, 8], np.array([0.06, 0.075, 0.02]) * s)
        rim = np.concatenate([line(w, wide + 0.9 * u) for w in wings])
        canvas.draw(np.concatenate([rim, legs]), mix(ink, palette.wash, 0.3), 0.7, mark=mark, contour=True)
        canvas.draw(np.concatenate([line(w, wide) for w in wings] + [body, neck]), white, 0.98, mark=mark)
        tips = [segments(w[None, -4:], np.array([[0.03, 0.035, 0.03, 0.012]]) * s) for w in wings]
        tail = line(np.array([[-0.14, 0.04], [-0.24, 0.07]]) * k + c, np.array([0.045, 0.02]) * s)
        canvas.draw(np.concatenate([*tips, tail]), ink, 0.9)
        crown = np.array([[0.42, -0.04]]) * k + c
        canvas.draw(
            dabs(crown, 0.02 * s, 0.0, 0.03 * s), np.array([0.8, 0.18, 0.13], np.float32), 1.0, mark=mark
        )
        bill = line(np.array([[0.44, -0.03], [0.53, -0.01]]) * k + c, np.array([0.014, 0.006]) * s + 0.2 * u)
        canvas.draw(bill, ink, 0.9)
