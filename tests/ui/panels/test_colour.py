"""The colour panel: wheel, numbers, hex, palettes, and both colours in hand."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from artmaster_desktop.ui.panels.colour import ColourPanel
from artmaster_desktop.ui.panels.colour_swatches import SwatchGrid, hex_of, ink_palette
from artmaster_desktop.ui.panels.colour_wheel import square_picture
from artmaster_desktop.ui.toolbox import INK, PAPER, RECENT, Toolbox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the offscreen platform

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def toolbox(qapp: object) -> Toolbox:
    return Toolbox()


@pytest.fixture
def panel(toolbox: Toolbox, qtbot: QtBot) -> ColourPanel:
    made = ColourPanel(toolbox)
    qtbot.addWidget(made)
    made.resize(300, 620)
    made.show()
    return made


def at(place: QPointF) -> QPoint:
    return QPoint(round(place.x()), round(place.y()))


def drag(widget: QWidget, start: QPointF, end: QPointF) -> None:
    QTest.mousePress(widget, LEFT, pos=at(start))
    QTest.mouseMove(widget, at(end))
    QTest.mouseRelease(widget, LEFT, pos=at(end))


def test_the_square_sets_saturation_and_value(toolbox: Toolbox, panel: ColourPanel) -> None:
    toolbox.set_colour((255, 0, 0))
    QTest.mouseClick(panel.wheel, LEFT, pos=at(panel.wheel.square_point(0.5, 0.5)))
    red, green, blue = toolbox.colour
    assert abs(red - 128) < 4
    assert abs(green - 64) < 4
    assert green == blue


def test_the_ring_sets_the_hue_and_keeps_the_rest(toolbox: Toolbox, panel: ColourPanel) -> None:
    toolbox.set_colour((200, 100, 100))
    drag(panel.wheel, panel.wheel.ring_point(0.0), panel.wheel.ring_point(1 / 3))
    red, green, blue = toolbox.colour
    assert max(toolbox.colour) == green
    assert abs(green - 200) < 3
    assert abs(red - 100) < 4
    assert abs(blue - 100) < 4


def test_a_drag_that_begins_in_the_ring_stays_in_it(panel: ColourPanel) -> None:
    panel.wheel.set_hsv(0.0, 0.4, 0.6)
    drag(panel.wheel, panel.wheel.ring_point(0.0), panel.wheel.square().center() + QPointF(0, -9))
    hue, saturation, value = panel.wheel.hsv
    assert hue == pytest.approx(0.25, abs=0.03)
    assert (saturation, value) == (0.4, 0.6)


def test_a_press_beside_the_wheel_does_nothing(toolbox: Toolbox, panel: ColourPanel) -> None:
    before = toolbox.colour
    QTest.mouseClick(panel.wheel, LEFT, pos=QPoint(2, 2))
    assert toolbox.colour == before


def test_the_ring_does_something_on_a_grey(toolbox: Toolbox, panel: ColourPanel) -> None:
    toolbox.set_colour((0, 0, 0))
    QTest.mouseClick(panel.wheel, LEFT, pos=at(panel.wheel.ring_point(2 / 3)))
    assert toolbox.colour[2] > 150 > toolbox.colour[0]


def test_arrow_keys_move_in_the_square_and_along_the_ring(panel: ColourPanel) -> None:
    panel.wheel.set_hsv(0.5, 0.5, 0.5)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(panel.wheel, key)
    QTest.keyClick(panel.wheel, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.wheel, Qt.Key.Key_PageDown)
    QTest.keyClick(panel.wheel, Qt.Key.Key_PageDown)
    assert panel.wheel.hsv == pytest.approx((0.49, 0.51, 0.51))


def test_a_grey_keeps_the_hue_that_was_there(toolbox: Toolbox, panel: ColourPanel) -> None:
    toolbox.set_colour((0, 0, 200))
    toolbox.set_colour((90, 90, 90))
    assert panel.wheel.hsv[0] == pytest.approx(2 / 3)
    toolbox.set_colour((0, 0, 200))
    toolbox.set_colour((0, 0, 0))
    assert panel.wheel.hsv == pytest.approx((2 / 3, 1.0, 0.0))


def test_the_knobs_are_where_the_colour_is(panel: ColourPanel) -> None:
    wheel = panel.wheel
    away = wheel.ring_point(0.25) - QPointF(wheel.width() / 2, wheel.height() / 2)
    assert math.degrees(math.atan2(-away.y(), away.x())) == pytest.approx(90)
    assert wheel.square_point(1.0, 1.0) == wheel.square().topRight()


def test_the_square_is_white_colour_and_black_at_its_corners() -> None:
    picture = square_picture(0.0, 16)
    corners = [picture.pixelColor(x, y).name() for x, y in ((0, 0), (15, 0), (0, 15), (15, 15))]
    assert corners == ["#ffffff", "#ff0000", "#000000", "#000000"]


@pytest.mark.parametrize(
    ("typed", "colour"), [("#4c8b68", (76, 139, 104)), ("F00", (255, 0, 0)), ("4c8b6", None), ("", None)]
)
def test_hex_is_taken_with_enter(
    toolbox: Toolbox, panel: ColourPanel, typed: str, colour: tuple[int, int, int] | None
) -> None:
    panel.hex.selectAll()
    QTest.keyClick(panel.hex, Qt.Key.Key_Delete)
    QTest.keyClicks(panel.hex, typed)
    QTest.keyClick(panel.hex, Qt.Key.Key_Return)
    assert toolbox.colour == (colour or INK)
    if colour is not None:
        assert panel.hex.text() == hex_of(colour)


def test_sliders_set_hue_saturation_and_brightness(toolbox: Toolbox, panel: ColourPanel) -> None:
    hue, saturation, value = panel.sliders
    value.setValue(100)
    saturation.setValue(100)
    hue.setValue(120)
    assert toolbox.colour == (0, 255, 0)
    toolbox.set_colour((255, 255, 0))
    assert [slider.value() for slider in panel.sliders] == [60, 100, 100]


def test_ink_comes_in_five_dilutions_and_with_minerals(toolbox: Toolbox, panel: ColourPanel) -> None:
    inks = ink_palette()
    assert len(inks) == 13
    assert [sum(swatch.colour) for swatch in inks[:5]] == sorted(sum(s.colour) for s in inks[:5])
    assert len({swatch.name for swatch in inks}) == 13
    QTest.mouseClick(panel.ink, LEFT, pos=at(panel.ink.place(9).center()))
    assert toolbox.colour == inks[9].colour
    QTest.mouseClick(panel.ink, Qt.MouseButton.RightButton, pos=at(panel.ink.place(6).center()))
    assert toolbox.background == inks[6].colour
    assert toolbox.colour == inks[9].colour


def test_swatches_are_reached_by_keys(toolbox: Toolbox, panel: ColourPanel) -> None:
    grid = panel.ink
    columns = (grid.width() + 3) // 27
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert toolbox.colour == ink_palette()[1 + columns].colour
    assert hex_of(toolbox.colour) in grid.accessibleDescription()
    QTest.keyClick(grid, Qt.Key.Key_Up)
    QTest.keyClick(grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert toolbox.background == ink_palette()[1].colour


def test_a_grid_grows_as_it_gets_narrow(qtbot: QtBot) -> None:
    grid = SwatchGrid("Ink")
    qtbot.addWidget(grid)
    grid.show_swatches(ink_palette())
    assert grid.heightForWidth(13 * 27) == 24
    assert grid.heightForWidth(5 * 27) == 3 * 27 - 3


def test_the_palette_of_a_painter_comes_and_goes(toolbox: Toolbox, panel: ColourPanel) -> None:
    assert not panel.painter.isVisible()
    panel.show_palette("Azure", ["#102030", "#405060"])
    assert panel.painter.isVisible()
    QTest.mouseClick(panel.painter, LEFT, pos=at(panel.painter.place(1).center()))
    assert toolbox.colour == (0x40, 0x50, 0x60)
    panel.show_palette("", ())
    assert not panel.painter.isVisible()


def test_colours_are_swapped_and_reset(toolbox: Toolbox, panel: ColourPanel) -> None:
    QTest.mouseClick(panel.swap_button, LEFT)
    assert (toolbox.colour, toolbox.background) == (PAPER, INK)
    QTest.mouseClick(panel.in_hand, LEFT, pos=QPoint(46, 38))
    assert (toolbox.colour, toolbox.background) == (INK, PAPER)
    toolbox.set_colour((1, 2, 3))
    QTest.mouseClick(panel.reset_button, LEFT)
    assert (toolbox.colour, toolbox.background) == (INK, PAPER)
    assert hex_of(INK) in panel.in_hand.accessibleDescription()


def test_colours_that_were_used_are_remembered_once_each(toolbox: Toolbox, panel: ColourPanel) -> None:
    assert not panel.recent.isVisible()
    for index in range(RECENT + 3):
        panel.hex.setText(f"#0000{index:02x}")
        panel.hex.editingFinished.emit()
    panel.hex.setText("#000010")
    panel.hex.editingFinished.emit()
    recent = [swatch.colour for swatch in panel.recent.swatches]
    assert recent[:2] == [(0, 0, 0x10), (0, 0, RECENT + 2)]
    assert len(recent) == len(set(recent)) == RECENT


def test_a_colour_that_stays_a_moment_is_remembered(
    toolbox: Toolbox, panel: ColourPanel, qtbot: QtBot
) -> None:
    toolbox.set_colour((9, 8, 7))
    assert (9, 8, 7) not in [swatch.colour for swatch in panel.recent.swatches]
    qtbot.waitUntil(lambda: (9, 8, 7) in [swatch.colour for swatch in panel.recent.swatches], timeout=2000)


def test_everything_that_can_be_pressed_has_a_tooltip_and_a_name(panel: ColourPanel) -> None:
    kinds = (QAbstractButton, SwatchGrid)
    for widget in (w for kind in kinds for w in panel.findChildren(kind)):
        assert widget.toolTip(), widget
        assert widget.accessibleName(), widget
