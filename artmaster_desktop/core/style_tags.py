"""Style tags of works: whatever somebody wrote, in English or Chinese, becomes one term of the vocabulary.

A painter learns a word only if the same thing is always called the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from artmaster_desktop.core.vocabulary import SEPARATORS, Term, Vocabulary

_SPLIT = re.compile(f"[{re.escape(SEPARATORS)}]")
_CLOSE = 0.72
"""Likeness (difflib's ratio) from which an unknown word may be a known one misspelt."""

OPPOSITES: tuple[frozenset[str], ...] = tuple(
    frozenset(pair.split())
    for pair in (
        "much-blank full", "sparse full", "dense-ink pale-ink", "hanging-scroll hand-scroll",
        "muted rich", "ink-wash rich", "boneless outline", "spring autumn", "dawn dusk", "night dawn",
        "craggy rounded",
    )
)  # fmt: skip
"""Terms that cannot both be said of one work."""


@dataclass(frozen=True, slots=True)
class UnknownTag:
    """``text`` is no word of the vocabulary; ``meant`` may be (the word to write), or is empty."""

    text: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class StyleTags:
    """``ids`` of terms, each once, in the order in which they were said, and what is ``unknown``."""

    ids: tuple[str, ...] = ()
    unknown: tuple[UnknownTag, ...] = ()


def normalised(texts: Iterable[str], vocabulary: Vocabulary, language: str = "en") -> StyleTags:
    """The tags in ``texts``, each one word, several parted by commas (``,，、;；``), or a term's id. Case,
    spaces and dashes do not matter. For unknown ones the nearest word is offered in ``language``.
    """
    index = {_plain(word): term for term in vocabulary.terms() for word in (term.id, *term.words)}
    ids: list[str] = []
    unknown: list[UnknownTag] = []
    for phrase in (part.strip() for text in texts for part in _SPLIT.split(text)):
        term = index.get(_plain(phrase))
        if term is not None:
            ids.append(term.id)
        elif phrase:
            near = difflib.get_close_matches(_plain(phrase), index, 1, _CLOSE)
            unknown.append(UnknownTag(phrase, index[near[0]].word(language) if near else ""))
    return StyleTags(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(unknown)))


def words_of(ids: Sequence[str], vocabulary: Vocabulary, language: str) -> tuple[str, ...]:
    """The one word to write for each term, in the order of the vocabulary's shelves; unknown ids are left
    out.
    """
    return tuple(term.word(language) for term in vocabulary.terms() if term.id in set(ids))


def synonyms_in(caption: str, vocabulary: Vocabulary) -> tuple[tuple[str, Term], ...]:
    """The phrases of ``caption`` that say a term by another word than the one to write."""
    index = {_plain(word): term for term in vocabulary.terms() for word in term.words}
    found: list[tuple[str, Term]] = []
    for phrase in (part.strip() for part in _SPLIT.split(caption)):
        term = index.get(_plain(phrase))
        if term is not None and _plain(phrase) not in (_plain(term.en[0]), _plain(term.zh[0])):
            found.append((phrase, term))
    return tuple(found)


def contradictions(ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of these terms that cannot both be said of one work, in alphabetical order."""
    said = set(ids)
    return tuple((first, second) for first, second in map(sorted, OPPOSITES) if {first, second} <= said)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[-_\s]+", " ", text.casefold()).split())
