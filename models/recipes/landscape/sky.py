"""Sky and weather: wash, sun, moon, mist, rain, snow and night."""

import cv2
import numpy as np

from .canvas import BLANK, Canvas, Mark, smooth_field
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
    ground = mix(palette.wash, palette.ink, 0.35) if not dark else mix(palette.paper, rgb("#8fa3c4"), 0.4)
    canvas.wash(halo, ground, 0.55)
    canvas.stamp_mask(disc, Mark(BLANK, subject, 0.0))
    canvas.wash(disc, rgb("#fbf3d9"), 0.97)
    canvas.ring(x, y, radius)


def mist_band(canvas: Canvas, y: float, thickness: float, amount: float, truth: bool = True) -> None:
    """A horizontal drift of mist centred on row `y`; where it is dense the truth becomes blank."""
    top, bottom = max(0, int(y - thickness)), min(canvas.height, int(y + thickness))
    if bottom - top < 4 or amount <= 0.02:
        return
    t = (np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(y)) / np.float32(thickness)
    field = smooth_field(bottom - top, canvas.width, canvas.rng, 0.5)
    mask = np.clip((1 - t * t) * (0.35 + 1.1 * field) * np.float32(amount), 0, 1).astype(np.float32)
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
    for _ in range(int(rng.integers(1, 4))):
        cx, cy = rng.uniform(0, canvas.width), y + rng.normal(0, 0.05) * side
        width = side * rng.uniform(0.14, 0.3)
        n = int(rng.integers(4, 8))
        t = np.linspace(-1, 1, n)
        centres = np.stack([cx + t * width, cy - (1 - t * t) * side * 0.012 + rng.normal(0, 1, n)], 1)
        canvas.draw(dabs(centres, side * 0.12, 0.0, side * 0.016 * (1.1 - 0.7 * np.abs(t))), canvas.palette.mist, 0.75 * amount)


def rain(canvas: Canvas, subject: int) -> None:
    """Slanting threads of rain over a wet grey veil."""
    rng, u, palette = canvas.rng, canvas.unit, canvas.palette
    dark = luminance(palette.paper) < 0.4
    veil = smooth_field(canvas.height, canvas.width, rng, 0.5) * np.float32(0.5) + np.float32(0.3)
    canvas.wash(np.ascontiguousarray(veil, dtype=np.float32), mix(palette.wash, palette.ink, 0.35), 0.32)
    n = int(190 * canvas.width * canvas.height / canvas.side**2)
    start = np.stack([rng.uniform(-0.1, 1.05, n) * canvas.width, rng.uniform(-0.1, 1.0, n) * canvas.height], 1)
    run = rng.uniform(18, 46, n)[:, None] * u
    end = start + np.array([0.26, 1.0]) * run
    strokes = segments(np.stack([start, end], 1), np.float32(max(0.5, 0.6 * u)), rng.uniform(0.35, 0.9, n))
    light = palette.mist if dark else mix(palette.mist, np.ones(3, np.float32), 0.5)
    canvas.draw(strokes[: n // 2], mix(palette.ink, palette.wash, 0.4) if not dark else light, 0.42, mark=Mark(255, subject, 0, False))
    canvas.draw(strokes[n // 2 :], light, 0.5, mark=Mark(255, subject, 0, False))


def snow(canvas: Canvas, subject: int) -> None:
    """Falling flakes; the ground has been whitened when the rocks were painted."""
    rng, u = canvas.rng, canvas.unit
    veil = np.full((canvas.height, canvas.width), 1.0, np.float32)
    canvas.wash(veil, mix(canvas.palette.ink, rgb("#7f8ea6"), 0.75), 0.2, glaze=True)
    n = int(320 * canvas.width * canvas.height / canvas.side**2)
    centres = np.stack([rng.uniform(0, canvas.width, n), rng.uniform(0, canvas.height, n)], 1)
    size = np.maximum(u * rng.uniform(0.8, 2.3, n) ** 1.1, 0.7)
    canvas.draw(dabs(centres, 0.1, 0.0, size, rng.uniform(0.6, 1.0, n)), np.ones(3, np.float32), 0.92,
                mark=Mark(255, subject, 0, False))


def night(canvas: Canvas) -> None:
    """Moonlit dark: everything under an indigo glaze, a little lighter in the upper middle."""
    h, w = canvas.height, canvas.width
    field = smooth_field(h, w, canvas.rng, 0.4)
    y = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    mask = np.clip(0.95 - 0.18 * field - 0.2 * np.exp(-(((y - 0.35) / 0.2) ** 2)), 0, 1)
    dark = luminance(canvas.palette.paper) < 0.4
    canvas.wash(np.ascontiguousarray(mask, dtype=np.float32), rgb("#33436e"), 0.92 if not dark else 0.5, glaze=True)


def glow(canvas: Canvas, subject_codes: list[int]) -> None:
    """Lamp light from the windows: bright lamp pixels of the buildings bleed into the dark."""
    lamp = canvas.palette.lamp
    warm = (canvas.labels == 4) & (canvas.rgb[..., 0] > canvas.rgb[..., 2] * 1.8) & (canvas.rgb[..., 0] > 0.22)
    if not warm.any() or not subject_codes:
        return
    mask = warm.astype(np.float32)
    canvas.wash(mask, lamp, 0.85)
    soft = cv2.GaussianBlur(mask, (0, 0), 9 * canvas.unit)
    canvas.wash(np.clip(soft * np.float32(2.2), 0, 1).astype(np.float32), lamp, 0.5)


def stars(canvas: Canvas, bottom: float) -> None:
    """A few small stars in the blank sky."""
    rng, u = canvas.rng, canvas.unit
    n = 26
    centres = np.stack([rng.uniform(0, canvas.width, n), rng.uniform(0, bottom, n)], 1)
    column, row = centres[:, 0].astype(int), np.minimum(centres[:, 1].astype(int), canvas.height - 1)
    free = canvas.labels[row, column] == BLANK
    canvas.draw(dabs(centres[free], 0.1, 0.0, np.maximum(0.6, u * rng.uniform(0.5, 1.1, n)[free])), rgb("#f3e9c6"), 0.75)
