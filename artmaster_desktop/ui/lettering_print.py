"""Letters on the sheet: drawn band by band at the resolution of the print, or given as shapes."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QTransform

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import InscriptionLayer, Layer
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.print_errors import LettersUndrawable
from artmaster_desktop.core.print_letters import Contour, Laid, Outline, Segment
from artmaster_desktop.core.print_picture import parted
from artmaster_desktop.core.print_plan import PrintPlan
from artmaster_desktop.ui.canvas.raster_image import pixels_of
from artmaster_desktop.ui.canvas.tools.lettering import draw, lettering_bounds, strokes_of
from artmaster_desktop.ui.lettering_fonts import replaced_font, undrawable

FINE = 2000.0
"""Units of a letter's height in which shapes are cut out of each other: in small numbers Qt's way of doing it
takes points for one that are not.
"""


class SheetLetters:
    """See core.print_letters.Letters. Fonts are asked when it is made, in the thread that has Qt; afterwards
    it only fills shapes, so any thread may call it.
    """

    def __init__(self, layers: tuple[InscriptionLayer, ...], laid: Laid) -> None:
        """Raises LettersUndrawable where no font has a letter."""
        contents = [layer.lettering.content for layer in layers]
        if missing := "".join(dict.fromkeys("".join(undrawable(content) for content in contents))):
            raise LettersUndrawable(missing)
        self.replaced = tuple(dict.fromkeys(name for c in contents if (name := replaced_font(c))))
        across = laid.placed.width / laid.source.width
        down = laid.placed.height / laid.source.height
        left, top = laid.placed.x - laid.source.x * across, laid.placed.y - laid.source.y * down
        self._width = laid.sheet.width
        self.area = laid.placed
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
        painter.setClipRect(_rect(self.area).translated(0, -top))
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

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """See core.print_letters.Letters."""
        return tuple(_outline(letters, opacity) for letters, opacity, _ in self._letters)


def sheet_letters(layers: tuple[Layer, ...], plan: PrintPlan) -> SheetLetters | None:
    """The letters above the picture on the sheet; None where there are none. Raises LettersUndrawable."""
    above = parted(layers)[1]
    return SheetLetters(above, plan.laid) if above else None


def _outline(letters: Lettering, opacity: float) -> Outline:
    """The shape of all that is inked, what takes ink away cut out of it."""
    first, *rest = strokes_of(letters.content)
    fine = QTransform.fromScale(FINE, FINE)
    path = fine.map(first.path)
    for stroke in rest:
        other = fine.map(stroke.path)
        path = path.united(other) if stroke.add else path.subtracted(other)
    back = QTransform.fromScale(1 / FINE, 1 / FINE) * QTransform(*letters.place)
    return Outline(
        contours=_contours(back.map(path)),
        colour=letters.content.colour,
        opacity=opacity,
        winding=path.fillRule() is Qt.FillRule.WindingFill,
    )


def _contours(path: QPainterPath) -> tuple[Contour, ...]:
    kinds = QPainterPath.ElementType
    contours: list[Contour] = []
    start: tuple[float, float] = (0.0, 0.0)
    segments: list[Segment] = []
    at, count = 0, path.elementCount()
    while at < count:
        element = path.elementAt(at)
        point = (element.x, element.y)
        if element.type is kinds.CurveToElement:
            second, end = path.elementAt(at + 1), path.elementAt(at + 2)
            segments.append((*point, second.x, second.y, end.x, end.y))
            at += 2
        elif element.type is kinds.LineToElement:
            segments.append(point)
        else:
            contours += [Contour(start, tuple(segments))] if segments else []
            start, segments = point, []
        at += 1
    return (*contours, Contour(start, tuple(segments))) if segments else tuple(contours)


def _rect(box: Bounds) -> QRect:
    return QRect(box.x, box.y, box.width, box.height)


def _clear(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image
