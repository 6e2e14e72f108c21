"""The program around its window: the first sight, another language, the end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from artmaster_desktop.app.garbage import GarbageTurn
from artmaster_desktop.app.shutdown import Shutdown
from artmaster_desktop.core.errors import ReadFailed
from artmaster_desktop.storage.crash import CrashGuard, Fault
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.first_sight import FirstSight
from artmaster_desktop.ui.icons import app_icon
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.messages import painter_name
from artmaster_desktop.ui.panels.painters_model import language
from artmaster_desktop.ui.workshop import Workshop

LARGEST_PICTURE = 1600
"""MiB that Qt may take to read one picture: 400 megapixels at four bytes."""


class Program(QObject):
    """One window on the workshop at a time. With another language it makes way for a new one; document,
    jobs and tools stay as they are.
    """

    seen = Signal()
    """Once: the first window has painted its page, with the document in it that was asked for."""
    _faulted = Signal(object)

    def __init__(self, app: QApplication, shop: Workshop, guard: CrashGuard | None = None) -> None:
        super().__init__(app)
        self._app, self._shop, self._guard = app, shop, guard
        self.window: MainWindow | None = None
        self._ended: list[bool] = []
        self._seen = False
        app.setApplicationName("artmaster-desktop")
        app.setApplicationDisplayName("ArtMaster Desktop")
        app.setDesktopFileName("artmaster-desktop")
        app.setWindowIcon(app_icon())
        app.setQuitOnLastWindowClosed(False)
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
        # X11 drops the mouse's moves of a busy moment: a stroke would lose its corners
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
        QImageReader.setAllocationLimit(LARGEST_PICTURE)
        self._shutdown = Shutdown(
            shop.queue,
            shop.desk,
            shop.engine,
            shop.files,
            shop.results,
            shop.keeper,
            shop.preferences,
            shop.studio,
            (shop.printing, shop.enlarging),
            self,
        )
        self._shutdown.done.connect(self._done)
        self._faulted.connect(self._tell_fault, Qt.ConnectionType.QueuedConnection)
        shop.preferences.changed.connect(self._follow)
        painter_name.named = self._painter_named
        self.destroyed.connect(painter_name.forget)
        if guard is not None:
            guard.set_listener(self._faulted.emit)

    def show(self, document: Path | None) -> MainWindow:
        """Show the window, open ``document``, and offer what a crash left behind."""
        window = self._new_window(welcome=document is None)
        window.show()
        QTimer.singleShot(0, self, lambda: self._begin(document))
        return window

    def stay(self) -> bool:
        """Until the artist has left and everything is written; whether all threads ended in order."""
        garbage = GarbageTurn(self)
        self._app.exec()
        garbage.stop()
        if self._guard is not None:
            self._guard.set_listener(None)
        if not self._ended:  # the session ended without asking: all is written, and offered at the next start
            return self._shop.abandon()
        return self._shop.close_shelves() and all(self._ended)

    def speak(self, language: str) -> None:
        """The window in another language: a new one takes the place of the old one, settings in front."""
        old = self.window
        if self._shop.translation.set(language) == self._spoken or old is None:
            return
        new = self._new_window(welcome=old.pages.currentWidget() is old.start)
        new.take_place_of(old)
        new.teaching.take_place_of(old.teaching)
        self._watch(new)
        old.hide()
        old.deleteLater()
        new.helping.open_settings()

    # -------------------------------------------------------------------------------------------- within

    def _new_window(self, *, welcome: bool) -> MainWindow:
        self._spoken = self._shop.translation.code
        self.window = MainWindow(self._shop, welcome=welcome)
        self.window.left.connect(self._shutdown.begin, Qt.ConnectionType.QueuedConnection)
        return self.window

    def _begin(self, document: Path | None) -> None:
        """What may wait until the window is seen."""
        shop, window = self._shop, self.window
        assert window is not None
        shop.keeper.start()
        shop.shelf.refresh()
        shop.results.reload()
        window.helping.look_at_start()
        window.tell_settings_notices()
        window.teaching.tell_interrupted()
        if document is None:
            if not shop.preferences.settings.window.tour_seen:
                window.helping.open_tour()
        elif document.exists():
            window.files.open_path(document)
        else:
            window.tell(ReadFailed(document, "there is no such file"))
        self._watch(window)

    def _painter_named(self, slug: str) -> str | None:
        one = self._shop.shelf.find(slug)
        return None if one is None else one.named(language())

    def _watch(self, window: MainWindow) -> None:
        if not self._seen:
            FirstSight(window, self._shop.files).seen.connect(self._see)

    def _see(self) -> None:
        if not self._seen:
            self._seen = True
            self.seen.emit()

    def _follow(self, before: Settings, after: Settings) -> None:
        if before.language != after.language:
            QTimer.singleShot(0, self, lambda: self.speak(after.language))

    def _tell_fault(self, fault: object) -> None:
        """A fault that nobody caught is said; the work goes on, and the journal has it."""
        if isinstance(fault, Fault) and self.window is not None:
            self.window.tell_fault(fault)

    def _done(self, in_order: bool) -> None:
        self._ended.append(in_order)
        self._app.quit()
