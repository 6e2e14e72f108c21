"""Paint: a scene in a style becomes a picture with its truth."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import buildings, figures, ground, mountains, paper, sky, trees, water
from .canvas import BLANK, Canvas
from .kernels import U8
from .layout import Layout, counted, plan
from .mountains import Rock, massif, paint_rock
from .palette import palette_of
from .scene import PLANTS, Scene, code
from .style import Style

cv2.setNumThreads(1)

# Least share of the picture's pixels by which a subject is visible; below it, it is not listed.
MINIMUM_SHARE = 0.0006
_SHARES = {
    "peaks": 0.03,
    "hills": 0.02,
    "cliffs": 0.02,
    "lake": 0.03,
    "stream": 0.004,
    "waterfall": 0.002,
    "birds": 0.0004,
}


@dataclass(frozen=True)
class Picture:
    """A painting and its truth, all of one size. `scene.subjects` lists exactly what is visible.

    `rgb` uint8[H, W, 3]; `labels` uint8[H, W] indexes CLASSES; `line` uint8[H, W] white lines on black;
    `depth` uint8[H, W], near = 255, blank = 0; `subjects` uint8[H, W] says by `scene.code` what lies there.
    """

    rgb: U8
    labels: U8
    line: U8
    depth: U8
    scene: Scene
    style: Style
    subjects: U8


def least_share(subject: str) -> float:
    """The least share of pixels by which `subject` counts as visible."""
    return _SHARES.get(subject, MINIMUM_SHARE)


def paint(scene: Scene, style: Style, seed: int) -> Picture:
    """Paint `scene` in `style`. Same arguments, same bytes.

    When a subject came out hidden the layout is drawn again, at most four times; what is hidden even then is
    taken off the returned picture's scene.
    """
    best: tuple[int, Canvas, tuple[str, ...]] | None = None
    for attempt in range(4):
        canvas = _attempt(scene, style, seed, attempt)
        visible = _visible(canvas, scene)
        if best is None or len(visible) > best[0]:
            best = (len(visible), canvas, visible)
        if len(visible) == len(scene.subjects):
            break
    assert best is not None
    _, canvas, visible = best
    finished = np.clip(canvas.rgb * 255.0 + 0.5, 0, 255).astype(np.uint8)
    line = np.clip(canvas.line * 255.0, 0, 255).astype(np.uint8)
    shown = replace(scene, subjects=visible)
    return Picture(finished, canvas.labels, line, canvas.depth, shown, style, canvas.subjects)


def _visible(canvas: Canvas, scene: Scene) -> tuple[str, ...]:
    counts = np.bincount(canvas.subjects.ravel(), minlength=64)
    owned = counted(scene)
    size = canvas.width * canvas.height
    return tuple(s for s in scene.subjects if s not in owned or counts[code(s)] >= least_share(s) * size)


def _attempt(scene: Scene, style: Style, seed: int, attempt: int) -> Canvas:
    """One complete painting."""
    plan_rng = np.random.default_rng((scene.layout, attempt))
    rng = np.random.default_rng((seed & 0xFFFFFFFF, scene.layout, attempt, 7))
    palette = palette_of(style, scene.has("autumn"), scene.has("snow"))
    canvas = Canvas(scene.width, scene.height, style, palette, rng)
    layout = plan(scene, plan_rng)
    sky.gradient(canvas, layout.horizon)
    if scene.has("snow"):
        sky.winter(canvas)
    _heaven(canvas, scene, layout, plan_rng)
    _distance(canvas, scene, layout, plan_rng)
    _middle(canvas, scene, layout, plan_rng)
    _near(canvas, scene, layout, plan_rng)
    _flying(canvas, scene, plan_rng)
    _weather(canvas, scene, layout)
    if rng.random() < 0.6:
        paper.seal(canvas)
    paper.texture(canvas)
    return canvas


def _heaven(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator) -> None:
    x = layout.across(scene, rng.uniform(0.55, 0.85))
    y = canvas.height * rng.uniform(0.09, 0.16)
    if scene.has("sun"):
        sky.sun(canvas, x, y, canvas.side * rng.uniform(0.036, 0.05), code("sun"))
    if scene.has("moon"):
        sky.moon(canvas, x, y, canvas.side * rng.uniform(0.04, 0.058), code("moon"))


def _distance(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator) -> None:
    """Far ranges and the chief mountains, far to near, with mist between."""
    h, horizon = canvas.height, layout.horizon
    for i in range(2 if scene.distance != "deep" else 3):
        base = horizon + 2 - (0.05 - 0.03 * i) * h
        tall = h * rng.uniform(0.07, 0.13) * (1.3 - 0.25 * i)
        mountains.far_range(canvas, base, tall, 0.02 + 0.04 * i, 0)
    sky.mist_band(canvas, horizon - 0.06 * h, 0.09 * h, 0.4 + 0.5 * canvas.style.mist)
    chosen = [s for s in ("peaks", "hills") if scene.has(s)]
    kind = chosen[0] if chosen else "peaks" if scene.has("waterfall") or scene.has("pagoda") else ""
    if kind:
        _mountains(canvas, scene, layout, rng, kind == "peaks", code(kind) if chosen else 0)


def _mountains(
    canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator, towers: bool, subject: int
) -> None:
    """The chief mountain, its attendants behind and a low one before it: `towers`, or else round hills."""
    h, w, style = canvas.height, canvas.width, canvas.style
    snow = 0.85 if scene.has("snow") else 0.0
    steep = 0.55 + 0.45 * style.ruggedness if towers else 0.12
    tall = _chief_height(scene, h, towers)
    place = layout.across(scene, rng.uniform(0.3, 0.62))
    count = {"high": 3, "deep": 4, "level": 3}[scene.distance]
    for i in range(count):
        chief = i == count - 2
        near = 0.16 + 0.36 * i / count
        at = place if chief else rng.uniform(0.05, 0.95) * w
        size = tall * (1.0 if chief else rng.uniform(0.4, 0.68) if i < count - 2 else rng.uniform(0.26, 0.36))
        wide = max(size * (rng.uniform(1.0, 1.55) if towers else rng.uniform(2.0, 2.9)), 0.24 * w)
        base = layout.horizon + (0.0 if i == count - 1 else -0.015 * h * (count - 1 - i))
        lobes = 5 if chief else 3
        rocks = massif(canvas, at, base, wide, size, near, subject, steep=steep, lobes=lobes, snow=snow)
        if chief:
            _on_chief(canvas, scene, rocks[0], layout, rng)
        if i < count - 1:
            row = base - rng.uniform(0.0, 0.07) * h
            sky.mist_band(canvas, row, h * rng.uniform(0.05, 0.09), 0.25 + 0.75 * style.mist)


def _chief_height(scene: Scene, h: float, towers: bool) -> float:
    """Height of the chief mountain in a picture `h` pixels high; lower under a sun or a moon."""
    crowded = scene.has("sun") or scene.has("moon")
    depth = {"high": 0.6, "deep": 0.5, "level": 0.33}[scene.distance]
    tall = h * depth * (1.0 if towers else 0.55) * (0.85 if crowded else 1.0)
    return max(tall, h * (0.26 if towers else 0.16))


def _on_chief(canvas: Canvas, scene: Scene, main: Rock, layout: Layout, rng: np.random.Generator) -> None:
    """Waterfall down the chief mountain and a pagoda on its shoulder."""
    peak = int(np.argmin(main.tops))
    tall = float(main.feet[peak] - main.tops[peak])
    summit, wide, w, near = main.left + peak, len(main.tops), canvas.width, main.near + 0.05
    if scene.has("waterfall"):
        x = float(np.clip(summit + rng.uniform(-0.1, 0.1) * wide, 0.1 * w, 0.9 * w))
        top = float(main.top_at(x)) + tall * rng.uniform(0.2, 0.3)
        bottom = float(main.feet[peak]) - 0.05 * tall
        water.waterfall(canvas, x, top, bottom, max(canvas.side * 0.026, 5.0), near, code("waterfall"))
    if scene.has("pagoda"):
        side = 1.0 if summit < w / 2 else -1.0
        x = float(np.clip(summit + side * wide * rng.uniform(0.28, 0.36), 0.08 * w, 0.92 * w))
        y = min(float(main.top_at(x)) + 0.10 * tall, layout.horizon - 0.04 * canvas.height)
        size = canvas.side * rng.uniform(0.17, 0.22)
        buildings.pagoda(canvas, x, y, size, near, code("pagoda"), scene.has("night"))
        massif(
            canvas,
            x,
            y + 0.11 * canvas.side,
            canvas.side * 0.2,
            0.125 * canvas.side,
            main.near + 0.08,
            main.subject,
            steep=0.3,
            lobes=1,
            snow=main.snow,
        )


def _middle(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator) -> None:
    """Water plane or misty ground, the spit with its buildings, and boats."""
    h, side = canvas.height, canvas.side
    lit = scene.has("night")
    if layout.watery:
        water.lake(canvas, layout.horizon, code("lake") if scene.has("lake") else 0)
        sky.mist_band(canvas, layout.horizon, 0.03 * h, 0.35 + 0.5 * canvas.style.mist, truth=False)
    else:
        sky.mist_band(canvas, layout.horizon + 0.02 * h, 0.07 * h, 0.5 + 0.5 * canvas.style.mist)
        ground.valley(canvas, layout, rng, 0.9 if scene.has("snow") else 0.0)
    if layout.spit is not None:
        x, row, half = layout.spit
        ground.land(canvas, scene, x, row, half, 0.5)
        trees.grove(canvas, x + half * rng.uniform(-0.5, 0.5), row - 0.02 * side, half * 0.45, 0.5)
        if scene.has("autumn"):
            trees.grove(canvas, x - half * rng.uniform(-0.5, 0.5), row - 0.015 * side, half * 0.4, 0.5)
        if scene.has("village"):
            buildings.village(canvas, x, row - 0.012 * side, side * 0.05, 0.54, code("village"), lit)
        if scene.has("pavilion") and not scene.has("village"):
            buildings.pavilion(
                canvas,
                x - layout.side * -0.3 * half,
                row - 0.012 * side,
                side * 0.12,
                0.54,
                code("pavilion"),
                lit,
            )
        if scene.has("reeds"):
            trees.reeds(
                canvas, x + layout.side * 0.55 * half, row + 0.015 * side, side * 0.07, 0.56, code("reeds")
            )
    for name, sail in (("boat", False), ("sail", True)):
        if scene.has(name):
            x = layout.across(
                scene, rng.uniform(0.62, 0.82) if layout.spit is None else rng.uniform(0.45, 0.62)
            )
            y = layout.horizon + (0.16 + rng.uniform(0, 0.06)) * h
            y = min(y, layout.bank_at(x) - 0.05 * h)
            figures.boat(canvas, x, y, side * (0.15 if not sail else 0.14), 0.6, code(name), sail)


def _near(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator) -> None:
    """The cliff, the near bank, and all that stands on it."""
    h, w, side = canvas.height, canvas.width, canvas.side
    snow = 0.9 if scene.has("snow") else 0.0
    if scene.has("cliffs"):
        ground.cliff(canvas, scene, layout, rng, snow)
    feet = np.full(w, h + 0.12 * h)
    ground.hummocks(canvas, layout, rng, snow)
    bank = Rock(0, layout.bank.astype(np.float32), feet.astype(np.float32), 0.78, 0, 0.8, snow)
    paint_rock(canvas, bank, 0.55)
    if scene.has("stream"):
        x1, x0 = layout.across(scene, rng.uniform(0.5, 0.62)), layout.across(scene, rng.uniform(0.36, 0.46))
        water.stream(canvas, (x0, layout.horizon + 0.05 * h), (x1, h + 6.0), side * 0.24, code("stream"))
    if scene.has("bridge"):
        ground.bridge(canvas, scene, layout)
    if scene.has("pavilion") and (layout.spit is None or scene.has("village")):
        x = layout.across(scene, 0.42)
        buildings.pavilion(
            canvas, x, layout.bank_at(x) + 0.03 * h, side * 0.15, 0.8, code("pavilion"), scene.has("night")
        )
    _planting(canvas, scene, layout, rng)
    if scene.has("rocks"):
        _boulders(canvas, scene, layout, rng, snow)
    n = int(14 * w / side)
    xs = rng.uniform(0, w, n)
    ys = np.array([layout.bank_at(float(v)) for v in xs]) + rng.uniform(0.01, 0.1, n) * h
    trees.grass(canvas, xs[ys < h], ys[ys < h], 0.02 * side)
    if scene.has("ox"):
        x = layout.across(scene, rng.uniform(0.44, 0.56))
        figures.ox(canvas, x, min(layout.bank_at(x) + 0.075 * h, 0.97 * h), side * 0.14, 0.92, code("ox"))
    if scene.has("figures"):
        x = layout.across(scene, rng.uniform(0.28, 0.36))
        figures.people(
            canvas, x, min(layout.bank_at(x) + 0.09 * h, 0.965 * h), side * 0.095, 0.94, code("figures")
        )


def _boulders(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator, snow: float) -> None:
    """Three boulders on the near bank, the largest in the middle."""
    h, side = canvas.height, canvas.side
    sizes = {0.19: (0.3, 0.4), 0.13: (0.44, 0.52), 0.09: (0.12, 0.24)}
    shares = [rng.uniform(*between) for between in sizes.values()]
    for share, size in zip(shares, sizes, strict=True):
        x = layout.across(scene, share)
        y = min(layout.bank_at(x) + 0.07 * h, 0.985 * h)
        wide, tall = side * size * 1.25, side * size
        massif(canvas, x, y, wide, tall, 0.86, code("rocks"), steep=0.34, lobes=4, snow=snow)


def _planting(canvas: Canvas, scene: Scene, layout: Layout, rng: np.random.Generator) -> None:
    """Trees on the near bank, tallest towards the edge of the picture."""
    h, side = canvas.height, canvas.side
    wanted = [s for s in PLANTS if scene.has(s) and s != "reeds"]
    draw = {
        "pine": trees.pine,
        "trees": trees.leafy,
        "willow": trees.willow,
        "bamboo": trees.bamboo,
        "plum": trees.plum,
    }
    spots = [0.13, 0.30, 0.05, 0.22]
    size = {"pine": 0.5, "trees": 0.44, "willow": 0.46, "bamboo": 0.4, "plum": 0.38}
    for i, name in enumerate(wanted[:4]):
        copies = 2 if len(wanted) == 1 and name in ("pine", "trees") else 1
        for k in range(copies):
            x = layout.across(scene, spots[min(i + k, 3)] + rng.uniform(-0.02, 0.03))
            y = min(layout.bank_at(x) + (0.03 + 0.02 * (i + k)) * h, 0.97 * h)
            tall = side * size[name] * rng.uniform(0.85, 1.1) * (1.0 if i + k == 0 else 0.72)
            draw[name](canvas, x, y, tall, 0.85, code(name))
            trees.footing(canvas, x, y, tall)


def _flying(canvas: Canvas, scene: Scene, rng: np.random.Generator) -> None:
    """Birds in the clearest part of the sky."""
    for name, draw, size in (("birds", figures.birds, 0.26), ("cranes", figures.cranes, 0.13)):
        if scene.has(name):
            half = size * canvas.side * (0.55 if name == "birds" else 1.1)
            x, y = _clearest(canvas, rng, half, half * 0.75)
            draw(canvas, x, y, canvas.side * size, 0.4, code(name))


def _clearest(
    canvas: Canvas, rng: np.random.Generator, half_width: float, half_height: float
) -> tuple[float, float]:
    """A centre in the upper half where the box around it holds least."""
    best, place = np.inf, (canvas.width * 0.5, canvas.height * 0.2)
    for _ in range(14):
        x = rng.uniform(half_width, max(half_width + 1, canvas.width - half_width))
        y = canvas.height * rng.uniform(0.13, 0.38)
        rows = slice(max(0, int(y - half_height)), int(y + half_height))
        columns = slice(max(0, int(x - half_width)), int(x + half_width))
        held = (canvas.labels[rows, columns] != BLANK).mean() + 8.0 * (
            canvas.subjects[rows, columns] != 0
        ).mean()
        if held < best:
            best, place = held, (float(x), float(y))
    return place


def _weather(canvas: Canvas, scene: Scene, layout: Layout) -> None:
    h, rng = canvas.height, canvas.rng
    if scene.has("mist"):
        for y, thick in ((0.32, 0.07), (0.5, 0.1), (0.66, 0.07)):
            sky.mist_band(canvas, (y + rng.uniform(-0.04, 0.04)) * h, thick * h, 1.4)
            sky.cloud_scrolls(canvas, (y + 0.03) * h, 0.6)
    if scene.has("autumn"):
        sky.leaves(canvas, code("autumn"))
    if scene.has("rain"):
        sky.rain(canvas, code("rain"))
    if scene.has("snow"):
        sky.snow(canvas, code("snow"))
    if scene.has("night"):
        sky.night(canvas, code("moon"))
        sky.stars(canvas, layout.horizon * 0.55)


__all__ = ["Picture", "least_share", "paint"]
