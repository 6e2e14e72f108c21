"""Settings, tour, log, recovery and what else the menu Help opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QToolBar, QWidget

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.storage.journal_reader import Recovered
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.dialogs.about import AboutDialog
from artmaster_desktop.ui.dialogs.download import DownloadDialog
from artmaster_desktop.ui.dialogs.log_viewer import LogViewer
from artmaster_desktop.ui.dialogs.recovery import RecoveryDialog
from artmaster_desktop.ui.dialogs.recovery_report import RecoveryReport, recovered_text
from artmaster_desktop.ui.dialogs.settings import SettingsDialog, SettingsPlaces
from artmaster_desktop.ui.dialogs.tour import Stop, TourCard
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.example_names import example_name
from artmaster_desktop.ui.main_window_files import FileFlow
from artmaster_desktop.ui.workshop import Workshop

TOUR_DOCUMENT = "two-painters.ora"


class HelpFlow(QObject):
    """Opens what explains, and what sets."""

    said = Signal(str)
    trouble = Signal(object)
    """ArtmasterError."""
    canvas_asked = Signal()

    def __init__(
        self,
        window: QWidget,
        shop: Workshop,
        actions: Actions,
        files: FileFlow,
        docks: Docks,
        canvas: CanvasView,
        tools: QToolBar,
    ) -> None:
        super().__init__(window)
        self._window, self._shop, self._actions = window, shop, actions
        self._files, self._docks, self._canvas, self._tools = files, docks, canvas, tools
        self._worker = Worker("diagnostics", self)
        self._looked = False
        self.dialog: QDialog | None = None
        self.tour: TourCard | None = None
        self._tour_due = False
        self._shop.files.opened.connect(self._opened)
        self._shop.files.failed.connect(self._not_opened)
        self._shop.session.replaced.connect(self._leave_tour)
        self._shop.keeper.found.connect(self._found)
        self._shop.keeper.restored.connect(self._restored)

    def wire(self) -> None:
        """Lead the menu here."""
        for action, do in {
            "help.tour": self.open_tour, "help.log": self.open_log, "help.about": self.open_about,
            "help.diagnostics": self.ask_for_diagnostics, "help.recover": self.look_for_documents,
        }.items():  # fmt: skip
            self._actions.on(action, do)

    # ------------------------------------------------------------------------------------------ dialogs

    def open_about(self) -> None:
        self._open(AboutDialog(self._window))

    def open_log(self) -> None:
        viewer = LogViewer(self._shop.logs, self._window)
        viewer.diagnostics_asked.connect(self.ask_for_diagnostics)
        self._open(viewer)

    def open_settings(self) -> None:
        """The settings; shortcuts are changed there too."""
        shop = self._shop
        where = SettingsPlaces(shop.starter, shop.painter_folders, shop.models, shop.logs)
        dialog = SettingsDialog(shop.preferences, shop.desk, self._actions, where, self._window)
        dialog.log_asked.connect(self.open_log)
        dialog.download_asked.connect(self.open_download)
        self._open(dialog)

    def open_download(self) -> None:
        """Fetch a model, if the artist presses the button that says what it will contact."""
        self._open(DownloadDialog(self._shop.preferences, self._shop.models, self._window))

    def ask_for_diagnostics(self) -> None:
        """Choose where the file for a bug report goes."""
        home = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self._window, self.tr("Save a diagnostics file"), str(home))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("artmaster-diagnostics.zip")
        dialog.fileSelected.connect(lambda name: self.save_diagnostics(Path(name)))
        self._open(dialog)

    def save_diagnostics(self, path: Path) -> None:
        """Write it by a worker, and say so."""
        self._worker.do(
            lambda: self._shop.diagnostics(path),
            lambda _: self.said.emit(self.tr("Saved {name}").format(name=path.name)),
            self.trouble.emit,
        )

    # ----------------------------------------------------------------------------------------- recovery

    def look_at_start(self) -> None:
        """Offer what a crash left behind; say nothing where there is nothing."""
        self._looked = False
        self._shop.keeper.look()

    def look_for_documents(self) -> None:
        """The same, asked for: then it is said that there is nothing."""
        self._looked = True
        self._shop.keeper.look()

    def _found(self, found: tuple[Recoverable, ...]) -> None:
        if not found:
            if self._looked:
                self.said.emit(self.tr("There is nothing to recover."))
            return
        dialog = RecoveryDialog(found, self._window)
        dialog.restore_asked.connect(lambda item: self._files.settle(lambda: self._shop.keeper.restore(item)))
        dialog.discard_asked.connect(self._shop.keeper.discard)
        self._open(dialog)

    def _restored(self, recovered: Recovered) -> None:
        self.said.emit(recovered_text(recovered))
        if recovered.losses:
            self._open(RecoveryReport(recovered, self._window))

    # --------------------------------------------------------------------------------------------- tour

    def open_tour(self) -> None:
        """Open the example and walk around; asks about unsaved work first."""
        example = self._shop.resources / "examples" / TOUR_DOCUMENT

        def go() -> None:
            self._tour_due = True
            self._shop.files.open_copy(example, example_name)

        if self.tour is None:
            self._files.settle(go)

    def _opened(self) -> None:
        due, self._tour_due = self._tour_due, False
        if due:
            self.begin_tour()

    def _not_opened(self) -> None:
        self._tour_due = False

    def begin_tour(self) -> None:
        """The cards over the document that is open."""
        self._shop.preferences.change(lambda s: replace(s, window=replace(s.window, tour_seen=True)))
        self.canvas_asked.emit()
        self.tour = TourCard(self._stops(), self._window)
        self.tour.ended.connect(self._tour_ended)
        self.tour.begin()

    def _leave_tour(self) -> None:
        """Another document, a recovered one perhaps: the cards speak of the example."""
        if self.tour is not None:
            self.tour.end()

    def _tour_ended(self) -> None:
        self.tour = None
        self._canvas.setFocus()

    def _stops(self) -> tuple[Stop, ...]:

        def dock(name: str) -> QWidget:
            self._docks.bring(name, focus=False)
            return self._docks.dock(name)

        return (
            Stop(
                self.tr("A sketch, two regions, two painters"),
                self.tr("This is an example document. Draw on the canvas with pen or mouse: a rough sketch "
                        "is enough. Space moves the paper, Ctrl and the wheel zoom."),
                lambda: self._canvas,
            ),
            Stop(
                self.tr("Tools"),
                self.tr("Brush (B), eraser (E), smudge (U), and the region tool (R): with it you paint "
                        "where a painter shall work. [ and ] change the size."),
                lambda: self._tools,
            ),
            Stop(
                self.tr("Regions"),
                self.tr("Each region has a card: its colour, how much of the canvas it covers, its text and "
                        "its painters. What would be ignored is said here before you paint."),
                lambda: dock("regions"),
            ),
            Stop(
                self.tr("Painters"),
                self.tr("Drag a painter onto a region, or onto the whole canvas. Its weight and its role "
                        "(composition, colour, brushwork) are on the region's card."),
                lambda: dock("painters"),
            ),
            Stop(
                self.tr("The picture in words"),
                self.tr("One text for the whole picture; regions add what is special about them. English and "
                        "Chinese."),
                lambda: dock("prompt"),
            ),
            Stop(
                self.tr("Paint"),
                self.tr("One button (Ctrl+Return). The picture forms on the canvas while you go on drawing, "
                        "and can be stopped at any moment. Live paints again after each stroke."),
                lambda: dock("paint"),
            ),
            Stop(
                self.tr("Results"),
                self.tr("Every painting is on the disk the moment it is done, and waits here: compare, "
                        "apply, paint again. Your sketch is never changed by it."),
                lambda: dock("tray"),
            ),
        )  # fmt: skip

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
