"""Caption variants of one picture: two languages, with and without style words, whole and in two segments."""

from __future__ import annotations

import re
from typing import Any

from numpy.random import Generator

_KINDS = (
    ("en", True, False),
    ("zh", True, False),
    ("en", False, False),
    ("en", True, True),
    ("zh", False, False),
    ("zh", True, True),
)
"""(language, style words, preceded by a short root caption), in the order they are handed out."""


def first_clause(text: str) -> str:
    """The first clause of a caption: what a user writes as the root prompt above regional ones."""
    return re.split(r"[,，。;；:：]|\.(?:\s|$)", text, maxsplit=1)[0].strip()


def variants(scene: Any, style: Any, rng: Generator, count: int) -> list[str]:
    """`count` captions of one picture, drawn anew each, cycling through the kinds from a random start.

    Every second caption in two segments takes its root from the other language, since a document may mix
    them.
    """
    from landscape import captions

    texts, start = [], int(rng.integers(len(_KINDS)))
    for number in range(count):
        language, with_style, segmented = _KINDS[(start + number) % len(_KINDS)]
        text = captions(scene, style, rng, language, with_style=with_style)
        if segmented:
            other = language if rng.random() < 0.7 else ("zh" if language == "en" else "en")
            root = first_clause(captions(scene, style, rng, other, with_style=bool(rng.random() < 0.5)))
            text = f"{root}. {text}" if language == "en" else f"{root}。{text}"
        texts.append(text)
    return texts
