"""Filling, the wand, and gradients."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from artmaster_desktop.core.fill import bucket, cleared, fill
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.gradient import Kind, gradient
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.runs import connected
from artmaster_desktop.core.shapes import ellipse, outline, rectangle
from artmaster_desktop.core.wand import similar

SHEET = Bounds(0, 0, 600, 400)
RED = (200, 30, 30)


def pixel(raster: Raster, x: int, y: int) -> tuple[int, ...]:
    return tuple(int(v) for v in raster.read(Bounds(x, y, 1, 1))[0, 0])


def flooded(inside: NDArray[np.bool_], x: int, y: int) -> NDArray[np.bool_]:
    """The plain way: pixel by pixel."""
    out = np.zeros_like(inside)
    waiting = deque([(y, x)] if inside[y, x] else [])
    while waiting:
        row, column = waiting.popleft()
        on_it = 0 <= row < inside.shape[0] and 0 <= column < inside.shape[1]
        if on_it and inside[row, column] and not out[row, column]:
            out[row, column] = True
            waiting += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return out


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 24), st.integers(1, 24), st.floats(0.2, 0.9), st.integers(0, 2**32 - 1))
def test_the_connected_part_is_the_flooded_one(height: int, width: int, share: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inside = rng.random((height, width)) < share
    x, y = int(rng.integers(width)), int(rng.integers(height))
    assert np.array_equal(connected(inside, x, y), flooded(inside, x, y))


def test_a_spiral_is_followed_to_its_end() -> None:
    inside = np.zeros((101, 101), bool)
    x = y = 50
    inside[y, x] = True
    for i in range(1, 48):
        for _ in range(2):
            step = (1, 0, -1, 0)[(2 * i + _) % 4], (0, 1, 0, -1)[(2 * i + _) % 4]
            for _n in range(2 * (i // 2)):
                x, y = min(max(x + step[0], 0), 100), min(max(y + step[1], 0), 100)
                inside[y, x] = True
    assert np.array_equal(connected(inside, 50, 50), flooded(inside, 50, 50))


def test_fill_covers_by_mask_selection_and_opacity() -> None:
    mask, selection = rectangle(0, 0, 300, 300, SHEET), rectangle(100, 0, 600, 300, SHEET)
    filled = fill(Raster(4), mask, RED, opacity=0.5, selection=selection)
    assert pixel(filled, 150, 100) == (*RED, 128)
    assert pixel(filled, 50, 100) == pixel(filled, 400, 100) == (0, 0, 0, 0)


def test_what_a_fill_does_not_reach_is_shared() -> None:
    base = fill(Raster(4), rectangle(0, 0, 600, 400, SHEET), RED)
    far = fill(base, rectangle(10, 10, 20, 20, SHEET), (0, 0, 0))
    assert [key for key in base.tiles if base.tiles[key] is not far.tiles[key]] == [(0, 0)]
    off = fill(base, rectangle(10, 10, 20, 20, SHEET), RED, selection=rectangle(300, 10, 320, 20, SHEET))
    assert off == base
    beside = fill(base, rectangle(10, 10, 20, 20, SHEET), RED, selection=rectangle(40, 10, 60, 20, SHEET))
    assert beside.tiles[0, 0] is base.tiles[0, 0]


def test_erasing_through_a_mask() -> None:
    base = fill(Raster(4), rectangle(0, 0, 200, 200, SHEET), RED)
    holed = fill(base, ellipse(50, 50, 150, 150, SHEET), RED, erase=True)
    assert pixel(holed, 100, 100) == (0, 0, 0, 0)
    assert pixel(holed, 10, 10) == (*RED, 255)
    assert fill(Raster(4), rectangle(0, 0, 9, 9, SHEET), RED, erase=True).tiles == {}


def test_clearing_takes_the_selection_or_everything() -> None:
    base = fill(Raster(1), rectangle(0, 0, 200, 200, SHEET), RED)
    assert cleared(base, None).tiles == {}
    assert cleared(base, rectangle(0, 0, 100, 200, SHEET)).bounds == Bounds(100, 0, 100, 200)


def test_the_bucket_fills_up_to_a_line_without_a_halo() -> None:
    ring = outline([[(100, 100), (300, 100), (300, 300), (100, 300)]], 3.5, SHEET, closed=True)
    drawn = fill(fill(Raster(4), rectangle(0, 0, 600, 400, SHEET), (255, 255, 255)), ring, (0, 0, 0))
    filled = bucket(drawn, drawn.read(SHEET), 200, 200, RED, tolerance=40)
    assert pixel(filled, 150, 250) == (*RED, 255)
    assert pixel(filled, 50, 50) == pixel(filled, 400, 200) == (255, 255, 255, 255)
    row = filled.read(Bounds(95, 200, 15, 1))[0].astype(int)
    inside = row[int(np.argmin(row[:, 0])) :]
    assert (inside[:, 1] < 110).all(), "no white between the line and the fill"


def test_the_wand_takes_what_is_alike_near_or_everywhere() -> None:
    pixels = np.zeros((50, 90, 4), np.uint8)
    pixels[:, :30] = (100, 100, 100, 255)
    pixels[:, 60:] = (110, 100, 100, 255)
    near = similar(pixels, 5, 5, tolerance=12, smooth=False)
    both = similar(pixels, 5, 5, tolerance=12, contiguous=False, smooth=False)
    strict = similar(pixels, 5, 5, tolerance=9, contiguous=False, smooth=False)
    assert near.bounds == strict.bounds == Bounds(0, 0, 30, 50)
    assert both.bounds == Bounds(0, 0, 90, 50)
    assert pixel(both, 45, 10) == (0,)


def test_clear_pixels_are_alike_whatever_colour_lies_in_them() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 20, 4), np.uint8)
    pixels[:, :, 3] = 0
    assert similar(pixels, 3, 3, tolerance=0).bounds == Bounds(0, 0, 20, 20)


def test_the_wand_works_on_masks_and_fades_by_likeness() -> None:
    values = np.array([[[10], [10], [40], [200]]], np.uint8)
    mask = similar(values, 0, 0, tolerance=20)
    assert pixel(mask, 1, 0) == (255,)
    assert 0 < pixel(mask, 2, 0)[0] < 255
    assert pixel(mask, 3, 0) == (0,)


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (20, 0), (0, 20)])
def test_outside_the_picture_nothing_is_alike(place: tuple[int, int]) -> None:
    assert similar(np.zeros((20, 20, 4), np.uint8), *place).tiles == {}


def test_a_linear_gradient_goes_from_one_ink_to_the_other() -> None:
    inks = ((0, 0, 0, 255), (200, 100, 50, 255))
    made = gradient(Raster(4), Kind.LINEAR, (100, 0), (500, 0), inks, SHEET)
    assert pixel(made, 20, 9) == (0, 0, 0, 255)
    assert np.allclose(pixel(made, 300, 9), (100, 50, 25, 255), atol=1)
    assert pixel(made, 560, 9) == (200, 100, 50, 255)


def test_a_radial_gradient_fades_without_grey() -> None:
    made = gradient(Raster(4), Kind.RADIAL, (200, 200), (300, 200), ((*RED, 255), (*RED, 0)), SHEET)
    middle = pixel(made, 250, 200)
    assert middle[3] == pytest.approx(128, abs=2)
    assert np.allclose(middle[:3], RED, atol=2)
    assert pixel(made, 320, 200) == (0, 0, 0, 0)
    assert (0, 2) not in made.tiles, "where the ink is clear, nothing is made"


def test_a_dark_ramp_has_no_bands() -> None:
    inks = ((0, 0, 0, 128), (0, 0, 0, 136))
    alpha = gradient(Raster(4), Kind.LINEAR, (0, 0), (600, 0), inks, SHEET).read(SHEET)[..., 3].astype(int)
    assert (np.abs(np.diff(alpha[200])) > 0).sum() > 30


def test_a_gradient_heeds_selection_mask_and_limits() -> None:
    inks = ((0, 0, 0, 255), (0, 0, 0, 255))
    selection = rectangle(0, 0, 100, 100, SHEET)
    on_mask = gradient(Raster(1), Kind.LINEAR, (0, 0), (0, 0), inks, SHEET, selection=selection)
    assert on_mask.bounds == Bounds(0, 0, 100, 100)
    base = fill(Raster(4), rectangle(0, 0, 600, 400, SHEET), RED)
    part = gradient(base, Kind.LINEAR, (0, 0), (9, 0), inks, Bounds(300, 300, 10, 10))
    assert pixel(part, 305, 305) == (0, 0, 0, 255)
    assert pixel(part, 299, 305) == (*RED, 255)
    assert gradient(base, Kind.LINEAR, (0, 0), (9, 0), inks, Bounds(0, 0, 0, 9)) == base
