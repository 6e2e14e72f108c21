"""What a captioner saw becomes a caption in the vocabulary's words that the numbers do not deny."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.core.caption import written_caption
from artmaster_desktop.core.caption_lint import CaptionProblem, lint
from artmaster_desktop.core.captioning import MOST_WORDS, cleaned, seen_caption
from tests.core.works import MEASURES, vocabulary, work


@pytest.mark.parametrize(
    ("seen", "left"),
    [
        ("a painting of a boat on a lake.", "a boat on a lake"),
        ("An old chinese ink painting showing two pines", "two pines"),
        ("The image shows a bridge, reeds", "a bridge, reeds"),
        ("there is a moon", "a moon"),
        ("<CAPTION> a hut\n\tby  a stream </s>", "a hut by a stream"),
        ("[CLS] a hut [SEP]", "a hut"),
        ("a\u202ehut\u0007 \ufffd", "ahut"),
        ("pines and paintings of pines", "pines and paintings of pines"),
        ("  . ", ""),
        (" ".join(["pine"] * 90), " ".join(["pine"] * MOST_WORDS)),
    ],
)
def test_only_what_is_to_be_seen_is_left(seen: str, left: str) -> None:
    assert cleaned(seen) == left


def test_subject_what_was_seen_and_what_is_measured_stand_in_this_order() -> None:
    shown = work("lake", subject="a misty lake", tags=("hemp-fibre",))
    text = seen_caption(shown, "a painting of an old gate, a boat", MEASURES, vocabulary(), "en", "sanlu")
    plain = written_caption(shown, MEASURES, vocabulary(), "en", "sanlu").split(", ")
    assert text.split(", ")[:4] == ["sanlu", "a misty lake", "an old gate", "a boat"]
    assert text.split(", ")[4:] == plain[2:]


def test_other_words_become_the_vocabularys() -> None:
    words = vocabulary()
    text = seen_caption(work(), "streaked dry strokes, a boat", MEASURES, words)
    assert "flying white" in text
    assert "streaked" not in text
    kinds = {finding.problem for finding in lint([work("lake", text)], words, {"lake": MEASURES})}
    assert not kinds & {CaptionProblem.SYNONYM, CaptionProblem.TWICE, CaptionProblem.MEASURED_OTHERWISE}


def test_what_the_numbers_or_the_artist_deny_is_not_said() -> None:
    words, full = vocabulary(), replace(MEASURES, blank=0.05)
    assert "blank" not in seen_caption(work(), "a boat, much blank space", full, words)
    spring = work(tags=("spring",))
    assert "autumn" not in seen_caption(spring, "a boat, autumn", MEASURES, words)
    assert "autumn" in seen_caption(work(), "a boat, autumn", MEASURES, words)


def test_nothing_is_said_twice() -> None:
    text = seen_caption(work(subject="a boat"), "a boat, A boat, muted colour", MEASURES, vocabulary())
    parts = text.split(", ")
    assert len({part.casefold() for part in parts}) == len(parts)
    muted = replace(MEASURES, chroma=6.0)
    told = seen_caption(work(), "a boat in muted colours", muted, vocabulary())
    assert told.casefold().count("muted") == 1


def test_chinese_captions_have_chinese_commas() -> None:
    text = seen_caption(work(subject="lake"), "一叶小舟", MEASURES, vocabulary(), "zh", "山庐")
    assert text.startswith("山庐，")
    assert "一叶小舟，" in text


@pytest.mark.parametrize("seen", ["", "a painting of ", "much blank space"])
def test_where_nothing_is_left_there_is_no_such_caption(seen: str) -> None:
    assert seen_caption(work(), seen, replace(MEASURES, blank=0.05), vocabulary()) == ""
