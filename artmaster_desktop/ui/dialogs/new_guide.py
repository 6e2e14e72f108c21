"""A guide is to be made: from which picture, of what kind, and by what means, said as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import NEED_SEGMENTER, WITHOUT_MODEL, ReadBy, Way
from artmaster_desktop.core.structure_wording import word_kind, word_way
from artmaster_desktop.ui.dialogs.structure_fields import DetectorChoice, LayerSource, Source, SourceChoice
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import translate

WITH_MODELS = (GuideKind.DEPTH, GuideKind.LAYOUT)
"""Kinds that a model of the artist's can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuide:
    """What is asked for. ``as_it_is``: the picture is a guide of this kind already."""

    source: Source
    kind: GuideKind
    detector: Path | None
    as_it_is: bool


class NewGuideDialog(QDialog):
    """``wanted`` tells the NewGuide. ``segments``: the shipped segmenter is there."""

    wanted = Signal(object)

    def __init__(
        self,
        document: Document,
        source: Source,
        kind: GuideKind,
        parent: QWidget | None = None,
        *,
        segments: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._segments = segments
        self.source = SourceChoice(document, source, self)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("Kind of guide"))
        self.kind.setToolTip(self.tr("What the painting is to keep to"))
        for each in GuideKind:
            self.kind.addItem(word_kind(each, translate), each)
        self.kind.setCurrentIndex(list(GuideKind).index(kind))
        self.as_it_is = QCheckBox(self.tr("It shows this already: use it as it is"), self)
        self.as_it_is.setToolTip(
            self.tr(
                "Lines white on black, near places white, a colour for each class; a layer is drawn on itself"
            )
        )
        self.detector = DetectorChoice(self.tr("Without a model"), self)
        self.words = WordLabel("", self, secondary=True)
        self.words.setMinimumHeight(4 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.source.changed.connect(self._follow)
        self.kind.currentIndexChanged.connect(self._follow)
        self.as_it_is.toggled.connect(self._follow)
        self.detector.changed.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(self.tr("From"), self.source)
        self.form.addRow(self.tr("Read"), self.kind)
        self.form.addRow(self.tr("With"), self.detector)
        self.form.addRow("", self.as_it_is)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(self.tr("Make nothing (Esc)"))
        self.make_button = buttons.addButton(self.tr("Make"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make_button.setDefault(True)
        self.make_button.setToolTip(self.tr("Make the guide (Return); it can be undone"))
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(self.form)
        column.addWidget(self.words)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    @property
    def asked(self) -> NewGuide:
        """What is asked for now."""
        kind = self.kind.currentData()
        takes = kind in WITH_MODELS and not self.as_it_is.isChecked()
        return NewGuide(
            source=self.source.source,
            kind=kind,
            detector=self.detector.folder if takes else None,
            as_it_is=self.as_it_is.isChecked(),
        )

    def _follow(self) -> None:
        asked = self.asked
        self.form.setRowVisible(self.detector, asked.kind in WITH_MODELS and not asked.as_it_is)
        way = WITHOUT_MODEL[asked.kind]
        lacking = way in NEED_SEGMENTER and not self._segments and asked.detector is None
        lacking = lacking and not asked.as_it_is
        self.make_button.setEnabled(not lacking)
        self.words.setText(self._means(asked, way, lacking=lacking))

    def _means(self, asked: NewGuide, way: Way, *, lacking: bool) -> str:
        if asked.as_it_is and isinstance(asked.source, LayerSource) and asked.source.layer:
            return self.tr("Nothing is read. What you draw on this layer from now on, the guide follows.")
        if asked.as_it_is:
            return self.tr("Nothing is read: the picture becomes a hidden layer that you can draw on.")
        if lacking:
            return self.tr(
                "No segmenter ships yet: give the folder of a model of yours, or draw it and use it as it "
                "is. Edges, lines, scribbles, soft edges and light and dark need none."
            )
        by = ReadBy(way) if asked.detector is None else ReadBy(Way.MODEL, asked.detector.name, asked.kind)
        said = self.tr("Read by: {means}. The guide becomes a hidden layer that you can draw on.")
        return said.format(means=word_way(by, translate))

    def _make(self) -> None:
        self.wanted.emit(self.asked)
        self.accept()
