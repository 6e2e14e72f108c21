"""The first page: the works as a wall of pictures, and the card of the one that is picked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.storage.works_import import SUFFIXES, Imported, Refused
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.studio.work_card import WorkCard
from artmaster_desktop.ui.studio.works_model import ID_ROLE, WorkDelegate, WorksModel

SIDE = 148
MOST_TOLD = 6


class WorksWall(QListView):
    """The grid. Space keeps or rejects what is picked."""

    toggled = Signal()

    def __init__(self, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(WorkDelegate(SIDE, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(4)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Works"))
        self.setAccessibleDescription(self.tr("Arrow keys choose a work; Space keeps or rejects it"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(720, 520)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


class WorksPage(QWidget):
    """Import, keep or reject, and fill in. ``picked`` tells the work that the other pages show too."""

    picked = Signal(str)

    def __init__(self, studio: Studio, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._model = studio, model
        self.wall = WorksWall(model, self)
        self.card = WorkCard(studio, self)
        self.empty = WordLabel(
            self.tr(
                "Drop scans of one artist's works here, or import them: JPEG, PNG, TIFF, HEIF. About twenty "
                "works make a good painter. The scans themselves are never changed."
            ),
            self,
            secondary=True,
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.wall)
        self._pages.addWidget(self.empty)
        self.report = WordLabel("", self)
        self.report.setAccessibleName(self.tr("What became of the scans"))
        self.report.hide()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._pages, 1)
        left.addWidget(self.report)
        left.addLayout(self._foot())
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.card)
        self.wall.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        self.wall.toggled.connect(self.toggle_kept)
        studio.opened.connect(self._opened)
        studio.changed.connect(self._show_state)
        studio.imported.connect(self.tell)
        studio.progressed.connect(self._progress)
        self._show_state()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tip = self.tr("Import scans from files; files and folders can also be dropped here")
        self.import_button = tool_button("import", tip, self, text=self.tr("Import scans…"))
        self.import_button.clicked.connect(self.choose_files)
        keep = self.tr("Keep the selected works, or reject them where all are kept (Space)")
        self.keep_button = tool_button("check", keep, self, text=self.tr("Keep or reject"))
        self.keep_button.clicked.connect(self.toggle_kept)
        self.count = WordLabel("", self, secondary=True)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(self.tr("Importing scans"))
        self.progress.setMaximumWidth(200)
        self.stop_button = tool_button("cancel", self.tr("Stop importing"), self)
        self.stop_button.clicked.connect(self._studio.stop)
        for widget in (self.import_button, self.keep_button):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.count, 1)
        row.addWidget(self.progress)
        row.addWidget(self.stop_button)
        return row

    # --------------------------------------------------------------------------------------------- showing

    @property
    def selected(self) -> tuple[str, ...]:
        """The ids that are picked, in the order of the list."""
        rows = sorted(index.row() for index in self.wall.selectedIndexes())
        return tuple(str(self._model.index(row).data(ID_ROLE)) for row in rows)

    def select(self, work_id: str) -> None:
        """Pick one work."""
        row = self._model.row_of(work_id)
        if row >= 0 and self.selected != (work_id,):
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.wall.selectionModel().setCurrentIndex(self._model.index(row), flag)

    def _opened(self) -> None:
        self.report.hide()
        self._show_state()
        if self._model.rowCount():
            self.select(str(self._model.index(0).data(ID_ROLE)))

    def _show_state(self, _work_id: str = "") -> None:
        works = self._studio.oeuvre.works
        self._pages.setCurrentIndex(0 if works else 1)
        said = self.tr("{kept} of {all} works kept")
        self.count.setText(said.format(kept=len(self._studio.oeuvre.kept), all=len(works)) if works else "")
        self.import_button.setEnabled(self._studio.folder is not None and not self._studio.importing)
        self.keep_button.setEnabled(bool(self.selected))
        self.progress.setVisible(self._studio.importing)
        self.stop_button.setVisible(self._studio.importing)
        if works and not self.selected:
            self.select(works[0].id)

    def _show_selection(self) -> None:
        self.card.show_works(self.selected)
        self.keep_button.setEnabled(bool(self.selected))
        if self.selected:
            self.picked.emit(self.selected[0])

    def _progress(self, word: str, done: int, of: int) -> None:
        if word == "import":
            self.progress.setRange(0, of)
            self.progress.setValue(done)
            self._show_state()

    # ----------------------------------------------------------------------------------------------- doing

    def toggle_kept(self) -> None:
        """Keep the picked works; where all are kept, reject them."""
        works = [work for work_id in self.selected if (work := self._studio.oeuvre.find(work_id))]
        if works:
            self._studio.set_fields(self.selected, kept=not all(work.kept for work in works))

    def choose_files(self) -> QFileDialog:
        """The dialog for scans, returned so that it can be closed."""
        dialog = QFileDialog(self, self.tr("Import scans"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        ends = " ".join(f"*{end}" for end in sorted(SUFFIXES))
        dialog.setNameFilters([self.tr("Pictures ({ends})").format(ends=ends), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self._studio.bring_in([Path(name) for name in names]))
        dialog.open()
        return dialog

    def tell(self, told: Sequence[Imported | Refused]) -> None:
        """What did not come in and why, in words; a plain count where all did."""
        refused = [one for one in told if isinstance(one, Refused)]
        again = [one for one in told if isinstance(one, Imported) and one.again]
        lines = [self.tr("{count} scans came in.").format(count=len(told) - len(refused) - len(again))]
        if again:
            lines[0] += " " + self.tr("{count} were here already.").format(count=len(again))
        for one in refused[:MOST_TOLD]:
            words = explain(one.error)
            lines.append(f"•  {words.what} {words.do}")
        if len(refused) > MOST_TOLD:
            lines.append(self.tr("And {count} more.").format(count=len(refused) - MOST_TOLD))
        self.report.setText("\n".join(lines))
        self.report.show()
        self._show_state()
