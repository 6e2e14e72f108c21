"""The editor of a prompt: lines that complete from the vocabulary and become one step when the hand rests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from artmaster_desktop.core.vocabulary import Completion, Vocabulary
from artmaster_desktop.ui.panels.prompt_completion import CompletionList

PAUSE_MS = 1200
"""A rest of the typing hand this long ends a step of the history."""

LONGEST = 20_000


class PromptEdit(QPlainTextEdit):
    """Plain text in ``lines`` = (fewest, most) visible lines.

    ``committed`` tells the text after a pause, when the focus goes, and before any shortcut takes effect;
    never in the middle of an input method's composition. The text has no undo of its own: ``undo_asked`` and
    ``redo_asked`` tell that the document's is wanted (unless a shortcut of the window took the keys).
    """

    committed = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(
        self, vocabulary: Vocabulary, parent: QWidget | None = None, *, lines: tuple[int, int] = (2, 6)
    ) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._lines = lines
        self._known = ""
        self._composing = False
        self._quiet = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.offers = CompletionList(self)
        self.offers.hide()
        self.offers.picked.connect(self._take)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setToolTip(
            self.tr("What is to be painted, in English or Chinese; words are completed while you type")
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(5)
        self.textChanged.connect(self._edited)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def pending(self) -> bool:
        """Whether there is something typed that was not told yet."""
        return self.toPlainText() != self._known

    def show_text(self, text: str) -> None:
        """Follow the document. What is being typed stays, unless the document's text itself is another."""
        if text == self._known:
            return
        self._known = text
        self._pause.stop()
        self.offers.hide()
        self._replace(text)

    def put(self, text: str) -> None:
        """Another text by the artist's hand: told at once."""
        self._replace(text)
        self.flush()

    def drop(self) -> None:
        """Forget what was typed and not told."""
        self._pause.stop()
        self._replace(self._known)

    def flush(self) -> None:
        """Tell now what was typed; while an input method composes, later."""
        if self._composing:
            self._pause.start()
            return
        self._pause.stop()
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            self.committed.emit(text)

    def complete(self) -> None:
        """Offer what the text before the cursor may go on with."""
        cursor = self.textCursor()
        if self._composing or cursor.hasSelection() or not self.hasFocus():
            self.offers.hide()
            return
        before = self.toPlainText()[: cursor.position()]
        place = self.cursorRect()
        corner = self.viewport().mapToGlobal(place.topLeft())
        self.offers.offer(self._vocabulary.complete(before), QRect(corner, place.size()))

    # ---------------------------------------------------------------------------------------- the keys

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            travel = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            chord = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
            )
            if travel or chord or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
                self.flush()  # what the shortcut does is to see the text as it is
            if travel:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_asked.emit()
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.complete()
        elif not (self.offers.isVisible() and self._drive_offers(event)):
            before = self.toPlainText()
            super().keyPressEvent(event)
            if event.text() and self.toPlainText() != before:
                self.complete()
            else:
                self.offers.hide()

    def _drive_offers(self, event: QKeyEvent) -> bool:
        """Whether the key was meant for the list of offers."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.offers.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            self.offers.hide()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            offer = self.offers.chosen(or_first=key == Qt.Key.Key_Tab)
            if offer is not None:
                self._take(offer)
                return True
        return False

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802
        if forward and self.offers.isVisible():
            return False  # Tab takes an offer
        return super().focusNextPrevChild(forward)

    def inputMethodEvent(self, event: QInputMethodEvent, /) -> None:  # noqa: N802
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())
        if self._composing:
            self.offers.hide()
        elif event.commitString():
            self.complete()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.offers.hide()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._composing = False
            self.flush()

    def hideEvent(self, event: QHideEvent, /) -> None:  # noqa: N802
        self.offers.hide()
        super().hideEvent(event)

    # ------------------------------------------------------------------------------------------- within

    def _take(self, offer: Completion) -> None:
        cursor = self.textCursor()
        end = cursor.position()
        cursor.setPosition(offer.start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(offer.word)
        self.setTextCursor(cursor)
        self.offers.hide()
        self.setFocus()

    def _edited(self) -> None:
        if not self._quiet:
            if self.document().characterCount() > LONGEST:
                self._replace(self.toPlainText()[:LONGEST])
            self._pause.start()

    def _replace(self, text: str) -> None:
        """Change only what is different, so that the cursor stays where it was in the rest."""
        old = self.toPlainText()
        if text == old:
            return
        head = 0
        while head < min(len(old), len(text)) and old[head] == text[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        self._quiet = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(head)
        cursor.setPosition(len(old) - tail, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])
        self._quiet = False

    def _fit(self) -> None:
        """As high as the text, within the limits."""
        fewest, most = self._lines
        shown = max(fewest, min(most, round(self.document().size().height())))
        margins = 2 * (round(self.document().documentMargin()) + self.frameWidth())
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + margins)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        if event.type() == QEvent.Type.PaletteChange:
            self.offers.setPalette(QPalette(self.palette()))
