"""The disk refused painted pictures: they are in memory, and the artist says what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.results import Results
from artmaster_desktop.core.errors import SaveFailed
from artmaster_desktop.ui.dialogs.trouble import OF_RESULTS, Answer, TroubleDialog, open_trouble


class UnsavedPictures(QObject):
    """Asks over ``window``, once for all pictures that wait, and does what is answered.

    ``settings_asked`` and ``log_asked`` ask for those windows.
    """

    settings_asked = Signal()
    log_asked = Signal()

    def __init__(self, results: Results, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._results, self._preferences, self._window = results, preferences, window
        self.dialog: TroubleDialog | None = None
        results.unsaved.connect(self.ask)

    def ask(self, error: SaveFailed) -> None:
        """Say it, unless it is being said."""
        if self.dialog is not None:
            return
        self.dialog = open_trouble(error, self._window, answers=OF_RESULTS)
        self.dialog.finished.connect(self._closed)
        self.dialog.chosen.connect(self._answered)

    def settle(self, then: Callable[[], None]) -> None:
        """Do ``then``, which ends the program: at once where no picture waits, else if the artist lets the
        pictures go.
        """
        waiting = len(self._results.waiting)
        if not waiting:
            then()
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Pictures that are not on the disk"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Painted pictures that are only in memory: {count}.").format(count=waiting))
        box.setInformativeText(self.tr("The disk refused them. If you leave now, they are lost."))
        folder = box.addButton(self.tr("Choose another folder"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("Leave without them"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        folder.setToolTip(self.tr("Keep all painted pictures there from now on, these too (Enter)"))
        leave.setToolTip(self.tr("The pictures are lost; the document is asked about on its own"))
        cancel.setToolTip(self.tr("Stay: the pictures remain in memory (Esc)"))
        box.setDefaultButton(folder)
        box.setEscapeButton(cancel)

        def answered() -> None:
            if box.clickedButton() is leave:
                then()
            elif box.clickedButton() is folder:
                self.choose_folder()

        box.finished.connect(answered)
        box.open()

    def choose_folder(self) -> QFileDialog:
        """Ask where painted pictures are kept from now on."""
        dialog = QFileDialog(self._window, self.tr("Folder for painted pictures"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.keep_in(Path(name)))
        dialog.open()
        return dialog

    def keep_in(self, folder: Path) -> None:
        """Painted pictures go into ``folder`` from now on, those that wait too."""
        self._preferences.change(lambda s: replace(s, safety=replace(s.safety, results=str(folder))))

    def _closed(self) -> None:
        self.dialog = None

    def _answered(self, answer: object) -> None:
        match answer:
            case Answer.TRY_AGAIN:
                self._results.save_again()
            case Answer.FOLDER:
                self.choose_folder()
            case Answer.SETTINGS:
                self.settings_asked.emit()
            case Answer.LOG:
                self.log_asked.emit()
