"""What the gate is asked: only where it chooses, and by nothing but what it may go by."""

from __future__ import annotations

from dataclasses import replace

from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.composition import INK
from artmaster_desktop.core.document import Root
from artmaster_desktop.core.gate_asking import leaves_to_gate, wishes_of
from artmaster_desktop.core.vocabulary import Shelf, Term, Vocabulary
from tests.core.documents import CAPS, halves, share

WORDS = Vocabulary((Shelf("subjects", "", "", (Term("lake", ("a lake",), ("湖",)),)),))
BY_PROMPT, BY_ALL = Choosing(GateMode.PROMPT, 2), Choosing(GateMode.COMPOSITION)


def test_nothing_is_asked_of_a_document_that_is_painted_by_hand() -> None:
    document = halves()
    assert not leaves_to_gate(document)
    assert wishes_of(document, CAPS, WORDS) == ()


def test_a_region_that_is_off_leaves_nothing_to_the_gate() -> None:
    left, right = halves().regions
    off = halves().edited(regions=(replace(left, enabled=False, choosing=BY_ALL), right))
    assert not leaves_to_gate(off)
    assert wishes_of(off, CAPS, WORDS) == ()


def test_every_area_asks_with_its_text_its_locks_and_the_sliders_of_the_canvas() -> None:
    left, right = halves().regions
    left = replace(left, prompt=" ", painters=(share("a", 0.4),), choosing=BY_PROMPT)
    right = replace(right, prompt="a lake", painters=(), choosing=BY_ALL)
    root = Root(prompt="peaks", painters=(share("b"),), choosing=BY_PROMPT)
    document = halves().edited(regions=(left, right), root=root)
    whole, first, second = wishes_of(document, CAPS, WORDS)
    assert (whole.region, whole.text, whole.own, whole.sliders) == ("", "peaks", (share("b"),), ())
    assert (first.region, first.text, first.own) == (left.id, "peaks", (share("a", 0.4),))
    assert first.sliders == second.sliders == (share("b"),)
    assert (first.choosing.top, second.text) == (2, "a lake")


def test_a_stroke_changes_only_the_question_of_those_who_go_by_the_composition() -> None:
    left, right = halves().regions
    document = halves().edited(
        regions=(replace(left, choosing=BY_PROMPT), replace(right, prompt="a lake", choosing=BY_ALL))
    )
    first, second = wishes_of(document, CAPS, WORDS)
    assert first.places == ()
    assert {place.kind for place in second.places} == {INK, "lake"}
    cleared = document.edited(layers=tuple(x for x in document.layers if x.id != "sketch"))
    assert wishes_of(cleared, CAPS, WORDS)[0] == first
    assert {place.kind for place in wishes_of(cleared, CAPS, WORDS)[1].places} == {"lake"}
