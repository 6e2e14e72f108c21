"""The captions that the gate learns from and is measured on: of works painted for it, with the truth of where
everything lies.

The captions that the shipped painters were taught with say what is to be seen and nothing of the manner, so
that the manner goes into the painter and not into the words. They tell a painter by its favourite subjects
alone. An artist who asks for a manner says it; so works are captioned here in three ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

SIDE = 256
LANGUAGES = ("en", "zh")


class Kind(Enum):
    """How much of the manner a caption says."""

    TAGGED = "subjects and every style word, as a work is tagged"
    LOOSE = "subjects and none to five style words, as a prompt is written"
    CONTENT = "subjects alone, as the painters were taught"


@dataclass(frozen=True)
class Captioned:
    """One caption of one work: `facts` are what it says, by name; `places` are (subject, area, x, y)."""

    painter: str
    kind: Kind
    language: str
    text: str
    facts: tuple[str, ...]
    places: tuple[tuple[str, float, float, float], ...]


@dataclass(frozen=True)
class Task:
    """A work to paint for `painter`, and the seed of everything about it."""

    painter: str
    number: int
    seed: int
    painted: bool = True


def caption_work(task: Task) -> list[Captioned]:
    """Captions the work in every kind and language; painting it first takes an eighth of a second."""
    import landscape
    from painters.works import favourite_scene

    point = landscape.PAINTERS[task.painter]
    rng = np.random.default_rng([task.seed, 91, *task.painter.encode(), task.number])
    scene = favourite_scene(point, rng, (SIDE, SIDE))
    style = point.work(rng)
    where: tuple[tuple[str, float, float, float], ...] = ()
    if task.painted:
        picture = landscape.paint(scene, style, int(rng.integers(2**31)))
        scene, where = picture.scene, places_of(picture)
    made = []
    for kind in Kind:
        for language in LANGUAGES:
            text = worded(scene, style, rng, kind, language)
            said = facts(scene, style, text, language)
            made.append(Captioned(task.painter, kind, language, text, said, where))
    return made


def worded(scene: Any, style: Any, rng: np.random.Generator, kind: Kind, language: str) -> str:
    """One caption of `kind`."""
    import landscape

    if kind is Kind.LOOSE:
        return str(landscape.captions(scene, style, rng, language, with_style=True))
    text = str(landscape.captions(scene, style, rng, language, with_style=False))
    if kind is Kind.CONTENT:
        return text
    words = [str(word) for word in rng.permutation(list(landscape.style_words(style, language)))]
    return ("，" if language == "zh" else ", ").join([text, *words])


def facts(scene: Any, style: Any, text: str, language: str) -> tuple[str, ...]:
    """What the caption says, whichever words it took: subjects, and the style words that stand in it, in
    English."""
    import landscape

    pairs = zip(landscape.style_words(style, language), landscape.style_words(style, "en"), strict=True)
    return (*scene.subjects, *(english for word, english in pairs if word in text))


def places_of(picture: Any) -> tuple[tuple[str, float, float, float], ...]:
    """Area and centroid of each visible subject and of the ink lines, in parts of the canvas."""
    import landscape
    from landscape.scene import code

    subjects, line = picture.subjects, picture.line
    masks = {subject: subjects == code(subject) for subject in landscape.SUBJECTS}
    masks["ink"] = line > 127
    found = []
    for kind, mask in masks.items():
        rows, columns = np.nonzero(mask)
        if rows.size:
            area = rows.size / mask.size
            x, y = (columns.mean() + 0.5) / mask.shape[1], (rows.mean() + 0.5) / mask.shape[0]
            found.append((kind, float(area), float(x), float(y)))
    return tuple(found)


def nobodys(count: int, seed: int) -> list[str]:
    """Captions of scenes that belong to no painter, half English and half Chinese."""
    from painters.works import caption_bank

    return [caption.plain for caption in caption_bank("", count, seed)]
