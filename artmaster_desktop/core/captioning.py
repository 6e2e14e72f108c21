"""First captions from what a captioner saw: in the vocabulary's words, and held against what is measured."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from artmaster_desktop.core.caption import caption_parts, denied_tags, joined
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.style_tags import contradictions, normalised, synonyms_in
from artmaster_desktop.core.vocabulary import SEPARATORS, Vocabulary
from artmaster_desktop.core.work import Work

MOST_WORDS = 32
"""Of what was seen: the text encoder reads 77 tokens, and the style has to be said too."""
_PARTS = re.compile(f"[{re.escape(SEPARATORS)}]")
_FRAME = re.compile(
    r"^(?:(?:this|the) (?:image|picture|painting) (?:shows|depicts|is)|there is|"
    r"(?:an?|the)?\s*(?:\w+ ){0,3}?(?:painting|picture|image|photo|photograph|drawing|print|scroll)\s+"
    r"(?:of|showing|with|depicting))(?:\s+|$)",
    re.IGNORECASE,
)
"""How captioners begin: that it is a picture is no part of what is to be seen."""


def seen_caption(
    work: Work,
    seen: str,
    measures: WorkMeasures,
    vocabulary: Vocabulary,
    language: str = "en",
    trigger: str = "",
) -> str:
    """``trigger``, the work's subject, what was ``seen``, then tags and measured terms: as
    ``written_caption``, with the captioner's phrases after the subject. A phrase that the numbers deny, or
    that contradicts the artist's tags, or that says again what is said, is left out; other words than the
    vocabulary's first become those. "" where nothing of it is left.
    """
    phrases = _told(cleaned(seen), work, measures, vocabulary, language)
    if not phrases:
        return ""
    subject, style = caption_parts(work, measures, vocabulary, language)
    known = {part.casefold() for part in (*subject, *style)}
    fresh = [phrase for phrase in phrases if phrase.casefold() not in known]
    said = vocabulary.said(", ".join(fresh))
    rest = [part for part in style if not vocabulary.said(part) & said]
    return joined((trigger, *subject, *fresh, *rest), language)


def cleaned(seen: str) -> str:
    """What a captioner said, as plain words on one line, at most ``MOST_WORDS`` of them: without special
    marks, control characters, and that it is a picture.
    """
    text = "".join(" " if c.isspace() else c for c in re.sub(r"<[^<>]{0,40}>|\[[A-Z]{2,8}\]", " ", seen))
    text = "".join(c for c in text if not unicodedata.category(c).startswith("C") and c != "\ufffd")
    text = _FRAME.sub("", " ".join(text.split())).strip(" .。!\"'")
    return " ".join(text.split(" ")[:MOST_WORDS]).strip(" ,，、")


def _told(
    seen: str, work: Work, measures: WorkMeasures, vocabulary: Vocabulary, language: str
) -> Sequence[str]:
    """The phrases that may be said, each once, in the vocabulary's words."""
    better = {phrase.casefold(): term.word(language) for phrase, term in synonyms_in(seen, vocabulary)}
    tags = normalised(work.tags, vocabulary).ids
    found: list[str] = []
    for phrase in (part.strip() for part in _PARTS.split(seen)):
        terms = sorted(vocabulary.said(phrase))
        vain = denied_tags(terms, measures) or contradictions([*tags, *terms])
        word = better.get(phrase.casefold(), phrase)
        if phrase and not vain and word.casefold() not in {one.casefold() for one in found}:
            found.append(word)
    return found
