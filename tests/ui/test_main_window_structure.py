"""Guides and regions from pictures, from the menus to the document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from artmaster_desktop import bootstrap
from artmaster_desktop.core import commands
from artmaster_desktop.core.guide import GuideKind, GuidePlace
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.notice import GuideEmpty
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.engine.device import EngineOptions
from artmaster_desktop.storage.png import decode_png
from artmaster_desktop.ui.dialogs.new_guide import NewGuide, NewGuideDialog
from artmaster_desktop.ui.dialogs.structure_fields import DetectorChoice, FileSource, LayerSource
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.mixing.find_regions import FindRegionsDialog
from artmaster_desktop.ui.panels.guides import GuidesPanel
from tests.app.test_structure import FakeReader
from tests.core.documents import halves
from tests.engine.control_models import network, save
from tests.engine.tiny_model import build
from tests.ui import windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RETURN = Qt.Key.Key_Return
D = TypeVar("D", bound=QDialog)


@pytest.fixture(autouse=True)
def _no_model_yet() -> None:
    DetectorChoice.last = None


def opened(main: MainWindow) -> None:
    stroke = np.zeros((256, 256, 4), np.uint8)
    stroke[100:106, 20:230] = (20, 20, 20, 255)
    document = commands.insert_picture(stroke, "Stroke", layer_id="stroke").change(halves())
    main.shop.session.open(commands.set_visible("sketch", False).change(document), None)
    main.shop.session.set_active_layer("stroke")


def asked(main: MainWindow, kind: type[D]) -> D:
    return main.findChildren(kind)[-1]


def test_a_guide_is_read_from_the_layer_in_hand(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        session = main.shop.session
        main.actions_of["layer.guide"].trigger()
        dialog = asked(main, NewGuideDialog)
        assert dialog.source.currentText() == "Stroke"
        assert "strokes darker than their surroundings" in dialog.words.text()
        QTest.keyClick(dialog.make_button, RETURN)
        windows.until(lambda: bool(session.document.guides), 20)
        (guide,) = session.document.guides
        layer = session.document.find(guide.layer)
        assert isinstance(layer, SketchLayer)
        assert (layer.name, layer.visible, guide.kind) == ("Guide: Line drawing", False, GuideKind.LINE)
        pixels = layer.raster.read(layer.raster.bounds)[:, :, 0]
        assert pixels[100:106, 40:200].max() == 255
        assert pixels[150:].max() == 0
        panel = main.docks.panel("guides")
        assert isinstance(panel, GuidesPanel)
        assert panel.cards[guide.id].open
        assert "strokes darker" in panel.note.text()
        assert main.docks.dock("guides").isVisible()
        session.undo()
        assert not list(session.document.guides)
        assert session.document.find(guide.layer) is None


def test_a_layer_becomes_a_guide_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        main.actions_of["layer.guide"].trigger()
        dialog = asked(main, NewGuideDialog)
        QTest.keyClick(dialog.as_it_is, Qt.Key.Key_Space)
        dialog.kind.setFocus()
        QTest.keyClicks(dialog.kind, "Depth")
        QTest.keyClick(dialog.make_button, RETURN)
        (guide,) = main.shop.session.document.guides
        assert (guide.layer, guide.kind) == ("stroke", GuideKind.DEPTH)


def test_no_network_is_pretended(qtbot: QtBot, tmp_path: Path) -> None:
    """Depth and layout cannot be read without a segmenter or a model of the artist's, and that is said."""
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        main.shop.structure._segmenter = tmp_path / "none"
        dialog = main.structure.ask_guide(FileSource(tmp_path / "a.png"))
        dialog.kind.setCurrentIndex(dialog.kind.findData(GuideKind.DEPTH))
        assert not dialog.make_button.isEnabled()
        assert "No segmenter ships yet" in dialog.words.text()
        (tmp_path / "DepthModel").mkdir()
        dialog.detector.browse().fileSelected.emit(str(tmp_path / "DepthModel"))
        assert dialog.make_button.isEnabled()
        assert "the depth model DepthModel" in dialog.words.text()
        assert dialog.asked.detector == tmp_path / "DepthModel"
        dialog.kind.setCurrentIndex(dialog.kind.findData(GuideKind.EDGES))
        dialog.reject()
        (tmp_path / "segmenter").touch()
        main.shop.structure._segmenter = tmp_path / "segmenter"
        DetectorChoice.last = None
        dialog = main.structure.ask_guide(FileSource(tmp_path / "a.png"))
        dialog.kind.setCurrentIndex(dialog.kind.findData(GuideKind.DEPTH))
        assert "no depth was measured" in dialog.words.text()
        dialog.reject()


def test_a_guide_is_read_anew_from_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    pixels = np.full((100, 100, 3), 240, np.uint8)
    pixels[:, 48:52] = 10
    Image.fromarray(pixels).save(tmp_path / "post.png")
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        session = main.shop.session
        main.structure.make(
            replace(main.structure.ask_guide(FileSource(tmp_path / "x")).asked, as_it_is=True)
        )
        windows.until(lambda: bool(main.findChildren(QDialog)), 5)
        for dialog in main.findChildren(NewGuideDialog):
            dialog.reject()
        windows.until(lambda: not main.shop.structure.busy, 20)
        assert not list(session.document.guides), "the file is not there"
        for trouble in main.findChildren(QDialog):
            trouble.close()
        panel = main.docks.panel("guides")
        assert isinstance(panel, GuidesPanel)
        panel.made_from_file.emit(tmp_path / "post.png")
        QTest.keyClick(asked(main, NewGuideDialog).make_button, RETURN)
        windows.until(lambda: bool(session.document.guides), 20)
        first = session.document.guides[0]
        session.apply(commands.edit_guide(replace(first, strength=0.3)))
        panel.read_from.emit(first.id, tmp_path / "post.png")
        again = asked(main, NewGuideDialog)
        again.kind.setCurrentIndex(again.kind.findData(GuideKind.EDGES))
        QTest.keyClick(again.make_button, RETURN)
        windows.until(lambda: session.document.guides[0].layer != first.layer, 20)
        (guide,) = session.document.guides
        assert (guide.id, guide.kind, guide.strength) == (first.id, GuideKind.EDGES, 0.3)


def test_each_class_gets_a_region_and_a_painter(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        shop = main.shop
        shop.structure._reader, shop.structure._segmenter = FakeReader(), Path(__file__)
        shop.shelf.refresh()
        windows.until(lambda: len(shop.shelf.painters) > 1, 20)
        main.actions_of["region.find"].trigger()
        dialog = asked(main, FindRegionsDialog)
        QTest.mouseClick(dialog.each_button, Qt.MouseButton.LeftButton)
        QTest.keyClick(dialog.checks[Semantic.TREES], Qt.Key.Key_Space)
        assert not dialog.crew[Semantic.TREES].isEnabled()
        QTest.keyClick(dialog.find_button, RETURN)
        windows.until(lambda: len(shop.session.document.regions) == 4, 20)
        mountain, water = shop.session.document.regions[2:]
        assert (mountain.name, water.name) == ("Mountains and rocks", "Water")
        hired = [region.painters[0].painter.slug for region in (mountain, water)]
        assert hired == [one.painter.slug for one in shop.shelf.painters[:2]]
        assert shop.session.active_region == mountain.id
        shop.session.undo()
        assert len(shop.session.document.regions) == 2


def test_where_nothing_finds_regions_it_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    with windows.window(qtbot, tmp_path) as main:
        opened(main)
        main.shop.structure._segmenter = tmp_path / "none"
        dialog = main.structure.ask_regions()
        assert not dialog.find_button.isEnabled()
        assert "SegFormer" in dialog.words.text()
        dialog.detector.use(tmp_path / "Seg")
        assert dialog.find_button.isEnabled()
        assert dialog.asked.wish.detector == tmp_path / "Seg"
        dialog.reject()


def test_a_painting_follows_a_guide_that_was_set_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """With the engine itself: a control model in the artist's folder is found, chosen, and changes the
    picture; strictness 0 everywhere is said to change nothing.
    """
    base = build(tmp_path / "base")
    save(network(base, seed=1), tmp_path / "data" / "controls" / "net")
    options = EngineOptions(device="cpu", dtype="float32")
    with windows.window(qtbot, tmp_path, lambda: bootstrap.engine(options)) as main:
        opened(main)
        session, results = main.shop.session, main.shop.results
        paint = replace(session.document.paint, steps=2)
        session.apply(commands.edit_paint(paint))
        main.shop.desk.set_model(base)
        main.shop.structure.look()
        windows.until(lambda: main.shop.structure.looked, 60)
        main.structure.make(
            NewGuide(source=LayerSource("stroke"), kind=GuideKind.LINE, detector=None, as_it_is=False)
        )
        windows.until(lambda: bool(session.document.guides), 60)
        (guide,) = session.document.guides
        assert guide.control == "net", "the one that can follow lines is chosen"

        def painted(count: int, *, enabled: bool) -> Pixels:
            session.apply(commands.edit_guide(replace(guide, enabled=enabled, strength=1.5, end=1.0)))
            main.shop.desk.paint()
            windows.until(lambda: len(results.all) == count, 120)
            return decode_png(results.all[0].stored.path.read_bytes(), channels=3)

        assert not np.array_equal(painted(1, enabled=True), painted(2, enabled=False))
        free = tuple(GuidePlace(region, 0.0) for region in ("left", "right", ""))
        session.apply(commands.edit_guide(replace(guide, places=free)))
        windows.until(lambda: bool(main.shop.desk.notices_of_guide(guide.id)), 20)
        assert isinstance(main.shop.desk.notices_of_guide(guide.id)[0], GuideEmpty)
