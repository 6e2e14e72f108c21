"""Something went wrong: what happened, what is safe, and choices that work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.jobs import JobQueue
from artmaster_desktop.core import errors as e
from artmaster_desktop.ui.dialogs.offer import Offer, OfferButton
from artmaster_desktop.ui.dialogs.trouble_offers import offer_of_choice
from artmaster_desktop.ui.fields import Sign, WordLabel
from artmaster_desktop.ui.messages import explain

WIDTH = 460


class Answer(Enum):
    """What the artist may want after a fault of the disk or the model."""

    TRY_AGAIN = "try again"
    SAVE_AS = "save as"
    OVERWRITE = "overwrite"
    OPEN_AGAIN = "open again"
    SETTINGS = "settings"
    LOG = "log"
    FOLDER = "folder"


EVERYWHERE = (Answer.SETTINGS, Answer.LOG)
"""Answers that mean the same wherever the fault came from."""
OF_DOCUMENTS = (*EVERYWHERE, Answer.TRY_AGAIN, Answer.SAVE_AS, Answer.OVERWRITE, Answer.OPEN_AGAIN)
"""Answers for a document that could not be saved."""
OF_RESULTS = (*EVERYWHERE, Answer.TRY_AGAIN, Answer.FOLDER)
"""Answers for a painted picture that could not be written."""


class TroubleDialog(QDialog):
    """Says ``error`` in words and offers what can be done.

    ``chosen`` tells the ``key`` of the offer that was taken: an ``Answer`` out of ``answers``, those that its
    maker can give, or whatever ``offers`` carry. Closing it changes nothing.
    """

    chosen = Signal(object)

    def __init__(
        self,
        error: e.ArtmasterError,
        offers: Sequence[Offer] = (),
        parent: QWidget | None = None,
        *,
        answers: Collection[Answer] = OF_DOCUMENTS,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something needs your attention"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.error = error
        self.message = explain(error)
        self.offers = (*offers, *(offer for offer in self._answers(error) if offer.key in answers))
        sign = Sign("warning", 32, self)
        words = QVBoxLayout()
        words.setSpacing(6)
        headline = WordLabel(self.message.what, self)
        font = QFont(headline.font())
        font.setWeight(QFont.Weight.DemiBold)
        headline.setFont(font)
        headline.setMinimumWidth(WIDTH - 90)
        words.addWidget(headline)
        for sentence in (self.message.safe, self.message.do):
            if sentence:
                words.addWidget(WordLabel(sentence, self))
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(self._choices())
        column.addLayout(self._bottom())

    def _choices(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.buttons: list[OfferButton] = []
        for offer in self.offers:
            button = OfferButton(offer, self)
            button.clicked.connect(lambda _, key=offer.key: self._take(key))
            self.buttons.append(button)
            column.addWidget(button)
        return column

    def _bottom(self) -> QHBoxLayout:
        copy = QPushButton(self.tr("Copy the details"), self)
        copy.setToolTip(self.tr("Copy what happened, with its numbers, to the clipboard"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{self.message}\n\n{self.error}"))
        close = QPushButton(self.tr("Not now") if self.offers else self.tr("Close"), self)
        close.setToolTip(self.tr("Close this and change nothing (Esc)"))
        close.setDefault(not self.offers)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _take(self, key: object) -> None:
        self.accept()
        self.chosen.emit(key)

    def _answers(self, error: e.ArtmasterError) -> tuple[Offer, ...]:
        """What always helps with an error of this kind."""
        again = Offer(
            Answer.TRY_AGAIN, "retry", self.tr("Try again"), self.tr("After the cause has been removed")
        )
        elsewhere = Offer(
            Answer.SAVE_AS,
            "save-as",
            self.tr("Save in another place"),
            self.tr("Under another name, in another folder or on another drive"),
        )
        settings = Offer(
            Answer.SETTINGS,
            "settings",
            self.tr("Open the settings"),
            self.tr("Choose another model, or fetch what is missing"),
        )
        folder = Offer(
            Answer.FOLDER,
            "folder",
            self.tr("Choose another folder"),
            self.tr("Painted pictures are kept there from now on, this one too"),
        )
        match error:
            case e.SaveFailed():
                return (again, elsewhere, folder)
            case e.FileChangedOutside():
                return (
                    elsewhere,
                    Offer(
                        Answer.OPEN_AGAIN,
                        "open",
                        self.tr("Open the changed file"),
                        self.tr("What you did here since the last save is given up"),
                    ),
                    Offer(
                        Answer.OVERWRITE,
                        "save",
                        self.tr("Replace it with your document"),
                        self.tr("What the other program wrote is given up"),
                    ),
                )
            case e.ModelMissing() | e.ModelUnreadable():
                return (settings,)
            case e.EngineAbsent():
                return (
                    Offer(Answer.LOG, "log", self.tr("Show the log"), self.tr("It says which part failed")),
                )
        return ()


def open_trouble(
    error: e.ArtmasterError,
    parent: QWidget,
    desk: PaintDesk | None = None,
    queue: JobQueue | None = None,
    *,
    answers: Collection[Answer] = EVERYWHERE,
) -> TroubleDialog:
    """Open the dialog for ``error`` over ``parent``. Where a job of ``queue`` failed with it, what asks for
    less is offered, and what is taken is ordered from ``desk``. ``answers`` are those that the caller can
    give besides.
    """
    offers: tuple[Offer, ...] = ()
    entry = None
    if desk is not None and queue is not None:
        entry = next((found for found in reversed(queue.entries) if found.error is error), None)
        if entry is not None:
            offers = tuple(offer_of_choice(choice) for choice in desk.choices(error, entry))
    dialog = TroubleDialog(error, offers, parent, answers=answers)
    if desk is not None and entry is not None:
        failed, ours = entry, {id(offer.key) for offer in offers}
        dialog.chosen.connect(lambda key: desk.choose(key, failed) if id(key) in ours else None)
    dialog.open()
    return dialog
