"""The painters panel: a gallery of everybody who can paint, to search, to add to, and to drag from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.painter_import import SUFFIX, Outcome, PainterImport
from artmaster_desktop.app.painter_shelf import PainterShelf, Shelved
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.ui.dialogs.import_painter import ImportReport, worth_showing
from artmaster_desktop.ui.fields import tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.painters_details import PainterDetails
from artmaster_desktop.ui.panels.painters_gallery import Gallery
from artmaster_desktop.ui.panels.painters_hiring import hired
from artmaster_desktop.ui.panels.painters_model import PaintersModel, PaintersOrder, SortBy, language
from artmaster_desktop.ui.panels.painters_pictures import Album
from artmaster_desktop.ui.widgets.quiet_label import quiet_label


class PaintersPanel(QWidget):
    """Everybody on ``shelf``. A double click lets a painter paint the session's active region, or the whole
    canvas where none is active.
    """

    mix_asked = Signal(object, object)
    """Two Shelved that the artist wants to see mixed."""
    square_asked = Signal(object)
    """Three or four Shelved that the artist wants to see mixed."""
    current_changed = Signal(object)
    """The Shelved that is selected, None where it is none or several."""
    ranks_asked = Signal(object)
    """The Shelved whose ranks the artist wants to see."""
    train_asked = Signal()
    colour_picked = Signal(QColor)
    """A colour of a painter's palette was pressed."""

    def __init__(
        self, session: Session, shelf: PainterShelf, importer: PainterImport, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._shelf, self._importer = session, shelf, importer
        self._report: ImportReport | None = None
        self.album = Album(self)
        self._model = PaintersModel(self)
        self._order = PaintersOrder(self._model, self)
        self.gallery = Gallery(self._order, self.album, self)
        self.details = PainterDetails(self.album, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._wall())
        self._pages.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setAcceptDrops(True)
        self._listen()
        self._show_shelf()
        if not shelf.ready:
            shelf.refresh()

    # ------------------------------------------------------------------------------------------- building

    def _wall(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 6, 4, 4)
        column.setSpacing(4)
        column.addLayout(self._head(page))
        column.addWidget(self.gallery, 1)
        self.message = quiet_label("", page)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.message)
        column.addLayout(self._progress(page))
        column.addLayout(self._foot(page))
        return page

    def _head(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        self.search = QLineEdit(page)
        self.search.setPlaceholderText(self.tr("Search names, tags, motifs…"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search painters"))
        self.search.setToolTip(self.tr("Search names in both languages, tags and motifs (Ctrl+F)"))
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._search)
        find = QAction(self.tr("Search painters"), self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)
        self.sorting = QComboBox(page)
        for text, by in (
            (self.tr("Name"), SortBy.NAME),
            (self.tr("Colour"), SortBy.COLOUR),
            (self.tr("Model"), SortBy.BASE),
        ):
            self.sorting.addItem(text, by)
        self.sorting.setToolTip(self.tr("What the painters are sorted by"))
        self.sorting.setAccessibleName(self.tr("Sort painters by"))
        self.sorting.currentIndexChanged.connect(
            lambda _: self._order.sort_by(SortBy(self.sorting.currentData()))
        )
        row.addWidget(self.search, 1)
        row.addWidget(self.sorting)
        return row

    def _progress(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        self.progress = QProgressBar(page)
        self.progress.setAccessibleName(self.tr("Adding painters"))
        self.progress.setTextVisible(True)
        self.stop_button = tool_button("cancel", self.tr("Stop adding painters"), page)
        self.stop_button.clicked.connect(self._importer.cancel)
        row.addWidget(self.progress, 1)
        row.addWidget(self.stop_button)
        self._show_progress(False)
        return row

    def _foot(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 2)
        row.setSpacing(2)
        use = self.tr("Let the selected painter paint the active region, or the whole canvas (Enter)")
        self.use_button = tool_button("add", use, page, text=self.tr("Use"))
        self.use_button.clicked.connect(self._use_selected)
        mix = self.tr("See the pictures between two, three or four painters: select them first (Ctrl+click)")
        self.mix_button = tool_button("mix", mix, page, text=self.tr("Mix"))
        self.mix_button.clicked.connect(self._mix_selected)
        more = self.tr("Everything about the selected painter (Space)")
        self.details_button = tool_button("info", more, page)
        self.details_button.clicked.connect(lambda: self._show_details(self.gallery.selected[0]))
        self.problems_button = tool_button("warning", self.tr("Files that cannot be used"), page)
        self.problems_button.clicked.connect(self.show_problems)
        add = self.tr("Add painters from files; files and folders can also be dropped here")
        self.import_button = tool_button("import", add, page)
        self.import_button.clicked.connect(self.choose_files)
        train = self.tr("Train a painter from works… (Ctrl+T)")
        self.train_button = tool_button("painter", train, page)
        self.train_button.clicked.connect(self.train_asked)
        for button in (self.use_button, self.mix_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.problems_button, self.details_button, self.train_button, self.import_button):
            row.addWidget(button)
        return row

    def _listen(self) -> None:
        self._shelf.changed.connect(self._show_shelf)
        self._shelf.failed.connect(self._tell)
        self.album.loaded.connect(self._model.touch)
        self.gallery.chosen.connect(self.use)
        self.gallery.asked.connect(self._show_details)
        self.gallery.picked.connect(self._show_selection)
        self.gallery.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.gallery.customContextMenuRequested.connect(self._menu)
        self.details.back.connect(self._show_wall)
        self.details.add.connect(self.use)
        self.details.tag.connect(self.search_for)
        self.details.colour.connect(self.colour_picked)
        self.details.rename.connect(self.ask_name)
        self.details.ranks.connect(self.ranks_asked)
        self.details.reveal.connect(self._reveal)
        self.details.remove.connect(self.ask_removal)
        self._importer.started.connect(self._import_started)
        self._importer.progressed.connect(self._import_progressed)
        self._importer.finished.connect(self._import_finished)

    # --------------------------------------------------------------------------------------------- showing

    def search_for(self, text: str) -> None:
        """Show the wall with what ``text`` finds."""
        self._pages.setCurrentIndex(0)
        self.search.setText(text)

    def _search(self, text: str) -> None:
        self._order.search(text)
        self._show_message()

    def _show_shelf(self) -> None:
        chosen = self.gallery.selected
        self.album.forget()
        self._model.show_painters(self._shelf.painters)
        if len(chosen) == 1:
            self.gallery.select(chosen[0].painter.slug)
        problems = len(self._shelf.problems)
        self.problems_button.setVisible(problems > 0)
        told = self.tr("{count} files in the library cannot be used: see why").format(count=problems)
        if problems == 1:
            told = self.tr("A file in the library cannot be used: see why")
        self.problems_button.setToolTip(told)
        shown = self.details.painter
        if shown is not None:
            again = self._shelf.find(shown.painter.slug)
            if again is None:
                self._pages.setCurrentIndex(0)
            else:
                self.details.show_painter(again)
        self._show_message()
        self._show_selection()

    def _show_message(self) -> None:
        text = ""
        if not self._shelf.ready:
            text = self.tr("Looking at the painters…")
        elif not self._shelf.painters:
            text = self.tr("No painters yet. Drop a LoRA for FLUX.1 (.safetensors) here.")
        elif not self._order.rowCount():
            text = self.tr("Nobody like that. Fewer words find more.")
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _show_selection(self) -> None:
        selected = self.gallery.selected
        self.use_button.setEnabled(bool(selected))
        self.details_button.setEnabled(len(selected) == 1)
        self.mix_button.setEnabled(2 <= len(selected) <= 4)
        self.current_changed.emit(selected[0] if len(selected) == 1 else None)

    def _show_wall(self) -> None:
        self._pages.setCurrentIndex(0)
        self.gallery.setFocus()

    def _show_details(self, one: Shelved) -> None:
        self.details.show_painter(one)
        self._pages.setCurrentWidget(self.details)
        self.details.works.setFocus()

    def _menu(self, place: QPoint) -> None:
        selected = self.gallery.selected
        if len(selected) != 1:
            return
        one = selected[0]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("add"), self.tr("Use"), lambda: self.use(one))
        menu.addAction(icon("info"), self.tr("Details"), lambda: self._show_details(one))
        menu.addAction(icon("grid"), self.tr("Show its ranks…"), lambda: self.ranks_asked.emit(one))
        menu.addSeparator()
        rename = menu.addAction(icon("rename"), self.tr("Rename…"), lambda: self.ask_name(one))
        menu.addAction(icon("folder"), self.tr("Show in file manager"), lambda: self._reveal(one))
        remove = menu.addAction(icon("delete"), self.tr("Move to trash…"), lambda: self.ask_removal(one))
        for action in (rename, remove):
            action.setEnabled(one.own)
        menu.popup(self.gallery.viewport().mapToGlobal(place))

    def _tell(self, error: ArtmasterError) -> None:
        said = explain(error)
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Painters"), said.what, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("\n".join(text for text in (said.safe, said.do) if text))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # ---------------------------------------------------------------------------------------------- doing

    def use(self, one: Shelved) -> None:
        """Let ``one`` paint the active region, or the whole canvas where none is active; a step to undo."""
        session = self._session
        session.apply(hired(session.document, session.active_region, one.ref))

    def _use_selected(self) -> None:
        for one in self.gallery.selected:
            self.use(one)

    def _mix_selected(self) -> None:
        chosen = self.gallery.selected
        if len(chosen) == 2:
            self.mix_asked.emit(*chosen)
        elif len(chosen) in (3, 4):
            self.square_asked.emit(tuple(chosen))

    def ask_name(self, one: Shelved) -> QInputDialog:
        """Ask for another name of an own painter; the dialogue is returned so that it can be closed."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Rename painter"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(one.named(language()))
        dialog.textValueSelected.connect(lambda text: self._shelf.rename(one, text))
        dialog.open()
        return dialog

    def ask_removal(self, one: Shelved) -> QMessageBox:
        """Ask whether an own painter is to go; documents that name it will say that it is missing."""
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove painter"), "", parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Move {name} to the trash?").format(name=one.named(language())))
        box.setInformativeText(
            self.tr(
                "Documents that use it stay as they are and tell that it is missing. The trash gives it back."
            )
        )
        yes = box.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        yes.clicked.connect(lambda: self._shelf.remove(one))
        box.open()
        return box

    def _reveal(self, one: Shelved) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(one.painter.file.parent)))

    # ------------------------------------------------------------------------------------------- importing

    def choose_files(self) -> QFileDialog:
        """Ask which files to add; the dialogue is returned so that it can be closed."""
        dialog = QFileDialog(self, self.tr("Add painters"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Painters (LoRA)") + f" (*{SUFFIX})", self.tr("All files") + " (*)"])
        dialog.filesSelected.connect(lambda names: self._importer.add(Path(name) for name in names))
        dialog.open()
        return dialog

    def show_problems(self) -> ImportReport:
        """What lies in the library and cannot be used, and why."""
        return self._open_report(ImportReport.of_problems(self._shelf.problems, self))

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if dropped_paths(event):
            event.acceptProposedAction()
            self.message.setText(self.tr("Drop to check these files and add what can paint."))
            self.message.setVisible(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:  # noqa: N802
        self._show_message()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        self._show_message()
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self._importer.add(paths)

    def _import_started(self, count: int) -> None:
        self.progress.setRange(0, count)
        self.progress.setValue(0)
        self._show_progress(True)

    def _import_progressed(self, done: int, count: int, name: str) -> None:
        self.progress.setValue(done)
        said = self.tr("Checking {name}").format(name=name)
        self.progress.setFormat(said.replace("%", "%%"))

    def _import_finished(self, outcomes: tuple[Outcome, ...]) -> None:
        self._show_progress(False)
        if worth_showing(outcomes):
            self._open_report(ImportReport(outcomes, self))

    def _show_progress(self, shown: bool) -> None:
        self.progress.setVisible(shown)
        self.stop_button.setVisible(shown)

    def _open_report(self, report: ImportReport) -> ImportReport:
        report.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        report.open()
        return report


def dropped_paths(event: QDropEvent) -> tuple[Path, ...]:
    """The files and folders of this machine that are dragged."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
