import json
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop.core.vocabulary import Term, Vocabulary, read_vocabulary, with_term, without_term
from landscape.captions import SUBJECT_WORDS, style_words
from landscape.style import sample


@pytest.fixture(scope="module")
def shipped(root: Path) -> Vocabulary:
    files = sorted((root / "resources" / "vocabulary").glob("*.json"))
    return read_vocabulary(file.read_text(encoding="utf-8") for file in files)


def term(shipped: Vocabulary, term_id: str) -> Term:
    return next(t for t in shipped.terms() if t.id == term_id)


def shelf(**changes: object) -> str:
    word = {"id": "mist", "en": ["mist"], "zh": ["云雾"], "pinyin": "yun wu"}
    return json.dumps({"kind": "k", "en": "K", "zh": "类", "order": 0, "terms": [word]} | changes)


def test_holds_every_word_that_the_starter_was_taught(shipped: Vocabulary) -> None:
    known = {word.casefold() for t in shipped.terms() for word in t.words}
    subjects = {word for words in SUBJECT_WORDS.values() for group in words.values() for word in group}
    rng = np.random.default_rng(5)
    styles = {
        word for _ in range(150) for language in ("en", "zh") for word in style_words(sample(rng), language)
    }
    assert not {word for word in subjects | styles if word.casefold() not in known}


def test_shelves_are_in_their_order_and_have_titles(shipped: Vocabulary) -> None:
    kinds = [shelf.kind for shelf in shipped.shelves]
    assert kinds == ["texture", "ink", "blank", "composition", "colour", "subjects", "seal"]
    assert shipped.shelves[0].title("en_GB") == "Texture strokes"
    assert shipped.shelves[0].title("zh_CN") == "皴法"


@pytest.mark.parametrize(
    ("before", "start", "word"),
    [
        ("hem", 0, "hemp-fibre strokes"),
        ("a pine, dense i", 8, "dense ink"),
        ("tall trees and moun", 15, "high mountains"),
        ("披麻", 0, "披麻皴"),
        ("古松，斧", 3, "斧劈皴"),
        ("一座高山大斧", 4, "大斧劈皴"),
        ("pima", 0, "披麻皴"),
        ("a lake, ssc", 8, ""),
        ("POMO", 0, "泼墨"),
        ("pomo", 0, "泼墨"),
        ("pmc", 0, "披麻皴"),
    ],
)
def test_completes(shipped: Vocabulary, before: str, start: int, word: str) -> None:
    found = shipped.complete(before)
    if not word:
        assert found == ()
        return
    assert (found[0].start, found[0].word) == (start, word)
    assert found[0].word in found[0].term.words


def test_offers_nothing_for_nothing_or_for_a_whole_word(shipped: Vocabulary) -> None:
    assert shipped.complete("") == ()
    assert shipped.complete("a lake, ") == ()
    assert shipped.complete("x") == ()
    assert all(found.word != "mist" for found in shipped.complete("mist"))


def test_offers_no_more_than_asked_the_best_first(shipped: Vocabulary) -> None:
    found = shipped.complete("墨", limit=3)
    assert len(found) == 3
    assert found[0].word.startswith("墨")


def test_says_which_terms_a_prompt_has(shipped: Vocabulary) -> None:
    assert shipped.said("A Lake, DENSE INK，披麻皴") == {"lake", "dense-ink", "hemp-fibre"}
    assert shipped.said("drinking in the trainyard") == frozenset()
    assert shipped.said("large axe-cut strokes") == {"large-axe-cut"}


def test_adds_a_term_with_the_comma_of_its_language(shipped: Vocabulary) -> None:
    dense = term(shipped, "dense-ink")
    assert with_term("", dense, "en") == "dense ink"
    assert with_term("a lake", dense, "en") == "a lake, dense ink"
    assert with_term("a lake,", dense, "en") == "a lake, dense ink"
    assert with_term("湖", dense, "zh_CN") == "湖，浓墨"
    assert with_term("湖，", dense, "zh_CN") == "湖，浓墨"


def test_takes_a_term_out_in_every_word_for_it(shipped: Vocabulary) -> None:
    dense = term(shipped, "dense-ink")
    assert without_term("a lake, dense ink, 重墨, mist", dense) == "a lake, mist"
    assert without_term("Dense Ink, a lake", dense) == "a lake"
    assert without_term("浓墨，湖", dense) == "湖"
    assert without_term("a  lake", dense) == "a  lake"


@pytest.mark.parametrize("shipped_term", ["hemp-fibre", "boneless", "level-distance", "rosy-foliage"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_adding_and_taking_out_is_nothing(shipped: Vocabulary, shipped_term: str, language: str) -> None:
    one = term(shipped, shipped_term)
    there = with_term("a lake", one, language)
    assert shipped_term in shipped.said(there)
    assert without_term(there, one) == "a lake"


@pytest.mark.parametrize(
    "texts",
    [
        [shelf(), shelf()],
        [shelf(terms=[{"id": "a", "en": [], "zh": ["甲"], "pinyin": ""}])],
        [shelf(terms=[{"id": "a"}])],
        [shelf(terms=7)],
        ["[]"],
        ["{"],
    ],
)
def test_refuses_what_is_no_vocabulary(texts: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_vocabulary(texts)
