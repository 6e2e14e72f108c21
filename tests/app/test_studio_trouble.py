"""The studio where things go wrong or overlap: a full disk, marks set while a work is read, late stops."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import studio as studio_module
from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_training import TrainingState
from artmaster_desktop.app.studio_work import WorkView, view_of
from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.core.work import Work
from artmaster_desktop.core.works_eye import WorksEye
from artmaster_desktop.storage import works_import
from artmaster_desktop.storage.studio_memory import TrainingOrder
from tests.app.studio_fakes import FakeTrainer, made_studio
from tests.ui.studio_works import scans

WAIT = 15000


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    made, _ = made_studio(tmp_path)
    yield made
    assert made.close()


def settle(qtbot: QtBot, studio: Studio) -> None:
    qtbot.waitUntil(lambda: not studio.busy and not studio.importing, timeout=WAIT)


def opened(qtbot: QtBot, studio: Studio, folder: Path, count: int) -> None:
    scans(folder, count, 300, 400)
    with qtbot.waitSignal(studio.imported, timeout=WAIT):
        studio.open(folder)
    settle(qtbot, studio)


def test_an_import_that_fails_is_told_once_and_not_tried_again(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, _oeuvre: object) -> None:
        raise SaveFailed(folder, errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(works_import, "write_oeuvre", refuse)
    folders: list[None] = []
    faults: list[object] = []
    studio.opened.connect(lambda: folders.append(None))
    studio.failed.connect(faults.append)
    scans(tmp_path / "works", 2, 300, 400)
    studio.open(tmp_path / "works")
    qtbot.waitUntil(lambda: len(folders) == 2, timeout=WAIT)
    settle(qtbot, studio)
    assert len(folders) == 2
    assert [type(fault) for fault in faults] == [SaveFailed]


def test_a_mark_set_while_a_work_is_read_is_reckoned_in_its_crops(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, studio, tmp_path / "works", 1)
    studio.set_crop("mountain-1", Crop(id="a", width=512, height=512, box=Box(0.0, 0.0, 0.9, 0.68)))
    settle(qtbot, studio)
    reading, go_on = threading.Event(), threading.Event()

    def slowly(folder: Path, work: Work, eye: WorksEye) -> WorkView:
        reading.set()
        assert go_on.wait(WAIT / 1000)
        return view_of(folder, work, eye)

    monkeypatch.setattr(studio_module, "view_of", slowly)
    studio.view("mountain-1")
    assert reading.wait(WAIT / 1000)
    seal = Mark(id="seal", kind=MarkKind.SEAL, box=Box(0.85, 0.3, 0.1, 0.1))
    studio.set_marks("mountain-1", [seal])
    go_on.set()
    settle(qtbot, studio)
    view = studio.view("mountain-1")
    assert view is not None
    assert view.marks == (seal,)
    assert [crop.cost.marks for crop in studio.oeuvre.works[0].crops] == [1]


def test_a_training_that_is_given_up_stays_so_where_the_window_closes_at_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    trainer = FakeTrainer(held=True)
    studio, _ = made_studio(tmp_path, trainer)
    opened(qtbot, studio, tmp_path / "works", 2)
    training = studio.training
    training.start(TrainingOrder(works=tmp_path / "works", name="A", model=tmp_path))
    trainer.allow(1)
    qtbot.waitUntil(lambda: training.record.step == 1, timeout=WAIT)
    training.stop()
    training.close()
    qtbot.waitUntil(lambda: training.state is TrainingState.IDLE and not training.busy, timeout=WAIT)
    assert not training.checkpoint_of("A").exists()
    assert training.wait(5.0)
    assert studio.close()


def test_a_training_that_is_given_up_before_its_first_work_is_over(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, _ = made_studio(tmp_path)
    training, go_on = studio.training, threading.Event()
    teach = training._teach

    def late(order: TrainingOrder) -> None:
        assert go_on.wait(WAIT / 1000)
        teach(order)

    monkeypatch.setattr(training, "_teach", late)
    told: list[object] = []
    training.happened.connect(told.append)
    training.start(TrainingOrder(works=tmp_path, name="A", model=tmp_path))
    training.stop()
    go_on.set()
    qtbot.waitUntil(lambda: training.state is TrainingState.IDLE and not training.busy, timeout=WAIT)
    assert [type(one) for one in told] == [ev.TrainingCancelled]
    assert training.wait(5.0)
    assert studio.close()


def test_a_checkpoint_that_cannot_be_removed_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, _ = made_studio(tmp_path)
    training = studio.training
    training.order = TrainingOrder(works=tmp_path, name="A", model=tmp_path)
    training.state = TrainingState.PAUSED

    def held(_path: Path, *, missing_ok: bool) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "unlink", held)
    with qtbot.waitSignal(training.failed, timeout=WAIT) as told:
        training.stop()
    monkeypatch.undo()
    assert told.args is not None
    assert isinstance(told.args[0], SaveFailed)
    assert training.wait(5.0)
    assert studio.close()
