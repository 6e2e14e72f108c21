"""One word for one thing, in two languages."""

from __future__ import annotations

import pytest

from artmaster_desktop.core.style_tags import (
    OPPOSITES,
    UnknownTag,
    contradictions,
    normalised,
    synonyms_in,
    words_of,
)
from tests.core.works import vocabulary


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("hemp-fibre", ("hemp-fibre",)),
        ("Long Hemp Fibre  strokes", ("hemp-fibre",)),
        ("披麻皴；大片留白", ("hemp-fibre", "much-blank")),
        ("留白, wide blank space, 积墨", ("much-blank", "layered-ink")),
        ("破墨、题跋、钤印", ("broken-ink", "inscription", "red-seal")),
        ("", ()),
    ],
)
def test_synonyms_are_one_term(said: str, ids: tuple[str, ...]) -> None:
    tags = normalised([said], vocabulary())
    assert tags.ids == ids
    assert tags.unknown == ()


def test_every_word_of_the_vocabulary_is_known_and_means_one_thing() -> None:
    for term in vocabulary().terms():
        for word in term.words:
            assert normalised([word], vocabulary()).ids == (term.id,), word


def test_what_is_unknown_is_told_with_what_may_be_meant() -> None:
    tags = normalised(["hemp-fiber stroke, quux"], vocabulary())
    assert tags.ids == ()
    assert tags.unknown == (UnknownTag("hemp-fiber stroke", "hemp-fibre strokes"), UnknownTag("quux"))
    (zh,) = normalised(["大片留白白"], vocabulary(), "zh").unknown
    assert zh.meant == "大片留白"


def test_words_to_write_come_in_the_order_of_the_shelves() -> None:
    ids = ("red-seal", "much-blank", "hemp-fibre", "nothing")
    assert words_of(ids, vocabulary(), "en") == ("hemp-fibre strokes", "much blank space", "a red seal")
    assert words_of(ids, vocabulary(), "zh_CN") == ("披麻皴", "大片留白", "红色印章")


def test_a_synonym_in_a_caption_is_found() -> None:
    found = synonyms_in("a lake, Wide Blank Space, hemp-fibre strokes, 泥金", vocabulary())
    assert [(phrase, term.id) for phrase, term in found] == [
        ("Wide Blank Space", "much-blank"), ("泥金", "gold-outline"),
    ]  # fmt: skip


def test_opposites_are_terms_and_contradict() -> None:
    known = {term.id for term in vocabulary().terms()}
    for pair in OPPOSITES:
        assert len(pair) == 2
        assert pair <= known
    assert contradictions(["much-blank", "full", "muted"]) == (("full", "much-blank"),)
    assert contradictions(["much-blank"]) == ()
