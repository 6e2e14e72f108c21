"""Selections: combining, softening, growing, and the line around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.resample import blur
from artmaster_desktop.core.selection import (
    Combine,
    border,
    combined,
    everything,
    feathered,
    grown,
    inverted,
    share,
)
from artmaster_desktop.core.shapes import ellipse, rectangle

EXTENT = Extent(600, 300)
SHEET = Bounds.of(EXTENT)
LEFT, MIDDLE = rectangle(0, 0, 300, 300, SHEET), rectangle(200, 100, 400, 200, SHEET)


def values(selection: Raster | None) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    assert selection is not None
    return selection.read(SHEET)[:, :, 0]


def test_everything_is_the_canvas() -> None:
    assert everything(EXTENT).bounds == SHEET
    assert (values(everything(EXTENT)) == 255).all()
    tiles = everything(Extent(512, 512)).tiles
    assert tiles[0, 0] is tiles[1, 1]


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (Combine.REPLACE, lambda a, b: b),
        (Combine.ADD, np.maximum),
        (Combine.SUBTRACT, lambda a, b: np.minimum(a, 255 - b)),
        (Combine.INTERSECT, np.minimum),
    ],
)
def test_two_selections_as_one(how: Combine, wanted: object) -> None:
    assert callable(wanted)
    assert np.array_equal(values(combined(LEFT, MIDDLE, how, EXTENT)), wanted(values(LEFT), values(MIDDLE)))


def test_with_no_selection_everything_is_selected() -> None:
    assert combined(None, MIDDLE, Combine.ADD, EXTENT) == MIDDLE
    assert combined(None, MIDDLE, Combine.INTERSECT, EXTENT) == MIDDLE
    assert np.array_equal(values(combined(None, MIDDLE, Combine.SUBTRACT, EXTENT)), 255 - values(MIDDLE))


def test_where_nothing_is_left_there_is_no_selection() -> None:
    assert combined(MIDDLE, LEFT, Combine.SUBTRACT, EXTENT) is not None
    assert combined(MIDDLE, everything(EXTENT), Combine.SUBTRACT, EXTENT) is None
    assert combined(MIDDLE, Raster(1), Combine.REPLACE, EXTENT) is None


def test_inverting_twice_gives_the_same() -> None:
    once = inverted(MIDDLE, EXTENT)
    assert np.array_equal(values(once), 255 - values(MIDDLE))
    assert inverted(once, EXTENT) == MIDDLE
    assert inverted(None, EXTENT) is None


@pytest.mark.parametrize("radius", [0.3, 1.0, 4.0, 11.5])
def test_feathering_is_a_gaussian_to_the_eye(radius: float) -> None:
    spot = ellipse(200, 60, 380, 240, SHEET)
    wanted = blur(values(spot).astype(np.float32), radius)
    assert np.abs(values(feathered(spot, radius, EXTENT)) - wanted).max() < 10


def test_growing_by_nothing_changes_nothing() -> None:
    assert grown(MIDDLE, 0, EXTENT) is MIDDLE


def test_feathering_by_nothing_changes_nothing() -> None:
    assert feathered(MIDDLE, 0.0, EXTENT) is MIDDLE
    assert feathered(Raster(1), 3.0, EXTENT) is None


def test_what_lies_off_the_canvas_is_not_selected() -> None:
    off = rectangle(800, 800, 900, 900, Bounds(0, 0, 999, 999))
    assert feathered(off, 3.0, EXTENT) is None
    assert grown(off, 3, EXTENT) is None


def test_the_edge_of_the_canvas_is_no_border() -> None:
    assert (values(feathered(everything(EXTENT), 8.0, EXTENT)) == 255).all()
    assert (values(grown(everything(EXTENT), -8, EXTENT)) == 255).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(-9, 9), st.integers(0, 2**32 - 1))
def test_growing_takes_all_within_a_disc(pixels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    small = Extent(40, 30)
    dots = (rng.random((30, 40)) < (0.02 if pixels > 0 else 0.95)).astype(np.uint8) * 255
    dots[15, 20] = 255
    source = dots if pixels > 0 else 255 - dots
    wanted = np.zeros_like(source)
    for y, x in np.argwhere(source):
        ys, xs = np.ogrid[:30, :40]
        near = (ys - y) ** 2 + (xs - x) ** 2 <= pixels * pixels
        wanted[near] = 255
    wanted = wanted if pixels > 0 else 255 - wanted
    got = grown(Raster.from_array(dots), pixels, small)
    found = np.zeros_like(dots) if got is None else got.read(Bounds.of(small))[:, :, 0]
    assert np.array_equal(found, wanted if pixels else dots)


def test_share_is_the_covered_part() -> None:
    assert share(LEFT, EXTENT) == pytest.approx(0.5)
    assert share(Raster(1), EXTENT) == 0.0
    beyond = Raster.from_array(np.full((300, 900), 255, np.uint8), -300, 0)
    assert share(beyond, EXTENT) == pytest.approx(1.0)
    assert share(rectangle(700, 0, 800, 9, Bounds(0, 0, 900, 900)), EXTENT) == 0.0


def test_the_line_around_a_selection_follows_pixel_borders() -> None:
    lines = {tuple(line) for line in border(MIDDLE, SHEET).tolist()}
    assert lines == {(200, 100, 400, 100), (200, 200, 400, 200), (200, 100, 200, 200), (400, 100, 400, 200)}
    assert len(border(Raster(1), SHEET)) == 0


def test_two_lines_that_meet_head_on_are_told_apart() -> None:
    steps = np.zeros((4, 4), np.uint8)
    steps[:2, :2] = steps[2:, 2:] = 255
    lines = sorted(map(tuple, border(Raster.from_array(steps), SHEET).tolist()))
    assert (0, 2, 2, 2) in lines
    assert (2, 2, 4, 2) in lines
