"""How the main window prints: the question, the progress, and the word at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from artmaster_desktop.app.printing import Printing, PrintTask, Progress
from artmaster_desktop.core.compose import flatten
from artmaster_desktop.core.errors import ArtmasterError, SaveFailed
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.print_errors import PrintError
from artmaster_desktop.core.print_picture import pictures_of
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.print_dialog import PrintDialog
from artmaster_desktop.ui.dialogs.progress import ProgressDialog
from artmaster_desktop.ui.dialogs.trouble import EVERYWHERE, Answer, TroubleDialog
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.lettering_print import sheet_letters
from artmaster_desktop.ui.messages import left_text
from artmaster_desktop.ui.workshop import Workshop

PREVIEW_SIDE = 512


class PrintProgress(ProgressDialog):
    """How far the sheet is."""

    def __init__(self, printing: Printing, name: str, parent: QWidget) -> None:
        super().__init__(
            self.tr("The picture is being made larger and written."),
            self.tr("Progress of the printing"),
            parent,
        )
        self.setWindowTitle(self.tr("Printing {name}").format(name=name))
        self.stop_button.setToolTip(self.tr("Stop at the next tile; nothing is written"))
        self.hide_button.setToolTip(self.tr("The printing goes on (Esc)"))
        self.stop_wanted.connect(printing.cancel)
        printing.progressed.connect(self._follow)
        for end in (printing.printed, printing.failed):
            end.connect(self._end)
        printing.stopped.connect(self.accept)

    def _follow(self, progress: Progress) -> None:
        done = self.tr("{part} % is on the disk.").format(part=round(100 * progress.part))
        self.show_part(progress.part, done, left_text(progress.seconds_left) if progress.part > 0.01 else "")

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
