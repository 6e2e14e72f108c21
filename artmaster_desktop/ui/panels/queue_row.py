"""One job of the queue, drawn as a row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from artmaster_desktop.app.jobs import Entry, State
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.tint import amber, line, mix, quiet

ICON = 18
ROW = Qt.ItemDataRole.UserRole
TITLE = Qt.ItemDataRole.UserRole + 1
DETAIL = Qt.ItemDataRole.UserRole + 2

_ICONS = {
    State.WAITING: "clock",
    State.RUNNING: "paint",
    State.DONE: "check",
    State.FAILED: "warning",
    State.CANCELLED: "cancel",
}


class QueueRow(QStyledItemDelegate):
    """Draws an entry's state, title and detail, and the progress of the running one."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> QSize:
        return QSize(120, 2 * option.fontMetrics.height() + 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        entry = index.data(ROW)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, rect = option.palette, option.rect
        strong = palette.color(QPalette.ColorRole.Highlight)
        window = palette.color(QPalette.ColorRole.Window)
        ground = QRectF(rect).adjusted(1, 1, -1, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if entry.state is State.RUNNING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(window, palette.color(QPalette.ColorRole.Base), 0.6))
            painter.drawRoundedRect(ground, 4, 4)
        if chosen:
            painter.setPen(strong)
            painter.setBrush(mix(window, strong, 0.16))
            painter.drawRoundedRect(ground, 4, 4)
        place = QRect(rect.x() + 9, rect.y() + (rect.height() - ICON) // 2, ICON, ICON)
        sign = icon(_ICONS[entry.state])
        if entry.ended and entry.state is not State.FAILED:
            painter.setOpacity(0.55)
        painter.drawPixmap(place, sign.pixmap(QSize(ICON, ICON), option.widget.devicePixelRatioF()))
        self._paint_words(painter, option, entry, str(index.data(TITLE)), str(index.data(DETAIL)))
        painter.setOpacity(1.0)
        if entry.state is State.RUNNING:
            self._paint_bar(painter, option, entry.progress)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, title: str, detail: str
    ) -> None:
        metrics, palette = option.fontMetrics, option.palette
        left = option.rect.x() + ICON + 18
        room = option.rect.width() - ICON - 28
        top = option.rect.y() + 5
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if entry.state is State.RUNNING else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(left, top + metrics.ascent(), painter.fontMetrics().elidedText(title, elide, room))
        painter.setFont(option.font)
        painter.setPen(amber(palette) if entry.state is State.FAILED else quiet(palette, 0.36))
        second = top + metrics.height() + metrics.ascent()
        painter.drawText(left, second, metrics.elidedText(detail, elide, room))

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, progress: float) -> None:
        rect = option.rect
        bar = QRectF(rect.x() + ICON + 18, rect.bottom() - 5, rect.width() - ICON - 28, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line(option.palette, 0.16))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bar.setWidth(bar.width() * progress)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(bar, 1.5, 1.5)
