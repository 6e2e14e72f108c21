"""JSON of our values: exact both ways, and nothing but our values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.document import FromLayer, FromNoise, PaintSettings
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.painter import PainterRef, Role, Share
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads
from tests.storage.jobs import jobs, plans, reports


@settings(max_examples=60, deadline=None)
@given(jobs)
def test_any_job_comes_back_equal(job: PaintJob) -> None:
    again = decode(PaintJob, loads(dumps(encode(job))))
    assert again == job
    assert again.gates.coverage.dtype == np.float32


@settings(max_examples=60, deadline=None)
@given(reports)
def test_any_report_comes_back_equal(report: PaintReport) -> None:
    assert decode(PaintReport, loads(dumps(encode(report)))) == report


def test_the_words_in_the_file_stay_as_they_are() -> None:
    """A class or field renamed in the program must not rename what is in people's files."""
    settings = PaintSettings(seed=1, start=FromLayer("ink", 0.5))
    start = {"type": "FromLayer", "layer": "ink", "strength": 0.5}
    assert encode(settings) == {"seed": 1, "steps": 20, "guidance": 3.5, "start": start}
    assert encode(Share(PainterRef("a", "b"), 1.0, Role.BRUSHWORK)) == {
        "painter": {"slug": "a", "sha256": "b"},
        "weight": 1.0,
        "role": "brushwork",
        "enabled": True,
    }
    assert encode(PaintSettings())["start"] == {"type": "FromNoise"}  # type: ignore[call-overload, index]


def test_fields_that_are_not_there_take_their_default() -> None:
    assert decode(PaintSettings, {"seed": 4}) == PaintSettings(seed=4, start=FromNoise())


BAD: list[tuple[type, Any, str]] = [
    (Extent, {"width": 1}, ""),
    (Extent, {"width": 0, "height": 1}, ""),
    (Extent, {"width": 1.5, "height": 1}, "width"),
    (Extent, {"width": True, "height": 1}, "width"),
    (Extent, {"width": "1", "height": 1}, "width"),
    (Extent, {"width": None, "height": 1}, "width"),
    (Extent, [1, 2], ""),
    (Extent, {"width": 1, "height": 1, "depth": 1}, "depth"),
    (PaintSettings, {"start": {"type": "Stop"}}, "start"),
    (PaintSettings, {"start": {"layer": "a"}}, "start"),
    (PaintSettings, {"start": {"type": ["FromNoise"]}}, "start"),
    (PaintSettings, {"start": "FromNoise"}, "start"),
    (PaintSettings, {"guidance": float("inf")}, "guidance"),
    (PaintSettings, {"guidance": 10**400}, "guidance"),
    (Share, {"painter": {"slug": "a"}, "role": "king"}, "role"),
    (Share, {"painter": {"slug": "a"}, "role": {"a": 1}}, "role"),
    (Path, 3, ""),
]


@pytest.mark.parametrize(("hint", "data", "where"), BAD)
def test_what_is_not_ours_is_refused_with_its_place(hint: type, data: Any, where: str) -> None:
    with pytest.raises(UnreadableData) as caught:
        decode(hint, data)
    assert caught.value.where == where


@given(plans(), st.data())
def test_damaged_arrays(plan: GatePlan, data: st.DataObject) -> None:
    good: Any = encode(plan)
    change: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"shape": [1, 1]},
                {"shape": [2**40, 1, 1]},
                {"shape": [-1, 1, 1]},
                {"shape": [65_000, 65_000, 65_000]},
                {"shape": [7, 7, 7]},
                {"float32": "!"},
                {"float32": "é"},
                {"float32": "AAAA"},
                {"float32": 1},
                {"extra": 1},
            ]
        )
    )
    with pytest.raises(UnreadableData):
        decode(GatePlan, {**good, "coverage": {**good["coverage"], **change}})
    with pytest.raises(UnreadableData):
        decode(GatePlan, {**good, "coverage": "none"})


def test_strict_json() -> None:
    for text in ("NaN", "[1,]", "[" * 100_000, b"\xff", "1" * 5000):
        with pytest.raises(UnreadableData):
            loads(text)
    assert json.loads(dumps({"b": 1, "a": "é"})) == {"a": "é", "b": 1}
    assert dumps({"b": 1, "a": "é"}) == '{"a":"\\u00e9","b":1}'


def test_only_known_types_have_json() -> None:
    with pytest.raises(TypeError):
        encode(object())
    with pytest.raises(TypeError):
        decode(bytes, "x")
    with pytest.raises(TypeError):
        decode(int | str, 1)  # type: ignore[arg-type]


def test_unknown_fields_may_be_kept() -> None:
    kept: dict[tuple[str, ...], object] = {}
    data: Any = {"seed": 3, "new": [1], "start": {"type": "FromNoise", "from": "dark"}}
    assert decode(PaintSettings, data, kept.__setitem__).seed == 3
    assert kept == {("new",): [1], ("start", "from"): "dark"}
