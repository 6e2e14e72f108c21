"""Ground truth for the judge: one scene painted by two hands, in worker processes that know no torch."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
OTHER = "other"


@dataclass(frozen=True)
class PairTask:
    """Which scene to paint and which painter paints it first; picklable."""

    index: int
    size: tuple[int, int]
    seed: int
    painters: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One scene in two styles: rgb uint8[2, H, W, 3], style indices (len(painters) is "other"), what each
    shows.
    """

    index: int
    rgb: U8
    styles: tuple[int, int]
    subjects: tuple[tuple[str, ...], tuple[str, ...]]


def pair_tasks(
    sizes: tuple[tuple[int, int], ...], seed: int, painters: tuple[str, ...]
) -> Iterator[PairTask]:
    """Endless tasks, the painters in turn; `sizes` is gone round in step with the rounds of painters."""
    index = 0
    while True:
        yield PairTask(index, sizes[(index // max(1, len(painters))) % len(sizes)], seed, painters)
        index += 1


def paint_pair(task: PairTask) -> Pair:
    """Paints one scene by the task's painter and by another: half the time a second painter, else a random
    style.
    """
    import landscape

    rng = np.random.default_rng([task.seed, 31, task.index])
    count = len(task.painters)
    first = task.index % count
    second = int((first + 1 + rng.integers(count - 1)) % count) if count > 1 and rng.random() < 0.5 else count
    scene = landscape.random_scene(rng, *task.size)
    pictures = []
    for style_index in (first, second):
        if style_index == count:
            style = landscape.random_style(rng)
        else:
            style = landscape.PAINTERS[task.painters[style_index]].work(rng)
        pictures.append(landscape.paint(scene, style, int(rng.integers(2**31))))
    shown = (tuple(pictures[0].scene.subjects), tuple(pictures[1].scene.subjects))
    return Pair(task.index, np.stack([p.rgb for p in pictures]), (first, second), shown)
