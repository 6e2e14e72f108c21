"""Regions are to be found in a picture: of which classes, and who paints each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.app.structure import RegionsWish
from artmaster_desktop.core.class_regions import CLASS_NAMES
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide_reading import ReadBy, Way
from artmaster_desktop.core.painter import PainterRef
from artmaster_desktop.core.semantic import LAYOUT_COLOURS, Semantic
from artmaster_desktop.core.structure_wording import word_way
from artmaster_desktop.ui.dialogs.structure_fields import DetectorChoice, LayerSource, Source, SourceChoice
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.messages import translate
from artmaster_desktop.ui.panels.painters_model import language
from artmaster_desktop.ui.panels.regions_painter import palette_icon


@dataclass(frozen=True, slots=True)
class FindRegions:
    """What is asked for, and of which picture."""

    source: Source
    wish: RegionsWish


def class_names() -> Mapping[Semantic, str]:
    """What the classes are called in the artist's language."""
    return {
        Semantic.MOUNTAIN: translate("Classes", "Mountains and rocks"),
        Semantic.WATER: translate("Classes", "Water"),
        Semantic.TREES: translate("Classes", "Trees"),
        Semantic.BUILDINGS: translate("Classes", "Buildings"),
        Semantic.FIGURES: translate("Classes", "Figures"),
    }


class FindRegionsDialog(QDialog):
    """``wanted`` tells the FindRegions. ``segments``: the shipped segmenter is there."""

    wanted = Signal(object)

    def __init__(
        self, document: Document, shelf: PainterShelf, parent: QWidget | None = None, *, segments: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find regions in a picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shelf, self._segments = shelf, segments
        self.source = SourceChoice(document, LayerSource(), self)
        without = self.tr("The shipped segmenter for landscapes") if segments else self.tr("None ships yet")
        self.detector = DetectorChoice(without, self)
        self.checks: dict[Semantic, QCheckBox] = {}
        self.crew: dict[Semantic, QComboBox] = {}
        self.words = WordLabel("", self, secondary=True)
        self.words.setMinimumHeight(3 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.detector.changed.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Picture"), self.source)
        form.addRow(self.tr("With"), self.detector)
        self.each_button = tool_button(
            "painters", self.tr("Give each class a painter of its own"), self, text=self.tr("A painter each")
        )
        self.each_button.setEnabled(bool(self._shelf.painters))
        self.each_button.clicked.connect(self.hire_each)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Make no regions (Esc)"))
        self.find_button = buttons.addButton(self.tr("Find"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.find_button.setDefault(True)
        self.find_button.setToolTip(self.tr("Make the regions (Return); it can be undone"))
        buttons.accepted.connect(self._find)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(form)
        column.addLayout(self._class_rows())
        column.addWidget(self.each_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.words)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    def _class_rows(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setSpacing(6)
        rows.setColumnStretch(1, 1)
        for row, (each, name) in enumerate(class_names().items()):
            check = QCheckBox(name, self)
            check.setChecked(True)
            check.setToolTip(self.tr("Make a region of it where it is found"))
            dot = QPixmap(14, 14)
            dot.fill(QColor(*LAYOUT_COLOURS[each]))
            check.setIcon(dot)
            box = QComboBox(self)
            box.setAccessibleName(self.tr("Painter of {what}").format(what=name))
            box.setToolTip(self.tr("Who paints this region"))
            box.addItem(self.tr("The canvas' own painters"), None)
            for one in self._shelf.painters:
                box.addItem(palette_icon(one.painter.palette), one.named(language()), one.ref)
            check.toggled.connect(box.setEnabled)
            check.toggled.connect(self._follow)
            rows.addWidget(check, row, 0)
            rows.addWidget(box, row, 1)
            self.checks[each], self.crew[each] = check, box
        return rows

    def hire_each(self) -> None:
        """Another painter for each class, in the order of the library."""
        count = len(self._shelf.painters)
        for number, box in enumerate(self.crew.values()):
            box.setCurrentIndex(1 + number % count)

    @property
    def asked(self) -> FindRegions:
        """What is asked for now."""
        classes = [each for each in CLASS_NAMES if self.checks[each].isChecked()]
        hired = {each: self.crew[each].currentData() for each in classes}
        wish = RegionsWish(
            classes=classes,
            names=class_names(),
            painters={each: ref for each, ref in hired.items() if isinstance(ref, PainterRef)},
            detector=self.detector.folder,
        )
        return FindRegions(self.source.source, wish)

    def _follow(self) -> None:
        folder: Path | None = self.detector.folder
        able = self._segments or folder is not None
        self.find_button.setEnabled(able and any(check.isChecked() for check in self.checks.values()))
        if not able:
            self.words.setText(
                self.tr(
                    "Choose the folder of a segmentation model of yours, SegFormer for instance, as "
                    "transformers saves it. Nothing is fetched, and no code of the folder is run."
                )
            )
            return
        by = ReadBy(Way.SEGMENTER) if folder is None else ReadBy(Way.MODEL, folder.name)
        said = self.tr("Found by {means}. Each region can be painted over with the region tool.")
        self.words.setText(said.format(means=word_way(by, translate)))

    def _find(self) -> None:
        self.wanted.emit(self.asked)
        self.accept()
