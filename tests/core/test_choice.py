"""The gate's choice as shares: the artist's hand wins, what is chosen adds up, and a plan carries it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.core.choice import (
    PARTS,
    AreaChoice,
    Choices,
    Odds,
    left_to_gate,
    settled,
    with_choices,
)
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.gate import EVERYWHERE
from artmaster_desktop.core.notice import GateSilent, GateUnsure
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.core.planning import plan_paint
from tests.core.documents import CAPS, finder, halves, painter, share

BY_PROMPT = Choosing(GateMode.PROMPT)


def odds(**painters: tuple[float, float, float]) -> tuple[Odds, ...]:
    return tuple(Odds(PainterRef(slug), parts) for slug, parts in painters.items())


CLEAR = odds(a=(0.8, 0.7, 0.9), b=(0.15, 0.2, 0.07), c=(0.05, 0.1, 0.03))
PARTED = odds(a=(0.8, 0.1, 0.1), b=(0.1, 0.8, 0.1), c=(0.1, 0.1, 0.8))


def given(shares: tuple[Share, ...], part: Role) -> dict[str, float]:
    """What each painter of ``shares`` weighs in one part of the work."""
    found: dict[str, float] = {}
    for one in shares:
        if one.enabled and one.role in (Role.WHOLE, part):
            found[one.painter.slug] = found.get(one.painter.slug, 0.0) + one.weight
    return found


def test_the_likeliest_painter_of_all_three_parts_does_the_whole_work() -> None:
    assert settled(CLEAR, (), 1) == (share("a"),)


def test_each_part_goes_to_the_painter_who_is_likeliest_in_it() -> None:
    assert settled(PARTED, (), 1) == (
        share("a", 1.0, Role.COMPOSITION), share("b", 1.0, Role.COLOUR), share("c", 1.0, Role.BRUSHWORK),
    )  # fmt: skip


@pytest.mark.parametrize("top", [0, 1, 2, 3])
@pytest.mark.parametrize("own", [(), (share("b", 0.4),), (share("c", 0.3, Role.COLOUR),)])
def test_the_weights_of_each_part_add_up_to_one(top: int, own: tuple[Share, ...]) -> None:
    shares = settled(CLEAR, own, top)
    assert shares[: len(own)] == own
    for part in PARTS:
        found = given(shares, part)
        assert sum(found.values()) == pytest.approx(1.0, abs=0.01)
        gates = len(found) - len(given(own, part))
        assert gates <= (top or 3)


def test_a_soft_mixture_leaves_out_whom_nobody_could_see() -> None:
    soft = odds(a=(0.96, 0.96, 0.96), b=(0.04, 0.04, 0.04))
    assert settled(soft, (), 0) == (share("a"),)


def test_of_many_alike_the_likeliest_does_it_alone() -> None:
    alike = tuple(Odds(PainterRef(f"p{n}"), (0.03 + n / 10_000,) * 3) for n in range(24))
    assert settled(alike, (), 0) == (share("p23"),)


def test_the_hand_wins_over_the_gate() -> None:
    assert settled(CLEAR, (share("b"),), 1) == (share("b"),)
    assert settled(CLEAR, (share("b", 1.0, Role.COLOUR),), 1) == (
        share("b", 1.0, Role.COLOUR), share("a", 1.0, Role.COMPOSITION), share("a", 1.0, Role.BRUSHWORK),
    )  # fmt: skip
    resting = share("a", enabled=False)
    assert settled(CLEAR, (resting,), 1) == (resting, share("b"))
    silent = share("a", 0.0)
    assert settled(CLEAR, (silent,), 1) == (silent, share("b"))
    everybody = tuple(share(slug, enabled=False) for slug in "abc")
    assert settled(CLEAR, everybody, 0) == everybody


def test_a_painter_of_no_odds_is_not_hired() -> None:
    nobody = odds(a=(1.0, 1.0, 1.0), b=(0.0, 0.0, 0.0))
    resting = share("a", enabled=False)
    assert settled(nobody, (resting,), 2) == (resting,)


def test_odds_and_choosings_out_of_range_are_refused() -> None:
    for parts in ((0.5, 0.5), (0.5, 0.5, 1.5)):
        with pytest.raises(ValueError, match="odds"):
            Odds(PainterRef("a"), parts)
    with pytest.raises(ValueError, match="mixture"):
        Choosing(GateMode.PROMPT, 9)


def choice(region: str, found: tuple[Odds, ...]) -> AreaChoice:
    return AreaChoice(region, found, settled(found, (), 1))


def chosen_document() -> tuple[object, Choices]:
    document = halves()
    left = replace(document.regions[0], painters=(), choosing=BY_PROMPT)
    document = document.edited(
        regions=(left, document.regions[1]), root=replace(document.root, choosing=BY_PROMPT)
    )
    return document, Choices("g" * 64, (choice("", PARTED), choice("left", CLEAR), choice("right", PARTED)))


def test_only_where_the_gate_is_to_choose_do_its_painters_come_in() -> None:
    document, choices = chosen_document()
    filled = with_choices(document, choices)  # type: ignore[arg-type]
    assert filled.root.painters == settled(PARTED, (), 1)
    assert filled.regions[0].painters == (share("a"),)
    assert filled.regions[1].painters == (share("b"),)
    assert with_choices(halves(), choices) == halves()


def test_only_what_is_not_set_by_hand_is_left_to_the_gate() -> None:
    document = halves()
    left, right = document.regions
    bare = document.edited(regions=(replace(left, painters=()), replace(right, painters=(), prompt=" ")))
    asked = left_to_gate(bare, BY_PROMPT)
    assert asked.root.choosing == BY_PROMPT
    assert [region.choosing.by_gate for region in asked.regions] == [True, False]
    led = left_to_gate(document.edited(root=replace(document.root, painters=(share("c"),))), BY_PROMPT)
    assert not led.root.choosing.by_gate
    assert not any(region.choosing.by_gate for region in led.regions)


def test_a_plan_holds_what_was_chosen_and_tells_a_guess() -> None:
    document, choices = chosen_document()
    find = finder(*(painter(slug, f"t{slug}") for slug in "abc"))
    job = plan_paint(document, find, CAPS, "j", choices=choices)  # type: ignore[arg-type]
    assert job.choices == choices
    rows = [(job.painters[row.painter].slug, row.area) for row in job.gates.rows]
    assert rows == [("a", 0), ("b", 0), ("c", 0), ("a", 1), ("b", 2)]
    assert job.gates.rows[3].profile == EVERYWHERE
    assert job.texts[1] == "ta, left side"
    assert GateUnsure("", "a", 0.33) in job.notices
    assert not any(isinstance(n, GateUnsure) and n.region == "left" for n in job.notices)
    same = plan_paint(with_choices(document, choices), find, CAPS, "j")  # type: ignore[arg-type]
    assert same.gates == job.gates


def test_a_gate_that_was_not_asked_is_told() -> None:
    document, _ = chosen_document()
    find = finder(*(painter(slug) for slug in "abc"))
    job = plan_paint(document, find, CAPS, "j")  # type: ignore[arg-type]
    assert GateSilent("") in job.notices
    assert GateSilent("left") in job.notices
    assert GateSilent("right") not in job.notices
