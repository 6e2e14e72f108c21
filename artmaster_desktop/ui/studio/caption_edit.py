"""The field in which a caption is written: one line, with words of the vocabulary in both languages."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from artmaster_desktop.core.vocabulary import Completion, Vocabulary
from artmaster_desktop.ui.panels.prompt_completion import CompletionList


class CaptionEdit(QLineEdit):
    """Up and Down choose among the offers, Enter or Tab takes one, Esc hides them."""

    completed = Signal()

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self.offers = CompletionList(self)
        self.offers.picked.connect(self._take)
        self.textEdited.connect(lambda _: self.complete())
        self.setAccessibleName(self.tr("Caption"))
        self.setToolTip(
            self.tr("What is to be seen and how it is painted; words of the vocabulary are offered")
        )

    def complete(self) -> None:
        """Offer what the text before the cursor may go on with."""
        before = self.text()[: self.cursorPosition()]
        place = self.cursorRect()
        corner = self.mapToGlobal(place.topLeft())
        self.offers.offer(self._vocabulary.complete(before), QRect(corner, place.size()))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        key = event.key()
        if self.offers.isVisible():
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.offers.step(1 if key == Qt.Key.Key_Down else -1)
                return
            if key == Qt.Key.Key_Escape:
                self.offers.hide()
                return
            taken = self.offers.chosen(or_first=False)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and taken is not None:
                self._take(taken)
                return
        super().keyPressEvent(event)

    def _take(self, offer: Completion) -> None:
        cursor = self.cursorPosition()
        text = self.text()
        self.setText(text[: offer.start] + offer.word + text[cursor:])
        self.setCursorPosition(offer.start + len(offer.word))
        self.offers.hide()
        self.completed.emit()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.offers.hide()

    def hideEvent(self, event: QHideEvent, /) -> None:  # noqa: N802
        self.offers.hide()
        super().hideEvent(event)
