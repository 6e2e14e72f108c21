"""PNG pictures of other programs: every ordinary form becomes 8-bit RGBA."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.storage import limits
from artmaster_desktop.storage.ora_reader import _tint
from artmaster_desktop.storage.png import decode_png, encode_png


def test_sixteen_bit_pictures_keep_their_high_byte() -> None:
    deep = np.random.default_rng(0).integers(0, 2**16, (5, 7, 4), np.uint16)
    good, data = cv2.imencode(".png", deep)
    assert good
    assert np.array_equal(decode_png(data.tobytes()), (deep >> 8).astype(np.uint8)[..., [2, 1, 0, 3]])
    grey = deep[..., 0]
    good, data = cv2.imencode(".png", grey)
    assert good
    assert np.array_equal(decode_png(data.tobytes())[..., 0], (grey >> 8).astype(np.uint8))


def test_palettes_and_grey_with_alpha() -> None:
    pixels = np.array([[[9, 9, 9, 255], [200, 200, 200, 0]]], np.uint8)
    for mode in ("LA", "P"):
        out = io.BytesIO()
        Image.fromarray(pixels).convert(mode).save(out, "PNG")
        assert decode_png(out.getvalue()).shape == (1, 2, 4)
    assert np.array_equal(decode_png(encode_png(pixels)), pixels)


def test_a_mask_without_data_takes_the_colour_it_was_shown_in() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    default = MaskLayer.__dataclass_fields__["colour"].default
    assert _tint(pixels) == default
    pixels[1, 0] = (1, 2, 3, 99)
    assert _tint(pixels) == (1, 2, 3)


def test_the_largest_canvas_is_within_the_limits() -> None:
    assert limits.MAX_LAYER_PIXELS > 8192 * 8192
    assert (Image.MAX_IMAGE_PIXELS or 0) > limits.MAX_LAYER_PIXELS
    assert Document(id="d", extent=Extent(8192, 8192)).extent.area < limits.MAX_TOTAL_PIXELS
