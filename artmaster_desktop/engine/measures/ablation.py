"""What each switchable part of a training is worth: painters taught without one part each, beside one taught
with all, and a table of how near they come to works that were never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import Engine, ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import FAST, AdapterKind, TrainingRecipe, TrainingWork
from artmaster_desktop.core.training_errors import TooFewWorks
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.engine.measures.style import Features, compare
from artmaster_desktop.engine.measures.trials import Hand, Setting, final_prompt, paint, trial_job
from artmaster_desktop.engine.measures.works import resized
from artmaster_desktop.engine.training.judging import ENOUGH, split

MEASURES = ("lab", "palette", "energy", "pattern", "gram")
STYLE = 0.05
ALL = "all parts"
FEWEST_KEPT = 2
"""One work has no spread to measure against."""

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One painter of one arm; distances are multiples of those among the artist's own works."""

    arm: str
    artist: str
    seed: int
    distance: float
    base_distance: float
    told: dict[str, Any]

    @classmethod
    def of(cls, arm: str, artist: str, seed: int, told: dict[str, Any]) -> Row:
        """With the means over the measures in ``told``."""
        return cls(arm, artist, seed, mean_ratio(told), mean_ratio(told, "base_over_own"), told)


def full(recipe: TrainingRecipe) -> TrainingRecipe:
    """``recipe`` with every switchable part, so many steps whatever the works held out say."""
    return replace(
        recipe,
        kind=AdapterKind.ADALORA,
        phases=recipe.phases or three_phases(windows=1.0 if recipe.side else 0.0),
        windows=0.0,
        style=recipe.style or STYLE,
        carry=recipe.carry or FAST.carry,
        informed=recipe.informed or FAST.informed,
        held_out=max(FEWEST_KEPT, recipe.held_out),
        patience=0,
    )


def arms(recipe: TrainingRecipe) -> dict[str, TrainingRecipe]:
    """Recipes by what they are called: all parts, then each part off in turn; seeds and all else are the
    same.
    """
    whole = full(recipe)
    offs: dict[str, dict[str, Any]] = {
        "without stages": {"phases": (), "windows": recipe.windows},
        "without the style rule": {"style": 0.0},
        "without semantic guidance": {"carry": 0.0, "tagged": 0.0},
        "without the informed start": {"informed": 0},
        "LoRA for AdaLoRA": {"kind": AdapterKind.LORA},
    }
    return {ALL: whole, **{name: replace(whole, **off) for name, off in offs.items()}}


def held_out(works: Sequence[TrainingWork], recipe: TrainingRecipe) -> tuple[TrainingWork, ...]:
    """What a training by ``recipe`` never shows: the first crop of each of those works. Raises TooFewWorks
    where none can be spared.
    """
    apart = split([work.origin for work in works], recipe.held_out, recipe.seed)
    if len(apart) < FEWEST_KEPT:
        raise TooFewWorks(len({work.origin for work in works}), ENOUGH)
    return tuple({work.origin: work for work in reversed(works) if work.origin in apart}.values())


class Easel:
    """Paints ``prompts``, with a painter and without, and measures both against the works in ``kept``."""

    def __init__(
        self,
        engine: Engine,
        caps: ModelCaps,
        kept: Sequence[Pixels],
        prompts: Sequence[str],
        setting: Setting,
    ) -> None:
        self._engine, self._caps, self._setting = engine, caps, setting
        self._prompts = prompts
        self._kept = [Features.of(resized(work, setting.side), setting.side) for work in kept]
        self._bases: dict[tuple[str, ...], list[Features]] = {}

    def measure(self, painter: Painter) -> dict[str, Any]:
        """Each measure's distances, in their own units and as multiples of those among the kept works."""
        texts = tuple(final_prompt((painter,), words) for words in self._prompts)
        painted = self._painted((Hand(painter),), texts)
        if texts not in self._bases:
            self._bases[texts] = self._painted((), texts)
        found = compare(self._kept, painted, self._bases[texts])
        return {
            c.measure: {
                "own": round(c.own.mean, 4),
                "painter": round(c.painted.mean, 4),
                "base": round(c.base.mean, 4),
                "over_own": round(c.ratio, 3),
                "base_over_own": round(c.base_ratio, 3),
            }
            for c in found
            if c.measure in MEASURES
        }

    def _painted(self, hands: Sequence[Hand], texts: Sequence[str]) -> list[Features]:
        setting = self._setting
        jobs = (trial_job(self._caps, hands, t, setting.seed + i, setting) for i, t in enumerate(texts))
        return [Features.of(paint(self._engine, job), setting.side) for job in jobs]


def mean_ratio(told: Told, key: str = "over_own") -> float:
    """The mean over the measures of a painter's distance as a multiple of the artist's own."""
    return float(np.mean([told[measure][key] for measure in MEASURES]))


def table(rows: Sequence[Row]) -> str:
    """The rows of each arm as one line of a Markdown table; subjects only where somebody judged them."""
    judged = all("subjects" in row.told for row in rows)
    subjects = ["subjects"] if judged else []
    head = ["part", "runs", *MEASURES, "mean", *subjects, "held-out loss", "seconds"]
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    base = [f"{np.mean([row.told[measure]['base_over_own'] for row in rows]):.2f}" for measure in MEASURES]
    cells = ["(the base)", "", *base, f"{rows[0].base_distance:.2f}"]
    cells += [f"{rows[0].told['subjects']['base']:.2f}"] if judged else []
    lines.append(
        " | ".join([*cells, f"{_mean(rows, lambda r: r.told.get('held_out_base', np.nan)):.4f}", ""])
    )
    for arm in dict.fromkeys(row.arm for row in rows):
        lines.append(" | ".join(_cells(arm, [row for row in rows if row.arm == arm], judged=judged)))
    return "\n".join(f"| {line} |" for line in lines)


def _cells(arm: str, own: Sequence[Row], *, judged: bool) -> list[str]:
    cells = [arm, str(len(own))]
    cells += [f"{np.mean([row.told[measure]['over_own'] for row in own]):.2f}" for measure in MEASURES]
    cells.append(f"{_mean(own, lambda row: row.distance):.2f}")
    if judged:
        cells.append(f"{_mean(own, lambda row: row.told['subjects']['painter']):.2f}")
    cells.append(f"{_mean(own, lambda row: row.told.get('held_out_loss', np.nan)):.4f}")
    return [*cells, f"{_mean(own, lambda row: row.told['seconds']):.0f}"]


def _mean(rows: Sequence[Row], value: Callable[[Row], float]) -> float:
    return float(np.mean([value(row) for row in rows]))
