"""What the canvas shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.commands import add_sketch, edit_region, resize_canvas, set_visible
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.ui.canvas.view import CanvasView
from tests.ui.canvas.easel import (
    NONE,
    Button,
    brush,
    document,
    drag,
    grabbed,
    make_view,
    move,
    pixels_of,
    rainbow,
    settle,
    with_region,
)


def away(view: CanvasView) -> CanvasView:
    """The pointer leaves, and its outline with it."""
    view.pointed(None)
    settle(view)
    return view


def test_at_100_percent_every_pixel_is_its_own(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    shown = grabbed(view)
    assert np.array_equal(shown[5:395, 5:495], rainbow(600)[5:395, 5:495, :3])


def test_a_screen_of_two_device_pixels_shows_each_pixel_once(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    image = QImage(600, 600, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    sharp = replace(view.viewport.resized(QSizeF(300, 300), 2.0), centre=QPointF(300, 300))
    painter = QPainter(image)
    view._scene.paint(painter, sharp, [QRect(0, 0, 300, 300)], regions=False)
    painter.end()
    shown = np.frombuffer(image.constBits(), np.uint8).reshape(600, 600, 4)[..., 2::-1]
    assert np.array_equal(shown[5:595, 5:595], rainbow(600)[5:595, 5:595, :3])


def test_enlarged_pixels_are_squares(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    view.zoom_to(8.0, QPointF(250, 200))
    shown = grabbed(view)
    place = view.canvas_from_view(QPointF(250.5, 200.5))
    expected = rainbow(600)[int(place.y()), int(place.x()), :3]
    assert shown[200, 250].tolist() == expected.tolist()
    assert len(np.unique(shown[200, 100:400].reshape(-1, 3), axis=0)) <= 40


def test_reduced_it_is_the_mean(qtbot: QtBot) -> None:
    flat = np.zeros((600, 600, 4), np.uint8)
    flat[..., 3] = 255
    flat[::2, ::2, :3] = 255
    flat[1::2, 1::2, :3] = 255
    from artmaster_desktop.core.layer import SketchLayer

    view = away(make_view(qtbot, document(600, SketchLayer(id="s", name="", raster=Raster.from_array(flat)))))
    view.zoom_to(0.5, QPointF(0, 0))
    shown = grabbed(view)[20:150, 20:150]
    assert 124 <= shown.min() <= shown.max() <= 131


@pytest.mark.parametrize(
    ("zoom", "angle", "mirrored"),
    [(1.0, 0, False), (0.37, 0, True), (3.0, 0, False), (1.3, 25, False), (0.6, 200, True)],
)
def test_painting_the_changed_part_is_as_painting_all(
    qtbot: QtBot, zoom: float, angle: float, mirrored: bool
) -> None:
    view = make_view(qtbot)
    view.zoom_to(zoom, QPointF(250, 200))
    view.rotate_by(angle)
    if mirrored:
        view.mirror()
    settle(view)
    seen: list[Pixels] = []
    with brush(view, 30.0):
        QTest.mousePress(view, Button.LeftButton, NONE, QPoint(150, 150))
        for x in range(150, 350, 10):
            move(view, QPoint(x, 150 + (x - 150) // 2))
            QApplication.processEvents()
        seen.append(screen(view))
        QTest.mouseRelease(view, Button.LeftButton, NONE, QPoint(350, 250))
        settle(view)
    away(view)
    piecemeal = screen(view)
    view.update()
    assert differ(piecemeal, screen(view)) < 0.002
    fresh = away(make_view(qtbot, view.session.document))
    fresh.set_viewport(view.viewport)
    assert differ(piecemeal, screen(fresh)) < 0.002
    assert differ(seen[0], screen(fresh)) < 0.1


def screen(view: CanvasView) -> Pixels:
    """What was last painted on the screen: no repaint is asked for, as ``grab`` would."""
    settle(view)
    window = view.screen().grabWindow(view.winId())
    image = window.toImage().convertToFormat(window.toImage().Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    assert rows.std() > 5  # something is on it
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def differ(one: Pixels, other: Pixels) -> float:
    """The share of pixels of which a channel differs by more than 12 levels."""
    return float((np.abs(one.astype(int) - other).max(axis=2) > 12).mean())


def test_paper_that_is_not_there_is_a_light_checker(qtbot: QtBot) -> None:
    view = away(make_view(qtbot, with_region()))
    shown = grabbed(view)[310:390, 310:390]
    assert {tuple(c) for c in shown.reshape(-1, 3).tolist()} == {(255, 255, 255), (240, 240, 240)}


def test_around_the_canvas_is_the_themes_own_grey(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.zoom_to(0.25)
    away(view)
    dark = view.palette().color(view.palette().ColorRole.Dark)
    assert grabbed(view)[5, 5].tolist() == [dark.red(), dark.green(), dark.blue()]


def test_regions_are_shown_by_the_key_with_soft_borders(qtbot: QtBot) -> None:
    view = away(make_view(qtbot, with_region(feather=10.0)))
    plain = grabbed(view)
    view.show_overlay(True)
    shown = grabbed(view).astype(int)
    assert np.array_equal(plain[350:390], shown[350:390])
    strength = plain[200].astype(int)[:, 2] - shown[200, :, 2]
    inside, edge = strength[200], strength[300]
    assert inside > 60
    assert abs(edge - inside / 2) < inside * 0.12
    assert 0 < strength[312] < edge < strength[288] < inside
    view.show_overlay(False)
    assert np.array_equal(plain, grabbed(view))


def test_another_feather_is_seen_at_once(qtbot: QtBot) -> None:
    view = away(make_view(qtbot, with_region(feather=0.0)))
    view.show_overlay(True)
    hard = grabbed(view)
    (region,) = view.session.document.regions
    view.session.apply(edit_region(replace(region, feather=30.0)))
    assert differ(hard, grabbed(view)) > 0.02


def test_a_hidden_mask_is_not_in_the_overlay(qtbot: QtBot) -> None:
    view = away(make_view(qtbot, with_region()))
    plain = grabbed(view)
    view.show_overlay(True)
    view.session.apply(set_visible("mask", False))
    assert np.array_equal(grabbed(view), plain)


def test_painting_a_region_is_seen_while_the_pen_is_down(qtbot: QtBot) -> None:
    view = make_view(qtbot, with_region())
    view.session.set_active_layer("sketch")
    view.set_tool("region")
    before = grabbed(view)
    with brush(view, 60.0):
        QTest.mousePress(view, Button.LeftButton, NONE, QPoint(400, 330))
        move(view, QPoint(440, 330))
        during = grabbed(view)
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert np.abs(during[330, 420].astype(int) - before[330, 420]).max() > 40
    away(view)
    assert np.abs(grabbed(view)[330, 420].astype(int) - before[330, 420]).max() <= 15


def test_ants_march_around_the_selection(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    plain = grabbed(view)
    mask = np.zeros((600, 600), np.uint8)
    mask[100:200, 100:200] = 255
    view.session.set_selection(Raster.from_array(mask))
    first = grabbed(view)
    changed = np.argwhere((first != plain).any(axis=2))
    assert changed.min() >= 99
    assert changed.max() <= 201
    line = first[100, 104:196].reshape(-1, 3)
    assert {tuple(c) for c in line.tolist()} == {(0, 0, 0), (255, 255, 255)}
    view._marched()
    assert not np.array_equal(grabbed(view), first)
    view.session.set_selection(None)
    assert np.array_equal(grabbed(view), plain)


def test_the_ants_of_a_zoomed_out_selection_are_where_it_is(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.zoom_to(0.25, QPointF(0, 0))
    away(view)
    plain = grabbed(view)
    mask = np.zeros((600, 600), np.uint8)
    mask[100:400, 200:600] = 255
    view.session.set_selection(Raster.from_array(mask))
    rows, columns = np.nonzero((grabbed(view) != plain).any(axis=2))
    corner, end = view.view_from_canvas(QPointF(200, 100)), view.view_from_canvas(QPointF(600, 400))
    assert (rows.min(), rows.max()) == pytest.approx((corner.y(), end.y()), abs=1.5)
    assert (columns.min(), columns.max()) == pytest.approx((corner.x(), end.x()), abs=1.5)


def test_a_preview_lies_over_the_canvas_and_makes_way_for_the_pen(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    plain = grabbed(view)
    view.show_preview(np.full((75, 75, 3), (10, 200, 30), np.uint8))
    assert grabbed(view)[200, 250].tolist() == [10, 200, 30]
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(60, 60))
    assert grabbed(view)[300, 400].tolist() == plain[300, 400].tolist()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    view.show_preview(None)
    away(view)
    assert np.array_equal(grabbed(view), plain)


def test_the_outline_follows_pointer_and_size(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    plain = grabbed(view)
    for size in (40.0, 120.0):
        with brush(view, size):
            view.pointed(QPointF(250, 200))
            rows, columns = np.nonzero((grabbed(view) != plain).any(axis=2))
        assert (columns.max() - columns.min()) == pytest.approx(size, abs=4)
        assert (rows.max() - rows.min()) == pytest.approx(size, abs=4)
    view.zoom_to(2.0, QPointF(250, 200))
    assert view._outline.radius == pytest.approx(view.brush.size)


def test_undo_and_other_edits_are_shown(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    plain = grabbed(away(view))
    with brush(view, 30.0):
        drag(view, [(100, 100), (200, 100)])
    assert differ(grabbed(away(view)), plain) > 0.01
    view.session.undo()
    assert np.array_equal(grabbed(view), plain)
    view.session.apply(set_visible("picture", False))
    assert differ(grabbed(view), plain) > 0.9


def test_another_extent_is_fitted(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.session.apply(resize_canvas(Extent(1200, 300)))
    settle(view)
    assert view.viewport.extent == Extent(1200, 300)
    left, right = view.view_from_canvas(QPointF(0, 0)), view.view_from_canvas(QPointF(1200, 300))
    assert 0 <= left.x() < right.x() <= 500


def test_a_fitted_canvas_stays_fitted_until_it_is_moved(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.fit()
    zoom = view.zoom
    view.resize(800, 700)
    settle(view)
    assert view.zoom > zoom
    view.zoom_to(1.0)
    view.resize(500, 400)
    settle(view)
    assert view.zoom == 1.0


def test_turn_mirror_and_back(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    plain = grabbed(view)
    view.mirror()
    view.rotate_by(90)
    assert differ(grabbed(view), plain) > 0.5
    view.reset_rotation()
    view.mirror()
    assert np.array_equal(grabbed(view), plain)


def test_strokes_land_where_they_are_seen_whatever_the_view(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    view.mirror()
    view.rotate_by(33)
    view.zoom_to(1.7, QPointF(200, 180))
    place = view.canvas_from_view(QPointF(260, 210))
    with brush(view, 8.0):
        drag(view, [(260, 210), (262, 211)])
    assert pixels_of(view.session, "sketch")[int(place.y()), int(place.x()), 3] == 255


def test_a_huge_document_is_shown_in_small_steps(qtbot: QtBot) -> None:
    from time import perf_counter

    from artmaster_desktop.core.layer import ImageLayer

    tile = rainbow(256).copy()
    tile.flags.writeable = False
    sheet = Raster.sharing(4, {(row, column): tile for row in range(32) for column in range(32)})
    layers = tuple(ImageLayer(id=f"l{i}", name="", raster=sheet, opacity=0.5) for i in range(4))
    view = make_view(qtbot, document(8192, *layers))
    longest, paints = 0.0, 0
    view.fit()
    for _ in range(400):
        start = perf_counter()
        QApplication.processEvents()
        longest, paints = max(longest, perf_counter() - start), paints + 1
    assert longest < 0.5
    assert view._scene.picture.cache.composed >= 1024
    shown = grabbed(view)[150:250, 200:300]
    assert shown.std() > 1


def test_keys_that_tools_need_win_over_shortcuts(qtbot: QtBot) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    view = make_view(qtbot)
    fired: list[int] = []
    QShortcut(QKeySequence(Qt.Key.Key_Escape), view).activated.connect(lambda: fired.append(1))
    QTest.mousePress(view, Button.LeftButton, NONE, QPoint(60, 60))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert (fired, view.session.wet) == ([], None)


def test_adding_a_layer_elsewhere_changes_nothing_here(qtbot: QtBot) -> None:
    view = away(make_view(qtbot))
    composed = view._scene.picture.cache.composed
    view.session.apply(add_sketch("Empty"))
    settle(view)
    assert view._scene.picture.cache.composed == composed
