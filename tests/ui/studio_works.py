"""Works for the studio, drawn on the spot: mountains in ink on paper, with a seal each."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from artmaster_desktop.core.raster import Pixels
from tests.engine.ink import paper, seal


def landscape(seed: int, width: int = 720, height: int = 960) -> Pixels:
    """Ridges of ink, the nearer the darker, a few strokes of trees, a seal near an edge."""
    rng = np.random.default_rng(seed)
    work = paper(width, height, seed=seed)
    for depth in range(4):
        base = height * (0.35 + 0.15 * depth)
        steps = np.linspace(0.0, 1.0, 40)
        waves = sum(
            rng.uniform(0.02, 0.1) * np.sin(rng.uniform(3, 14) * steps + rng.uniform(0, 6)) for _ in range(3)
        )
        ridge = np.stack([steps * width, base + waves * height], axis=1).astype(np.int32)
        ink = 205 - 42 * depth
        layer = work.copy()
        cv2.fillPoly(layer, [np.vstack([ridge, [[width, height], [0, height]]])], (ink, ink - 4, ink - 16))
        work = np.asarray(cv2.addWeighted(layer, 0.45, work, 0.55, 0.0), np.uint8)
        cv2.polylines(work, [ridge], False, (60, 58, 54), 2 + depth, cv2.LINE_AA)
    for _ in range(9):
        x, y = int(rng.uniform(0.1, 0.9) * width), int(rng.uniform(0.6, 0.92) * height)
        cv2.line(
            work,
            (x, y),
            (x + int(rng.normal(0, 8)), y - int(rng.uniform(40, 90))),
            (40, 38, 36),
            4,
            cv2.LINE_AA,
        )
    seal(work, int(width * 0.88), int(height * 0.06), max(24, width // 18))
    return np.ascontiguousarray(work)


def scans(folder: Path, count: int = 3, width: int = 720, height: int = 960) -> list[Path]:
    """``count`` works as PNG files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(1, count + 1):
        path = folder / f"mountain {number}.png"
        sides = (width, height) if number % 3 else (height, width)
        Image.fromarray(landscape(number, *sides)).save(path)
        made.append(path)
    return made
