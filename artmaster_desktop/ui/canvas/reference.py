"""The whole picture as pixels, for tools that look at it: composed as on the screen, away from the window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QImage

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import Layer
from artmaster_desktop.core.raster import TILE, Pixels
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tile_paint import WHOLE, TilePainter, blank


def seen(layers: Sequence[Layer], extent: Extent) -> Pixels:
    """The visible layers without masks, uint8 RGBA ``[H, W, 4]`` of the canvas. May run in any thread."""
    painter = TilePainter(keep=1)
    out = np.zeros((extent.height, extent.width, 4), np.uint8)
    for row in range(-(-extent.height // TILE)):
        for column in range(-(-extent.width // TILE)):
            image: QImage = blank()
            painter.paint(image, layers, (row, column), WHOLE, None)
            part = out[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
            part[...] = pixels_of(image, 4)[: part.shape[0], : part.shape[1]]
    return out
