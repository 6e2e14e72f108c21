"""Contact sheets: an evaluation to look at, and grids between painters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import Engine, ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.measures.drawing import FAINT, GAP, MARGIN, Page, fitted
from artmaster_desktop.engine.measures.evaluation import Evaluation
from artmaster_desktop.engine.measures.style import LABELS, Comparison
from artmaster_desktop.engine.measures.trials import Hand, Setting, Told, final_prompt, paint, trial_job

WIDTH = 1180
_SCALE = 3.0
"""Multiples of the artist's own spread that fit on a bar."""


def evaluation_sheet(evaluation: Evaluation) -> Pixels:
    """Works, pairs and measures of one painter on a page."""
    page = Page(WIDTH)
    painter, judged = evaluation.painter, evaluation.judgement
    page.words(painter.name, 24)
    page.words(
        f"{len(evaluation.works)} works, {len(evaluation.pairs)} pairs with seed, noise and prompt locked. "
        f"The base tells the two of a pair apart in {judged.told_apart:.0%}, "
        f"and finds {judged.own:.0%} of the works likelier with the painter.",
        13,
        FAINT,
        10,
    )
    page.row(evaluation.works[:20], 104, "The artist's works")
    page.row([pair.painted for pair in evaluation.pairs], 148, "With the painter")
    page.row([pair.base for pair in evaluation.pairs], 148, "The base alone")
    page.words(
        "Distance to the works, as a multiple of the mean distance among the works themselves", 13, FAINT, 4
    )
    for found in evaluation.comparisons:
        _bars(page, found)
    page.words(
        "The grey band holds eight in ten of the artist's own works. Dark: with the painter. Light: base.",
        12,
        FAINT,
    )
    return page.pixels()


def _bars(page: Page, found: Comparison) -> None:
    left, width, height = MARGIN + 190, page.room - 190 - 150, 34
    page.skip(height)
    top = page.y - height
    unit = max(found.own.mean, 1e-9)
    band = np.full(
        (height - 6, _length(found.own.high / unit, width) - _length(found.own.low / unit, width) + 1, 3),
        226,
        np.uint8,
    )
    page.picture_at(left + _length(found.own.low / unit, width), top, band)
    page.text_at(MARGIN, top + 6, LABELS[found.measure], 13)
    for row, ratio, shade in ((0, found.ratio, (30, 66, 112)), (1, found.base_ratio, (140, 186, 190))):
        bar = np.empty((8, max(1, _length(ratio, width)), 3), np.uint8)
        bar[:] = shade
        page.picture_at(left, top + 5 + row * 11, bar)
    page.text_at(left + width + 12, top + 6, f"{found.ratio:.2f}", 13)
    page.text_at(left + width + 56, top + 6, f"base {found.base_ratio:.2f}", 13, FAINT)


def _length(ratio: float, width: int) -> int:
    return round(min(ratio, _SCALE) / _SCALE * width)


def interpolation_grid(
    engine: Engine,
    caps: ModelCaps,
    painters: Sequence[Painter],
    prompt: str,
    count: int,
    setting: Setting,
    told: Told,
) -> list[list[Pixels]]:
    """Pictures between two painters (one row) or four (a square, painters at its corners in reading order).

    ``count`` pictures a side; weights are linear and add up to 1; seed, noise and prompt are locked.
    """
    if len(painters) not in (2, 4) or count < 2:
        raise ValueError("a grid lies between two or four painters, and has two pictures a side or more")
    text = final_prompt(painters, prompt)
    rows = 1 if len(painters) == 2 else count
    grid: list[list[Pixels]] = []
    for i in range(rows):
        line: list[Pixels] = []
        for j in range(count):
            weights = blend(j / (count - 1), i / (count - 1) if rows > 1 else 0.0, len(painters))
            hands = [Hand(p, weight) for p, weight in zip(painters, weights, strict=True) if weight]
            line.append(paint(engine, trial_job(caps, hands, text, setting.seed, setting)))
            told(i * count + j + 1, rows * count)
        grid.append(line)
    return grid


def blend(across: float, down: float, painters: int) -> tuple[float, ...]:
    """Bilinear weights of two painters, or of four at the corners; they sum to 1."""
    pair = (1 - across, across)
    return pair if painters == 2 else tuple(h * w for h in (1 - down, down) for w in pair)


def grid_sheet(grid: Sequence[Sequence[Pixels]], painters: Sequence[Painter], prompt: str) -> Pixels:
    """The grid on a page, names at its corners."""
    side = min(220, (WIDTH - 2 * MARGIN) // len(grid[0]) - GAP)
    width = len(grid[0]) * (side + GAP) - GAP
    page = Page(max(480, width + 2 * MARGIN))
    page.words(f"Between {', '.join(painter.name for painter in painters)}", 20)
    page.words(prompt, 13, FAINT, 12)
    _corners(page, painters[:2], width)
    for line in grid:
        for j, pixels in enumerate(line):
            page.picture_at(MARGIN + j * (side + GAP), page.y, fitted(pixels, side))
        page.y += side + GAP
    if len(painters) == 4:
        _corners(page, painters[2:], width)
    return page.pixels()


def _corners(page: Page, painters: Sequence[Painter], width: int) -> None:
    page.skip(22)
    page.text_at(MARGIN, page.y - 20, painters[0].name, 13)
    page.text_at(MARGIN + width, page.y - 20, painters[1].name, 13, anchor="ra")
