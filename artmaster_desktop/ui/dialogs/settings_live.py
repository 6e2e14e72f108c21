"""Settings: when live mode paints, and how."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import LiveSettings, LiveStart, Settings
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.widgets.number_slider import NumberSlider


class LivePage(SettingsPage):
    """Rest, longest wait, steps, strength and start of live mode."""

    picture = "live"

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Live mode"), preferences, parent)
        self.note(
            self.tr(
                "In live mode the canvas is painted again whenever a stroke has ended, never while the "
                "pen is down."
            )
        )
        form = self.section("")
        second = self.tr(" s")
        self.grace = NumberSlider(self.tr("Rest"), 0.0, 5.0, step=0.1, decimals=1, suffix=second, parent=self)
        self.row(form, "", self.grace, self.tr("How long the pen has to rest before it is painted"))
        self.wait = NumberSlider(
            self.tr("Longest wait"), 0.5, 30.0, step=0.5, decimals=1, suffix=second, parent=self
        )
        self.row(
            form, "", self.wait, self.tr("After this time it is painted between two strokes all the same")
        )
        self.steps = NumberSlider(self.tr("Steps"), 1, 50, step=1, decimals=0, parent=self)
        self.row(
            form, "", self.steps, self.tr("Few steps are quick and rough; the Paint button takes its own")
        )
        self.strength = NumberSlider(
            self.tr("Painted anew"), 5, 100, step=1, decimals=0, suffix=" %", parent=self
        )
        self.row(form, "", self.strength, self.tr("How much of what is drawn is painted anew"))
        self.start = QComboBox(self)
        self.start.addItem(self.tr("All that is seen"), LiveStart.VISIBLE.value)
        self.start.addItem(self.tr("The layer in hand"), LiveStart.LAYER.value)
        self.row(
            form,
            self.tr("Paint over"),
            self.start,
            self.tr("What live mode begins with: the visible pictures merged, or the active layer alone"),
            self.tr("A layer that is chosen in the Paint panel goes before it."),
        )
        self.start.activated.connect(self._set)
        for slider in (self.grace, self.wait, self.steps, self.strength):
            slider.committed.connect(self._set)
        self.finish()

    def show_settings(self, settings: Settings) -> None:
        live = settings.live
        self.grace.set_quietly(live.grace)
        self.wait.set_quietly(live.longest_wait)
        self.steps.set_quietly(live.steps)
        self.strength.set_quietly(live.strength * 100)
        self.start.setCurrentIndex(self.start.findData(live.start.value))

    def _set(self) -> None:
        grace = round(self.grace.value(), 2)
        wait = max(grace, round(self.wait.value(), 2))
        steps, strength = round(self.steps.value()), round(self.strength.value()) / 100
        chosen = LiveSettings(
            grace=grace,
            longest_wait=wait,
            steps=steps,
            strength=strength,
            start=LiveStart(self.start.currentData()),
        )
        self.preferences.change(lambda s: replace(s, live=chosen))
