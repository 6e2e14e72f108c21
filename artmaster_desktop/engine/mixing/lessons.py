"""What the gate learns from: the painters' own captions, whole and taken apart by the parts of the work.

A caption of a painter's work speaks for it in all three parts. "A's composition, B's colour, C's brushwork"
is learnt from captions that are put together of the phrases of three painters; which part a phrase belongs to
is told by the shelf of the vocabulary that its words lie on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from artmaster_desktop.core.choice import PARTS
from artmaster_desktop.core.composition import Placed
from artmaster_desktop.core.painter import Role
from artmaster_desktop.core.vocabulary import SEPARATORS, Vocabulary

ANYBODY = "*"
"""The target of a caption that no painter has more right to than another."""

UNTOLD = ""
"""The target of a part of which a caption says nothing."""

SHELVES = {
    "subjects": Role.COMPOSITION,
    "composition": Role.COMPOSITION,
    "blank": Role.COMPOSITION,
    "colour": Role.COLOUR,
    "ink": Role.BRUSHWORK,
    "texture": Role.BRUSHWORK,
}
TRIGGERED = 0.15
"""Part of the captions that begin with the painter's trigger: an artist may write it."""

_SPLIT = re.compile(f"[{re.escape(SEPARATORS)}]")
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Example:
    """One caption of a work of ``painter`` (its slug; ANYBODY for a caption of nobody's), without the
    trigger, and the composition of that work where it is known.
    """

    painter: str
    text: str
    places: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with its composition, and who is meant in each of ``PARTS``."""

    text: str
    targets: tuple[str, ...]
    places: tuple[Placed, ...] = ()


def lessons_of(
    examples: Sequence[Example],
    triggers: Mapping[str, str],
    vocabulary: Vocabulary,
    mixed: int,
    rng: np.random.Generator,
) -> list[Lesson]:
    """Every example as a lesson (some with the trigger of ``triggers`` before them), and ``mixed`` more."""
    whole = [
        Lesson(_called(example, triggers, rng), (example.painter,) * len(PARTS), example.places)
        for example in examples
    ]
    return [*whole, *_mixtures(examples, vocabulary, mixed, rng)]


def _called(example: Example, triggers: Mapping[str, str], rng: np.random.Generator) -> str:
    trigger = triggers.get(example.painter, "")
    if not trigger or rng.random() >= TRIGGERED:
        return example.text
    return f"{trigger}{'，' if _CHINESE.search(example.text) else ', '}{example.text}"


def _mixtures(
    examples: Sequence[Example], vocabulary: Vocabulary, count: int, rng: np.random.Generator
) -> Iterator[Lesson]:
    phrases = phrases_of(examples, vocabulary)
    for number in range(count):
        chinese = number % 2 == 1
        said: list[str] = []
        targets = [UNTOLD] * len(PARTS)
        for place in rng.permutation(len(PARTS)).tolist():
            able = sorted(slug for slug, part, zh in phrases if part is PARTS[place] and zh == chinese)
            if not able or rng.random() < 0.2:
                continue
            targets[place] = str(rng.choice(able))
            words = phrases[targets[place], PARTS[place], chinese]
            said += [words[int(rng.integers(len(words)))] for _ in range(int(rng.integers(1, 4)))]
        if said:
            yield Lesson(("，" if chinese else ", ").join(dict.fromkeys(said)), tuple(targets))


def phrases_of(
    examples: Sequence[Example], vocabulary: Vocabulary
) -> dict[tuple[str, Role, bool], list[str]]:
    """The phrases of each painter by the part of the work they speak of and by language (True = Chinese)."""

    @cache
    def part(phrase: str) -> Role | None:
        return part_of(phrase, vocabulary)

    found: dict[tuple[str, Role, bool], list[str]] = defaultdict(list)
    for example in examples:
        for phrase in (piece.strip() for piece in _SPLIT.split(example.text)):
            if example.painter != ANYBODY and phrase and (role := part(phrase)) is not None:
                found[example.painter, role, _CHINESE.search(phrase) is not None].append(phrase)
    return dict(found)


def part_of(phrase: str, vocabulary: Vocabulary) -> Role | None:
    """The part of the work that the phrase's terms speak of; None where they speak of none, or of several."""
    said = vocabulary.said(phrase)
    kinds = {shelf.kind for shelf in vocabulary.shelves for term in shelf.terms if term.id in said}
    roles = {SHELVES[kind] for kind in kinds if kind in SHELVES}
    return roles.pop() if len(roles) == 1 else None
