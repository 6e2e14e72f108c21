"""The layers panel beside a document that changes under it, and sliders that are seen at once."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.panels.layers import LayersPanel


@pytest.fixture
def session() -> Session:
    raster = Raster.from_array(np.full((32, 32, 4), (200, 30, 30, 255), np.uint8))
    layers = (
        ImageLayer(id="paper", name="Paper", raster=raster),
        SketchLayer(id="ink", name="Ink", raster=raster),
    )
    return Session(Document(id="doc", extent=Extent(64, 64), layers=layers))


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> LayersPanel:
    panel = LayersPanel(session)
    qtbot.addWidget(panel)
    panel.resize(320, 400)
    panel.show()
    return panel


def test_opacity_is_seen_while_it_is_dragged(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("ink")
    slider, steps = panel.opacity, len(session.history.steps)
    height = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, height))
    QTest.mouseMove(slider, QPoint(slider.width() // 2, height))
    shown = session.shown.find("ink")
    assert shown is not None
    assert 0.3 < shown.opacity < 0.7
    assert len(session.history.steps) == steps
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, height))
    assert len(session.history.steps) == steps + 1
    after = session.document.find("ink")
    assert after is not None
    assert after.opacity == shown.opacity


def test_a_layer_that_goes_into_a_group_stays_picked(panel: LayersPanel, session: Session) -> None:
    session.set_active_layer("ink")
    session.apply(commands.group(["ink"], "Group"))
    assert session.active_layer == "ink"
    assert panel.model.layer(panel.view.currentIndex()) is session.document.find("ink")


def test_a_locked_layer_is_not_tried_out(panel: LayersPanel, session: Session) -> None:
    session.apply(commands.set_locked("ink", True))
    panel.opacity.valueChanged.emit(40.0)
    assert session.shown is session.document
