"""How the next painting is made: steps, guidance, seed, and what it starts from."""

from __future__ import annotations

import secrets
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import edit_paint
from artmaster_desktop.core.document import FromLayer, FromNoise, FromVisible, PaintSettings, Start
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.planning import painted_extent
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.ui.fields import SeedField, WordLabel, tool_button
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.number_slider import NumberSlider

STRENGTH = 0.75
"""How much of a chosen start is painted anew, until the artist says otherwise."""

SEEN = "/seen"
"""Stands for all that is seen among the layers' ids; none of them has a stroke in it."""


def random_seed() -> int:
    """A seed short enough to be written down."""
    return secrets.randbelow(2**31)


class PaintSettingsForm(QWidget):
    """Edits the session's paint settings, one undo step for each drag or entry.

    ``seed_locked`` keeps the seed from painting to painting.
    """

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._caps: ModelCaps | None = None
        self._filling = False
        self.steps = NumberSlider(self.tr("Steps"), 1, 200, step=1, decimals=0, gamma=2.2, parent=self)
        self.steps.setToolTip(
            self.tr("How many steps the painting takes. More is finer and slower; 20 is a good start")
        )
        self.guidance = NumberSlider(self.tr("Guidance"), 0, 30, step=0.1, decimals=1, gamma=2.0, parent=self)
        self.guidance_words = WordLabel("", self, secondary=True)
        self.start = QComboBox(self)
        self.start.setAccessibleName(self.tr("Start from"))
        self.start.setToolTip(
            self.tr(
                "What the painting starts from: nothing, all that is seen, or one layer that it paints over"
            )
        )
        self.start.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.strength = NumberSlider(
            self.tr("Painted anew"), 5, 100, step=1, decimals=0, suffix=" %", parent=self
        )
        self.strength.setToolTip(
            self.tr("How much of it is painted anew: little follows it closely, 100 % keeps nothing")
        )
        self.size_words = WordLabel("", self, secondary=True)
        self._build_seed()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        numbers = QHBoxLayout()
        numbers.setSpacing(6)
        numbers.addWidget(self.steps)
        numbers.addWidget(self.guidance)
        column.addLayout(numbers)
        column.addWidget(self.guidance_words)
        column.addLayout(self._seed_row)
        start = QHBoxLayout()
        start.setSpacing(6)
        start.addWidget(self.start, 1)
        start.addWidget(self.strength, 1)
        column.addLayout(start)
        column.addWidget(self.size_words)
        self._connect()
        self.refresh()
        self.set_caps(None)

    def _build_seed(self) -> None:
        self.seed = SeedField(self)
        self.seed.setToolTip(self.tr("The seed: the same seed and settings paint the same picture again"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self.dice = tool_button("dice", self.tr("Another seed"), self)
        self.lock = tool_button("unlock", "", self, checkable=True)
        self.lock.setAccessibleName(self.tr("Keep the seed"))
        self._seed_row = QHBoxLayout()
        self._seed_row.setSpacing(4)
        name = WordLabel(self.tr("Seed"), self)
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        name.setWordWrap(False)
        name.setBuddy(self.seed)
        self._seed_row.addWidget(name)
        self._seed_row.addWidget(self.seed, 1)
        self._seed_row.addWidget(self.dice)
        self._seed_row.addWidget(self.lock)
        self._show_lock(False)

    def _connect(self) -> None:
        self.steps.committed.connect(lambda value: self._edit(steps=round(value)))
        self.guidance.committed.connect(lambda value: self._edit(guidance=round(value, 2)))
        self.seed.committed.connect(lambda seed: self._edit(seed=seed))
        self.dice.clicked.connect(self.roll)
        self.lock.toggled.connect(self._show_lock)
        self.start.activated.connect(self._choose_start)
        self.strength.committed.connect(self._choose_strength)
        self._session.changed.connect(self.refresh)
        self._session.selection_changed.connect(self._tell_size)

    @property
    def seed_locked(self) -> bool:
        return self.lock.isChecked()

    def roll(self) -> None:
        """Another seed."""
        self._edit(seed=random_seed())

    def set_caps(self, caps: ModelCaps | None) -> None:
        """What the chosen model can do: where it is not guided, the guidance says so and rests."""
        self._caps = caps
        guided = caps is None or caps.guided
        self.guidance.setEnabled(guided)
        if caps is not None and not guided:
            words = self.tr("{model} takes no guidance.").format(model=caps.name)
        else:
            words = ""
        self.guidance_words.setText(words)
        self.guidance_words.setVisible(bool(words))
        self.guidance.setToolTip(
            words or self.tr("How closely the painting keeps to the words; 3.5 suits FLUX.1-dev")
        )
        self._tell_size()

    def settle(self) -> None:
        """Take over what is still being dragged or typed, before it is painted."""
        for slider in (self.steps, self.guidance, self.strength):
            slider.settle()
        if self.seed.isModified():
            self.seed.editingFinished.emit()

    def refresh(self) -> None:
        """Show what the document says."""
        paint = self._session.document.paint
        self.steps.set_quietly(paint.steps)
        self.guidance.set_quietly(paint.guidance)
        self.seed.show_seed(paint.seed)
        self._fill_start()
        self._tell_size()

    def _fill_start(self) -> None:
        document = self._session.document
        wanted = [("", self.tr("From nothing"), "clear"), (SEEN, self.tr("Over what is seen"), "eye")]
        for layer in reversed(list(document.walk())):
            if isinstance(layer, SketchLayer | ImageLayer):
                picture = "sketch" if isinstance(layer, SketchLayer) else "image"
                wanted.append((layer.id, self.tr("Over {layer}").format(layer=layer.name), picture))
        there = [(self.start.itemData(i), self.start.itemText(i)) for i in range(self.start.count())]
        if there != [(key, text) for key, text, _ in wanted]:
            self.start.clear()
            for key, text, picture in wanted:
                self.start.addItem(icon(picture), text, key)
        start = document.paint.start
        self.start.setCurrentIndex(max(0, self.start.findData(_key(start))))
        self.strength.setVisible(not isinstance(start, FromNoise))
        if not isinstance(start, FromNoise):
            self.strength.set_quietly(start.strength * 100)

    def _tell_size(self) -> None:
        document = self._session.document
        if self._session.selection is not None:
            self.size_words.setText(self.tr("The selection is painted with its surroundings in view."))
            return
        if self._caps is None:
            self.size_words.setText(self.tr("Canvas {canvas}").format(canvas=_sides(document.extent)))
            return
        painted = painted_extent(document.extent, self._caps)
        if painted == document.extent:
            words = self.tr("Painted at the size of the canvas, {canvas}.")
        else:
            words = self.tr("Painted at {painted} and resized to the canvas, {canvas}.")
        self.size_words.setText(words.format(painted=_sides(painted), canvas=_sides(document.extent)))

    def _show_lock(self, locked: bool) -> None:
        self.lock.setIcon(icon("lock" if locked else "unlock"))
        self.lock.setToolTip(
            self.tr("The seed stays: painting again without a change paints the same picture")
            if locked
            else self.tr("A painting that has been made gets another seed the next time; press to keep it")
        )

    def _choose_start(self) -> None:
        key = str(self.start.currentData())
        old = self._session.document.paint.start
        strength = STRENGTH if isinstance(old, FromNoise) else old.strength
        if key == SEEN:
            self._edit(start=FromVisible(strength))
        else:
            self._edit(start=FromLayer(key, strength) if key else FromNoise())

    def _choose_strength(self, percent: float) -> None:
        start = self._session.document.paint.start
        if not isinstance(start, FromNoise):
            self._edit(start=replace(start, strength=round(percent) / 100))

    def _edit(self, **changes: object) -> None:
        paint: PaintSettings = replace(self._session.document.paint, **changes)  # type: ignore[arg-type]
        self._session.apply(edit_paint(paint))
        self.edited.emit()


def _key(start: Start) -> str:
    """What the list of starts calls ``start``."""
    match start:
        case FromLayer(layer, _):
            return layer
        case FromVisible():
            return SEEN
        case FromNoise():
            return ""


def _sides(extent: object) -> str:
    return str(extent).replace("x", " × ")
