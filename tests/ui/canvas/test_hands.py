"""Mouse, pen, fingers, wheel and keys on a real canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTouchEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.canvas.tools.base import Point
from artmaster_desktop.ui.canvas.tools.brush import BrushTool
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.toolbox import ToolId
from tests.ui.canvas.easel import (
    NONE,
    Button,
    Modifier,
    Pen,
    brush,
    click,
    document,
    drag,
    make_view,
    move,
    pixels_of,
    settle,
    steps,
)

MOVE, PRESS, RELEASE = QEvent.Type.TabletMove, QEvent.Type.TabletPress, QEvent.Type.TabletRelease


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    return make_view(qtbot)


def recorded(view: CanvasView, monkeypatch: pytest.MonkeyPatch) -> list[Sample]:
    """Every sample that the brush is given from now on."""
    tool, seen = view.tool_at(ToolId.BRUSH), []
    assert isinstance(tool, BrushTool)
    press, moves = tool.press, tool.move

    def pressed(point: Point) -> None:
        seen.append(point.sample)
        press(point)

    def moved(points: list[Point]) -> None:
        seen.extend(point.sample for point in points)
        moves(points)

    monkeypatch.setattr(tool, "press", pressed)
    monkeypatch.setattr(tool, "move", moved)
    return seen


def wet(view: CanvasView) -> bool:
    """Whether a stroke is in progress."""
    return view.session.wet is not None


def test_a_mouse_drag_is_one_stroke_and_one_step(view: CanvasView) -> None:
    with brush(view, 12.0):
        drag(view, [(50, 50), (100, 80), (150, 60)])
    assert steps(view.session) == ["Brush stroke"]
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert alpha[50, 50] == 255
    assert alpha[60, 149] == 255
    assert alpha[200:].max() == 0
    assert view.session.wet is None
    view.session.undo()
    assert pixels_of(view.session, "sketch").max() == 0


def test_every_report_of_a_fast_pen_is_used_in_order(
    view: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = recorded(view, monkeypatch)
    places = [(40 + i, 100 + 30 * np.sin(i / 9), 0.2 + 0.002 * i) for i in range(300)]
    Pen(view).stroke(places)
    assert len(seen) == 300
    assert np.allclose([(s.x, s.y, s.pressure) for s in seen], places, atol=1e-3)
    assert [s.time for s in seen] == sorted(s.time for s in seen)
    assert steps(view.session) == ["Brush stroke"]


def test_pressure_widens_the_stroke_and_tilt_arrives(
    view: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = recorded(view, monkeypatch)
    pen = Pen(view)
    with brush(view, 40.0):
        pen.stroke([(50 + 4 * i, 100, 0.1) for i in range(20)] + [(130 + 4 * i, 100, 1.0) for i in range(20)])
        pen.send(PRESS, 50, 300, 0.5, (20.0, -35.0))
        pen.send(RELEASE, 50, 300, 0.0)
    alpha = pixels_of(view.session, "sketch")[..., 3]
    assert (alpha[:200, 70] > 0).sum() < (alpha[:200, 190] > 0).sum() / 2
    assert (seen[-1].tilt_x, seen[-1].tilt_y) == (20.0, -35.0)


def test_the_pen_is_accepted_so_no_mouse_event_is_made_of_it(view: CanvasView) -> None:
    pen = Pen(view)
    assert pen.send(PRESS, 50, 50, 0.5)
    assert pen.send(MOVE, 60, 50, 0.5)
    assert pen.send(RELEASE, 60, 50, 0.0)


def test_the_mouse_is_not_heard_while_the_pen_draws(view: CanvasView) -> None:
    pen = Pen(view)
    pen.send(PRESS, 50, 50, 0.5)
    drag(view, [(300, 300), (350, 300)])
    assert steps(view.session) == []
    pen.send(MOVE, 90, 50, 0.5)
    pen.send(RELEASE, 90, 50, 0.0)
    assert steps(view.session) == ["Brush stroke"]
    assert pixels_of(view.session, "sketch")[250:, :, 3].max() == 0


def test_a_mouse_made_of_a_touch_or_a_pen_is_not_heard(view: CanvasView) -> None:
    where = QPointF(50, 50)
    device = QPointingDevice.primaryPointingDevice()
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(
            kind,
            where,
            where,
            where,
            Button.LeftButton,
            Button.LeftButton,
            NONE,
            Qt.MouseEventSource.MouseEventSynthesizedByQt,
            device,
        )
        QCoreApplication.sendEvent(view, event)
    assert steps(view.session) == []


def test_the_other_end_of_the_pen_erases(view: CanvasView) -> None:
    with brush(view, 30.0):
        drag(view, [(50, 50), (200, 50)])
    Pen(view, eraser=True).stroke([(100, 30, 1.0), (100, 50, 1.0), (100, 70, 1.0)])
    assert steps(view.session) == ["Brush stroke", "Erase"]
    assert pixels_of(view.session, "sketch")[50, 100, 3] == 0
    assert view.toolbox.tool is ToolId.BRUSH


def test_a_driver_that_reports_nonsense_breaks_nothing(
    view: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = recorded(view, monkeypatch)
    Pen(view).stroke([(50, 50, 1.7), (60, 50, -0.4), (70, 50, 1.0)])
    assert [s.pressure for s in seen] == [1.0, 0.0, 1.0]


def test_escape_gives_the_stroke_up(view: CanvasView) -> None:
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(50, 50))
    move(view, QPoint(150, 50))
    QApplication.processEvents()
    assert wet(view)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not wet(view)
    QTest.mouseRelease(view, Button.LeftButton, NONE, QPoint(150, 50))
    assert steps(view.session) == []


def test_taking_another_tool_gives_the_stroke_up(view: CanvasView) -> None:
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(50, 50))
    view.set_tool("eraser")
    assert view.session.wet is None
    assert steps(view.session) == []


@pytest.mark.parametrize("how", ["space", "middle", "hand"])
def test_three_ways_to_move_the_paper(view: CanvasView, how: str) -> None:
    before = view.canvas_from_view(QPointF(250, 200))
    button = Button.MiddleButton if how == "middle" else Button.LeftButton
    if how == "space":
        QTest.keyPress(view, Qt.Key.Key_Space)
    elif how == "hand":
        view.set_tool("pan")
    QTest.mousePress(view, button, NONE, QPoint(250, 200))
    move(view, QPoint(220, 150))
    QTest.mouseRelease(view, button, NONE, QPoint(220, 150))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    after = view.view_from_canvas(before)
    assert (round(after.x()), round(after.y())) == (220, 150)
    assert steps(view.session) == []


def test_control_picks_a_colour_while_a_brush_is_in_hand(view: CanvasView) -> None:
    click(view, 300, 150, Modifier.ControlModifier)
    assert view.colour == tuple(pixels_of(view.session, "picture")[150, 300, :3].tolist())
    assert steps(view.session) == []


def wheel(view: CanvasView, x: float, y: float, notches: float, keys: Qt.KeyboardModifier = NONE) -> None:
    where = QPointF(x, y)
    event = QWheelEvent(
        where,
        view.mapToGlobal(where),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Button.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(view, event)


def test_the_wheel_zooms_softly_where_the_pointer_is(view: CanvasView, qtbot: QtBot) -> None:
    under = view.canvas_from_view(QPointF(300, 200))
    wheel(view, 300, 200, 2)
    assert view.zoom < 2.0
    qtbot.waitUntil(lambda: abs(view.zoom - 2.0) < 1e-6, timeout=1500)
    after = view.view_from_canvas(under)
    assert abs(after.x() - 300) <= 2
    assert abs(after.y() - 200) <= 2


def test_two_quick_notches_add_up(view: CanvasView, qtbot: QtBot) -> None:
    wheel(view, 300, 200, 1)
    wheel(view, 300, 200, 1)
    qtbot.waitUntil(lambda: abs(view.zoom - 2.0) < 1e-6, timeout=1500)


def test_the_wheel_with_keys_scrolls_and_turns(view: CanvasView) -> None:
    centre = view.viewport.centre
    wheel(view, 250, 200, 1, Modifier.ShiftModifier)
    assert view.viewport.centre.x() < centre.x()
    wheel(view, 250, 200, 2, Modifier.AltModifier)
    assert view.viewport.angle == 30.0


@pytest.fixture
def screen() -> QPointingDevice:
    return QTest.createTouchDevice()


def test_one_finger_draws(view: CanvasView, screen: QPointingDevice) -> None:
    with brush(view, 20.0):
        QTest.touchEvent(view, screen).press(0, QPoint(60, 60), view).commit()
        QTest.touchEvent(view, screen).move(0, QPoint(120, 60), view).commit()
        QTest.touchEvent(view, screen).release(0, QPoint(120, 60), view).commit()
    settle(view)
    assert steps(view.session) == ["Brush stroke"]
    assert pixels_of(view.session, "sketch")[60, 90, 3] == 255


def test_one_finger_beside_a_pen_moves_the_paper(view: CanvasView, screen: QPointingDevice) -> None:
    Pen(view).send(MOVE, 100, 100, 0.0)
    centre = view.viewport.centre
    QTest.touchEvent(view, screen).press(0, QPoint(60, 60), view).commit()
    QTest.touchEvent(view, screen).move(0, QPoint(40, 60), view).commit()
    QTest.touchEvent(view, screen).release(0, QPoint(40, 60), view).commit()
    settle(view)
    assert steps(view.session) == []
    assert view.viewport.centre.x() == pytest.approx(centre.x() + 20, abs=1)


def test_two_fingers_zoom_and_give_the_first_ones_stroke_up(
    view: CanvasView, screen: QPointingDevice
) -> None:
    QTest.touchEvent(view, screen).press(0, QPoint(200, 200), view).commit()
    QTest.touchEvent(view, screen).move(0, QPoint(200, 200), view).press(1, QPoint(300, 200), view).commit()
    assert view.session.wet is None
    under = view.canvas_from_view(QPointF(250, 200))
    for reach in (60, 80, 100):
        QTest.touchEvent(view, screen).move(0, QPoint(250 - reach, 200), view).move(
            1, QPoint(250 + reach, 200), view
        ).commit()
    QTest.touchEvent(view, screen).move(0, QPoint(150, 200), view).release(1, QPoint(350, 200), view).commit()
    QTest.touchEvent(view, screen).move(0, QPoint(100, 100), view).commit()
    QTest.touchEvent(view, screen).release(0, QPoint(100, 100), view).commit()
    settle(view)
    assert view.zoom == pytest.approx(2.0, rel=0.01)
    after = view.view_from_canvas(under)
    assert abs(after.x() - 250) <= 2
    assert steps(view.session) == []


def test_two_fingers_turn_once_they_mean_it(view: CanvasView, screen: QPointingDevice) -> None:
    QTest.touchEvent(view, screen).press(0, QPoint(150, 200), view).press(1, QPoint(350, 200), view).commit()
    first = second = QPoint()
    for degrees in range(3, 46, 3):
        x, y = 100 * np.cos(np.radians(degrees)), 100 * np.sin(np.radians(degrees))
        first, second = QPoint(round(250 - x), round(200 - y)), QPoint(round(250 + x), round(200 + y))
        QTest.touchEvent(view, screen).move(0, first, view).move(1, second, view).commit()
    QTest.touchEvent(view, screen).release(0, first, view).release(1, second, view).commit()
    assert 30.0 < view.viewport.angle < 40.0


def test_a_touch_that_the_system_takes_away_leaves_nothing(view: CanvasView, screen: QPointingDevice) -> None:
    QTest.touchEvent(view, screen).press(0, QPoint(60, 60), view).commit()
    assert wet(view)
    QCoreApplication.sendEvent(view, QTouchEvent(QEvent.Type.TouchCancel, screen, NONE, []))
    assert not wet(view)
    assert steps(view.session) == []


def test_hovering_pens_and_mice_say_where_they_are(view: CanvasView) -> None:
    places: list[object] = []
    view.pointer_moved.connect(places.append)
    Pen(view).send(MOVE, 120, 90, 0.0)
    QCoreApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert places == [QPointF(120, 90), None]


def test_a_right_click_is_left_to_the_window(view: CanvasView) -> None:
    where = QPointF(50, 50)
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress, where, where, Button.RightButton, Button.RightButton, NONE
    )
    assert not QCoreApplication.sendEvent(view, press) or not press.isAccepted()
    assert steps(view.session) == []


def test_an_empty_document_gets_a_sketch_with_the_first_stroke(qtbot: QtBot) -> None:
    from artmaster_desktop.core.document import Document
    from artmaster_desktop.core.geometry import Extent

    view = make_view(qtbot, Document(id="d", extent=Extent(400, 400)))
    drag(view, [(50, 50), (120, 50)])
    assert steps(view.session) == ["Brush stroke"]
    (layer,) = view.session.document.layers
    assert view.session.active_layer == layer.id
    assert pixels_of(view.session, layer.id)[50, 80, 3] == 255


def test_a_locked_or_hidden_layer_is_not_painted_on_and_it_is_said(qtbot: QtBot) -> None:
    from artmaster_desktop.core.commands import set_locked, set_visible

    view = make_view(qtbot, document())
    told: list[str] = []
    view.refused.connect(told.append)
    view.session.apply(set_locked("sketch", True))
    drag(view, [(50, 50), (90, 50)])
    view.session.apply(set_locked("sketch", False))
    view.session.apply(set_visible("sketch", False))
    drag(view, [(50, 50), (90, 50)])
    assert ["locked" in told[0], "hidden" in told[1]] == [True, True]
    assert pixels_of(view.session, "sketch").max() == 0
