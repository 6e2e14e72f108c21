"""Settings: which model paints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.storage.model_folder import ModelFolder, look_at_model
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.dialogs.model_report import ModelReport
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.fields import tool_button
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.widgets.background import Background


class ModelPage(SettingsPage):
    """The starter, or a FLUX.1 model of the artist's own: a diffusers folder, or a single file in one.

    A folder is looked at without loading it, and only a complete one can be chosen. ``download_asked`` asks
    for the download dialog.
    """

    picture = "painter"
    download_asked = Signal()

    def __init__(
        self, preferences: Preferences, desk: PaintDesk, starter: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Model"), preferences, parent)
        self._desk, self._starter = desk, starter
        self._background = Background(self, threads=1)
        self._found: ModelFolder | None = None
        self._looked = ""
        self._fault = ""
        self.state = self.note(secondary=False)
        self.section("")
        self.starter_button = QRadioButton(self.tr("The starter that ships with ArtMaster Desktop"), self)
        self.starter_button.setToolTip(self.tr("Small and quick; it paints landscapes on any machine"))
        self.own_button = QRadioButton(self.tr("A FLUX.1 model of my own"), self)
        self.own_button.setToolTip(self.tr("FLUX.1-dev, FLUX.1-schnell, or a model made from them"))
        group = QButtonGroup(self)
        group.addButton(self.starter_button)
        group.addButton(self.own_button)
        self.column.addWidget(self.starter_button)
        self.column.addWidget(self.own_button)
        self._add_field()
        self.report = ModelReport(self)
        self.column.addWidget(self.report)
        self.use_button = QPushButton(self.tr("Use this model"), self)
        self.use_button.setToolTip(self.tr("Paint with this model from now on"))
        self.download_button = QPushButton(self.tr("Download FLUX.1-dev"), self)
        self.download_button.setToolTip(
            self.tr("34 GB, under its own non-commercial licence; asks before it goes online")
        )
        row = QHBoxLayout()
        row.addWidget(self.use_button)
        row.addWidget(self.download_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.starter_button.clicked.connect(lambda: self.use(None))
        self.own_button.clicked.connect(self._show_own)
        self.use_button.clicked.connect(self._use_own)
        self.download_button.clicked.connect(self.download_asked)
        desk.caps_changed.connect(self._tell_state)
        desk.model_failed.connect(self._model_failed)
        self.finish()
        self._tell_state()

    def _add_field(self) -> None:
        self.path = QLineEdit(self)
        self.path.setPlaceholderText(self.tr("Folder or .safetensors file of the model"))
        self.path.setToolTip(
            self.tr("A diffusers folder, or a single-file transformer in a folder with the other parts")
        )
        self.path.setAccessibleName(self.tr("Place of the model"))
        self.path.editingFinished.connect(self._look)
        row = QHBoxLayout()
        row.setContentsMargins(22, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.path, 1)
        for picture, tip, mode in (
            ("folder", self.tr("Choose the model's folder"), QFileDialog.FileMode.Directory),
            ("open", self.tr("Choose a single-file transformer"), QFileDialog.FileMode.ExistingFile),
        ):
            button = tool_button(picture, tip, self)
            button.clicked.connect(lambda _, mode=mode, tip=tip: self._ask(mode, tip))
            row.addWidget(button)
        self.column.addLayout(row)

    def show_settings(self, settings: Settings) -> None:
        own = settings.engine.model
        self.starter_button.setChecked(not own)
        self.own_button.setChecked(bool(own))
        if own and own != self._looked:
            self.look(Path(own))
        self._show_own()

    def use(self, model: Path | None) -> None:
        """Paint with ``model`` from now on; None for the starter."""
        text = "" if model is None else str(model)
        self._fault = ""
        self.preferences.change(lambda s: replace(s, engine=replace(s.engine, model=text)))

    def look(self, path: Path) -> None:
        """Look at a model in a worker, and show what is there."""
        self._looked = str(path)
        self._found = None
        self.own_button.setChecked(True)
        self.path.setText(str(path))
        self._show_own()

        def done(found: ModelFolder) -> None:
            if self._looked == str(path):
                self._found = found
                self.report.show_folder(found)
                self._show_own()

        def failed(error: Exception) -> None:
            if self._looked == str(path) and isinstance(error, ArtmasterError):
                self.report.show_fault(str(explain(error)))

        self._background.run(lambda: look_at_model(path), done, failed)

    def _look(self) -> None:
        text = self.path.text().strip()
        if text and text != self._looked:
            self.look(Path(text).expanduser())

    def _use_own(self) -> None:
        if self._found is not None:
            self.use(self._found.path)

    def _show_own(self) -> None:
        own = self.own_button.isChecked()
        self.path.setEnabled(own)
        self.report.setVisible(own and bool(self._looked))
        complete = self._found is not None and self._found.complete
        used = self.preferences.settings.engine.model == self._looked
        self.use_button.setVisible(own)
        self.use_button.setEnabled(complete and not used)

    def _ask(self, mode: QFileDialog.FileMode, title: str) -> QFileDialog:
        dialog = QFileDialog(self.window(), title, self.path.text() or str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.ExistingFile:
            dialog.setNameFilter(self.tr("Checkpoint (*.safetensors)"))
        take: Callable[[str], None] = lambda name: self.look(Path(name))  # noqa: E731
        dialog.fileSelected.connect(take)
        dialog.open()
        return dialog

    def _model_failed(self, error: ArtmasterError) -> None:
        self._fault = str(explain(error))
        self._tell_state()

    def _tell_state(self) -> None:
        caps = self._desk.caps
        if caps is not None:
            self._fault = ""
            said = self.tr("{model} paints: {least} to {most} pixels a side, {guidance}.")
            guidance = self.tr("with guidance") if caps.guided else self.tr("without guidance")
            self.state.setText(
                said.format(model=caps.name, least=caps.min_side, most=caps.max_side, guidance=guidance)
            )
        elif self._fault:
            self.state.setText(self._fault)
        elif self._desk.model is None:
            self.state.setText(self.tr("No model is chosen yet."))
        else:
            self.state.setText(self.tr("The engine is looking at the model."))
