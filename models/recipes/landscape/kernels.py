"""Compiled pixel loops: capsule strokes, blending, mountain bodies.

Only loops that numpy cannot express without full-size temporaries live here. All arrays are C-contiguous;
picture planes are float32 in [0, 1] unless a name says otherwise.
"""

from collections.abc import Callable
from math import ceil, exp, floor, sqrt
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

P = ParamSpec("P")
R = TypeVar("R")
F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Array = npt.NDArray[Any]


def jit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with numba and keep the machine code on disk; typed as the plain function."""
    return cast(Callable[P, R], numba.njit(cache=True)(function))


@jit
def capsules(mask: F32, segments: F32) -> None:
    """Draw tapered capsules into `mask` by maximum.

    `segments` is float32[n, 7]: x0, y0, x1, y1, radius0, radius1, opacity, in pixels. Coverage is one pixel
    wide at the rim, and a stroke thinner than a pixel gets fainter rather than broken.
    """
    height, width = mask.shape
    for i in range(segments.shape[0]):
        x0, y0, x1, y1 = segments[i, 0], segments[i, 1], segments[i, 2], segments[i, 3]
        r0, r1, alpha = segments[i, 4], segments[i, 5], segments[i, 6]
        reach = max(r0, r1) + 1.0
        left = max(0, int(floor(min(x0, x1) - reach)))
        right = min(width - 1, int(ceil(max(x0, x1) + reach)))
        top = max(0, int(floor(min(y0, y1) - reach)))
        bottom = min(height - 1, int(ceil(max(y0, y1) + reach)))
        dx, dy = x1 - x0, y1 - y0
        inverse = 1.0 / (dx * dx + dy * dy + 1e-6)
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                t = ((x - x0) * dx + (y - y0) * dy) * inverse
                t = min(1.0, max(0.0, t))
                ex, ey = x - x0 - t * dx, y - y0 - t * dy
                squared = ex * ex + ey * ey
                if squared >= reach * reach:
                    continue
                radius = r0 + (r1 - r0) * t
                cover = min(min(1.0, 2.0 * radius), radius + 0.5 - sqrt(squared)) * alpha
                if cover > mask[y, x]:
                    mask[y, x] = cover


@jit
def blend(rgb: F32, mask: F32, x0: int, y0: int, colour: F32, opacity: float, glaze: bool) -> None:
    """Lay `colour` through `mask` (placed with its corner at x0, y0): opaque, or as a darkening glaze."""
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            m = mask[y, x] * opacity
            if m <= 0.002:
                continue
            for c in range(3):
                old = rgb[y0 + y, x0 + x, c]
                if glaze:
                    rgb[y0 + y, x0 + x, c] = old * (1.0 - m * (1.0 - colour[c]))
                else:
                    rgb[y0 + y, x0 + x, c] = old + m * (colour[c] - old)


@jit
def dry(mask: F32, x0: int, y0: int, grain: F32, amount: float) -> None:
    """Break a stroke mask where the brush runs dry: `grain` is a picture-sized field in [0, 1]."""
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            if mask[y, x] > 0.0:
                gap = (grain[y0 + y, x0 + x] - (1.0 - amount)) * 4.0
                mask[y, x] *= 1.0 - 0.85 * min(1.0, max(0.0, gap))


@jit
def stamp(mask: F32, x0: int, y0: int, labels: U8, subjects: U8, depth: U8, line: F32, codes: U8) -> None:
    """Write the truth under a body mask. `codes`: label (255 keeps), subject, depth, 1 to wipe lines
    beneath."""
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            m = mask[y, x]
            if m <= 0.0:
                continue
            if codes[3] == 1:
                line[y0 + y, x0 + x] *= 1.0 - m
            if m > 0.45:
                if codes[0] != 255:
                    labels[y0 + y, x0 + x] = codes[0]
                    depth[y0 + y, x0 + x] = codes[2]
                subjects[y0 + y, x0 + x] = codes[1]


@jit
def deepen(line: F32, mask: F32, x0: int, y0: int) -> None:
    """Join a stroke mask to the line drawing by maximum."""
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            if mask[y, x] > line[y0 + y, x0 + x]:
                line[y0 + y, x0 + x] = mask[y, x]


@jit
def stone_fade(v: float, n: float, start: float) -> float:
    """How much of a rock is left at depth `v` (0 crest, 1 foot) before the mist has it; `n` is noise."""
    w = min(1.0, max(0.0, (v + 0.22 * (n - 0.5) - start) / (1.0 - start)))
    return 1.0 - w * w * (3.0 - 2.0 * w)


@jit
def stone_shadow(v: float, n: float, below: float, span: float, shade: float, crest_wash: float) -> float:
    """Share of shadow in [0, 1], `below` pixels under the crest of a rock `span` pixels tall."""
    shadow = shade * max(0.0, 1.0 - abs(n - 0.5) * 5.0) * (1.0 - 0.6 * v) + shade * 0.55 * (n - 0.45)
    shadow += crest_wash * exp(-below / (0.16 * span + 2.0))
    return min(1.0, max(0.0, shadow))


@jit
def stone_tone(colours: F32, c: int, v: float, shadow: float, white: float) -> float:
    """Channel `c` of a rock at depth `v`: crest to slope to foot, then shadow, then snow."""
    t = min(1.0, v * 1.5)
    if t < 0.5:
        body: float = colours[0, c] + (colours[1, c] - colours[0, c]) * (t * 2.0)
    else:
        body = colours[1, c] + (colours[2, c] - colours[1, c]) * (t * 2.0 - 1.0)
    body += (colours[3, c] - body) * shadow
    body += (0.97 - body) * white
    return body


@jit
def mountain_body(
    rgb: F32,
    labels: U8,
    subjects: U8,
    depth: U8,
    line: F32,
    alpha: F32,
    left: int,
    tops: F32,
    feet: F32,
    noise: F32,
    offset: Array,
    colours: F32,
    dials: F32,
    codes: U8,
) -> None:
    """Paint one rock mass column by column and write its truth in the same pass.

    `tops` and `feet` hold, for each column from `left`, the crest and the line where mist has swallowed the
    foot. `colours` is float32[4, 3]: crest, slope, foot, shadow. `dials`: fade start (share of the height),
    shade strength, crest wash strength, noise frequency, opacity, snow. `alpha` receives the coverage.
    """
    height, width = alpha.shape
    side = noise.shape[0]
    frequency, opacity, snow = dials[3], dials[4], dials[5]
    for i in range(tops.shape[0]):
        x = left + i
        if x < 0 or x >= width:
            continue
        top, foot = tops[i], feet[i]
        span = max(4.0, foot - top)
        for y in range(max(0, int(top)), min(height, int(foot) + 1)):
            cover = min(1.0, max(0.0, y - top + 0.5))
            v = min(1.0, max(0.0, (y - top) / span))
            u_n = int((x * 1.7 + offset[0]) * frequency * 1.3) % side
            v_n = int((y * 0.8 - 0.5 * top + offset[1]) * frequency) % side
            n = noise[v_n, u_n]
            a = cover * stone_fade(v, n, dials[0]) * opacity
            if a <= 0.003:
                continue
            shadow = stone_shadow(v, n, y - top, span, dials[1], dials[2])
            white = snow * min(1.0, max(0.0, 1.1 - 2.1 * v + 1.7 * (n - 0.5)))
            for c in range(3):
                rgb[y, x, c] += a * (stone_tone(colours, c, v, shadow, white) - rgb[y, x, c])
            alpha[y, x] = a
            line[y, x] *= 1.0 - a
            if a > 0.3:
                labels[y, x] = codes[0]
                depth[y, x] = codes[2]
                subjects[y, x] = codes[1]
