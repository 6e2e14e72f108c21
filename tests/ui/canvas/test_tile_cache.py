"""The tiles of the canvas: right, and no more of them composed than changed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from artmaster_desktop.core.brush import PLAIN, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.tile_paint import Wet

pytestmark = pytest.mark.usefixtures("qapp")

EXTENT = Extent(2 * TILE, 2 * TILE)
PLACES = [(0, row, column) for row in range(2) for column in range(2)]
LATE = math.inf


def layer(name: str, seed: int, *, blend: str = "svg:src-over") -> ImageLayer:
    pixels = np.random.default_rng(seed).integers(0, 256, (2 * TILE, 2 * TILE, 4), np.uint8)
    return ImageLayer(id=name, name=name, raster=Raster.from_array(pixels), opacity=0.8, blend=blend)


def look(cache: TileCache, level: int = 0) -> Pixels:
    """The canvas at a level, put together."""
    side = 2 * TILE >> level
    out = np.zeros((max(side, TILE), max(side, TILE), 4), np.uint8)
    for row in range(max(1, 2 >> level)):
        for column in range(max(1, 2 >> level)):
            image = cache.image((level, row, column), LATE)
            assert isinstance(image, QImage)
            out[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE] = pixels_of(image, 4)
    return out


def fresh(layers: tuple[Layer, ...], wet: Wet | None = None) -> Pixels:
    cache = TileCache(EXTENT)
    cache.set_layers(layers, wet, None)
    return look(cache)


def near(a: Pixels, b: Pixels, most: int = 1) -> bool:
    """Whether no channel differs by more than ``most`` levels, as far as it can be seen (after alpha)."""
    one, other = a.astype(float), b.astype(float)
    for pixels in (one, other):
        pixels[..., :3] *= pixels[..., 3:] / 255
    return float(np.abs(one - other).max()) <= most


@pytest.mark.parametrize("above", ["svg:src-over", "svg:multiply"])
def test_a_stroke_between_many_layers_looks_as_if_composed_anew(above: str) -> None:
    layers = tuple(layer(f"l{i}", i, blend=above if i == 6 else "svg:src-over") for i in range(9))
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    look(cache)
    brush = replace(PLAIN, size=40.0)
    work = Brushwork(layers[4].raster, brush, (255, 0, 0), Mode.PAINT)
    wet = look(cache)
    for x in range(100, 400, 30):
        bounds = work.extend([Sample(x, 250 + x / 9)])
        cache.set_wet(Wet("l4", work.raster), bounds)
        wet = look(cache)
    expected = fresh(layers, Wet("l4", work.raster))
    assert near(wet, expected, 5)  # merged layers are rounded once more
    assert not near(wet, fresh(layers), 30)


def test_ending_a_stroke_composes_nothing() -> None:
    layers = (layer("a", 1), layer("b", 2))
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    work = Brushwork(layers[1].raster, PLAIN, (9, 9, 9), Mode.PAINT)
    bounds = work.extend([Sample(200, 200), Sample(300, 300)])
    cache.set_wet(Wet("b", work.raster), bounds)
    look(cache)
    composed = cache.composed
    cache.set_wet(None, bounds)
    cache.set_layers((layers[0], replace(layers[1], raster=work.raster)), None, bounds)
    look(cache)
    assert cache.composed == composed


def test_an_edit_composes_only_what_it_changed() -> None:
    layers = (layer("a", 1), layer("b", 2))
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    look(cache)
    before = cache.composed
    patch = np.full((20, 20, 4), 255, np.uint8)
    changed = (layers[0], replace(layers[1], raster=layers[1].raster.with_patch(patch, 300, 300)))
    cache.set_layers(changed, None, None)
    assert near(look(cache), fresh(changed))
    assert cache.composed == before + 1


def test_undoing_a_stroke_shows_the_old_picture() -> None:
    layers = (layer("a", 1),)
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    before = look(cache)
    work = Brushwork(layers[0].raster, replace(PLAIN, size=60.0), (0, 0, 0), Mode.ERASE)
    bounds = work.extend([Sample(100, 100), Sample(200, 150)])
    cache.set_wet(Wet("a", work.raster), bounds)
    assert not near(look(cache), before)
    cache.set_wet(None, bounds)
    assert np.array_equal(look(cache), before)


def test_a_mip_is_the_mean_of_four_and_follows_strokes() -> None:
    layers = (ImageLayer(id="a", name="a", raster=Raster.from_array(smooth())),)
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    assert cache.levels == 2
    full = look(cache).astype(float)
    half = look(cache, 1).astype(float)
    mean = full.reshape(TILE, 2, TILE, 2, 4).mean(axis=(1, 3))
    assert np.abs(half - mean).max() <= 1.0
    work = Brushwork(layers[0].raster, replace(PLAIN, size=50.0), (255, 255, 255), Mode.PAINT)
    bounds = work.extend([Sample(300, 300), Sample(320, 320)])
    cache.set_wet(Wet("a", work.raster), bounds)
    mean = look(cache).astype(float).reshape(TILE, 2, TILE, 2, 4).mean(axis=(1, 3))
    assert np.abs(look(cache, 1) - mean).max() <= 2.0
    assert np.abs(half - mean).max() > 50.0


def test_mips_taken_over_piece_by_piece_are_those_taken_over_whole() -> None:
    extent = Extent(4 * TILE, 4 * TILE)
    pixels = np.random.default_rng(4).integers(0, 256, (4 * TILE, 4 * TILE, 4), np.uint8)
    base = ImageLayer(id="a", name="a", raster=Raster.from_array(pixels))
    cache = TileCache(extent)
    cache.set_layers((base,), None, None)
    assert cache.image((2, 0, 0), LATE) is not None
    work = Brushwork(base.raster, replace(PLAIN, size=9.0), (255, 255, 255), Mode.PAINT)
    for i in range(40):
        bounds = work.extend([Sample(103.3 + 17 * i, 201.7 + 9 * i)])
        cache.set_wet(Wet("a", work.raster), bounds)
        if i % 3 == 0:
            assert cache.image((1 + i % 2, 0, 0), LATE) is not None
    whole = TileCache(extent)
    whole.set_layers((base,), Wet("a", work.raster), None)
    for place in ((2, 0, 0), *((1, row, column) for row in range(2) for column in range(2))):
        one, other = cache.image(place, LATE), whole.image(place, LATE)
        assert one is not None
        assert other is not None
        assert np.array_equal(pixels_of(one, 4), pixels_of(other, 4))


def smooth() -> Pixels:
    y, x = np.mgrid[0 : 2 * TILE, 0 : 2 * TILE]
    return np.stack((x // 2, y // 2, (x + y) // 4, np.full_like(x, 255)), axis=2).astype(np.uint8)


def test_nothing_is_composed_after_the_deadline_and_the_old_look_stays() -> None:
    cache = TileCache(EXTENT)
    cache.set_layers((layer("a", 1),), None, None)
    assert cache.image((0, 0, 0), -math.inf) is None
    assert cache.image((1, 0, 0), -math.inf) is None
    assert cache.stale((0, 0, 0)) is None
    look(cache)
    cache.set_layers((layer("a", 2),), None, None)
    assert cache.image((0, 0, 0), -math.inf) is None
    assert cache.stale((0, 0, 0)) is not None


def test_a_small_budget_forgets_the_oldest_tiles_and_finds_them_again() -> None:
    cache = TileCache(Extent(TILE * 9, TILE * 9), budget=0)
    tall = Raster.from_array(np.full((9 * TILE, 9 * TILE, 4), 255, np.uint8))
    cache.set_layers((ImageLayer(id="a", name="", raster=tall),), None, None)
    for row in range(9):
        for column in range(9):
            cache.image((0, row, column), LATE)
    assert len(cache._base) == 64
    assert cache.image((0, 0, 0), LATE) is not None


def test_a_stroke_inside_a_group_is_seen() -> None:
    inner = layer("b", 2)
    layers = (layer("a", 1), GroupLayer(id="g", name="", layers=(inner,), opacity=0.5), layer("c", 3))
    cache = TileCache(EXTENT)
    cache.set_layers(layers, None, None)
    look(cache)
    other = layer("b", 7).raster
    cache.set_wet(Wet("b", other), Bounds(0, 0, 512, 512))
    assert near(look(cache), fresh(layers, Wet("b", other)))
