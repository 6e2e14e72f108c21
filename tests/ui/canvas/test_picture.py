"""The picture drawn from its tiles: what is kept between two paints must not be seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, QSizeF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.ui.canvas import scene as module
from artmaster_desktop.ui.canvas.picture import Picture, soon
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.canvas.viewport import Viewport
from tests.ui.canvas.easel import brush, document, drag, make_view, rainbow

SIDE = 6 * TILE
WIDGET = QSizeF(500, 400)
MIDDLE = QPointF(250, 200)
LONG = 60_000.0


def layers(seed: int = 0) -> tuple[ImageLayer, ...]:
    return (ImageLayer(id="picture", name="", raster=Raster.from_array(rainbow(SIDE, seed))),)


def a_picture() -> Picture:
    cache = TileCache(Extent(SIDE, SIDE))
    cache.set_layers(layers(), None, None)
    return Picture(cache)


def painted(picture: Picture, viewport: Viewport, deadline: float | None = None) -> tuple[Pixels, Bounds]:
    image = QImage(WIDGET.toSize(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    whole = QRect(0, 0, image.width(), image.height())
    missing = picture.paint(painter, viewport, whole, soon(LONG) if deadline is None else deadline)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(400, 500, 4)[..., :3].copy(), missing


def views() -> list[Viewport]:
    """A hand that turns, moves and zooms, and comes back."""
    start = Viewport(Extent(SIDE, SIDE), WIDGET, zoom=1.0, centre=QPointF(SIDE / 2, SIDE / 2))
    turned = [start.rotated(degrees, MIDDLE) for degrees in (0, 7, 33, 45, 61, 90, 200, 33)]
    moved = [turned[3].panned(QPointF(step, -step / 2)) for step in (60, 300, 900)]
    zoomed = [moved[0].zoomed(zoom, MIDDLE) for zoom in (0.7, 0.4, 2.0, 0.7)]
    return [*turned, *moved, *zoomed, zoomed[0].flipped(MIDDLE), start]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_kept_between_two_paints_is_not_seen(qtbot: QtBot, order: int) -> None:
    kept = a_picture()
    for viewport in views()[::order]:
        again, missing = painted(kept, viewport)
        anew, _ = painted(a_picture(), viewport)
        assert missing.empty
        assert np.array_equal(again, anew), viewport


def test_an_edit_is_seen_in_a_view_that_did_not_move(qtbot: QtBot) -> None:
    kept, other = a_picture(), a_picture()
    viewport = views()[3]
    before, _ = painted(kept, viewport)
    for picture in (kept, other):
        picture.cache.set_layers(layers(90), None, Bounds(0, 0, SIDE, SIDE))
    after, _ = painted(kept, viewport)
    assert not np.array_equal(before, after)
    assert np.array_equal(after, painted(other, viewport)[0])


def test_what_could_not_be_ready_is_seen_once_it_is(qtbot: QtBot) -> None:
    picture, viewport = a_picture(), views()[3]
    blank, missing = painted(picture, viewport, deadline=0.0)
    assert not missing.empty
    assert picture.cache.composed == 0
    ready, missing = painted(picture, viewport)
    assert missing.empty
    assert not np.array_equal(blank, ready)
    assert np.array_equal(ready, painted(a_picture(), viewport)[0])


def test_a_turned_view_does_not_compose_what_it_does_not_show(qtbot: QtBot) -> None:
    """At 45 degrees a long view's box is more than twice the view."""
    extent = Extent(4096, 4096)
    cache = TileCache(extent)
    whole = np.full((4096, 4096, 4), 200, np.uint8)
    cache.set_layers((ImageLayer(id="l", name="", raster=Raster.from_array(whole)),), None, None)
    size = QSizeF(2400, 300)
    viewport = Viewport(extent, size, centre=QPointF(2048, 2048)).rotated(45, QPointF(1200, 150))
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rect = QRect(0, 0, image.width(), image.height())
    assert Picture(cache).paint(painter, viewport, rect, soon(LONG)).empty
    painter.end()
    box = viewport.canvas_bounds(rect)
    in_box = (box.width // TILE) * (box.height // TILE)
    assert 2400 * 300 / TILE**2 <= cache.composed < in_box * 0.6


def scene_painted(view: CanvasView) -> tuple[Pixels, Bounds]:
    """What the canvas shows without outlines, and what it is still to follow up."""
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    missing = view.scene.paint(painter, view.viewport, [view.rect()], regions=False)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[..., :3].copy(), missing


def at_rest(qtbot: QtBot, view: CanvasView) -> Pixels:
    qtbot.waitUntil(lambda: scene_painted(view)[1].empty)
    return scene_painted(view)[0]


def test_the_canvas_at_rest_is_as_a_new_one_shows_it(qtbot: QtBot) -> None:
    """With a stroke drawn on the turned canvas, and after turning back."""
    view = make_view(qtbot, document(SIDE))
    view.zoom_to(1.0)
    for degrees in (12.0, 21.0, 40.0):
        view.rotate_by(degrees)
        at_rest(qtbot, view)
    with brush(view, 20):
        drag(view, [(120, 100), (200, 180), (350, 260)])
    for degrees in (-40.0, -21.0, 30.0):
        view.rotate_by(degrees)
        scene_painted(view)
    other = make_view(qtbot, view.session.document)
    other.set_viewport(view.viewport)
    assert np.array_equal(at_rest(qtbot, view), at_rest(qtbot, other))


def test_where_drawing_takes_long_less_is_composed_at_a_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []

    def noted(milliseconds: float) -> float:
        given.append(milliseconds)
        return soon(LONG)

    view = make_view(qtbot, document(SIDE))
    monkeypatch.setattr(module, "soon", noted)
    picture = view.scene.picture
    for drawing in (0.0, 5.0, 14.0, 16.0, 80.0):
        picture.drawing = drawing
        scene_painted(view)
        assert 0.0 < picture.drawing != drawing  # it was measured anew
    assert given == [module.BUDGET, module.BUDGET, module.FRAME - 14, module.FRAME - 16, module.LEAST]
    assert module.LEAST > 0
