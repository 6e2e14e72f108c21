"""What the menu View does."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QToolBar

from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.docks import Docks

STEP = 1.25
TURN = 15.0


class ViewFlow(QObject):
    """Zoom, turn, mirror; panels away, full screen."""

    def __init__(
        self, window: QMainWindow, canvas: CanvasView, actions: Actions, docks: Docks, bars: list[QToolBar]
    ) -> None:
        super().__init__(window)
        self._window, self._canvas, self._actions = window, canvas, actions
        self._docks, self._bars = docks, bars
        actions.on("view.zoom-in", lambda: canvas.zoom_by(STEP))
        actions.on("view.zoom-out", lambda: canvas.zoom_by(1 / STEP))
        actions.on("view.fit", canvas.fit)
        actions.on("view.actual", lambda: canvas.zoom_to(1.0))
        actions.on("view.turn-left", lambda: canvas.rotate_by(-TURN))
        actions.on("view.turn-right", lambda: canvas.rotate_by(TURN))
        actions.on("view.upright", canvas.reset_rotation)
        actions.on("view.mirror", canvas.mirror)
        actions.on_toggled("view.overlay", canvas.show_overlay)
        actions.on_toggled("view.canvas-only", self.canvas_only)
        actions.on_toggled("view.full-screen", self.full_screen)
        canvas.viewport_changed.connect(self._follow)
        canvas.overlay_changed.connect(lambda shown: actions.show("view.overlay", shown))
        actions.show("view.overlay", canvas.overlay_shown)

    def canvas_only(self, on: bool) -> None:
        """Nothing but the canvas, or everything again."""
        self._docks.hide_all(on)
        for bar in self._bars:
            bar.setVisible(not on)
        self._window.statusBar().setVisible(not on)
        self._window.menuBar().setVisible(not on or not self._window.isFullScreen())
        self._canvas.setFocus()

    def full_screen(self, on: bool) -> None:
        """The whole screen; together with hidden panels, the canvas alone."""
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()
        self._window.menuBar().setVisible(not (on and self._actions["view.canvas-only"].isChecked()))

    def _follow(self) -> None:
        self._actions.show("view.mirror", self._canvas.viewport.mirrored)
