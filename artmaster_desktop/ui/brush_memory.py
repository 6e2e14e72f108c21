"""Sizes of brushes and the colours used last, from one session to the next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import MAX_COLOURS, Settings
from artmaster_desktop.ui.toolbox import Colour, Toolbox

AT_REST = 400
"""Milliseconds after the last change of a brush or colour until it is kept."""


class BrushMemory(QObject):
    """Tells ``toolbox`` the sizes and colours in ``preferences``, and keeps there what is painted with."""

    def __init__(self, toolbox: Toolbox, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent or toolbox)
        self._toolbox, self._preferences = toolbox, preferences
        toolbox.remember_sizes(preferences.settings.brushes)
        toolbox.remember_colours(_rgb(colour) for colour in preferences.settings.colours)
        self._soon = QTimer(self, singleShot=True, interval=AT_REST)
        self._soon.timeout.connect(self.keep)
        toolbox.brush_changed.connect(self._soon.start)
        toolbox.recent_changed.connect(self._soon.start)

    def keep(self) -> None:
        """Put them into the settings now; to be called before the program ends."""
        self._soon.stop()
        self._preferences.change(self._with_all)

    def _with_all(self, settings: Settings) -> Settings:
        for preset, size in self._toolbox.sizes.items():
            if settings.brush_size(preset) != size:
                settings = settings.with_brush_size(preset, size)
        colours = tuple("#{:02x}{:02x}{:02x}".format(*colour) for colour in self._toolbox.recent_colours)
        return replace(settings, colours=colours[:MAX_COLOURS])


def _rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
