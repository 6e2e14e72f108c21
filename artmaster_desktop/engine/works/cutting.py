"""Crops as pixels, and pictures of a work with its crops and marks drawn on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark, MarkKind
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.works.surface import reduced

OVERLAY_SIDE = 1024
_COLOURS = {MarkKind.SEAL: (214, 32, 32), MarkKind.INSCRIPTION: (32, 96, 214)}
_CROPS = ((230, 126, 0), (0, 132, 120), (136, 60, 170), (90, 110, 20))


def cut(pixels: Pixels, crop: Crop) -> Pixels:
    """The crop of a work uint8 RGB ``[H, W, 3]`` at its own size: averaged where it shrinks, Lanczos (1956;
    8 x 8 samples) where it is enlarged, which sharpens nothing that is not there.
    """
    own = crop.box.pixels(Extent(pixels.shape[1], pixels.shape[0]))
    part = np.ascontiguousarray(pixels[own.y : own.bottom, own.x : own.right])
    shrinks = own.width >= crop.width and own.height >= crop.height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(part, (crop.width, crop.height), interpolation=method), np.uint8)


def overlay(pixels: Pixels, crops: Sequence[Crop], marks: Sequence[Mark]) -> Pixels:
    """The work, at most ``OVERLAY_SIDE`` pixels, with frames: seals red, inscriptions blue, each size of crop
    a colour of its own, all named.
    """
    view = np.ascontiguousarray(reduced(pixels, OVERLAY_SIDE)).copy()
    sizes = list(dict.fromkeys((crop.width, crop.height) for crop in crops))
    for crop in crops:
        colour = _CROPS[sizes.index((crop.width, crop.height)) % len(_CROPS)]
        _frame(view, crop.box, colour, crop.id, 3)
    for mark in marks:
        if mark.counts:
            _frame(view, mark.box, _COLOURS[mark.kind], mark.id, 2)
    return view


def _frame(view: Pixels, box: Box, colour: tuple[int, int, int], name: str, width: int) -> None:
    own = box.pixels(Extent(view.shape[1], view.shape[0]))
    inset = width // 2
    first, last = (own.x + inset, own.y + inset), (own.right - 1 - inset, own.bottom - 1 - inset)
    cv2.rectangle(view, first, last, colour, width, cv2.LINE_AA)
    font, size = cv2.FONT_HERSHEY_SIMPLEX, 0.45
    (long, high), _ = cv2.getTextSize(name, font, size, 1)
    x = min(own.x + 6, view.shape[1] - long - 4)
    y = own.y + high + 8 if own.height > 60 else max(high + 4, own.y - 6)
    cv2.rectangle(view, (x - 3, y - high - 3), (x + long + 3, y + 4), (255, 255, 255), -1)
    cv2.putText(view, name, (x, y), font, size, colour, 1, cv2.LINE_AA)
