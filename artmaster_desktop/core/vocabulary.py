"""The words of ink painting in English and Chinese: what completes a prompt, and what tags stand for.

Tags live in the prompt's own text and nowhere else: what is switched on is what the model reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEPARATORS = ",，、;；。.\n"
"""Characters that end a phrase of a prompt."""

_PHRASE = re.compile(f"[{re.escape(SEPARATORS)}]")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SHORTEST = 2
"""Latin letters that must be there before anything is offered; one Chinese character says enough."""


@dataclass(frozen=True, slots=True)
class Term:
    """One notion: its words in English and in Chinese, the one to write first, and how the Chinese sounds
    (``pinyin`` without tones, syllables apart).
    """

    id: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    pinyin: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, longest first: a longer one is not to be taken for a shorter one within it."""
        return tuple(sorted((*self.en, *self.zh), key=len, reverse=True))

    def word(self, language: str) -> str:
        """The word to write: Chinese for "zh", "zh_CN"..., else English."""
        return self.zh[0] if language.startswith("zh") else self.en[0]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Terms of one ``kind``, with its title in both languages."""

    kind: str
    en: str
    zh: str
    terms: tuple[Term, ...]

    def title(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Completion:
    """``word`` of ``term`` may stand in place of the text from ``start`` to the cursor."""

    start: int
    word: str
    term: Term


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All shelves, in the order to show them."""

    shelves: tuple[Shelf, ...] = ()

    def terms(self) -> Iterator[Term]:
        return (term for shelf in self.shelves for term in shelf.terms)

    def complete(self, before: str, limit: int = 10) -> tuple[Completion, ...]:
        """What may be meant by the end of ``before``, the text in front of the cursor, best first.

        The longest end that begins something is taken: the phrase since the last comma, then without its
        first word, and so on; Chinese needs no spaces. Latin letters also find Chinese by its sound.
        """
        for start in _starts(before):
            fragment = before[start:].casefold()
            if len(fragment) < (1 if _CHINESE.search(fragment) else _SHORTEST):
                break
            found = [(*hit, term) for term in self.terms() if (hit := _match(term, fragment)) is not None]
            if found:
                found.sort(key=lambda hit: (hit[0], len(hit[1])))
                return tuple(Completion(start, word, term) for _, word, term in found[:limit])
        return ()

    def said(self, prompt: str) -> frozenset[str]:
        """The ids of the terms that ``prompt`` says in either language. "Large axe-cut strokes" says that
        term and not also "axe-cut".
        """
        text, ids = prompt.casefold(), set[str]()
        words = ((word.casefold(), term.id) for term in self.terms() for word in term.words)
        for word, term_id in sorted(words, key=lambda pair: -len(pair[0])):
            if word in text:
                text, times = re.subn(_pattern(word), "\0", text, flags=re.ASCII)
                if times:
                    ids.add(term_id)
        return frozenset(ids)


def read_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """The vocabulary in JSON ``texts``, one shelf each: ``{"kind", "en", "zh", "order", "terms": [{"id",
    "en": [...], "zh": [...], "pinyin"}]}``. Raises ValueError where one is not of this form or ids repeat.
    """
    shelves: list[tuple[int, Shelf]] = []
    for text in texts:
        data = json.loads(text)
        try:
            terms = tuple(
                Term(str(t["id"]), tuple(t["en"]), tuple(t["zh"]), str(t["pinyin"])) for t in data["terms"]
            )
            shelf = Shelf(str(data["kind"]), str(data["en"]), str(data["zh"]), terms)
            order = int(data["order"])
        except (KeyError, TypeError) as fault:
            raise ValueError("this is no shelf of a vocabulary") from fault
        shelves.append((order, shelf))
    vocabulary = Vocabulary(tuple(shelf for _, shelf in sorted(shelves, key=lambda pair: pair[0])))
    ids = [term.id for term in vocabulary.terms()]
    if len(set(ids)) != len(ids) or not all(t.en and t.zh for t in vocabulary.terms()):
        raise ValueError("terms need ids of their own and words in both languages")
    return vocabulary


def with_term(prompt: str, term: Term, language: str) -> str:
    """``prompt`` with the term said at its end, as it is written in ``language``."""
    word, text = term.word(language), prompt.rstrip()
    if not text:
        return word
    if text[-1] in SEPARATORS:
        return f"{text} {word}" if text[-1].isascii() else f"{text}{word}"
    return f"{text}，{word}" if _CHINESE.search(word) else f"{text}, {word}"


def without_term(prompt: str, term: Term) -> str:
    """``prompt`` with every word of the term taken out, and the comma that set it off."""
    text = prompt
    for word in term.words:
        text = re.sub(rf"[,，、]?[ \t]*{_pattern(word)}", "", text, flags=re.IGNORECASE | re.ASCII)
    return text if text == prompt else re.sub(r"[ \t]{2,}", " ", text).lstrip(" ,，、")


def _starts(before: str) -> Iterator[int]:
    """Where the word that is being written may begin, longest first."""
    phrase = 0
    for mark in _PHRASE.finditer(before):
        phrase = mark.end()
    for place in range(phrase, len(before)):
        here = before[place]
        if not here.isspace() and (
            place == phrase or before[place - 1].isspace() or _CHINESE.match(here) is not None
        ):
            yield place


def _match(term: Term, fragment: str) -> tuple[int, str] | None:
    """How well (0 = best) and with which word the term answers to ``fragment``; None where it does not."""
    hits: list[tuple[int, str]] = []
    for word in (*term.en, *term.zh):
        low = word.casefold()
        if low == fragment:
            continue
        if low.startswith(fragment):
            hits.append((0, word))
        elif f" {fragment}" in low or (_CHINESE.search(fragment) and fragment in low):
            hits.append((1, word))
    sound = term.pinyin.replace(" ", "")
    initials = "".join(syllable[0] for syllable in term.pinyin.split())
    if sound.startswith(fragment) or (len(fragment) > 1 and initials.startswith(fragment)):
        hits.append((2, term.zh[0]))
    return min(hits, default=None, key=lambda hit: hit[0])


def _pattern(word: str) -> str:
    """A regular expression for the word by itself: "ink" is not in "drinking"; Chinese has no spaces."""
    return rf"(?<!\w){re.escape(word)}(?!\w)"
