"""Zoom, turn, mirror and scroll."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QSizeF

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.ui.canvas.viewport import MAX_ZOOM, MIN_ZOOM, Viewport

views = st.builds(
    Viewport,
    extent=st.just(Extent(2000, 1000)),
    size=st.just(QSizeF(800, 600)),
    ratio=st.sampled_from([1.0, 1.5, 2.0]),
    zoom=st.floats(0.05, 20.0),
    angle=st.floats(0.0, 359.0),
    mirrored=st.booleans(),
    centre=st.builds(QPointF, st.floats(500, 1500), st.floats(250, 750)),
)
places = st.builds(QPointF, st.floats(300, 500), st.floats(200, 400))


def apart(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())


@given(views, places)
def test_there_and_back(view: Viewport, place: QPointF) -> None:
    assert apart(view.to_view(view.to_canvas(place)), place) < 1e-6


@given(views, st.floats(0.5, 2.0), st.floats(-180, 180))
def test_what_is_in_the_middle_stays_there(view: Viewport, factor: float, turn: float) -> None:
    middle = QPointF(400, 300)
    before = view.to_canvas(middle)
    for changed in (
        view.zoomed(view.zoom * factor, middle),
        view.rotated(turn, middle),
        view.flipped(middle),
    ):
        assert apart(changed.to_view(before), middle) <= 1.5


@given(views, places)
def test_what_is_under_the_pointer_stays_there(view: Viewport, place: QPointF) -> None:
    point = view.to_canvas(place)
    inside = 0 <= point.x() <= 2000 and 0 <= point.y() <= 1000
    changed = view.zoomed(view.zoom * 1.2, place)
    centred = 0 < changed.centre.x() < 2000 and 0 < changed.centre.y() < 1000
    if inside and centred:
        assert apart(changed.to_view(point), place) <= 1.5


def plain(**values: object) -> Viewport:
    return Viewport(Extent(1000, 500), QSizeF(800, 600), **values)  # type: ignore[arg-type]


def test_zoom_is_device_pixels_and_is_limited() -> None:
    assert plain(ratio=2.0, zoom=1.0).scale == 0.5
    middle = QPointF(400, 300)
    assert plain().zoomed(1e9, middle).zoom == MAX_ZOOM
    assert plain().zoomed(0.0, middle).zoom == MIN_ZOOM


def test_fitting_shows_all_of_a_turned_canvas() -> None:
    for angle in (0.0, 30.0, 90.0, 200.0):
        view = plain(angle=angle).fitted()
        corners = [view.to_view(QPointF(x, y)) for x in (0, 1000) for y in (0, 500)]
        assert all(-1 <= p.x() <= 801 and -1 <= p.y() <= 601 for p in corners)
        wide = max(p.x() for p in corners) - min(p.x() for p in corners)
        high = max(p.y() for p in corners) - min(p.y() for p in corners)
        assert wide > 760 or high > 560


def test_upright_pixels_lie_on_device_pixels() -> None:
    view = plain(ratio=1.5, zoom=3.0, centre=QPointF(123.4, 77.7))
    corner = view.to_view(QPointF(0, 0))
    assert abs(corner.x() * 1.5 - round(corner.x() * 1.5)) < 1e-6
    assert abs(corner.y() * 1.5 - round(corner.y() * 1.5)) < 1e-6


def test_mirrored_left_is_right_and_turns_clockwise_as_seen() -> None:
    view = plain(centre=QPointF(500, 250)).flipped(QPointF(400, 300))
    assert view.to_view(QPointF(400, 250)).x() > view.to_view(QPointF(600, 250)).x()
    right = view.to_canvas(QPointF(500, 300))
    turned = view.rotated(90.0, QPointF(400, 300)).to_view(right)
    assert apart(turned, QPointF(400, 400)) < 1.0


def test_the_canvas_cannot_be_lost() -> None:
    view = plain().panned(QPointF(1e6, -1e6))
    assert (view.centre.x(), view.centre.y()) == (0.0, 500.0)


@given(views)
def test_bounds_and_rects_cover_each_other(view: Viewport) -> None:
    seen = view.canvas_bounds(QRect(100, 100, 50, 40))
    for x, y in ((100.5, 100.5), (149.5, 139.5)):
        point = view.to_canvas(QPointF(x, y))
        if 0 <= point.x() < 2000 and 0 <= point.y() < 1000:
            assert seen.x <= point.x() <= seen.right
            assert seen.y <= point.y() <= seen.bottom
    rect = view.view_rect(Bounds(700, 300, 10, 10))
    assert rect.contains(view.to_view(QPointF(705, 305)).toPoint())
