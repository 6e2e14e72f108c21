"""How a painter looks in the gallery: its picture, its palette, its names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.painters_model import PAINTER, language, other_name
from artmaster_desktop.ui.panels.painters_pictures import Album
from artmaster_desktop.ui.widgets.card_grid import CardDelegate, paint_focus
from artmaster_desktop.ui.widgets.tint import amber, line, mix, quiet

GAP = 6
"""Pixels around a card, in its cell."""
STRIP = 6
"""Pixels: height of the palette under the picture."""
PROPORTION = 0.86
"""Height of the picture in its width."""

Index = QModelIndex | QPersistentModelIndex


class PainterCardDelegate(CardDelegate):
    """Paints cards of ``width`` pixels. The mouse over a card leafs through its works, from left to right."""

    def __init__(self, album: Album, parent: QWidget) -> None:
        super().__init__(parent)
        self._album = album
        self._mouse: QPoint | None = None

    def set_mouse(self, place: QPoint | None) -> None:
        """Where the mouse is in the view; None where it is elsewhere."""
        self._mouse = place

    def height(self) -> int:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        text = 2 * parent.fontMetrics().height() + 12
        return round((self.width - 2 * GAP) * PROPORTION) + STRIP + text + 2 * GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Shelved = index.data(PAINTER)
        widget: QWidget = option.widget
        palette: QPalette = widget.palette()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        card = QRectF(rect).adjusted(GAP, GAP, -GAP, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(card, 7, 7)
        self._ground(painter, outline, palette, state)
        picture = QRectF(card.left(), card.top(), card.width(), round(card.width() * PROPORTION))
        painter.setClipPath(outline)
        self._picture(painter, picture, one, palette)
        strip = QRectF(card.left(), picture.bottom(), card.width(), STRIP)
        paint_palette(painter, strip, one.painter.palette)
        painter.setClipping(False)
        lines = QRectF(
            card.left() + 8, strip.bottom() + 4, card.width() - 16, card.bottom() - strip.bottom() - 8
        )
        self._names(painter, lines, one, palette)
        self._frame(painter, outline, palette, state)
        if one.flaws:
            self._warn(painter, picture, palette)
        painter.restore()

    def _ground(
        self, painter: QPainter, outline: QPainterPath, palette: QPalette, state: QStyle.StateFlag
    ) -> None:
        window, base = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Base)
        ground = mix(window, base, 0.7)
        if state & QStyle.StateFlag.State_Selected:
            ground = mix(ground, palette.color(QPalette.ColorRole.Highlight), 0.22)
        painter.fillPath(outline, ground)

    def _frame(
        self, painter: QPainter, outline: QPainterPath, palette: QPalette, state: QStyle.StateFlag
    ) -> None:
        strong = palette.color(QPalette.ColorRole.Highlight)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(strong, 2))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(strong, 1.2, Qt.PenStyle.DotLine))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(line(palette, 0.42), 1))
        else:
            painter.setPen(QPen(line(palette, 0.16), 1))
        painter.drawPath(outline)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, outline.boundingRect(), palette)

    def _picture(self, painter: QPainter, target: QRectF, one: Shelved, palette: QPalette) -> None:
        works = self._album.pictures(one.painter)
        if works:
            place = self._leaf(target, len(works))
            cover(painter, target, works[self._album.liveliest(one.painter) if place is None else place])
            if place is not None and len(works) > 1:
                self._mark_leaf(painter, target, place, len(works))
            return
        paint_absent(painter, target, one.painter.palette, palette)
        if works is not None:
            side = min(36.0, target.height() / 2)
            spot = QRectF(target.center().x() - side / 2, target.center().y() - side / 2, side, side)
            painter.setOpacity(0.5)
            icon("image").paint(painter, spot.toRect())
            painter.setOpacity(1.0)

    def _leaf(self, target: QRectF, count: int) -> int | None:
        """The work that the mouse points at, None where it is elsewhere."""
        if self._mouse is None or not target.contains(self._mouse):
            return None
        part = (self._mouse.x() - target.left()) / target.width()
        return min(count - 1, int(part * count))

    def _mark_leaf(self, painter: QPainter, target: QRectF, place: int, count: int) -> None:
        width = target.width() / count
        bar = QRectF(target.left() + place * width, target.bottom() - 3, width, 3)
        painter.fillRect(QRectF(target.left(), bar.top(), target.width(), 3), QColor(0, 0, 0, 90))
        painter.fillRect(bar, QColor(255, 255, 255, 230))

    def _names(self, painter: QPainter, lines: QRectF, one: Shelved, palette: QPalette) -> None:
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        first = QRectF(lines.left(), lines.top(), lines.width(), metrics.height())
        name = metrics.elidedText(one.named(language()), Qt.TextElideMode.ElideRight, int(lines.width()))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignVCenter), name)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        said = " · ".join(text for text in (other_name(one), ", ".join(one.painter.tags[:3])) if text)
        second = QRectF(lines.left(), first.bottom() + 1, lines.width(), metrics.height())
        painter.setPen(quiet(palette, 0.34))
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, int(lines.width()))
        painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _warn(self, painter: QPainter, picture: QRectF, palette: QPalette) -> None:
        spot = QRectF(picture.right() - 24, picture.top() + 6, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(amber(palette))
        painter.drawEllipse(spot)
        painter.setPen(palette.color(QPalette.ColorRole.Base))
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Black)
        painter.setFont(font)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), "!")


def cover(painter: QPainter, target: QRectF, picture: QImage) -> None:
    """Fill ``target`` with the middle of ``picture``."""
    scale = max(target.width() / picture.width(), target.height() / picture.height())
    width, height = target.width() / scale, target.height() / scale
    part = QRectF((picture.width() - width) / 2, (picture.height() - height) / 2, width, height)
    painter.drawImage(target, picture, part)


def paint_palette(painter: QPainter, target: QRectF, colours: Sequence[str]) -> None:
    """The colours side by side in ``target``."""
    for i, colour in enumerate(colours):
        left = target.left() + target.width() * i / len(colours)
        right = target.left() + target.width() * (i + 1) / len(colours)
        painter.fillRect(QRectF(left, target.top(), right - left + 0.5, target.height()), QColor(colour))


def paint_absent(painter: QPainter, target: QRectF, colours: Sequence[str], palette: QPalette) -> None:
    """A wash of the painter's palette where there is no picture (yet)."""
    wash = QLinearGradient(target.topLeft(), target.bottomRight())
    ground = palette.color(QPalette.ColorRole.Window)
    for i, colour in enumerate(colours):
        wash.setColorAt(i / max(1, len(colours) - 1), mix(ground, QColor(colour), 0.35))
    painter.fillRect(target, wash if colours else mix(ground, line(palette), 0.5))
