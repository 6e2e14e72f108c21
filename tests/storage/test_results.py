"""A result is on the disk before it is told, carries its job, and outlives index, thumbnails and marks."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from artmaster_desktop.core.errors import NoJobInPicture, ReadFailed, SaveFailed
from artmaster_desktop.core.event import PaintReport
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.storage.png import encode_png
from artmaster_desktop.storage.results import OWN, ResultStore, StoredResult, default_folder
from tests.storage.jobs import jobs, reports
from tests.storage.paintings import blank, job_of, picture_of, report_of


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    return ResultStore(tmp_path / "results")


def put(store: ResultStore, seed: int, document: str = "painting") -> StoredResult:
    job = job_of(blank(document), seed)
    return store.put(job, picture_of(job), report_of(job))


def test_what_is_put_can_be_found_and_read(store: ResultStore) -> None:
    result = put(store, 5)
    assert (result.document, result.job, result.seed, result.text) == ("painting", "job-5", 5, "高峰")
    assert (result.width, result.height, result.favourite) == (64, 64, False)
    assert abs(result.when - time.time()) < 60
    assert store.all() == store.all("painting") == (result,)
    assert store.all("other") == ()
    assert store.find(result.id) == result
    assert store.job(result) == job_of(blank(), 5)
    assert np.array_equal(store.pixels(result), picture_of(job_of(blank(), 5)))
    assert store.thumbnail(result).shape == (64, 64, 3)


@given(jobs, reports)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_job_of_any_document(store: ResultStore, job: PaintJob, report: PaintReport) -> None:
    result = store.put(job, np.zeros((3, 5, 3), np.uint8), report)
    assert store.job(result) == job
    assert result.path.is_relative_to(store.folder)
    found = store.find(result.id)
    assert found == result
    assert result in store.all(job.document)


def test_the_latest_first_and_each_document_apart(store: ResultStore) -> None:
    results = [put(store, seed, document) for seed, document in ((1, "a"), (2, "b"), (3, "a"))]
    for number, result in enumerate(results):
        os.utime(result.path, (1000 + number, 1000 + number))
    assert [result.seed for result in store.all()] == [3, 2, 1]
    assert [result.seed for result in store.all("a")] == [3, 1]


def test_all_is_read_again_from_the_pictures_alone(store: ResultStore) -> None:
    results = {put(store, seed) for seed in range(4)}
    shutil.rmtree(store.folder / OWN)
    assert set(store.all()) == results
    assert {store.thumbnail(result).shape for result in results} == {(64, 64, 3)}
    assert all(result.thumbnail.exists() for result in results)


@pytest.mark.parametrize("content", [b"", b"nonsense" * 999])
def test_a_damaged_index_costs_nothing(store: ResultStore, content: bytes) -> None:
    results = {put(store, seed) for seed in range(3)}
    (store.folder / OWN / "index.sqlite").write_bytes(content)
    for _ in range(3):
        assert set(store.all()) == results
    assert put(store, 9) in store.all()


def test_the_index_spares_reading(store: ResultStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, 1)
    store.all()
    monkeypatch.setattr("artmaster_desktop.storage.results.read_job", lambda path: pytest.fail("was read"))
    assert len(store.all()) == 1


def test_what_other_programs_put_or_change_there(store: ResultStore) -> None:
    one, two = put(store, 1), put(store, 2)
    one.path.unlink()
    two.path.write_bytes(encode_png(np.zeros((2, 2, 3), np.uint8)))
    (store.folder / "document-painting" / "notes.png").write_bytes(b"no picture")
    (store.folder / "document-painting" / "folder.png").mkdir()
    assert store.all() == ()
    assert store.find(two.id) is None
    with pytest.raises(NoJobInPicture):
        store.job(two)
    with pytest.raises(ReadFailed):
        store.pixels(one)
    with pytest.raises(ReadFailed):
        store.thumbnail(replace(one, thumbnail=store.folder / "gone.png"))
    two.path.write_bytes(b"damaged")
    with pytest.raises(ReadFailed):
        store.pixels(two)


def test_favourites(store: ResultStore) -> None:
    one, two = put(store, 1), put(store, 2)
    assert store.set_favourite(one, True) == replace(one, favourite=True)
    assert {result.seed: result.favourite for result in store.all()} == {1: True, 2: False}
    (store.folder / OWN / "index.sqlite").unlink()
    assert {result.seed: result.favourite for result in store.all()} == {1: True, 2: False}
    assert not store.set_favourite(one, False).favourite
    assert not store.set_favourite(two, False).favourite


def test_removed_and_brought_back(store: ResultStore) -> None:
    result = store.set_favourite(put(store, 1), True)
    store.remove(result)
    assert store.all() == ()
    assert not result.path.exists()
    assert store.restore(result) == result
    assert store.all() == (result,)
    store.remove(result)
    kept = store.folder / OWN / "removed" / result.id
    os.utime(kept, (1, 1))
    store.remove(put(store, 2))
    assert not kept.exists()
    with pytest.raises(SaveFailed):
        store.restore(result)


@pytest.mark.parametrize(
    "name", ["../x.png", "a/../b.png", "/etc/passwd", ".artmaster/x.png", "", "a", "a/b\0.png"]
)
def test_an_id_leads_nowhere_else(store: ResultStore, name: str) -> None:
    put(store, 1)
    assert store.find(name) is None


@pytest.mark.parametrize("document", ["../up", "CON", "a" * 300, "", "\ud800", "a/b", "文档", ".", "a."])
def test_any_document_id_makes_a_plain_folder(store: ResultStore, document: str) -> None:
    result = put(store, 1, document)
    assert result.path.parent.parent == store.folder
    assert result.path.parent.name.startswith("document-")
    assert len(result.path.parent.name) < 60
    assert store.all(document) == (result,)


def test_a_full_disk_keeps_the_pixels(
    store: ResultStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SaveFailed) as caught:
            put(store, 7)
    assert caught.value.errno == errno.ENOSPC
    assert store.all() == ()
    (kept,) = store.unsaved
    assert np.array_equal(kept.pixels, picture_of(kept.job))
    elsewhere = store.retry(kept, tmp_path / "elsewhere")
    assert elsewhere.path.is_relative_to(tmp_path / "elsewhere")
    assert store.unsaved == ()
    assert ResultStore(tmp_path / "elsewhere").all() == (elsewhere,)


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = ResultStore(tmp_path / "file")
    with pytest.raises(SaveFailed):
        put(store, 1)
    (kept,) = store.unsaved
    with pytest.raises(SaveFailed):
        store.retry(kept)
    assert len(store.unsaved) == 1
    store.let_go(kept)
    assert len(store.unsaved) == 0


def test_several_threads_at_once(store: ResultStore) -> None:
    found: list[StoredResult] = []

    def work(start: int) -> None:
        for seed in range(start, start + 5):
            found.append(put(store, seed))
            store.all()

    threads = [threading.Thread(target=work, args=(10 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(store.all()) == set(found)
    assert len(found) == 20


def test_people_look_among_their_pictures() -> None:
    assert default_folder().name == "ArtMaster"
