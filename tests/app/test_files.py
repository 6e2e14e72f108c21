"""Files of the session: read and written by a worker, never over what somebody else wrote."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.errors import DocumentFileError, FileChangedOutside, SaveFailed
from artmaster_desktop.core.layer import GroupLayer, ImageLayer
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.file_stamp import NO_FILE, stamp_of
from artmaster_desktop.storage.ora import load_document, save_document
from artmaster_desktop.storage.print_label import label_of
from tests.app.test_session import dot, is_dirty
from tests.core.documents import halves


@pytest.fixture
def session(qapp: object) -> Session:
    return Session(halves())


@pytest.fixture
def files(session: Session, qtbot: QtBot) -> DocumentFiles:
    return DocumentFiles(session)


def save(files: DocumentFiles, qtbot: QtBot, path: Path | None = None, *, overwrite: bool = False) -> None:
    with qtbot.waitSignal(files.saved, timeout=5000):
        files.save(path, overwrite=overwrite)


def refused(files: DocumentFiles, qtbot: QtBot, path: Path | None = None) -> object:
    with qtbot.waitSignal(files.failed, timeout=5000) as told:
        files.save(path)
    return told.args[0]


def test_saved_and_opened_again_it_is_equal(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    session.apply(dot(5, 5))
    saved = session.document
    save(files, qtbot, path)
    assert (session.path, session.dirty) == (path, False)
    assert files.stamp == stamp_of(path)
    session.open(replace(halves(), id="other"), None)
    assert files.stamp == NO_FILE
    with qtbot.waitSignal(files.opened, timeout=5000) as told:
        files.open(path)
    assert told.args[1] == path
    assert session.document.layers == saved.layers
    assert session.document.regions == saved.regions
    assert (session.path, session.dirty) == (path, False)
    assert files.stamp == stamp_of(path)


def test_the_window_goes_on_while_it_is_saved(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    asked = session.document
    busy: list[bool] = []
    files.busy_changed.connect(lambda: busy.append(files.busy))
    with qtbot.waitSignal(files.saved, timeout=5000) as told:
        files.save(path)
        assert files.busy
        session.apply(dot(9, 9))
    assert told.args == [asked, path]
    assert session.dirty  # the edit was made after saving was asked for
    assert load_document(path).document.layers == asked.layers
    qtbot.waitUntil(lambda: not files.busy, timeout=1000)
    assert busy == [True, False]
    assert files.wait(1.0)


def test_another_document_meanwhile_is_not_said_to_be_saved(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(files.saved, timeout=5000):
        files.save(tmp_path / "a.ora")
        session.open(replace(halves(), id="other"), None)
    assert session.path is None
    assert files.stamp == NO_FILE


def test_a_file_changed_outside_is_refused_until_asked(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    save(files, qtbot, path)
    session.apply(dot(1, 1))
    save(files, qtbot)
    theirs = b"somebody else's work"
    path.write_bytes(theirs)
    session.apply(dot(2, 2))
    error = refused(files, qtbot)
    assert isinstance(error, FileChangedOutside)
    assert error.path == path
    assert path.read_bytes() == theirs
    assert is_dirty(session)
    save(files, qtbot, overwrite=True)
    assert not is_dirty(session)
    assert load_document(path).document.layers == session.document.layers


def test_a_file_that_was_only_touched_is_ours(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    save(files, qtbot, path)
    os.utime(path, (1, 1))
    session.apply(dot(1, 1))
    save(files, qtbot)


def test_a_file_that_went_away_is_written_again(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    save(files, qtbot, path)
    path.unlink()
    session.apply(dot(1, 1))
    save(files, qtbot)
    assert path.exists()


def test_a_file_that_we_never_read_is_not_overwritten(
    files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.ora"
    path.write_bytes(b"theirs")
    assert isinstance(refused(files, qtbot, path), FileChangedOutside)
    assert path.read_bytes() == b"theirs"
    save(files, qtbot, path, overwrite=True)


def test_an_opened_file_changed_outside_is_refused(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    save_document(halves(), path)
    with qtbot.waitSignal(files.opened, timeout=5000):
        files.open(path)
    save_document(halves().edited(title="theirs"), path)
    session.apply(dot(1, 1))
    assert isinstance(refused(files, qtbot), FileChangedOutside)


def test_a_recovered_document_remembers_what_its_file_was(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.ora"
    save_document(halves(), path)
    stamp = stamp_of(path)
    files.adopt(halves().edited(title="mine"), path, stamp)
    assert session.dirty
    assert files.stamp == stamp
    save(files, qtbot)
    old = stamp
    files.adopt(halves().edited(title="mine again"), path, old)
    assert isinstance(refused(files, qtbot), FileChangedOutside)
    files.adopt(halves(), None, NO_FILE)
    assert session.path is None
    with pytest.raises(ValueError, match="needs a path"):
        files.save()


def test_what_cannot_be_opened_leaves_the_session_alone(
    session: Session, files: DocumentFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    document = session.document
    path = tmp_path / "broken.ora"
    path.write_bytes(b"not a zip")
    with qtbot.waitSignal(files.failed, timeout=5000) as told:
        files.open(path)
    assert isinstance(told.args[0], DocumentFileError)
    assert session.document is document


def test_a_folder_that_is_not_there(files: DocumentFiles, qtbot: QtBot, tmp_path: Path) -> None:
    error = refused(files, qtbot, tmp_path / "gone" / "a.ora")
    assert isinstance(error, SaveFailed)


def test_a_copy_has_no_file(session: Session, files: DocumentFiles, qtbot: QtBot, root: Path) -> None:
    example = root / "resources" / "examples" / "one-painter.ora"
    with qtbot.waitSignal(files.opened, timeout=5000):
        files.open_copy(example)
    assert session.path is None
    assert not session.dirty
    assert session.document.regions or session.document.layers


def test_what_was_lost_is_told_after_opening(
    files: DocumentFiles, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from artmaster_desktop.storage.loaded import Loaded, StartGone

    path = tmp_path / "a.ora"
    path.write_bytes(b"")
    lossy = Loaded(halves(), (StartGone("x"),))
    monkeypatch.setattr("artmaster_desktop.app.files.load_document", lambda _: lossy)
    for opening in (files.open, files.open_copy):
        with qtbot.waitSignals([files.opened, files.lost], order="strict", timeout=5000):
            opening(path)


def painted() -> Session:
    document = halves()
    pixels = np.full((256, 256, 4), (10, 200, 30, 255), np.uint8)
    layer = ImageLayer(id="i", name="I", raster=Raster.from_array(pixels))
    mask = replace(document.layers[1], visible=True)
    folder = GroupLayer(id="g", name="G", layers=(layer, replace(mask, id="inner")))
    return Session(document.edited(layers=(*document.layers, folder)))


@pytest.mark.parametrize("end", [".png", ".webp", ".tif", ".TIFF"])
def test_exported_without_the_masks_and_without_loss(
    end: str, qapp: object, qtbot: QtBot, tmp_path: Path
) -> None:
    files = DocumentFiles(painted())
    path = tmp_path / f"a{end}"
    with qtbot.waitSignal(files.exported, timeout=5000) as told:
        files.export(path, origin=Origin.HAND)
    assert told.args == [path]
    with Image.open(path) as image:
        assert image.mode == "RGB"
        assert (np.asarray(image) == (10, 200, 30)).all()
        said = image.info.get("XML:com.adobe.xmp") or image.info.get("xmp") or image.getexif()[700]
    label = label_of(said.encode() if isinstance(said, str) else said)
    assert label is not None
    assert label.origin is Origin.HAND


def test_a_transparent_picture_stays_so(files: DocumentFiles, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(files.exported, timeout=5000):
        files.export(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == "RGBA"


def test_jpeg_lies_on_paper(qapp: object, qtbot: QtBot, tmp_path: Path) -> None:
    files = DocumentFiles(painted())
    with qtbot.waitSignal(files.exported, timeout=5000):
        files.export(tmp_path / "a.jpg", quality=90)
    with Image.open(tmp_path / "a.jpg") as image:
        assert np.abs(np.asarray(image).astype(int) - (10, 200, 30)).max() < 8
    with pytest.raises(ValueError, match=r"\.gif"):
        files.export(tmp_path / "a.gif")
