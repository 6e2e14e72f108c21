"""Geometry, rasters, layers, regions, painters: values that refuse to be wrong."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmaster_desktop.core import errors
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, MaskLayer, SketchLayer, bounds_of
from artmaster_desktop.core.painter import PainterRef, Share
from artmaster_desktop.core.raster import TILE, Raster
from artmaster_desktop.core.region import Region

EMPTY = Raster(4)


def test_extent_and_bounds() -> None:
    assert str(Extent(3, 4)) == "3x4"
    assert Extent(3, 4).area == 12
    box = Bounds.of(Extent(3, 4))
    assert (box.right, box.bottom, box.empty) == (3, 4, False)
    assert box.united(Bounds(5, 6, 1, 1)) == Bounds(0, 0, 6, 7)
    assert box.united(Bounds(9, 9, 0, 3)) == box
    assert Bounds(9, 9, 0, 3).united(box) == box


@pytest.mark.parametrize("make", [lambda: Extent(0, 1), lambda: Extent(1, -1), lambda: Bounds(0, 0, -1, 0)])
def test_impossible_sizes_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="sides"):
        make()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(-300, 300),
    st.integers(-300, 300),
    st.integers(1, 300),
    st.integers(1, 300),
    st.sampled_from([1, 4]),
    st.integers(0, 2**32 - 1),
)
def test_a_patch_is_read_back_wherever_it_lies(
    x: int, y: int, width: int, height: int, channels: int, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    sheet = Raster(channels).with_patch(pixels, x, y)
    assert np.array_equal(sheet.read(Bounds(x, y, width, height)), pixels)
    wider = sheet.read(Bounds(x - 2, y - 3, width + 4, height + 6))
    assert np.array_equal(wider[3:-3, 2:-2], pixels)
    assert int(wider.sum(dtype=np.int64)) == int(pixels.sum(dtype=np.int64))
    assert sheet == Raster.from_array(pixels, x, y)
    assert pickle.loads(pickle.dumps(sheet)) == sheet
    assert not sheet.read(Bounds(x + 5_000, y, TILE * 2, TILE * 2)).any()
    blank = sheet.with_patch(np.zeros_like(pixels), x, y)
    assert not blank.tiles
    assert blank == Raster(channels)
    assert blank.bounds.empty


def test_a_patch_shares_what_it_does_not_touch() -> None:
    big = Raster.from_array(np.full((4 * TILE, 4 * TILE, 4), 9, np.uint8))
    dot = big.with_patch(np.full((2, 2, 4), 1, np.uint8), 5, 5)
    assert sum(dot.tiles[key] is not big.tiles[key] for key in big.tiles) == 1
    seen: set[int] = set()
    assert big.memory(seen) == 16 * TILE * TILE * 4
    assert dot.memory(seen) == TILE * TILE * 4
    assert dot.memory() == 16 * TILE * TILE * 4
    assert dot != big
    assert hash(dot) == hash(big)


def test_bounds_are_those_of_the_pixels() -> None:
    pixels = np.zeros((600, 700), np.uint8)
    pixels[100:400, 250:270] = 1
    sheet = Raster.from_array(pixels)
    assert sheet.bounds == Bounds(250, 100, 20, 300)
    blank = np.zeros((TILE, TILE, 1), np.uint8)
    blank.flags.writeable = False
    assert Raster(1, {**sheet.tiles, (9, 9): blank}).bounds == sheet.bounds
    assert not sheet.read(Bounds(5000, 5000, 3, 3)).any()


def test_rasters_refuse_foreign_pixels() -> None:
    with pytest.raises(ValueError, match="1 or 4 channels"):
        Raster(3)
    with pytest.raises(ValueError, match="read-only"):
        Raster(1, {(0, 0): np.zeros((TILE, TILE, 1), np.uint8)})
    with pytest.raises(ValueError, match="uint8 with 4 channels"):
        EMPTY.with_patch(np.zeros((2, 2, 1), np.uint8), 0, 0)
    assert Raster(1) != EMPTY
    assert EMPTY != "a raster"
    tile = next(iter(Raster.from_array(np.ones((2, 2), np.uint8)).tiles.values()))
    with pytest.raises(ValueError, match="read-only"):
        tile[0, 0] = 3


def test_layers_refuse_nonsense() -> None:
    with pytest.raises(ValueError, match="needs an id"):
        SketchLayer(id="", name="x", raster=EMPTY)
    with pytest.raises(ValueError, match="opacity"):
        ImageLayer(id="i", name="x", raster=EMPTY, opacity=float("nan"))
    with pytest.raises(ValueError, match="channels"):
        MaskLayer(id="m", name="x", raster=EMPTY)
    with pytest.raises(ValueError, match="channels"):
        SketchLayer(id="s", name="x", raster=Raster(1))
    with pytest.raises(ValueError, match="colour"):
        MaskLayer(id="m", name="x", raster=Raster(1), colour=(0, 0, 300))


def test_a_group_is_as_large_as_what_it_holds() -> None:
    dot = Raster.from_array(np.ones((2, 2, 4), np.uint8), 10, 20)
    far = Raster.from_array(np.ones((1, 1, 4), np.uint8), -5, 300)
    inner = GroupLayer(id="g", name="g", layers=(ImageLayer(id="b", name="b", raster=far),))
    group = GroupLayer(id="h", name="h", layers=(ImageLayer(id="a", name="a", raster=dot), inner))
    assert bounds_of(group) == Bounds(-5, 20, 17, 281)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"mask": ""},
        {"feather": -1.0},
        {"feather": float("nan")},
        {"strength": 1.5},
        {"strength": -0.1},
    ],
)
def test_regions_refuse_nonsense(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"region|feather|strength"):
        Region(**({"id": "r", "mask": "m"} | change))  # type: ignore[arg-type]


def test_a_weight_stays_in_its_range() -> None:
    with pytest.raises(ValueError, match="weight"):
        Share(PainterRef("a"), 2.5)


def test_errors_keep_their_fields() -> None:
    error = errors.OutOfMemory("cuda:0", "painting", 3, 2, ("512x512",))
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, errors.OutOfMemory)
    assert str(again) == str(error)
    assert "device=cuda:0" in str(error)
    assert errors.ReadFailed(Path("x"), "gone").path == Path("x")
