"""Opening, saving and leaving: nothing unsaved goes without a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from artmaster_desktop.core.commands import new_id
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, FileChangedOutside, ReadFailed, SaveFailed
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import SketchLayer
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.loaded import Loss
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.export import ExportDialog
from artmaster_desktop.ui.dialogs.new_document import NewDocumentDialog
from artmaster_desktop.ui.dialogs.trouble import Answer, TroubleDialog
from artmaster_desktop.ui.example_names import example_name
from artmaster_desktop.ui.main_window_losses import loss_text
from artmaster_desktop.ui.workshop import Workshop


def blank(extent: Extent, title: str, sketch: str) -> Document:
    """A new document with one empty sketch layer of that name."""
    layer = SketchLayer(id=new_id(), name=sketch, raster=Raster(4))
    return Document(id=new_id(), extent=extent, title=title, layers=(layer,))


class FileFlow(QObject):
    """The questions around files; ``flush`` brings half-typed texts into the document before.

    All dialogs are opened and never executed: the canvas goes on living.
    """

    said = Signal(str)
    """A sentence for the status line."""
    trouble = Signal(object)
    """ArtmasterError that has no answer here."""
    settings_asked = Signal()
    log_asked = Signal()

    def __init__(self, workshop: Workshop, window: QWidget, flush: Callable[[], None]) -> None:
        super().__init__(window)
        self._flush = flush
        self._shop, self._window = workshop, window
        self._after_save: Callable[[], None] | None = None
        self._saving_as: Path | None = None
        self._exporting: tuple[Path, int, Origin] | None = None
        self.dialog: QDialog | None = None
        files = workshop.files
        files.opened.connect(self._opened)
        files.saved.connect(self._saved)
        files.exported.connect(self._exported)
        files.failed.connect(self._failed)
        files.lost.connect(self._lost)

    def wire(self, actions: Actions) -> None:
        """Lead the menu here."""
        for action, do in {
            "file.new": self.new, "file.open": self.open, "file.save": self.save,
            "file.save-as": self.save_as,
            "file.export": self.export,
        }.items():  # fmt: skip
            actions.on(action, do)

    # --------------------------------------------------------------------------------------------- asked

    def new(self) -> None:
        """Ask for a size, and begin."""
        dialog = NewDocumentDialog(self._shop.desk.caps, self._window)
        dialog.wanted.connect(lambda extent, title: self.settle(lambda: self.begin(extent, title)))
        self._open(dialog)

    def begin(self, extent: Extent, title: str) -> None:
        """A blank document takes the place of this one."""
        self._shop.session.open(blank(extent, title, self.tr("Sketch")), None)

    def open(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self._window, self.tr("Open a document"), str(self._folder()))
        dialog.setNameFilters([self.tr("Documents (*.ora)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_path(Path(name)))
        self._open(dialog)

    def open_path(self, path: Path) -> None:
        """Open a document, after the question about this one."""
        self.settle(lambda: self._shop.files.open(path))

    def open_example(self, path: Path) -> None:
        """Open a copy: what ships with the program stays as it is."""
        self.settle(lambda: self._shop.files.open_copy(path, example_name))

    def save(self) -> None:
        self._flush()
        if self._shop.session.path is None:
            self.save_as()
        else:
            self._shop.files.save()

    def save_as(self) -> None:
        """Ask for a name, and save there."""
        self._flush()
        dialog = QFileDialog(self._window, self.tr("Save the document"), str(self.suggested(".ora")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Documents (*.ora)"))
        dialog.setDefaultSuffix("ora")
        dialog.selectFile(self.suggested(".ora").name)
        dialog.fileSelected.connect(lambda name: self._save_to(Path(name)))
        dialog.rejected.connect(self._gave_up)
        self._open(dialog)

    def export(self) -> None:
        """Ask for a kind and a name, and write the picture there."""
        extent = self._shop.session.document.extent
        dialog = ExportDialog(self.suggested(".png"), extent, self._window)
        dialog.wanted.connect(self._export_to)
        self._open(dialog)

    def settle(self, then: Callable[[], None]) -> None:
        """Do ``then`` once nothing can be lost by it: at once, after saving, or after the artist let go."""
        self._flush()
        session = self._shop.session
        if not session.dirty:
            then()
            return
        title = session.document.title or (session.path.stem if session.path else self.tr("Untitled"))
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Unsaved changes"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Save the changes to {title}?").format(title=title))
        box.setInformativeText(self.tr("What is not saved stays in the bin of recovery for thirty days."))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        save.setToolTip(self.tr("Save, and go on then (Enter)"))
        drop.setToolTip(self.tr("Go on without saving"))
        cancel.setToolTip(self.tr("Stay with this document (Esc)"))
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)

        def answered() -> None:
            if box.clickedButton() is save:
                self._after_save = then
                self.save()
            elif box.clickedButton() is drop:
                then()

        box.finished.connect(answered)
        self._open(box)

    # ------------------------------------------------------------------------------------------- answers

    def _save_to(self, path: Path) -> None:
        self._saving_as = path
        self._shop.files.save(path, overwrite=True)  # the dialog has asked about a file that is there

    def _export_to(self, path: Path, quality: int, origin: Origin) -> None:
        self._exporting = path.absolute(), quality, origin
        self._shop.files.export(path, quality=quality, origin=origin)

    def _opened(self, document: Document, path: Path) -> None:
        if self._shop.session.path is not None:
            self._remember(path)
        self.said.emit(self.tr("Opened {name}").format(name=path.name))

    def _saved(self, document: Document, path: Path) -> None:
        self._saving_as = None
        self._remember(path)
        self.said.emit(self.tr("Saved {name}").format(name=path.name))
        then, self._after_save = self._after_save, None
        if then is not None:
            self.settle(then)

    def _exported(self, path: Path) -> None:
        self._exporting = None
        self.said.emit(self.tr("Exported {name}").format(name=path.name))

    def _gave_up(self) -> None:
        self._after_save = None

    def _lost(self, path: Path, losses: tuple[Loss, ...]) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle(self.tr("Opened with losses"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        said = self.tr("Not everything in {name} could be kept. The file itself was not changed.")
        box.setText(said.format(name=path.name))
        box.setInformativeText("\n".join(loss_text(loss) for loss in losses[:20]))
        close = box.addButton(self.tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        close.setToolTip(self.tr("Go on with what could be read (Enter)"))
        self._open(box)

    def _failed(self, error: ArtmasterError) -> None:
        """A file was refused: offer what helps."""
        export = self._exporting
        if export is not None and isinstance(error, SaveFailed) and error.path == export[0]:
            self._exporting = None
            self._ask(error, lambda answer: self._answer_export(answer, *export))
            return
        self._after_save = None
        if isinstance(error, ReadFailed) and error.path in self._shop.preferences.settings.recent:
            missing = error.path
            self._shop.preferences.change(lambda s: s.without_recent(missing))
        if not isinstance(error, SaveFailed | FileChangedOutside):
            self.trouble.emit(error)
            return
        self._ask(error, self._answer)

    def _ask(self, error: ArtmasterError, answered: Callable[[object], None]) -> None:
        dialog = TroubleDialog(error, (), self._window)
        dialog.chosen.connect(answered)
        self._open(dialog)

    def _answer_export(self, answer: object, path: Path, quality: int, origin: Origin) -> None:
        """The picture was not written; the document has nothing to do with it."""
        match answer:
            case Answer.TRY_AGAIN:
                self._export_to(path, quality, origin)
            case Answer.SAVE_AS:
                self.export()
            case _:
                self._answer_elsewhere(answer)

    def _answer(self, answer: object) -> None:
        path = self._saving_as or self._shop.session.path
        match answer:
            case Answer.SAVE_AS:
                self.save_as()
            case Answer.TRY_AGAIN | Answer.OVERWRITE if path is not None:
                self._shop.files.save(
                    path, overwrite=answer is Answer.OVERWRITE or self._saving_as is not None
                )
            case Answer.OPEN_AGAIN if path is not None:
                self._shop.files.open(path)
            case _:
                self._answer_elsewhere(answer)

    def _answer_elsewhere(self, answer: object) -> None:
        match answer:
            case Answer.SETTINGS:
                self.settings_asked.emit()
            case Answer.LOG:
                self.log_asked.emit()

    # -------------------------------------------------------------------------------------------- within

    def _open(self, dialog: QDialog) -> None:
        """Show a dialog of the window; ``dialog`` keeps the last one."""
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _remember(self, path: Path) -> None:
        self._shop.preferences.change(lambda s: s.with_recent(path.absolute()))

    def _folder(self) -> Path:
        recent = [path.parent for path in self._shop.preferences.settings.recent if path.parent.is_dir()]
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return recent[0] if recent else Path(pictures)

    def suggested(self, suffix: str) -> Path:
        """Where a file of this ending would go."""
        session = self._shop.session
        if session.path is not None:
            return session.path.with_suffix(suffix)
        title = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", session.document.title).strip(" .")
        return self._folder() / f"{title or self.tr('Untitled')}{suffix}"
