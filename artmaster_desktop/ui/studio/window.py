"""The window of the studio: five pages from scans to a painter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.works_import import SUFFIXES
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.main_window_edit import local_files
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.studio.captions_page import CaptionsPage
from artmaster_desktop.ui.studio.crops_page import CropsPage
from artmaster_desktop.ui.studio.marks_page import MarksPage
from artmaster_desktop.ui.studio.train_page import TrainPage
from artmaster_desktop.ui.studio.works_model import WorksModel
from artmaster_desktop.ui.studio.works_page import WorksPage
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

SIZE = (1240, 820)


class StudioWindow(QWidget):
    """One window on ``studio``; it can be closed while a painter is taught. Ctrl+1 to Ctrl+5 turn to a page.
    ``model`` is what painters are taught on.
    """

    painter_asked = Signal(str)
    """The slug of a painter that the artist wants to see in the library."""

    def __init__(self, studio: Studio, model: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._studio = studio
        self.setWindowTitle(self.tr("Studio"))
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        self.model = WorksModel(studio, self)
        self.works = WorksPage(studio, self.model, self)
        self.marks = MarksPage(studio, self.model, self)
        self.crops = CropsPage(studio, self.model, self)
        self.captions = CaptionsPage(studio, self)
        self.train = TrainPage(studio, model, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Pages of the studio"))
        for number, (page, name) in enumerate((
            (self.works, self.tr("Works")), (self.marks, self.tr("Seals")), (self.crops, self.tr("Crops")),
            (self.captions, self.tr("Captions")), (self.train, self.tr("Train")),
        )):  # fmt: skip
            self.tabs.addTab(page, f"{number + 1}  {name}")
            self.tabs.setTabToolTip(number, f"{name} (Ctrl+{number + 1})")
            key = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            key.activated.connect(lambda number=number: self.tabs.setCurrentIndex(number))
        self.said = WordLabel("", self)
        self.said.setAccessibleName(self.tr("Messages"))
        self.said.hide()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)
        self._listen()
        self._opened()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tip = self.tr("Open the folder of one artist's works; scans that lie there come in (Ctrl+O)")
        self.open_button = tool_button("folder", tip, self, text=self.tr("Folder of works…"))
        self.open_button.clicked.connect(self.choose_folder)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.choose_folder)
        self.folder = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle, secondary=True)
        self.artist = QLineEdit(self)
        self.artist.setFixedWidth(220)
        self.artist.setPlaceholderText(self.tr("The artist's name"))
        self.artist.setToolTip(self.tr("Whose works these are"))
        self.artist.setAccessibleName(self.tr("Artist"))
        self.artist.editingFinished.connect(lambda: self._studio.set_artist(self.artist.text().strip()))
        row.addWidget(self.open_button)
        row.addWidget(self.folder, 1)
        row.addWidget(self.artist)
        return row

    def _listen(self) -> None:
        studio = self._studio
        for page in (self.works, self.marks, self.crops, self.captions):
            page.picked.connect(self.select)
        self.train.show_painter.connect(self.painter_asked)
        studio.opened.connect(self._opened)
        studio.failed.connect(self.tell)
        studio.progressed.connect(self._progressed)

    # --------------------------------------------------------------------------------------------- showing

    def select(self, work_id: str) -> None:
        """Show one work on every page."""
        self.works.select(work_id)
        for page in (self.marks, self.crops):
            if page.work_id != work_id:
                page.select(work_id)
        self.captions.select(work_id)

    def take_place_of(self, other: StudioWindow) -> None:
        """Show the same page and work at the place of another window on the same studio."""
        self.restoreGeometry(other.saveGeometry())
        self.select(other.marks.work_id)
        self.train.form.take_place_of(other.train.form)
        self.tabs.setCurrentIndex(other.tabs.currentIndex())

    def tell(self, error: ArtmasterError) -> None:
        """What went wrong, above the pages, until the next thing is done."""
        words = explain(error)
        self.said.setText(" ".join(text for text in (words.what, words.safe, words.do) if text))
        self.said.show()

    def show_training(self) -> None:
        """The last page, where a training can be gone on with."""
        self.tabs.setCurrentWidget(self.train)

    def _opened(self) -> None:
        studio = self._studio
        self.said.hide()
        nowhere = self.tr("No folder yet. Choose one, new or with scans in it.")
        self.folder.setText(str(studio.folder) if studio.folder else nowhere)
        self.artist.setText(studio.oeuvre.artist)
        self.artist.setEnabled(studio.folder is not None)
        if studio.oeuvre.works:
            self.select(studio.oeuvre.works[0].id)

    def _progressed(self, word: str, done: int, of: int) -> None:
        said = {
            "marks": self.tr("Looking for seals and inscriptions: {done} of {all}"),
            "crops": self.tr("Looking for the best crops: {done} of {all}"),
            "enlarge": self.tr("Enlarging small scans: {done} of {all}"),
            "captions": self.tr("Writing captions: {done} of {all}"),
        }.get(word, "")
        self.said.setText(said.format(done=done, all=of))
        self.said.setVisible(bool(said) and done < of)

    # ------------------------------------------------------------------------------------------- the folder

    def choose_folder(self) -> QFileDialog:
        """The dialog for the artist's folder, returned so that it can be closed."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        start = str(self._studio.folder or home)
        dialog = QFileDialog(self, self.tr("Folder of works"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._studio.open(Path(name)))
        dialog.open()
        return dialog

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if any(_is_scan(path) for path in local_files(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        """Scans come into the folder that is open; without one, a dropped folder is opened."""
        paths = [path for path in local_files(event.mimeData()) if _is_scan(path)]
        event.acceptProposedAction()
        self.tabs.setCurrentWidget(self.works)
        folders = [path for path in paths if path.is_dir()]
        if self._studio.folder is not None:
            self._studio.bring_in(paths)
        elif folders:
            self._studio.open(folders[0])
        else:
            self.said.setText(self.tr("Choose the folder first that the scans shall go to."))
            self.said.show()


def _is_scan(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in SUFFIXES
