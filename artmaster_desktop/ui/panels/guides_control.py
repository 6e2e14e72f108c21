"""Who follows a guide: a choice of the models that are there, and what to do where there is none."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from artmaster_desktop.app.structure import Structure
from artmaster_desktop.core.guide import OWN_CONTROL, GuideKind
from artmaster_desktop.core.guide_reading import ControlModel
from artmaster_desktop.core.structure_wording import control_problem, word_kind
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.messages import translate

_FOLDER, _FILE = "\0folder", "\0file"
"""Rows that ask for a place; no model can be called so."""


class ControlChoice(QComboBox):
    """Lists the models that ``structure`` found; ``chosen`` tells the name or path of the one that is to
    follow the guide. ``help`` is seen while there is none.
    """

    chosen = Signal(str)

    def __init__(self, structure: Structure, parent: QWidget) -> None:
        super().__init__(parent)
        self._structure = structure
        self._control, self._kind = "", GuideKind.LINE
        self.setAccessibleName(self.tr("Model that follows the guide"))
        self.setToolTip(self.tr("Which model holds the painting to the guide"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.help = QWidget(parent)
        words = WordLabel(self._missing(), self.help, secondary=True, whole=True)
        self.open_button = tool_button("folder", self.tr("Open the folder of these models"), self.help)
        self.look_button = tool_button("refresh", self.tr("Look for new models"), self.help)
        row = QHBoxLayout(self.help)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(words, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignTop)
        self.activated.connect(self._take)
        self.open_button.clicked.connect(self._show_folder)
        self.look_button.clicked.connect(structure.look)
        structure.controls_changed.connect(self._fill)
        self._fill()

    def show_control(self, control: str, kind: GuideKind) -> None:
        """Follow the document."""
        if (control, kind) != (self._control, self._kind):
            self._control, self._kind = control, kind
            self._fill()

    def browse(self, *, folder: bool) -> QFileDialog:
        """Ask for a model; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self.window(), self.tr("Choose a model that follows guides"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile)
        if not folder:
            dialog.setNameFilter(self.tr("Models that follow guides (*.safetensors)"))
        dialog.fileSelected.connect(lambda name: self.chosen.emit(str(Path(name).absolute())))
        dialog.open()
        return dialog

    def _missing(self) -> str:
        said = self.tr(
            "Put a ControlNet for the model that paints into {folder}. For FLUX.1-dev there is Union-Pro 2.0 "
            "by Shakker-Labs."
        )
        return said.format(folder=_short(self._structure.folder))

    def _fill(self) -> None:
        there = {model.name: model for model in self._structure.controls}
        self.clear()
        shipped = there.pop("", None)
        if shipped is not None:
            self._add(shipped, self.tr("The one that comes with the program"))
        else:
            self.addItem(self.tr("None yet"), "")
        for name, model in there.items():
            self._add(model, name)
        self.addItem(self.tr("The model that paints, by itself"), OWN_CONTROL)
        tip = self.tr("For FLUX.1 Canny and Depth, which were made to follow one guide")
        self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        if self.findData(self._control) < 0:
            self.addItem(Path(self._control).name, self._control)
        self.insertSeparator(self.count())
        self.addItem(self.tr("A folder of yours…"), _FOLDER)
        self.addItem(self.tr("A file of yours…"), _FILE)
        self.setCurrentIndex(self.findData(self._control))
        absent = not self._control and shipped is None
        self.help.setVisible(absent)

    def _add(self, model: ControlModel, name: str) -> None:
        self.addItem(name, model.name)
        at = self.count() - 1
        if model.error is not None:
            tip = control_problem(model.error.problem, translate)
        elif model.kinds is None:
            tip = self.tr("It does not say what it was taught: any kind may be tried")
        else:
            kinds = sorted(model.kinds, key=list(GuideKind).index)
            tip = self.tr("Follows: {kinds}").format(kinds=", ".join(word_kind(k, translate) for k in kinds))
        self.setItemData(at, tip, Qt.ItemDataRole.ToolTipRole)
        items = self.model()
        assert isinstance(items, QStandardItemModel)
        items.item(at).setEnabled(model.takes(self._kind))

    def _take(self) -> None:
        data = self.currentData()
        if data in (_FOLDER, _FILE):
            self.setCurrentIndex(self.findData(self._control))
            self.browse(folder=data == _FOLDER)
        elif data != self._control:
            self.chosen.emit(data)

    def _show_folder(self) -> None:
        folder = self._structure.folder
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        shown = next(place for place in (folder, *folder.parents) if place.is_dir())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))


def _short(folder: Path) -> str:
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
