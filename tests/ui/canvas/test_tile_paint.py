"""What is on the screen is what is saved: Qt's painter against ``core.compose``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import TILE, Pixels, Raster
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tile_paint import MODES, NUMPY_ONLY, WHOLE, TilePainter, Wet, blank

pytestmark = pytest.mark.usefixtures("qapp")

ILL_CONDITIONED = {"svg:color-dodge", "svg:color-burn", "svg:hue", "svg:saturation"}
"""Where a colour is almost grey, black or white, half a level of rounding on the way becomes many."""
TILE_AREA = Bounds(0, 0, TILE, TILE)


def noise(seed: int, alpha: int | None = None) -> Raster:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (TILE, TILE, 4), np.uint8)
    pixels[:64, :, 3] = 255
    pixels[64:96, :, 3] = 0
    if alpha is not None:
        pixels[..., 3] = alpha
    pixels[pixels[..., 3] == 0] = 0
    return Raster.from_array(pixels)


def shown(layers: tuple[Layer, ...]) -> Pixels:
    image = blank()
    TilePainter().paint(image, layers, (0, 0), WHOLE, None)
    return pixels_of(image, 4)


def differences(layers: tuple[Layer, ...]) -> NDArray[np.float64]:
    """The largest difference of each pixel in premultiplied levels: what an eye could see."""
    real, screen = composite(layers, TILE_AREA).astype(float), shown(layers).astype(float)
    for pixels in (real, screen):
        pixels[..., :3] *= pixels[..., 3:] / 255
    return np.asarray(np.abs(real - screen).max(axis=2), np.float64)


@pytest.mark.parametrize("blend", [*MODES, *sorted(NUMPY_ONLY), "svg:unheard-of"])
@pytest.mark.parametrize("opacity", [1.0, 0.6])
def test_every_operator_looks_as_it_is_saved(blend: str, opacity: float) -> None:
    below = ImageLayer(id="a", name="", raster=noise(1))
    above = ImageLayer(id="b", name="", raster=noise(2), blend=blend, opacity=opacity)
    found = differences((below, above))
    assert found.mean() < 1.0
    if blend in ILL_CONDITIONED:
        assert float((found > 4.0).mean()) < 0.006
    else:
        assert found.max() <= 4.0


def test_a_wrong_operator_would_be_noticed() -> None:
    below = ImageLayer(id="a", name="", raster=noise(1))
    above = ImageLayer(id="b", name="", raster=noise(2), blend="svg:multiply")
    real = composite((below, above), TILE_AREA)
    assert np.abs(real.astype(int) - shown((below, replace(above, blend="svg:screen")))).max() > 60


@pytest.mark.parametrize("isolated", [True, False])
@pytest.mark.parametrize(
    ("opacity", "blend"), [(1.0, "svg:src-over"), (0.5, "svg:src-over"), (1.0, "svg:hue")]
)
def test_groups(isolated: bool, opacity: float, blend: str) -> None:
    inner = (
        ImageLayer(id="b", name="", raster=noise(2), opacity=0.5),
        ImageLayer(id="c", name="", raster=noise(3), blend="svg:multiply"),
    )
    group = GroupLayer(id="g", name="", layers=inner, isolated=isolated, opacity=opacity, blend=blend)
    found = differences((ImageLayer(id="a", name="", raster=noise(1)), group))
    assert float((found > 4.0).mean()) < 0.006


@pytest.mark.parametrize("blend", ["svg:dst-in", "svg:dst-atop", "svg:multiply", "svg:dst-out"])
def test_a_layer_with_no_tile_here_acts_where_its_operator_does(blend: str) -> None:
    layers = (
        ImageLayer(id="a", name="", raster=noise(1)),
        ImageLayer(id="b", name="", raster=Raster(4), blend=blend),
    )
    assert differences(layers).max() <= 1.0


def test_hidden_layers_and_masks_are_no_part_of_the_picture() -> None:
    full = Raster.from_array(np.full((TILE, TILE), 255, np.uint8))
    hidden = ImageLayer(id="b", name="", raster=noise(2), visible=False)
    clear = ImageLayer(id="c", name="", raster=noise(3), opacity=0.0)
    base = ImageLayer(id="a", name="", raster=noise(1))
    assert np.array_equal(
        shown((base, hidden, clear, MaskLayer(id="m", name="", raster=full))), shown((base,))
    )


def test_only_the_area_is_painted() -> None:
    image = blank()
    area = QRect(10, 20, 30, 40)
    layer = ImageLayer(id="a", name="", raster=noise(1, 255))
    TilePainter().paint(image, (layer,), (0, 0), area, None)
    alpha = pixels_of(image, 4)[..., 3]
    assert alpha[20:60, 10:40].min() == 255
    assert int((alpha > 0).sum()) == 30 * 40


def test_a_wet_layer_is_shown_instead_of_its_own() -> None:
    layer = ImageLayer(id="a", name="", raster=noise(1))
    image = blank()
    TilePainter().paint(image, (layer,), (0, 0), WHOLE, Wet("a", noise(5)))
    assert np.array_equal(pixels_of(image, 4), shown((replace(layer, raster=noise(5)),)))


def test_the_painter_keeps_few_tiles() -> None:
    painter = TilePainter(keep=2)
    for seed in range(5):
        painter.paint(blank(), (ImageLayer(id="a", name="", raster=noise(seed)),), (0, 0), WHOLE, None)
    assert len(painter._ready) == 2
