"""The page of seals and inscriptions: found by the program, decided on by the artist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState, free_id
from artmaster_desktop.ui.fields import WordLabel, tool_button
from artmaster_desktop.ui.studio.box_view import Framed
from artmaster_desktop.ui.studio.boxes_page import BoxesPage
from artmaster_desktop.ui.studio.works_model import WorksModel

COLOURS = {MarkKind.SEAL: QColor("#c22020"), MarkKind.INSCRIPTION: QColor("#2058c0")}
REJECTED = QColor("#808080")


class MarksPage(BoxesPage):
    """Confirm, reject or draw. Marks are kept out of what a painter learns."""

    def __init__(self, studio: Studio, model: WorksModel, parent: QWidget | None = None) -> None:
        super().__init__(studio, model, parent)
        self.story.setText(
            self.tr(
                "Seals and inscriptions are left out of what a painter learns, so that it does not scribble "
                "signs of its own. Confirm what was found, reject what is none, draw what was missed."
            )
        )
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Seals and inscriptions of this work"))
        self.list.setAccessibleDescription(self.tr("Arrow keys choose a mark"))
        self.list.currentRowChanged.connect(self._list_picked)
        self.kind = QComboBox(self)
        self.kind.addItem(self.tr("Seal"), MarkKind.SEAL)
        self.kind.addItem(self.tr("Inscription"), MarkKind.INSCRIPTION)
        self.kind.setToolTip(self.tr("What is drawn next"))
        self.kind.setAccessibleName(self.tr("Kind of mark to draw"))
        self.hint = WordLabel("", self, secondary=True)
        self.side.addWidget(self.story)
        self.side.addLayout(self._search_row())
        self.side.addWidget(self.list, 1)
        self.side.addLayout(self._decide_row())
        self.side.addLayout(self._draw_row())
        self.side.addWidget(self.hint)
        self.view.setAccessibleName(self.tr("The work and its seals and inscriptions"))
        self.view.setAccessibleDescription(
            self.tr(
                "Arrow keys push the chosen frame, + and - size it, Page Down takes the next, Del removes it"
            )
        )
        self.view.picked.connect(self._view_picked)
        self.view.moved.connect(self.place)
        self.view.drawn.connect(self.draw)
        self.view.remove_asked.connect(lambda mark_id: self.decide(mark_id, MarkState.REJECTED))
        self._mark_id = ""

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        here = self.tr("Look for seals and inscriptions on this work; what you decided stays")
        self.find_button = tool_button("search", here, self, text=self.tr("Look for them"))
        self.find_button.clicked.connect(lambda: self.studio.find_marks([self.work_id]))
        everywhere = self.tr("Look for seals and inscriptions on all works that are kept")
        self.all_button = tool_button("search", everywhere, self, text=self.tr("On all"))
        self.all_button.clicked.connect(
            lambda: self.studio.find_marks([work.id for work in self.studio.oeuvre.kept])
        )
        row.addWidget(self.find_button)
        row.addWidget(self.all_button)
        row.addStretch(1)
        return row

    def _decide_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        yes, no = self.tr("The picked box is a mark"), self.tr("The picked box is none (Delete)")
        self.confirm_button = tool_button("check", yes, self, text=self.tr("Confirm"))
        self.confirm_button.clicked.connect(lambda: self.decide(self._mark_id, MarkState.CONFIRMED))
        self.reject_button = tool_button("cancel", no, self, text=self.tr("Reject"))
        self.reject_button.clicked.connect(lambda: self.decide(self._mark_id, MarkState.REJECTED))
        row.addWidget(self.confirm_button)
        row.addWidget(self.reject_button)
        row.addStretch(1)
        return row

    def _draw_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tip = self.tr("Draw a box around a mark that was missed: drag over it (Esc ends)")
        self.draw_button = tool_button("rectangle", tip, self, text=self.tr("Draw"), checkable=True)
        self.draw_button.toggled.connect(self._draw_toggled)
        row.addWidget(self.draw_button)
        row.addWidget(self.kind, 1)
        return row

    # --------------------------------------------------------------------------------------------- showing

    @property
    def marks(self) -> tuple[Mark, ...]:
        work = self.work
        return work.marks if work is not None else ()

    def show_boxes(self) -> None:
        marks = self.marks
        if self._mark_id not in {mark.id for mark in marks}:
            self._mark_id = marks[0].id if marks else ""
        self.view.show_boxes([framed(mark) for mark in marks], self._mark_id)
        self._show_list(marks)
        there = self.work is not None
        for button in (self.find_button, self.draw_button):
            button.setEnabled(there)
        self.all_button.setEnabled(bool(self.studio.oeuvre.kept))
        chosen = next((mark for mark in marks if mark.id == self._mark_id), None)
        self.confirm_button.setEnabled(chosen is not None and chosen.state is not MarkState.CONFIRMED)
        self.reject_button.setEnabled(chosen is not None and chosen.state is not MarkState.REJECTED)
        if self.draw_button.isChecked() and not self.view.drawing:
            self.draw_button.setChecked(False)

    def _show_list(self, marks: Sequence[Mark]) -> None:
        states = {
            MarkState.FOUND: self.tr("found"),
            MarkState.CONFIRMED: self.tr("confirmed"),
            MarkState.REJECTED: self.tr("rejected"),
        }
        kinds = {MarkKind.SEAL: self.tr("Seal"), MarkKind.INSCRIPTION: self.tr("Inscription")}
        self.list.blockSignals(True)
        self.list.clear()
        for mark in marks:
            sure = self.tr("{share} sure").format(share=f"{mark.score:.0%}")
            self.list.addItem(QListWidgetItem(f"{kinds[mark.kind]}   {states[mark.state]}   {sure}"))
            if mark.id == self._mark_id:
                self.list.setCurrentRow(self.list.count() - 1)
        self.list.blockSignals(False)
        empty = self.tr("None yet: look for them, or draw them.")
        self.hint.setText("" if marks else empty)

    def _view_picked(self, mark_id: str) -> None:
        self._mark_id = mark_id
        self.show_boxes()

    def _list_picked(self, row: int) -> None:
        if 0 <= row < len(self.marks):
            self._view_picked(self.marks[row].id)

    def _draw_toggled(self, on: bool) -> None:
        self.view.set_drawing(on)
        if on:
            self.view.setFocus()

    # ----------------------------------------------------------------------------------------------- doing

    def decide(self, mark_id: str, state: MarkState) -> None:
        """The artist says what it is."""
        changed = [replace(m, state=state) if m.id == mark_id else m for m in self.marks]
        self.studio.set_marks(self.work_id, changed)

    def place(self, mark_id: str, box: Box) -> None:
        """A box that a hand put somewhere is confirmed by that."""
        changed = [
            replace(m, box=box, state=MarkState.CONFIRMED) if m.id == mark_id else m for m in self.marks
        ]
        self.studio.set_marks(self.work_id, changed)

    def draw(self, box: Box) -> None:
        """A new mark where the artist drew it."""
        kind = MarkKind(self.kind.currentData())
        mark = Mark(id=free_id(self.marks, kind), kind=kind, box=box, state=MarkState.CONFIRMED)
        self._mark_id = mark.id
        self.draw_button.setChecked(False)
        self.studio.set_marks(self.work_id, (*self.marks, mark))


def framed(mark: Mark) -> Framed:
    """A mark as a box to be shown; a rejected one is faint."""
    colour = COLOURS[mark.kind] if mark.counts else REJECTED
    return Framed(mark.id, mark.box, colour, mark.id, faint=mark.state is not MarkState.CONFIRMED)
