"""What is wrong with captions, before a painter learns it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from artmaster_desktop.core.caption import denied_tags, mark_tags
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.style_tags import contradictions, normalised, synonyms_in
from artmaster_desktop.core.vocabulary import SEPARATORS, Vocabulary
from artmaster_desktop.core.work import Work

MOST_WORDS = 60
"""CLIP reads 77 tokens, and a word is rarely less than one; a Chinese character counts as a word."""
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]{3,}")


class CaptionProblem(Enum):
    """What may be wrong, worst first."""

    EMPTY = "has no caption"
    UNREADABLE = "has a character that cannot be read"
    CONTRADICTS = "contradicts itself"
    MEASURED_OTHERWISE = "says what the picture does not show"
    UNKNOWN_TAG = "has a tag that is not in the vocabulary"
    MARK_UNSAID = "does not name a seal or inscription that the picture bears"
    MARK_ABSENT = "names a seal or inscription that the picture does not bear"
    SAME = "says the same as another work's"
    TWICE = "says something twice"
    SYNONYM = "uses another word than the vocabulary's first"
    NO_SUBJECT = "does not say what is to be seen"
    NO_STYLE = "says nothing of brush, ink, blank or colour"
    TWO_LANGUAGES = "mixes English and Chinese"
    LONG = "is longer than a text encoder reads"


@dataclass(frozen=True, slots=True)
class CaptionFinding:
    """``detail`` is the word it is about, ``better`` what to write instead; both may be empty."""

    work: str
    problem: CaptionProblem
    detail: str = ""
    better: str = ""


def lint(
    works: Sequence[Work], vocabulary: Vocabulary, measures: Mapping[str, WorkMeasures] | None = None
) -> tuple[CaptionFinding, ...]:
    """Findings in the captions and tags of ``works``, work by work, worst first. Where ``measures`` has a
    work (by its id), what is said of it is held against its numbers.
    """
    found: list[CaptionFinding] = []
    first: dict[str, str] = {}
    for work in works:
        own = _wording(work, vocabulary) if work.caption.strip() else []
        own += _meaning(work, vocabulary, (measures or {}).get(work.id))
        same = first.setdefault(" ".join(work.caption.casefold().split()), work.id)
        if work.caption.strip() and same != work.id:
            own.append(CaptionFinding(work.id, CaptionProblem.SAME, same))
        order = list(CaptionProblem)
        found += sorted(own, key=lambda finding: order.index(finding.problem))
    return tuple(found)


def _wording(work: Work, vocabulary: Vocabulary) -> list[CaptionFinding]:
    """How the caption is written."""
    text, kinds = work.caption, CaptionProblem
    found: list[CaptionFinding] = []
    bad = [c for c in text if c not in "\n\t" and (unicodedata.category(c).startswith("C") or c == "\ufffd")]
    if bad:
        found.append(CaptionFinding(work.id, kinds.UNREADABLE, f"U+{ord(bad[0]):04X}"))
    phrases = [part.strip().casefold() for part in re.split(f"[{re.escape(SEPARATORS)}]", text)]
    twice = next((phrase for phrase in phrases if phrase and phrases.count(phrase) > 1), "")
    if twice:
        found.append(CaptionFinding(work.id, kinds.TWICE, twice))
    chinese = len(_HAN.findall(text)) > len(_LATIN.findall(text))
    for phrase, term in synonyms_in(text, vocabulary):
        better = term.word("zh" if _HAN.search(phrase) else "en")
        found.append(CaptionFinding(work.id, kinds.SYNONYM, phrase, better))
    strange = _LATIN.findall(text) if chinese else _HAN.findall(text)
    if len(strange) > 1:  # a trigger may be of the other script
        found.append(CaptionFinding(work.id, kinds.TWO_LANGUAGES, strange[0]))
    words = len(_HAN.findall(text)) + len(re.findall(r"[^\W\d_\u3400-\u9fff]+", text))
    if words > MOST_WORDS:
        found.append(CaptionFinding(work.id, kinds.LONG, str(words), str(MOST_WORDS)))
    return found


def _meaning(work: Work, vocabulary: Vocabulary, measures: WorkMeasures | None) -> list[CaptionFinding]:
    """What caption and tags say."""
    kinds = CaptionProblem
    found: list[CaptionFinding] = []
    tags = normalised(work.tags, vocabulary)
    for unknown in tags.unknown:
        found.append(CaptionFinding(work.id, kinds.UNKNOWN_TAG, unknown.text, unknown.meant))
    said = vocabulary.said(work.caption) | set(tags.ids)
    for one, other in contradictions(said):
        found.append(CaptionFinding(work.id, kinds.CONTRADICTS, f"{one} / {other}"))
    if measures is not None:
        for tag in denied_tags(sorted(said), measures):
            found.append(CaptionFinding(work.id, kinds.MEASURED_OTHERWISE, tag))
    if not work.caption.strip():
        return [CaptionFinding(work.id, kinds.EMPTY), *found]
    spoken = vocabulary.said(work.caption)
    for tag, there in mark_tags(work.marks).items():
        if there and tag not in spoken:
            found.append(CaptionFinding(work.id, kinds.MARK_UNSAID, tag))
        if tag in spoken and not there:
            found.append(CaptionFinding(work.id, kinds.MARK_ABSENT, tag))
    shelves = {shelf.kind: {term.id for term in shelf.terms} for shelf in vocabulary.shelves}
    if not (spoken & shelves.get("subjects", set()) or work.subject):
        found.append(CaptionFinding(work.id, kinds.NO_SUBJECT))
    if not any(spoken & shelves.get(kind, set()) for kind in ("texture", "ink", "blank", "colour")):
        found.append(CaptionFinding(work.id, kinds.NO_STYLE))
    return found
