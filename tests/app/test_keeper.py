"""The journal follows the session: what a killed program leaves is the document as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.jobs import State
from artmaster_desktop.app.keeper import Keeper
from artmaster_desktop.app.purpose import Live, Paint
from artmaster_desktop.app.results import Results
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import NotFinite, SaveFailed
from artmaster_desktop.storage import recovery
from artmaster_desktop.storage.journal_reader import Recovered
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.storage.results import ResultStore
from tests.app.fakes import WAIT, Studio, drain, studio
from tests.app.test_engine_thread import a_job
from tests.app.test_session import dot
from tests.core.documents import halves


class House:
    """A studio whose work is kept."""

    def __init__(self, app: Studio, folder: Path) -> None:
        self.app = app
        self.folder = folder / "journals"
        self.files = DocumentFiles(app.session)
        self.results = Results(app.session, app.queue, app.desk, ResultStore(folder / "results"))
        self.keeper = Keeper(app.session, self.files, app.queue, app.desk, self.results, self.folder)
        self.troubles: list[SaveFailed | None] = []
        self.keeper.trouble.connect(self.troubles.append)

    def start(self, qtbot: QtBot) -> None:
        self.keeper.start()
        qtbot.waitUntil(lambda: self.keeper.journal is not None, timeout=5000)

    def killed(self, to: Path) -> tuple[Recoverable, ...]:
        """What the next start would find if the program were killed now."""
        assert self.keeper.wait(WAIT)
        shutil.copytree(self.folder, to)
        return recovery.recover(to)

    def close(self) -> None:
        assert self.results.wait(WAIT)
        assert self.files.wait(WAIT)
        assert self.keeper.close(WAIT)
        drain()


@pytest.fixture
def house(app: Studio, tmp_path: Path) -> Iterator[House]:
    app.desk.set_model(Path("model"))
    built = House(app, tmp_path)
    yield built
    built.close()


def left(folder: Path) -> list[Path]:
    return [p for p in folder.glob("*") if p.is_file()]


def document_of(item: Recoverable) -> Document:
    recovered = recovery.load(item.journal)
    recovered.file.close()
    return recovered.document


def test_every_edit_is_there_after_a_kill(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    house.start(qtbot)
    house.keeper.start()
    for x in range(5):
        house.app.session.apply(dot(x, 0))
    house.app.session.undo()
    (item,) = house.killed(tmp_path / "later")
    assert document_of(item) == house.app.session.document
    assert item.path is None


def test_edits_made_before_the_journal_was_ready_are_in_it(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    house.keeper.start()
    house.app.session.apply(dot(1, 1))
    qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
    (item,) = house.killed(tmp_path / "later")
    assert document_of(item) == house.app.session.document
    assert item.edit == "Dot"


def test_a_saved_document_leaves_nothing(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    house.start(qtbot)
    house.app.session.apply(dot(1, 1))
    with qtbot.waitSignal(house.files.saved, timeout=5000):
        house.files.save(tmp_path / "a.ora")
    assert house.killed(tmp_path / "later") == ()
    assert house.keeper.close(WAIT)
    assert left(house.folder) == []


def test_a_save_before_the_journal_was_ready_counts(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    house.files.save(tmp_path / "a.ora")
    house.files.wait(WAIT)
    house.keeper.start()
    qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
    assert house.killed(tmp_path / "later") == ()


def test_an_edit_after_a_save_is_offered_with_its_file(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    house.start(qtbot)
    path = tmp_path / "a.ora"
    with qtbot.waitSignal(house.files.saved, timeout=5000):
        house.files.save(path)
    house.app.session.apply(dot(1, 1))
    (item,) = house.killed(tmp_path / "later")
    assert item.path == path
    assert document_of(item) == house.app.session.document


def test_edits_that_were_given_up_lie_in_the_bin(house: House, qtbot: QtBot) -> None:
    house.start(qtbot)
    house.app.session.apply(dot(1, 1))
    given_up = house.app.session.document
    house.app.session.open(replace(halves(), id="other"), None)
    qtbot.waitUntil(lambda: len(list((house.folder / "bin").glob("*.*"))) > 0, timeout=5000)
    assert house.keeper.wait(WAIT)
    (binned,) = recovery.recover(house.folder / "bin")
    assert document_of(binned) == given_up


def test_an_end_without_an_answer_is_offered_again(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    house = House(app, tmp_path)
    house.start(qtbot)
    app.session.apply(dot(3, 3))
    assert house.keeper.abandon(WAIT)
    assert house.keeper.journal is None
    (item,) = recovery.recover(house.folder)
    assert document_of(item) == app.session.document
    drain()


def test_recovered_the_session_goes_on_in_the_same_journal(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    first = House(app, tmp_path)
    first.start(qtbot)
    path = tmp_path / "a.ora"
    with qtbot.waitSignal(first.files.saved, timeout=5000):
        first.files.save(path)
    app.session.apply(dot(3, 3))
    lost = app.session.document
    assert first.keeper.abandon(WAIT)
    with studio() as other:
        house = House(other, tmp_path)
        with qtbot.waitSignal(house.keeper.found, timeout=5000) as told:
            house.keeper.look()
        (item,) = told.args[0]
        with qtbot.waitSignal(house.keeper.restored, timeout=5000) as told:
            house.keeper.restore(item)
        assert isinstance(told.args[0], Recovered)
        assert other.session.document == lost
        assert (other.session.path, other.session.dirty) == (path, True)
        qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
        assert house.keeper.journal is not None
        assert house.keeper.journal.path == item.journal
        other.session.apply(dot(4, 4))
        (again,) = house.killed(tmp_path / "later")
        assert document_of(again) == other.session.document
        with qtbot.waitSignal(house.files.saved, timeout=5000):
            house.files.save()  # its file is as we left it
        assert load_document(path).document.layers == other.session.document.layers
        house.close()
        assert left(house.folder) == []


def test_discarded_journals_go_to_the_bin(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    house = House(app, tmp_path)
    house.start(qtbot)
    app.session.apply(dot(3, 3))
    assert house.keeper.abandon(WAIT)
    house.keeper.discard(recovery.recover(house.folder))
    assert house.keeper.wait(WAIT)
    assert left(house.folder) == []
    assert len(list((house.folder / "bin").glob("*.*"))) > 0
    drain()


def test_a_journal_that_cannot_be_read_is_told(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(house.keeper.failed, timeout=5000):
        house.keeper.restore(Recoverable(journal=tmp_path / "nothing.journal"))


def test_a_folder_that_takes_no_journal_does_not_stop_the_work(
    app: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "journals").write_text("a file is in the way")
    house = House(app, tmp_path)
    house.keeper.start()
    qtbot.waitUntil(lambda: len(house.troubles) == 1, timeout=5000)
    assert isinstance(house.troubles[0], SaveFailed)
    app.session.apply(dot(1, 1))
    assert house.keeper.wait(WAIT)
    house.close()


def jobs_in(item: Recoverable) -> list[str]:
    recovered = recovery.load(item.journal)
    recovered.file.close()
    return [job.entry for job in recovered.jobs]


def test_jobs_that_wait_or_run_can_be_painted_after_a_kill(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    house.start(qtbot)
    app = house.app
    app.session.apply(dot(1, 1))
    app.engine.held = True
    of_this = replace(a_job(), document=app.session.document.id)
    for name in ("runs", "waits", "given-up"):
        app.queue.submit(replace(of_this, id=name), Paint())
    app.queue.submit(replace(of_this, id="live"), Live())
    app.queue.submit(replace(of_this, id="stranger", document="another"), Paint())
    app.queue.cancel("given-up")
    (item,) = house.killed(tmp_path / "later")
    assert sorted(jobs_in(item)) == ["runs", "waits"]
    app.engine.fails = [NotFinite(1, ())]
    app.engine.held = False
    qtbot.waitUntil(lambda: all(e.ended for e in app.queue.entries), timeout=5000)
    assert house.results.wait(WAIT)
    qtbot.waitUntil(lambda: not house.results.busy, timeout=5000)
    (item,) = house.killed(tmp_path / "at the end")
    assert jobs_in(item) == []
    recovered = recovery.load(item.journal)
    recovered.file.close()
    paths = [path for _, path in recovered.results]
    assert sorted(paths) == sorted(r.stored.path for r in house.results.all)


def test_jobs_of_a_killed_program_wait_for_the_artist(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    first = House(app, tmp_path)
    first.start(qtbot)
    app.session.apply(dot(1, 1))
    app.engine.held = True
    of_this = replace(a_job(), document=app.session.document.id)
    for name in ("runs", "waits"):
        app.queue.submit(replace(of_this, id=name), Paint(), f"It {name}")
    assert first.keeper.abandon(WAIT)
    (item,) = recovery.recover(first.folder)
    assert item.jobs == 2
    with studio() as other:
        other.desk.set_model(Path("model"))
        house = House(other, tmp_path)
        with qtbot.waitSignal(house.keeper.restored, timeout=5000):
            house.keeper.restore(item)
        listed = [(e.id, e.title, e.state) for e in other.queue.entries]
        assert sorted(listed) == [
            ("runs", "It runs", State.CANCELLED), ("waits", "It waits", State.CANCELLED)
        ]  # fmt: skip
        assert other.engine.jobs == []
        qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
        assert sorted(jobs_in(house.killed(tmp_path / "undecided")[0])) == ["runs", "waits"]
        other.queue.remove("waits")
        with qtbot.waitSignal(house.results.added, timeout=5000):
            other.queue.retry("runs")
        assert jobs_in(house.killed(tmp_path / "decided")[0]) == []
        house.close()


def test_a_painting_of_an_untouched_file_is_offered_after_a_kill(
    app: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    house = House(app, tmp_path)
    house.files.save(tmp_path / "saved.ora")
    assert house.files.wait(WAIT)
    drain()
    house.start(qtbot)
    assert house.killed(tmp_path / "nothing ordered") == ()
    app.desk.paint()
    (item,) = house.killed(tmp_path / "ordered")
    assert (item.path, item.jobs) == (tmp_path / "saved.ora", 1)
    house.close()


def test_a_recovered_document_left_at_once_lies_in_the_bin(app: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    house = House(app, tmp_path)
    house.start(qtbot)
    app.session.apply(dot(3, 3))
    lost = app.session.document
    assert house.keeper.abandon(WAIT)
    (item,) = recovery.recover(house.folder)
    house.keeper.restored.connect(lambda _: app.session.open(replace(halves(), id="other"), None))
    with qtbot.waitSignal(house.keeper.restored, timeout=5000):
        house.keeper.restore(item)
    qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
    assert house.keeper.wait(WAIT)
    (binned,) = recovery.recover(house.folder / "bin")
    assert document_of(binned) == lost
    house.close()


def test_the_same_document_opened_again_has_a_journal_of_its_own(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    house.keeper.start()
    house.app.session.open(house.app.session.document, None)
    house.app.session.apply(dot(1, 1))
    qtbot.waitUntil(lambda: house.keeper.journal is not None, timeout=5000)
    (item,) = house.killed(tmp_path / "later")
    assert document_of(item) == house.app.session.document
    assert len(left(house.folder)) <= 3  # one journal, with what belongs to it
