"""A result made larger from the window: asked for, stopped, kept, and a document that grows with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.result_enlarging import EnlargeWish, refusal
from artmaster_desktop.app.results import Result
from artmaster_desktop.core import commands
from artmaster_desktop.core.errors import ArtmasterError, DeviceFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.core.upscaling import Kernel, UpscalerFile
from artmaster_desktop.storage.picture_file import read_job
from artmaster_desktop.storage.picture_label import read_label, sha256_of
from artmaster_desktop.storage.png import decode_png
from artmaster_desktop.ui.dialogs.enlarge import EnlargeDialog, EnlargeProgressDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.panels.tray import TrayPanel
from tests.app.enlarger_fakes import FakeEnlarger
from tests.core.documents import halves
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RETURN, LEFT = Qt.Key.Key_Return, Qt.MouseButton.LeftButton


@contextmanager
def painted(qtbot: QtBot, tmp_path: Path, enlarger: FakeEnlarger) -> Iterator[MainWindow]:
    """A window with one result of 256 x 256."""
    with windows.window(qtbot, tmp_path) as main:
        shop = main.shop
        shop.session.open(halves(), None)
        shop.enlarging._make = lambda: enlarger
        shop.desk.set_model(Path("model"))
        shop.desk.paint()
        windows.until(lambda: len(shop.results.all) == 1, 20)
        yield main


def asked(main: MainWindow) -> EnlargeDialog:
    main.actions_of["paint.enlarge"].trigger()
    return main.findChildren(EnlargeDialog)[-1]


def test_the_chosen_result_is_made_twice_as_large(qtbot: QtBot, tmp_path: Path) -> None:
    enlarger = FakeEnlarger()
    with painted(qtbot, tmp_path, enlarger) as main:
        results = main.shop.results
        (first,) = results.all
        tray = main.docks.panel("tray")
        assert isinstance(tray, TrayPanel)
        main.docks.bring("tray")
        tray.choose(first.id)
        button = next(b for b in tray.buttons if b.defaultAction() is tray.enlarge_action)
        QTest.mouseClick(button, LEFT)
        dialog = main.findChildren(EnlargeDialog)[-1]
        assert "512 × 512" in dialog.words.text()
        QTest.mouseClick(dialog.make_button, LEFT)
        windows.until(lambda: len(results.all) == 2, 20)
        larger = next(each for each in results.all if each.id != first.id)
        assert (larger.stored.width, larger.stored.height) == (512, 512)
        pixels = decode_png(larger.stored.path.read_bytes(), channels=3)
        small = decode_png(first.stored.path.read_bytes(), channels=3)
        assert np.array_equal(pixels[::2, ::2], small)
        job, again = read_job(first.stored.path), read_job(larger.stored.path)
        assert (again.texts, again.seed, again.painters) == (job.texts, job.seed, job.painters)
        label = read_label(larger.stored.path)
        assert label is not None
        assert (label.origin, label.source) == (Origin.GENERATED, sha256_of(first.stored.path))
        windows.until(lambda: [each.id for each in tray.chosen] == [larger.id])
        assert isinstance(enlarger.jobs[0].method, UpscalerFile)
        assert main.shop.session.document.extent == Extent(256, 256)
        windows.until(lambda: not [d for d in main.findChildren(EnlargeProgressDialog) if d.isVisible()])
        results.reload()
        windows.until(lambda: len(results.all) == 2)


def test_the_document_grows_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    with painted(qtbot, tmp_path, FakeEnlarger()) as main:
        session = main.shop.session
        dialog = asked(main)
        dialog.times.setCurrentIndex(1)
        QTest.keyClick(dialog.grow, Qt.Key.Key_Space)
        QTest.keyClick(dialog.make_button, RETURN)
        windows.until(lambda: session.document.extent == Extent(1024, 1024), 20)
        assert "Enlarged picture" in [layer.name for layer in session.document.layers]
        windows.until(lambda: not main.shop.enlarging.running)
        session.undo()
        assert session.document.extent == Extent(256, 256)


def test_an_edit_made_meanwhile_is_not_lost(qtbot: QtBot, tmp_path: Path) -> None:
    enlarger = FakeEnlarger(held=True)
    with painted(qtbot, tmp_path, enlarger) as main:
        session = main.shop.session
        dialog = asked(main)
        QTest.keyClick(dialog.grow, Qt.Key.Key_Space)
        QTest.keyClick(dialog.make_button, RETURN)
        windows.until(enlarger.reached.is_set, 20)
        session.apply(commands.edit_title("Meanwhile"))
        enlarger.go_on.set()
        windows.until(lambda: session.document.extent == Extent(512, 512), 20)
        assert session.document.title == "Meanwhile"


def test_it_is_stopped_and_nothing_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    enlarger = FakeEnlarger(held=True)
    with painted(qtbot, tmp_path, enlarger) as main:
        QTest.keyClick(asked(main).make_button, RETURN)
        progress = main.findChildren(EnlargeProgressDialog)[-1]
        windows.until(enlarger.reached.is_set, 20)
        again = asked(main)
        assert not again.make_button.isEnabled()
        assert "wait for its end" in again.words.text()
        again.reject()
        QTest.mouseClick(progress.stop_button, LEFT)
        windows.until(lambda: not main.shop.enlarging.running)
        windows.live(50)
        assert len(main.shop.results.all) == 1
        enlarger.held = False
        QTest.keyClick(asked(main).make_button, RETURN)
        windows.until(lambda: len(main.shop.results.all) == 2, 20)


def test_what_goes_wrong_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with painted(qtbot, tmp_path, FakeEnlarger(fails=DeviceFailed("cuda:0", "gone"))) as main:
        told: list[ArtmasterError] = []
        main.shop.enlarging.failed.connect(told.append)
        QTest.keyClick(asked(main).make_button, RETURN)
        windows.until(lambda: bool(told), 20)
        assert len(main.shop.results.all) == 1
        assert not main.shop.enlarging.running
        for dialog in main.findChildren(QDialog):
            dialog.close()


def test_what_is_too_large_for_a_document_is_refused_before(qtbot: QtBot, tmp_path: Path) -> None:
    with painted(qtbot, tmp_path, FakeEnlarger()) as main:
        (first,) = main.shop.results.all
        wish = EnlargeWish(result=first, times=64, method=Kernel.LANCZOS)
        assert refusal(wish, Extent(256, 256)) is not None
        told: list[ArtmasterError] = []
        main.shop.enlarging.failed.connect(told.append)
        main.shop.enlarging.enlarge(wish)
        assert told
        grown = EnlargeWish(result=first, times=2, method=Kernel.LANCZOS, grow=True)
        assert refusal(grown, Extent(256, 512)) is not None
        assert refusal(grown, Extent(256, 256)) is None
        for dialog in main.findChildren(QDialog):
            dialog.close()
        assert isinstance(first, Result)
