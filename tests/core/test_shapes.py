"""Shapes cover what geometry says they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.shapes import Rule, Spot, ellipse, ellipse_corners, outline, polygon, rectangle

SHEET = Bounds(0, 0, 600, 400)
STAR: list[Spot] = [
    (200 + 150 * math.sin(4 * math.pi * i / 5), 200 - 150 * math.cos(4 * math.pi * i / 5)) for i in range(5)
]


def area(mask: Raster) -> float:
    return sum(int(tile.sum(dtype=np.int64)) for tile in mask.tiles.values()) / 255


def at(mask: Raster, x: int, y: int) -> int:
    return int(mask.read(Bounds(x, y, 1, 1))[0, 0, 0])


def test_a_rectangle_on_whole_pixels_has_crisp_borders() -> None:
    mask = rectangle(10, 20, 300, 290, SHEET)
    wanted = np.zeros((400, 600), np.uint8)
    wanted[20:290, 10:300] = 255
    assert mask == Raster.from_array(wanted)
    assert rectangle(300, 290, 10, 20, SHEET) == mask


def test_parts_of_pixels_count_as_parts() -> None:
    mask = rectangle(10.25, 10.5, 20.75, 20.0, SHEET)
    assert at(mask, 15, 15) == 255
    assert at(mask, 10, 15) == pytest.approx(0.75 * 255, abs=1)
    assert at(mask, 15, 10) == pytest.approx(0.5 * 255, abs=1)
    assert at(mask, 20, 15) == pytest.approx(0.75 * 255, abs=1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400)), min_size=3, max_size=3))
def test_a_triangle_covers_its_area(corners: list[Spot]) -> None:
    (ax, ay), (bx, by), (cx, cy) = corners
    true = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    sides = math.dist(corners[0], corners[1]) + math.dist(corners[1], corners[2]) + math.dist(*corners[::2])
    assert area(polygon([corners], SHEET)) == pytest.approx(true, abs=0.13 * sides + 2)


def test_a_star_is_full_or_hollow() -> None:
    full, hollow = (polygon([STAR], SHEET, rule=rule) for rule in (Rule.NONZERO, Rule.EVEN_ODD))
    assert at(full, 200, 200) == 255
    assert at(hollow, 200, 200) == 0
    assert at(full, 200, 70) == at(hollow, 200, 70) == 255


def test_without_smoothing_there_are_no_greys() -> None:
    mask = polygon([STAR], SHEET, smooth=False)
    assert set(np.unique(mask.read(SHEET))) == {0, 255}


def test_an_ellipse_has_its_area_and_its_corners_lie_on_it() -> None:
    assert area(ellipse(100, 50, 500, 350, SHEET)) == pytest.approx(math.pi * 200 * 150, rel=2e-3)
    for x, y in ellipse_corners(100, 50, 500, 350):
        assert ((x - 300) / 200) ** 2 + ((y - 200) / 150) ** 2 == pytest.approx(1)


def test_a_line_is_as_wide_as_asked_with_round_ends() -> None:
    mask = outline([[(100, 100), (300, 100)]], 10, SHEET, closed=False)
    assert area(mask) == pytest.approx(200 * 10 + math.pi * 25, rel=0.01)
    assert mask.bounds == Bounds(95, 95, 210, 10)


def test_a_closed_line_comes_back() -> None:
    corners = [(100.0, 100.0), (300.0, 100.0), (300.0, 300.0), (300.0, 300.0)]
    opened, closed = (outline([corners], 4, SHEET, closed=c) for c in (False, True))
    assert at(opened, 200, 200) == 0
    assert at(closed, 200, 200) == 255
    assert at(closed, 250, 200) == 0


def test_nothing_lies_outside_the_sheet_and_beyond_it_is_cut() -> None:
    mask = rectangle(-1e9, -1e9, 1e9, 1e9, SHEET)
    assert mask.bounds == SHEET
    assert area(mask) == SHEET.width * SHEET.height
    assert rectangle(700, 0, 800, 100, SHEET).tiles == {}
    assert rectangle(0, 500, 10, 800, SHEET).tiles == {}
    gap = polygon([[(0, 0), (20, 0), (20, 20), (0, 20)], [(560, 0), (600, 0), (600, 9), (560, 9)]], SHEET)
    assert set(gap.tiles) == {(0, 0), (0, 2)}


def test_shapes_without_an_inside_are_empty() -> None:
    assert polygon([], SHEET).tiles == {}
    assert polygon([[(1, 1), (5, 5)]], SHEET).tiles == {}
    assert polygon([[(1, 1), (5, 1), (9, 1)]], SHEET).tiles == {}
