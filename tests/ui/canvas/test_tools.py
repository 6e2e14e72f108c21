"""Regions, erasing, filling, picking and looking closer, as a hand would do it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.commands import remove, replace_raster
from artmaster_desktop.core.errors import LayerGone
from artmaster_desktop.core.gradient import Kind
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.toolbox import ToolId
from tests.ui.canvas.easel import (
    NONE,
    Button,
    Modifier,
    brush,
    click,
    drag,
    flat_document,
    make_view,
    move,
    pixels_of,
    rainbow,
    settle,
    steps,
    with_region,
)


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    return make_view(qtbot)


def test_painting_on_no_region_makes_one_and_painting_on_makes_it_grow(view: CanvasView) -> None:
    view.set_tool("region")
    with brush(view, 60.0):
        drag(view, [(80, 80), (120, 80)])
        (region,) = view.session.document.regions
        assert view.session.active_region == region.id
        first = int(pixels_of(view.session, region.mask).astype(bool).sum())
        drag(view, [(80, 200), (120, 200)])
    assert [r.id for r in view.session.document.regions] == [region.id]
    assert int(pixels_of(view.session, region.mask).astype(bool).sum()) > 1.8 * first
    assert steps(view.session) == ["Add region", "Paint region"]
    assert region.name == "Region 1"


def test_a_second_region_has_its_own_name_and_colour(view: CanvasView) -> None:
    view.set_tool("region")
    drag(view, [(80, 80), (120, 80)])
    view.session.set_active_region("")
    drag(view, [(300, 80), (340, 80)])
    first, second = view.session.document.regions
    assert (first.name, second.name) == ("Region 1", "Region 2")
    colours = {view.session.document.mask_of(r).colour for r in (first, second)}
    assert len(colours) == 2


@pytest.mark.parametrize("how", ["alt", "option", "eraser"])
def test_three_ways_to_take_away_from_a_region(qtbot: QtBot, how: str) -> None:
    view = make_view(qtbot, with_region())
    view.session.set_active_region("r")
    view.set_tool("eraser" if how == "eraser" else "region")
    view.toolbox.set_options(taking=how == "option")
    with brush(view, 40.0):
        drag(view, [(150, 200), (250, 200)], Modifier.AltModifier if how == "alt" else NONE)
    mask = pixels_of(view.session, "mask")[..., 0]
    assert mask[200, 200] == 0
    assert mask[120, 200] == 255
    assert len(steps(view.session)) == 1


def test_there_is_nothing_to_take_away_without_a_region(view: CanvasView) -> None:
    view.set_tool("region")
    told: list[str] = []
    view.refused.connect(told.append)
    drag(view, [(80, 80), (120, 80)], Modifier.AltModifier)
    assert told == ["Choose the region to take away from."]
    assert steps(view.session) == []


def test_undoing_a_new_region_takes_it_away_whole(view: CanvasView) -> None:
    view.set_tool("region")
    drag(view, [(80, 80), (120, 80)])
    view.session.undo()
    assert view.session.document.regions == ()
    assert not any(isinstance(layer, MaskLayer) for layer in view.session.document.walk())


def test_erase_and_smudge_change_the_active_layer(view: CanvasView) -> None:
    view.session.set_active_layer("picture")
    before = pixels_of(view.session, "picture")
    view.set_tool("smudge")
    drag(view, [(100, 100), (180, 100)])
    view.set_tool("eraser")
    with brush(view, 30.0):
        drag(view, [(100, 300), (180, 300)])
    after = pixels_of(view.session, "picture")
    assert steps(view.session) == ["Smudge", "Erase"]
    assert not np.array_equal(after[80:120], before[80:120])
    assert after[300, 140, 3] == 0
    assert np.array_equal(after[:50], before[:50])


def test_a_stroke_stays_inside_the_selection(view: CanvasView) -> None:
    view.set_tool("select-rectangle")
    drag(view, [(100, 100), (200, 200)])
    view.set_tool("brush")
    with brush(view, 40.0):
        drag(view, [(50, 150), (300, 150)])
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[150, 150] == 255
    assert alpha[150, 90] == 0
    assert alpha[150, 210] == 0


def test_fill_fills_what_looks_alike_in_one_step(qtbot: QtBot) -> None:
    view = make_view(qtbot, flat_document())
    view.colour = (10, 20, 30)
    view.set_tool("fill")
    click(view, 50, 50)
    pixels = pixels_of(view.session, "sketch")
    assert steps(view.session) == ["Fill"]
    assert pixels[300, 100].tolist() == [10, 20, 30, 255]
    assert pixels[300, 300, 3] == 0
    assert pixels[300, 500, 3] == 0


def test_what_was_painted_meanwhile_is_not_taken_back_by_a_slow_fill(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.set_tool("fill")
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(50, 50))
    assert view.busy
    view.session.apply(replace_raster("sketch", Raster.from_array(rainbow(600)), "Other"))
    QTest.mouseRelease(view, Button.LeftButton, NONE, QPoint(50, 50))
    settle(view)
    assert steps(view.session) == ["Other"]


def test_a_gradient_runs_from_one_end_to_the_other(view: CanvasView) -> None:
    view.colour = (255, 0, 0)
    view.toolbox.set_background((0, 0, 255))
    view.set_tool("gradient")
    drag(view, [(100, 100), (300, 104)], NONE)
    pixels = pixels_of(view.session, "sketch")
    assert steps(view.session) == ["Gradient"]
    assert pixels[100, 20].tolist() == [255, 0, 0, 255]
    assert pixels[100, 400].tolist() == [0, 0, 255, 255]
    assert 100 < pixels[100, 200, 0] < 155


def test_a_gradient_is_seen_while_it_is_dragged(view: CanvasView) -> None:
    view.colour = (255, 0, 0)
    view.toolbox.set_background((0, 0, 255))
    chosen = np.zeros((600, 600), np.uint8)
    chosen[50:400, 50:400] = 255
    view.session.set_selection(Raster.from_array(chosen))
    view.set_tool("gradient")
    places = [view.view_from_canvas(QPointF(x, 200)).toPoint() for x in (100, 300)]
    before = view.grab().toImage()
    QTest.mousePress(view, Button.LeftButton, NONE, places[0])
    QTest.mouseMove(view, places[1])
    settle(view)
    during = view.grab().toImage()
    inside, outside = (view.view_from_canvas(QPointF(x, 300)).toPoint() for x in (70, 430))
    assert during.pixelColor(inside).rgb() == 0xFFFF0000
    assert during.pixelColor(outside) == before.pixelColor(outside)
    assert steps(view.session) == ["Select"]
    QTest.mouseRelease(view, Button.LeftButton, NONE, places[1])
    settle(view)
    after = view.grab().toImage().pixelColor(inside)
    assert after.rgb() == 0xFFFF0000
    assert steps(view.session) == ["Select", "Gradient"]


def test_a_round_gradient_to_nothing(view: CanvasView) -> None:
    view.toolbox.set_options(ramp=Kind.RADIAL, to_transparent=True)
    view.set_tool("gradient")
    drag(view, [(200, 200), (300, 200)])
    alpha = pixels_of(view.session, "sketch")[..., 3].astype(int)
    assert alpha[200, 200] > 250
    assert alpha[200, 350] == 0
    assert abs(alpha[150, 200] - alpha[200, 150]) <= 2


def test_the_picker_takes_either_colour(view: CanvasView) -> None:
    view.set_tool("picker")
    click(view, 200, 100)
    click(view, 300, 150, Modifier.AltModifier)
    picture = pixels_of(view.session, "picture")
    assert view.colour == tuple(picture[100, 200, :3].tolist())
    assert view.toolbox.background == tuple(picture[150, 300, :3].tolist())


def test_the_picker_looks_through_masks(qtbot: QtBot) -> None:
    view = make_view(qtbot, with_region())
    view.set_tool("picker")
    click(view, 200, 200)
    assert view.colour == (255, 255, 255)


def test_the_magnifier_zooms_in_out_and_to_a_rectangle(view: CanvasView) -> None:
    view.set_tool("zoom")
    click(view, 100, 100)
    assert view.zoom == 2.0
    click(view, 100, 100, Modifier.AltModifier)
    assert view.zoom == 1.0
    inside = view.canvas_from_view(QPointF(250, 150))
    drag(view, [(200, 100), (300, 200)])
    assert view.zoom == pytest.approx(4.0, rel=0.05)
    place = view.view_from_canvas(inside)
    assert abs(place.x() - 250) < 4
    assert abs(place.y() - 200) < 4


def test_the_hand_turns_with_shift(view: CanvasView) -> None:
    view.set_tool("pan")
    drag(view, [(450, 200), (250, 390)], Modifier.ShiftModifier)
    assert view.viewport.angle == pytest.approx(90.0, abs=1.0)


def test_a_stroke_on_a_layer_that_vanished_is_told_and_breaks_nothing(view: CanvasView) -> None:
    told: list[object] = []
    view.failed.connect(told.append)
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(50, 50))
    move(view, QPoint(90, 50))
    view.session.apply(remove("sketch"))
    QTest.mouseRelease(view, Button.LeftButton, NONE, QPoint(90, 50))
    settle(view)
    assert [type(error) for error in told] == [LayerGone]
    assert steps(view.session) == ["Remove layer"]
    assert view.session.wet is None


def test_every_tool_is_there(view: CanvasView) -> None:
    for tool in ToolId:
        view.set_tool(tool)
        assert view.tool.id is tool
        settle(view)


def test_a_brush_keeps_its_size_for_each_tool(view: CanvasView) -> None:
    size = view.brush.size
    view.set_tool("eraser")
    view.brush = replace(view.brush, size=77.0)
    view.set_tool("brush")
    assert view.brush.size == size
    view.set_tool("eraser")
    assert view.brush.size == 77.0
