"""The list of words that a prompt may go on with. It never takes the focus, so input methods work on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from artmaster_desktop.core.vocabulary import Completion
from artmaster_desktop.ui.widgets.tint import mix

OTHER_ROLE = Qt.ItemDataRole.UserRole
MOST_ROWS = 8


class _Row(QStyledItemDelegate):
    """The word at the left, and what it is in the other language, quietly, at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        palette, rect = option.palette, option.rect
        text = palette.color(QPalette.ColorRole.Text)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
            text = palette.color(QPalette.ColorRole.HighlightedText)
        inner = rect.adjusted(9, 0, -9, 0)
        painter.setPen(text)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), index.data())
        painter.setPen(mix(text, palette.color(QPalette.ColorRole.Base), 0.45))
        other = str(index.data(OTHER_ROLE))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), other)
        painter.restore()

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        words = f"{index.data()}    {index.data(OTHER_ROLE)}"
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(words) + 24, metrics.height() + 9)


class CompletionList(QListWidget):
    """A list below the cursor of ``editor``, moved by its keys. ``picked`` tells what was clicked."""

    picked = Signal(object)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._offers: tuple[Completion, ...] = ()
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_Row(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Words that may follow"))
        self.setToolTip(self.tr("Up and Down choose a word, Tab takes it"))
        self.itemClicked.connect(self._clicked)

    def offer(self, offers: Sequence[Completion], below: QRect) -> None:
        """Show ``offers`` under the rectangle ``below`` (on the screen), none chosen; () hides the list."""
        self._offers = tuple(offers)
        self.clear()
        if not offers:
            self.hide()
            return
        for offer in offers:
            item = QListWidgetItem(offer.word, self)
            other = offer.term.zh[0] if offer.word in offer.term.en else offer.term.en[0]
            item.setData(OTHER_ROLE, other)
        self.setCurrentRow(-1)
        row = self.sizeHintForRow(0)
        width = max(220, self.sizeHintForColumn(0) + 4)
        self.resize(width, row * min(MOST_ROWS, len(offers)) + 2 * self.frameWidth())
        self.move(self._place(below))
        self.show()

    def step(self, by: int) -> None:
        """Choose the next or the one before."""
        self.setCurrentRow(
            (self.currentRow() + by) % self.count() if self.currentRow() >= 0 or by > 0 else -1
        )

    def chosen(self, *, or_first: bool) -> Completion | None:
        """The chosen offer; without one, the first where ``or_first`` says so."""
        row = self.currentRow() if self.currentRow() >= 0 else (0 if or_first else -1)
        return self._offers[row] if self.isVisible() and 0 <= row < len(self._offers) else None

    def _clicked(self, item: QListWidgetItem) -> None:
        self.picked.emit(self._offers[self.row(item)])

    def _place(self, below: QRect) -> QPoint:
        screen = self.screen().availableGeometry()
        x = min(below.left(), screen.right() - self.width())
        y = below.bottom() + 3
        if y + self.height() > screen.bottom():
            y = below.top() - self.height() - 3
        return QPoint(max(screen.left(), x), y)
