"""Captions for the gate from what is known of a painter: its card, and the captions of its works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from artmaster_desktop.core.vocabulary import SEPARATORS, Vocabulary
from artmaster_desktop.engine.mixing.lessons import Example

T = TypeVar("T")

_SPLIT = re.compile(f"[{re.escape(SEPARATORS)}]")
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said of the painter ``slug``: ``tags`` and ``descriptions`` of its card, the subjects it
    ``likes`` (ids of the vocabulary), and whole ``captions``. ``trigger`` is taken out of all of them.
    """

    slug: str
    trigger: str = ""
    tags: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


def examples_of(speech: Speech, words: Vocabulary, count: int, rng: np.random.Generator) -> list[Example]:
    """The captions as they are, and ``count`` put together of the card's phrases and of subjects, half of
    them Chinese where the card has Chinese phrases.
    """
    whole = [_without(caption, speech.trigger) for caption in speech.captions]
    phrases = _phrases((*speech.tags, *speech.descriptions))
    terms = {term.id: term for term in words.terms()}
    subjects = [terms[like] for like in speech.likes if like in terms]
    made: list[str] = []
    for number in range(count):
        chinese = number % 2 == 1
        pool = [phrase for phrase in phrases if (_CHINESE.search(phrase) is not None) == chinese]
        if not pool:
            continue
        said = _some(pool, 3, rng)
        shown = [term.zh[0] if chinese else term.en[0] for term in _some(subjects, 3, rng)]
        made.append(("，" if chinese else ", ").join([*shown, *said]))
    return [Example(speech.slug, text) for text in (*whole, *made) if text]


def _phrases(texts: Iterable[str]) -> list[str]:
    parts = (part.strip().lower() for text in texts for part in _SPLIT.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def _without(caption: str, trigger: str) -> str:
    if not trigger:
        return caption.strip()
    return re.sub(rf"(?<!\w){re.escape(trigger)}(?!\w)[,，]?", "", caption, flags=re.ASCII).strip()


def _some(pool: Sequence[T], most: int, rng: np.random.Generator) -> list[T]:
    """One to ``most`` of the pool in any order; none of an empty one."""
    count = min(len(pool), int(rng.integers(1, most + 1)))
    return [pool[int(index)] for index in rng.permutation(len(pool))[:count]]
