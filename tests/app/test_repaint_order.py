"""With a selection, what is ordered is that part; its result comes back as a layer that leaves the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.results import Part
from artmaster_desktop.core.commands import edit_paint
from artmaster_desktop.core.compose import composite, without_masks
from artmaster_desktop.core.document import FromLayer
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.repaint_errors import MaskTooSmall
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.core.selection_commands import select
from artmaster_desktop.storage.settings import LiveSettings
from tests.app.fakes import Studio
from tests.app.test_results import Tray, tray
from tests.core.documents import box_mask

__all__ = ["tray"]

BOX = (60, 70, 160, 150)


@pytest.fixture
def picked(tray: Tray) -> Tray:
    session = tray.app.session
    session.apply(select(box_mask(session.document.extent, *BOX)))
    return tray


def start_of(app: Studio, at: int = -1) -> RepaintStart:
    start = app.engine.jobs[at].start
    assert isinstance(start, RepaintStart)
    return start


@pytest.mark.parametrize("part", Part)
def test_a_selection_is_painted_alone_and_the_rest_stays(picked: Tray, qtbot: QtBot, part: Part) -> None:
    app = picked.app
    before = app.session.document
    result = picked.paint(qtbot)
    start = start_of(app)
    assert start.strength == 1.0
    assert start.canvas == before.extent
    with qtbot.waitSignal(picked.results.applied, timeout=5000):
        picked.results.apply(result, part)
    after = app.session.document
    (new,) = (layer for layer in after.layers if isinstance(layer, ImageLayer))
    whole = Bounds.of(before.extent)
    inside = box_mask(before.extent, *BOX).read(whole)[:, :, 0] > 0
    old, now = (composite(without_masks(doc.layers), whole) for doc in (before, after))
    np.testing.assert_array_equal(now[~inside], old[~inside])
    assert (now[inside] != old[inside]).any(axis=1).mean() > 0.5
    assert new.raster.bounds == Bounds(BOX[0], BOX[1], BOX[2] - BOX[0], BOX[3] - BOX[1])
    app.session.undo()
    assert app.session.document is before


def test_the_strength_is_that_of_the_start(picked: Tray, qtbot: QtBot) -> None:
    session = picked.app.session
    session.apply(edit_paint(replace(session.document.paint, start=FromLayer("sketch", 0.4))))
    picked.paint(qtbot)
    assert start_of(picked.app).strength == 0.4
    session.apply(select(None))
    picked.paint(qtbot)
    assert not isinstance(picked.app.engine.jobs[-1].start, RepaintStart)


def test_variations_and_live_mode_keep_to_the_selection(picked: Tray, qtbot: QtBot) -> None:
    app = picked.app
    app.desk.variations(2)
    qtbot.waitUntil(lambda: len(picked.added) == 2, timeout=5000)
    assert start_of(app, 0) == start_of(app, 1)
    app.desk.use_live_settings(LiveSettings(steps=2, strength=0.5))
    app.desk.set_live(True)
    qtbot.waitUntil(lambda: len(picked.added) == 3, timeout=5000)
    app.desk.set_live(False)
    assert start_of(app).strength == 0.5
    assert start_of(app).place == start_of(app, 0).place


def test_too_small_a_selection_is_told(tray: Tray, qtbot: QtBot) -> None:
    session = tray.app.session
    session.apply(select(box_mask(session.document.extent, 9, 9, 10, 10)))
    with qtbot.waitSignal(tray.app.desk.plan_failed, timeout=5000) as told:
        tray.app.desk.paint()
    assert isinstance(told.args[0], MaskTooSmall)
    assert not tray.app.queue.entries
