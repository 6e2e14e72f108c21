"""Texts that were painted before, to be found and taken again."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget


class Prompts(Protocol):
    """The memory of texts, the latest first (``storage.prompt_history``)."""

    def find(self, part: str, most: int = 50) -> tuple[str, ...]: ...

    def add(self, text: str) -> None: ...


class HistoryPopup(QFrame):
    """A list of texts with a field to search them. ``picked`` tells the whole text."""

    picked = Signal(str)

    def __init__(self, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._prompts = prompts
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search earlier prompts"))
        self.search.setAccessibleName(self.tr("Search earlier prompts"))
        self.search.setToolTip(self.tr("Only prompts with these words"))
        self.search.setClearButtonEnabled(True)
        self.texts = QListWidget(self)
        self.texts.setAccessibleName(self.tr("Earlier prompts"))
        self.texts.setToolTip(self.tr("Return takes the chosen prompt"))
        self.texts.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts.setUniformItemSizes(True)
        self.texts.setSpacing(2)
        self.nothing = QLabel(self.tr("Prompts that you paint are kept here."), self)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.search)
        column.addWidget(self.texts)
        column.addWidget(self.nothing)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.texts.itemActivated.connect(self._pick)
        self.texts.itemClicked.connect(self._pick)

    def show_at(self, place: QPoint, width: int) -> None:
        """Open with its upper left corner at ``place`` of the screen."""
        self.search.clear()
        self._find("")
        self.resize(max(260, width), 300)
        screen = self.screen().availableGeometry()
        x, y = min(place.x(), screen.right() - self.width()), min(place.y(), screen.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.texts.setCurrentRow(max(0, min(self.texts.count() - 1, self.texts.currentRow() + step)))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.texts.count():
                    self._pick(self.texts.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _find(self, part: str) -> None:
        self.texts.clear()
        for text in self._prompts.find(part):
            item = QListWidgetItem(" ".join(text.split()), self.texts)
            item.setData(Qt.ItemDataRole.UserRole, text)
            item.setToolTip(text if len(text) < 500 else text[:500] + "…")
        empty = self.texts.count() == 0
        self.texts.setVisible(not empty)
        self.nothing.setVisible(empty)
        self.texts.setCurrentRow(0)

    def _pick(self, item: QListWidgetItem) -> None:
        self.hide()
        self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
