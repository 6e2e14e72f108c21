"""The window: canvas in the middle, panels around it, and everything reachable from menus and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from artmaster_desktop.app.jobs import Entry
from artmaster_desktop.core.errors import ArtmasterError, EditError
from artmaster_desktop.storage.crash import Fault
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.brush_memory import BrushMemory
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.dialogs.trouble import Answer, open_trouble
from artmaster_desktop.ui.dialogs.unsaved_pictures import UnsavedPictures
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.main_window_edit import EditFlow, local_files
from artmaster_desktop.ui.main_window_enlarge import EnlargeFlow
from artmaster_desktop.ui.main_window_files import FileFlow
from artmaster_desktop.ui.main_window_help import HelpFlow
from artmaster_desktop.ui.main_window_letters import LetteringFlow
from artmaster_desktop.ui.main_window_menus import MenuBar
from artmaster_desktop.ui.main_window_mixing import MixingFlow
from artmaster_desktop.ui.main_window_paint import PaintFlow, is_of_the_artist
from artmaster_desktop.ui.main_window_panels import join_panels, panel_makers
from artmaster_desktop.ui.main_window_print import PrintFlow
from artmaster_desktop.ui.main_window_proof import ProofFlow
from artmaster_desktop.ui.main_window_status import StatusLine
from artmaster_desktop.ui.main_window_structure import StructureFlow
from artmaster_desktop.ui.main_window_studio import StudioFlow
from artmaster_desktop.ui.main_window_tools import OptionsBar, ToolBar
from artmaster_desktop.ui.main_window_view import ViewFlow
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.panels.painters_drop import PainterDrop
from artmaster_desktop.ui.start import StartPage
from artmaster_desktop.ui.widgets.pictures import SUFFIXES as PICTURES
from artmaster_desktop.ui.workshop import Workshop

DOCUMENTS = (".ora",)
PAINTERS = (".safetensors",)
SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """One window on the session of ``workshop``. It can go and another can come; the work stays."""

    left = Signal()
    """The artist has answered for unsaved work, and the window is closed."""

    def __init__(self, workshop: Workshop, *, welcome: bool = True) -> None:
        super().__init__()
        self.shop = workshop
        self._leaving = self._leaving_soon = self._asked_now = self._arranged = False
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.toolbox = workshop.toolbox
        self.brush_memory = BrushMemory(self.toolbox, workshop.preferences, self)
        self.canvas = CanvasView(workshop.session, self, toolbox=self.toolbox)
        self.canvas.setAccessibleDescription(
            self.tr("Paint with pen, mouse or finger; each tool is taken by its letter")
        )
        self.actions_of = Actions(self, workshop.preferences, self.canvas)
        self.start = StartPage(workshop, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.canvas)
        self.setCentralWidget(self.pages)
        self.options = OptionsBar(self.actions_of, self.toolbox, self)
        self.tools = ToolBar(self.actions_of, self.toolbox, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.tools)
        self.docks = Docks(self, panel_makers(workshop, self.toolbox))
        self.status = StatusLine(workshop, self.canvas, self)
        self.setStatusBar(self.status)
        flush = join_panels(self.docks, self.toolbox)
        self.files = FileFlow(workshop, self, flush)
        self.proofs = ProofFlow(self.canvas, self)
        self.letters = LetteringFlow(workshop.session, workshop.shelf, self.toolbox, self)
        self.prints = PrintFlow(workshop, self, flush, self.files.suggested)
        self.edits = EditFlow(workshop.session, self.canvas, self)
        self.view = ViewFlow(self, self.canvas, self.actions_of, self.docks, [self.options, self.tools])
        self.painting = PaintFlow(workshop, self.canvas, self.actions_of, self.docks, flush, self)
        self.mixing = MixingFlow(workshop, self.actions_of, self.docks, flush, self)
        self.helping = HelpFlow(
            self, workshop, self.actions_of, self.files, self.docks, self.canvas, self.tools
        )
        self.structure = StructureFlow(workshop, self.actions_of, self.docks, self)
        self.enlarging = EnlargeFlow(workshop, self.actions_of, self.docks, self)
        self.teaching = StudioFlow(self, workshop, self.docks)
        self.painter_drop = PainterDrop(self.canvas, workshop.shelf, self)
        self.unsaved = UnsavedPictures(workshop.results, workshop.preferences, self)
        self.menus = MenuBar(self.actions_of, self.docks, workshop.preferences, self)
        self.setMenuBar(self.menus)
        self._wire_actions()
        self._wire_signals()
        self.show_page(welcome=welcome)
        self._show_title()
        self.resize(*SIZE)

    # --------------------------------------------------------------------------------------------- wires

    def _wire_actions(self) -> None:
        actions, shop = self.actions_of, self.shop
        self.files.wire(actions)
        self.prints.wire(actions)
        self.letters.wire(actions)
        self.proofs.wire(actions)
        self.edits.wire(actions)
        self.helping.wire()
        orders: dict[str, Callable[[], object]] = {
            "file.insert": self.ask_for_pictures, "file.quit": self.close,
            "file.welcome": partial(self.show_page, welcome=True),
            "edit.settings": self.helping.open_settings,
            "painters.search": partial(self.docks.bring, "painters"), "painters.refresh": shop.shelf.refresh,
            "painters.import": self.ask_for_painters, "painters.train": self.teaching.open,
            "painters.folder": self._show_painters_folder,
            "brush.smaller": partial(self.canvas.step_brush_size, -1),
            "brush.larger": partial(self.canvas.step_brush_size, 1),
            "brush.swap": self.toolbox.swap_colours, "brush.reset": self.toolbox.reset_colours,
            "window.reset": self.docks.arrange, "window.next": partial(self.docks.focus_next, self.canvas),
            "window.canvas": partial(self.canvas.setFocus, Qt.FocusReason.ShortcutFocusReason),
        }  # fmt: skip
        for action, do in orders.items():
            actions.on(action, do)

    def _wire_signals(self) -> None:
        shop, say = self.shop, self.status.say
        for source in (
            self.files.said, self.prints.said, self.letters.said, self.proofs.said, self.edits.said,
            self.painting.said, self.helping.said, self.structure.said, self.enlarging.said,
            self.teaching.said, self.painter_drop.said, self.canvas.refused,
        ):  # fmt: skip
            source.connect(say)
        for trouble in (
            self.files.trouble, self.helping.trouble, self.proofs.trouble, self.structure.trouble,
            shop.enlarging.failed,
        ):  # fmt: skip
            trouble.connect(self.tell)
        self.helping.canvas_asked.connect(self._show_canvas)
        for flow in (self.files, self.prints):
            flow.settings_asked.connect(self.helping.open_settings)
            flow.log_asked.connect(self.helping.open_log)
        self.status.settings_asked.connect(self.helping.open_settings)
        self.status.queue_asked.connect(partial(self.docks.bring, "queue"))
        self.canvas.failed.connect(self._canvas_failed)
        shop.files.busy_changed.connect(self._files_at_work)
        shop.session.saved_changed.connect(self._show_title)
        shop.session.changed.connect(self._show_title)
        shop.session.replaced.connect(self._show_canvas)
        shop.queue.failed.connect(self._job_failed)
        shop.desk.model_failed.connect(self.tell)
        shop.results.failed.connect(self.tell)
        self.unsaved.settings_asked.connect(self.helping.open_settings)
        self.unsaved.log_asked.connect(self.helping.open_log)
        shop.preferences.failed.connect(self.tell)
        shop.keeper.failed.connect(self.tell)
        shop.keeper.trouble.connect(self._journal_trouble)
        shop.shelf.failed.connect(self.tell)
        panel = self.docks.panel
        for said in (panel("paint").trouble, panel("tray").trouble, panel("queue").reason_asked):  # type: ignore[attr-defined]
            said.connect(self.tell)
        panel("painters").train_asked.connect(self.teaching.open)  # type: ignore[attr-defined]
        panel("paint").settings_asked.connect(self.helping.open_settings)  # type: ignore[attr-defined]
        self.menus.recent_asked.connect(self.files.open_path)
        start = self.start
        start.new_asked.connect(self.files.new)
        start.open_asked.connect(self.files.open)
        start.tour_asked.connect(self.helping.open_tour)
        start.example_asked.connect(self.files.open_example)
        start.recent_asked.connect(self.files.open_path)

    # --------------------------------------------------------------------------------------------- pages

    def show_page(self, *, welcome: bool) -> None:
        """The welcome page, or the canvas."""
        self.pages.setCurrentWidget(self.start if welcome else self.canvas)
        if not welcome:
            self.canvas.setFocus()

    def _show_canvas(self) -> None:
        self.show_page(welcome=False)

    def _show_title(self) -> None:
        session = self.shop.session
        name = session.path.name if session.path else session.document.title or self.tr("Untitled")
        self.setWindowTitle(f"{name}[*] — ArtMaster Desktop")
        self.setWindowFilePath(str(session.path) if session.path else "")
        self.setWindowModified(session.dirty)

    # ------------------------------------------------------------------------------------------- trouble

    def tell(self, error: ArtmasterError) -> None:
        """Say what went wrong, with choices; small refusals go to the status line."""
        if isinstance(error, EditError):
            self.status.say(explain(error).what)
            return
        dialog = open_trouble(error, self, self.shop.desk, self.shop.queue)
        dialog.chosen.connect(self._answered)

    def _answered(self, answer: object) -> None:
        if answer is Answer.SETTINGS:
            self.helping.open_settings()
        elif answer is Answer.LOG:
            self.helping.open_log()

    def _canvas_failed(self, error: object) -> None:
        if isinstance(error, ArtmasterError):
            self.tell(error)
        else:
            self.status.say(self.tr("That could not be done: {reason}").format(reason=error))

    def _job_failed(self, entry: Entry, error: ArtmasterError) -> None:
        if is_of_the_artist(entry):
            self.tell(error)
        else:
            self.status.say(explain(error).what)

    def _journal_trouble(self, error: ArtmasterError | None) -> None:
        if error is None:
            self.status.say(self.tr("Autosave works again."))
        else:
            self.status.say(self.tr("Autosave does not work: {reason}").format(reason=explain(error).what))

    def tell_fault(self, fault: Fault) -> None:
        """A defect of ours: say it without stopping anything. The log has the rest."""
        said = self.tr("Something went wrong inside ({kind}). Your work is kept; Help, Log says more.")
        self.status.say(said.format(kind=fault.kind))

    def tell_settings_notices(self) -> None:
        """What of the settings could not be kept."""
        notices = self.shop.preferences.notices
        if notices:
            self.status.say(self.tr("Some settings could not be read and are at their defaults again."))

    # ------------------------------------------------------------------------------------------ painters

    def ask_for_painters(self) -> None:
        """Choose painter files to add to the library."""
        self.docks.bring("painters", focus=False)
        panel = self.docks.panel("painters")
        assert isinstance(panel, PaintersPanel)
        panel.choose_files()

    def add_painters(self, paths: list[Path]) -> None:
        """Check files and add what can paint; the painters panel tells how it went."""
        self.docks.bring("painters", focus=False)
        self.shop.painter_import.add(paths)

    def _show_painters_folder(self) -> None:
        folder = self.shop.shelf.own_folder
        shown = folder if folder.is_dir() else folder.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))

    def ask_for_pictures(self) -> None:
        """Choose pictures to insert as layers."""
        dialog = QFileDialog(self, self.tr("Insert pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        ends = " ".join(f"*{end}" for end in PICTURES)
        dialog.setNameFilters([self.tr("Pictures ({ends})").format(ends=ends), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.edits.insert_files([Path(name) for name in names]))
        dialog.open()

    # ---------------------------------------------------------------------------------------- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802 - Qt's name
        data = event.mimeData()
        known = (*DOCUMENTS, *PAINTERS, *PICTURES)
        if data.hasImage() or any(p.suffix.lower() in known or p.is_dir() for p in local_files(data)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802 - Qt's name
        """A document is opened, painters are imported, pictures become layers."""
        data = event.mimeData()
        files = local_files(data)
        documents = [p for p in files if p.suffix.lower() in DOCUMENTS]
        painters = [p for p in files if p.suffix.lower() in PAINTERS or p.is_dir()]
        event.acceptProposedAction()
        if documents:
            self.files.open_path(documents[0])
        elif painters:
            self.add_painters(painters)
        elif self.edits.take(data, self._dropped_at(event.position())):
            self.show_page(welcome=False)

    def _dropped_at(self, place: QPointF) -> QPoint | None:
        """The point of the canvas under ``place`` in the window; None beside the canvas."""
        view = self.canvas.mapFrom(self, place)
        at = self.canvas.canvas_from_view(view).toPoint()
        extent = self.shop.session.document.extent
        seen = self.canvas.isVisible() and self.canvas.rect().contains(view.toPoint())
        return at if seen and QRect(0, 0, extent.width, extent.height).contains(at) else None

    # --------------------------------------------------------------------------------------- come and go

    def showEvent(self, event: QShowEvent, /) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            window = self.shop.preferences.settings.window
            if window.geometry:
                self.restoreGeometry(QByteArray.fromBase64(window.geometry.encode("ascii", "replace")))
            else:
                self._fit_screen()
            if not self.docks.restore(window.state):
                self.docks.arrange()
            self.docks.name_tabs()

    def take_place_of(self, other: MainWindow) -> None:
        """Show at the place, and in the arrangement, of another window of the same workshop."""
        self._arranged = True
        self.restoreGeometry(other.saveGeometry())
        self.show()
        self.docks.restore(other.docks.state())
        self.docks.name_tabs()

    def _fit_screen(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802 - Qt's name
        """Not before the artist has answered for unsaved work, and not before a save under way is done."""
        if not self._leaving:
            event.ignore()
            self._asked_now = True
            self.files.settle(lambda: self.unsaved.settle(self._leave))
            self._asked_now = False
            if not self._leaving:
                return
        self._remember_window()
        event.accept()
        self.left.emit()

    def _leave(self) -> None:
        if self.shop.files.busy:
            self.status.say(self.tr("Closing when the file is written…"))
            self._leaving_soon = True
            return
        self._leaving = True
        if not self._asked_now:
            self.close()

    def _files_at_work(self) -> None:
        if self._leaving_soon and not self.shop.files.busy:
            self._leaving_soon = False
            self._leave()

    def _remember_window(self) -> None:
        self.brush_memory.keep()
        if self.actions_of["view.canvas-only"].isChecked():
            self.view.canvas_only(False)
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        state = self.docks.state()
        self.shop.preferences.change(
            lambda s: replace(s, window=replace(s.window, geometry=geometry, state=state))
        )

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self._show_title()
        super().changeEvent(event)
