"""How the main window makes results larger: the question, the progress, and the word at the end."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from artmaster_desktop.app.result_enlarging import EnlargeWish
from artmaster_desktop.app.results import Result
from artmaster_desktop.core.upscaling import UpscaleReport
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.enlarge import EnlargeDialog, EnlargeProgressDialog
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.panels.tray import TrayPanel
from artmaster_desktop.ui.workshop import Workshop


class EnlargeFlow(QObject):
    """Asks, enlarges and tells."""

    said = Signal(str)

    def __init__(self, shop: Workshop, actions: Actions, docks: Docks, window: QWidget) -> None:
        super().__init__(window)
        self._shop, self._actions, self._docks, self._window = shop, actions, docks, window
        tray = docks.panel("tray")
        assert isinstance(tray, TrayPanel)
        self._tray = tray
        self.dialog: QDialog | None = None
        actions.on("paint.enlarge", self.ask_for_chosen)
        tray.enlarge_asked.connect(self.ask)
        enlarging = shop.enlarging
        enlarging.enlarged.connect(self._tell)
        enlarging.stopped.connect(lambda: self.said.emit(self.tr("Stopped; nothing was kept.")))
        shop.results.changed.connect(self._follow)
        self._follow()

    def ask_for_chosen(self) -> None:
        """The result that is chosen in the tray, or the latest one."""
        results = self._tray.chosen or self._shop.results.all
        if results:
            self.ask(results[0])

    def ask(self, result: Result) -> EnlargeDialog:
        """Ask how; the dialog is returned so that it can be answered."""
        shop = self._shop
        dialog = EnlargeDialog(
            result, shop.session.document.extent, shop.upscalers, shop.enlarging, self._window
        )
        dialog.wanted.connect(self.begin)
        self._open(dialog)
        return dialog

    def begin(self, wish: EnlargeWish) -> None:
        """Make it larger."""
        self._open(EnlargeProgressDialog(self._shop.enlarging, self._window))
        self._shop.enlarging.enlarge(wish)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _tell(self, result: Result, report: UpscaleReport | None) -> None:
        size = f"{result.stored.width} × {result.stored.height}"
        said = self.tr("Made larger: {size}, in the results.").format(size=size)
        if report is not None:
            off = QLocale().toString(report.delta_e, "f", 2)
            told = self.tr("Made small again it differs from the picture by a colour distance of {off}.")
            said = f"{said} {told.format(off=off)}"
        self.said.emit(said)
        self._docks.bring("tray", focus=False)
        self._tray.choose(result.id)

    def _follow(self) -> None:
        self._actions.enable(bool(self._shop.results.all), "paint.enlarge")
