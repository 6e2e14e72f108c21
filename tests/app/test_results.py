"""Results: on the disk first, then told; into the document only when asked, and undone in one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app import results as results_module
from artmaster_desktop.app.purpose import Live, Paint, Variation
from artmaster_desktop.app.results import Part, Result, Results
from artmaster_desktop.core.errors import ReadFailed, SaveFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer, MaskLayer
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.results import ResultStore
from tests.app.fakes import WAIT, Studio, drain, picture, studio
from tests.core.documents import halves


def shown(results: Results) -> list[Result]:
    return list(results.all)


class Tray:
    """A studio with results."""

    def __init__(self, app: Studio, folder: Path) -> None:
        self.app = app
        self.store = ResultStore(folder)
        self.results = Results(app.session, app.queue, app.desk, self.store)
        self.added: list[Result] = []
        self.results.added.connect(self._check)

    def _check(self, result: Result) -> None:
        """On the disk, whole, before the window hears of it."""
        read_job(result.stored.path)
        self.added.append(result)

    def paint(self, qtbot: QtBot) -> Result:
        count = len(self.added)
        self.app.desk.paint()
        qtbot.waitUntil(lambda: len(self.added) == count + 1, timeout=5000)
        return self.added[-1]


@pytest.fixture
def tray(app: Studio, tmp_path: Path, qtbot: QtBot) -> Iterator[Tray]:
    app.desk.set_model(Path("model"))
    built = Tray(app, tmp_path / "results")
    yield built
    assert built.results.wait(WAIT)
    drain()


def test_a_result_is_on_the_disk_when_it_is_told(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    job = tray.app.engine.jobs[0]
    assert tray.results.all == (result,)
    assert tray.results.find(result.id) is result
    assert read_job(result.stored.path) == job
    assert (tray.store.pixels(result.stored) == picture(job)).all()
    assert result.purpose == Paint()
    assert tray.app.session.document.revision == halves().revision  # not in the document before it is asked


def test_variations_keep_their_group(tray: Tray, qtbot: QtBot) -> None:
    tray.app.desk.variations(3)
    qtbot.waitUntil(lambda: len(tray.added) == 3, timeout=5000)
    purposes = sorted(r.purpose.index for r in tray.results.all if isinstance(r.purpose, Variation))
    assert purposes == [0, 1, 2]


def apply(tray: Tray, qtbot: QtBot, result: Result, part: Part = Part.WHOLE) -> ImageLayer:
    with qtbot.waitSignal(tray.results.applied, timeout=5000):
        tray.results.apply(result, part)
    found = [layer for layer in tray.app.session.document.layers if isinstance(layer, ImageLayer)]
    return found[-1]


def test_the_whole_result_is_one_step_under_the_masks(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    session = tray.app.session
    before = session.document
    layer = apply(tray, qtbot, result)
    pixels = layer.raster.read(Bounds(0, 0, 256, 256))
    assert (pixels[:, :, :3] == picture(tray.app.engine.jobs[0])).all()
    assert (pixels[:, :, 3] == 255).all()
    assert [type(x).__name__ for x in session.document.layers] == [
        "SketchLayer", "ImageLayer", "MaskLayer", "MaskLayer",
    ]  # fmt: skip
    assert layer.name == "Painting 3"
    assert session.history.position == 1
    assert shown(tray.results)[0].applied
    session.undo()
    assert session.document is before
    session.redo()
    assert session.document.find(layer.id) is layer


def test_through_the_selection_it_blends(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    soft = np.zeros((256, 256), np.uint8)
    soft[:, 100:200] = 255
    soft[:, 99] = 128
    tray.app.session.set_selection(Raster.from_array(soft))
    layer = apply(tray, qtbot, result, Part.SELECTION)
    pixels = layer.raster.read(Bounds(0, 0, 256, 256))
    assert (pixels[:, :, 3] == soft).all()
    assert (pixels[:, 99:200, :3] == picture(tray.app.engine.jobs[0])[:, 99:200]).all()
    assert not pixels[:, :99].any()
    whole = apply(tray, qtbot, result)
    assert (whole.raster.read(Bounds(0, 0, 256, 256))[:, :, 3] == 255).all()
    tray.app.session.set_selection(None)
    again = apply(tray, qtbot, result, Part.SELECTION)
    assert again.raster == whole.raster


def test_the_selection_is_the_one_there_was_when_it_was_asked(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    tray.app.session.set_selection(Raster.from_array(np.full((10, 10), 255, np.uint8)))
    with qtbot.waitSignal(tray.results.applied, timeout=5000):
        tray.results.apply(result, Part.SELECTION)
        tray.app.session.set_selection(None)
    layer = tray.app.session.document.layers[1]
    assert isinstance(layer, ImageLayer)
    assert layer.raster.bounds == Bounds(0, 0, 10, 10)


def test_masks_alone_stay_on_top(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    masks = Command(
        "Masks", lambda d: d.edited(layers=tuple(x for x in d.layers if isinstance(x, MaskLayer)))
    )
    tray.app.session.apply(masks)
    apply(tray, qtbot, result)
    assert isinstance(tray.app.session.document.layers[0], ImageLayer)


def test_a_result_does_not_fall_into_another_document(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    tray.results.apply(result)
    other = replace(halves(), id="other")
    tray.app.session.open(other, None)
    qtbot.waitUntil(lambda: not tray.results.busy, timeout=5000)
    assert tray.app.session.document is other
    assert shown(tray.results) == []


def test_results_of_a_closed_document_are_kept_and_found_again(tray: Tray, qtbot: QtBot) -> None:
    first = tray.paint(qtbot)
    mine = tray.app.session.document
    tray.app.engine.held = True
    tray.app.desk.paint()
    qtbot.waitUntil(tray.app.engine.reached.is_set, timeout=5000)
    tray.app.session.open(replace(halves(), id="other"), None)
    tray.app.engine.held = False
    qtbot.waitUntil(lambda: len(tray.added) == 2, timeout=5000)
    assert shown(tray.results) == []
    tray.app.session.open(mine, None)
    qtbot.waitUntil(lambda: len(shown(tray.results)) == 2, timeout=5000)
    assert {r.id for r in shown(tray.results)} == {first.id, tray.added[1].id}


def test_painted_again_from_the_file(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    tray.results.repaint(result)
    qtbot.waitUntil(lambda: len(tray.added) == 2, timeout=5000)
    tray.results.repaint(result, 77)
    qtbot.waitUntil(lambda: len(tray.added) == 3, timeout=5000)
    first, same, other = tray.app.engine.jobs
    assert replace(same, id=first.id) == first
    assert replace(other, id=first.id, seed=first.seed) == first
    assert other.seed == 77


def test_pixels_thumbnail_and_job_are_handed_over(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    seen: list[Pixels] = []
    jobs: list[PaintJob] = []
    tray.results.pixels(result, seen.append)
    tray.results.thumbnail(result, seen.append)
    tray.results.job(result, jobs.append)
    qtbot.waitUntil(lambda: len(jobs) == 1, timeout=5000)
    assert (seen[0] == picture(tray.app.engine.jobs[0])).all()
    assert seen[1].shape == (256, 256, 3)
    assert jobs == tray.app.engine.jobs


def test_a_file_that_is_gone_is_told(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    result.stored.path.unlink()
    with qtbot.waitSignal(tray.results.failed, timeout=5000) as told:
        tray.results.apply(result)
    assert isinstance(told.args[0], ReadFailed)
    assert tray.app.session.history.position == 0


def test_marked_removed_and_restored(tray: Tray, qtbot: QtBot) -> None:
    result = tray.paint(qtbot)
    tray.results.set_favourite(result, True)
    qtbot.waitUntil(lambda: shown(tray.results)[0].stored.favourite, timeout=5000)
    with qtbot.waitSignal(tray.results.removed, timeout=5000) as told:
        tray.results.remove(result)
    assert told.args == [result.id]
    assert shown(tray.results) == []
    assert not result.stored.path.exists()
    tray.results.restore(result)
    qtbot.waitUntil(lambda: len(shown(tray.results)) == 1, timeout=5000)
    assert shown(tray.results)[0].stored.favourite
    assert result.stored.path.exists()


def test_a_full_disk_loses_nothing(
    tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise SaveFailed(tmp_path, 28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("artmaster_desktop.storage.results.write_picture", full)
        with qtbot.waitSignal(tray.results.unsaved, timeout=5000) as told:
            tray.app.desk.paint()
        assert told.args[0].errno == 28
        assert tray.added == []
        assert len(list(tray.results.waiting)) == 1
        with qtbot.waitSignal(tray.results.unsaved, timeout=5000):
            tray.results.save_again()
    tray.results.save_again()
    qtbot.waitUntil(lambda: len(tray.added) == 1, timeout=5000)
    assert not list(tray.results.waiting)
    assert (tray.store.pixels(tray.added[0].stored) == picture(tray.app.engine.jobs[0])).all()


def test_what_the_disk_refused_is_written_with_the_next_picture_that_it_takes(
    tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise SaveFailed(tmp_path, 28, "No space left on device")

    told: list[object] = []
    tray.results.unsaved.connect(told.append)
    with monkeypatch.context() as patch:
        patch.setattr("artmaster_desktop.storage.results.write_picture", full)
        for count in (1, 2):
            tray.app.desk.paint()
            qtbot.waitUntil(partial(told_is, told, count), timeout=5000)
        assert len(list(tray.results.waiting)) == 2
    tray.app.desk.paint()
    qtbot.waitUntil(lambda: len(tray.added) == 3, timeout=5000)
    assert not list(tray.results.waiting)
    assert len({result.stored.path for result in tray.added}) == 3
    assert len(told) == 2


def test_another_folder_takes_what_the_first_refused(
    tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise SaveFailed(tmp_path, 28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("artmaster_desktop.storage.results.write_picture", full)
        with qtbot.waitSignal(tray.results.unsaved, timeout=5000):
            tray.app.desk.paint()
    tray.results.use(ResultStore(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: len(tray.added) == 1, timeout=5000)
    assert tray.added[0].stored.path.is_relative_to(tmp_path / "elsewhere")
    assert tray.results.all == (tray.added[0],)
    tray.paint(qtbot)
    assert tray.added[1].stored.path.is_relative_to(tmp_path / "elsewhere")


def told_is(told: list[object], count: int) -> bool:
    return len(told) == count


def has_added(tray: Tray, count: int) -> bool:
    return len(tray.added) == count


def test_live_pictures_do_not_fill_the_tray(
    tmp_path: Path, qtbot: QtBot, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_module, "LIVE_KEPT", 2)
    with studio() as app:
        app.desk.set_model(Path("model"))
        tray = Tray(app, tmp_path)
        tray.paint(qtbot)
        for number in range(4):
            job = replace(app.engine.jobs[0], id=f"live-{number}")
            app.queue.submit(job, Live())
            qtbot.waitUntil(partial(has_added, tray, number + 2), timeout=5000)
            if number == 0:
                apply(tray, qtbot, tray.added[-1])
        qtbot.waitUntil(lambda: not tray.results.busy, timeout=5000)
        jobs = {r.stored.job for r in shown(tray.results)}
        assert jobs == {app.engine.jobs[0].id, "live-0", "live-2", "live-3"}  # the first was applied
        assert not tray.added[2].stored.path.exists()
