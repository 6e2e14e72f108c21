"""The journal gives back the document of the last commit, whatever was done to it and however it ended."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.document import Document, PaintSettings
from artmaster_desktop.core.errors import JournalInUse
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.repaint import Repaint
from artmaster_desktop.storage import journal as journal_module
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.file_stamp import stamp_of
from artmaster_desktop.storage.journal import Journal
from artmaster_desktop.storage.journal_file import JournalFile
from artmaster_desktop.storage.journal_form import PartForm, pack, part_form, repaint_of, unpack
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.recovery import load, recover, resume
from tests.storage.documents import documents, noise, sample
from tests.storage.paintings import blank, dabbed, job_of


def read_back(path: Path) -> Document:
    recovered = load(path)
    recovered.file.close()
    assert recovered.losses == ()
    return recovered.document


def left_behind(journal: Journal) -> Path:
    """The journal as a program leaves it that ends without closing its document."""
    journal.close(clean=False)
    return journal.path


@given(documents())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_comes_back(tmp_path: Path, document: Document) -> None:
    journal = Journal.start(tmp_path, document)
    assert journal.flush()
    assert read_back(left_behind(journal)) == document


def test_every_edit_comes_back(tmp_path: Path) -> None:
    document = blank()
    journal = Journal.start(tmp_path, document)
    for seed in range(5):
        document = dabbed(document, seed, "ink" if seed % 2 else "m")
        journal.record(document, "Stroke")
        assert journal.flush()
        assert journal.committed == document.revision
    assert read_back(left_behind(journal)) == document
    (item,) = recover(tmp_path)
    assert (item.title, item.edit, item.revision, item.path, item.problem) == (
        "练习",
        "Stroke",
        5,
        None,
        None,
    )
    assert abs(item.when - time.time()) < 60


def test_only_changed_tiles_are_written(tmp_path: Path) -> None:
    document = replace(
        blank(), layers=(SketchLayer(id="ink", name="", raster=noise(1024, 1024, 4, 1)),), regions=()
    )
    journal = Journal.start(tmp_path, document)
    assert journal.flush()
    wal = journal.path.with_name(journal.path.name + "-wal")
    before = journal.path.stat().st_size + wal.stat().st_size
    ink = document.layers[0]
    assert isinstance(ink, SketchLayer)
    dab = ink.raster.with_patch(np.zeros((9, 9, 4), np.uint8), 5, 5)
    journal.record(document.with_layer(replace(ink, raster=dab)))
    assert journal.flush()
    written = journal.path.stat().st_size + wal.stat().st_size - before
    journal.close(clean=True)
    assert 4 * 256 * 256 * 0.5 < written < 4 * 256 * 256 * 2


def test_edits_faster_than_the_disk_are_written_together(tmp_path: Path) -> None:
    document = blank()
    journal = Journal.start(tmp_path, document)
    start = time.perf_counter()
    for seed in range(200):
        document = dabbed(document, seed)
        journal.record(document, f"Stroke {seed}")
    handed_over = time.perf_counter() - start
    assert journal.flush()
    path = left_behind(journal)
    assert read_back(path) == document
    file = JournalFile.open(path)
    names = [row[2] for row in file.edits()]
    file.close()
    assert names[:2] == [b"Stroke 199", b"Stroke 198"]
    assert len(names) == 201
    assert handed_over < 5.0


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal.start(tmp_path, blank())
    journal.record(dabbed(blank(), 1))
    journal.close(clean=True)
    assert list(tmp_path.iterdir()) == []


def test_a_second_program_finds_it_in_use(tmp_path: Path) -> None:
    journal = Journal.start(tmp_path, blank())
    assert journal.flush()
    with pytest.raises(JournalInUse):
        load(journal.path)
    look = (
        "import sys; from pathlib import Path; from artmaster_desktop.storage.recovery import recover;"
        "print(recover(Path(sys.argv[1])))"
    )
    told = subprocess.run(
        [sys.executable, "-c", look, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "()"
    journal.record(dabbed(blank(), 1))
    assert journal.flush()
    assert read_back(left_behind(journal)) == dabbed(blank(), 1)


def test_jobs_and_results_are_kept(tmp_path: Path) -> None:
    document = blank()
    journal = Journal.start(tmp_path, document)
    for seed in (1, 2, 3):
        journal.record_job(f"entry-{seed}", job_of(document, seed), "waiting", "Paint")
    journal.record_job("entry-1", job_of(document, 1), "running", "Paint")
    journal.forget_job("entry-2")
    journal.record_result("a/b.png", tmp_path / "a" / "b.png", "entry-3")
    assert journal.flush()
    recovered = load(left_behind(journal))
    recovered.file.close()
    assert [(job.entry, job.state, job.title) for job in recovered.jobs] == [("entry-1", "running", "Paint")]
    assert recovered.jobs[0].job == job_of(document, 1)
    assert recovered.results == (("a/b.png", tmp_path / "a" / "b.png"),)


# ------------------------------------------------------------------------------------------- base file


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer never gets to copying tiles of the base."""
    monkeypatch.setattr(Journal, "_chore", lambda self: False)
    monkeypatch.setattr(journal_module, "RETRY_SECONDS", 0.001)


def opened(tmp_path: Path, document: Document) -> tuple[Document, Path, Journal]:
    path = tmp_path / "own.ora"
    save_document(document, path)
    loaded = load_document(path).document
    return loaded, path, Journal.start(tmp_path / "journals", loaded, path, stamp_of(path))


def wait_for_base(journal: Journal) -> None:
    end = time.monotonic() + 10
    while not journal.self_contained and time.monotonic() < end:
        time.sleep(0.01)
    assert journal.self_contained


@pytest.mark.usefixtures("idle")
def test_an_opened_file_lends_its_tiles(tmp_path: Path) -> None:
    document, path, journal = opened(tmp_path, sample())
    edited = document.with_layer(replace(document.layers[1], raster=noise(20, 20, 4, 9, 3, 3)))  # type: ignore[arg-type]
    journal.record(edited, "Stroke")
    assert journal.flush()
    assert not journal.self_contained
    assert read_back(left_behind(journal)) == edited
    path.write_bytes(b"overwritten")
    recovered = load(journal.path)
    recovered.file.close()
    assert [type(loss).__name__ for loss in recovered.losses] == ["BaseGone"]
    ink = recovered.document.find("ink")
    assert isinstance(ink, SketchLayer)
    assert ink.raster == noise(20, 20, 4, 9, 3, 3)


def test_tiles_are_not_copied_before_the_structure_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in between, it would look like a damaged journal."""
    record = Journal.record

    def late(self: Journal, document: Document, name: str = "") -> None:
        time.sleep(0.2)
        assert list(self._file.tiles()) == []
        record(self, document, name)

    monkeypatch.setattr(Journal, "record", late)
    document, _, journal = opened(tmp_path, sample())
    wait_for_base(journal)
    assert read_back(left_behind(journal)) == document


@pytest.mark.usefixtures("idle")
def test_a_backup_lends_them_too(tmp_path: Path) -> None:
    """Killed after the file was replaced and before the journal knew of it."""
    document, path, journal = opened(tmp_path, sample())
    edited = document.edited(title="new")
    journal.record(edited)
    assert journal.flush()
    save_document(edited, path, keep_backup=True)
    assert read_back(left_behind(journal)) == edited


def test_the_base_is_copied_in_the_background(tmp_path: Path) -> None:
    document, path, journal = opened(tmp_path, sample())
    journal.record(document.edited(title="new"))
    wait_for_base(journal)
    path.unlink()
    assert read_back(left_behind(journal)) == document.edited(title="new")


@pytest.mark.usefixtures("idle")
def test_a_cleared_tile_of_the_base_does_not_shine_through(tmp_path: Path) -> None:
    document, _, journal = opened(tmp_path, sample())
    ink = document.find("ink")
    assert isinstance(ink, SketchLayer)
    cleared = document.with_layer(replace(ink, raster=Raster(4)))
    rest = tuple(layer for layer in cleared.layers if layer.id != "ink")
    without = replace(cleared, layers=rest, paint=PaintSettings(), guides=())
    for step in (cleared, without, cleared):
        journal.record(step)
        assert journal.flush()
    assert read_back(left_behind(journal)) == cleared


def test_saved_means_nothing_to_recover(tmp_path: Path) -> None:
    document, path, journal = opened(tmp_path, sample())
    folder = tmp_path / "journals"
    journal.record(document.edited(title="new"))
    save_document(document.edited(title="new"), path)
    edited = document.edited(title="newer")
    journal.record(edited)
    save_document(edited, path)
    journal.saved(edited, path, stamp_of(path))
    assert journal.flush()
    journal.close(clean=False)
    assert recover(folder) == ()
    assert list(folder.glob("*.journal")) == []


def test_an_untouched_document_is_not_offered_before_its_first_edit(tmp_path: Path) -> None:
    journal = Journal.start(tmp_path, blank(), untouched=True)
    assert journal.flush()
    left_behind(journal)
    assert recover(tmp_path) == ()
    journal = Journal.start(tmp_path, blank(), untouched=True)
    journal.record(dabbed(blank(), 1))
    assert journal.flush()
    left_behind(journal)
    assert [item.revision for item in recover(tmp_path)] == [1]


def test_undo_and_another_edit_is_not_what_was_saved(tmp_path: Path) -> None:
    """Both have the same revision."""
    document = blank()
    one, other = dabbed(document, 1), dabbed(document, 2)
    path = tmp_path / "own.ora"
    journal = Journal.start(tmp_path, document)
    journal.record(one)
    save_document(one, path)
    journal.saved(one, path, stamp_of(path))
    journal.record(document)
    journal.record(other)
    assert journal.flush()
    left_behind(journal)
    assert one.revision == other.revision
    (item,) = recover(tmp_path)
    assert item.path == path
    assert read_back(item.journal) == other


def test_back_at_what_was_saved_by_undo(tmp_path: Path) -> None:
    document = dabbed(blank(), 1)
    path = tmp_path / "own.ora"
    journal = Journal.start(tmp_path, document)
    save_document(document, path)
    journal.saved(document, path, stamp_of(path))
    journal.record(dabbed(document, 2))
    journal.record(document)
    assert journal.flush()
    left_behind(journal)
    assert recover(tmp_path) == ()


OPS = st.lists(
    st.tuples(
        st.sampled_from(["dab", "clear", "remove", "undo", "save", "kill", "copy"]), st.integers(0, 99)
    ),
    min_size=3,
    max_size=14,
)


@given(OPS, st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edits_saves_and_ends(
    tmp_path_factory: pytest.TempPathFactory, ops: list[tuple[str, int]], based: bool
) -> None:
    """Against the plainest model there is: the document itself."""
    tmp_path = tmp_path_factory.mktemp("any")
    copying = threading.Event()
    chore = Journal._chore
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "_chore", lambda self: copying.is_set() and chore(self))
        patch.setattr(journal_module, "RETRY_SECONDS", 0.001)
        document, path, journal = opened(tmp_path, dabbed(dabbed(blank(), 7), 8))
        if not based:
            journal.close(clean=True)
            journal = Journal.start(tmp_path / "journals", document)
        steps = [document]
        for what, seed in ops:
            document = edited(steps, what, seed)
            journal.record(document, what)
            if what == "save":
                save_document(document, path, keep_backup=True)
                journal.saved(document, path, stamp_of(path))
            elif what == "copy":
                copying.set()
            elif what == "kill":
                assert journal.flush()
                journal.close(clean=False)
                recovered = load(journal.path)
                assert recovered.document == document
                journal = resume(recovered)
                document = recovered.document
                steps = [document]
        assert journal.flush()
        assert read_back(left_behind(journal)) == document


def edited(steps: list[Document], what: str, seed: int) -> Document:
    now = steps[-1]
    there = now.find("ink") is not None
    if what == "undo":
        return steps[seed % len(steps)]
    if what == "dab" and there:
        steps.append(dabbed(now, seed, size=300))
    elif what == "clear" and there:
        raster = Raster(4) if seed % 2 else noise(20, 20, 4, seed)
        steps.append(now.with_layer(SketchLayer(id="ink", name="Ink", raster=raster)))
    elif what == "remove":
        steps.append(now.edited(layers=tuple(x for x in now.layers if x.id != "ink")))
    return steps[-1]


@pytest.mark.parametrize("feather", [None, 0, 12])
def test_a_part_comes_back_as_it_was_asked_for(feather: int | None) -> None:
    soft = np.linspace(0, 255, 40 * 300, dtype=np.uint8).reshape(40, 300)
    asked = Repaint(mask=Raster.from_array(soft, -20, 250), strength=0.4, remove=True, feather=feather)
    assert repaint_of(unpack(PartForm, pack(part_form(asked)))) == asked


@pytest.mark.parametrize("wrong", [{"x": 1 << 20}, {"y": -(1 << 20)}, {"strength": 2.0}, {"feather": -5}])
def test_a_part_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    asked = Repaint(mask=Raster.from_array(np.full((4, 4), 255, np.uint8), 8, 8))
    with pytest.raises(UnreadableData):
        repaint_of(replace(part_form(asked), **wrong))  # type: ignore[arg-type]
