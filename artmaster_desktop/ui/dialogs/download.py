"""Fetching a model: says what it will contact, and does so only after that was pressed."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.download import Download
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.errors import DownloadFailed
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import duration_text, explain, size_text
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from artmaster_desktop.storage.hub import Hub, Received

HOST = "huggingface.co"
WIDTH = 540
MODELS = (("black-forest-labs/FLUX.1-dev", 34e9), ("black-forest-labs/FLUX.1-schnell", 34e9))
"""Names on the hub, and about how many bytes they take."""


class DownloadDialog(QDialog):
    """Fetches a FLUX.1 model below ``models``. A model that is complete becomes the one that paints;
    ``ready`` tells its folder.

    Closing it stops the download; what arrived is kept for the next time.
    """

    ready = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        models: Path,
        parent: QWidget | None = None,
        *,
        endpoint: str = f"https://{HOST}",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Download a model"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._preferences, self._models, self._endpoint = preferences, models, endpoint
        self._speed: list[tuple[float, int]] = []
        self.download = Download(self)
        self.source = QComboBox(self)
        self.source.setEditable(True)
        self.source.setAccessibleName(self.tr("Model"))
        self.source.setToolTip(self.tr("Owner and name of the model on the hub"))
        self.source.addItems([name for name, _ in MODELS])
        self.token = QLineEdit(self)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(self.tr("Access token"))
        self.token.setPlaceholderText(self.tr("Needed where the licence has to be accepted first"))
        self.token.setToolTip(self.tr("Sent to the hub alone, and not kept by ArtMaster Desktop"))
        self.room = WordLabel("", self, secondary=True)
        self.consent = QCheckBox(self.tr("Leave offline mode, so that models can be downloaded"), self)
        self.consent.setToolTip(self.tr("The same switch as in the settings, on the page about privacy"))
        self.words = WordLabel("", self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress of the download"))
        self.file = ElidedLabel("", self, secondary=True)
        self.start_button = QPushButton(self)
        self.start_button.setDefault(True)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.stop_button.setToolTip(self.tr("Stop now; the next time it goes on from here"))
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setToolTip(self.tr("Close this window (Esc)"))
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        licence = self.tr(
            "FLUX.1-dev is under its maker's non-commercial licence: read and accept it on its page first, "
            "and create an access token there. FLUX.1-schnell is under Apache-2.0."
        )
        words = WordLabel(licence, self)
        words.setMinimumWidth(WIDTH - 40)
        column.addWidget(words)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Model"), self.source)
        form.addRow(self.tr("Access token"), self.token)
        column.addLayout(form)
        column.addWidget(self.room)
        column.addWidget(self.consent)
        column.addWidget(self.bar)
        column.addWidget(self.file)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.start_button)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _connect(self) -> None:
        self.source.editTextChanged.connect(self._show_state)
        self.consent.toggled.connect(
            lambda on: self._preferences.change(lambda s: replace(s, offline=not on))
        )
        self._preferences.changed.connect(self._show_state)
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.download.stop)
        self.close_button.clicked.connect(self.close)
        self.download.progressed.connect(self._progressed)
        self.download.finished.connect(self._finished)
        self.download.failed.connect(self._failed)
        self.download.stopped.connect(self._stopped)

    def _consented(self, online: bool) -> None:
        self._preferences.change(lambda s: replace(s, offline=not online))

    @property
    def folder(self) -> Path:
        """Where the model will lie."""
        name = self.source.currentText().strip().rpartition("/")[2]
        return self._models / (name or "model")

    def start(self) -> None:
        """Contact the hub; only in answer to the button that says so, and never in offline mode."""
        if self._preferences.settings.offline or self.download.running:
            return
        source, token, endpoint = self.source.currentText().strip(), self.token.text().strip(), self._endpoint

        def hub() -> Hub:
            from artmaster_desktop.storage import hub as network

            return network.Hub(token, endpoint)

        self._speed.clear()
        self.words.setText(self.tr("Asking what there is to fetch"))
        self.bar.setValue(0)
        self.download.start(hub, source, self.folder)
        self._show_state()

    def _show_state(self) -> None:
        offline, running = self._preferences.settings.offline, self.download.running
        host = self._endpoint.partition("//")[2].partition("/")[0]
        self.start_button.setText(self.tr("Contact {host} and download").format(host=host))
        self.start_button.setToolTip(
            self.tr("Opens a connection to {host} and to the file servers that it names").format(host=host)
        )
        self.start_button.setEnabled(not offline and not running and "/" in self.source.currentText())
        self.start_button.setVisible(not running)
        self.stop_button.setVisible(running)
        self.bar.setVisible(running or self.bar.value() > 0)
        self.file.setVisible(running)
        self.source.setEnabled(not running)
        self.token.setEnabled(not running)
        self.consent.blockSignals(True)
        self.consent.setChecked(not offline)
        self.consent.blockSignals(False)
        self.consent.setVisible(not running)
        self._tell_room()

    def _tell_room(self) -> None:
        place = self._models
        while not place.exists() and place != place.parent:
            place = place.parent
        size = dict(MODELS).get(self.source.currentText().strip())
        takes = self.tr("It takes about {size}.").format(size=size_text(size)) if size else ""
        said = self.tr("It will lie in {folder}, where {free} are free.")
        free = size_text(shutil.disk_usage(place).free)
        self.room.setText(
            " ".join(part for part in (takes, said.format(folder=self.folder, free=free)) if part)
        )

    def _progressed(self, received: Received) -> None:
        self.bar.setValue(round(1000 * received.done / max(1, received.size)))
        self.file.setText(received.file)
        now = time.monotonic()
        self._speed = [*(s for s in self._speed if now - s[0] < 10), (now, received.done)]
        text = self.tr("{done} of {size}").format(
            done=size_text(received.done), size=size_text(received.size)
        )
        first, start = self._speed[0]
        if now - first > 1 and received.done > start:
            speed = (received.done - start) / (now - first)
            left = duration_text((received.size - received.done) / speed)
            said = self.tr("{progress}, {speed} a second, {left} left")
            text = said.format(progress=text, speed=size_text(speed), left=left)
        self.words.setText(text)

    def _finished(self, folder: Path) -> None:
        self.words.setText(
            self.tr("Complete, and every file is what was announced. It is chosen for the next painting.")
        )
        self._preferences.change(lambda s: replace(s, engine=replace(s.engine, model=str(folder))))
        self._show_state()
        self.ready.emit(folder)

    def _failed(self, error: DownloadFailed) -> None:
        self.words.setText(str(explain(error)))
        self._show_state()

    def _stopped(self) -> None:
        self.words.setText(self.tr("Stopped. What arrived is kept; the next time it goes on from there."))
        self._show_state()

    def closeEvent(self, event: QCloseEvent, /) -> None:  # noqa: N802
        self.download.stop()
        super().closeEvent(event)
