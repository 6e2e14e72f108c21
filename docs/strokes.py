"""Paints docs/pictures/strokes.png, every shipped brush at 100 %: ``python docs/strokes.py``.

Each brush shows a slow wave with rising and falling pressure, a hasty stroke, and short touches.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from artmaster_desktop.core.brush import Brush, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.storage.brushes import read_brushes

ROOT = Path(__file__).resolve().parents[1]
CELL = (720, 220)
COLUMNS = 2
PAPER = np.array([250, 248, 241], np.float32)
INK = (28, 30, 38)


def wave(x: float, y: float, width: float, height: float) -> list[Sample]:
    """A slow wave, pressed hardest in its middle."""
    samples = []
    for i in range(60):
        t = i / 59
        pressure = math.sin(math.pi * t) ** 0.8
        samples.append(
            Sample(x + width * t, y + height * math.sin(2 * math.pi * t), pressure, 30 * t, 0, 2.4 * t)
        )
    return samples


def dash(x: float, y: float, width: float) -> list[Sample]:
    """A hasty stroke that lifts at its end."""
    return [
        Sample(x + width * i / 14, y - 10 * (i / 14), 0.9 - 0.6 * (i / 14) ** 2, 0, 0, 0.1 * i / 14)
        for i in range(15)
    ]


def touches(x: float, y: float) -> list[list[Sample]]:
    """Short touches of a growing pressure."""
    strokes = []
    for i in range(5):
        left = x + i * 34
        strokes.append(
            [
                Sample(left + 3 * j, y + 9 * j, (0.25 + 0.17 * i) * (1 - j / 5), 0, 0, j * 0.02)
                for j in range(4)
            ]
        )
    return strokes


def cell(brush: Brush, sheet: Raster, x: int, y: int) -> Raster:
    """Everything that one brush shows."""
    middle = y + CELL[1] / 2
    strokes = [
        wave(x + 130, middle + 8, 250, 34),
        dash(x + 425, middle + 45, 230),
        *touches(x + 440, middle - 55),
    ]
    for seed, stroke in enumerate(strokes):
        work = Brushwork(sheet, brush, INK, Mode.PAINT, seed=seed)
        work.extend(stroke)
        work.finish()
        sheet = work.raster
    return sheet


def main() -> None:
    """Paint and save the sheet."""
    brushes = read_brushes([ROOT / "resources" / "brushes"]).brushes
    rows = -(-len(brushes) // COLUMNS)
    sheet = Raster(4)
    places = [((i % COLUMNS) * CELL[0], (i // COLUMNS) * CELL[1]) for i in range(len(brushes))]
    for brush, (x, y) in zip(brushes, places, strict=True):
        sheet = cell(brush, sheet, x, y)
    rgba = sheet.read(Bounds(0, 0, CELL[0] * COLUMNS, CELL[1] * rows)).astype(np.float32)
    alpha = rgba[..., 3:] / 255
    picture = Image.fromarray(np.rint(rgba[..., :3] * alpha + PAPER * (1 - alpha)).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for brush, (x, y) in zip(brushes, places, strict=True):
        draw.text((x + 14, y + 12), brush.name, fill=(110, 104, 96), font_size=15)
    target = ROOT / "docs" / "pictures" / "strokes.png"
    target.parent.mkdir(exist_ok=True)
    picture.save(target, optimize=True)


if __name__ == "__main__":
    main()
