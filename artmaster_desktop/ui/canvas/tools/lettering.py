"""Inscriptions and seals as shapes: columns from right to left, seals in relief or cut, sharp at any size."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPolygonF, QTransform

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.lettering import (
    COLUMN,
    LINE,
    Inscription,
    Lettering,
    Relief,
    Seal,
    Shape,
    Writing,
)
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.tile_work import common
from artmaster_desktop.ui.canvas.raster_image import painted
from artmaster_desktop.ui.canvas.tools.lift import room

FAMILY = "Noto Serif CJK SC"
"""Where no font is chosen; a system without it takes its own."""

EM = 200
"""Pixels of the font whose outlines are taken: so large that hinting has no say."""

FRAME, MARGIN, GAP = 0.05, 0.045, 0.035
"""Of a seal 1 high: the thickness of its frame, the room inside, and that between characters."""

THIN = 0.4
"""Of its font's height: a character that is less in one direction is not stretched to fill its place."""

OUTLINE, SOFT = 360, 7
"""Points of an outline, and over how many of them its unevenness is smoothed."""

TURNED = set("「」『』《》〈〉（）()【】…—―–-~～")
AT_THE_CORNER = set("，。、")


@dataclass(frozen=True, slots=True)
class Stroke:
    """A shape that takes ink, or (``add`` False) takes it away again."""

    path: QPainterPath
    add: bool = True


@lru_cache(maxsize=64)
def strokes_of(content: Writing) -> tuple[Stroke, ...]:
    """What to draw, in this order, in the content's own units."""
    return _inscription(content) if isinstance(content, Inscription) else _seal(content)


def draw(painter: QPainter, lettering: Lettering) -> None:
    """On an empty sheet (what takes ink away would take it from others too), in canvas pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(QTransform(*lettering.place), combine=True)
    modes = QPainter.CompositionMode
    for stroke in strokes_of(lettering.content):
        painter.setCompositionMode(
            modes.CompositionMode_SourceOver if stroke.add else modes.CompositionMode_DestinationOut
        )
        painter.fillPath(stroke.path, QColor(*lettering.content.colour))


def lettering_bounds(lettering: Lettering) -> QRectF:
    """Where it lies on the canvas."""
    box = QRectF()
    for stroke in strokes_of(lettering.content):
        box = box.united(stroke.path.boundingRect()) if stroke.add else box
    return QTransform(*lettering.place).mapRect(box)


def lettering_raster(lettering: Lettering, extent: Extent) -> Raster:
    """How it looks on a canvas of ``extent``, at the canvas' resolution."""
    box = lettering_bounds(lettering).toAlignedRect().adjusted(-1, -1, 1, 1)
    area = common(Bounds(box.x(), box.y(), box.width(), box.height()), room(extent.width, extent.height))
    if area.empty:
        return Raster(4)
    return painted(Raster(4), area, lambda painter: draw(painter, lettering))


# ------------------------------------------------------------------------------------------- inscriptions


def font_of(family: str, *, bold: bool = False) -> QFont:
    """The font that is drawn with, where ``family`` is asked for."""
    font = QFont(family or FAMILY)
    font.setPixelSize(EM)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferOutline)
    return font


def _inscription(content: Inscription) -> tuple[Stroke, ...]:
    font = font_of(content.family)
    metrics = QFontMetricsF(font)
    whole = QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    middle = content.size[0] - 0.5
    for number, column in enumerate(content.columns):
        for row, letter in enumerate(column):
            path = _letter(letter, font, metrics)
            place = QTransform.fromTranslate(middle - COLUMN * number, 0.5 + LINE * row)
            if letter in TURNED:
                place.rotate(90)
            elif letter in AT_THE_CORNER:
                place.translate(0.68, -0.68)
            whole.addPath(place.map(path))
    return (Stroke(whole),)


def _letter(letter: str, font: QFont, metrics: QFontMetricsF) -> QPainterPath:
    """One character 1 high, the middle of its place at (0, 0)."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addText(QPointF(0, 0), font, letter)
    wide = metrics.horizontalAdvance(letter)
    up, down = metrics.ascent(), metrics.descent()
    shape = QTransform.fromScale(1 / EM, 1 / EM).translate(-wide / 2, (up - down) / 2)
    return shape.map(path)


# --------------------------------------------------------------------------------------------------- seals


def _seal(content: Seal) -> tuple[Stroke, ...]:
    chance = random.Random(f"{content.text}/{content.chips}")
    ground = _ground(content, 0.0, chance)
    letters = _letters(content)
    if content.relief is Relief.CUT:
        strokes = [Stroke(ground), Stroke(letters, add=False)]
    else:
        strokes = [Stroke(ground), Stroke(_ground(content, FRAME, chance), add=False), Stroke(letters)]
    if content.worn:
        strokes.append(Stroke(_chips(content, chance), add=False))
    return tuple(strokes)


def _ground(content: Seal, inset: float, chance: random.Random) -> QPainterPath:
    """The face of the stone, its outline as uneven as the years have made it."""
    wide, high = content.size
    box = QRectF(0, 0, wide, high).adjusted(inset, inset, -inset, -inset)
    plain = QPainterPath()
    if content.shape is Shape.SQUARE:
        corner = max(0.012, 0.045 - inset / 2)
        plain.addRoundedRect(box, corner, corner)
    else:
        plain.addEllipse(box)
    rough = [abs(chance.gauss(0, 0.011)) * content.worn for _ in range(OUTLINE)]
    points = []
    for step in range(OUTLINE):
        at = plain.pointAtPercent(step / OUTLINE)
        away = at - box.center()
        depth = sum(rough[step - near] for near in range(SOFT)) / SOFT
        points.append(at - away / math.hypot(away.x(), away.y()) * depth)
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _letters(content: Seal) -> QPainterPath:
    """The characters, each filling its place: stretched, as seal cutters do."""
    wide, high = content.size
    edge = FRAME + MARGIN
    if content.shape is not Shape.SQUARE:
        edge += 0.085 if content.shape is Shape.ROUND else 0.06
    if content.relief is Relief.CUT:
        edge -= 0.015
    tall = edge + (0.06 if content.shape is Shape.OVAL else 0.0)
    columns = content.columns
    column = (wide - 2 * edge + GAP) / len(columns)
    font = font_of(content.family, bold=True)
    whole = QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    for number, letters in enumerate(columns):
        left = wide - edge - column * (number + 1) + GAP
        row = (high - 2 * tall + GAP) / len(letters)
        for at, letter in enumerate(letters):
            whole.addPath(_filling(letter, font, QRectF(left, tall + row * at, column - GAP, row - GAP)))
    return whole


def _filling(letter: str, font: QFont, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addText(QPointF(0, 0), font, letter)
    ink = path.boundingRect()
    if ink.isEmpty():
        return path
    least = EM * THIN
    if ink.width() < least:
        ink.adjust((ink.width() - EM * 0.8) / 2, 0, (EM * 0.8 - ink.width()) / 2, 0)
    if ink.height() < least:
        ink.adjust(0, (ink.height() - EM * 0.8) / 2, 0, (EM * 0.8 - ink.height()) / 2)
    shape = QTransform.fromTranslate(box.x(), box.y())
    shape.scale(box.width() / ink.width(), box.height() / ink.height())
    return shape.translate(-ink.x(), -ink.y()).map(path)


def _chips(content: Seal, chance: random.Random) -> QPainterPath:
    """What has broken off: most of it at the edge, some specks where the paste did not take."""
    wide, high = content.size
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for number in range(round(70 * content.worn)):
        turn = chance.uniform(0, 2 * math.pi)
        if number % 3:
            far, radius = chance.uniform(0, 1) ** 0.5, chance.uniform(0.002, 0.007)
        else:
            far, radius = chance.uniform(0.97, 1.02), chance.uniform(0.006, 0.02)
        across, down = math.cos(turn) * far, math.sin(turn) * far
        if content.shape is Shape.SQUARE:  # out to the side instead of to the circle
            most = max(abs(math.cos(turn)), abs(math.sin(turn)))
            across, down = across / most, down / most
        middle = QPointF(wide / 2 * (1 + across), high / 2 * (1 + down))
        corners = [
            middle + QPointF(math.cos(angle), math.sin(angle)) * radius * chance.uniform(0.4, 1.3)
            for angle in (2 * math.pi * corner / 9 for corner in range(9))
        ]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path
