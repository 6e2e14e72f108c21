"""The studio without a window: works come in, are cut and captioned, and lie on the disk."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import studio_worker
from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_work import TrainingCost
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, cut_marks
from artmaster_desktop.core.errors import SaveFailed, ScanError
from artmaster_desktop.core.mark import MarkKind, MarkState
from artmaster_desktop.core.training import PRESETS
from artmaster_desktop.core.work import CaptionBy, Oeuvre, ScanNote
from artmaster_desktop.storage.oeuvre_file import read_oeuvre, write_oeuvre
from artmaster_desktop.storage.studio_memory import TrainingOrder, read_memory
from artmaster_desktop.storage.works_import import Imported, Refused
from artmaster_desktop.ui.panels.prompt_words import vocabulary
from tests.app.studio_fakes import made_studio
from tests.ui.studio_works import landscape, scans

WAIT = 15000
SIZES = ((512, 512), (512, 768))


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    made, _ = made_studio(tmp_path, vocabulary=vocabulary)
    yield made
    assert made.close()


def settle(qtbot: QtBot, studio: Studio) -> None:
    qtbot.waitUntil(lambda: not studio.busy and not studio.importing, timeout=WAIT)


@pytest.fixture
def works(qtbot: QtBot, studio: Studio, tmp_path: Path) -> Path:
    """Two works in an open folder."""
    folder = tmp_path / "shanlu"
    scans(folder, 2, 300, 400)
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.open(folder)
    settle(qtbot, studio)
    return folder


def test_what_lies_in_a_folder_comes_in_and_is_looked_at(
    qtbot: QtBot, studio: Studio, works: Path, tmp_path: Path
) -> None:
    assert [work.id for work in studio.oeuvre.works] == ["mountain-1", "mountain-2"]
    look = studio.look("mountain-1")
    assert look.thumbnail is not None
    assert look.measures is not None
    assert 0.2 < look.measures.blank < 1.0
    assert read_oeuvre(works) == studio.oeuvre
    studio.training.wait(5.0)
    assert read_memory(tmp_path / "studio.json").folder == str(works)


def test_bad_scans_are_refused_in_words_and_others_converted(
    qtbot: QtBot, studio: Studio, works: Path, tmp_path: Path
) -> None:
    other = tmp_path / "scans"
    other.mkdir()
    (other / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    Image.fromarray(landscape(7, 200, 260)).convert("CMYK").save(other / "print.jpg")
    with qtbot.waitSignal(studio.imported, timeout=WAIT) as told:
        studio.bring_in([other])
    assert told.args is not None
    refused, taken = told.args[0]
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, ScanError)
    assert isinstance(taken, Imported)
    settle(qtbot, studio)
    assert ScanNote.CMYK in studio.oeuvre.works[-1].notes
    assert len(read_oeuvre(works).works) == 3


def test_what_is_known_is_kept_also_while_scans_come_in(
    qtbot: QtBot, studio: Studio, works: Path, tmp_path: Path
) -> None:
    extra = scans(tmp_path / "more", 4, 200, 240)[2:]
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.bring_in(extra)
        studio.set_fields(["mountain-1"], period="late", kept=False)
        studio.set_artist("Shan Lu")
    settle(qtbot, studio)
    stored = read_oeuvre(works)
    assert (stored.artist, len(stored.works), len(stored.kept)) == ("Shan Lu", 4, 3)
    assert stored.works[0].period == "late"


def test_seals_are_found_and_the_artists_word_stays(qtbot: QtBot, studio: Studio, works: Path) -> None:
    studio.find_marks(["mountain-1"])
    settle(qtbot, studio)
    (seal,) = studio.oeuvre.works[0].marks
    assert seal.kind is MarkKind.SEAL
    studio.set_marks("mountain-1", [replace(seal, state=MarkState.REJECTED)])
    studio.find_marks(["mountain-1"])
    settle(qtbot, studio)
    assert [mark.state for mark in read_oeuvre(works).works[0].marks] == [MarkState.REJECTED]


def test_crops_are_proposed_around_what_a_hand_placed(qtbot: QtBot, studio: Studio, works: Path) -> None:
    studio.propose_crops(["mountain-1"], SIZES, 2)
    settle(qtbot, studio)
    assert [len(work.crops) for work in studio.oeuvre.works] == [4, 0]
    own = Crop(id="512x512-1", width=512, height=512, box=Box(0.0, 0.0, 0.6, 0.45))
    studio.set_crop("mountain-1", own)
    studio.propose_crops(["mountain-1"], SIZES, 1)
    settle(qtbot, studio)
    crops = studio.oeuvre.works[0].crops
    assert len(crops) == 2
    assert next(crop for crop in crops if crop.id == own.id).box == own.box
    studio.remove_crop("mountain-1", own.id)
    settle(qtbot, studio)
    assert [crop.id for crop in read_oeuvre(works).works[0].crops] == ["512x768-1"]


def test_a_new_mark_is_reckoned_in_the_crops_it_cuts(qtbot: QtBot, studio: Studio, works: Path) -> None:
    studio.set_crop("mountain-1", Crop(id="a", width=512, height=512, box=Box(0.0, 0.0, 0.9, 0.68)))
    studio.find_marks(["mountain-1"])
    settle(qtbot, studio)
    work = studio.oeuvre.works[0]
    assert cut_marks(work.crops[0].box, work.marks)
    assert [crop.cost.marks for crop in work.crops] == [1]
    studio.set_marks("mountain-1", [replace(mark, state=MarkState.REJECTED) for mark in work.marks])
    settle(qtbot, studio)
    assert [crop.cost.marks for crop in studio.oeuvre.works[0].crops] == [0]


def test_first_captions_spare_what_a_hand_wrote(qtbot: QtBot, studio: Studio, works: Path) -> None:
    studio.set_caption("mountain-2", "my own words")
    with qtbot.waitSignal(studio.linted, timeout=WAIT):
        studio.write_captions(["mountain-1", "mountain-2"], "zh")
    settle(qtbot, studio)
    first, second = read_oeuvre(works).works
    assert first.caption_by is CaptionBy.MEASURED
    assert first.caption
    assert second.caption == "my own words"
    qtbot.waitUntil(lambda: bool(studio.findings("mountain-2")), timeout=WAIT)


def test_a_full_disk_is_told_and_the_list_written_later(
    qtbot: QtBot, studio: Studio, works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, oeuvre: Oeuvre) -> None:
        raise SaveFailed(folder, errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(studio_worker, "write_oeuvre", refuse)
    with qtbot.waitSignal(studio.failed, timeout=WAIT) as told:
        studio.set_fields(["mountain-1"], title="Morning")
    assert told.args is not None
    assert isinstance(told.args[0], SaveFailed)
    monkeypatch.setattr(studio_worker, "write_oeuvre", write_oeuvre)
    studio.set_fields(["mountain-1"], period="late")
    settle(qtbot, studio)
    assert (read_oeuvre(works).works[0].title, read_oeuvre(works).works[0].period) == ("Morning", "late")


def test_the_cost_is_told_before(qtbot: QtBot, studio: Studio, works: Path) -> None:
    order = TrainingOrder(works=works, name="a", model=works)
    told: list[TrainingCost] = []
    studio.scales.cost_changed.connect(told.append)
    studio.scales.ask_cost(order)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT)
    assert [cost.disk for cost in told] == [None, 1000]
    assert told[1].works == 2
    assert told[1].steps == PRESETS["fast"].steps(told[1].crops) > 0
    assert told[1].seconds is None
    assert told[1].fits
    assert not replace(told[1], free=1500).fits
