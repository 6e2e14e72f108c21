"""The compositor against the formulas of the W3C, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmaster_desktop.core.compose import STRIP, composite, flatten
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer
from artmaster_desktop.core.raster import Raster

ONE = Bounds(0, 0, 1, 1)
Colour = tuple[int, int, int, int]


def image(colour: Colour, name: str = "a", opacity: float = 1.0, blend: str = "svg:src-over") -> ImageLayer:
    raster = Raster.from_array(np.array([[colour]], np.uint8))
    return ImageLayer(id=name, name=name, raster=raster, opacity=opacity, blend=blend)


def mixed(*layers: Layer) -> Colour:
    red, green, blue, alpha = (int(v) for v in composite(layers, ONE)[0, 0])
    return red, green, blue, alpha


def blended(bottom: Colour, top: Colour, blend: str) -> Colour:
    return mixed(image(bottom, "a"), image(top, "b", blend=blend))


@given(st.integers(0, 2**32 - 1))
def test_one_layer_alone_is_itself(seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (STRIP + 3, 2, 4), np.uint8)
    layer = ImageLayer(id="a", name="a", raster=Raster.from_array(pixels))
    out = composite((layer,), Bounds(0, 0, 2, STRIP + 3))
    clear = pixels[..., 3] == 0
    assert np.array_equal(out[~clear], pixels[~clear])
    assert not out[clear].any()


def test_nothing_is_clear_and_flattens_to_the_background() -> None:
    assert mixed() == (0, 0, 0, 0)
    assert flatten((), Bounds(-3, 5, 2, STRIP + 1), (7, 8, 9)).tolist() == [[[7, 8, 9]] * 2] * (STRIP + 1)


def test_half_covering_layers_mix() -> None:
    black = image((0, 0, 0, 255), opacity=0.5)
    assert flatten((black,), ONE).tolist() == [[[128, 128, 128]]]
    assert mixed(black) == (0, 0, 0, 128)


def test_hidden_layers_do_not_show() -> None:
    layer = ImageLayer(
        id="a", name="", visible=False, raster=Raster.from_array(np.full((1, 1, 4), 9, np.uint8))
    )
    assert mixed(layer, image((1, 2, 3, 255), "b", opacity=0.0)) == (0, 0, 0, 0)


def test_a_mask_shows_its_colour() -> None:
    mask = MaskLayer(
        id="m", name="", raster=Raster.from_array(np.array([[51]], np.uint8)), colour=(10, 20, 30)
    )
    assert mixed(mask) == (10, 20, 30, 51)


W3C = {
    # blend: result of (200, 100, 50) under (100, 200, 0), both opaque
    "svg:src-over": (100, 200, 0),
    "svg:nobody-knows": (100, 200, 0),
    "svg:multiply": (78, 78, 0),
    "svg:screen": (222, 222, 50),
    "svg:overlay": (188, 157, 0),
    "svg:darken": (100, 100, 0),
    "svg:lighten": (200, 200, 50),
    "svg:color-dodge": (255, 255, 50),
    "svg:color-burn": (115, 57, 0),
    "svg:hard-light": (157, 188, 0),
    "svg:difference": (100, 100, 50),
    "svg:plus": (255, 255, 50),
    "svg:src-atop": (100, 200, 0),
    "svg:dst-atop": (200, 100, 50),
    "svg:dst-in": (200, 100, 50),
}


@pytest.mark.parametrize(("blend", "expected"), W3C.items())
def test_blends_of_opaque_layers(blend: str, expected: tuple[int, int, int]) -> None:
    assert blended((200, 100, 50, 255), (100, 200, 0, 255), blend) == (*expected, 255)


def test_blends_at_the_ends_of_the_range() -> None:
    black, white, grey = (0, 0, 0, 255), (255, 255, 255, 255), (100, 100, 100, 255)
    assert blended(black, white, "svg:color-dodge") == black
    assert blended(grey, white, "svg:color-dodge") == white
    assert blended(white, black, "svg:color-burn") == white
    assert blended(grey, black, "svg:color-burn") == black
    assert blended(grey, (255, 0, 128, 255), "svg:soft-light") == (160, 39, 100, 255)
    assert blended((30, 30, 30, 255), white, "svg:soft-light") == (84, 84, 84, 255)


def test_porter_duff_on_half_covering_pixels() -> None:
    bottom, top = (200, 100, 0, 128), (0, 0, 255, 128)
    assert blended(bottom, top, "svg:dst-out") == (200, 100, 0, 64)
    assert blended(bottom, top, "svg:dst-in") == (200, 100, 0, 64)
    assert blended(bottom, top, "svg:src-atop")[3] == 128
    assert blended(bottom, top, "svg:dst-atop")[3] == 128
    assert blended(bottom, top, "svg:plus")[3] == 255


def test_a_blend_leaves_what_lies_outside_the_backdrop() -> None:
    assert blended((0, 0, 0, 0), (10, 20, 30, 255), "svg:multiply") == (10, 20, 30, 255)
    assert blended((10, 20, 30, 255), (0, 0, 0, 0), "svg:multiply") == (10, 20, 30, 255)


def test_the_blends_of_hue_saturation_and_luminosity() -> None:
    def lum(c: Colour) -> float:
        return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]

    bottom, top = (180, 120, 60, 255), (40, 90, 200, 255)
    for blend, keeps in (
        ("svg:color", bottom),
        ("svg:hue", bottom),
        ("svg:saturation", bottom),
        ("svg:luminosity", top),
    ):
        assert lum(blended(bottom, top, blend)) == pytest.approx(lum(keeps), abs=1.0)
    hue = blended(bottom, top, "svg:hue")
    assert max(hue[:3]) - min(hue[:3]) <= 121  # the saturation of the bottom, less what clipping takes
    assert blended(bottom, (90, 90, 90, 255), "svg:saturation")[:3] == pytest.approx((131, 131, 131), abs=1)
    assert blended((250, 250, 0, 255), (0, 0, 255, 255), "svg:color")[2] == 255  # clipped from above
    assert blended((20, 10, 0, 255), (255, 255, 0, 255), "svg:color")[2] == 0  # and from below


def test_groups() -> None:
    low, top = image((100, 100, 100, 255), "low"), image((50, 50, 50, 255), "top", blend="svg:multiply")
    alone = GroupLayer(id="g", name="", layers=(top,))
    through = GroupLayer(id="g", name="", layers=(top,), isolated=False)
    faint = GroupLayer(id="g", name="", layers=(top,), isolated=False, opacity=0.5)
    assert mixed(low, alone)[0] == 50  # nothing below inside the group to multiply with
    assert mixed(low, through)[0] == 20
    assert mixed(low, faint)[0] == 75  # a group with opacity of its own is isolated
