"""Settings: where things are kept, and what keeps work from being lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.recovery import BIN_BYTES, BIN_DAYS
from artmaster_desktop.storage.results import default_folder
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.fields import tool_button


class FoldersPage(SettingsPage):
    """Folders of results and painters; journal, backups and memory of undo."""

    picture = "folder"

    def __init__(
        self, preferences: Preferences, shipped: tuple[Path, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Folders and safety"), preferences, parent)
        self._shipped = shipped
        form = self.section(self.tr("Folders"))
        self.results = QLineEdit(self)
        self.results.setReadOnly(True)
        self.results.setAccessibleName(self.tr("Folder of the results"))
        self.results.setToolTip(self.tr("Every painted picture is written here the moment it arrives"))
        self.row(
            form,
            self.tr("Results"),
            self._with_buttons(self.results, self._choose_results, self._open_results, self._reset_results),
            self.tr("Every painted picture is written here the moment it arrives"),
        )
        self.painter_list = QListWidget(self)
        self.painter_list.setMaximumHeight(96)
        self.painter_list.setAccessibleName(self.tr("Folders of painters"))
        self.painter_list.setToolTip(self.tr("Choose a folder to take it off the list"))
        self.painter_list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.row(
            form,
            self.tr("Painters"),
            self._painters_box(),
            self.tr("Folders in which painters are looked for, beside those that ship with the program"),
            self.tr("Takes effect when ArtMaster Desktop is started again."),
        )
        self._add_captioner()
        self._add_safety()
        self.finish()

    def _add_captioner(self) -> None:
        self.section(self.tr("Captions"))
        self.captioner = QLineEdit(self)
        self.captioner.setReadOnly(True)
        self.captioner.setPlaceholderText(self.tr("none: captions are written from what is measured"))
        self.captioner.setAccessibleName(self.tr("Folder of the captioner"))
        tip = self.tr(
            "A model of yours that tells pictures in words (BLIP, Florence-2…), in safetensors; the studio "
            "lets it write first captions. Nothing is downloaded."
        )
        self.captioner.setToolTip(tip)
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.captioner, 1)
        choose = tool_button("folder", self.tr("Choose the captioner's folder"), box)
        choose.clicked.connect(self._choose_captioner)
        self.no_captioner = tool_button("reset", self.tr("Do without a captioner"), box)
        self.no_captioner.clicked.connect(lambda: self.use_captioner(""))
        row.addWidget(choose)
        row.addWidget(self.no_captioner)
        self.row(self.form(), self.tr("Captioner"), box, tip)

    def use_captioner(self, folder: str) -> None:
        """Let the model in ``folder`` write first captions; "" for none."""
        self.preferences.change(lambda s: replace(s, engine=replace(s.engine, captioner=folder)))

    def _choose_captioner(self) -> QFileDialog:
        dialog = QFileDialog(self, self.tr("Choose the captioner's folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use_captioner)
        dialog.open()
        return dialog

    def _add_safety(self) -> None:
        self.section(self.tr("Never lose work"))
        self.note(
            self.tr(
                "A journal of every edit is always kept: after a crash the document is offered as it was a "
                "moment before."
            )
        )
        self.note(
            self.tr(
                "Journals of work that you gave up lie in a bin for {days} days, together at most {size} GiB."
            ).format(days=BIN_DAYS, size=BIN_BYTES >> 30)
        )
        form = self.form()
        self.backups = QCheckBox(self.tr("Keep the two versions before each save"), self)
        self.row(
            form, "", self.backups, self.tr("They lie beside the document, with ~ at the end of the name")
        )
        self.undo = QSpinBox(self)
        self.undo.setRange(64, 65536)
        self.undo.setSingleStep(256)
        self.undo.setSuffix(self.tr(" MiB"))
        self.row(
            form,
            self.tr("Memory for undo"),
            self.undo,
            self.tr("How much memory the steps of the history may take; the oldest are forgotten first"),
            self.tr("Takes effect when ArtMaster Desktop is started again."),
        )
        self.backups.toggled.connect(lambda on: self._set(backups=on))
        self.undo.editingFinished.connect(lambda: self._set(undo_budget=self.undo.value()))

    def _with_buttons(self, field: QLineEdit, choose: object, show: object, reset: object) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(field, 1)
        kinds = (
            ("folder", self.tr("Choose another folder"), choose),
            ("open", self.tr("Show this folder"), show),
            ("reset", self.tr("Back to the usual folder"), reset),
        )
        for picture, tip, act in kinds:
            button = tool_button(picture, tip, box)
            button.clicked.connect(act)
            row.addWidget(button)
        return box

    def _painters_box(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        buttons = QVBoxLayout()
        add = tool_button("add", self.tr("Add a folder"), box)
        add.clicked.connect(self._add_painters)
        self.remove_painters = tool_button("remove", self.tr("Take the folder off the list"), box)
        self.remove_painters.clicked.connect(self._drop_painters)
        buttons.addWidget(add)
        buttons.addWidget(self.remove_painters)
        buttons.addStretch(1)
        row.addWidget(self.painter_list, 1)
        row.addLayout(buttons)
        self.painter_list.currentRowChanged.connect(self._tell_removable)
        return box

    def show_settings(self, settings: Settings) -> None:
        safety = settings.safety
        self.results.setText(safety.results or str(default_folder()))
        self.results.setCursorPosition(0)
        self.captioner.setText(settings.engine.captioner)
        self.captioner.setCursorPosition(0)
        self.no_captioner.setEnabled(bool(settings.engine.captioner))
        shown = [*map(str, self._shipped), *map(str, settings.engine.painters)]
        if shown != [self.painter_list.item(at).text() for at in range(self.painter_list.count())]:
            self.painter_list.clear()
            self.painter_list.addItems(shown)
        self._tell_removable()
        self.backups.blockSignals(True)
        self.backups.setChecked(safety.backups)
        self.backups.blockSignals(False)
        if not self.undo.hasFocus():
            self.undo.setValue(safety.undo_budget)

    def add_painters(self, folder: Path) -> None:
        """Look for painters in ``folder`` too."""
        known = self.preferences.settings.engine.painters
        if folder not in known and folder not in self._shipped:
            self._set_painters((*known, folder))

    def set_results(self, folder: Path | None) -> None:
        """Keep results in ``folder``; None for the usual one."""
        self._set(results="" if folder is None else str(folder))

    def _tell_removable(self) -> None:
        self.remove_painters.setEnabled(self.painter_list.currentRow() >= len(self._shipped))

    def _drop_painters(self) -> None:
        gone = self.painter_list.currentRow() - len(self._shipped)
        known = self.preferences.settings.engine.painters
        if 0 <= gone < len(known):
            self._set_painters((*known[:gone], *known[gone + 1 :]))

    def _ask_folder(self, title: str, take: object) -> None:
        dialog = QFileDialog(self.window(), title, self.results.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(take)
        dialog.open()

    def _choose_results(self) -> None:
        self._ask_folder(self.tr("Folder of the results"), lambda name: self.set_results(Path(name)))

    def _open_results(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.results.text()))

    def _reset_results(self) -> None:
        self.set_results(None)

    def _add_painters(self) -> None:
        self._ask_folder(self.tr("Folder of painters"), lambda name: self.add_painters(Path(name)))

    def _set_painters(self, folders: tuple[Path, ...]) -> None:
        self.preferences.change(lambda s: replace(s, engine=replace(s.engine, painters=folders)))

    def _set(self, **changes: object) -> None:
        self.preferences.change(lambda s: replace(s, safety=replace(s.safety, **changes)))  # type: ignore[arg-type]
