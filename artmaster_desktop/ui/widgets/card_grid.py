"""A wall of cards of one size, as many abreast as there is room for."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Paints the cards of a wall, ``width`` logical pixels wide each."""

    width = 140

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self.width, self.height())

    @abstractmethod
    def height(self) -> int:
        """Of a card ``width`` wide, in logical pixels."""


def paint_focus(painter: QPainter, card: QRectF, palette: QPalette) -> None:
    """A dotted line inside the frame of what the keyboard is on in a list."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DotLine))
    painter.drawRoundedRect(card.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)


class CardGrid(QListView):
    """Shares its whole width out among cards of at least ``narrowest`` logical pixels."""

    def __init__(self, narrowest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._delegate: CardDelegate | None = None

    def focusInEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802
        """By the keyboard: what it is on comes into sight."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.scrollTo(self.currentIndex())

    def furnish(self, model: QAbstractItemModel, delegate: CardDelegate) -> None:
        """Show ``model``'s rows as ``delegate`` paints them."""
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._share_out()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_out()

    def _share_out(self) -> None:
        if self._delegate is None:
            return
        room = self.viewport().width() - 1
        self._delegate.width = room // max(1, room // self._narrowest)
        self.setGridSize(QSize(self._delegate.width, self._delegate.height()))
