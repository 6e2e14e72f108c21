"""The fields of the print dialog: what sheet, what file, and how the picture grows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QWidget,
)

from artmaster_desktop.core.print_paper import LEAST_SIDE, MOST_SIDE, PAPERS, Paper
from artmaster_desktop.core.print_plan import DPI, MOST_BLEED, Fit, PrintOrder
from artmaster_desktop.core.upscaling import Kernel, Method, UpscalerFile
from artmaster_desktop.storage.upscalers import shipped_upscaler

FIRST_PAPER = "A3"
PICKLES = (".pth", ".pt", ".ckpt")


def combo(parent: QWidget, name: str, tip: str, items: Sequence[tuple[str, object]]) -> QComboBox:
    """A choice with words and values."""
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setMaxVisibleItems(20)
    for text, value in items:
        box.addItem(text, value)
    return box


def number(
    parent: QWidget,
    name: str,
    tip: str,
    low: float,
    high: float,
    value: float,
    suffix: str,
    decimals: int = 0,
) -> QDoubleSpinBox:
    """A number with a unit."""
    box = QDoubleSpinBox(parent)
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setKeyboardTracking(False)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    return box


class SheetFields(QGroupBox):
    """Paper first: which sheet, how it lies, how finely it is printed and what stays blank."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Paper"))
        papers = [(f"{p.name}  ({p.width:g} × {p.height:g} mm)", p) for p in PAPERS]
        self.paper = combo(
            self, self.tr("Paper"), self.tr("The sheet as it is after trimming"),
            [*papers, (self.tr("Another size"), None)],
        )  # fmt: skip
        self.paper.setCurrentIndex([p.name for p in PAPERS].index(FIRST_PAPER))
        mm = self.tr(" mm")
        self.wide = number(
            self, self.tr("Width"), self.tr("Width of the sheet"), LEAST_SIDE, MOST_SIDE, 500, mm
        )
        self.high = number(
            self, self.tr("Height"), self.tr("Height of the sheet"), LEAST_SIDE, MOST_SIDE, 700, mm
        )
        self.lies = combo(
            self, self.tr("Orientation"), self.tr("How the sheet lies"),
            [(self.tr("As the picture lies"), "turn"), (self.tr("Upright"), "upright"),
             (self.tr("Lying"), "lying")],
        )  # fmt: skip
        self.dpi = number(
            self, self.tr("Resolution"), self.tr("300 is usual; 150 is enough from two paces away"),
            *DPI, 300, self.tr(" dpi"),
        )  # fmt: skip
        self.fit = combo(
            self, self.tr("The picture"), self.tr("What to do where paper and picture are of unlike shape"),
            [(self.tr("Whole, with paper around it"), Fit.WHOLE),
             (self.tr("Fills the sheet, its edges are cut"), Fit.FILL)],
        )  # fmt: skip
        self.border = number(
            self, self.tr("Border"), self.tr("Paper left blank on every side"), 0, 1000, 10, mm
        )
        self.bleed = number(
            self, self.tr("Bleed"),
            self.tr("Printed beyond the cut on every side, 3 mm is usual; for pictures that fill the sheet"),
            0, MOST_BLEED, 0, mm, 1,
        )  # fmt: skip
        self._lay_out()
        for box in (self.paper, self.lies, self.fit):
            box.currentIndexChanged.connect(self._follow)
        for field in (self.wide, self.high, self.dpi, self.border, self.bleed):
            field.valueChanged.connect(self._follow)
        self._show()

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.addWidget(self.wide)
        sides.addWidget(self.high)
        self.form = QFormLayout(self)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self.tr("Paper"), self.paper)
        self.form.addRow(self.tr("Size"), sides)
        self._sides = sides
        self.form.addRow(self.tr("Orientation"), self.lies)
        self.form.addRow(self.tr("Resolution"), self.dpi)
        self.form.addRow(self.tr("The picture"), self.fit)
        self.form.addRow(self.tr("Border"), self.border)
        self.form.addRow(self.tr("Bleed"), self.bleed)

    @property
    def order(self) -> PrintOrder:
        """What is asked for."""
        paper = self.paper.currentData() or Paper("", self.wide.value(), self.high.value())
        lies = self.lies.currentData()
        tall = paper.height >= paper.width
        if lies != "turn" and tall != (lies == "upright"):
            paper = paper.turned
        return PrintOrder(
            paper=paper, dpi=self.dpi.value(), border=self.border.value(),
            bleed=self.bleed.value() if self.bleed.isEnabled() else 0.0,
            fit=self.fit.currentData(), turn=lies == "turn",
        )  # fmt: skip

    def _follow(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.form.setRowVisible(self._sides, self.paper.currentData() is None)
        self.bleed.setEnabled(self.fit.currentData() is Fit.FILL and not self.border.value())


class GrowthFields(QGroupBox):
    """How the picture is made larger."""

    changed = Signal()

    def __init__(self, shipped: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Made larger by"))
        self._shipped = shipped
        self._file: Path | None = None
        ours = [(self.tr("ArtMaster's upscaler for brush and ink"), "ours")]
        self.method = combo(
            self, self.tr("Upscaler"),
            self.tr("A network adds the detail that a large sheet needs; colours stay what they are"),
            [*(ours if shipped_upscaler(shipped, 2) else []),
             (self.tr("Plain resampling, adds no detail"), Kernel.LANCZOS),
             (self.tr("A file of yours…"), "file")],
        )  # fmt: skip
        self.trust = QCheckBox(self.tr("I know who made this file"), self)
        self.trust.setToolTip(
            self.tr("A .pth may hold more than numbers. Only its numbers are read; no code in it is run.")
        )
        self._before = 0
        form = QFormLayout(self)
        self.form = form
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Upscaler"), self.method)
        form.addRow("", self.trust)
        form.setRowVisible(self.trust, False)
        self.method.activated.connect(self._take)
        self.trust.toggled.connect(self.changed)

    def use_file(self, path: Path) -> None:
        """Enlarge with the artist's own file."""
        self._file = path
        at = self.method.findData("own")
        if at < 0:
            at = self.method.count() - 1
            self.method.insertItem(at, path.name, "own")
        self.method.setItemText(at, path.name)
        self.method.setCurrentIndex(at)
        self.trust.setChecked(False)
        self._show()
        self.changed.emit()

    def chosen(self, factor: float) -> Method:
        """What is to enlarge ``factor`` times; nothing needs a network where nothing has to be added."""
        kind = self.method.currentData()
        if kind == "own" and self._file is not None:
            return UpscalerFile(self._file, trusted=self.trust.isChecked())
        ours = shipped_upscaler(self._shipped, factor) if kind == "ours" and factor > 1.0 else None
        return ours or Kernel.LANCZOS

    def browse(self) -> QFileDialog:
        """Ask for an upscaler; the dialog is returned so that it can be answered."""
        dialog = QFileDialog(self, self.tr("Choose an upscaler"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Upscalers (*.safetensors *.pth *.pt)"))
        dialog.fileSelected.connect(lambda name: self.use_file(Path(name)))
        dialog.open()
        return dialog

    def _take(self) -> None:
        if self.method.currentData() == "file":
            self.method.setCurrentIndex(self._before)
            self.browse()
            return
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._before = self.method.currentIndex()
        own = self.method.currentData() == "own" and self._file is not None
        self.form.setRowVisible(self.trust, own and self._file.suffix.lower() in PICKLES)  # type: ignore[union-attr]
