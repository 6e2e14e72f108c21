"""One painter, measured: style against its own works, and the base's judgement, from paired pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.measures.judge import Judge, Verdict
from artmaster_desktop.engine.measures.style import SIDE, Comparison, Features, Spread, compare
from artmaster_desktop.engine.measures.trials import Pair, Setting, Told, pairs


@dataclass(frozen=True, slots=True)
class Judgement:
    """The base's opinion (``Verdict.gain``) of the artist's works, and of each pair's two pictures."""

    works: tuple[Verdict, ...]
    painted: tuple[Verdict, ...]
    base: tuple[Verdict, ...]

    @property
    def own(self) -> float:
        """The part of the artist's works that are likelier with the painter."""
        return float(np.mean([verdict.gain > 0 for verdict in self.works]))

    @property
    def told_apart(self) -> float:
        """The part of pairs where the painter's picture gains more by the painter than the base's does."""
        both = zip(self.painted, self.base, strict=True)
        return float(np.mean([painted.gain > base.gain for painted, base in both]))


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """All of it. ``side`` is the working size of the style measures in pixels."""

    painter: Painter
    works: tuple[Pixels, ...]
    pairs: tuple[Pair, ...]
    comparisons: tuple[Comparison, ...]
    judgement: Judgement
    side: int

    def report(self) -> dict[str, Any]:
        """For a JSON file: every number with the spread it must be read against."""
        judged = self.judgement
        return {
            "painter": self.painter.slug,
            "sha256": self.painter.sha256,
            "works": len(self.works),
            "side": self.side,
            "pairs": [{"text": pair.text, "seed": pair.seed} for pair in self.pairs],
            "style": {c.measure: _comparison(c) for c in self.comparisons},
            "judge": {
                "works_likelier_with_painter": round(judged.own, 4),
                "pairs_told_apart": round(judged.told_apart, 4),
                "gain_works": _numbers([v.gain for v in judged.works]),
                "gain_painted": _numbers([v.gain for v in judged.painted]),
                "gain_base": _numbers([v.gain for v in judged.base]),
                "loss_works_base": _numbers([v.base for v in judged.works]),
                "loss_works_painter": _numbers([v.painted for v in judged.works]),
            },
        }


def evaluate(
    engine: PaintEngine,
    caps: ModelCaps,
    painter: Painter,
    works: Sequence[Pixels],
    prompts: Sequence[str],
    count: int,
    setting: Setting,
    judge: Judge,
    told: Told,
) -> Evaluation:
    """Paint ``count`` pairs and measure them; ``told`` after each. Raises the engine's errors.

    Small works (a contact sheet's) set the working size: enlarging them would count as a soft stroke.
    """
    total = count + 1
    made: list[Pair] = []
    for pair in pairs(engine, caps, painter, prompts, count, setting):
        made.append(pair)
        told(len(made), total)
    side = working_side(works)
    own, painted, base = (
        [Features.of(picture, side) for picture in pictures]
        for pictures in (works, [pair.painted for pair in made], [pair.base for pair in made])
    )
    pictures = [*works, *(pair.painted for pair in made), *(pair.base for pair in made)]
    verdicts = tuple(judge.verdicts(engine, caps, painter, pictures, painter.trigger))
    told(total, total)
    first, second = len(works), len(works) + count
    judgement = Judgement(verdicts[:first], verdicts[first:second], verdicts[second:])
    return Evaluation(painter, tuple(works), tuple(made), compare(own, painted, base), judgement, side)


def working_side(works: Sequence[Pixels]) -> int:
    """``SIDE``, or the size of the smallest work where that is less; 64 at least."""
    smallest = min((work.shape[0] * work.shape[1]) ** 0.5 for work in works)
    return max(64, min(SIDE, int(smallest)))


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "own": _spread(found.own),
        "painted": _spread(found.painted),
        "base": _spread(found.base),
        "painted_over_own": round(found.ratio, 4),
        "base_over_own": round(found.base_ratio, 4),
        "within_nine_in_ten_works": round(found.inside, 4),
        "nearer_than_base": round(found.nearer, 4),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "mean": round(spread.mean, 5),
        "p10": round(spread.low, 5),
        "p90": round(spread.high, 5),
        "values": _numbers(spread.values),
    }


def _numbers(values: Sequence[float]) -> list[float]:
    return [round(float(value), 5) for value in values]
