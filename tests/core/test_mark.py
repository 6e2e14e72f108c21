"""Seals and inscriptions: what was decided stays, and habits are the middle of many."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState, free_id, habits, refound

CORNER, EDGE = Box(0.9, 0.05, 0.04, 0.04), Box(0.02, 0.2, 0.05, 0.3)


def mark(name: str, box: Box, kind: MarkKind = MarkKind.SEAL, state: MarkState = MarkState.FOUND) -> Mark:
    return Mark(id=name, kind=kind, box=box, state=state, score=0.5)


def test_a_score_is_a_share() -> None:
    with pytest.raises(ValueError, match="score"):
        Mark(id="a", kind=MarkKind.SEAL, box=CORNER, score=1.5)


def test_only_a_rejected_mark_is_none() -> None:
    assert mark("a", CORNER).counts
    assert mark("a", CORNER, state=MarkState.CONFIRMED).counts
    assert not mark("a", CORNER, state=MarkState.REJECTED).counts


def test_a_new_search_keeps_decisions_and_forgets_the_rest() -> None:
    old = (
        mark("seal-1", CORNER, state=MarkState.REJECTED),
        mark("seal-2", Box(0.5, 0.5, 0.1, 0.1)),
        mark("inscription-1", EDGE, MarkKind.INSCRIPTION, MarkState.CONFIRMED),
    )
    found = (
        mark("seal-1", CORNER),  # rejected before: not found again
        mark("seal-2", EDGE),  # another kind at the same place
        mark("inscription-1", EDGE, MarkKind.INSCRIPTION),
    )
    new = refound(old, found)
    assert [m.id for m in new] == ["seal-1", "inscription-1", "seal-2"]
    assert new[0].state is MarkState.REJECTED
    assert new[2].box == EDGE
    assert new[2].state is MarkState.FOUND


def test_an_id_is_free() -> None:
    marks = [mark("seal-1", CORNER), mark("seal-3", EDGE)]
    assert free_id(marks, MarkKind.SEAL) == "seal-2"
    assert free_id(marks, MarkKind.INSCRIPTION) == "inscription-1"


def test_habits_are_medians_of_what_counts() -> None:
    works = [
        [mark("a", Box(0.90, 0.04, 0.04, 0.04)), mark("small", Box(0.1, 0.1, 0.01, 0.01))],
        [mark("a", Box(0.92, 0.06, 0.04, 0.06))],
        [mark("a", Box(0.0, 0.9, 0.1, 0.1), state=MarkState.REJECTED)],
        [mark("a", Box(0.94, 0.02, 0.06, 0.04))],
    ]
    (habit,) = habits(works)
    assert habit.kind is MarkKind.SEAL
    assert habit.share == 0.75
    assert habit.box.width == pytest.approx(0.04)
    assert habit.box.x + habit.box.width / 2 == pytest.approx(0.94)
    assert habits([[], []]) == ()
