"""Procedural works to learn from and, from other seeds, to be measured on."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
SHOWN, HELD_OUT = 41, 97
"""Seeds; no scene or style is drawn twice."""


@dataclass(frozen=True)
class Task:
    """One work; picklable, so that any process can paint it."""

    seed: int
    index: int
    side: int


def paint_one(task: Task) -> U8:
    """Paints one work with a style of its own: a painter's hand half of the time, else a random one."""
    import landscape

    rng = np.random.default_rng([task.seed, task.index])
    names = sorted(landscape.PAINTERS)
    painter = landscape.PAINTERS[names[int(rng.integers(len(names)))]]
    scene = landscape.random_scene(rng, task.side, task.side)
    style = painter.work(rng) if rng.random() < 0.5 else landscape.random_style(rng)
    return np.ascontiguousarray(landscape.paint(scene, style, int(rng.integers(2**31))).rgb)


def paint_works(seed: int, count: int, side: int, workers: int) -> Iterator[U8]:
    """``count`` works, ``side`` pixels square, the same for the same seed."""
    tasks = [Task(seed, index, side) for index in range(count)]
    if workers == 1:
        yield from map(paint_one, tasks)
        return
    with ProcessPoolExecutor(workers or os.cpu_count(), get_context("spawn")) as pool:
        yield from pool.map(paint_one, tasks)
