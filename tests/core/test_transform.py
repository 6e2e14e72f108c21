"""Moving, turning and scaling what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.fill import fill
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.core.shapes import ellipse, rectangle
from artmaster_desktop.core.transform import (
    Affine,
    lay_over,
    lift,
    moved,
    premultiplied,
    resized,
    straight,
    transformed,
)

SHEET = Bounds(0, 0, 600, 400)
RED, BLUE = (200, 30, 30), (20, 30, 180)


def picture(width: int = 300, height: int = 200, channels: int = 4, x: int = 0, y: int = 0) -> Raster:
    pixels = np.random.default_rng(5).integers(1, 256, (height, width, channels), np.uint8)
    return Raster.from_array(pixels, x, y)


@settings(max_examples=30, deadline=None)
@given(st.integers(-600, 600), st.integers(-600, 600), st.sampled_from([1, 4]))
def test_moving_loses_nothing(dx: int, dy: int, channels: int) -> None:
    base = picture(channels=channels)
    there = moved(base, dx, dy)
    assert np.array_equal(there.read(Bounds(dx, dy, 300, 200)), base.read(Bounds(0, 0, 300, 200)))
    assert moved(there, -dx, -dy) == base


def test_moving_by_whole_tiles_shares_them() -> None:
    base = picture()
    there = moved(base, TILE, -2 * TILE)
    assert there.tiles[-2, 1] is base.tiles[0, 0]
    assert moved(base, 0, 0) is base


def test_moving_leaves_no_empty_tiles() -> None:
    dot = Raster.from_array(np.full((1, 1), 9, np.uint8), 10, 10)
    assert set(moved(dot, 250, 3).tiles) == {(0, 1)}


@pytest.mark.parametrize("turns", [1, 2, 3, 4])
def test_quarter_turns_are_exact(turns: int) -> None:
    pixels = np.random.default_rng(6).integers(0, 256, (64, 64, 4), np.uint8)
    pixels[..., 3] |= 1
    base = Raster.from_array(pixels, 100, 100)
    turned = transformed(base, Affine.about(132, 132, angle=90 * turns))
    assert np.array_equal(turned.read(Bounds(100, 100, 64, 64)), np.rot90(pixels, -turns))


def test_a_mirror_is_exact() -> None:
    base = picture(64, 32)
    mirrored = transformed(base, Affine.about(32, 16, scale_x=-1))
    assert np.array_equal(mirrored.read(Bounds(0, 0, 64, 32)), base.read(Bounds(0, 0, 64, 32))[:, ::-1])


def test_turning_keeps_area_and_colour() -> None:
    base = fill(Raster(4), rectangle(200, 150, 300, 250, SHEET), RED)
    turned = transformed(base, Affine.about(250, 200, angle=30)).read(SHEET)
    assert turned[..., 3].sum() / 255 == pytest.approx(100 * 100, rel=0.01)
    assert np.abs(turned[turned[..., 3] > 8][:, :3].astype(int) - RED).max() <= 12


def test_shrinking_averages() -> None:
    checks = np.zeros((128, 128, 1), np.uint8)
    checks[::2, ::2] = checks[1::2, 1::2] = 255
    small = transformed(Raster.from_array(checks), Affine.about(0, 0, scale_x=0.25, scale_y=0.25))
    inner = small.read(Bounds(4, 4, 24, 24)).astype(int)
    assert np.abs(inner - 127).max() < 6


def test_only_the_selection_moves_and_the_rest_stays() -> None:
    base = fill(
        fill(Raster(4), rectangle(0, 0, 600, 400, SHEET), BLUE), rectangle(10, 10, 40, 40, SHEET), RED
    )
    there = transformed(base, Affine.shift(100, 0), selection=rectangle(10, 10, 40, 40, SHEET)).read(SHEET)
    assert tuple(there[20, 20]) == (0, 0, 0, 0)
    assert tuple(there[20, 120]) == (*RED, 255)
    assert tuple(there[60, 60]) == (*BLUE, 255)


def test_lifting_and_laying_back_with_a_hard_border_gives_the_same() -> None:
    base = fill(Raster(4), rectangle(0, 0, 600, 400, SHEET), BLUE)
    lifted, rest = lift(base, rectangle(0, 0, 100, 100, SHEET))
    assert lay_over(lifted, rest) == base
    assert rest.tiles[1, 1] is base.tiles[1, 1]
    alone = lay_over(lifted, Raster(4))
    assert alone.tiles[0, 0] is lifted.tiles[0, 0]


def test_a_soft_selection_is_lifted_softly() -> None:
    base = fill(Raster(1), rectangle(0, 0, 200, 200, SHEET), RED)
    half = fill(Raster(1), ellipse(0, 0, 200, 200, SHEET), RED, opacity=0.5)
    lifted, rest = lift(base, half)
    assert lifted.read(Bounds(100, 100, 1, 1))[0, 0, 0] == 128
    assert rest.read(Bounds(100, 100, 1, 1))[0, 0, 0] in (127, 128)


def test_what_lands_outside_is_cut_and_what_is_flat_is_gone() -> None:
    base = picture()
    assert transformed(base, Affine.shift(0.5, 0.5), Bounds(0, 0, 50, 50)).bounds.united(
        Bounds(0, 0, 50, 50)
    ) == Bounds(0, 0, 50, 50)
    assert transformed(base, Affine.about(0, 0, scale_x=0.0)).tiles == {}
    assert transformed(Raster(4), Affine.about(0, 0, angle=10)).tiles == {}
    with pytest.raises(ValueError, match="no way back"):
        Affine(a=0.0).inverse()


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 180), st.floats(0.1, 4), st.floats(0.1, 4), st.floats(-500, 500), st.floats(-500, 500))
def test_there_and_back(angle: float, sx: float, sy: float, x: float, y: float) -> None:
    matrix = Affine.about(x, y, angle=angle, scale_x=sx, scale_y=sy).then(Affine.shift(y, x))
    for spot in ((0.0, 0.0), (x, y), (-300.0, 40.0)):
        assert matrix.then(matrix.inverse()).at(*spot) == pytest.approx(spot, abs=1e-6)
    assert Affine.about(x, y, angle=angle).at(x, y) == pytest.approx((x, y), abs=1e-6)


def test_clockwise_is_as_seen() -> None:
    assert Affine.about(0, 0, angle=90).at(1, 0) == pytest.approx((0, 1))


def test_resizing_scales_what_lies_on_and_off_the_canvas() -> None:
    base = fill(Raster(4), rectangle(-100, 0, 100, 50, Bounds(-200, -200, 900, 900)), RED)
    there = resized(base, Extent(600, 400), Extent(300, 800))
    assert there.bounds == Bounds(-50, 0, 100, 100)
    assert tuple(there.read(Bounds(0, 50, 1, 1))[0, 0]) == (*RED, 255)
    empty = Raster(4)
    assert resized(empty, Extent(600, 400), Extent(300, 800)) is empty


@pytest.mark.parametrize("channels", [1, 4])
def test_alpha_comes_off_as_it_went_on(channels: int) -> None:
    pixels = np.random.default_rng(8).integers(0, 256, (40, 40, channels), np.uint8)
    if channels == 4:
        pixels[pixels[..., 3] == 0] = 0
    assert np.array_equal(straight(premultiplied(pixels)), pixels)
