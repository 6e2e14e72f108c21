"""Trees and plants, each a function of its foot, height and mark."""

import numpy as np

from .canvas import TREES, Canvas, Mark
from .kernels import F32, Array
from .palette import mix
from .strokes import curve, dabs, line, segments, taper


def _mark(subject: int, near: float, wipe: bool = True) -> Mark:
    return Mark(TREES, subject, near, wipe)


def _trunk(canvas: Canvas, points: Array, radii: Array, mark: Mark, colour: F32 | None = None) -> None:
    """A trunk: pale body, darker shaded edge and broken contour strokes."""
    style, palette = canvas.style, canvas.palette
    tone = palette.trunk if colour is None else colour
    body = mix(tone, palette.paper, 0.25 + 0.3 * style.outline * (1 - style.ink_density))
    canvas.draw(line(points, radii), body, 0.97, mark=mark)
    normal = np.gradient(points, axis=0)
    normal = np.stack([-normal[:, 1], normal[:, 0]], 1) / (
        np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6
    )
    thin = np.maximum(radii * 0.26, 0.45 * canvas.unit)
    ink = mix(palette.ink, palette.line, style.gilding * 0.7)
    for side, strength in ((1.0, 0.9), (-1.0, 0.55)):
        edge = points + normal * (radii * 0.8 * side)[:, None]
        canvas.draw(
            line(edge, thin),
            ink,
            strength * (0.4 + 0.6 * style.ink_density),
            dryness=0.35 * (1 - style.wetness),
            contour=True,
        )


def _leaf_tone(canvas: Canvas, lightness: float) -> F32:
    """Foliage that turns with style and season, dark (0) to light (1)."""
    palette = canvas.palette
    if lightness < 0.5:
        return mix(palette.leaf_dark, palette.leaf, lightness * 2)
    return mix(palette.leaf, palette.leaf_light, lightness * 2 - 1)


def _green_tone(canvas: Canvas, lightness: float) -> F32:
    """Foliage that stays green: pine, bamboo, willow."""
    palette = canvas.palette
    if lightness < 0.5:
        return mix(
            mix(palette.evergreen, palette.ink, 0.5 * (1.0 if canvas.pale else -0.0)),
            palette.evergreen,
            lightness * 2,
        )
    return mix(palette.evergreen, palette.mist, 0.4 * (lightness * 2 - 1))


def pine(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """A leaning pine with layered pads of needles."""
    rng = canvas.rng
    mark = _mark(subject, near)
    lean = rng.choice([-1.0, 1.0]) * rng.uniform(0.05, 0.28)
    knots = np.array([[0, 0], [0.10, -0.28], [-0.02, -0.52], [0.12, -0.78], [0.16, -1.0]])
    knots[:, 0] = knots[:, 0] * np.sign(lean) * rng.uniform(0.5, 1.2) + lean * -knots[:, 1]
    spine = curve(knots * height + (x, y), 22)
    thick = height * rng.uniform(0.026, 0.036)
    pads: list[tuple[float, float, float]] = []
    branches = []
    for i in range(rng.integers(9, 13)):
        t = 0.34 + 0.64 * (i + rng.random() * 0.6) / 11.0
        t = min(t, 0.97)
        root = spine[int(t * 21)]
        side = 1.0 if (i % 2) else -1.0
        reach = height * rng.uniform(0.14, 0.34) * (1.25 - 0.75 * t)
        tip = np.add(root, (side * reach, height * rng.uniform(-0.05, 0.05)))
        middle = (root + tip) / 2 + (0, height * rng.uniform(-0.05, 0.01))
        branches.append(curve(np.stack([root, middle, tip]), 8))
        pads.append((tip[0] - side * reach * 0.15, tip[1], reach * rng.uniform(0.62, 0.9)))
    pads.append((spine[-1, 0], spine[-1, 1], height * 0.12))
    for b in branches:
        canvas.draw(
            line(b, np.linspace(thick * 0.42, thick * 0.16, 8)),
            canvas.palette.trunk,
            0.95,
            mark=mark,
            contour=True,
        )
    _trunk(canvas, spine, np.linspace(thick, thick * 0.32, 22), mark)
    pads.sort(key=lambda p: p[1], reverse=False)
    for px, py, w in pads:
        _needle_pad(canvas, px, py, w, mark)


def _needle_pad(canvas: Canvas, x: float, y: float, width: float, mark: Mark) -> None:
    rng, u, style = canvas.rng, canvas.unit, canvas.style
    flat = 0.42 + 0.14 * rng.random()
    n = max(7, int(width / u * 0.42))
    t = np.linspace(-1, 1, n)
    base = np.stack([x + t * width, y - np.sqrt(np.maximum(0, 1 - t * t)) * width * flat * 0.6], 1)
    base += rng.normal(0, 0.6 * u, base.shape)
    under = np.concatenate([base, np.stack([x + t[::-1] * width * 0.9, y + width * 0.07 + 0 * t], 1)])
    canvas.fill([under], _green_tone(canvas, 0.45), 0.8, mark=mark, soft=1.0 * u)
    fans = max(5, int(width / u / 3.2))
    cx = x + rng.uniform(-0.95, 0.95, fans) * width
    cy = y - np.sqrt(np.maximum(0, 1 - ((cx - x) / width) ** 2)) * width * flat * rng.uniform(0.0, 0.7, fans)
    per = 9
    angle = -np.pi / 2 + np.linspace(-1.15, 1.15, per)[None] + rng.normal(0, 0.07, (fans, per))
    length = np.maximum(3.2 * u, width * 0.2) * rng.uniform(0.8, 1.15, (fans, per))
    tips = np.stack([cx[:, None] + np.cos(angle) * length, cy[:, None] + np.sin(angle) * length * 0.85], 2)
    roots = np.broadcast_to(np.stack([cx, cy], 1)[:, None], tips.shape)
    lines = np.stack([roots, tips], 2).reshape(-1, 2, 2)
    strokes = segments(
        lines,
        np.array([[0.75, 0.4]]) * u * (0.6 + 0.5 * style.line_weight),
        rng.uniform(0.6, 1.0, len(lines)),
    )
    canvas.draw(strokes, _green_tone(canvas, 0.08), 0.85, mark=mark)
    canvas.deepen_soft(strokes, 0.5)


def leafy(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """An old broad tree: forked trunk, clusters of dotted or single-leaf foliage."""
    rng = canvas.rng
    mark = _mark(subject, near)
    lean = rng.uniform(-0.14, 0.14)
    spine = curve(
        np.array([[0, 0], [lean * 0.7 + 0.03, -0.25], [lean - 0.03, -0.48], [lean * 1.3, -0.7]]) * height
        + (x, y),
        14,
    )
    thick = height * rng.uniform(0.022, 0.034)
    tips = [spine[-1]]
    limbs = []
    for i in range(rng.integers(7, 10)):
        root = spine[int(rng.uniform(0.45, 0.98) * 13)]
        side = 1.0 if (i % 2) else -1.0
        tip = np.add(root, (side * height * rng.uniform(0.1, 0.27), -height * rng.uniform(0.05, 0.27)))
        bend = (root + tip) / 2 + (side * height * 0.03, height * 0.035)
        limbs.append(curve(np.stack([root, bend, tip]), 8))
        tips += [tip, (root + tip) / 2 + (0, -0.05 * height)]
    _clusters(canvas, np.array(tips), height, mark, 0.5, back=True)
    for b in limbs:
        canvas.draw(
            line(b, np.linspace(thick * 0.5, thick * 0.14, 8)),
            canvas.palette.trunk,
            0.95,
            mark=mark,
            contour=True,
        )
    _trunk(canvas, spine, np.linspace(thick * 1.15, thick * 0.4, 14), mark)
    _clusters(canvas, np.array(tips), height, mark, 1.0, back=False)


def _clusters(canvas: Canvas, tips: Array, height: float, mark: Mark, amount: float, back: bool) -> None:
    rng, u, style = canvas.rng, canvas.unit, canvas.style
    n = int(np.clip(height / u * 0.15, 8, 34) * amount)
    for tone, share in ((0.15, 1.0), (0.62, 0.85)) if not back else ((0.8, 1.0),):
        centres = np.repeat(tips, n, 0)
        spread = height * (0.062 if not back else 0.085)
        centres = (
            centres
            + rng.normal(0, 1, centres.shape) * (spread * 1.25, spread * 0.75)
            + (0, -spread * (0.5 if tone > 0.4 else 0.0))
        )
        broad = style.tree_manner
        size = (
            height
            * (0.011 + 0.009 * broad)
            * rng.uniform(0.7, 1.25, len(centres))
            * share
            * (1.8 if back else 1.0)
        )
        size = np.maximum(size, 0.9 * u)
        angle = rng.normal(0, 0.25 + 0.9 * broad, len(centres)) + (np.pi / 2) * (
            rng.random(len(centres)) < 0.3 * broad
        )
        strokes = dabs(
            centres,
            size * (1.6 + 1.2 * broad),
            angle,
            size * (0.85 - 0.3 * broad),
            rng.uniform(0.6, 1.0, len(centres)),
        )
        canvas.draw(strokes, _leaf_tone(canvas, tone), 0.9 if not back else 0.5, mark=mark)
        if not back and tone < 0.4:
            canvas.deepen_soft(strokes, 0.45)


def willow(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """A willow: thick crooked trunk, long hanging threads set with small leaves."""
    rng, u = canvas.rng, canvas.unit
    mark = _mark(subject, near)
    lean = rng.choice([-1.0, 1.0]) * rng.uniform(0.08, 0.2)
    spine = curve(
        np.array([[0, 0], [lean * 0.3 - 0.04, -0.25], [lean, -0.45], [lean * 1.3, -0.66]]) * height + (x, y),
        14,
    )
    thick = height * 0.036
    roots = []
    for i in range(7):
        start = spine[int(rng.uniform(0.65, 1.0) * 13)]
        side = 1.0 if i % 2 else -1.0
        tip = np.add(start, (side * height * rng.uniform(0.05, 0.3), -height * rng.uniform(0.08, 0.28)))
        limb = curve(np.stack([start, start + (tip - start) * (0.4, 0.7), tip]), 8)
        canvas.draw(
            line(limb, np.linspace(thick * 0.45, thick * 0.1, 8)),
            canvas.palette.trunk,
            0.95,
            mark=mark,
            contour=True,
        )
        roots.append(limb[2:])
    _trunk(canvas, spine, np.linspace(thick * 1.1, thick * 0.42, 14), mark)
    anchors = np.concatenate(roots)
    for tone in (0.75, 0.2):
        threads = _hanging(rng, anchors, x, y, height)
        leaves = threads[:, 2:].reshape(-1, 2)
        strokes = segments(threads, taper(9, 0.5, 0.75, 0.3)[None] * u, rng.uniform(0.55, 1, len(threads)))
        size = np.maximum(height * 0.017, 2.2 * u)
        places = leaves + rng.normal(0, 1.0 * u, leaves.shape)
        angles = np.pi / 2 + rng.normal(0, 0.45, len(leaves))
        strokes = np.concatenate([strokes, dabs(places, size, angles, size * 0.22, 0.85)])
        canvas.draw(strokes, _green_tone(canvas, tone), 0.85, mark=mark)
        canvas.deepen_soft(strokes, 0.4)


def _hanging(rng: np.random.Generator, anchors: Array, x: float, y: float, height: float) -> Array:
    """Threads of nine points that fall from `anchors` of a willow standing at (x, y): float[60, 9, 2]."""
    n = 60
    start = anchors[rng.integers(0, len(anchors), n)] + rng.normal(0, height * 0.025, (n, 2))
    fall = height * rng.uniform(0.22, 0.58, n)
    fall = np.minimum(fall, np.maximum(y - start[:, 1] - height * 0.04, height * 0.06))
    t = np.linspace(0, 1, 9)[None]
    out = (start[:, 0] - x)[:, None] * 0.35 * np.sqrt(t) * (1 - 0.35 * t)
    px = start[:, 0:1] + out + np.sin(t * 3 + rng.uniform(0, 6, (n, 1))) * height * 0.008
    rise = height * 0.06 * np.sin(np.minimum(1, t * 3) * np.pi / 2) * (1 - t)
    return np.stack([px, start[:, 1:2] - rise + fall[:, None] * t**1.15], 2)


def bamboo(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """A stand of bamboo: jointed stems, leaves hung in threes and fours."""
    rng, u = canvas.rng, canvas.unit
    mark = _mark(subject, near)
    count = int(rng.integers(5, 9))
    for i in range(count):
        far = i < count // 2
        tone = _green_tone(canvas, 0.7 if far else 0.2)
        tall = height * rng.uniform(0.65, 1.05)
        foot = np.array([x + rng.normal(0, height * 0.13), y + rng.uniform(-0.02, 0.03) * height])
        lean = rng.normal(0, 0.1)
        spine = curve(
            np.array([[0, 0], [lean * 0.25, -0.4], [lean * 0.9, -0.75], [lean * 2.2, -1.0]]) * tall + foot, 25
        )
        wide = max(height * 0.0095, 0.9 * u)
        stems = np.stack([spine[:-1], spine[1:]], 1)[np.arange(24) % 4 != 3]
        joints = np.concatenate([segments(stems, wide), line(spine, wide * 0.45)])
        canvas.draw(joints, tone, 0.92, mark=mark, contour=not far)
        n = int(rng.integers(15, 24))
        at = spine[(rng.beta(2.2, 1.2, n) * 24).astype(int)] + rng.normal(0, height * 0.05, (n, 2))
        fan = (np.pi / 2 + np.array([-0.75, -0.25, 0.25, 0.75])[None] + rng.normal(0, 0.2, (n, 4))).ravel()
        size = np.maximum(height * rng.uniform(0.07, 0.115, 4 * n), 6 * u)
        roots = np.repeat(at, 4, 0)
        t = np.linspace(0, 1, 4)[None]
        px = roots[:, 0:1] + np.cos(fan)[:, None] * size[:, None] * t
        py = roots[:, 1:2] + np.sin(fan)[:, None] * size[:, None] * t * 0.9
        radii = np.array([0.3, 1.0, 0.75, 0.08])[None] * np.maximum(size * 0.085, 0.7 * u)[:, None]
        leaves = segments(np.stack([px, py], 2), radii, rng.uniform(0.7, 1, 4 * n))
        canvas.draw(leaves, tone, 0.9, mark=mark, contour=not far)


def plum(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """A blossoming plum: angular dark boughs, flowers of five petals."""
    rng, u = canvas.rng, canvas.unit
    mark = _mark(subject, near)
    side = rng.choice([-1.0, 1.0])
    knots = np.array([[0, 0], [0.09, -0.2], [-0.03, -0.42], [0.16, -0.62], [0.2, -0.9]]) * (side, 1)
    spine = curve(knots * height + (x, y), 20)
    thick = height * 0.034
    twigs: list[Array] = [spine]
    for i in range(9):
        root = spine[int(rng.uniform(0.3, 1.0) * 19)]
        s = 1.0 if i % 2 else -1.0
        reach = height * rng.uniform(0.16, 0.42)
        elbow = np.add(root, (s * reach * 0.5, -reach * rng.uniform(-0.05, 0.3)))
        tip = np.add(elbow, (s * reach * 0.5, -reach * rng.uniform(0.25, 0.8)))
        limb = np.concatenate([np.linspace(root, elbow, 5), np.linspace(elbow, tip, 6)[1:]])
        twigs.append(limb)
        canvas.draw(
            line(limb, np.linspace(thick * 0.42, thick * 0.09, 10)),
            canvas.palette.ink,
            0.9,
            mark=mark,
            contour=True,
            dryness=0.2,
        )
    _trunk(
        canvas,
        spine,
        np.linspace(thick, thick * 0.25, 20),
        mark,
        mix(canvas.palette.trunk, canvas.palette.ink, 0.5),
    )
    stems = np.concatenate([t[len(t) // 3 :] for t in twigs])
    n = int(70 + 40 * rng.random())
    at = stems[rng.integers(0, len(stems), n)] + rng.normal(0, height * 0.018, (n, 2))
    size = np.maximum(height * 0.0135, 1.5 * u) * rng.uniform(0.75, 1.15, n)
    ring = np.arange(5) * 2 * np.pi / 5
    petals = at[:, None] + np.stack([np.cos(ring), np.sin(ring)], 1)[None] * size[:, None, None]
    centres = petals.reshape(-1, 2)
    bloom = mix(canvas.palette.accent, np.array([0.93, 0.5, 0.58], np.float32), 0.65)
    radii = np.repeat(size, 5) * 0.62
    canvas.draw(dabs(centres, 0.1, 0.0, radii * 1.35), mix(bloom, canvas.palette.ink, 0.22), 0.5, mark=mark)
    canvas.draw(
        dabs(centres, 0.1, 0.0, radii), mix(bloom, canvas.palette.mist, 0.25), 0.95, mark=mark, contour=True
    )
    canvas.draw(dabs(at, 0.1, 0.0, size * 0.32), mix(bloom, canvas.palette.ink, 0.5), 0.9)


def reeds(canvas: Canvas, x: float, y: float, height: float, near: float, subject: int) -> None:
    """Reeds at the water's edge: bent blades and feathery heads."""
    rng, u = canvas.rng, canvas.unit
    mark = _mark(subject, near)
    n = 46
    t = np.linspace(0, 1, 7)[None]
    foot = np.stack([x + rng.normal(0, height * 0.75, n), y + rng.normal(0, height * 0.05, n)], 1)
    tall = height * rng.uniform(0.5, 1.1, n)[:, None]
    bend = rng.normal(0.3, 0.2, n)[:, None] * tall
    points = np.stack([foot[:, 0:1] + bend * t**2, foot[:, 1:2] - tall * t * (1 - 0.12 * t)], 2)
    blade = segments(points, taper(7, 0.9, 1.1, 0.3)[None] * max(u, 0.012 * height), rng.uniform(0.6, 1, n))
    canvas.draw(blade, _green_tone(canvas, 0.2), 0.85, mark=mark, contour=True)
    heads = points[::2, -1]
    plume = np.repeat(heads, 6, 0) + np.stack(
        [
            np.tile(np.linspace(0, 1, 6), len(heads)) * height * 0.12,
            np.tile(np.linspace(0, 1, 6) ** 2, len(heads)) * height * 0.08,
        ],
        1,
    )
    tone = mix(canvas.palette.foot, canvas.palette.ink, 0.25)
    canvas.draw(dabs(plume, height * 0.07, 0.6, max(0.9 * u, height * 0.018), 0.85), tone, 0.8, mark=mark)


def grass(canvas: Canvas, xs: Array, ys: Array, size: float) -> None:
    """Tufts on a bank; no subject of their own."""
    rng = canvas.rng
    n = len(xs)
    fan = rng.normal(0, 0.45, (n, 4)).ravel()
    feet = np.repeat(np.stack([xs, ys], 1), 4, 0)
    tips = feet + np.stack([np.sin(fan), -np.cos(fan)], 1) * size * rng.uniform(0.5, 1.1, 4 * n)[:, None]
    strokes = segments(np.stack([feet, tips], 1), np.array([[0.8, 0.3]]) * canvas.unit, 0.8)
    canvas.draw(strokes, canvas.palette.leaf_dark, 0.6)


def grove(canvas: Canvas, x: float, y: float, width: float, near: float) -> None:
    """Far trees, a few dabs each; scenery with no subject of its own."""
    rng, u = canvas.rng, canvas.unit
    n = int(rng.integers(5, 9))
    mark = Mark(TREES, 0, near)
    at = np.stack([x + rng.uniform(-1, 1, n) * width, np.full(n, y) + rng.normal(0, 1.2 * u, n)], 1)
    tall = np.maximum(canvas.side * rng.uniform(0.018, 0.042, n), 5 * u)
    stems = segments(np.stack([at, at - np.stack([0 * tall, tall], 1)], 1), max(0.5, 0.6 * u))
    canvas.draw(stems, canvas.palette.trunk, 0.85, mark=mark, contour=True)
    leaves = np.repeat(at - np.stack([0 * tall, tall * 0.85], 1), 9, 0)
    leaves = leaves + rng.normal(0, 1, leaves.shape) * np.repeat(tall, 9)[:, None] * (0.3, 0.28)
    size = np.repeat(tall, 9) * 0.15
    tone = mix(_leaf_tone(canvas, 0.3), canvas.palette.mist, 0.25 * (1 - near))
    canvas.draw(
        dabs(leaves, size * 1.8, rng.normal(0, 0.3, len(leaves)), size, rng.uniform(0.6, 1, len(leaves))),
        tone,
        0.85,
        mark=mark,
    )


def footing(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Moss and grass about the foot of a trunk, so that it grows out of the ground."""
    rng = canvas.rng
    n = 22
    at = np.stack(
        [x + rng.normal(0, height * 0.06, n), y + np.abs(rng.normal(0, height * 0.012, n)) + height * 0.022],
        1,
    )
    size = np.maximum(height * rng.uniform(0.012, 0.022, n), canvas.unit)
    tone = mix(canvas.palette.slope, canvas.palette.leaf_dark, 0.55)
    canvas.draw(dabs(at, size * 2.4, 0.0, size * 0.8, rng.uniform(0.6, 1.0, n)), tone, 0.85)
    grass(canvas, at[:7, 0], at[:7, 1], height * 0.05)
