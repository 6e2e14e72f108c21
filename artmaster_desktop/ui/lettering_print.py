"""Letters on the sheet, drawn band by band at the resolution of the print."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from artmaster_desktop.core.layer import InscriptionLayer, Layer
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.print_picture import parted
from artmaster_desktop.core.print_plan import PrintPlan
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tools.lettering import draw, lettering_bounds, strokes_of


class SheetLetters:
    """An Overlay. Fonts are asked when it is made, in the window's thread; afterwards it only fills shapes,
    so any thread may call it.
    """

    def __init__(self, layers: tuple[InscriptionLayer, ...], plan: PrintPlan) -> None:
        across = plan.placed.width / plan.source.width
        down = plan.placed.height / plan.source.height
        left, top = plan.placed.x - plan.source.x * across, plan.placed.y - plan.source.y * down
        self._width = plan.sheet.width
        self._paper = QRect(plan.placed.x, plan.placed.y, plan.placed.width, plan.placed.height)
        self._letters: list[tuple[Lettering, float, QRectF]] = []
        for layer in layers:
            placed = layer.lettering.through((across, 0.0, 0.0, down, left, top))
            strokes_of(placed.content)
            self._letters.append((placed, layer.opacity, lettering_bounds(placed)))

    def __call__(self, top: int, height: int) -> NDArray[np.float32] | None:
        """See core.print_sheet.Overlay."""
        band = QRectF(0, top, self._width, height)
        met = [(letters, part) for letters, part, box in self._letters if box.intersects(band)]
        if not met:
            return None
        sheet = _clear(self._width, height)
        painter = QPainter(sheet)
        painter.setClipRect(self._paper.translated(0, -top))
        for letters, part in met:
            alone = _clear(self._width, height)
            pen = QPainter(alone)
            pen.setTransform(QTransform.fromTranslate(0, -top))
            draw(pen, letters)
            pen.end()
            painter.setOpacity(part)
            painter.drawImage(0, 0, alone)
        painter.end()
        return pixels_of(sheet, 4).astype(np.float32) / np.float32(255)


def sheet_letters(layers: tuple[Layer, ...], plan: PrintPlan) -> SheetLetters | None:
    """The letters above the picture on the sheet; None where there are none."""
    above = parted(layers)[1]
    return SheetLetters(above, plan) if above else None


def _clear(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image
