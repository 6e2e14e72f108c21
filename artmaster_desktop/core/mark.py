"""Seals and inscriptions on a work: found by the program, decided on by the artist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from artmaster_desktop.core.box import Box


class MarkKind(Enum):
    """What is not landscape on a work."""

    SEAL = "seal"
    INSCRIPTION = "inscription"


class MarkState(Enum):
    """What the artist said of it. Only a rejected one is no mark: a seal that nobody has looked at yet is
    better left out of a painter than learnt by it.
    """

    FOUND = "found"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One seal or inscription. ``id`` is unique on its work; ``score`` in [0, 1] tells how sure the search
    was (1 for a box that the artist drew).
    """

    id: str
    kind: MarkKind
    box: Box
    score: float = 1.0
    state: MarkState = MarkState.FOUND

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a mark's score is in [0, 1], not {self.score}")

    @property
    def counts(self) -> bool:
        """Whether to keep it out of what a painter learns."""
        return self.state is not MarkState.REJECTED


@dataclass(frozen=True, slots=True)
class MarkHabit:
    """Where an artist usually puts marks of a kind, and how large: ``box`` is the median over the works,
    ``share`` of which bear one.
    """

    kind: MarkKind
    share: float
    box: Box


def habits(works: Sequence[Sequence[Mark]]) -> tuple[MarkHabit, ...]:
    """The habit for each kind that some work bears; ``works`` holds the marks of each. The largest mark of
    a kind stands for its work.
    """
    found: list[MarkHabit] = []
    for kind in MarkKind:
        boxes = [
            max(own, key=lambda box: box.area)
            for marks in works
            if (own := [mark.box for mark in marks if mark.kind is kind and mark.counts])
        ]
        if boxes:
            found.append(MarkHabit(kind, len(boxes) / len(works), _middle(boxes)))
    return tuple(found)


def refound(old: Sequence[Mark], found: Sequence[Mark], alike: float = 0.3) -> tuple[Mark, ...]:
    """What a new search changes: marks that the artist decided on stay as they are, other old ones go, and
    a find that overlaps none of those (``Box.likeness`` under ``alike``) is added with an id of its own.
    """
    kept = [mark for mark in old if mark.state is not MarkState.FOUND]
    for mark in found:
        if all(mark.kind is not other.kind or mark.box.likeness(other.box) < alike for other in kept):
            kept.append(
                Mark(id=free_id(kept, mark.kind), kind=mark.kind, box=mark.box.rounded(), score=mark.score)
            )
    return tuple(kept)


def free_id(marks: Sequence[Mark], kind: MarkKind) -> str:
    """The first of ``seal-1``, ``seal-2``... that no mark has."""
    taken = {mark.id for mark in marks}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{kind.value}-{n}") not in taken)


def _middle(boxes: Sequence[Box]) -> Box:
    """The median of centres and of sizes, moved onto the work where it hangs over."""
    width, height = median(box.width for box in boxes), median(box.height for box in boxes)
    x = median(box.x + box.width / 2 for box in boxes) - width / 2
    y = median(box.y + box.height / 2 for box in boxes) - height / 2
    return Box(min(max(x, 0.0), 1.0 - width), min(max(y, 0.0), 1.0 - height), width, height)
