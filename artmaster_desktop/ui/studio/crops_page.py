"""The page of crops: what of each work a painter will see, proposed by measure and placed by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, cut_marks, shaped
from artmaster_desktop.core.enlarging import times_needed
from artmaster_desktop.core.work import Work
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.studio.box_view import Framed
from artmaster_desktop.ui.studio.boxes_page import BoxesPage
from artmaster_desktop.ui.studio.works_model import WorksModel
from artmaster_desktop.ui.widgets.tint import amber

COLOURS = (QColor("#b86200"), QColor("#007a70"), QColor("#7a3aa0"), QColor("#5a6e14"))
"""One for each size."""
CHOICES = (
    ((512, 512), (512, 768)), ((512, 512),), ((512, 768),), ((768, 512),), ((768, 768),), ((1024, 1024),),
    ((768, 1024),),
)  # fmt: skip
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


class CropsPage(BoxesPage):
    """Crops on the work; the measured cost follows the hand."""

    def __init__(self, studio: Studio, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(studio, model, parent)
        self.story.setText(
            self.tr(
                "A crop should keep what draws the eye and cut few strokes and no seal. Drag it, or push it "
                "with the arrow keys; + and − size it. What you place by hand stays."
            )
        )
        self.sizes = QComboBox(self)
        self.sizes.setToolTip(self.tr("The sizes to cut: pixels that a painter will see"))
        self.sizes.setAccessibleName(self.tr("Sizes"))
        for sizes in CHOICES:
            self.sizes.addItem(self.tr(" and ").join(f"{w} × {h}" for w, h in sizes), sizes)
        self.each = QSpinBox(self)
        self.each.setRange(1, 8)
        self.each.setToolTip(self.tr("How many crops of each size a work gets"))
        self.each.setAccessibleName(self.tr("Crops of each size"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Crops of this work"))
        self.list.setAccessibleDescription(self.tr("Arrow keys choose a crop"))
        self.list.currentRowChanged.connect(self._list_picked)
        self.cost = WordLabel("", self)
        self.warning = WordLabel("", self)
        palette = self.warning.palette()
        palette.setColor(QPalette.ColorRole.WindowText, amber(palette))
        self.warning.setPalette(palette)
        self._make_larger()
        self.side.addWidget(self.story)
        row = QHBoxLayout()
        row.addWidget(self.sizes, 1)
        row.addWidget(self.each)
        self.side.addLayout(row)
        self.side.addLayout(self._buttons())
        self.side.addWidget(self.larger)
        self.side.addWidget(self.larger_note)
        self.side.addWidget(self.list, 1)
        self.side.addWidget(self.cost)
        self.side.addWidget(self.warning)
        self.view.setAccessibleName(self.tr("The work and its crops"))
        self.view.setAccessibleDescription(
            self.tr(
                "Arrow keys push the chosen frame, + and - size it, Page Down takes the next, Del removes it"
            )
        )
        self.view.picked.connect(self._view_picked)
        self.view.moving.connect(self._follow)
        self.view.moved.connect(self.place)
        self.view.remove_asked.connect(self._remove)
        self._crop_id = ""

    def _make_larger(self) -> None:
        """Whether small scans are enlarged first; off until the artist wants it."""
        self.larger = QCheckBox(self.tr("Enlarge small scans first"), self)
        self.larger.setToolTip(self.tr("Works smaller than the crops are enlarged before they are cut"))
        self.larger.clicked.connect(self._enlarge)
        self.larger_note = WordLabel("", self, secondary=True)
        self.larger_note.setAccessibleName(self.tr("What enlarging does"))
        self.sizes.currentIndexChanged.connect(lambda _: self._show_larger())
        self.studio.changed.connect(lambda _: self._show_larger())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        here = self.tr("Propose the best crops of this work; those placed by hand stay")
        self.propose_button = tool_button("wand", here, self, text=self.tr("Propose"))
        self.propose_button.clicked.connect(lambda: self.propose([self.work_id]))
        everywhere = self.tr("Propose the best crops of all works that are kept")
        self.all_button = tool_button("wand", everywhere, self, text=self.tr("For all"))
        self.all_button.clicked.connect(lambda: self.propose([work.id for work in self.studio.oeuvre.kept]))
        self.add_button = tool_button(
            "add", self.tr("Add a crop of the first size, to be placed by hand"), self
        )
        self.add_button.clicked.connect(self.add)
        self.remove_button = tool_button("delete", self.tr("Remove the picked crop (Delete)"), self)
        self.remove_button.clicked.connect(lambda: self._remove(self._crop_id))
        for button in (self.propose_button, self.all_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.add_button, self.remove_button):
            row.addWidget(button)
        return row

    # --------------------------------------------------------------------------------------------- showing

    def show_boxes(self) -> None:
        work = self.work
        crops = work.crops if work is not None else ()
        if self._crop_id not in {crop.id for crop in crops}:
            self._crop_id = crops[0].id if crops else ""
        self.view.show_boxes([framed(crop, crops, work) for crop in crops] if work else (), self._crop_id)
        self._show_list(crops, work)
        self.propose_button.setEnabled(work is not None)
        self.all_button.setEnabled(bool(self.studio.oeuvre.kept))
        self.add_button.setEnabled(work is not None)
        self.remove_button.setEnabled(bool(self._crop_id))
        self._show_larger()
        self._show_cost(next((crop for crop in crops if crop.id == self._crop_id), None))

    def _small(self) -> list[Work]:
        """The works that are kept and too small for crops of the chosen sizes."""
        sizes = self.sizes.currentData()
        return [work for work in self.studio.oeuvre.kept if times_needed(work.extent, sizes) > 1]

    def _show_larger(self) -> None:
        small = self._small()
        done = [work for work in small if work.enlarged.times > 1]
        states = Qt.CheckState
        state = states.PartiallyChecked if done else states.Unchecked
        self.larger.setCheckState(states.Checked if small and len(done) == len(small) else state)
        self.larger.setEnabled(bool(small))
        tip = self.tr("An upscaler makes them large enough for their crops; the scans themselves stay")
        none = self.tr("All works that are kept are large enough for these crops")
        self.larger.setToolTip(tip if small else none)
        if not small:
            self.larger_note.setText(none)
            return
        said = self.tr(
            "{small} scans are too small for these crops, {done} of them are enlarged. Detail that is finer "
            "than the scan is invented by the upscaler, and the painter learns it too."
        )
        self.larger_note.setText(said.format(small=len(small), done=len(done)))

    def _enlarge(self) -> None:
        small = self._small()
        first = any(work.enlarged.times == 1 for work in small)
        self.studio.enlarge([work.id for work in small], self.sizes.currentData(), first=first)
        self._show_larger()

    def _show_list(self, crops: Sequence[Crop], work: Work | None) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for crop in crops:
            said = f"{crop.width} × {crop.height}   " + self.tr("cost {cost}").format(
                cost=f"{crop.cost.total:.2f}"
            )
            if crop.by_hand:
                said += "   " + self.tr("by hand")
            if work is not None and cut_marks(crop.box, work.marks):
                said += "   ⚠"
            self.list.addItem(QListWidgetItem(said))
            if crop.id == self._crop_id:
                self.list.setCurrentRow(self.list.count() - 1)
        self.list.blockSignals(False)

    def _show_cost(self, crop: Crop | None) -> None:
        work = self.work
        if crop is None or work is None:
            self.cost.setText(self.tr("No crop picked."))
            self.warning.hide()
            return
        cost = crop.cost
        lines = [
            self.tr("Keeps {share} of what draws the eye.").format(share=f"{1 - cost.subject:.0%}"),
            self.tr("Its edges cut {share} of an average line.").format(share=f"{cost.strokes:.0%}"),
            self.tr("Its blank differs from the work's by {share}.").format(share=f"{cost.blank:.0%}"),
        ]
        if cost.enlarged:
            lines.append(self.tr("Enlarged {times} times.").format(times=f"{2.0**cost.enlarged:.1f}"))
        lines.append(self.tr("Cost: {cost}").format(cost=f"{cost.total:.2f}"))
        self.cost.setText("\n".join(lines))
        cut = cut_marks(crop.box, work.marks)
        told = self.tr("Its edge cuts {marks}. Move the crop, or reject the mark.")
        self.warning.setText(told.format(marks=", ".join(mark.id for mark in cut)))
        self.warning.setVisible(bool(cut))

    def _view_picked(self, crop_id: str) -> None:
        self._crop_id = crop_id
        self.show_boxes()

    def _list_picked(self, row: int) -> None:
        work = self.work
        if work is not None and 0 <= row < len(work.crops):
            self._view_picked(work.crops[row].id)

    # ----------------------------------------------------------------------------------------------- doing

    def propose(self, ids: Sequence[str]) -> None:
        """The best crops of these works, in the sizes that are chosen."""
        self.studio.propose_crops(ids, self.sizes.currentData(), self.each.value())

    def add(self) -> None:
        """A crop in the middle, by hand."""
        work = self.work
        if work is None:
            return
        width, height = self.sizes.currentData()[0]
        taken = {crop.id for crop in work.crops}
        name = next(n for k in range(1, len(taken) + 2) if (n := f"{width}x{height}-{k}") not in taken)
        self._crop_id = name
        box = shaped(WHOLE, width, height, work.extent).rounded()
        self.studio.set_crop(work.id, self._judged(Crop(id=name, width=width, height=height, box=box)))

    def place(self, crop_id: str, box: Box) -> None:
        """A hand put the crop there."""
        crop = self._crop(crop_id)
        if crop is not None:
            self.studio.set_crop(self.work_id, self._placed(crop, box))

    def _follow(self, crop_id: str, box: Box) -> None:
        crop = self._crop(crop_id)
        if crop is not None:
            self._show_cost(self._placed(crop, box))

    def _remove(self, crop_id: str) -> None:
        self.studio.remove_crop(self.work_id, crop_id)

    def _crop(self, crop_id: str) -> Crop | None:
        work = self.work
        return next((c for c in work.crops if c.id == crop_id), None) if work is not None else None

    def _placed(self, crop: Crop, box: Box) -> Crop:
        work = self.work
        assert work is not None
        exact = shaped(box, crop.width, crop.height, work.extent).rounded()
        return self._judged(Crop(id=crop.id, width=crop.width, height=crop.height, box=exact, by_hand=True))

    def _judged(self, crop: Crop) -> Crop:
        """With its cost; without, while the work is still being looked at (it is judged then)."""
        view = self.studio.view(self.work_id)
        if view is None:
            return crop
        cost = view.judge.judge(crop.box, crop.width, crop.height)
        return Crop(
            id=crop.id, width=crop.width, height=crop.height, box=crop.box, cost=cost, by_hand=crop.by_hand
        )


def framed(crop: Crop, crops: Sequence[Crop], work: Work) -> Framed:
    """A crop as a box to be shown: each size has its colour."""
    sizes = list(dict.fromkeys((one.width, one.height) for one in crops))
    colour = COLOURS[sizes.index((crop.width, crop.height)) % len(COLOURS)]
    ratio = crop.width / crop.height * work.height / work.width
    return Framed(crop.id, crop.box, colour, f"{crop.width} × {crop.height}", ratio)
