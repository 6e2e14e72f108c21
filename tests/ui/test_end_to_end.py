"""From an empty sheet to a saved painting, with real widgets, real events and the networks that ship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from artmaster_desktop import bootstrap
from artmaster_desktop.core.commands import edit_paint
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Preview
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.ui.dialogs.compare import CompareDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.panels.paint import PaintPanel
from artmaster_desktop.ui.panels.painters import PaintersPanel
from tests.ui import windows

STARTER = bootstrap.places().starter
SLOW = 150_000
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with windows.window(qtbot, tmp_path, bootstrap.engine, welcome=True) as shown:
        yield shown


def stroke(main: MainWindow, *points: tuple[int, int]) -> None:
    """A drag of the mouse through canvas points."""
    view = [main.canvas.view_from_canvas(QPointF(x, y)).toPoint() for x, y in points]
    QTest.mousePress(main.canvas, Left, pos=view[0])
    for one, other in pairwise(view):
        for part in range(1, 6):
            QTest.mouseMove(main.canvas, one + QPoint(other - one) * part / 5)
    QTest.mouseRelease(main.canvas, Left, pos=view[-1])
    windows.until(lambda: main.shop.session.wet is None)


def region(main: MainWindow, painter: str, *points: tuple[int, int]) -> None:
    """A new region, grown by a stroke of the region tool, with a painter from the panel."""
    main.actions_of["region.add"].trigger()
    main.toolbox.set_size(90)
    stroke(main, *points)
    panel = main.docks.panel("painters")
    assert isinstance(panel, PaintersPanel)
    shelved = main.shop.shelf.find(painter)
    assert shelved is not None
    panel.use(shelved)


def draw_two_hands(main: MainWindow) -> None:
    """A new sheet with a sketch, and two regions with a painter each."""
    session = main.shop.session
    main.files.begin(Extent(256, 256), "Two hands")
    windows.settle()
    assert main.pages.currentWidget() is main.canvas
    QTest.keyClicks(main.canvas, "b")
    stroke(main, (20, 200), (90, 60), (140, 190))
    stroke(main, (120, 180), (190, 90), (240, 200))
    sketch = session.document.layers[0]
    assert isinstance(sketch, SketchLayer)
    assert not sketch.raster.bounds.empty
    region(main, "black-pine", (50, 40), (50, 220))
    region(main, "cinnabar-terrace", (205, 40), (205, 220))
    assert [len(r.painters) for r in session.document.regions] == [1, 1]
    assert all(not session.document.mask_of(r).raster.bounds.empty for r in session.document.regions)
    session.apply(edit_paint(replace(session.document.paint, steps=3, seed=5)))


def saved_and_opened_again(qtbot: QtBot, main: MainWindow, path: Path) -> None:
    """What the file holds is what the window shows, before and after it is opened."""
    shop, session = main.shop, main.shop.session
    painted = session.document
    with qtbot.waitSignal(shop.files.saved, timeout=10_000):
        shop.files.save(path)
    assert not main.isWindowModified()
    assert load_document(path).document == painted
    with qtbot.waitSignal(shop.files.opened, timeout=10_000):
        main.files.open_path(path)
    assert session.document == painted
    assert session.path == path


@pytest.mark.timeout(240)
def test_a_sketch_becomes_a_painting_that_is_saved(qtbot: QtBot, main: MainWindow, tmp_path: Path) -> None:
    shop, session = main.shop, main.shop.session
    errors: list[ArtmasterError] = []
    previews: list[Preview] = []
    shop.queue.failed.connect(lambda _, error: errors.append(error))
    shop.queue.previewed.connect(previews.append)
    with qtbot.waitSignal(shop.shelf.changed, timeout=20_000):
        shop.shelf.refresh()

    draw_two_hands(main)
    drawn = session.document

    shop.effect.start()
    paint = main.docks.panel("paint")
    assert isinstance(paint, PaintPanel)
    QTest.mouseClick(paint.paint_button, Left)
    qtbot.waitUntil(lambda: bool(shop.results.all or errors), timeout=SLOW)
    assert errors == []
    assert previews
    (result,) = shop.results.all
    assert result.stored.path.is_file()
    assert session.document.layers == drawn.layers  # nothing is put on the canvas unasked

    main.actions_of["paint.compare"].trigger()
    (dialog,) = main.findChildren(CompareDialog)
    with qtbot.waitSignal(shop.results.applied, timeout=5000):
        apply = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Apply the right one")
        QTest.mouseClick(apply, Left)
    windows.settle()
    main.activateWindow()
    main.canvas.setFocus()
    qtbot.waitUntil(main.isActiveWindow)
    painted = session.document
    layer = next(x for x in painted.walk() if isinstance(x, ImageLayer))
    area = Bounds(0, 0, 256, 256)
    assert len(np.unique(layer.raster.read(area)[..., :3].reshape(-1, 3), axis=0)) > 500

    QTest.keyClick(main.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document.layers == drawn.layers
    main.actions_of["edit.redo"].trigger()
    assert session.document == painted
    saved_and_opened_again(qtbot, main, tmp_path / "two-hands.ora")
