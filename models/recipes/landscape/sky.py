"""Sky and weather: wash, sun, moon, mist, rain, snow and night."""

import cv2
import numpy as np

from .canvas import BLANK, TREES, Canvas, Mark, smooth_field
from .kernels import F32
from .palette import luminance, mix, rgb
from .strokes import dabs, segments


def gradient(canvas: Canvas, horizon: float) -> None:
    """A graded wash from the top of the paper, leaving the horizon pale."""
    style, h = canvas.style, canvas.height
    y = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    cloud = smooth_field(h, canvas.width, canvas.rng, 0.7)
    fall = np.clip(1 - y / max(0.15, horizon / h), 0, 1) ** 1.3
    mask = np.ascontiguousarray(fall * (0.55 + 0.7 * cloud), dtype=np.float32)
    canvas.wash(np.clip(mask, 0, 1), canvas.palette.wash, 0.15 + 0.8 * style.wash)


def _disc(canvas: Canvas, x: float, y: float, radius: float) -> tuple[F32, F32]:
    yy, xx = np.mgrid[0 : canvas.height, 0 : canvas.width].astype(np.float32)
    distance = np.sqrt((xx - np.float32(x)) ** 2 + (yy - np.float32(y)) ** 2)
    disc = np.clip(np.float32(radius) - distance + np.float32(0.5), 0, 1).astype(np.float32)
    halo = np.exp(-np.maximum(distance - np.float32(radius), 0) / np.float32(radius * 0.9)).astype(np.float32)
    return disc, halo * (1 - disc)


def sun(canvas: Canvas, x: float, y: float, radius: float, subject: int) -> None:
    """A red sun with a faint glow."""
    disc, halo = _disc(canvas, x, y, radius)
    red = mix(rgb("#d9482b"), canvas.palette.accent, 0.2)
    canvas.wash(halo, mix(red, canvas.palette.mist, 0.45), 0.4)
    canvas.stamp_mask(disc, Mark(BLANK, subject, 0.0))
    canvas.wash(disc, red, 0.92)
    canvas.ring(x, y, radius)


def moon(canvas: Canvas, x: float, y: float, radius: float, subject: int) -> None:
    """A pale moon, reserved from a surrounding cloud of wash."""
    disc, halo = _disc(canvas, x, y, radius)
    palette = canvas.palette
    dark = luminance(palette.paper) < 0.4
    ground = (
        mix(mix(palette.wash, rgb("#7f93b5"), 0.35), palette.ink, 0.15)
        if not dark
        else mix(palette.paper, rgb("#8fa3c4"), 0.4)
    )
    canvas.wash(halo, ground, 0.42)
    canvas.stamp_mask(disc, Mark(BLANK, subject, 0.0))
    canvas.wash(disc, rgb("#fbf3d9"), 0.97)
    canvas.ring(x, y, radius)


def _before_mist(canvas: Canvas) -> F32:
    """How far each pixel stands before the mist, float32[H, W]: near ground, and things more than rock."""
    near = canvas.depth.astype(np.float32) * np.float32(1 / 127.5) - 1
    things = (canvas.labels >= TREES).astype(np.float32) * np.float32(0.65)
    return np.asarray(np.clip(np.maximum(near, things), 0, 0.85), dtype=np.float32)


def mist_band(canvas: Canvas, y: float, thickness: float, amount: float, truth: bool = True) -> None:
    """A horizontal drift of mist centred on row `y`; where it is dense the truth becomes blank."""
    top, bottom = max(0, int(y - thickness)), min(canvas.height, int(y + thickness))
    if bottom - top < 4 or amount <= 0.02:
        return
    t = (np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(y)) / np.float32(thickness)
    field = smooth_field(bottom - top, canvas.width, canvas.rng, 0.5)
    drift = smooth_field(bottom - top, canvas.width, canvas.rng, 0.9)
    t = t + np.float32(0.9) * (drift - np.float32(0.5)) * (1 - np.abs(t))
    edge = np.clip((1 - np.abs(t)) * 2.5, 0, 1)
    dome = np.maximum(1 - t * t, 0) * edge
    body = dome**1.5 * np.clip(field * 2.0 - 0.25 + 0.35 * dome, 0, 1.2)
    near = _before_mist(canvas)[top:bottom]
    mask = np.clip(body * np.float32(amount) * (1 - near), 0, 0.96).astype(np.float32)
    canvas.wash(np.ascontiguousarray(mask), canvas.palette.mist, 1.0, y0=top)
    canvas.line[top:bottom] *= 1 - mask
    if truth:
        hidden = mask > 0.72
        canvas.labels[top:bottom][hidden] = BLANK
        canvas.depth[top:bottom][hidden] = 0
        canvas.subjects[top:bottom][hidden] = 0


def cloud_scrolls(canvas: Canvas, y: float, amount: float) -> None:
    """Ribbons of mist with soft scalloped upper edges, the way cloud is reserved in blue-green painting."""
    rng, side = canvas.rng, canvas.side
    clear = 1 - _before_mist(canvas)
    for _ in range(int(rng.integers(1, 4))):
        cx, cy = rng.uniform(0, canvas.width), y + rng.normal(0, 0.05) * side
        width = side * rng.uniform(0.14, 0.3)
        n = int(rng.integers(4, 8))
        t = np.linspace(-1, 1, n)
        centres = np.stack([cx + t * width, cy - (1 - t * t) * side * 0.012 + rng.normal(0, 1, n)], 1)
        canvas.draw(
            dabs(centres, side * 0.12, 0.0, side * 0.016 * (1.1 - 0.7 * np.abs(t))),
            canvas.palette.mist,
            0.75 * amount,
            clip=clear,
        )


def winter(canvas: Canvas) -> None:
    """A cold grey ground, against which snow is white; laid before the mountains."""
    t = np.linspace(1.0, 0.55, canvas.height, dtype=np.float32)[:, None]
    mask = np.ascontiguousarray(np.broadcast_to(t, (canvas.height, canvas.width)), dtype=np.float32)
    canvas.wash(mask, mix(canvas.palette.wash, rgb("#8d99aa"), 0.75), 0.62 if canvas.pale else 0.2)


def rain(canvas: Canvas, subject: int) -> None:
    """Slanting threads of rain over a wet grey veil."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    dark = luminance(palette.paper) < 0.4
    veil = smooth_field(canvas.height, canvas.width, rng, 0.5) * np.float32(0.5) + np.float32(0.3)
    canvas.wash(np.ascontiguousarray(veil, dtype=np.float32), mix(palette.wash, palette.ink, 0.35), 0.32)
    n = int(190 * canvas.width * canvas.height / canvas.side**2)
    start = np.stack(
        [rng.uniform(-0.1, 1.05, n) * canvas.width, rng.uniform(-0.1, 1.0, n) * canvas.height], 1
    )
    run = rng.uniform(18, 46, n)[:, None] * u
    end = start + np.array([0.26, 1.0]) * run
    strokes = segments(np.stack([start, end], 1), max(0.5, 0.6 * u), rng.uniform(0.35, 0.9, n))
    light = rgb("#b9c6dc") if dark else mix(palette.mist, np.ones(3, np.float32), 0.5)
    canvas.draw(
        strokes[: n // 2],
        mix(palette.ink, palette.wash, 0.4) if not dark else light,
        0.42,
        mark=Mark(255, subject, 0, False),
    )
    canvas.draw(strokes[n // 2 :], light, 0.5, mark=Mark(255, subject, 0, False))


def leaves(canvas: Canvas, subject: int) -> None:
    """Leaves blown across the picture: autumn even where no tree stands."""
    rng, u = canvas.rng, canvas.unit
    n = int(54 * canvas.width * canvas.height / canvas.side**2)
    centres = np.stack([rng.uniform(0, canvas.width, n), canvas.height * (0.3 + 0.68 * rng.random(n))], 1)
    size = np.maximum(u * rng.uniform(1.6, 2.9, n), 1.0)
    red = mix(canvas.palette.leaf, rgb("#cf4a26"), 0.5)
    gold = mix(canvas.palette.leaf, rgb("#d99a33"), 0.6)
    strokes = dabs(
        centres, size * 2.6, rng.uniform(0, np.pi, n), size * 0.8, rng.uniform(0.75, 1.0, n)
    ).reshape(n, 2, 7)
    for part, colour in ((strokes[: n // 2], red), (strokes[n // 2 :], gold)):
        canvas.draw(part.reshape(-1, 7), colour, 0.92, mark=Mark(255, subject, 0, False))


def snow(canvas: Canvas, subject: int) -> None:
    """Falling flakes; the ground has been whitened when the rocks were painted."""
    rng, u = canvas.rng, canvas.unit
    n = int(320 * canvas.width * canvas.height / canvas.side**2)
    centres = np.stack([rng.uniform(0, canvas.width, n), rng.uniform(0, canvas.height, n)], 1)
    size = np.maximum(u * rng.uniform(0.8, 2.3, n) ** 1.1, 0.7)
    canvas.draw(
        dabs(centres, 0.1, 0.0, size, rng.uniform(0.6, 1.0, n)),
        np.ones(3, np.float32),
        0.92,
        mark=Mark(255, subject, 0, False),
    )


def night(canvas: Canvas, moon_code: int) -> None:
    """Moonlit dark: everything under an indigo glaze; the moon and lit windows shine through it."""
    h, w = canvas.height, canvas.width
    field = smooth_field(h, w, canvas.rng, 0.4)
    y = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    mask = np.clip(0.98 - 0.15 * field - 0.3 * np.exp(-(((y - 0.5) / 0.16) ** 2)), 0, 1)
    dark = luminance(canvas.palette.paper) < 0.4
    canvas.wash(
        np.ascontiguousarray(mask, dtype=np.float32), rgb("#3d5187"), 0.95 if not dark else 0.3, glaze=True
    )
    disc = (canvas.subjects == moon_code).astype(np.float32)
    if disc.any():
        glow = cv2.GaussianBlur(disc, (0, 0), 14 * canvas.unit).astype(np.float32)
        canvas.wash(np.minimum(glow * np.float32(0.75), np.float32(1.0)), rgb("#a9bddb"), 0.7)
        canvas.wash(disc, rgb("#fdf3cf"), 0.95)
    _lamp_light(canvas)


def _lamp_light(canvas: Canvas) -> None:
    if not canvas.lamps:
        return
    mask = np.zeros((canvas.height, canvas.width), np.uint8)
    for polygon, subject in canvas.lamps:
        one = np.zeros_like(mask)
        cv2.fillPoly(one, [np.round(polygon * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        one[canvas.subjects != subject] = 0
        mask = np.maximum(mask, one)
    light = mask.astype(np.float32) * np.float32(1 / 255)
    near = cv2.GaussianBlur(light, (0, 0), 5 * canvas.unit)
    wide = cv2.GaussianBlur(light, (0, 0), 22 * canvas.unit)
    canvas.wash(np.clip(near * 1.4 + wide * 2.5, 0, 0.8).astype(np.float32), rgb("#f0a04a"), 0.75)
    canvas.wash(light, rgb("#ffd98a"), 0.95)


def stars(canvas: Canvas, bottom: float) -> None:
    """A few small stars in the blank sky."""
    rng, u = canvas.rng, canvas.unit
    n = 26
    centres = np.stack([rng.uniform(0, canvas.width, n), rng.uniform(0, bottom, n)], 1)
    column, row = centres[:, 0].astype(int), np.minimum(centres[:, 1].astype(int), canvas.height - 1)
    free = canvas.labels[row, column] == BLANK
    canvas.draw(
        dabs(centres[free], 0.1, 0.0, np.maximum(0.6, u * rng.uniform(0.5, 1.1, n)[free])),
        rgb("#f3e9c6"),
        0.75,
    )
