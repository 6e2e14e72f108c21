"""A work by another painter: from the tray and from a layer, with real clicks, into the tray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.commands import edit_paint, edit_root
from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job import PictureStart
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.mixing.transfer import TransferDialog
from artmaster_desktop.ui.panels.tray import TrayPanel
from tests.app.fakes import FakeEngine
from tests.ui import windows

Left = Qt.MouseButton.LeftButton
SIDE = 256


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path, engine: FakeEngine) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path, lambda: engine) as shown:
        red = np.zeros((SIDE, SIDE, 4), np.uint8)
        red[:] = (200, 30, 20, 255)
        clear = Raster.from_array(np.zeros((SIDE, SIDE, 4), np.uint8))
        layers = (
            SketchLayer(id="s", name="s", raster=clear),
            ImageLayer(id="i", name="i", raster=Raster.from_array(red)),
        )
        document = Document(id="d", extent=Extent(SIDE, SIDE), layers=layers, root=Root(prompt="a lake"))
        document = document.edited(paint=PaintSettings(seed=5, steps=2))
        shown.shop.session.open(document, None)
        shown.shop.effect.start()
        qtbot.waitUntil(lambda: shown.shop.desk.caps is not None and shown.shop.shelf.ready, timeout=5000)
        yield shown


def asked() -> TransferDialog:
    windows.until(lambda: any(isinstance(w, TransferDialog) for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, TransferDialog) and w.isVisible())


def test_an_image_layer_is_painted_again_by_another_painter(
    main: MainWindow, engine: FakeEngine, qtbot: QtBot
) -> None:
    main.shop.session.set_active_layer("s")
    assert not main.actions_of["layer.transfer"].isEnabled()
    main.shop.session.set_active_layer("i")
    main.actions_of["layer.transfer"].trigger()
    dialog = asked()
    assert dialog.prompt.toPlainText() == "a lake"
    dialog.painter.setFocus()
    QTest.keyClick(dialog.painter, Qt.Key.Key_Down)
    wanted = main.shop.shelf.find(dialog.painter.slug)
    assert wanted is not None
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        QTest.mouseClick(dialog.paint_button, Left)
    job = engine.jobs[-1]
    assert [painter.slug for painter in job.painters] == [wanted.painter.slug]
    assert isinstance(job.start, PictureStart)
    assert job.start.strength == pytest.approx(0.75)
    assert job.start.pixels[0, 0].tolist() == [200, 30, 20]
    assert (job.seed, job.steps) == (5, 2)
    assert "a lake" in job.texts[0]
    assert [result.stored.job for result in main.shop.results.all] == [job.id]
    assert main.shop.session.document.find("i") is not None  # the work itself stays


def test_a_result_is_given_to_another_painter_without_the_words_that_call_the_first(
    main: MainWindow, engine: FakeEngine, qtbot: QtBot
) -> None:
    session, shelf = main.shop.session, main.shop.shelf
    first = next(one for one in shelf.painters if one.painter.trigger)
    root = replace(session.document.root, painters=(Share(first.ref),))
    session.apply(edit_root(root))
    session.apply(edit_paint(replace(session.document.paint, seed=77)))
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        main.shop.desk.paint()
    assert first.painter.trigger in engine.jobs[-1].texts[0]
    tray = main.docks.panel("tray")
    assert isinstance(tray, TrayPanel)
    main.docks.bring("tray")
    tray.choose(main.shop.results.all[0].id)
    button = next(b for b in tray.buttons if b.defaultAction() is tray.transfer_action)
    QTest.mouseClick(button, Left)
    dialog = asked()
    assert dialog.prompt.toPlainText() == "a lake"
    dialog.structure.set_quietly(60)
    other = next(one for one in shelf.painters if one is not first)
    dialog.painter.choose(other.painter.slug)
    with qtbot.waitSignal(main.shop.results.added, timeout=10_000):
        QTest.mouseClick(dialog.paint_button, Left)
    job = engine.jobs[-1]
    assert [painter.slug for painter in job.painters] == [other.painter.slug]
    assert isinstance(job.start, PictureStart)
    assert job.start.strength == pytest.approx(0.4)
    assert job.seed == 77
    assert first.painter.trigger not in job.texts[0]
    assert len(main.shop.results.all) == 2


def test_esc_paints_nothing(main: MainWindow, engine: FakeEngine) -> None:
    assert not main.actions_of["paint.transfer"].isEnabled()  # no result yet
    main.shop.session.set_active_layer("i")
    main.actions_of["layer.transfer"].trigger()
    QTest.keyClick(asked(), Qt.Key.Key_Escape)
    windows.settle()
    assert engine.jobs == []
