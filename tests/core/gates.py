"""A gate for tests: it hires whom the text names."""

from __future__ import annotations

from artmaster_desktop.core.choice import AreaChoice, Choices, Odds, Reason, settled
from artmaster_desktop.core.gate_question import GateQuestion, GateWish
from artmaster_desktop.core.painter import PainterRef


def named_ones(question: GateQuestion) -> Choices:
    """The painter whose slug is a word of the text gets odds of 0.9; if none is named, all get the same."""
    return Choices("g" * 64, tuple(_area(wish, question.painters) for wish in question.wishes))


def _area(wish: GateWish, painters: tuple[PainterRef, ...]) -> AreaChoice:
    words = wish.text.split()
    named = next((ref for ref in painters if ref.slug in words), None)
    rest = 0.1 / max(1, len(painters) - 1)
    even = 1.0 / max(1, len(painters))
    odds = tuple(
        Odds(ref, ((even if named is None else 0.9 if ref == named else rest),) * 3) for ref in painters
    )
    why = () if named is None else (Reason(named.slug, named.slug, 1.5), Reason("but", named.slug, -0.4))
    where = tuple(Reason(place.kind, odds[0].painter.slug, 0.6) for place in wish.places)
    return AreaChoice(wish.region, odds, settled(odds, wish.own, wish.choosing.top), why, where)
