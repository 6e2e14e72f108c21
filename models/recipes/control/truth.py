"""Procedural pictures with their truth, painted as they are needed; the same number is the same picture."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
LARGE_FROM = 1_000_000
"""Numbers from here on are of large pictures."""
SHOWN, HELD_OUT = 53, 101
"""Seeds of what is learnt from and of what is measured on."""
SIZES = ((256, 256), (256, 352), (352, 256))
"""Width and height; all in steps of 16."""
LARGE = ((512, 512), (512, 704), (704, 512))
"""As large as canvases are, for what must follow guides there too."""


@dataclass(frozen=True)
class Task:
    """One picture; picklable, so that any process can paint it. ``size`` indexes SIZES and then LARGE."""

    seed: int
    number: int
    size: int = 0


@dataclass(frozen=True)
class Truth:
    """``rgb``, ``line`` (white on black), ``depth`` (near = 255) and ``labels`` (six classes) of one size."""

    rgb: U8
    line: U8
    depth: U8
    labels: U8
    caption: str


def paint_one(task: Task) -> Truth:
    """A random scene by one of the shipped painters' hands half of the time, else by a random one."""
    import landscape

    rng = np.random.default_rng([task.seed, task.number])
    names = sorted(landscape.PAINTERS)
    painter = landscape.PAINTERS[names[int(rng.integers(len(names)))]]
    width, height = (*SIZES, *LARGE)[task.size]
    scene = landscape.random_scene(rng, width, height)
    style = painter.work(rng) if rng.random() < 0.5 else landscape.random_style(rng)
    made = landscape.paint(scene, style, int(rng.integers(2**31)))
    language = "zh" if rng.random() < 0.3 else "en"
    caption = landscape.captions(made.scene, made.style, rng, language)
    rgb, line, depth, labels = (
        np.ascontiguousarray(part) for part in (made.rgb, made.line, made.depth, made.labels)
    )
    return Truth(rgb, line, depth, labels, caption)


def paint_all(seed: int, count: int, workers: int, large: bool = False) -> Iterator[Truth]:
    """``count`` pictures, one shape after another so that neighbours may share a batch; the ``large`` ones
    are others."""
    shapes, first = (len(LARGE), len(SIZES)) if large else (len(SIZES), 0)
    begin = LARGE_FROM if large else 0
    tasks = [Task(seed, begin + n, first + n * shapes // count) for n in range(count)]
    if workers == 1:
        yield from map(paint_one, tasks)
        return
    with ProcessPoolExecutor(workers or None, get_context("spawn")) as pool:
        yield from pool.map(paint_one, tasks, chunksize=4)


def as_sketch(line: U8, rng: np.random.Generator) -> U8:
    """The drawing as an artist would hand it in: dark strokes of some colour and width on some paper."""
    strokes = cv2.dilate(line, np.ones((2, 2), np.uint8)) if rng.random() < 0.4 else line
    share = strokes[:, :, None].astype(np.float32) / 255 * rng.uniform(0.7, 1.0)
    paper = 255 - rng.uniform(0, 30, 3)
    ink = rng.uniform(0, 110, 3)
    return np.clip(paper * (1 - share) + ink * share, 0, 255).astype(np.uint8)
