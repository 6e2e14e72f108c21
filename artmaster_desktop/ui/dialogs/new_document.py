"""A new canvas: its size from a preset, from a sheet of paper, or by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.document import MAX_SIDE
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.planning import painted_extent
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.widgets.tint import line

MM_PER_INCH = 25.4
PAPERS = (("A6", 105, 148), ("A5", 148, 210), ("A4", 210, 297), ("A3", 297, 420), ("20 × 30 cm", 200, 300))
"""Name, width and height in mm (ISO 216, and a usual format of prints)."""
RATIOS = (("1:1", 1.0), ("4:5", 4 / 5), ("3:4", 3 / 4), ("2:3", 2 / 3), ("9:16", 9 / 16))


@dataclass(frozen=True, slots=True)
class Preset:
    """A size in pixels with its name."""

    name: str
    extent: Extent


def best_sizes(caps: ModelCaps) -> tuple[Preset, ...]:
    """For usual proportions, the sizes whose pixels are nearest to what the model paints best; portrait."""
    found: dict[Extent, Preset] = {}
    for name, ratio in RATIOS:
        width, height = math.sqrt(caps.best * ratio), math.sqrt(caps.best / ratio)
        sides = (max(1, round(side / caps.token)) * caps.token for side in (width, height))
        extent = painted_extent(Extent(*sides), caps)
        found.setdefault(extent, Preset(name, extent))
    return tuple(found.values())


def paper_size(width_mm: float, height_mm: float, dpi: int) -> Extent | None:
    """A sheet in pixels; None beyond the largest canvas."""
    width, height = (max(1, round(side * dpi / MM_PER_INCH)) for side in (width_mm, height_mm))
    return Extent(width, height) if max(width, height) <= MAX_SIDE else None


class _Sheet(QWidget):
    """A little drawing of the canvas' proportions."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(132, 132))
        self._extent = Extent(1, 1)

    def show_extent(self, extent: Extent) -> None:
        self._extent = extent
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = (self.width() - 20) / max(self._extent.width, self._extent.height)
        sheet = QRectF(0, 0, max(2.0, self._extent.width * scale), max(2.0, self._extent.height * scale))
        sheet.moveCenter(QRectF(self.rect()).center())
        painter.fillRect(sheet.translated(2, 3), QColor(0, 0, 0, 40))
        painter.setPen(line(self.palette(), 0.35))
        painter.setBrush(QColor(252, 251, 248))
        painter.drawRect(sheet)
        painter.end()


class NewDocumentDialog(QDialog):
    """Asks for the size and the title of a new document; ``wanted`` tells (Extent, title)."""

    wanted = Signal(object, str)

    def __init__(self, caps: ModelCaps | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New document"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._caps = caps
        self._filling = False
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(self.tr("Untitled"))
        self.title.setMaxLength(200)
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setToolTip(self.tr("The title of the document"))
        self.preset = QComboBox(self)
        self.preset.setAccessibleName(self.tr("Size"))
        self.preset.setToolTip(self.tr("Sizes that the model paints best, and sheets of paper"))
        self.preset.setMaxVisibleItems(24)
        self.width_field = self._side(self.tr("Width in pixels"))
        self.height_field = self._side(self.tr("Height in pixels"))
        self.turn = tool_button("swap", self.tr("Swap width and height"), self)
        self.dpi = QComboBox(self)
        self.dpi.setAccessibleName(self.tr("Resolution of paper"))
        self.dpi.setToolTip(self.tr("How many pixels an inch of paper gets, for the sheets in the list"))
        for dpi in (150, 300):
            self.dpi.addItem(self.tr("{dpi} dots per inch").format(dpi=dpi), dpi)
        self.words = WordLabel("", self, secondary=True)
        self.words.setMinimumHeight(3 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sheet = _Sheet(self)
        self._lay_out()
        self._fill_presets()
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.dpi.currentIndexChanged.connect(self._fill_presets)
        self.turn.clicked.connect(self._swap)
        self.width_field.valueChanged.connect(self._changed)
        self.height_field.valueChanged.connect(self._changed)
        self._take_preset()

    def _side(self, name: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(16, MAX_SIDE)
        box.setSingleStep(16)
        box.setSuffix(self.tr(" px"))
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(4)
        sides.addWidget(self.width_field, 1)
        sides.addWidget(self.turn)
        sides.addWidget(self.height_field, 1)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("Title"), self.title)
        form.addRow(self.tr("Size"), self.preset)
        form.addRow("", sides)
        form.addRow(self.tr("Paper"), self.dpi)
        form.addRow("", self.words)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addLayout(form, 1)
        top.addWidget(self._sheet, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Change nothing (Esc)"))
        create = buttons.addButton(self.tr("Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        create.setDefault(True)
        create.setToolTip(self.tr("Make the new canvas (Return)"))
        buttons.accepted.connect(self._create)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(buttons)
        self.setMinimumWidth(520)

    @property
    def extent(self) -> Extent:
        """What is asked for."""
        return Extent(self.width_field.value(), self.height_field.value())

    def _fill_presets(self) -> None:
        chosen = self.preset.currentIndex()
        self._filling = True
        self.preset.clear()
        if self._caps is not None:
            named = self.tr("Best for {model}, {name}: {size}")
            self._add(
                best_sizes(self._caps),
                lambda p: named.format(model=self._caps.name, name=p.name, size=_sides(p.extent)),  # type: ignore[union-attr]
            )
            self.preset.insertSeparator(self.preset.count())
        dpi = int(self.dpi.currentData() or 150)
        sheets = [(name, paper_size(width, height, dpi)) for name, width, height in PAPERS]
        self._add(
            tuple(Preset(name, extent) for name, extent in sheets if extent is not None),
            lambda p: f"{p.name}: {_sides(p.extent)}",
        )
        self.preset.insertSeparator(self.preset.count())
        self._add(
            (Preset(self.tr("Full HD screen"), Extent(1920, 1080)),),
            lambda p: f"{p.name}: {_sides(p.extent)}",
        )
        self.preset.addItem(self.tr("Another size"), None)
        self._filling = False
        self.preset.setCurrentIndex(max(0, min(chosen, self.preset.count() - 1)))

    def _add(self, presets: tuple[Preset, ...], name: Callable[[Preset], str]) -> None:
        for preset in presets:
            self.preset.addItem(name(preset), preset.extent)

    def _take_preset(self) -> None:
        extent = self.preset.currentData()
        if isinstance(extent, Extent) and not self._filling:
            self._filling = True
            self.width_field.setValue(extent.width)
            self.height_field.setValue(extent.height)
            self._filling = False
            self._tell()

    def _swap(self) -> None:
        width, height = self.height_field.value(), self.width_field.value()
        self._filling = True
        self.width_field.setValue(width)
        self.height_field.setValue(height)
        self._filling = False
        self._tell()

    def _changed(self) -> None:
        if not self._filling:
            self.preset.setCurrentIndex(self.preset.count() - 1)
            self._tell()

    def _tell(self) -> None:
        extent = self.extent
        self._sheet.show_extent(extent)
        parts = [self.tr("{megapixels} megapixels.").format(megapixels=f"{extent.area / 1e6:.1f}")]
        if self._caps is not None:
            painted = painted_extent(extent, self._caps)
            if painted == extent:
                parts.append(self.tr("{model} paints it at this size.").format(model=self._caps.name))
            else:
                said = self.tr("{model} paints it at {painted}, enlarged or reduced to the canvas.")
                parts.append(said.format(model=self._caps.name, painted=_sides(painted)))
        self.words.setText(" ".join(parts))

    def _create(self) -> None:
        for field in (self.width_field, self.height_field):
            field.interpretText()
        self.wanted.emit(self.extent, self.title.text().strip())
        self.accept()


def _sides(extent: Extent) -> str:
    return f"{extent.width} × {extent.height}"
