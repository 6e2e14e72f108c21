"""Paper: fibre and silk weave, ageing and the red seal."""

import numpy as np

from .canvas import BLANK, Canvas, noise_crop, smooth_field
from .kernels import F32, Array
from .palette import luminance, rgb
from .strokes import line


def texture(canvas: Canvas) -> None:
    """Modulate the whole picture by long soft fibres and a darker edge; no per-pixel noise."""
    h, w = canvas.height, canvas.width
    fibre = noise_crop(max(8, h // 2), max(8, w // 2), canvas.rng, 5.0, 1.0)
    fibre = np.ascontiguousarray(np.repeat(np.repeat(fibre, 2, 0), 2, 1))
    fibre = _pad(fibre, h, w)
    fibre = (
        fibre + np.roll(fibre, 1, 0) + np.roll(fibre, 1, 1) + np.roll(fibre, (1, 1), (0, 1))
    ) * np.float32(0.25)
    cloud = smooth_field(h, w, canvas.rng, 0.5)
    grain = canvas.style.grain
    gain = (
        1
        + np.float32(0.028 * grain) * (fibre - np.float32(0.5))
        + np.float32(0.05 * grain) * (cloud - np.float32(0.5))
    )
    yy = np.linspace(-1, 1, h, dtype=np.float32)[:, None]
    xx = np.linspace(-1, 1, w, dtype=np.float32)[None]
    edge = np.maximum(np.abs(yy), np.abs(xx)) ** 6
    gain = gain - np.float32(0.03 + 0.06 * grain) * edge
    canvas.rgb *= gain[..., None]


def _pad(field: F32, height: int, width: int) -> F32:
    return np.ascontiguousarray(
        np.pad(field, ((0, height - field.shape[0]), (0, width - field.shape[1])), "edge")
    )


def seal(canvas: Canvas) -> None:
    """A square red seal in a blank corner, if there is one."""
    rng, side = canvas.rng, canvas.side
    size = side * rng.uniform(0.038, 0.05)
    spots = [(fx, fy) for fx in (0.07, 0.93) for fy in (0.09, 0.2, 0.9)]
    for index in rng.permutation(len(spots)):
        x, y = spots[index][0] * canvas.width, spots[index][1] * canvas.height
        x0, x1, y0, y1 = (int(v) for v in (x - size, x + size, y - size, y + size))
        patch = canvas.labels[max(0, y0) : y1, max(0, x0) : x1]
        if (patch == BLANK).all() and (canvas.subjects[max(0, y0) : y1, max(0, x0) : x1] == 0).all():
            _stamp(canvas, x, y, size)
            return


def _stamp(canvas: Canvas, x: float, y: float, size: float) -> None:
    rng = canvas.rng
    half = size / 2
    square: Array = np.array([[-half, -half], [half, -half], [half, half], [-half, half]]) + rng.normal(
        0, size * 0.02, (4, 2)
    )
    red = rgb("#b8321f") if luminance(canvas.palette.paper) > 0.4 else rgb("#c5432c")
    canvas.fill([np.add(square, (x, y))], red, 0.9)
    strokes = []
    for cx in (-0.22, 0.22):
        for cy in (-0.3, -0.1, 0.1, 0.3):
            if rng.random() < 0.8:
                strokes.append(
                    line(np.array([[cx - 0.14, cy], [cx + 0.14, cy]]) * size + (x, y), size * 0.028)
                )
        strokes.append(line(np.array([[cx, -0.34], [cx, 0.34]]) * size + (x, y), size * 0.028))
    canvas.draw(np.concatenate(strokes), canvas.palette.mist, 0.85)
