"""PNG in and out, exact, with the size known before a pixel is unpacked (PNG 3rd edition, section 11.2.1)."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import Any, Literal

import numpy as np
from PIL import Image, PngImagePlugin

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.storage.limits import MAX_LAYER_PIXELS

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COMPRESSION = 6


class BadPicture(Exception):
    """Not a PNG that we read; the message says why. ``too_large`` where only its size is wrong."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        super().__init__(reason)
        self.too_large = too_large


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height as the header says; raises BadPicture where it is no PNG or larger than we read."""
    if len(data) < 33 or data[:8] != SIGNATURE or data[12:16] != b"IHDR":
        raise BadPicture("not a PNG picture")
    width, height = struct.unpack(">II", data[16:24])
    if width < 1 or height < 1:
        raise BadPicture("a picture without pixels")
    if width * height > MAX_LAYER_PIXELS:
        raise BadPicture(f"{width} x {height} pixels", too_large=True)
    return width, height


def decode_png(data: bytes, channels: Literal[3, 4] = 4) -> Pixels:
    """uint8 ``[H, W, channels]``, straight alpha; 16-bit and grey and palette pictures are converted.

    Raises BadPicture for anything that is not one whole PNG within our limits.
    """
    size = png_size(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a wrong text or animation chunk does not concern the pixels
            with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
                if image.size != size:
                    raise BadPicture("two headers")
                image.load()
                pixels = np.array(_eight_bit(image).convert("RGBA" if channels == 4 else "RGB"), np.uint8)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError) as error:
        raise BadPicture(f"damaged picture: {str(error)[:200]}") from error
    except Image.DecompressionBombError as error:
        raise BadPicture("too many pixels", too_large=True) from error
    return pixels


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey as 8-bit grey by the high byte, as Pillow does for 16-bit colour by itself."""
    if image.mode.startswith("I"):
        values: Any = np.asarray(image)
        return Image.fromarray((values >> 8).astype(np.uint8))
    return image


def encode_png(pixels: Pixels, texts: PngImagePlugin.PngInfo | None = None) -> bytes:
    """``pixels`` uint8 ``[H, W, 3]`` (RGB) or ``[H, W, 4]`` (RGBA) as PNG."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        out, format="PNG", compress_level=COMPRESSION, pnginfo=texts
    )
    return out.getvalue()
