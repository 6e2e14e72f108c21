"""Mountains: ranges, peaks, hills, cliffs and banks, built of overlapping rock masses with texture
strokes."""

from dataclasses import dataclass

import cv2
import numpy as np

from . import kernels, texture
from .canvas import MOUNTAIN, Canvas, Mark, noise_tile
from .kernels import F32, Array
from .palette import mix
from .strokes import dabs, line, segments, wander

__all__ = ["Rock", "crest_line", "far_range", "massif", "paint_rock"]


@dataclass(frozen=True)
class Rock:
    """One rock mass: crest by column, from column `left`; `foot` is where it has gone into mist (pixel
    rows)."""

    left: int
    tops: F32
    feet: F32
    near: float
    subject: int
    fade: float = 0.35
    snow: float = 0.0

    @property
    def columns(self) -> Array:
        """Column numbers of the crest, float[n]."""
        return np.arange(self.left, self.left + len(self.tops), dtype=np.float64)

    def top_at(self, x: Array | float) -> Array:
        """The crest row at column(s) `x`."""
        return np.asarray(np.interp(x, self.columns, self.tops))


def crest_line(rng: np.random.Generator, count: int, steep: float, ragged: float, peaks: int = 3) -> Array:
    """Heights of a mountain across its width, float[count] in [0, 1]: a chief peak and its attendants.

    `steep` runs from rounded hills (0) to towers (1); `ragged` adds broken detail and ledges.
    """
    t = np.linspace(-1.0, 1.0, count)
    lean = rng.uniform(-0.35, 0.35)
    flank = np.where(t < lean, (lean - t) / (1 + lean), (t - lean) / (1 - lean))
    if steep < 0.35:
        out = np.clip(1 - flank ** rng.uniform(1.6, 2.2), 0, 1) * rng.uniform(0.85, 1.0)
    else:
        out = np.clip(1 - flank, 0, 1) ** rng.uniform(0.75, 1.15) * rng.uniform(0.6, 0.78)
        summit = np.clip((1 - flank * rng.uniform(1.7, 2.9)), 0, 1) ** rng.uniform(0.3, 0.55)
        out = np.maximum(out, summit * (0.93 + 0.07 * np.cos(flank * 9)))
    for _ in range(peaks + int(3 * steep)):
        at = rng.uniform(-0.85, 0.85)
        width = rng.uniform(0.12, 0.3) * (1.35 - 0.7 * steep)
        height = rng.uniform(0.35, 0.95) * (1 - 0.6 * abs(at - lean)) * (0.6 + 0.4 * steep)
        away = np.abs(t - at) / width
        column = (
            np.clip(1 - away, 0, 1) ** rng.uniform(0.3, 0.6) if steep > 0.35 else np.clip(1 - away**2, 0, 1)
        )
        out = np.maximum(out, height * column)
    edge = np.clip((1 - np.abs(t)) * 5, 0, 1)
    ledge = np.round(out * 7) / 7
    out = out + (ledge - out) * 0.3 * max(0.0, steep - 0.4) * ragged
    out = (
        out + wander(rng, count, 0.48 + 0.14 * ragged) * (0.010 + 0.032 * ragged * (0.4 + 0.6 * steep)) * edge
    )
    return np.asarray(np.clip(out, 0, 1.15) * np.clip((1 - np.abs(t)) * 12, 0, 1))


def paint_rock(canvas: Canvas, rock: Rock, detail: float = 1.0) -> None:
    """Body, texture strokes, moss and contour of one rock mass."""
    style, palette, rng = canvas.style, canvas.palette, canvas.rng
    air = (1.0 - rock.near) ** 1.3 * (0.3 + 0.45 * style.mist)
    tones = [mix(c, palette.mist, air) for c in (palette.crest, palette.slope, palette.foot, palette.shadow)]
    alpha = np.zeros((canvas.height, canvas.width), np.float32)
    strength = (0.25 + 0.5 * style.contrast) * (0.5 + 0.5 * style.ink_density)
    tall = float(np.percentile(rock.feet - rock.tops, 90))
    frequency = float(np.clip(190.0 / max(tall, 8.0), 0.4, 1.7))
    dials = np.array(
        [rock.fade, strength, 0.12 + 0.3 * style.wetness, frequency, 0.97, rock.snow], np.float32
    )
    offset = rng.integers(0, 1024, 2).astype(np.float64) + 4096.0
    kernels.mountain_body(
        canvas.rgb,
        canvas.labels,
        canvas.subjects,
        canvas.depth,
        canvas.line,
        alpha,
        rock.left,
        rock.tops.astype(np.float32),
        rock.feet.astype(np.float32),
        noise_tile(),
        offset,
        np.ascontiguousarray(tones, dtype=np.float32),
        dials,
        Mark(MOUNTAIN, rock.subject, rock.near).codes(),
    )
    ink = mix(
        palette.ink if style.gilding < 0.5 else mix(palette.ink, palette.shadow, 0.5), palette.mist, air
    )
    if detail > 0.0:
        texture.paint(canvas, rock, ink, alpha, detail * (1 - 0.6 * air))
    _contour(canvas, rock, alpha, air)
    if detail > 0.3:
        _moss(canvas, rock, mix(palette.leaf_dark, palette.ink, 0.35), alpha, air, detail)


def _contour(canvas: Canvas, rock: Rock, alpha: F32, air: float) -> None:
    style, palette, rng = canvas.style, canvas.palette, canvas.rng
    step = max(1, round(2.0 * canvas.unit))
    x = rock.columns[::step]
    y = rock.tops[::step].astype(np.float64)
    if len(x) < 3:
        return
    pressure = 0.6 + 0.4 * np.clip(wander(rng, len(x), 0.7), -1, 1.6)
    radius = canvas.unit * (0.45 + 1.1 * style.line_weight) * (0.45 + 0.55 * rock.near) * pressure
    strokes = line(np.stack([x, y + radius * 0.6], 1), np.maximum(radius, 0.35))
    colour = mix(palette.line, palette.mist, air * 0.9)
    gold = style.gilding * 0.5
    rows = slice(max(0, int(y.min()) - 6), min(canvas.height, int(y.max()) + 6))
    clip = np.zeros_like(alpha)
    reach = 2 * int(np.ceil(float(radius.max()) + 0.5)) + 1
    clip[rows] = cv2.dilate(alpha[rows], np.ones((reach, reach), np.uint8)) if rows.stop > rows.start else 0
    opacity = min(1.0, style.outline * 1.3) * (0.35 + 0.65 * style.ink_density) + gold
    canvas.draw(
        strokes,
        colour,
        min(1.0, opacity),
        dryness=0.55 * (1 - style.wetness),
        contour=True,
        clip=np.minimum(clip * np.float32(1.2), np.float32(1.0)),
    )


def _moss(canvas: Canvas, rock: Rock, colour: F32, alpha: F32, air: float, detail: float) -> None:
    """Dots along the crest and in the hollows: distant shrubs."""
    style, rng, unit = canvas.style, canvas.rng, canvas.unit
    count = int(
        len(rock.tops) / unit * 0.28 * detail * (0.3 + style.stroke_density) * (0.4 + 0.8 * style.dots)
    )
    if count < 2:
        return
    clumps = rng.choice(rock.columns, max(2, count // 6))
    x = rng.choice(clumps, count) + rng.normal(0, 7 * unit, count)
    x = np.clip(x, rock.columns[0], rock.columns[-1])
    y = rock.top_at(x) + np.abs(rng.normal(0, 3.0 * unit, count)) - 0.5 * unit
    size = unit * rng.uniform(0.7, 1.7, count) * (0.5 + 0.6 * rock.near)
    canvas.draw(
        dabs(np.stack([x, y], 1), size * 1.6, 0.0, size * 0.8),
        mix(colour, canvas.palette.mist, air),
        (0.5 + 0.4 * style.ink_density),
        clip=np.minimum(alpha * np.float32(2.0), np.float32(1.0)),
    )


def massif(
    canvas: Canvas,
    centre: float,
    base: float,
    width: float,
    height: float,
    near: float,
    subject: int,
    *,
    steep: float,
    lobes: int = 5,
    snow: float = 0.0,
    detail: float = 1.0,
) -> list[Rock]:
    """A mountain of a main mass and lower shoulders before it; pixels; `base` is the row of its foot.

    Painted back to front. Returns the rocks, the chief one first.
    """
    rng, style = canvas.rng, canvas.style
    rocks = [
        _rock(canvas, centre, base, width, height, near, subject, steep, snow, 0.25 + 0.25 * (1 - style.mist))
    ]
    for i in range(lobes):
        share = (i + 1) / (lobes + 1)
        tall = height * (0.78 - 0.58 * share) * rng.uniform(0.8, 1.15)
        wide = width * rng.uniform(0.3, 0.6)
        at = centre + width * 0.42 * (1 if (i % 2) else -1) * rng.uniform(0.05, 1.0) * (0.45 + 0.55 * share)
        rocks.append(
            _rock(
                canvas,
                at,
                base + 0.02 * height * share,
                wide,
                tall,
                near + 0.06 * share,
                subject,
                steep * 0.9,
                snow,
                0.2 + 0.3 * (1 - style.mist),
            )
        )
    for rock in rocks:
        paint_rock(canvas, rock, detail)
    return rocks


def _rock(
    canvas: Canvas,
    centre: float,
    base: float,
    width: float,
    height: float,
    near: float,
    subject: int,
    steep: float,
    snow: float,
    fade: float,
) -> Rock:
    count = max(8, int(width))
    tops = base - height * crest_line(canvas.rng, count, steep, canvas.style.ruggedness, 3)
    sag = np.sin(np.linspace(0, np.pi, count)) * 0.06 * height
    feet = np.full(count, base) + sag
    return Rock(
        int(centre - count / 2), tops.astype(np.float32), feet.astype(np.float32), near, subject, fade, snow
    )


def far_range(canvas: Canvas, base: float, height: float, near: float, subject: int) -> None:
    """A boneless band of far hills right across the picture."""
    rng = canvas.rng
    count = canvas.width + 8
    x = np.linspace(0, 1, count)
    line_ = np.zeros(count)
    for _ in range(rng.integers(3, 7)):
        at, wide, tall = rng.uniform(-0.1, 1.1), rng.uniform(0.08, 0.3), rng.uniform(0.35, 1.0)
        line_ = np.maximum(line_, tall * np.exp(-(((x - at) / wide) ** 2)))
    line_ += wander(rng, count, 0.5) * 0.03
    tops = base - height * np.clip(line_, 0.0, 1.1) + 2
    rock = Rock(-4, tops.astype(np.float32), np.full(count, base + 3, np.float32), near, subject, 0.1)
    air = 0.35 + 0.35 * (1 - near) + 0.1 * canvas.style.mist
    palette = canvas.palette
    tone = mix(mix(palette.crest, palette.wash, 0.4), palette.mist, min(0.85, air))
    alpha = np.zeros((canvas.height, canvas.width), np.float32)
    dials = np.array([0.05, 0.08, 0.1, 0.5, 0.95, 0.0], np.float32)
    colours = np.stack([tone, mix(tone, palette.mist, 0.35), palette.mist, mix(tone, palette.shadow, 0.3)])
    kernels.mountain_body(
        canvas.rgb,
        canvas.labels,
        canvas.subjects,
        canvas.depth,
        canvas.line,
        alpha,
        rock.left,
        rock.tops,
        rock.feet,
        noise_tile(),
        rng.integers(0, 1024, 2).astype(np.float64) + 4096.0,
        np.ascontiguousarray(colours, dtype=np.float32),
        dials,
        Mark(MOUNTAIN, subject, near).codes(),
    )
    step = max(1, round(3 * canvas.unit))
    ridge = np.stack([rock.columns[::step], rock.tops[::step]], 1)
    canvas.draw(segments(ridge[None], 0.6 * canvas.unit + 0.2), tone, 0.0, contour=True, clip=alpha)
