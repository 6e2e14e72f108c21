"""The queue panel: what is painted now and what comes next, in an order that can be changed."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.jobs import Entry, JobQueue, State
from artmaster_desktop.ui.fields import WordLabel, panel_action
from artmaster_desktop.ui.panels.queue_model import QueueModel
from artmaster_desktop.ui.panels.queue_row import QueueRow
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel


class QueuePanel(QWidget):
    """Shows ``queue``; ``reason_asked`` tells the ArtmasterError of a failed entry that wants explaining."""

    reason_asked = Signal(object)

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setAccessibleName(self.tr("Queue"))
        self.model = QueueModel(queue, self)
        self.rows = QueueRow(self)
        self.view = self._list()
        self.empty = WordLabel(self.tr("Nothing waits. Press Paint to begin."), self, secondary=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = ElidedLabel("", self, secondary=True)
        self._acts()
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.doubleClicked.connect(lambda _: self._explain())
        queue.changed.connect(self._follow)
        self._follow()

    def _list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(self.rows)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        view.setAccessibleName(self.tr("Paintings in the queue"))
        view.setToolTip(self.tr("Drag what waits into another order"))
        return view

    def _acts(self) -> None:
        self.up_action = panel_action(self, "up", self.tr("Earlier"), self.tr("Paint it earlier"), "Ctrl+Up")
        self.down_action = panel_action(
            self, "down", self.tr("Later"), self.tr("Paint it later"), "Ctrl+Down"
        )
        self.retry_action = panel_action(
            self, "retry", self.tr("Try again"), self.tr("Put it into the queue again"), "R"
        )
        self.cancel_action = panel_action(
            self,
            "cancel",
            self.tr("Cancel"),
            self.tr("Cancel it, or take it off the list where it has ended"),
            "Delete",
        )
        self.all_action = panel_action(
            self, "stop", self.tr("Cancel all"), self.tr("Cancel everything that runs and waits")
        )
        self.reason_action = panel_action(
            self, "info", self.tr("What happened"), self.tr("Say what happened and what helps")
        )
        self.up_action.triggered.connect(lambda: self._move(-1))
        self.down_action.triggered.connect(lambda: self._move(1))
        self.retry_action.triggered.connect(self.retry)
        self.cancel_action.triggered.connect(self.cancel)
        self.all_action.triggered.connect(self._queue.cancel_all)
        self.reason_action.triggered.connect(self._explain)

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.setSpacing(1)
        for action in (self.up_action, self.down_action, self.retry_action, self.cancel_action):
            bottom.addWidget(self._button(action))
        bottom.addWidget(self.words, 1)
        button = self._button(self.all_action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.empty, 1)
        column.addWidget(self.view, 1)
        column.addLayout(bottom)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @property
    def chosen(self) -> Entry | None:
        """The entry that is chosen."""
        indexes = self.view.selectionModel().selectedIndexes()
        return self.model.entry(indexes[0]) if indexes else None

    def choose(self, entry_id: str) -> None:
        """Choose an entry."""
        index = self.model.index_of(entry_id)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(index, flag)

    def retry(self) -> None:
        """Put the chosen entry into the queue again."""
        if (entry := self.chosen) is not None and (again := self._queue.retry(entry.id)):
            self.choose(again)

    def cancel(self) -> None:
        """Cancel the chosen entry; one that has ended leaves the list."""
        if (entry := self.chosen) is None:
            return
        if entry.ended:
            self._queue.remove(entry.id)
        else:
            self._queue.cancel(entry.id)

    def _move(self, way: int) -> None:
        if (entry := self.chosen) is not None and entry.state is State.WAITING:
            at = [e.id for e in self._queue.waiting].index(entry.id)
            self._queue.move(entry.id, max(0, at + way))

    def _explain(self) -> None:
        if (entry := self.chosen) is not None and entry.error is not None:
            self.reason_asked.emit(entry.error)

    def _menu(self, at: QPoint) -> None:
        if self.chosen is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.retry_action, self.cancel_action, self.reason_action])
        menu.addSeparator()
        menu.addActions([self.up_action, self.down_action])
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _follow(self) -> None:
        entry, waiting = self.chosen, self._queue.waiting
        there = bool(self._queue.entries)
        self.empty.setVisible(not there)
        self.view.setVisible(there)
        at = [e.id for e in waiting].index(entry.id) if entry in waiting and entry is not None else -1
        self.up_action.setEnabled(at > 0)
        self.down_action.setEnabled(0 <= at < len(waiting) - 1)
        self.retry_action.setEnabled(entry is not None and entry.ended)
        self.cancel_action.setEnabled(entry is not None)
        self.reason_action.setEnabled(entry is not None and entry.error is not None)
        self.all_action.setEnabled(bool(waiting) or self._queue.running is not None)
        self.words.setText(self.tr("{count} waiting").format(count=len(waiting)) if waiting else "")
