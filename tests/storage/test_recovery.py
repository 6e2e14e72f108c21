"""What is left of a program that was killed, however damaged."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from artmaster_desktop.core.errors import (
    JournalDamaged,
    JournalInUse,
    JournalTooNew,
    ReadFailed,
    SaveFailed,
    StorageError,
)
from artmaster_desktop.storage import recovery
from artmaster_desktop.storage.codec import dumps
from artmaster_desktop.storage.file_stamp import Outside, stamp_of
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_reader import BaseGone, JobsLost, PixelsLost
from artmaster_desktop.storage.ora import save_document
from artmaster_desktop.storage.recovery import BIN, discard, load, recover, resume
from tests.storage.documents import sample
from tests.storage.paintings import blank, dabbed, job_of


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal of a painting with a job and a result, left by a program that was killed."""
    document = dabbed(dabbed(blank(), 1), 2, "m")
    journal = Journal.start(tmp_path, document)
    journal.record_job("entry", job_of(document), "running", "Paint")
    journal.record_result("d/r.png", tmp_path / "r.png")
    journal.close(clean=False)
    return journal.path


def change(path: Path, statement: str, *values: object) -> None:
    db = sqlite3.connect(path)
    with db:
        db.execute(statement, values)
    db.close()


def test_nothing_to_recover(tmp_path: Path) -> None:
    assert recover(tmp_path) == ()
    assert recover(tmp_path / "nowhere") == ()


def test_the_latest_first(tmp_path: Path) -> None:
    for number in range(3):
        Journal.start(tmp_path, blank(f"doc-{number}")).close(clean=False)
        time.sleep(0.01)
    assert [item.document for item in recover(tmp_path)] == ["doc-2", "doc-1", "doc-0"]


def test_looking_takes_nothing_away(tmp_path: Path, journal: Path) -> None:
    for _ in range(3):
        (item,) = recover(tmp_path)
        assert item.jobs == 1
        recovered = load(journal)
        recovered.file.close()
        assert recovered.document == dabbed(dabbed(blank(), 1), 2, "m")


def test_resumed_it_goes_on_in_the_same_file(tmp_path: Path, journal: Path) -> None:
    recovered = load(journal)
    with pytest.raises(JournalInUse):
        load(journal)
    going_on = resume(recovered)
    assert going_on.path == journal
    document = dabbed(recovered.document, 9)
    going_on.record(document, "Stroke")
    going_on.close(clean=False)
    again = load(journal)
    again.file.close()
    assert again.document == document
    assert [job.entry for job in again.jobs] == ["entry"]


def test_the_own_file_changed_outside(tmp_path: Path) -> None:
    path = tmp_path / "own.ora"
    save_document(sample(), path)
    journal = Journal.start(tmp_path, sample(), path, stamp_of(path))
    journal.record(sample().edited(title="new"))
    assert journal.flush()
    journal.close(clean=False)
    assert recover(tmp_path)[0].outside is Outside.SAME
    path.write_bytes(path.read_bytes() + b"\0")
    assert recover(tmp_path)[0].outside is Outside.CHANGED
    path.unlink()
    assert recover(tmp_path)[0].outside is Outside.GONE
    assert recover(tmp_path)[0].path == path


def test_discarded_it_lies_in_the_bin(tmp_path: Path, journal: Path) -> None:
    discard(journal)
    assert recover(tmp_path) == ()
    binned = tmp_path / BIN / journal.name
    recovered = load(binned)
    recovered.file.close()
    assert recovered.document.title == "练习"
    long_ago = time.time() - 31 * 86_400
    os.utime(binned, (long_ago, long_ago))
    recover(tmp_path)
    assert not binned.exists()


def test_the_bin_keeps_what_was_put_there_last(
    tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal that can still be recovered counts for nothing and stays."""
    monkeypatch.setattr(recovery, "BIN_BYTES", 3_000)
    folder, now = tmp_path / BIN, time.time()
    folder.mkdir()
    for age, size in ((1, 2_000), (2, 900), (3, 200), (4, 10)):
        for end in ("", "-wal"):
            part = folder / f"{age}.journal{end}"
            part.write_bytes(b"x" * (size // 2))
            os.utime(part, (now - age, now - age))
    recover(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [
        "1.journal", "1.journal-wal", "2.journal", "2.journal-wal",
    ]  # fmt: skip
    monkeypatch.setattr(recovery, "BIN_BYTES", 1)
    recover(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["1.journal", "1.journal-wal"]
    assert journal.exists()


def test_a_bin_that_cannot_be_made(journal: Path) -> None:
    (journal.parent / BIN).write_bytes(b"")
    with pytest.raises(SaveFailed):
        discard(journal)
    assert journal.exists()


def test_a_damaged_tile_costs_itself(journal: Path) -> None:
    change(journal, "UPDATE tiles SET data = x'00' WHERE layer = ?", b"ink")
    recovered = load(journal)
    (lost,) = recovered.losses
    assert isinstance(lost, PixelsLost)
    assert (lost.layer, lost.name) == ("ink", "Ink")
    assert recovered.document.find("m") == dabbed(dabbed(blank(), 1), 2, "m").find("m")
    resume(recovered).close(clean=False)
    recovered = load(journal)
    recovered.file.close()
    assert recovered.losses == ()


@pytest.mark.parametrize(
    ("layer", "y", "x", "data"),
    [
        (b"nobody", 0, 0, zlib.compress(bytes(256 * 256 * 4))),
        (b"ink", 10**6, 0, zlib.compress(bytes(256 * 256 * 4))),
        (b"\xff\xfe", 0, 0, b""),
        (7, 0, 0, b""),
    ],
)
def test_tiles_that_belong_nowhere_are_left_out(
    journal: Path, layer: object, y: int, x: int, data: bytes
) -> None:
    change(journal, "INSERT INTO tiles VALUES (?, ?, ?, ?)", layer, y, x, data)
    recovered = load(journal)
    recovered.file.close()
    assert recovered.losses == ()
    assert recovered.document == dabbed(dabbed(blank(), 1), 2, "m")


def test_a_damaged_job_costs_itself(journal: Path) -> None:
    change(journal, "UPDATE jobs SET data = x'00'")
    recovered = load(journal)
    recovered.file.close()
    assert (recovered.jobs, recovered.losses) == ((), (JobsLost(1),))


def packed(text: str) -> bytes:
    return zlib.compress(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        "text",
        packed(""),
        packed("[]"),
        packed('{"id":"a"}'),
        packed("[" * 100_000),
        packed('{"id":"a","extent":{"width":0,"height":1}}'),
        packed('{"id":"a","extent":{"width":9999,"height":9}}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"layers":[{"id":"l","kind":"mask","name":""}]}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"layers":[{"id":"l","kind":"os","name":""}]}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"layers":[{"id":"l","kind":"sketch","parent":"x"}]}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"layers":[{"id":"g","kind":"group","parent":"g"}]}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"layers":[{"id":"","kind":"sketch"}]}'),
        packed('{"id":"a","extent":{"width":9,"height":9},"regions":[{"id":"r","mask":"m"}]}'),
        zlib.compress(b" " * (80 << 20), 9),
    ],
)  # fmt: skip
def test_a_damaged_structure_is_refused(journal: Path, data: bytes) -> None:
    change(journal, "UPDATE parts SET data = ? WHERE name = 'document'", data)
    with pytest.raises(JournalDamaged):
        load(journal)
    (item,) = recover(journal.parent)
    assert item.journal == journal
    assert journal.exists()


def test_groups_too_deep_and_layers_too_many(journal: Path) -> None:
    deep = [{"id": f"g{n}", "kind": "group", "parent": f"g{n - 1}" if n else ""} for n in range(80)]
    many = [{"id": f"g{n}", "kind": "group"} for n in range(600)]
    for layers in (deep, many):
        text = dumps({"id": "a", "extent": {"width": 9, "height": 9}, "layers": layers})  # type: ignore[dict-item]
        change(journal, "UPDATE parts SET data = ? WHERE name = 'document'", packed(text))
        with pytest.raises(JournalDamaged):
            load(journal)


def test_a_newer_journal_is_left_alone(journal: Path) -> None:
    change(journal, "PRAGMA user_version=9")
    before = journal.read_bytes()
    with pytest.raises(JournalTooNew):
        load(journal)
    (item,) = recover(journal.parent)
    assert isinstance(item.problem, JournalTooNew)
    assert journal.read_bytes() == before


def test_a_journal_that_was_never_begun_is_swept_away_but_not_at_once(tmp_path: Path) -> None:
    empty, tables = tmp_path / "a.journal", tmp_path / "b.journal"
    empty.write_bytes(b"")
    change(tables, "PRAGMA journal_mode=WAL")
    assert tables.stat().st_size
    for path in (empty, tables):
        with pytest.raises(JournalDamaged):
            load(path)
    assert recover(tmp_path) == ()
    assert empty.read_bytes() == b""
    assert tables.exists()
    for path in (empty, tables):
        os.utime(path, (1, 1))
    assert recover(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_without_its_structure_is_kept(journal: Path) -> None:
    change(journal, "DELETE FROM parts")
    (item,) = recover(journal.parent)
    assert isinstance(item.problem, JournalDamaged)
    assert journal.exists()


@pytest.mark.parametrize("content", [b"hello" * 5000, b"SQLite format 3\0" + bytes(5000)])
def test_not_a_journal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.journal"
    path.write_bytes(content)
    with pytest.raises(JournalDamaged):
        load(path)
    (item,) = recover(tmp_path)
    assert isinstance(item.problem, JournalDamaged)
    assert path.read_bytes() == content


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed):
        load(tmp_path / "nowhere.journal")


def test_a_hostile_schema_does_not_hang(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from artmaster_desktop.storage import journal_file

    monkeypatch.setattr(journal_file, "READ_SECONDS", 0.3)
    change(journal, "DROP TABLE tiles")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    rows = "SELECT x'00' AS layer, i AS y, 0 AS x, NULL AS data FROM n"
    change(journal, f"CREATE VIEW tiles AS {endless} {rows} WHERE i < 0")
    start = time.perf_counter()
    recovered = load(journal)
    recovered.file.close()
    assert time.perf_counter() - start < 3
    assert all(isinstance(loss, PixelsLost | JobsLost) for loss in recovered.losses)
    assert recovered.losses


def test_an_endless_table_is_cut_short(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from artmaster_desktop.storage import journal_reader

    monkeypatch.setattr(journal_reader, "MAX_TILES", 100)
    change(journal, "DROP TABLE tiles")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    rows = "SELECT x'00' AS layer, i AS y, 0 AS x, NULL AS data FROM n"
    change(journal, f"CREATE VIEW tiles AS {endless} {rows}")
    with pytest.raises(JournalDamaged):
        load(journal)


def test_an_unreadable_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.ora"
    save_document(sample(), path)
    monkeypatch.setattr(Journal, "_chore", lambda self: False)
    journal = Journal.start(tmp_path, sample(), path, stamp_of(path))
    assert journal.flush()
    journal.record(sample().edited(title="x"))
    journal.close(clean=False)
    path.write_bytes(b"x" * path.stat().st_size)
    recovered = load(journal.path)
    recovered.file.close()
    assert BaseGone(path) in recovered.losses


def test_random_damage_raises_nothing_else(tmp_path: Path, journal: Path) -> None:
    whole = journal.read_bytes()
    chance = random.Random(4)
    changes: tuple[Callable[[bytearray], None], ...] = (
        lambda data: data.__setitem__(chance.randrange(len(data)), chance.randrange(256)),
        lambda data: data.__delitem__(slice(chance.randrange(len(data)), None)),
        lambda data: data.__setitem__(slice(at := chance.randrange(len(data)), at + 64), os.urandom(64)),
    )
    target = tmp_path / "b.journal"
    for _ in range(100):
        data = bytearray(whole)
        chance.choice(changes)(data)
        target.write_bytes(data)
        with contextlib.suppress(StorageError):
            load(target).file.close()


def test_the_default_folder_is_not_temporary() -> None:
    assert recovery.default_folder().name == "journals"
