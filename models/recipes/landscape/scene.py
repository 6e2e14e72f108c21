"""Scene: what is in a picture and from which of the three classical distances it is seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOUNTAINS = ("peaks", "hills", "cliffs", "rocks")
WATERS = ("waterfall", "stream", "lake")
PLANTS = ("pine", "trees", "bamboo", "willow", "plum", "reeds")
BUILT = ("bridge", "pavilion", "village", "pagoda")
LIVING = ("boat", "sail", "figures", "ox", "birds", "cranes")
SKY = ("sun", "moon")
WEATHER = ("mist", "rain", "snow", "autumn", "night")
SUBJECTS: tuple[str, ...] = MOUNTAINS + WATERS + PLANTS + BUILT + LIVING + SKY + WEATHER
DISTANCES = ("high", "deep", "level")

# At most one of each of these in a picture; a pair that no painter would join.
RIVALS = (
    ("peaks", "hills"),
    ("stream", "lake"),
    ("sun", "moon"),
    ("sun", "night"),
    ("sun", "rain"),
    ("rain", "snow"),
    ("sun", "snow"),
    ("moon", "rain"),
    ("boat", "sail"),
    ("birds", "cranes"),
    ("autumn", "snow"),
    ("autumn", "plum"),
    ("mist", "night"),
    ("boat", "stream"),
    ("sail", "stream"),
    ("ox", "snow"),
    ("willow", "snow"),
    ("night", "rain"),
    ("moon", "mist"),
)


@dataclass(frozen=True)
class Scene:
    """The content of one picture. `layout` seeds the placing; `width` and `height` are in pixels (256 to
    768)."""

    subjects: tuple[str, ...]
    distance: str
    layout: int
    width: int
    height: int

    def has(self, subject: str) -> bool:
        """Whether `subject` is asked for."""
        return subject in self.subjects


def code(subject: str) -> int:
    """The number of a subject in the map of visible subjects: 1 onwards, 0 is nothing."""
    return SUBJECTS.index(subject) + 1


def clashes(subject: str, chosen: Sequence[str]) -> bool:
    """Whether `subject` is already in `chosen` or a rival of something in it."""
    return subject in chosen or any(
        subject in pair and (pair[0] in chosen or pair[1] in chosen) for pair in RIVALS
    )


def random_scene(
    rng: np.random.Generator, width: int, height: int, subjects: Sequence[str] | None = None
) -> Scene:
    """A plausible scene of two to six subjects, or exactly `subjects`. Raises ValueError on an unknown
    subject."""
    distance = str(rng.choice(DISTANCES, p=(0.3, 0.35, 0.35) if height <= width else (0.45, 0.35, 0.2)))
    layout = int(rng.integers(0, 2**31))
    if subjects is not None:
        unknown = [s for s in subjects if s not in SUBJECTS]
        if unknown:
            raise ValueError(f"unknown subjects: {', '.join(unknown)}")
        return Scene(tuple(dict.fromkeys(subjects)), distance, layout, width, height)
    wanted = int(rng.integers(2, 7))
    chosen: list[str] = []
    groups = (MOUNTAINS[:3], WATERS, PLANTS, BUILT, LIVING, WEATHER, SKY, PLANTS, MOUNTAINS, LIVING)
    odds = np.array((0.22, 0.13, 0.18, 0.13, 0.16, 0.1, 0.08, 0.05, 0.05, 0.05))
    for _ in range(40):
        group = groups[int(rng.choice(len(groups), p=odds / odds.sum()))]
        subject = str(rng.choice(group))
        if (
            not clashes(subject, chosen)
            and sum(s in PLANTS for s in chosen) + (subject in PLANTS) <= 2
            and sum(s in BUILT for s in chosen) + (subject in BUILT) <= 2
        ):
            chosen.append(subject)
        if len(chosen) == wanted:
            break
    order = rng.permutation(len(chosen))
    return Scene(tuple(chosen[i] for i in order), distance, layout, width, height)
