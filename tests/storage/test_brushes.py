"""Brush files: the shipped ones, an artist's own, and those that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.brush import PLAIN, Follow, Hair, Response, Tip
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.storage.brushes import BrushUnreadable, read_brush, read_brushes, write_brush

SHIPPED = Path(__file__).parents[2] / "resources" / "brushes"
INKY = {
    "fine-line",
    "ink-brush",
    "dry-brush",
    "wash",
    "texture-stroke",
    "dot",
    "broad-flat",
    "mist",
    "splash",
}


def test_the_shipped_brushes_are_readable_named_and_told_apart() -> None:
    found = read_brushes([SHIPPED])
    assert found.problems == ()
    assert {brush.id for brush in found.brushes} >= INKY | {"charcoal", "pencil", "mask"}
    assert all(dict(brush.names).get("zh") for brush in found.brushes)
    assert len({replace(brush, id="x", name="x", names=()) for brush in found.brushes}) == len(found.brushes)


def test_a_brush_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    brush = replace(
        PLAIN,
        names=(("zh", "笔"),),
        tip=Tip.FLAT,
        follow=Follow.TILT,
        hair=Hair(count=9, dry=0.25),
        pressure_flow=Response(0.25, 2.0),
    )
    write_brush(brush, tmp_path / "mine.json")
    assert read_brush(tmp_path / "mine.json") == brush


def test_the_first_folder_wins_and_bad_files_are_told(tmp_path: Path) -> None:
    mine, shipped = tmp_path / "mine", tmp_path / "shipped"
    mine.mkdir()
    shipped.mkdir()
    write_brush(replace(PLAIN, size=33.0), mine / "plain.json")
    write_brush(PLAIN, shipped / "plain.json")
    write_brush(replace(PLAIN, id="other"), shipped / "other.json")
    (shipped / "bad.json").write_text("{", "utf-8")
    found = read_brushes([mine, shipped, tmp_path / "absent"])
    assert [(brush.id, brush.size) for brush in found.brushes] == [("plain", 33.0), ("other", 20.0)]
    assert [problem.path for problem in found.problems] == [shipped / "bad.json"]
    plain = found.find("plain")
    assert plain is not None
    assert plain.size == 33.0
    assert found.find("none") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "format 1"),
        ("{}", "format 1"),
        ('{"format": 2, "id": "x", "name": "x"}', "format 1"),
        ('{"format": 1, "id": "x"}', "name"),
        ('{"format": 1, "id": "x", "name": "x", "size": -4}', "size"),
        ('{"format": 1, "id": "x", "name": "x", "size": "big"}', "size"),
        ('{"format": 1, "id": "x", "name": "x", "tip": "square"}', "tip"),
        ('{"format": 1, "id": "x", "name": "x", "hair": {"count": 1.5}}', "hair/count"),
        ('{"format": 1, "id": "x", "name": "x", "wings": 2}', "wings"),
        ('{"format": 1, "id": "x", "name": "x", "size": NaN}', "JSON"),
        ("[" * 60_000, "JSON"),
        (" " * 70_000, "larger"),
    ],
)
def test_what_is_no_brush_says_why(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BrushUnreadable) as refused:
        read_brush(path)
    assert refused.value.path == path
    assert reason in refused.value.reason


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrushUnreadable):
        read_brush(tmp_path / "none.json")
    with pytest.raises(SaveFailed):
        write_brush(PLAIN, tmp_path / "no" / "folder" / "x.json")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_brushes_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = (SHIPPED / "02-ink-brush.json").read_bytes()
    place = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:place] + data.draw(st.binary(max_size=4)) + text[place + data.draw(st.integers(0, 9)) :]
    path = tmp_path_factory.mktemp("brush") / "x.json"
    path.write_bytes(damaged)
    try:
        brush = read_brush(path)
    except BrushUnreadable:
        return
    assert brush.id
    assert json.loads(damaged)
