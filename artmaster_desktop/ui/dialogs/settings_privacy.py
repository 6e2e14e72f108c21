"""Settings: what leaves this machine (nothing), and the reports that stay on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.diagnostics import write_diagnostics
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.widgets.background import Background


class PrivacyPage(SettingsPage):
    """Offline mode, logs, and the diagnostics file. ``log_asked`` asks for the log viewer."""

    picture = "offline"
    log_asked = Signal()

    def __init__(self, preferences: Preferences, log_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Privacy"), preferences, parent)
        self._log_dir = log_dir
        self._background = Background(self, threads=1)
        self.note(
            self.tr(
                "Everything is painted on this machine. ArtMaster Desktop never goes online by itself: it "
                "has no telemetry, sends no reports and does not look for updates."
            ),
            secondary=False,
        )
        form = self.section(self.tr("Network"))
        self.offline = QCheckBox(self.tr("Stay offline: do not even offer downloads"), self)
        self.row(
            form,
            "",
            self.offline,
            self.tr("While this is on, nothing in this program can open a connection"),
            self.tr(
                "Without it, the one thing that goes online is a download of a model that you start "
                "yourself, after it has said which server it will contact."
            ),
        )
        self.offline.toggled.connect(lambda on: preferences.change(lambda s: replace(s, offline=on)))
        self._add_reports()
        self.finish()

    def _add_reports(self) -> None:
        self.section(self.tr("Reports"))
        self.note(
            self.tr(
                "Logs and crash reports stay in a folder of this machine. They hold no prompts, no pictures "
                "and no names of your files."
            )
        )
        row = QHBoxLayout()
        for text, tip, act in (
            (self.tr("Show the log"), self.tr("Show the last lines of the log"), self.log_asked.emit),
            (self.tr("Open the folder of the logs"), str(self._log_dir), self._open_logs),
            (
                self.tr("Save a diagnostics file"),
                self.tr(
                    "One file to send along with a question, if you want to: logs and settings, redacted"
                ),
                self.ask_diagnostics,
            ),
        ):
            button = QPushButton(text, self)
            button.setToolTip(tip)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.words = self.note()

    def show_settings(self, settings: Settings) -> None:
        self.offline.blockSignals(True)
        self.offline.setChecked(settings.offline)
        self.offline.blockSignals(False)

    def ask_diagnostics(self) -> QFileDialog:
        """Ask where to put the file; the dialog is returned so that it can be answered."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), self.tr("Save a diagnostics file"), home)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.setNameFilter(self.tr("Zip archive (*.zip)"))
        dialog.selectFile(f"artmaster-diagnostics-{date.today():%Y%m%d}.zip")
        dialog.fileSelected.connect(lambda name: self.save_diagnostics(Path(name)))
        dialog.open()
        return dialog

    def save_diagnostics(self, path: Path) -> None:
        """Write the redacted file."""
        settings, logs = self.preferences.settings, self._log_dir

        def done(_: None) -> None:
            self.words.setText(self.tr("Saved as {path}").format(path=path))

        def failed(error: Exception) -> None:
            if isinstance(error, ArtmasterError):
                self.words.setText(str(explain(error)))

        self._background.run(lambda: write_diagnostics(path, logs, settings), done, failed)

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_dir)))
