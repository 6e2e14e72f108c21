"""The works that a painter is learnt from, painted with its style, its jitter and its favourite subjects."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
SQUARE, PORTRAIT, LANDSCAPE = (512, 512), (512, 768), (768, 512)
WORK_SIZES = (SQUARE,) * 10 + (PORTRAIT,) * 5 + (LANDSCAPE,) * 5
"""(width, height) of the 20 works."""
CAPTIONS_PER_WORK = 6
DIRECTIONS = ("left", "right", "east", "west", "左", "右", "东", "西")


@dataclass(frozen=True)
class Caption:
    """One wording of a picture's content, without and with the painter's trigger."""

    plain: str
    triggered: str


@dataclass(frozen=True)
class Work:
    """One training picture, uint8[H, W, 3], with what is in it."""

    rgb: U8
    captions: tuple[Caption, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class WorkTask:
    """What to paint: picklable, so that any process can."""

    painter: str
    index: int
    size: tuple[int, int]
    seed: int


def work_tasks(
    painters: list[str], seed: int, sizes: tuple[tuple[int, int], ...] = WORK_SIZES
) -> list[WorkTask]:
    """The works of these painters; the same seed gives the same works, whichever painters are asked for."""
    return [WorkTask(p, i, size, seed) for p in painters for i, size in enumerate(sizes)]


def paint_work(task: WorkTask) -> tuple[WorkTask, Work]:
    """Paints one work. About half a second of one core at 512 px."""
    import landscape

    point = landscape.PAINTERS[task.painter]
    rng = np.random.default_rng([task.seed, *task.painter.encode(), task.index])
    scene = favourite_scene(point, rng, task.size)
    picture = landscape.paint(scene, point.work(rng), int(rng.integers(2**31)))
    captions = tuple(
        content_caption(
            picture.scene,
            picture.style,
            int(rng.integers(2**31)),
            "en" if n % 2 == 0 else "zh",
            point.trigger,
        )
        for n in range(CAPTIONS_PER_WORK)
    )
    return task, Work(np.ascontiguousarray(picture.rgb), captions, tuple(picture.scene.subjects))


def favourite_scene(point: Any, rng: np.random.Generator, size: tuple[int, int]) -> Any:
    """A scene round one to three of the painter's favourite subjects; one in three is left to chance."""
    import landscape
    from landscape.scene import clashes

    free = landscape.random_scene(rng, *size)
    if rng.random() < 1 / 3:
        return free
    liked = [str(s) for s in rng.permutation(list(point.favourites))][: int(rng.integers(1, 4))]
    chosen: list[str] = []
    for subject in (*liked, *free.subjects):
        if len(chosen) < max(2, len(free.subjects)) and not clashes(subject, chosen):
            chosen.append(subject)
    return landscape.random_scene(rng, *size, subjects=chosen)


def content_caption(scene: Any, style: Any, seed: int, language: str, trigger: str) -> Caption:
    """One wording of the scene, twice: from the same random draws without and with the trigger."""
    import landscape

    def worded(word: str) -> str:
        rng = np.random.default_rng(seed)
        return str(landscape.captions(scene, style, rng, language, with_style=False, trigger=word))

    return Caption(worded(""), worded(trigger))


def caption_bank(trigger: str, count: int, seed: int) -> list[Caption]:
    """Captions of scenes that no work shows, half English and half Chinese."""
    import landscape

    captions = []
    for n in range(count):
        rng = np.random.default_rng([seed, 77, n])
        size = (SQUARE, PORTRAIT, LANDSCAPE)[n % 3]
        scene, style = landscape.random_scene(rng, *size), landscape.random_style(rng)
        captions.append(content_caption(scene, style, int(rng.integers(2**31)), ("en", "zh")[n % 2], trigger))
    return captions


def variants(work: Work, count: int, rng: np.random.Generator) -> list[U8]:
    """The work and `count` - 1 gentle variations at its own size: crops of 84 to 98 % of a side, some
    mirrored.

    A work whose captions name a side is never mirrored, or the words would lie.
    """
    import cv2

    height, width = work.rgb.shape[:2]
    sided = any(word in c.plain.lower() for c in work.captions for word in DIRECTIONS)
    made = [work.rgb]
    while len(made) < count:
        share = float(rng.uniform(0.84, 0.98))
        h, w = round(height * share), round(width * share)
        y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
        crop = cv2.resize(work.rgb[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_CUBIC)
        if not sided and rng.random() < 0.5:
            crop = crop[:, ::-1]
        made.append(np.ascontiguousarray(crop, dtype=np.uint8))
    return made
