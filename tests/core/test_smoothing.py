"""The way of the pen: calmed, then a curve through every point."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.smoothing import Curve, Point, Smoother
from artmaster_desktop.core.stroke import Sample

PLACES = st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=12)


def points(places: list[tuple[float, float]]) -> list[Point]:
    return [Point(x, y, 0.5, 0.0, 0.0, 0.0) for x, y in places]


def test_without_smoothing_the_brush_is_where_the_pen_is() -> None:
    smoother = Smoother(0.0)
    for x in (0.0, 10.0, 35.0):
        at = smoother.push(Sample(x, 2 * x, 0.4))
        assert at[:3] == pytest.approx((x, 2 * x, 0.4))
    assert list(smoother.catch_up()) == []


def test_smoothing_lags_behind_and_catches_up_at_the_end() -> None:
    smoother = Smoother(0.9)
    smoother.push(Sample(0, 0))
    at = smoother.push(Sample(100, 0))
    assert 0 < at.x < 30
    steps = list(smoother.catch_up())
    xs = [step.x for step in steps]
    assert xs == sorted(xs)
    assert abs(xs[-1] - 100) < 0.5
    assert list(smoother.catch_up()) == []


def test_smoothing_calms_a_shaking_hand() -> None:
    smoother = Smoother(0.8)
    ys = [smoother.push(Sample(i * 4, 5 * (-1) ** i)).y for i in range(60)]
    assert max(abs(y) for y in ys[20:]) < 2.0


def test_pressure_beyond_its_ends_is_taken_as_the_end() -> None:
    smoother = Smoother(0.0)
    assert smoother.push(Sample(0, 0, 1.7)).pressure == 1.0
    assert smoother.push(Sample(1, 0, -0.5)).pressure == 0.0


def test_speed_is_known_where_time_is() -> None:
    timed, untimed = Smoother(0.0), Smoother(0.0)
    known = [timed.push(Sample(i * 10, 0, time=i * 0.01)).speed for i in range(20)]
    assert known[-1] == pytest.approx(1000, rel=0.01)
    assert not any(untimed.push(Sample(i * 10, 0)).speed for i in range(20))


def test_nothing_to_catch_up_before_the_first_sample() -> None:
    assert list(Smoother(0.5).catch_up()) == []


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_the_curve_goes_through_every_point_in_order(places: list[tuple[float, float]]) -> None:
    curve = Curve()
    drawn = [piece for point in points(places) for piece in curve.push(point)] + curve.finish()
    kept = [places[0]]
    for place in places[1:]:
        if max(abs(place[0] - kept[-1][0]), abs(place[1] - kept[-1][1])) >= 1e-3:
            kept.append(place)
    at = 0
    for place in kept:
        while math.dist(drawn[at][:2], place) > 1e-4:
            at += 1
    assert math.dist(drawn[-1][:2], kept[-1]) < 1e-4


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_the_curve_does_not_wander_off(places: list[tuple[float, float]]) -> None:
    curve = Curve()
    drawn = [piece for point in points(places) for piece in curve.push(point)] + curve.finish()
    xs, ys = zip(*places, strict=True)
    wide, tall = max(xs) - min(xs) + 1, max(ys) - min(ys) + 1
    slack = 0.5 * max(wide, tall)
    for piece in drawn:
        assert min(xs) - slack <= piece.x <= max(xs) + slack
        assert min(ys) - slack <= piece.y <= max(ys) + slack


def test_points_on_a_line_stay_on_it() -> None:
    curve = Curve()
    drawn = [p for point in points([(0, 0), (10, 10), (50, 50), (60, 60)]) for p in curve.push(point)]
    assert all(p.x == pytest.approx(p.y) for p in drawn + curve.finish())


def test_one_point_is_no_curve() -> None:
    curve = Curve()
    assert len(curve.push(points([(3, 4)])[0])) == 1
    assert curve.push(points([(3, 4)])[0]) == []
    assert curve.finish() == []
