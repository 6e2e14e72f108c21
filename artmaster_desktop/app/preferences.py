"""The artist's choices while the program runs: one frozen value, with a file behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from artmaster_desktop.app.worker import Worker
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.storage.settings_file import SettingsNotice, load_settings, save_settings

SAVE_AFTER = 500
"""Milliseconds: a slider that is dragged is one save."""


class Preferences(QObject):
    """Read once at the start (a small file), written by a worker a moment after a change."""

    changed = Signal(object, object)
    """Settings before, Settings after."""
    failed = Signal(object)
    """SaveFailed: the settings hold for this run and are tried again with the next change."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        loaded = load_settings(path)
        self._path = path
        self._settings, self._notices = loaded.settings, loaded.notices
        self._saved = loaded.settings
        self._worker = Worker("saving the settings", self)
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._soon.timeout.connect(self._save)

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def notices(self) -> tuple[SettingsNotice, ...]:
        """What could not be kept of the file."""
        return self._notices

    @property
    def path(self) -> Path:
        return self._path

    def change(self, edit: Callable[[Settings], Settings]) -> None:
        """The settings as ``edit`` makes them of the present ones; raises ValueError where a value is out of
        range.
        """
        before, after = self._settings, edit(self._settings)
        if after != before:
            self._settings = after
            self._soon.start()
            self.changed.emit(before, after)

    def set(self, settings: Settings) -> None:
        """Other settings altogether, as the dialogue gives them."""
        self.change(lambda _: settings)

    def close(self, seconds: float = 5.0) -> bool:
        """Write what was not written yet and wait for it; whether it is done."""
        self._soon.stop()
        self._save()
        return self._worker.wait(seconds)

    def _save(self) -> None:
        settings = self._settings
        if settings == self._saved:
            return

        def done(_: None) -> None:
            self._saved = settings

        self._worker.do(lambda: save_settings(settings, self._path), done, self.failed.emit)
