"""The history panel: every step of the document, and the way back to each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.history import Step
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.tint import quiet

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The steps of the session's history, oldest first; those that were undone are grey."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = parent
        self._steps: tuple[Step, ...] = session.history.steps
        self._at = session.history.position

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._steps):
            return None
        undone = index.row() > self._at
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(index.row())
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return quiet(self._panel.palette(), 0.5)
        if role == Qt.ItemDataRole.FontRole and undone:
            font = QFont(self._panel.font())
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(80, self._panel.fontMetrics().height() + 9)
        return None

    def name(self, row: int) -> str:
        """The step's name in the artist's language."""
        name = self._steps[row].name
        if not name:
            return self.tr("Opened") if self._session.path else self.tr("Beginning")
        return QCoreApplication.translate("History", name)

    def follow(self) -> None:
        """Take over what the history is now: what both have stays as it is."""
        new, at = self._session.history.steps, self._session.history.position
        forgotten = self._forgotten(new)
        if forgotten:
            self.beginRemoveRows(QModelIndex(), 0, forgotten - 1)
            self._steps = self._steps[forgotten:]
            self.endRemoveRows()
        same = 0
        while same < min(len(new), len(self._steps)) and self._steps[same] is new[same]:
            same += 1
        if same < len(self._steps):
            self.beginRemoveRows(QModelIndex(), same, len(self._steps) - 1)
            self._steps = self._steps[:same]
            self.endRemoveRows()
        if same < len(new):
            self.beginInsertRows(QModelIndex(), same, len(new) - 1)
            self._steps = new
            self.endInsertRows()
        if at != self._at:
            low, high = sorted((min(at, len(new) - 1), min(self._at, len(new) - 1)))
            self._at = at
            self.dataChanged.emit(self.index(low), self.index(high))

    def _forgotten(self, new: tuple[Step, ...]) -> int:
        """How many of the oldest steps the history has dropped to save memory."""
        for count, step in enumerate(self._steps):
            if step is new[0]:
                return count
        return len(self._steps)


class HistoryPanel(QWidget):
    """The steps of ``session``'s document and selection: a click or the arrow keys go to one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._following = False
        self.model = HistoryModel(session, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(self.tr("History"))
        self.view.setToolTip(self.tr("Click a step to see the document as it was then; nothing is lost"))
        self.undo_button = self._button("undo", self.tr("Undo"), session.undo)
        self.redo_button = self._button("redo", self.tr("Redo"), session.redo)
        buttons = QHBoxLayout()
        buttons.setSpacing(1)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.redo_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.view.selectionModel().currentChanged.connect(self._go)
        session.changed.connect(self._follow)
        session.selection_changed.connect(self._follow)
        session.saved_changed.connect(self._follow)
        self._follow()

    def _button(self, sign: str, text: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(sign))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(slot)
        return button

    def _go(self, current: QModelIndex) -> None:
        if not self._following and current.isValid():
            self._session.go_to(current.row())
            self._follow()

    def _follow(self) -> None:
        self._following = True
        self.model.follow()
        history = self._session.history
        self.view.setCurrentIndex(self.model.index(history.position))
        self.undo_button.setEnabled(history.can_undo)
        self.redo_button.setEnabled(history.can_redo)
        self._following = False
