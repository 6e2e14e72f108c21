"""Captions: said is what was measured, and the linter finds what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.caption import RULES, denied_tags, mark_tags, measured_tags, written_caption
from artmaster_desktop.core.caption_lint import CaptionProblem, lint
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState
from artmaster_desktop.core.measures import WorkMeasures
from tests.core.works import MEASURES, vocabulary, work

SEAL = Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(0.9, 0.1, 0.05, 0.05))
NIGHT = replace(MEASURES, paper=(20.0, 4.0, -20.0), hue=60.0)
GOOD = "a lake, hemp-fibre strokes, much blank space"
P = CaptionProblem


@pytest.mark.parametrize(
    ("measures", "tag"),
    [
        (replace(MEASURES, blank=0.7), "much-blank"),
        (replace(MEASURES, blank=0.1), "full"),
        (replace(MEASURES, chroma=1.0), "ink-wash"),
        (replace(MEASURES, chroma=6.0), "muted"),
        (replace(MEASURES, chroma=30.0), "rich"),
        (replace(MEASURES, layers=(0.1, 0.1, 0.3, 0.3, 0.2)), "dense-ink"),
        (replace(MEASURES, layers=(0.5, 0.4, 0.1, 0.0, 0.0)), "pale-ink"),
        (replace(MEASURES, layers=(0.2, 0.2, 0.2, 0.2, 0.2)), "five-shades"),
        (NIGHT, "indigo-silk"),
        (replace(MEASURES, paper=(92.0, 0.0, 1.0)), "cool-paper"),
        (replace(MEASURES, aspect=0.4), "hanging-scroll"),
        (replace(MEASURES, aspect=3.0), "hand-scroll"),
        (replace(MEASURES, blank=0.7, centre=(0.8, 0.5)), "one-corner"),
        (MEASURES, "azure"),
        (replace(MEASURES, hue=70.0), "ochre"),
    ],
)
def test_numbers_bear_a_term_out(measures: WorkMeasures, tag: str) -> None:
    assert tag in measured_tags(measures)
    assert tag not in denied_tags([tag], measures)


def test_what_is_measured_is_in_the_vocabulary_and_never_contradicts_itself() -> None:
    known = {term.id for term in vocabulary().terms()}
    assert {rule.tag for rule in RULES} <= known
    assert set(mark_tags([])) <= known
    assert not {"ochre", "azure"} & set(measured_tags(NIGHT))
    assert not {"ochre", "azure"} & set(measured_tags(replace(MEASURES, hue=20.0)))


@pytest.mark.parametrize(
    ("tag", "measures"),
    [
        ("much-blank", replace(MEASURES, blank=0.05)),
        ("full", replace(MEASURES, blank=0.8)),
        ("ink-wash", replace(MEASURES, chroma=25.0)),
        ("rich", replace(MEASURES, chroma=2.0)),
        ("muted", replace(MEASURES, chroma=40.0)),
        ("dense-ink", replace(MEASURES, layers=(0.9, 0.1, 0.0, 0.0, 0.0))),
        ("pale-ink", replace(MEASURES, layers=(0.0, 0.1, 0.2, 0.4, 0.3))),
        ("five-shades", replace(MEASURES, layers=(1.0, 0.0, 0.0, 0.0, 0.0))),
        ("indigo-silk", MEASURES),
        ("cool-paper", MEASURES),
        ("hanging-scroll", replace(MEASURES, aspect=2.0)),
        ("hand-scroll", replace(MEASURES, aspect=0.5)),
        ("one-corner", MEASURES),
    ],
)
def test_numbers_deny_a_term(tag: str, measures: WorkMeasures) -> None:
    assert denied_tags([tag], measures) == (tag,)
    assert denied_tags([], measures) == ()


def test_a_caption_says_subject_tags_and_numbers_once() -> None:
    lake = work(subject="lake house, pine trees", tags=("披麻皴-no", "hemp-fibre", "full"), marks=(SEAL,))
    text = written_caption(lake, replace(MEASURES, blank=0.8), vocabulary(), "en", "sanlu")
    assert text == (
        "sanlu, pine trees, lake house, hemp-fibre strokes, filled to the edges, azure blue mountains, "
        "a red seal"
    )
    zh = written_caption(work(tags=("azure",)), MEASURES, vocabulary(), "zh")
    assert zh == "石青设色"
    assert written_caption(work(subject="azure blue"), MEASURES, vocabulary()) == "azure blue mountains"


@pytest.mark.parametrize(
    ("caption", "problem"),
    [
        ("", P.EMPTY),
        (" \n", P.EMPTY),
        (GOOD + "\x07", P.UNREADABLE),
        (GOOD + ", filled to the edges", P.CONTRADICTS),
        (GOOD + ", a lake", P.TWICE),
        ("a lake, wide blank space", P.SYNONYM),
        ("much blank space", P.NO_SUBJECT),
        ("a lake", P.NO_STYLE),
        (GOOD + ", 松树", P.TWO_LANGUAGES),
        ("平静的湖水，大片留白, blue mountains", P.TWO_LANGUAGES),
        (GOOD + ", " + " ".join(f"w{chr(97 + n % 26)}" for n in range(60)), P.LONG),
        (GOOD + ", a red seal", P.MARK_ABSENT),
    ],
)
def test_each_problem_is_found(caption: str, problem: CaptionProblem) -> None:
    found = lint([work(caption=caption)], vocabulary())
    assert problem in [finding.problem for finding in found]
    assert all(finding.work == "lake" for finding in found)


def test_a_good_caption_is_let_alone() -> None:
    sealed = work("b", "sanlu, a lake, hemp-fibre strokes, a red seal", marks=(SEAL,), tags=("hemp-fibre",))
    chinese = work("c", "sanlu，一片湖面的小景，披麻皴，大片留白")
    bright = replace(MEASURES, blank=0.7)
    found = lint([work(caption=GOOD), sealed, chinese], vocabulary(), {"lake": bright, "b": MEASURES})
    assert found == ()


def test_what_is_held_against_the_picture() -> None:
    gone = replace(SEAL, state=MarkState.REJECTED)
    works = [
        work("a", GOOD, marks=(SEAL,)),
        work("b", GOOD, marks=(gone,), tags=("hemp fiber",)),
        work("c", "A lake,  hemp-fibre strokes, much blank space"),
    ]
    found = lint(works, vocabulary(), {"a": replace(MEASURES, blank=0.05)})
    told = [(finding.work, finding.problem, finding.detail) for finding in found]
    assert told == [
        ("a", P.MEASURED_OTHERWISE, "much-blank"),
        ("a", P.MARK_UNSAID, "red-seal"),
        ("b", P.UNKNOWN_TAG, "hemp fiber"),
        ("b", P.SAME, "a"),
        ("c", P.SAME, "a"),
    ]
    assert found[2].better == "hemp-fibre strokes"


def test_a_subject_in_its_field_is_enough() -> None:
    assert lint([work(caption="carp, ink wash", subject="carp")], vocabulary()) == ()
