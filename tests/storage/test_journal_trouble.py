"""A disk that refuses: said once, nothing lost while the program lives, tried again."""

from __future__ import annotations

import errno
import sqlite3
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.storage import journal as journal_module
from artmaster_desktop.storage.file_stamp import stamp_of
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_file import JournalFile, Tile
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.recovery import load, resume
from tests.storage.documents import noise, sample
from tests.storage.paintings import blank, dabbed, job_of
from tests.storage.test_journal import left_behind, read_back


def test_a_full_disk_is_told_once_and_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    told: list[SaveFailed | None] = []
    journal = Journal.start(tmp_path, blank(), on_trouble=told.append)
    assert journal.flush()
    journal._file._db.execute("PRAGMA max_page_count=1")
    document = replace(
        blank(), layers=(SketchLayer(id="ink", name="", raster=noise(900, 900, 4, 1)),), regions=()
    )
    journal.record(document)
    assert not journal.flush()
    assert journal.trouble is not None
    assert journal.trouble.errno == errno.ENOSPC
    time.sleep(0.1)
    assert len(told) == 1
    with journal._wake:
        journal._file._db.execute("PRAGMA max_page_count=1000000")
    end = time.monotonic() + 5
    while len(told) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert [error is None for error in told] == [False, True]
    assert journal.flush()
    assert read_back(left_behind(journal)) == document


def test_the_newest_edit_wins_after_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    journal = Journal.start(tmp_path, blank())
    assert journal.flush()
    working = JournalFile.put_part
    refuse = threading.Event()
    refuse.set()

    def put_part(self: JournalFile, name: str, data: bytes) -> None:
        if refuse.is_set():
            raise sqlite3.OperationalError("disk I/O error")
        working(self, name, data)

    monkeypatch.setattr(JournalFile, "put_part", put_part)
    first = dabbed(blank(), 1)
    journal.record(first)
    journal.record_job("entry", job_of(first), "waiting")
    assert not journal.flush()
    second = dabbed(first, 2, "m")
    journal.record(second)
    refuse.clear()
    time.sleep(0.05)
    assert journal.flush()
    recovered = load(left_behind(journal))
    recovered.file.close()
    assert recovered.document == second
    assert [job.entry for job in recovered.jobs] == ["entry"]


def test_a_folder_that_takes_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveFailed):
        Journal.start(tmp_path / "file", blank())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_in_the_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[SaveFailed | None] = []
    journal = Journal.start(tmp_path, blank(), on_trouble=told.append)
    assert journal.flush()

    def defect(*_: object) -> None:
        raise KeyError("a defect")

    monkeypatch.setattr(JournalFile, "add_edit", defect)
    journal.record(dabbed(blank(), 1))
    assert not journal.flush(5.0)
    assert [error is None for error in told] == [False]
    journal.close(clean=False)
    assert read_back(journal.path) == blank()


def test_room_that_is_free_again_goes_back_to_the_disk(tmp_path: Path) -> None:
    large = replace(
        blank(), layers=(SketchLayer(id="ink", name="", raster=noise(2000, 2000, 4, 1)),), regions=()
    )
    journal = Journal.start(tmp_path, large)
    assert journal.flush()
    small = large.edited(layers=())
    for number in range(12):
        journal.record(small.edited(title=str(number)))
        assert journal.flush()
    journal.close(clean=False)
    assert journal.path.stat().st_size < 5 << 20


def broken(path: Path) -> None:
    """Most of the file is nonsense, its head is not."""
    data = path.read_bytes()
    path.write_bytes(data[:32_768] + b"\xa5" * (len(data) - 32_768))


def test_a_damaged_file_is_replaced_while_the_document_is_in_memory(tmp_path: Path) -> None:
    told: list[SaveFailed | None] = []
    journal = Journal.start(tmp_path, dabbed(blank(), 1, size=500), on_trouble=told.append)
    assert journal.flush()
    path = left_behind(journal)
    recovered = load(path)
    broken(path)
    journal = resume(recovered, told.append)
    document = recovered.document
    for seed in range(4):
        document = dabbed(document, seed, size=500)
        journal.record(document)
        assert journal.flush()
    assert told == []
    assert journal.path != path
    assert (tmp_path / "bin" / path.name).exists()
    assert read_back(left_behind(journal)) == document


def test_it_is_not_replaced_over_and_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    journal = Journal.start(tmp_path, blank())
    assert journal.flush()

    def corrupt(*_: object) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(JournalFile, "put_part", corrupt)
        journal.record(dabbed(blank(), 1))
        assert not journal.flush()
        time.sleep(0.1)
        assert len(list(tmp_path.glob("*.journal"))) == 1
    end = time.monotonic() + 5
    while journal.trouble is not None and time.monotonic() < end:
        time.sleep(0.01)
    assert read_back(left_behind(journal)) == dabbed(blank(), 1)


def test_copying_the_base_is_tried_again_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    told: list[SaveFailed | None] = []
    path = tmp_path / "own.ora"
    save_document(sample(), path)
    document = load_document(path).document
    working = JournalFile.put_tiles
    refusals = iter(range(3))

    def put_tiles(self: JournalFile, tiles: Iterable[Tile]) -> None:
        if next(refusals, None) is not None:
            raise sqlite3.OperationalError("disk I/O error")
        working(self, tiles)

    monkeypatch.setattr(JournalFile, "put_tiles", put_tiles)
    journal = Journal.start(tmp_path, document, path, stamp_of(path), told.append)
    end = time.monotonic() + 10
    while not journal.self_contained and time.monotonic() < end:
        time.sleep(0.01)
    path.unlink()
    assert read_back(left_behind(journal)) == document
    assert [error is None for error in told] == [False, True]


def test_a_damaged_file_on_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.01)
    told: list[SaveFailed | None] = []
    journal = Journal.start(tmp_path, blank(), on_trouble=told.append)
    assert journal.flush()

    def corrupt(*_: object) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    def full(path: Path) -> JournalFile:
        raise SaveFailed(path, errno.ENOSPC, "database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(JournalFile, "put_part", corrupt)
        patch.setattr(JournalFile, "create", full)
        journal.record(dabbed(blank(), 1))
        assert not journal.flush()
    assert told
    path = left_behind(journal)
    assert read_back(path) == dabbed(blank(), 1)
