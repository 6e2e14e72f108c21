"""The picture as a file for others: which kind, how good, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.print_colour import Origin
from artmaster_desktop.ui.dialogs.print_fields import combo
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

QUALITY = 95


@dataclass(frozen=True, slots=True)
class _Kind:
    suffix: str
    name: str
    words: str


class ExportDialog(QDialog):
    """Asks for the kind, the quality and the place of an exported picture, and who made it; ``wanted`` tells
    (Path, quality, Origin).

    ``suggested`` is where it would go; its ending chooses the kind.
    """

    wanted = Signal(object, int, object)

    def __init__(self, suggested: Path, extent: Extent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(500)
        self._kinds = (
            _Kind(".png", "PNG", self.tr("Every pixel as it is; for further work and for the web.")),
            _Kind(".webp", "WebP", self.tr("Every pixel as it is, in a smaller file.")),
            _Kind(".tif", "TIFF", self.tr("Every pixel as it is; for print shops.")),
            _Kind(".jpg", "JPEG", self.tr("A small file that loses a little; for mail and the web.")),
        )
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("Kind of file"))
        self.kind.setToolTip(self.kind.accessibleName())
        for kind in self._kinds:
            self.kind.addItem(f"{kind.name} (*{kind.suffix})", kind.suffix)
        self.quality = NumberSlider(self.tr("Quality"), 1, 100, step=1, decimals=0, parent=self)
        self.quality.set_quietly(QUALITY)
        self.quality.setToolTip(
            self.tr("95 cannot be told from the picture by eye; less makes smaller files")
        )
        self.origin = combo(
            self, self.tr("Made by"), self.tr("The label in the file that says who made the picture"),
            [(self.tr("A model, guided by the artist"), Origin.GENERATED),
             (self.tr("The artist, enhanced by a model"), Origin.ENHANCED),
             (self.tr("The artist's hand"), Origin.HAND)],
        )  # fmt: skip
        self.path = QLineEdit(str(suggested), self)
        self.path.setAccessibleName(self.tr("File"))
        self.path.setToolTip(self.tr("Where the picture is written"))
        self.words = WordLabel("", self, secondary=True)
        self._extent = extent
        self._lay_out()
        self.kind.setCurrentIndex(max(0, self.kind.findData(suggested.suffix.lower())))
        self.kind.currentIndexChanged.connect(self._take_kind)
        self.path.textChanged.connect(self._follow)
        self._follow()
        self.export_button.setFocus()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(2)
        place.addWidget(self.path, 1)
        browse = tool_button("folder", self.tr("Choose the place"), self)
        browse.clicked.connect(self.browse)
        place.addWidget(browse)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Kind"), self.kind)
        form.addRow("", self.quality)
        form.addRow(self.tr("Made by"), self.origin)
        form.addRow(self.tr("File"), place)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Change nothing (Esc)"))
        self.export_button = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export_button.setDefault(True)
        self.export_button.setToolTip(self.tr("Write the picture (Return)"))
        buttons.accepted.connect(self._export)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addWidget(buttons)

    @property
    def target(self) -> Path:
        """Where it is written; a name without a known ending gets that of the kind."""
        path = Path(self.path.text().strip()).expanduser()
        known = (*(kind.suffix for kind in self._kinds), ".jpeg", ".tiff")
        if not path.name or path.suffix.lower() in known:
            return path
        return path.with_name(f"{path.name}{self.kind.currentData()}")

    def browse(self) -> QFileDialog:
        """Ask for the place; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self, self.tr("Export the picture as"), str(self.target))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setNameFilters([f"{kind.name} (*{kind.suffix})" for kind in self._kinds])
        dialog.selectFile(self.target.name)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
        return dialog

    def _take_kind(self) -> None:
        """The name follows the kind."""
        path = self.target
        self.path.setText(str(path.with_suffix(str(self.kind.currentData()))))
        self._follow()

    def _follow(self) -> None:
        suffix = {".jpeg": ".jpg", ".tiff": ".tif"}.get(
            self.target.suffix.lower(), self.target.suffix.lower()
        )
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(suffix)))
        self.kind.blockSignals(False)
        self.quality.setVisible(suffix == ".jpg")
        kind = self._kinds[self.kind.currentIndex()]
        said = [kind.words, self.tr("{width} × {height} pixels, without masks.")]
        if self.path.text().strip() and self.target.exists():
            said.append(self.tr("A file of this name is there and will be replaced."))
        text = " ".join(said)
        self.words.setText(text.format(width=self._extent.width, height=self._extent.height))
        self.export_button.setEnabled(bool(self.path.text().strip()) and not self.target.is_dir())

    def _export(self) -> None:
        self.quality.settle()
        self.wanted.emit(self.target, round(self.quality.value()), self.origin.currentData())
        self.accept()
