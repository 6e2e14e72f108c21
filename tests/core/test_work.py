"""Works and who they are by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.core.work import Oeuvre, Work, work_id

LAKE = Work(id="lake", file="lake.png", sha256="00", width=30, height=20)


def test_a_work_without_an_id_or_size_is_none() -> None:
    for bad in ({"id": ""}, {"width": 0}, {"height": 0}):
        with pytest.raises(ValueError, match="id and a size"):
            replace(LAKE, **bad)
    assert LAKE.extent == Extent(30, 20)


@pytest.mark.parametrize("file", ["", "../lake.png", "a\\b.png", ".lake.png", "/lake.png"])
def test_a_scan_lies_in_the_folder_itself(file: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        replace(LAKE, file=file)


def test_marks_and_crops_have_ids_of_their_own() -> None:
    mark = Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(0, 0, 0.1, 0.1))
    crop = Crop(id="a", width=8, height=8, box=Box(0, 0, 1, 1))
    assert replace(LAKE, marks=(mark,), crops=(crop,)).crops == (crop,)
    with pytest.raises(ValueError, match="ids"):
        replace(LAKE, marks=(mark, mark))
    with pytest.raises(ValueError, match="ids"):
        replace(LAKE, crops=(crop, crop))


def test_works_come_and_change() -> None:
    oeuvre = Oeuvre("A").with_work(LAKE)
    pine = replace(LAKE, id="pine", kept=False)
    both = oeuvre.with_work(pine).with_work(replace(LAKE, title="Lake"))
    assert [work.id for work in both.works] == ["lake", "pine"]
    assert both.kept == (replace(LAKE, title="Lake"),)
    assert both.find("pine") is pine
    assert both.find("fish") is None
    with pytest.raises(ValueError, match="ids"):
        Oeuvre("A", (LAKE, LAKE))


@pytest.mark.parametrize(
    ("stem", "taken", "name"),
    [
        ("Lake at Dawn (1)", [], "lake-at-dawn-1"),
        ("山水_图", [], "山水-图"),
        ("...", [], "work"),
        ("lake", ["lake", "lake-2"], "lake-3"),
        ("x" * 60, [], "x" * 40),
    ],
)
def test_ids_can_be_typed(stem: str, taken: list[str], name: str) -> None:
    assert work_id(stem, taken) == name
