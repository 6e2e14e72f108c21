"""What the menu Paint does, and the forming picture on the canvas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.jobs import Entry, State
from artmaster_desktop.app.purpose import Live, Mix, Paint, Variation
from artmaster_desktop.app.results import Result
from artmaster_desktop.app.session import Change
from artmaster_desktop.core.event import Finished, Preview
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.dialogs.compare import CompareDialog
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.panels.paint import PaintPanel
from artmaster_desktop.ui.panels.tray import TrayPanel
from artmaster_desktop.ui.workshop import Workshop

GHOST = 0.85
"""Opacity of the forming picture over the canvas."""


class PaintFlow(QObject):
    """Leads the menu to the panels, and shows a painting on the canvas while it forms and when it is done.

    A finished painting lies over the canvas, not in the document, until the next stroke or edit of the
    layers, Esc, another picture or another document.
    """

    said = Signal(str)
    """A sentence for the status line."""

    def __init__(
        self,
        workshop: Workshop,
        canvas: CanvasView,
        actions: Actions,
        docks: Docks,
        flush: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._finished = ""
        self._shop, self._canvas, self._actions, self._docks = workshop, canvas, actions, docks
        paint, tray = docks.panel("paint"), docks.panel("tray")
        assert isinstance(paint, PaintPanel)
        assert isinstance(tray, TrayPanel)
        self._tray = tray
        for order, do in (("paint.paint", paint.paint), ("paint.variations", paint.paint_variations)):
            actions.on(order, flush)
            actions.on(order, do)
        actions.on("paint.remove", flush)
        actions.on("paint.remove", paint.remove)
        actions.on("paint.cancel", paint.cancel)
        actions.on("paint.cancel-all", workshop.queue.cancel_all)
        actions.on_toggled("paint.live", workshop.desk.set_live)
        actions.on("paint.apply", self.apply_latest)
        actions.on("paint.compare", self.compare)
        actions.on_toggled("view.preview", self._show_previews)
        actions.show("view.preview", True)
        workshop.desk.live_changed.connect(self._live_changed)
        queue = workshop.queue
        queue.changed.connect(self._follow)
        queue.previewed.connect(self._previewed)
        queue.finished.connect(self._show_finished)
        queue.failed.connect(self._drop_forming)
        queue.cancelled.connect(self._drop_forming)
        workshop.session.replaced.connect(self._drop)
        workshop.session.changed.connect(self._edited)
        workshop.session.wet_changed.connect(self._drawn)
        workshop.results.added.connect(self._tell_finished)
        window.installEventFilter(self)
        workshop.results.changed.connect(self._follow)
        workshop.session.selection_changed.connect(self._follow)
        tray.unseen_changed.connect(self._count_unseen)
        self._follow()

    def apply_latest(self) -> None:
        """The painting that the canvas shows into the document, or the newest one."""
        results = self._shop.results.all
        if results:
            shown = (result for result in results if result.stored.job == self._finished)
            self._shop.results.apply(next(shown, results[0]))

    def compare(self) -> CompareDialog | None:
        """Results beside the canvas and each other; None where there are none."""
        if not self._shop.results.all:
            return None
        self._docks.bring("tray", focus=False)
        return self._tray.compare()

    def _count_unseen(self, unseen: int) -> None:
        """How many results nobody has looked at, in the title of their dock."""
        self._docks.retranslate()
        dock = self._docks.dock("tray")
        if unseen:
            said = self.tr("{title} ({count} new)")
            dock.setWindowTitle(said.format(title=dock.windowTitle(), count=unseen))

    def _previewed(self, preview: Preview) -> None:
        entry = self._shop.queue.find(preview.job)
        if entry is not None and self._actions["view.preview"].isChecked() and self._belongs(entry):
            self._finished = ""
            pixels, place = _placed(entry.job, preview.pixels)
            self._canvas.show_preview(pixels, GHOST, place)

    def _show_finished(self, entry: Entry, finished: Finished) -> None:
        """Who asked for a painting sees it, whole, at once; variations wait in the tray to be compared."""
        wanted = isinstance(entry.purpose, Paint | Live) and self._belongs(entry)
        if wanted and self._actions["view.preview"].isChecked():
            self._finished = entry.id
            pixels, place = _placed(entry.job, finished.pixels)
            self._canvas.show_preview(pixels, place=place)
        else:
            self._drop_forming()

    def _tell_finished(self, result: Result) -> None:
        if result.stored.job == self._finished and isinstance(result.purpose, Paint):
            key = self._actions["paint.apply"].shortcut()
            said = self.tr("Painted: shown, not applied. {key} applies it; a stroke or Esc puts it away.")
            self.said.emit(said.format(key=key.toString(QKeySequence.SequenceFormat.NativeText)))

    def _edited(self, change: Change) -> None:
        """Words and numbers may change beside the painting; what is drawn may not."""
        before, after = change.before, change.after
        if before.layers is not after.layers or before.extent != after.extent:
            self._drop_finished()

    def _drawn(self) -> None:
        """A stroke has begun, or an edit of layers is being tried out."""
        session = self._shop.session
        if session.wet is not None or session.shown.layers is not session.document.layers:
            self._drop_finished()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        """Esc puts the painting away, where nothing else in the window has a use for it."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if self._finished and escape and event.type() == QEvent.Type.KeyPress:
            self._drop()
            return True
        return super().eventFilter(watched, event)

    def _belongs(self, entry: Entry) -> bool:
        """Whether the picture is of this canvas; strips of mixed painters are of their panel."""
        ours = entry.job.document == self._shop.session.document.id
        return ours and not isinstance(entry.purpose, Mix)

    def _show_previews(self, shown: bool) -> None:
        if not shown:
            self._drop()

    def _drop(self) -> None:
        self._finished = ""
        self._canvas.show_preview(None)

    def _drop_forming(self) -> None:
        """A job ended without a picture for the canvas; a finished one that lies there stays."""
        if not self._finished:
            self._drop()

    def _drop_finished(self) -> None:
        if self._finished:
            self._drop()

    def _live_changed(self, on: bool) -> None:
        self._actions.show("paint.live", on)

    def _follow(self) -> None:
        queue = self._shop.queue
        self._actions.enable(queue.running is not None or self._shop.desk.preparing, "paint.cancel")
        self._actions.enable(any(not e.ended for e in queue.entries), "paint.cancel-all")
        self._actions.enable(bool(self._shop.results.all), "paint.apply", "paint.compare")
        self._actions.enable(self._shop.session.selection is not None, "paint.remove")


def _placed(job: PaintJob, pixels: Pixels) -> tuple[Pixels, Bounds | None]:
    """What the canvas shows of a painting and where: of a repaint, what is new alone, as RGBA."""
    start = job.start
    if not isinstance(start, RepaintStart):
        return pixels, None
    height, width = pixels.shape[:2]
    rows = np.arange(height) * start.place.height // height
    columns = np.arange(width) * start.place.width // width
    return np.dstack((pixels, start.cover[np.ix_(rows, columns)])), start.place


def is_of_the_artist(entry: Entry) -> bool:
    """Whether somebody waits for it, and should be told when it fails; live mode goes on by itself."""
    return isinstance(entry.purpose, Paint | Variation | Mix) and entry.state is State.FAILED
