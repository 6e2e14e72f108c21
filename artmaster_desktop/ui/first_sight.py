"""The moment when the artist sees what the program was opened for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from artmaster_desktop.app.files import DocumentFiles
from artmaster_desktop.ui.main_window import MainWindow


class FirstSight(QObject):
    """Tells once that a window has painted its page, with the document in it that it was opened with.

    What takes the processor for seconds waits for this, not for a time after the start: on a slow machine the
    first painting takes longer than any time that one would wait on a fast one.
    """

    seen = Signal()

    def __init__(self, window: MainWindow, files: DocumentFiles) -> None:
        super().__init__(window)
        self._files, self._told = files, False
        self._pages = (window.start.viewport(), window.canvas)
        for page in self._pages:
            page.installEventFilter(self)
        files.busy_changed.connect(self._look_again)
        self._look_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and not self._files.busy:
            QTimer.singleShot(0, self, self._tell)  # the painting itself comes after this
        return False

    def _look_again(self) -> None:
        """The document is there, or will not come: the page is painted once more in either case."""
        for page in self._pages:
            page.update()

    def _tell(self) -> None:
        if not self._told and not self._files.busy:
            self._told = True
            self.seen.emit()
            self.deleteLater()
