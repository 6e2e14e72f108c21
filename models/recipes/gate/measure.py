"""How often the gate chooses the right painter for captions it has not seen, and what the captions allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .captions import LANGUAGES, Captioned, Kind

Choose = Callable[[Sequence[str], Sequence[Any]], np.ndarray]
"""(texts, places of each or () of each) -> odds float64 [texts, parts, painters]."""


def measured(
    held: Sequence[Captioned], learnt: Sequence[Captioned], triggers: dict[str, str], choose: Choose
) -> dict[str, Any]:
    """The table: for each kind of caption without triggers, by the prompt alone, with the composition and
    with the trigger; by languages; beside what a naive Bayes judge makes of the bare facts.
    """
    slugs = sorted(triggers)
    judge = FactJudge(learnt, slugs)
    table: dict[str, Any] = {"chance": round(1 / len(slugs), 4), "captions": {}}
    for kind in Kind:
        rows = [c for c in held if c.kind is kind]
        assert not any(triggers[c.painter].lower() in c.text.lower() for c in rows), (
            "a trigger stands in a caption"
        )
        true = np.array([slugs.index(c.painter) for c in rows])
        texts, places, none = [c.text for c in rows], [c.places for c in rows], [()] * len(rows)
        called = [f"{triggers[c.painter]}{'，' if c.language == 'zh' else ', '}{c.text}" for c in rows]
        plain = choose(texts, none)
        right = plain.mean(1).argmax(-1) == true
        table["captions"][kind.name.lower()] = {
            "what": kind.value,
            "held_out": len(rows),
            "right": share(right),
            "right_by_language": {
                lang: share(right[[c.language == lang for c in rows]]) for lang in LANGUAGES
            },
            "right_in_all_three_parts": share((plain.argmax(-1) == true[:, None]).all(1)),
            "right_with_composition": share(choose(texts, places).mean(1).argmax(-1) == true),
            "right_with_trigger": share(choose(called, none).mean(1).argmax(-1) == true),
            "facts_judge": share(np.array([judge.answer(c.facts) for c in rows]) == true),
            "mean_certainty": round(float(plain.mean(1).max(-1).mean()), 4),
            "confusion": confusion(true, plain.mean(1).argmax(-1), slugs),
        }
    content = [c for c in held if c.kind is Kind.CONTENT]
    meant = np.array([slugs.index(c.painter) for c in content])
    seen = choose([""] * len(content), [c.places for c in content]).mean(1).argmax(-1)
    table["composition_alone"] = share(seen == meant)
    return table


def share(hits: np.ndarray) -> float:
    """The part that is true."""
    return round(float(np.mean(hits)), 4)


def confusion(true: np.ndarray, chosen: np.ndarray, slugs: Sequence[str]) -> dict[str, dict[str, int]]:
    """Who was meant, and who was chosen how often; only what happened."""
    counts = np.zeros((len(slugs), len(slugs)), int)
    np.add.at(counts, (true, chosen), 1)
    return {
        slug: {slugs[j]: int(n) for j, n in enumerate(row) if n}
        for slug, row in zip(slugs, counts, strict=True)
    }


class FactJudge:
    """Naive Bayes over the bare facts of the captions that the gate learnt from: no words to understand, so a
    yardstick of what the captions tell of a painter at all."""

    def __init__(self, learnt: Sequence[Captioned], slugs: Sequence[str]) -> None:
        self._names = sorted({fact for c in learnt for fact in c.facts})
        counts = np.ones((len(slugs), len(self._names)))
        totals = np.full(len(slugs), 2.0)
        for c in learnt:
            row = slugs.index(c.painter)
            totals[row] += 1
            counts[row, [self._names.index(fact) for fact in c.facts]] += 1
        self._logs = np.log(counts / totals[:, None])

    def answer(self, facts: Sequence[str]) -> int:
        """The likeliest painter, by its index; only what is said counts, not what is left unsaid."""
        known = [self._names.index(fact) for fact in facts if fact in self._names]
        return int(self._logs[:, known].sum(1).argmax())
