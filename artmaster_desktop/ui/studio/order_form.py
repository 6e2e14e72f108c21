"""What a training is asked for, and what it will cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_work import TrainingCost
from artmaster_desktop.core.training import PRESETS, AdapterKind, BaseNumbers, slug_of
from artmaster_desktop.storage.studio_memory import TrainingOrder
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import duration_text, size_text, steps_text

FORM_WIDTH = 320
FEWEST = 2
ASK_AFTER = 250


class OrderForm(QWidget):
    """Name, trigger, preset, kind and epochs; the cost below follows what is chosen. ``changed`` tells that
    ``ready`` may be another.
    """

    changed = Signal()

    def __init__(self, studio: Studio, model: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._model = studio, model
        self.cost: TrainingCost | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._fields())
        self.cost_label = WordLabel("", self, secondary=True)
        self.cost_label.setAccessibleName(self.tr("What it will cost"))
        column.addWidget(self.cost_label)
        self._soon = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._soon.timeout.connect(self._ask)
        studio.cost_changed.connect(self._show_cost)
        studio.opened.connect(self._opened)
        studio.changed.connect(self._later)
        studio.training.changed.connect(self._later)
        order = studio.training.order
        if order is not None:
            self._fill(order)
        self._preset_changed()
        if order is not None and order.epochs:
            self.epochs.setValue(order.epochs)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name, self.trigger = QLineEdit(self), QLineEdit(self)
        self.preset, self.kind, self.epochs = QComboBox(self), QComboBox(self), QSpinBox(self)
        self.preset.addItem(self.tr("Fast: the starter, no GPU needed"), "fast")
        self.preset.addItem(self.tr("Seed: FLUX.1 on a GPU"), "seed")
        self.kind.addItem(self.tr("AdaLoRA: ranks where they matter"), AdapterKind.ADALORA)
        self.kind.addItem(self.tr("LoRA: the same rank everywhere"), AdapterKind.LORA)
        self.epochs.setRange(1, 1000)
        self._make_parts()
        rows = (
            (self.tr("Name"), self.name, self.tr("What the painter is called in the library")),
            (self.tr("Trigger"), self.trigger, self.tr("The word that calls the painter in a prompt")),
            (self.tr("Preset"), self.preset, self.tr("How the painter is taught")),
            (self.tr("Layers"), self.kind, self.tr("How its numbers are spread over the model's layers")),
            (self.tr("Epochs"), self.epochs, self.tr("How often every work is gone through")),
            (self.tr("Base"), self.base, self.tr("How the numbers of the base are kept while it is taught")),
        )
        for name, field, tip in rows:
            field.setToolTip(tip)
            field.setAccessibleName(name)
            form.addRow(name, field)
        for part in self._parts:
            form.addRow(part)
        self.name.textChanged.connect(self._named)
        self.trigger.textChanged.connect(lambda _: self.changed.emit())
        self.preset.currentIndexChanged.connect(lambda _: self._preset_changed())
        self.kind.currentIndexChanged.connect(lambda _: self._soon.start())
        self.epochs.valueChanged.connect(lambda _: self._soon.start())
        return form

    def _make_parts(self) -> None:
        """What can be added to a preset."""
        self.base = QComboBox(self)
        self.base.addItem(self.tr("As it is"), BaseNumbers.FULL)
        self.base.addItem(self.tr("8 bits: half the memory"), BaseNumbers.FP8)
        self.base.addItem(self.tr("4 bits: a quarter (NVIDIA)"), BaseNumbers.NF4)
        self.stages = QCheckBox(self.tr("In three stages"), self)
        self.stages.setToolTip(self.tr("Composition first, then tone and colour, then brushwork"))
        self.style_rule = QCheckBox(self.tr("Hold to the artist's style"), self)
        self.style_rule.setToolTip(
            self.tr("Compare what forms with the artist's works in several layers; takes longer")
        )
        self.preserve = QCheckBox(self.tr("Keep the base as it is without the trigger"), self)
        self.preserve.setToolTip(
            self.tr("The painter paints only when it is called by its trigger; takes longer")
        )
        self._parts = (self.stages, self.style_rule, self.preserve)
        self.base.currentIndexChanged.connect(lambda _: self._soon.start())
        for part in self._parts:
            part.toggled.connect(lambda _: self._soon.start())

    @property
    def ready(self) -> bool:
        """Whether there is enough to begin with."""
        named = bool(self.name.text().strip())
        return named and self._studio.folder is not None and len(self._studio.oeuvre.kept) >= FEWEST

    def order(self) -> TrainingOrder | None:
        """What is asked for; None where something is missing."""
        folder, name = self._studio.folder, self.name.text().strip()
        if folder is None or not self.ready:
            return None
        return self._order(folder, name)

    def _order(self, folder: Path, name: str) -> TrainingOrder:
        preset, epochs = str(self.preset.currentData()), self.epochs.value()
        return TrainingOrder(
            works=folder,
            name=name,
            model=self._model,
            trigger=self.trigger.text().strip(),
            preset=preset,
            kind=AdapterKind(self.kind.currentData()),
            epochs=0 if epochs == PRESETS[preset].epochs else epochs,
            stages=self.stages.isChecked(),
            style=self.style_rule.isChecked(),
            preserve=self.preserve.isChecked(),
            base=BaseNumbers(self.base.currentData()),
        )

    def use_model(self, model: Path) -> None:
        """Teach on this model."""
        if model != self._model:
            self._model = model
            self._soon.start()

    def take_place_of(self, other: OrderForm) -> None:
        """Ask for what another form asks for."""
        self.name.setText(other.name.text())
        self.trigger.setText(other.trigger.text())
        self.preset.setCurrentIndex(other.preset.currentIndex())
        self.kind.setCurrentIndex(other.kind.currentIndex())
        self.epochs.setValue(other.epochs.value())
        self.base.setCurrentIndex(other.base.currentIndex())
        for part, theirs in zip(self._parts, other._parts, strict=True):
            part.setChecked(theirs.isChecked())

    def _fill(self, order: TrainingOrder) -> None:
        self.name.setText(order.name)
        self.trigger.setText(order.trigger)
        self.preset.setCurrentIndex(max(0, self.preset.findData(order.preset)))
        self.kind.setCurrentIndex(max(0, self.kind.findData(order.kind)))
        self.base.setCurrentIndex(max(0, self.base.findData(order.base)))
        for part, asked in zip(self._parts, (order.stages, order.style, order.preserve), strict=True):
            part.setChecked(asked)

    def _later(self, _work_id: str = "") -> None:
        self._soon.start()

    def _opened(self) -> None:
        artist = self._studio.oeuvre.artist
        if not self.name.text() and artist:
            self.name.setText(artist)
        self._soon.start()
        self.changed.emit()

    def _named(self, name: str) -> None:
        self.trigger.setPlaceholderText(slug_of(name) if name.strip() else "")
        self.changed.emit()

    def _preset_changed(self) -> None:
        self.epochs.setValue(PRESETS[str(self.preset.currentData())].epochs)
        self._soon.start()

    def _ask(self) -> None:
        folder = self._studio.folder
        if folder is not None and self.isVisible():
            self._studio.ask_cost(replace(self._order(folder, ""), trigger=""))
        self.changed.emit()

    def showEvent(self, event: QShowEvent, /) -> None:  # noqa: N802
        super().showEvent(event)
        self._soon.start()

    def _show_cost(self, cost: TrainingCost) -> None:
        self.cost = cost
        if cost.works < FEWEST:
            said = self.tr("A painter needs at least {count} works; about twenty make a good one.")
            self.cost_label.setText(said.format(count=FEWEST))
            return
        shown = self.tr("{works} works, about {crops} crops shown, the rest held out to judge by.")
        lines = [shown.format(works=cost.works, crops=cost.crops), steps_text(cost.steps)]
        if cost.seconds is None:
            lines.append(self.tr("The time is known after the first steps."))
        else:
            lines.append(self.tr("About {time}, as the last time.").format(time=duration_text(cost.seconds)))
        if cost.disk is not None:
            said = self.tr("{size} of disk while it learns; {free} are free.")
            lines.append(said.format(size=size_text(2 * cost.disk), free=size_text(cost.free)))
        if not cost.fits:
            lines.append(self.tr("That is too little room: make some before you begin."))
        self.cost_label.setText("\n".join(lines))
