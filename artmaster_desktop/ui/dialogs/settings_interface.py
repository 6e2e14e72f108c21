"""Settings: language, theme and size of the interface."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import Settings, Theme
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.i18n import languages

SCALES = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class InterfacePage(SettingsPage):
    """Language, theme and scale."""

    picture = "language"

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, preferences=preferences, title=self.tr("Interface"))
        form = self.section("")
        self.language = QComboBox(self)
        self.language.addItem(self.tr("As the system"), "")
        for known in languages():
            self.language.addItem(known.name, known.code)
        later = self.tr("Takes effect when ArtMaster Desktop is started again.")
        self.row(form, self.tr("Language"), self.language, self.tr("The language of the window"))
        self.theme = QComboBox(self)
        for theme, name in (
            (Theme.SYSTEM, self.tr("As the system")),
            (Theme.LIGHT, self.tr("Light")),
            (Theme.DARK, self.tr("Dark")),
        ):
            self.theme.addItem(name, theme.value)
        self.row(
            form,
            self.tr("Theme"),
            self.theme,
            self.tr("Light or dark; both are neutral greys, so that colours are seen as they are"),
        )
        self.scale = QComboBox(self)
        for scale in SCALES:
            self.scale.addItem(self.tr("{percent} %").format(percent=round(scale * 100)), scale)
        self.row(
            form,
            self.tr("Size"),
            self.scale,
            self.tr("How large everything in the window is, beside what the system asks for"),
            later,
        )
        self.language.activated.connect(
            lambda: preferences.change(lambda s: replace(s, language=str(self.language.currentData())))
        )
        self.theme.activated.connect(
            lambda: preferences.change(lambda s: replace(s, theme=Theme(self.theme.currentData())))
        )
        self.scale.activated.connect(
            lambda: preferences.change(
                lambda s: replace(s, window=replace(s.window, scale=float(self.scale.currentData())))
            )
        )
        self.finish()

    def show_settings(self, settings: Settings) -> None:
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.theme.setCurrentIndex(self.theme.findData(settings.theme.value))
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - settings.window.scale))
        self.scale.setCurrentIndex(nearest)
