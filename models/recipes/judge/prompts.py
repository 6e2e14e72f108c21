"""Held-out prompts with their true pictures, made in worker processes that know no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Prompt:
    """One held-out request with the picture a true painter would make of it, uint8[H, W, 3]."""

    index: int
    text: str
    subjects: tuple[str, ...]
    seed: int
    truth: U8


@dataclass(frozen=True)
class PromptTask:
    """What to ask for; `painter` is a slug or empty for a random style with style words."""

    index: int
    size: tuple[int, int]
    seed: int
    painter: str = ""


def make_prompt(task: PromptTask) -> tuple[PromptTask, Prompt]:
    """A fresh scene with its caption (even: English, odd: Chinese) and its true picture, and the task it
    answers.
    """
    import landscape

    rng = np.random.default_rng([task.seed, 991, task.index])
    scene = landscape.random_scene(rng, *task.size)
    language, seed = ("en", "zh")[task.index % 2], int(rng.integers(2**31))
    point = landscape.PAINTERS[task.painter] if task.painter else None
    style = point.work(rng) if point else landscape.random_style(rng)
    picture = landscape.paint(scene, style, int(rng.integers(2**31)))
    trigger = point.trigger if point else ""
    text = landscape.captions(picture.scene, style, rng, language, with_style=point is None, trigger=trigger)
    return task, Prompt(
        task.index, text, tuple(picture.scene.subjects), seed, np.ascontiguousarray(picture.rgb)
    )
