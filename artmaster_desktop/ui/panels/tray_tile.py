"""How a result is drawn in the tray."""

from __future__ import annotations

import math

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from artmaster_desktop.app.results import Result
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import duration_text, painter_name, steps_text
from artmaster_desktop.ui.panels.tray_model import FACTS, RESULT, THUMBNAIL, UNSEEN, Facts, Index
from artmaster_desktop.ui.widgets.tint import line, mix, quiet

PAD = 4
STAR = 20
GOLD = QColor(245, 196, 66)


class TrayTile(QStyledItemDelegate):
    """Draws a picture ``side`` pixels wide and ``aspect`` times as high, with two lines of text below it.

    ``star_pressed`` tells the result whose star was pressed.
    """

    star_pressed = Signal(object)

    def __init__(self, side: int = 136) -> None:
        super().__init__()
        self.side = side
        self.aspect = 1.0

    @property
    def height(self) -> int:
        """Of the picture's place, in pixels."""
        return round(self.side * self.aspect)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:  # noqa: N802
        return QSize(self.side, self.height + 2 * option.fontMetrics.height() + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform, True
        )
        result, frame = index.data(RESULT), self._frame(option.rect)
        if isinstance(result, Result):
            place = self._paint_picture(painter, option, index, frame)
            self._paint_marks(painter, option, index, result, place)
            self._paint_words(painter, option, index, result)
        else:
            self._paint_awaited(painter, option, frame)
        painter.restore()

    def editorEvent(  # noqa: N802
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index, /
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            result = index.data(RESULT)
            left = event.button() == Qt.MouseButton.LeftButton
            if left and isinstance(result, Result) and self._star(option.rect).contains(event.position()):
                self.star_pressed.emit(result)
                return True
        return super().editorEvent(event, model, option, index)

    def _frame(self, rect: QRect) -> QRectF:
        return QRectF(rect.x() + PAD, rect.y() + PAD, rect.width() - 2 * PAD, self.height - 2 * PAD)

    def _star(self, rect: QRect) -> QRectF:
        frame = self._frame(rect)
        return QRectF(frame.right() - STAR - 3, frame.top() + 3, STAR, STAR)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, frame: QRectF
    ) -> QRectF:
        """Draw the thumbnail whole in the middle of ``frame``; where it lies."""
        palette = option.palette
        picture = index.data(THUMBNAIL)
        place = QRectF(frame)
        if isinstance(picture, QImage) and not picture.isNull():
            scale = min(frame.width() / picture.width(), frame.height() / picture.height())
            place = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
            place.moveCenter(frame.center())
        outline = QPainterPath()
        outline.addRoundedRect(place, 4, 4)
        if isinstance(picture, QImage) and not picture.isNull():
            painter.setClipPath(outline)
            painter.drawImage(place, picture)
            painter.setClipping(False)
        else:
            painter.fillPath(outline, line(palette, 0.06))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        strong = palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(strong, 2.5) if chosen else QPen(line(palette, 0.25), 1))
        painter.drawPath(outline)
        if option.state & QStyle.StateFlag.State_HasFocus and not chosen:
            painter.setPen(QPen(strong, 1.2, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 5, 5)
        return place

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, result: Result, place: QRectF
    ) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if result.stored.favourite or hovered:
            _paint_star(painter, self._star(option.rect), full=result.stored.favourite)
        if index.data(UNSEEN):
            painter.setPen(QPen(QColor(255, 255, 255, 230), 1.5))
            painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawEllipse(QPointF(place.left() + 9, place.top() + 9), 5, 5)
        if result.applied:
            badge = QRectF(place.left() + 5, place.bottom() - 23, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(20, 20, 20, 170))
            painter.drawEllipse(badge)
            painter.setPen(QPen(QColor(255, 255, 255), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            at = badge.center()
            painter.drawPolyline(
                QPolygonF([at + QPointF(-4, 0), at + QPointF(-1, 3.5), at + QPointF(4.5, -3.5)])
            )

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, result: Result
    ) -> None:
        facts = index.data(FACTS)
        metrics, palette = option.fontMetrics, option.palette
        width = option.rect.width() - 2 * PAD
        top = option.rect.y() + self.height
        first = self.tr("Seed {seed}").format(seed=result.stored.seed)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        elide = Qt.TextElideMode.ElideRight
        left = option.rect.x() + PAD
        painter.drawText(left, top + metrics.ascent(), metrics.elidedText(first, elide, width))
        if isinstance(facts, Facts):
            parts = [steps_text(facts.steps)]
            parts += [duration_text(facts.seconds)] if facts.seconds else []
            parts += map(painter_name, facts.painters)
            painter.setPen(quiet(palette, 0.36))
            said = metrics.elidedText(" · ".join(parts), elide, width)
            painter.drawText(left, top + metrics.height() + metrics.ascent(), said)

    def _paint_awaited(self, painter: QPainter, option: QStyleOptionViewItem, frame: QRectF) -> None:
        painter.setPen(QPen(line(option.palette, 0.3), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(mix(option.palette.window().color(), option.palette.base().color(), 0.4))
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 5, 5)
        picture = icon("clock").pixmap(QSize(24, 24), option.widget.devicePixelRatioF())
        painter.setOpacity(0.5)
        painter.drawPixmap(frame.center() - QPointF(12, 12), picture)


def _paint_star(painter: QPainter, place: QRectF, *, full: bool) -> None:
    """A star that is seen on any picture."""
    middle, points = place.center(), QPolygonF()
    for corner in range(10):
        reach = place.width() * (0.44 if corner % 2 == 0 else 0.2)
        angle = math.pi * corner / 5 - math.pi / 2
        points.append(middle + QPointF(math.cos(angle) * reach, math.sin(angle) * reach))
    painter.setPen(
        QPen(
            QColor(0, 0, 0, 150),
            2.5,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    painter.setBrush(GOLD if full else QColor(255, 255, 255, 60))
    painter.drawPolygon(points)
    painter.setPen(QPen(GOLD if full else QColor(255, 255, 255, 220), 1))
    painter.drawPolygon(points)
