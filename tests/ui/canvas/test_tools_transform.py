"""Moving, sizing, turning and writing, as a hand would do it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.tools.text import TextTool
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.toolbox import ToolId
from tests.ui.canvas.easel import (
    NONE,
    Button,
    Modifier,
    click,
    document,
    drag,
    make_view,
    move,
    pixels_of,
    selected,
    settle,
    steps,
    with_region,
)


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    return make_view(qtbot)


def boxed(side: int = 600) -> Document:
    box = np.zeros((side, side, 4), np.uint8)
    box[100:200, 100:200] = (200, 40, 40, 255)
    box[100:150, 100:200] = (40, 40, 200, 255)
    return document(side, SketchLayer(id="sketch", name="Sketch", raster=Raster.from_array(box)))


def moving(qtbot: QtBot) -> CanvasView:
    view = make_view(qtbot, boxed())
    view.set_tool("move")
    settle(view)
    return view


def test_a_drag_moves_the_layer_without_loss(qtbot: QtBot) -> None:
    view = moving(qtbot)
    before = pixels_of(view.session, "sketch")
    drag(view, [(150, 150), (180, 170), (220, 200)])
    after = pixels_of(view.session, "sketch")
    assert steps(view.session) == ["Transform"]
    assert np.array_equal(after[150:250, 170:270], before[100:200, 100:200])
    assert int((after[..., 3] > 0).sum()) == 100 * 100


def test_a_corner_sizes_and_the_opposite_corner_stays(qtbot: QtBot) -> None:
    view = moving(qtbot)
    drag(view, [(200, 200), (250, 250), (300, 300)])
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[102:298, 102:298].min() == 255
    assert int((alpha > 127).sum()) == pytest.approx(200 * 200, rel=0.01)


def test_the_stalk_turns_and_shift_turns_in_steps(qtbot: QtBot) -> None:
    view = moving(qtbot)
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(150, 74))
    move(view, QPoint(226, 155), Modifier.ShiftModifier)
    QTest.mouseRelease(view, Button.LeftButton, Modifier.ShiftModifier, QPoint(226, 155))
    settle(view)
    after = pixels_of(view.session, "sketch")
    assert after[150, 125, :3].tolist() == [200, 40, 40]
    assert after[150, 175, :3].tolist() == [40, 40, 200]


def test_turning_there_and_back_leaves_the_pixels_as_they_were(qtbot: QtBot) -> None:
    view = moving(qtbot)
    before = pixels_of(view.session, "sketch")
    for start, end in (((150, 74), (226, 151)), ((226, 150), (150, 74))):
        QTest.mousePress(view, Button.LeftButton, NONE, QPoint(*start))
        move(view, QPoint(*end), Modifier.ShiftModifier)
        QTest.mouseRelease(view, Button.LeftButton, Modifier.ShiftModifier, QPoint(*end))
        settle(view)
    assert steps(view.session) == ["Transform", "Transform"]
    assert np.array_equal(pixels_of(view.session, "sketch"), before)


def test_a_drag_counts_though_another_tool_is_taken_at_once(qtbot: QtBot) -> None:
    view = moving(qtbot)
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(150, 150))
    move(view, QPoint(180, 150))
    QTest.mouseRelease(view, Button.LeftButton, NONE, QPoint(180, 150))
    view.set_tool("brush")
    settle(view)
    assert steps(view.session) == ["Transform"]
    assert pixels_of(view.session, "sketch")[150, 229, 3] == 255
    assert view.session.wet is None


def test_arrows_move_by_pixels_and_each_is_a_step(qtbot: QtBot) -> None:
    view = moving(qtbot)
    QTest.keyClick(view, Qt.Key.Key_Right)
    settle(view)
    QTest.keyClick(view, Qt.Key.Key_Down, Modifier.ShiftModifier)
    settle(view)
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[110:210, 101:201].min() == 255
    assert len(steps(view.session)) == 2
    view.session.undo()
    assert pixels_of(view.session, "sketch")[100, 101, 3] == 255


def test_only_what_is_selected_moves_and_the_selection_with_it(qtbot: QtBot) -> None:
    view = make_view(qtbot, boxed())
    view.set_tool("select-rectangle")
    drag(view, [(100, 100), (150, 200)])
    view.set_tool("move")
    settle(view)
    drag(view, [(125, 150), (325, 150)])
    drag(view, [(325, 150), (325, 200)])
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[150, 125] == 0
    assert alpha[150, 175] == 255
    assert alpha[200, 325] == 255
    mask = selected(view)
    assert mask[150:250, 300:350].min() == 255
    assert int((mask > 0).sum()) == 50 * 100


def test_undo_while_the_frame_is_shown_brings_a_new_frame(qtbot: QtBot) -> None:
    view = moving(qtbot)
    drag(view, [(150, 150), (250, 250)])
    view.session.undo()
    settle(view)
    tool = view.tool_at(ToolId.MOVE)
    frame = tool.frame  # type: ignore[attr-defined]
    assert frame is not None
    assert (frame.box.x(), frame.box.y()) == (100, 100)
    assert frame.still


def test_a_mask_can_be_moved(qtbot: QtBot) -> None:
    view = make_view(qtbot, with_region())
    view.session.set_active_region("r")
    view.set_tool("move")
    settle(view)
    drag(view, [(200, 200), (230, 240)])
    mask = pixels_of(view.session, "mask")[..., 0]
    assert mask[140:340, 130:330].min() == 255
    assert int((mask > 0).sum()) == 200 * 200


def test_nothing_to_move_is_said(view: CanvasView) -> None:
    view.set_tool("move")
    settle(view)
    told: list[str] = []
    view.refused.connect(told.append)
    drag(view, [(100, 100), (150, 150)])
    assert told == ["There is nothing on this layer to move."]
    assert view.session.wet is None


def texting(view: CanvasView) -> TextTool:
    tool = view.tool_at(ToolId.TEXT)
    assert isinstance(tool, TextTool)
    return tool


def test_text_is_seen_while_typed_and_kept_by_a_click_elsewhere(view: CanvasView) -> None:
    view.set_tool("text")
    click(view, 60, 150)
    editor = texting(view).editor
    assert editor is not None
    QTest.keyClicks(editor, "Tree")
    assert view.session.wet is not None
    assert steps(view.session) == []
    click(view, 300, 300)
    assert steps(view.session) == ["Text"]
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[100:151, 60:200].max() == 255
    assert alpha[:60].max() == 0
    assert view.session.wet is None


def test_text_follows_colour_and_size_and_escape_drops_it(view: CanvasView) -> None:
    view.set_tool("text")
    click(view, 60, 150)
    editor = texting(view).editor
    assert editor is not None
    QTest.keyClicks(editor, "Ink")
    small = view.session.wet
    view.colour = (200, 0, 0)
    view.toolbox.set_options(font_size=120.0)
    large = view.session.wet
    assert small is not None
    assert large is not None
    assert large[1].bounds.height > 1.5 * small[1].bounds.height
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert view.session.wet is None
    assert steps(view.session) == []


def test_text_on_a_mask_goes_to_a_new_sketch_in_one_step(qtbot: QtBot) -> None:
    view = make_view(qtbot, with_region())
    view.session.set_active_region("r")
    view.set_tool("text")
    click(view, 60, 150)
    editor = texting(view).editor
    assert editor is not None
    QTest.keyClicks(editor, "Hills")
    QTest.keyClick(editor, Qt.Key.Key_Return, Modifier.ControlModifier)
    settle(view)
    assert steps(view.session) == ["Text"]
    assert view.session.document.layers[-1].name == "Text"
    view.session.undo()
    assert len(view.session.document.layers) == 2


def test_taking_another_tool_keeps_the_text(view: CanvasView) -> None:
    view.set_tool("text")
    click(view, 60, 150)
    editor = texting(view).editor
    assert editor is not None
    QTest.keyClicks(editor, "Ink")
    view.set_tool("brush")
    settle(view)
    assert steps(view.session) == ["Text"]


def test_the_selection_moves_with_the_pixels_in_one_step(qtbot: QtBot) -> None:
    view = moving(qtbot)
    chosen = np.zeros((600, 600), np.uint8)
    chosen[100:150, 100:200] = 255
    view.session.set_selection(Raster.from_array(chosen))
    settle(view)
    before = pixels_of(view.session, "sketch")
    drag(view, [(150, 125), (180, 300), (250, 325)])
    settle(view)
    assert steps(view.session) == ["Select", "Transform"]
    assert selected(view)[300:350, 200:300].min() == 255
    assert int((selected(view) > 0).sum()) == 50 * 100
    view.session.undo()
    settle(view)
    assert np.array_equal(selected(view), chosen)
    assert np.array_equal(pixels_of(view.session, "sketch"), before)
    drag(view, [(150, 125), (150, 135)])  # what was put back can be moved again
    settle(view)
    assert selected(view)[110:160, 100:200].min() == 255
