"""Works drawn for tests, with their truth: ink on paper, seals, columns of signs."""

from __future__ import annotations

import cv2
import numpy as np

from artmaster_desktop.core.raster import Pixels

PAPER, INK, CINNABAR = (226, 210, 178), (40, 38, 36), (184, 50, 31)


def paper(width: int = 768, height: int = 768, colour: tuple[int, int, int] = PAPER, seed: int = 1) -> Pixels:
    """Bare paper with a little grain."""
    grain = np.random.default_rng(seed).normal(0.0, 1.2, (height, width, 1))
    return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)


def seal(work: Pixels, x: int, y: int, side: int) -> None:
    """A square stamp with carved signs, its corner at x, y."""
    cv2.rectangle(work, (x, y), (x + side - 1, y + side - 1), CINNABAR, -1)
    for n in range(2):
        left = x + round(side * (0.15 + 0.42 * n))
        for row in (0.18, 0.38, 0.58, 0.78):
            top = y + round(side * row)
            cv2.line(work, (left, top), (left + round(side * 0.26), top), (240, 225, 200), max(1, side // 16))
        middle = left + round(side * 0.13)
        ends = (middle, y + round(side * 0.18)), (middle, y + round(side * 0.8))
        cv2.line(work, *ends, (240, 225, 200), max(1, side // 16))


def signs(work: Pixels, x: int, y: int, size: int, rows: int, columns: int, seed: int = 3) -> None:
    """Columns of written signs, each a few strokes in a square of ``size`` pixels."""
    rng = np.random.default_rng(seed)
    for column in range(columns):
        for row in range(rows):
            left, top = x + round(column * size * 1.4), y + round(row * size * 1.2)
            width = max(1, size // 9)
            for at in (0.1, 0.5, 0.9):
                cv2.line(
                    work, (left, top + round(at * size)), (left + size, top + round(at * size)), INK, width
                )
            middle = left + round(size * float(rng.uniform(0.3, 0.7)))
            cv2.line(work, (middle, top), (middle, top + size), INK, width)


def strokes(work: Pixels, angle: float, width: int, count: int = 14, length: int = 260) -> None:
    """Straight strokes that rise at ``angle`` degrees, side by side, in the middle."""
    height, wide = work.shape[:2]
    along = np.array([np.cos(np.radians(angle)), -np.sin(np.radians(angle))])
    across = np.array([-along[1], along[0]])
    for n in range(count):
        middle = np.array([wide / 2, height / 2]) + across * (n - count / 2) * max(28, 3 * width)
        first, last = (middle + along * length / 2 * sign for sign in (-1, 1))
        cv2.line(work, first.astype(int).tolist(), last.astype(int).tolist(), INK, width, cv2.LINE_AA)
