"""The wall of cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.ui.panels.painters_card import PainterCardDelegate
from artmaster_desktop.ui.panels.painters_model import PAINTER, PaintersOrder
from artmaster_desktop.ui.panels.painters_pictures import Album
from artmaster_desktop.ui.widgets.card_grid import CardGrid

NARROWEST = 140
"""Pixels: a card is at least so wide, and there are as many beside each other as fit."""


class Gallery(CardGrid):
    """Cards in columns that fill the width. ``chosen`` tells a double click or Enter on a card, ``asked``
    the keys Space and I: more of this painter.
    """

    chosen = Signal(object)
    """Shelved."""
    asked = Signal(object)
    """Shelved."""
    picked = Signal()
    """Other cards are selected."""

    def __init__(self, order: PaintersOrder, album: Album, parent: QWidget | None = None) -> None:
        super().__init__(NARROWEST, parent)
        self._cards = PainterCardDelegate(album, self)
        self.furnish(order, self._cards)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.activated.connect(lambda index: self.chosen.emit(index.data(PAINTER)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        self.setAccessibleName(self.tr("Painters"))
        self.setToolTip(self.tr("Drag a painter onto a region; Return hires it for the one in hand"))

    @property
    def selected(self) -> tuple[Shelved, ...]:
        """The painters of the selected cards, in the order of the wall."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return tuple(index.data(PAINTER) for index in rows)

    def select(self, slug: str) -> None:
        """Select the card of one painter, where it is shown."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if index.data(PAINTER).painter.slug == slug:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        self._cards.set_mouse(event.position().toPoint())
        self.viewport().update()

    def leaveEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._cards.set_mouse(None)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.chosen.emit(index.data(PAINTER))
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_I) and index.isValid():
            self.asked.emit(index.data(PAINTER))
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction, /) -> None:  # noqa: N802
        """The card under the mouse alone, half as large, so that what it is dropped on is seen."""
        index = self.currentIndex()
        if index.isValid():
            drag = QDrag(self)
            drag.setMimeData(self.model().mimeData([index]))
            drag.setPixmap(self._small(index))
            drag.exec(actions, Qt.DropAction.CopyAction)

    def _small(self, index: QModelIndex) -> QPixmap:
        whole = self.viewport().grab(self.visualRect(index))
        small = whole.scaled(whole.size() / 2, mode=Qt.TransformationMode.SmoothTransformation)
        faint = QPixmap(small.size())
        faint.setDevicePixelRatio(small.devicePixelRatio())
        faint.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faint)
        painter.setOpacity(0.85)
        painter.drawPixmap(0, 0, small)
        painter.end()
        return faint
