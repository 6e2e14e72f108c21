"""How the main window prints: the question, the progress, and the word at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from artmaster_desktop.app.printing import Printing, PrintTask, Progress
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.errors import ArtmasterError, SaveFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.print_errors import PrintError
from artmaster_desktop.core.print_picture import pictures_of
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.print_dialog import PrintDialog
from artmaster_desktop.ui.dialogs.trouble import EVERYWHERE, Answer, TroubleDialog
from artmaster_desktop.ui.fields import WordLabel, image_of
from artmaster_desktop.ui.lettering_print import sheet_letters
from artmaster_desktop.ui.messages import left_text
from artmaster_desktop.ui.workshop import Workshop

PREVIEW_SIDE = 512


class PrintProgress(QDialog):
    """How far the sheet is. It can be put away: the printing goes on, and its end is told."""

    def __init__(self, printing: Printing, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Printing {name}").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress of the printing"))
        self.words = WordLabel(self.tr("The picture is being made larger and written."), self)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.stop_button.setToolTip(self.tr("Stop at the next tile; nothing is written"))
        self.stop_button.setAutoDefault(False)
        hide = QPushButton(self.tr("Put away"), self)
        hide.setToolTip(self.tr("The printing goes on (Esc)"))
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addStretch(1)
        row.addWidget(hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.stop_button.clicked.connect(printing.cancel)
        self.stop_button.clicked.connect(lambda: self.stop_button.setEnabled(False))
        hide.clicked.connect(self.reject)
        printing.progressed.connect(self._follow)
        for end in (printing.printed, printing.failed):
            end.connect(self._end)
        printing.stopped.connect(self.accept)

    def _follow(self, progress: Progress) -> None:
        self.bar.setValue(round(1000 * progress.part))
        said = [self.tr("{part} % is on the disk.").format(part=round(100 * progress.part))]
        if progress.part > 0.01:
            said.append(left_text(progress.seconds_left))
        self.words.setText(" ".join(part for part in said if part))

    def _end(self, _: object) -> None:
        self.accept()


class PrintFlow(QObject):
    """Asks, prints and tells. ``suggested`` gives the place for a file with an ending."""

    said = Signal(str)
    settings_asked = Signal()
    log_asked = Signal()

    def __init__(
        self, workshop: Workshop, window: QWidget, flush: Callable[[], None], suggested: Callable[[str], Path]
    ) -> None:
        super().__init__(window)
        self._shop, self._window, self._flush, self._suggested = workshop, window, flush, suggested
        self._task: PrintTask | None = None
        self.dialog: QDialog | None = None
        printing = workshop.printing
        printing.printed.connect(self._printed)
        printing.stopped.connect(self._stopped)
        printing.failed.connect(self._failed)

    def wire(self, actions: Actions) -> None:
        """Lead the menu here."""
        actions.on("file.print", self.ask)

    def ask(self) -> None:
        """Ask for paper and file."""
        self._flush()
        document = self._shop.session.document
        pixels = flatten(pictures_of(document.layers), Bounds.of(document.extent))
        step = max(1, max(pixels.shape[:2]) // PREVIEW_SIDE)
        picture = image_of(np.ascontiguousarray(pixels[::step, ::step]))
        dialog = PrintDialog(
            document, self._place(), picture, self._shop.printing, self._shop.upscalers, self._window
        )
        dialog.wanted.connect(self.begin)
        self._open(dialog)

    def begin(self, task: PrintTask) -> None:
        """Print it, its letters drawn for this sheet."""
        try:
            letters = sheet_letters(task.document.layers, task.plan)
        except PrintError as error:
            self._failed(error)
            return
        task = replace(task, letters=letters)
        self._task = task
        if letters is not None and letters.replaced:
            told = self.tr("Not installed, so another font is printed: {fonts}")
            self.said.emit(told.format(fonts=", ".join(letters.replaced)))
        self._open(PrintProgress(self._shop.printing, task.out.name, self._window))
        self._shop.printing.print_sheet(task)

    def _place(self) -> Path:
        path = self._suggested(".tif")
        return path.with_name(f"{path.stem}-print.tif")

    def _printed(self, path: Path) -> None:
        self.said.emit(self.tr("Printed {name}").format(name=path.name))

    def _stopped(self) -> None:
        self.said.emit(self.tr("Stopped; nothing was written."))

    def _failed(self, error: ArtmasterError) -> None:
        answers = (
            *EVERYWHERE,
            *((Answer.TRY_AGAIN, Answer.SAVE_AS) if isinstance(error, SaveFailed) else ()),
        )
        dialog = TroubleDialog(error, (), self._window, answers=answers)
        dialog.chosen.connect(self._answer)
        self._open(dialog)

    def _answer(self, answer: object) -> None:
        match answer:
            case Answer.TRY_AGAIN if self._task is not None:
                self.begin(self._task)
            case Answer.SAVE_AS:
                self.ask()
            case Answer.SETTINGS:
                self.settings_asked.emit()
            case Answer.LOG:
                self.log_asked.emit()

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
