"""An artist's folder: what comes in, what is written, and what survives."""

from __future__ import annotations

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, CropCost
from artmaster_desktop.core.errors import (
    NoWorks,
    ReadFailed,
    SaveFailed,
    ScanError,
    WorksTooNew,
    WorksUnreadable,
)
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState
from artmaster_desktop.core.work import CaptionBy, Oeuvre, ScanNote, Work
from artmaster_desktop.storage import oeuvre_file
from artmaster_desktop.storage.oeuvre_file import NAME, read_oeuvre, write_oeuvre
from artmaster_desktop.storage.plain_picture import write_png
from artmaster_desktop.storage.works_import import Imported, Refused, find_scans, import_scans

WORK = Work(
    id="lake",
    file="lake.png",
    sha256="ab",
    width=600,
    height=520,
    kept=False,
    title="湖",
    period="late",
    notes=(ScanNote.CMYK,),
    tags=("hemp-fibre",),
    caption="a lake",
    caption_by=CaptionBy.HAND,
    marks=(Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(0.9, 0.1, 0.05, 0.05), state=MarkState.CONFIRMED),),
    crops=(
        Crop(id="a", width=512, height=512, box=Box(0, 0, 0.8, 0.9), cost=CropCost(marks=1), by_hand=True),
    ),
)


def scan(path: Path, seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 255, (80, 90, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    oeuvre = Oeuvre("Somebody", (WORK, replace(WORK, id="b")))
    write_oeuvre(tmp_path, oeuvre)
    assert read_oeuvre(tmp_path) == oeuvre
    assert "湖" in (tmp_path / NAME).read_text("utf-8")
    write_oeuvre(tmp_path, Oeuvre("Other"))
    assert json.loads((tmp_path / f"{NAME}~").read_text("utf-8"))["artist"] == "Somebody"


def test_unknown_values_survive_wherever_their_owner_does(tmp_path: Path) -> None:
    write_oeuvre(tmp_path, Oeuvre("A", (WORK, replace(WORK, id="b"))))
    path = tmp_path / NAME
    data = json.loads(path.read_text("utf-8"))
    data["plugin"] = {"x": [1, 2]}
    data["works"][0]["museum"] = "somewhere"
    data["works"][0]["marks"][0]["reading"] = "sanlu"
    data["works"][0]["crops"][0]["box"]["angle"] = 3
    data["works"].reverse()
    path.write_text(json.dumps(data), "utf-8")

    read = read_oeuvre(tmp_path)
    lake = read.find("lake")
    assert lake is not None
    write_oeuvre(tmp_path, Oeuvre("B", (replace(lake, title="new"),)))
    kept = json.loads(path.read_text("utf-8"))
    assert kept["plugin"] == {"x": [1, 2]}
    (work,) = kept["works"]
    assert (work["title"], work["museum"]) == ("new", "somewhere")
    assert work["marks"][0]["reading"] == "sanlu"
    assert work["crops"][0]["box"]["angle"] == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", WorksUnreadable),
        ("[1]", WorksUnreadable),
        ("{}", WorksUnreadable),
        ('{"format": 0}', WorksUnreadable),
        ('{"format": 9, "works": {}}', WorksTooNew),
        ('{"format": 1, "works": 5}', WorksUnreadable),
        ('{"format": 1, "works": [{"id": "a"}]}', WorksUnreadable),
        ("[" * 100_000, WorksUnreadable),
    ],
)
def test_a_list_that_is_not_ours_is_told_and_left(tmp_path: Path, text: str, kind: type[Exception]) -> None:
    path = tmp_path / NAME
    path.write_text(text, "utf-8")
    with pytest.raises(kind) as caught:
        read_oeuvre(tmp_path)
    assert getattr(caught.value, "path") == path  # noqa: B009
    if "works" not in text or kind is WorksTooNew:
        with pytest.raises(kind):
            write_oeuvre(tmp_path, Oeuvre())
        assert path.read_text("utf-8") == text


def test_nothing_or_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoWorks):
        read_oeuvre(tmp_path)
    write_oeuvre(tmp_path, Oeuvre("A", (WORK,)))
    monkeypatch.setattr(oeuvre_file, "MAX_BYTES", 20)
    with pytest.raises(WorksUnreadable, match="larger"):
        read_oeuvre(tmp_path)
    (tmp_path / "folder" / NAME).mkdir(parents=True)
    with pytest.raises(WorksUnreadable):
        read_oeuvre(tmp_path / "folder")


def test_scans_come_in_once_under_names_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "artist"
    first, same, twin = scan(tmp_path / "a/lake.png"), tmp_path / "copy.png", scan(tmp_path / "b/lake.png", 1)
    same.write_bytes(first.read_bytes())
    results = list(import_scans(folder, [first, same, twin]))
    assert all(isinstance(result, Imported) for result in results)
    assert [result.again for result in results if isinstance(result, Imported)] == [False, True, False]
    works = read_oeuvre(folder).works
    assert [(work.id, work.file) for work in works] == [("lake", "lake.png"), ("lake-2", "lake-2.png")]
    assert (folder / "lake.png").read_bytes() == first.read_bytes()
    assert works[0].notes == (ScanNote.SMALL,)
    assert (works[0].width, works[0].height) == (90, 80)


def test_scans_in_the_folder_stay_where_they_are(tmp_path: Path) -> None:
    scan(tmp_path / "pine.png")
    (tmp_path / "notes.txt").write_text("no picture", "utf-8")
    scan(tmp_path / ".hidden.png", 3)
    assert find_scans([tmp_path]) == [tmp_path / "pine.png"]
    list(import_scans(tmp_path, find_scans([tmp_path])))
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [".hidden.png", "pine.png"]
    (work,) = read_oeuvre(tmp_path).works
    assert work.file == "pine.png"


def test_a_lost_scan_comes_back_to_its_work(tmp_path: Path) -> None:
    outside = scan(tmp_path / "in/pine.png")
    folder = tmp_path / "artist"
    list(import_scans(folder, [outside]))
    (work,) = read_oeuvre(folder).works
    write_oeuvre(folder, Oeuvre("A", (replace(work, title="Old Pine"),)))
    (folder / work.file).unlink()
    (result,) = import_scans(folder, [outside])
    assert isinstance(result, Imported)
    assert result.again
    assert (folder / work.file).read_bytes() == outside.read_bytes()
    assert [w.title for w in read_oeuvre(folder).works] == ["Old Pine"]


def test_a_bad_scan_is_refused_and_the_others_come(tmp_path: Path) -> None:
    good, bad = scan(tmp_path / "in/good.png"), tmp_path / "in/bad.png"
    bad.write_bytes(good.read_bytes()[:300])
    results = list(import_scans(tmp_path / "artist", [bad, tmp_path / "absent.png", good]))
    assert [type(result) for result in results] == [Refused, Refused, Imported]
    errors = [result.error for result in results if isinstance(result, Refused)]
    assert [type(error) for error in errors] == [ScanError, ReadFailed]
    assert [path.name for path in (tmp_path / "artist").glob("*.png")] == ["good.png"]


def test_a_full_disk_loses_nothing_that_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "artist"
    first, second = scan(tmp_path / "in/a.png", 1), scan(tmp_path / "in/b.png", 2)
    true_copy = shutil.copyfileobj

    def full(source: Any, target: Any, length: int = 0) -> None:
        if source.name.endswith("b.png"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        true_copy(source, target, length)

    monkeypatch.setattr("artmaster_desktop.storage.works_import.shutil.copyfileobj", full)
    with pytest.raises(SaveFailed) as caught:
        list(import_scans(folder, [first, second]))
    assert caught.value.errno == errno.ENOSPC
    assert [work.id for work in read_oeuvre(folder).works] == ["a"]
    assert sorted(path.name for path in folder.iterdir()) == ["a.png", NAME]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(SaveFailed):
        list(import_scans(tmp_path / "file", []))
    with pytest.raises(SaveFailed):
        write_png(tmp_path / "file" / "a.png", np.zeros((2, 2), np.uint8))


def test_a_plain_picture_is_exact(tmp_path: Path) -> None:
    mask = np.arange(12, dtype=np.uint8).reshape(3, 4)
    write_png(tmp_path / "new" / "mask.png", mask)
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "new" / "mask.png")), mask)
