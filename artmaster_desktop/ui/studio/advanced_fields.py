"""What can be changed in a preset: the rules of learning, and what saves memory where that is possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from artmaster_desktop.core.training import PRESETS, AdapterKind, BaseNumbers, Optimiser
from artmaster_desktop.core.training_means import SWAP, Means
from artmaster_desktop.core.training_wording import means_problem
from artmaster_desktop.storage.training_choice import MOST_BATCH, MOST_SWAPPED, Guiding, TrainingChoice
from artmaster_desktop.ui.dialogs.print_fields import combo
from artmaster_desktop.ui.fields import WordLabel
from artmaster_desktop.ui.messages import translate
from artmaster_desktop.ui.widgets.tint import amber


class AdvancedFields(QWidget):
    """``changed`` tells that something else is asked for. What this machine cannot do is disabled, and said
    below with the reason.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset = PRESETS["fast"]
        self._means: dict[str, Means] = {}
        self._tagged = False
        self._make_choices()
        self._make_rules()
        self.absent = WordLabel("", self, secondary=True)
        self.absent.setAccessibleName(self.tr("What this machine cannot do"))
        self.blocked_label = WordLabel("", self)
        palette = self.blocked_label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, amber(palette))
        self.blocked_label.setPalette(palette)
        self._lay_out()
        for box in (self.kind, self.base, self.optimiser):
            box.currentIndexChanged.connect(self._follow)
        for spin in (self.batch, self.swapped):
            spin.valueChanged.connect(self._follow)
        for part in self._rules:
            part.toggled.connect(self._follow)
        self.class_word.textChanged.connect(self._follow)
        self._show()

    def _make_choices(self) -> None:
        tip = self.tr("How its numbers are spread over the model's layers")
        kinds: list[tuple[str, object]] = [
            (self.tr("AdaLoRA: ranks where they matter"), AdapterKind.ADALORA),
            (self.tr("LoRA: the same rank everywhere"), AdapterKind.LORA),
        ]
        self.kind = combo(self, self.tr("Layers"), tip, kinds)
        tip = self.tr("How the numbers of the base are kept while it is taught")
        bases: list[tuple[str, object]] = [
            (self.tr("As it is"), BaseNumbers.FULL),
            (self.tr("8 bits: half the memory"), BaseNumbers.FP8),
            (self.tr("4 bits: a quarter (NVIDIA)"), BaseNumbers.NF4),
        ]
        self.base = combo(self, self.tr("Base"), tip, bases)
        tip = self.tr("How exactly AdamW remembers the way it came")
        optimisers: list[tuple[str, object]] = [
            (self.tr("32 bits"), Optimiser.ADAMW),
            (self.tr("8 bits: a quarter (NVIDIA)"), Optimiser.ADAMW8),
        ]
        self.optimiser = combo(self, self.tr("Optimiser"), tip, optimisers)
        self.swapped, self.batch = QSpinBox(self), QSpinBox(self)
        self.swapped.setRange(0, MOST_SWAPPED)
        self.swapped.setSpecialValueText(self.tr("none"))
        self.swapped.setAccessibleName(self.tr("Swapped blocks"))
        self._swap_tip = self.tr("Blocks of the base that wait in main memory: slower, in less of the card's")
        self.batch.setRange(1, MOST_BATCH)
        self.batch.setAccessibleName(self.tr("Batch"))
        self.batch.setToolTip(self.tr("Works a step; one after the other, so it takes no more memory"))

    def _make_rules(self) -> None:
        self.stages = self._rule(
            self.tr("In three stages"), self.tr("Composition first, then tone and colour, then brushwork")
        )
        self.style_rule = self._rule(
            self.tr("Hold to the artist's style"),
            self.tr("Compare what forms with the artist's works in several layers; takes longer"),
        )
        self.guiding = self._rule(
            self.tr("Keep the base's sense of words"),
            self.tr(
                "Semantic guidance: under other words and other guidance the hand is the same, and subjects "
                "stay what they are; for models that take guidance; takes longer"
            ),
        )
        self._tag_tip = self.tr("Half of the captions also name the works' style tags, so they can be called")
        self.tagged = self._rule(self.tr("Captions with style tags"), self._tag_tip)
        self.preserve = self._rule(
            self.tr("Keep the base as it is without the trigger"),
            self.tr("The painter paints only when it is called by its trigger; takes longer"),
        )
        self._rules = (self.stages, self.style_rule, self.guiding, self.tagged, self.preserve)
        self.class_word = QLineEdit(self)
        self.class_word.setAccessibleName(self.tr("Class words"))
        self.class_word.setToolTip(self.tr("What the works are, in a few words: under them the base stays"))

    def _rule(self, text: str, tip: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setToolTip(tip)
        return box

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for box in (self.kind, self.base, self.optimiser):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        for field in (self.kind, self.base, self.optimiser, self.swapped, self.batch):
            form.addRow(field.accessibleName(), field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(8)
        for rule in self._rules:
            column.addWidget(rule)
        below = QFormLayout()
        below.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        below.addRow(self.class_word.accessibleName(), self.class_word)
        column.addLayout(below)
        column.addLayout(form)
        column.addWidget(self.absent)
        column.addWidget(self.blocked_label)

    # --------------------------------------------------------------------------------------------- asking

    @property
    def blocked(self) -> bool:
        """Whether something is chosen that this machine cannot do: a choice that came with the works."""
        return bool(self._chosen_in_vain())

    def into(self, choice: TrainingChoice) -> TrainingChoice:
        """``choice`` with what is chosen here."""
        batch, base = self.batch.value(), BaseNumbers(self.base.currentData())
        guiding = Guiding.ON if self.guiding.isChecked() else Guiding.OFF
        return replace(
            choice,
            kind=AdapterKind(self.kind.currentData()),
            base=base,
            optimiser=Optimiser(self.optimiser.currentData()),
            swapped=0 if base is BaseNumbers.NF4 else self.swapped.value(),
            batch=0 if batch == self._preset.batch else batch,
            stages=self.stages.isChecked(),
            style=self.style_rule.isChecked(),
            guiding=Guiding.PRESET if self.guiding.isChecked() is bool(self._preset.carry) else guiding,
            tagged=self.tagged.isChecked(),
            preserve=self.preserve.isChecked(),
            class_word=self.class_word.text().strip() if self.preserve.isChecked() else "",
        )

    def use_preset(self, preset: str) -> None:
        """What a preset does by itself, where it differs from the others."""
        self._preset = PRESETS[preset]
        self.batch.setValue(self._preset.batch)
        self.guiding.setChecked(bool(self._preset.carry))
        self.class_word.setPlaceholderText(self._preset.class_word)

    def fill(self, choice: TrainingChoice) -> None:
        """Ask for what ``choice`` asks for; its preset is in use."""
        for box, value in (
            (self.kind, choice.kind),
            (self.base, choice.base),
            (self.optimiser, choice.optimiser),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.swapped.setValue(choice.swapped)
        self.batch.setValue(choice.recipe.batch)
        for part, asked in (
            (self.stages, choice.stages),
            (self.style_rule, choice.style),
            (self.guiding, bool(choice.recipe.carry)),
            (self.tagged, choice.tagged),
            (self.preserve, choice.preserve),
        ):
            part.setChecked(asked)
        self.class_word.setText(choice.class_word)

    # --------------------------------------------------------------------------------------------- showing

    def show_means(self, means: Sequence[Means]) -> None:
        """What this machine can do."""
        self._means = {one.name: one for one in means}
        self._show()

    def show_tags(self, *, any_tag: bool) -> None:
        """Whether some work has a style tag."""
        self._tagged = any_tag
        self._show()

    def summary(self) -> str:
        """What differs from the preset, in a few words, for the time while this is folded away."""
        changed = [part.text() for part in self._rules if part.isChecked() and part is not self.guiding]
        if self.guiding.isChecked() is not bool(self._preset.carry):
            state = self.tr("on") if self.guiding.isChecked() else self.tr("off")
            changed.append(f"{self.guiding.text()}: {state}")
        for box in (self.kind, self.base, self.optimiser):
            if box.currentIndex() > 0:
                changed.append(f"{box.accessibleName()}: {box.currentText().partition(':')[0]}")
        if self.swapped.value() and self.swapped.isEnabled():
            changed.append(f"{self.swapped.accessibleName()}: {self.swapped.value()}")
        if self.batch.value() != self._preset.batch:
            changed.append(f"{self.batch.accessibleName()}: {self.batch.value()}")
        return " · ".join(changed)

    def _follow(self, *_: object) -> None:
        self._show()
        self.changed.emit()

    def _why(self, name: str) -> str:
        """Why a means cannot be had; "" where it can, or nobody has looked."""
        found = self._means.get(name)
        return means_problem(found.problem, translate) if found and found.problem else ""

    def _show(self) -> None:
        for box, value in ((self.base, BaseNumbers.NF4), (self.base, BaseNumbers.FP8),
                           (self.optimiser, Optimiser.ADAMW8)):  # fmt: skip
            _allow(box, box.findData(value), self._why(value.value))
        why = self._why(SWAP)
        if BaseNumbers(self.base.currentData()) is BaseNumbers.NF4:
            why = self.tr("a base in 4 bits is packed on the card; take 8 bits to swap blocks")
        _explain(self.swapped, self._swap_tip, why)
        without = self.tr("none of the works that are kept has a style tag; give them some on the first page")
        _explain(self.tagged, self._tag_tip, "" if self._tagged else without)
        self.class_word.setEnabled(self.preserve.isChecked())
        said = [(self.tr("Optimiser in 8 bits"), self._why(Optimiser.ADAMW8.value)),
                (self.tr("Base in 4 bits"), self._why(BaseNumbers.NF4.value)),
                (self.tr("Base in 8 bits"), self._why(BaseNumbers.FP8.value)),
                (self.swapped.accessibleName(), why),
                (self.tagged.text(), "" if self._tagged else without)]  # fmt: skip
        line = self.tr("•  {name}: {reason}")
        lines = [line.format(name=name, reason=reason) for name, reason in said if reason]
        self.absent.setText("\n".join(lines))
        self.absent.setVisible(bool(self.absent.text()))
        vain = self._chosen_in_vain()
        self.blocked_label.setText(
            self.tr("Chosen, but not to be had here: {names}. Choose another.").format(names=", ".join(vain))
        )
        self.blocked_label.setVisible(bool(vain))

    def _chosen_in_vain(self) -> list[str]:
        found = [
            box.currentText()
            for box in (self.base, self.optimiser)
            if self._why(str(box.currentData().value)) and box.currentIndex() > 0
        ]
        if self.tagged.isChecked() and not self._tagged:
            found.append(self.tagged.text())
        return found


def _allow(box: QComboBox, row: int, why: str) -> None:
    """Let a row of ``box`` be chosen, or disable it and say why."""
    model = box.model()
    assert isinstance(model, QStandardItemModel)
    item = model.item(row)
    item.setEnabled(not why)
    item.setToolTip(why)


def _explain(field: QWidget, tip: str, why: str) -> None:
    """Let ``field`` be used, or disable it and say why."""
    checked = isinstance(field, QCheckBox) and field.isChecked()
    field.setEnabled(not why or checked)  # what is checked in vain must be unchecked by somebody
    field.setToolTip(f"{tip}\n{why[0].upper()}{why[1:]}." if why else tip)
