"""Boxes on a work: shares, pixels and overlaps."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.geometry import Bounds, Extent

shares = st.tuples(*[st.floats(0.0, 0.9)] * 2, *[st.floats(0.001, 1.0)] * 2)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y, w, h = draw(shares)
    return Box(x, y, min(w, 1.0 - x), min(h, 1.0 - y))


@pytest.mark.parametrize(
    "numbers",
    [
        (-0.1, 0, 0.5, 0.5),
        (0, 0, 0, 0.5),
        (0, 0, 0.5, 0),
        (0.6, 0, 0.5, 1),
        (0, 0.6, 1, 0.5),
        (math.nan, 0, 1, 1),
    ],
)
def test_a_box_lies_on_the_work(numbers: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="box"):
        Box(*numbers)


def test_pixels_and_back() -> None:
    extent = Extent(200, 100)
    bounds = Bounds(20, 10, 50, 40)
    box = Box.of(bounds, extent)
    assert box == Box(0.1, 0.1, 0.25, 0.4)
    assert box.pixels(extent) == bounds
    assert Box.of(Bounds(-10, -10, 30, 30), extent) == Box(0.0, 0.0, 0.1, 0.2)
    with pytest.raises(ValueError, match="box"):
        Box.of(Bounds(300, 0, 10, 10), extent)


@given(boxes(), st.integers(1, 3000), st.integers(1, 3000))
def test_pixels_are_on_the_work_and_never_none(box: Box, width: int, height: int) -> None:
    bounds = box.pixels(Extent(width, height))
    assert bounds.width >= 1
    assert bounds.height >= 1
    assert bounds.x >= 0
    assert bounds.right <= width
    assert bounds.bottom <= height


@given(boxes(), boxes())
def test_overlap_is_a_share(one: Box, other: Box) -> None:
    assert 0.0 <= one.inside(other) <= 1.0
    assert 0.0 <= one.likeness(other) <= 1.0 + 1e-9
    assert one.likeness(other) == pytest.approx(other.likeness(one), abs=1e-9)
    assert one.likeness(one) == pytest.approx(1.0)


def test_overlap_of_a_half() -> None:
    assert Box(0, 0, 0.5, 1).inside(Box(0.25, 0, 0.5, 1)) == pytest.approx(0.5)
    assert Box(0, 0, 0.5, 1).likeness(Box(0.25, 0, 0.5, 1)) == pytest.approx(1 / 3)
    assert Box(0, 0, 0.5, 1).inside(Box(0.5, 0, 0.5, 1)) == 0.0


@given(boxes())
def test_rounding_and_growing_stay_on_the_work(box: Box) -> None:
    near = box.rounded()
    assert near.likeness(box) > 0.9
    grown = box.grown(0.5)
    assert box.inside(grown) == pytest.approx(1.0)
    assert grown.right <= 1.0 + 1e-6
