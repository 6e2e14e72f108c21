"""The chain of formats has no gap, and a synthetic one shows that the mechanism works."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from artmaster_desktop.core.document import FromVisible
from artmaster_desktop.storage.migrations import (
    CURRENT,
    OLDEST,
    STEPS,
    WITHOUT_GUIDES,
    WITHOUT_VISIBLE,
    TooNew,
    migrate,
)
from artmaster_desktop.storage.ora_data import from_json, to_json
from tests.storage.documents import sample


def test_there_is_a_step_from_every_format_to_the_next() -> None:
    assert sorted(STEPS) == list(range(OLDEST, CURRENT))


def test_a_synthetic_chain_runs_in_order() -> None:
    def to_two(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "names": [data["name"]]}

    def to_three(data: dict[str, Any]) -> dict[str, Any]:
        return {"count": len(data["names"])}

    old = {"format": 1, "min_reader": 1, "name": "a"}
    assert migrate(old, steps={1: to_two, 2: to_three}, current=3) == {"format": 3, "count": 1}
    assert migrate({"format": 2, "names": []}, steps={1: to_two, 2: to_three}, current=3)["count"] == 0
    assert old == {"format": 1, "min_reader": 1, "name": "a"}


def test_a_gap_is_noticed() -> None:
    with pytest.raises(ValueError, match="no way from format 2"):
        migrate({"format": 1}, steps={1: lambda data: data}, current=3)


def test_newer_data_opens_only_where_it_says_so() -> None:
    newer = {"format": CURRENT + 5, "min_reader": CURRENT, "document": {}}
    assert migrate(newer) == newer
    for needed in ({"min_reader": CURRENT + 1}, {}):
        with pytest.raises(TooNew) as caught:
            migrate({"format": CURRENT + 5, **needed})
        assert caught.value.needed == needed.get("min_reader", CURRENT + 5)


@pytest.mark.parametrize("number", [None, "1", 0, -1, True, 1.0])
def test_nonsense_formats(number: object) -> None:
    with pytest.raises(ValueError, match="format"):
        migrate({"format": number})
    with pytest.raises(ValueError, match="format"):
        migrate({"format": 1, "min_reader": number})


def test_a_document_from_before_guides_has_none() -> None:
    old = {"format": 1, "min_reader": 1, "document": {"id": "a", "guides": "of another program"}}
    assert migrate(old) == {"format": CURRENT, "min_reader": 1, "document": {"id": "a", "guides": []}}
    assert migrate({"format": 1, "document": None}) == {"format": CURRENT, "document": None}


def test_only_a_document_with_guides_asks_for_a_reader_of_them() -> None:
    with_guides = json.loads(to_json(sample()))
    assert (with_guides["format"], with_guides["min_reader"]) == (CURRENT, WITHOUT_VISIBLE)
    without = json.loads(to_json(replace(sample(), guides=())))
    assert (without["format"], without["min_reader"]) == (CURRENT, WITHOUT_GUIDES)
    lifted = {**without, "format": 1}
    del lifted["document"]["guides"]
    assert from_json(json.dumps(lifted).encode()).data.guides == ()


def test_only_a_document_that_starts_from_all_that_is_seen_asks_for_a_reader_of_that() -> None:
    paint = replace(sample().paint, start=FromVisible(0.4))
    data = json.loads(to_json(replace(sample(), paint=paint)))
    assert data["min_reader"] == 3
    assert from_json(json.dumps(data).encode()).data.paint == paint
    old = json.loads(to_json(sample())) | {"format": 2, "min_reader": 2}
    assert from_json(json.dumps(old).encode()).data.paint == sample().paint
