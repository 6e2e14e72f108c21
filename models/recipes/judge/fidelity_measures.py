"""The numbers of region fidelity: what each place shows, means with their uncertainty, goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .regions import F32, Mask, leakage, region_share

GOALS = {"right": 0.95, "drop": 0.03, "leakage": 0.03}
"""At least so many places right, at most so much less than alone, at most so much leakage."""

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What the judge read in one picture of one document: for each place the share of its core that shows
    its own painter, and the share of all cores that show another place's (None where only one place was
    looked at)."""

    shares: tuple[float, ...]
    leaked: float | None = None

    @property
    def right(self) -> tuple[bool, ...]:
        """Whether the place's own painter has the majority of its core."""
        return tuple(share > 0.5 for share in self.shares)


def read_picture(style_map: F32, masks: Sequence[Mask], owners: Sequence[int], band: Mask) -> Reading:
    """One picture against its places; masks bool[H, W], `owners[i]` the style of place i. See `regions`."""
    shares = tuple(region_share(style_map, m & ~band, o) for m, o in zip(masks, owners, strict=True))
    return Reading(shares, leakage(style_map, masks, owners, band))


def interval(values: Sequence[Sequence[float]], seed: int) -> dict[str, float]:
    """The mean over all values and its bootstrap 95 % interval (Efron 1979), whole documents drawn again.

    `values[d]` are those of document d: places of one picture share their noise and texts, so they are no
    independent draws.
    """
    sums = np.array([np.sum(v) for v in values], dtype=np.float64)
    counts = np.array([len(v) for v in values], dtype=np.float64)
    if counts.sum() == 0:
        raise ValueError("there is nothing to average")
    picks = np.random.default_rng(seed).integers(len(sums), size=(RESAMPLES, len(sums)))
    drawn = counts[picks].sum(axis=1)
    means = sums[picks].sum(axis=1)[drawn > 0] / drawn[drawn > 0]
    low, high = np.quantile(means, (0.025, 0.975))
    mean = float(sums.sum() / counts.sum())
    return {"mean": round(mean, 4), "low": round(float(low), 4), "high": round(float(high), 4)}


Readings = Mapping[str, Sequence[Reading]]
"""By arm, one reading for each document in the same order."""


def summary(readings: Sequence[Reading], seed: int) -> dict[str, Any]:
    """Mean and interval of places right, share inside and leakage of one arm."""
    found: dict[str, Any] = {
        "places": sum(len(r.shares) for r in readings),
        "right": interval([r.right for r in readings], seed),
        "share": interval([r.shares for r in readings], seed),
    }
    leaks = [[r.leaked] for r in readings if r.leaked is not None]
    if leaks:
        found["leakage"] = interval(leaks, seed)
    return found


def gaps(arms: Readings, first: str, second: str, seed: int) -> dict[str, dict[str, float]]:
    """`first` minus `second`, place by place in the same documents: right, share, and leakage by document."""
    pairs = list(zip(arms[first], arms[second], strict=True))
    found = {
        "right": interval([_minus(a.right, b.right) for a, b in pairs], seed),
        "share": interval([_minus(a.shares, b.shares) for a, b in pairs], seed),
    }
    leaks = [[a.leaked - b.leaked] for a, b in pairs if a.leaked is not None and b.leaked is not None]
    if leaks:
        found["leakage"] = interval(leaks, seed)
    return found


def _minus(a: Sequence[float], b: Sequence[float]) -> list[float]:
    return [float(x) - float(y) for x, y in zip(a, b, strict=True)]


def goals(arms: Mapping[str, Any], compared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The issue's goals, what was measured, and whether each is met by the mean. Never adjusted here."""
    ours, drop, beside = arms["ours"], compared["alone - ours"], compared["ours - peers"]
    least, most = "at least", "at most"
    rows = [
        ("places with the right painter", least, GOALS["right"], ours["right"]),
        ("drop from alone, places right", most, GOALS["drop"], drop["right"]),
        ("drop from alone, share inside", most, GOALS["drop"], drop["share"]),
        ("leakage outside the border band", most, GOALS["leakage"], ours["leakage"]),
        ("beside peers, places right", least, 0.0, beside["right"]),
        ("beside peers, share inside", least, 0.0, beside["share"]),
        ("beside peers, leakage", most, 0.0, beside["leakage"]),
    ]
    return [
        {
            "name": name,
            "sense": sense,
            "goal": goal,
            "value": value,
            "met": value["mean"] >= goal if sense == least else value["mean"] <= goal,
        }
        for name, sense, goal, value in rows
    ]


def by_key(keys: Sequence[Sequence[str]], values: Sequence[Sequence[float]]) -> dict[str, float]:
    """The mean of the values under each key; both are lists by document."""
    found: dict[str, list[float]] = {}
    for names, numbers in zip(keys, values, strict=True):
        for name, number in zip(names, numbers, strict=True):
            found.setdefault(name, []).append(float(number))
    return {name: round(float(np.mean(numbers)), 4) for name, numbers in sorted(found.items())}


def worst(readings: Sequence[Reading], count: int) -> list[int]:
    """The documents with the least share in their worst place, the worst first."""
    return sorted(range(len(readings)), key=lambda i: min(readings[i].shares))[:count]
