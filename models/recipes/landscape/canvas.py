"""Canvas: the picture being painted together with its truth."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from . import kernels
from .kernels import F32, U8, Array
from .palette import Palette, luminance
from .strokes import line
from .style import Style

CLASSES = ("blank", "mountain", "water", "trees", "buildings", "figures")
BLANK, MOUNTAIN, WATER, TREES, BUILDINGS, FIGURES = range(6)
KEEP = 255
NOISE_SIDE = 1024


@lru_cache(maxsize=1)
def noise_tile() -> F32:
    """A seamless fractal noise field, float32[1024, 1024] in [0, 1], evenly spread; fixed for all
    pictures."""
    rng = np.random.default_rng(20240601)
    total = np.zeros((NOISE_SIDE, NOISE_SIDE), np.float32)
    for octave, cells in enumerate((8, 16, 32, 64, 128)):
        coarse = np.tile(rng.random((cells, cells)).astype(np.float32), (3, 3))
        large = cv2.resize(
            coarse, None, fx=NOISE_SIDE / cells, fy=NOISE_SIDE / cells, interpolation=cv2.INTER_CUBIC
        )
        total += large[NOISE_SIDE : 2 * NOISE_SIDE, NOISE_SIDE : 2 * NOISE_SIDE] * np.float32(0.55**octave)
    ranks = np.interp(total.ravel(), *_quantiles(total)).reshape(total.shape)
    return np.ascontiguousarray(ranks, dtype=np.float32)


def _quantiles(values: F32) -> tuple[Array, Array]:
    levels = np.linspace(0.0, 1.0, 257)
    return np.quantile(values[::4, ::4], levels), levels


def noise_crop(height: int, width: int, rng: np.random.Generator, cells: float, stretch: float = 1.0) -> F32:
    """A piece of the noise field, float32[height, width]; `cells` is about how many blobs cross the short
    side."""
    extent = NOISE_SIDE / 8.0 * cells
    nx, ny = extent * width / min(height, width), extent * height / min(height, width) * stretch
    x = (rng.random() * NOISE_SIDE + np.arange(width, dtype=np.float32) * np.float32(nx / width)) % NOISE_SIDE
    y = (
        rng.random() * NOISE_SIDE + np.arange(height, dtype=np.float32) * np.float32(ny / height)
    ) % NOISE_SIDE
    rows = noise_tile()[y.astype(np.int64)]
    return np.ascontiguousarray(rows[:, x.astype(np.int64)])


def smooth_field(height: int, width: int, rng: np.random.Generator, cells: float) -> F32:
    """A soft cloud field, float32[height, width] in [0, 1]: noise drawn small and enlarged."""
    small = noise_crop(max(8, height // 8), max(8, width // 8), rng, cells)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)  # type: ignore[return-value]


@dataclass(frozen=True)
class Mark:
    """What the truth says of a body: its class, its subject code, and how near it is (0 far to 1 near)."""

    label: int
    subject: int
    near: float
    wipe: bool = True

    def codes(self) -> U8:
        """label, subject, depth, wipe as uint8[4]."""
        depth = int(np.clip(20 + 235 * self.near, 1, 255))
        return np.array([self.label, self.subject, depth, int(self.wipe)], np.uint8)


class Canvas:
    """Colour, labels, lines, depth and subject codes, always changed together.

    `unit` is the size of one pixel of a 512x512 picture: all line widths are multiples of it. `side` is the
    geometric mean of the sides: all things are fractions of it.
    """

    def __init__(
        self, width: int, height: int, style: Style, palette: Palette, rng: np.random.Generator
    ) -> None:
        self.width, self.height = width, height
        self.side = float(np.sqrt(width * height))
        self.unit = self.side / 512.0
        self.style, self.palette, self.rng = style, palette, rng
        self.rgb: F32 = np.empty((height, width, 3), np.float32)
        self.rgb[:] = palette.paper
        self.labels: U8 = np.zeros((height, width), np.uint8)
        self.subjects: U8 = np.zeros((height, width), np.uint8)
        self.depth: U8 = np.zeros((height, width), np.uint8)
        self.line: F32 = np.zeros((height, width), np.float32)
        self.pale = luminance(palette.paper) >= 0.4
        self.lamps: list[tuple[Array, int]] = []  # lit windows: polygon and the building's subject code
        self.grain: F32 = noise_crop(height, width, rng, 9.0, 1.6)

    def box(self, segments: F32) -> tuple[int, int, int, int] | None:
        """Pixel box (x0, y0, x1, y1) that holds the segments, or None when they are outside."""
        if len(segments) == 0:
            return None
        reach = float(segments[:, 4:6].max()) + 2.0
        x0 = max(0, int(min(segments[:, 0].min(), segments[:, 2].min()) - reach))
        y0 = max(0, int(min(segments[:, 1].min(), segments[:, 3].min()) - reach))
        x1 = min(self.width, int(max(segments[:, 0].max(), segments[:, 2].max()) + reach) + 1)
        y1 = min(self.height, int(max(segments[:, 1].max(), segments[:, 3].max()) + reach) + 1)
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None

    def draw(
        self,
        segments: F32,
        colour: F32,
        opacity: float = 1.0,
        *,
        dryness: float = 0.0,
        glaze: bool = False,
        mark: Mark | None = None,
        contour: bool = False,
        clip: F32 | None = None,
    ) -> None:
        """Draw brush strokes; with `mark` they count as a body, with `contour` they enter the line
        drawing."""
        box = self.box(segments)
        if box is None:
            return
        x0, y0, x1, y1 = box
        mask = np.zeros((y1 - y0, x1 - x0), np.float32)
        moved = segments - np.array([x0, y0, x0, y0, 0, 0, 0], np.float32)
        kernels.capsules(mask, np.ascontiguousarray(moved, dtype=np.float32))
        if clip is not None:
            mask *= clip[y0:y1, x0:x1]
        if mark is not None:
            self._stamp(mask, x0, y0, mark)
        if contour:
            kernels.deepen(self.line, mask, x0, y0)
        if dryness > 0.02:
            kernels.dry(mask, x0, y0, self.grain, dryness)
        if opacity > 0.01:
            kernels.blend(self.rgb, mask, x0, y0, colour, opacity, glaze)

    def deepen_soft(self, strokes: F32, amount: float) -> None:
        """Add strokes to the line drawing at a reduced strength: foliage that a draughtsman would only hint
        at."""
        box = self.box(strokes)
        if box is None:
            return
        x0, y0, x1, y1 = box
        mask = np.zeros((y1 - y0, x1 - x0), np.float32)
        kernels.capsules(
            mask, np.ascontiguousarray(strokes - np.array([x0, y0, x0, y0, 0, 0, 0], np.float32))
        )
        mask *= np.float32(amount)
        kernels.deepen(self.line, mask, x0, y0)

    def fill(
        self,
        polygons: list[Array],
        colour: F32,
        opacity: float = 1.0,
        *,
        mark: Mark | None = None,
        glaze: bool = False,
        soft: float = 0.0,
    ) -> None:
        """Fill closed polygons (each float[n, 2], pixels), anti-aliased; `soft` blurs the edge (sigma,
        pixels)."""
        every = np.concatenate(polygons)
        pad = 2 + int(3 * soft)
        x0, y0 = max(0, int(every[:, 0].min()) - pad), max(0, int(every[:, 1].min()) - pad)
        x1 = min(self.width, int(every[:, 0].max()) + pad + 1)
        y1 = min(self.height, int(every[:, 1].max()) + pad + 1)
        if x1 <= x0 or y1 <= y0:
            return
        byte = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for polygon in polygons:
            points = np.round((polygon - (x0, y0)) * 16.0).astype(np.int32)
            cv2.fillPoly(byte, [points], 255, cv2.LINE_AA, 4)
        if soft > 0.0:
            byte = cv2.GaussianBlur(byte, (0, 0), soft).astype(np.uint8)
        mask = byte.astype(np.float32) * np.float32(1.0 / 255.0)
        if mark is not None:
            self._stamp(mask, x0, y0, mark)
        kernels.blend(self.rgb, mask, x0, y0, colour, opacity, glaze)

    def wash(self, mask: F32, colour: F32, opacity: float = 1.0, *, y0: int = 0, glaze: bool = False) -> None:
        """Lay colour through a full-width mask (float32[h, width]) from row `y0`."""
        kernels.blend(self.rgb, mask, 0, y0, colour, opacity, glaze)

    def stamp_mask(self, mask: F32, mark: Mark) -> None:
        """Write the truth under a picture-sized mask."""
        self._stamp(mask, 0, 0, mark)

    def ring(self, x: float, y: float, radius: float) -> None:
        """A circle in the line drawing only: the rim of sun or moon."""
        a = np.linspace(0, 2 * np.pi, 40)
        points = np.stack([x + radius * np.cos(a), y + radius * np.sin(a)], 1)
        self.draw(line(points, max(0.6, 0.7 * self.unit)), self.palette.ink, 0.0, contour=True)

    def _stamp(self, mask: F32, x0: int, y0: int, mark: Mark) -> None:
        kernels.stamp(mask, x0, y0, self.labels, self.subjects, self.depth, self.line, mark.codes())
