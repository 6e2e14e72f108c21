"""First captions from what was measured: nothing is said that no number stands behind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.style_tags import contradictions, normalised, words_of
from artmaster_desktop.core.vocabulary import Vocabulary
from artmaster_desktop.core.work import Work


@dataclass(frozen=True, slots=True)
class Rule:
    """The term ``tag`` may be said where ``holds``. ``denied`` is where a number contradicts it."""

    tag: str
    holds: Callable[[WorkMeasures], bool]
    denied: Callable[[WorkMeasures], bool] = lambda measures: False


def _pale(m: WorkMeasures) -> bool:
    return m.ground > 50.0


def _cast(m: WorkMeasures) -> float:
    """CIELAB chroma of the paper."""
    return math.hypot(m.paper[1], m.paper[2])


def _aside(m: WorkMeasures) -> float:
    """How far the weight of the ink lies from the middle, left or right, [0, 0.5]."""
    return abs(m.centre[0] - 0.5)


RULES = (
    Rule("much-blank", lambda m: m.blank > 0.6, lambda m: m.blank < 0.2),
    Rule("full", lambda m: m.blank < 0.15, lambda m: m.blank > 0.5),
    Rule("ink-wash", lambda m: _pale(m) and m.chroma < 4.0, lambda m: m.chroma > 18.0),
    Rule("muted", lambda m: 4.0 <= m.chroma < 10.0, lambda m: m.chroma > 30.0),
    Rule("rich", lambda m: m.chroma > 24.0, lambda m: m.chroma < 8.0),
    Rule("dense-ink", lambda m: _pale(m) and sum(m.layers[3:]) > 0.3, lambda m: sum(m.layers[3:]) < 0.02),
    Rule("pale-ink", lambda m: _pale(m) and sum(m.layers[3:]) < 0.06, lambda m: sum(m.layers[3:]) > 0.4),
    Rule("five-shades", lambda m: min(m.layers) > 0.06, lambda m: min(m.layers) < 0.001),
    Rule("indigo-silk", lambda m: m.ground < 35.0 and m.paper[2] < -8.0, lambda m: m.ground > 60.0),
    Rule("cool-paper", lambda m: m.ground > 85.0 and _cast(m) < 5.0, lambda m: _cast(m) > 14.0),
    Rule("hanging-scroll", lambda m: m.aspect < 0.55, lambda m: m.aspect > 1.0),
    Rule("hand-scroll", lambda m: m.aspect > 2.0, lambda m: m.aspect < 1.2),
    Rule("one-corner", lambda m: m.blank > 0.5 and _aside(m) > 0.18, lambda m: _aside(m) < 0.03),
)
_HUES = ((50.0, 92.0, "ochre"), (92.0, 125.0, "olive"), (125.0, 180.0, "malachite"),
         (180.0, 215.0, "turquoise"), (215.0, 290.0, "azure"))  # fmt: skip
"""Main hues in degrees of CIELAB and the pigment that has them; reds are too many things to name one."""
_MARKS = {MarkKind.SEAL: "red-seal", MarkKind.INSCRIPTION: "inscription"}


def measured_tags(measures: WorkMeasures, marks: Sequence[Mark] = ()) -> tuple[str, ...]:
    """Ids of the terms that the numbers bear out, and of the marks that are there: what is named in the
    caption is not taken for the painter's own hand.
    """
    tags = [rule.tag for rule in RULES if rule.holds(measures)]
    if measures.chroma >= 6.0 and _pale(measures):
        tags += [tag for low, high, tag in _HUES if low <= measures.hue < high]
    tags += [tag for kind, tag in _MARKS.items() if any(m.counts and m.kind is kind for m in marks)]
    return tuple(tags)


def denied_tags(ids: Sequence[str], measures: WorkMeasures) -> tuple[str, ...]:
    """Those of the terms that the numbers contradict."""
    return tuple(rule.tag for rule in RULES if rule.tag in ids and rule.denied(measures))


def mark_tags(marks: Sequence[Mark]) -> dict[str, bool]:
    """For each term that names a kind of mark, whether the work bears one."""
    return {tag: any(m.counts and m.kind is kind for m in marks) for kind, tag in _MARKS.items()}


def written_caption(
    work: Work, measures: WorkMeasures, vocabulary: Vocabulary, language: str = "en", trigger: str = ""
) -> str:
    """``trigger``, the work's subject, then its tags and the measured ones in the vocabulary's words:
    "sanlu, a lake, much blank space". Tags set by hand win over measured ones that contradict them.
    """
    subject, style = caption_parts(work, measures, vocabulary, language)
    return joined((trigger, *subject, *style), language)


def caption_parts(
    work: Work, measures: WorkMeasures, vocabulary: Vocabulary, language: str = "en"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the artist says is to be seen, and how it is painted: tags, then what is measured."""
    tags = list(work.tags)
    for tag in measured_tags(measures, work.marks):
        if tag not in tags and not contradictions([*tags, tag]):
            tags.append(tag)
    subject = normalised([work.subject], vocabulary, language)
    named = (*words_of(subject.ids, vocabulary, language), *(unknown.text for unknown in subject.unknown))
    return named, tuple(word for word in words_of(tags, vocabulary, language) if word not in named)


def joined(parts: Iterable[str], language: str) -> str:
    """The phrases that are not empty as one caption."""
    return ("，" if language.startswith("zh") else ", ").join(part for part in parts if part)
