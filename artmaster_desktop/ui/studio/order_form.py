"""What a training is asked for, and what it will cost."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.app.studio_work import TrainingCost
from artmaster_desktop.core.slug import slug_of
from artmaster_desktop.core.training import PRESETS
from artmaster_desktop.storage.studio_memory import TrainingOrder
from artmaster_desktop.storage.training_choice import TrainingChoice
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import duration_text, size_text, steps_text
from artmaster_desktop.ui.studio.advanced_fields import AdvancedFields
from artmaster_desktop.ui.widgets.card import Card
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel

FORM_WIDTH = 390
FEWEST = 2
ASK_AFTER = 250


class OrderForm(QWidget):
    """Name, trigger, preset and epochs, the rest behind a fold; the cost below follows what is chosen.
    ``changed`` tells that ``ready`` may be another. What is chosen is kept beside the works.
    """

    changed = Signal()

    def __init__(self, studio: Studio, model: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio, self._model = studio, model
        self._folder = studio.folder
        self.cost: TrainingCost | None = None
        self.advanced = AdvancedFields(self)
        self.advanced.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._fields())
        column.addWidget(self._fold())
        self.cost_label = WordLabel("", self, secondary=True)
        self.cost_label.setAccessibleName(self.tr("What it will cost"))
        column.addWidget(self.cost_label)
        self._soon = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._soon.timeout.connect(self._ask)
        self._listen()
        self._preset_changed()
        self._fill(studio.training.order or studio.choice or TrainingChoice())
        self._follow_works()

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name, self.trigger = QLineEdit(self), QLineEdit(self)
        self.preset, self.epochs = QComboBox(self), QSpinBox(self)
        self.preset.addItem(self.tr("Fast: the starter, no GPU needed"), "fast")
        self.preset.addItem(self.tr("Seed: FLUX.1 on a GPU"), "seed")
        self.epochs.setRange(1, 1000)
        for name, field, tip in (
            (self.tr("Name"), self.name, self.tr("What the painter is called in the library")),
            (self.tr("Trigger"), self.trigger, self.tr("The word that calls the painter in a prompt")),
            (self.tr("Preset"), self.preset, self.tr("How the painter is taught")),
            (self.tr("Epochs"), self.epochs, self.tr("How often every work is gone through")),
        ):
            field.setToolTip(tip)
            field.setAccessibleName(name)
            form.addRow(name, field)
        return form

    def _fold(self) -> Card:
        self.fold = Card(lambda: self.advanced, self)
        title = ElidedLabel(self.tr("Advanced"), self.fold)
        title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.summary = ElidedLabel("", self.fold, mode=Qt.TextElideMode.ElideRight, secondary=True)
        self.fold.header.addWidget(title)
        self.fold.header.addWidget(self.summary, 1)
        self.fold.fold_button.setAccessibleName(self.tr("Show or fold the advanced settings"))
        self.fold.fold_button.setToolTip(self.fold.fold_button.accessibleName())
        self.fold.pressed.connect(lambda: self.fold.set_open(not self.fold.open))
        self.fold.folded.connect(lambda _: self._later())
        return self.fold

    def _listen(self) -> None:
        studio = self._studio
        self.name.textChanged.connect(self._named)
        self.trigger.textChanged.connect(lambda _: self._later())
        self.preset.currentIndexChanged.connect(lambda _: self._preset_changed())
        self.epochs.valueChanged.connect(lambda _: self._later())
        self.advanced.changed.connect(self._later)
        self.advanced.changed.connect(self.changed)
        studio.scales.cost_changed.connect(self._show_cost)
        studio.scales.means_changed.connect(self._show_means)
        studio.opened.connect(self._opened)
        studio.changed.connect(self._follow_works)
        studio.training.changed.connect(self._later)
        self._show_means()

    @property
    def ready(self) -> bool:
        """Whether there is enough to begin with, and nothing that cannot be had."""
        named = bool(self.name.text().strip())
        works = self._studio.folder is not None and len(self._studio.oeuvre.kept) >= FEWEST
        return named and works and not self.advanced.blocked

    @property
    def choice(self) -> TrainingChoice:
        """What is chosen."""
        preset, epochs = str(self.preset.currentData()), self.epochs.value()
        plain = TrainingChoice(
            name=self.name.text().strip(),
            trigger=self.trigger.text().strip(),
            preset=preset,
            epochs=0 if epochs == PRESETS[preset].epochs else epochs,
        )
        return self.advanced.into(plain)

    def order(self) -> TrainingOrder | None:
        """What is asked for; None where something is missing."""
        folder = self._studio.folder
        return ordered(self.choice, folder, self._model) if folder is not None and self.ready else None

    def use_model(self, model: Path) -> None:
        """Teach on this model."""
        if model != self._model:
            self._model = model
            self._later()

    def take_place_of(self, other: OrderForm) -> None:
        """Ask for what another form asks for."""
        self._fill(other.choice)
        self.fold.set_open(other.fold.open)

    def _fill(self, choice: TrainingChoice) -> None:
        self.name.setText(choice.name)
        self.trigger.setText(choice.trigger)
        self.preset.setCurrentIndex(max(0, self.preset.findData(choice.preset)))
        self.epochs.setValue(choice.recipe.epochs)
        self.advanced.fill(choice)

    def _opened(self) -> None:
        """The choice that lies beside the works; what was typed before a first folder stays."""
        studio, order = self._studio, self._studio.training.order
        first, self._folder = self._folder is None, studio.folder
        if order is not None and order.works == studio.folder:
            self._fill(order)
        elif studio.choice is not None:
            self._fill(studio.choice)
        elif not first:
            self._fill(TrainingChoice())
        if not self.name.text() and studio.oeuvre.artist:
            self.name.setText(studio.oeuvre.artist)
        self._follow_works()

    def _follow_works(self, _work_id: str = "") -> None:
        self.advanced.show_tags(any_tag=any(work.tags for work in self._studio.oeuvre.kept))
        self._later()
        self.changed.emit()

    def _show_means(self) -> None:
        self.advanced.show_means(self._studio.scales.means)
        self.changed.emit()

    def _named(self, name: str) -> None:
        self.trigger.setPlaceholderText(slug_of(name) if name.strip() else "")
        self._later()
        self.changed.emit()

    def _preset_changed(self) -> None:
        preset = str(self.preset.currentData())
        self.epochs.setValue(PRESETS[preset].epochs)
        self.advanced.use_preset(preset)
        self._later()

    def _later(self) -> None:
        self.summary.setText("" if self.fold.open else self.advanced.summary())
        self._soon.start()

    def _ask(self) -> None:
        """What it would cost, and (a moment after the last change) the choice onto the disk."""
        studio, folder = self._studio, self._studio.folder
        if folder is not None and self.isVisible():
            studio.scales.ask_cost(ordered(replace(self.choice, name="", trigger=""), folder, self._model))
            if self.choice != (studio.choice or TrainingChoice()):
                studio.keep_choice(self.choice)
        self.changed.emit()

    def showEvent(self, event: QShowEvent, /) -> None:  # noqa: N802
        super().showEvent(event)
        self._studio.scales.ask_means()
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


def ordered(choice: TrainingChoice, works: Path, model: Path) -> TrainingOrder:
    """``choice`` for the works in a folder, on a model."""
    chosen = {field.name: getattr(choice, field.name) for field in fields(TrainingChoice)}
    return TrainingOrder(works=works, model=model, **chosen)
