"""Style tags to switch on and off; what is on is what the prompt says."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QVBoxLayout, QWidget

from artmaster_desktop.core.vocabulary import Shelf, Term, Vocabulary
from artmaster_desktop.ui.widgets.flow_layout import FlowLayout
from artmaster_desktop.ui.widgets.tag_chip import TagChip


class TagShelves(QWidget):
    """The shelves of ``vocabulary`` as tabs of chips, written in ``language``. ``switched`` tells a Term and
    whether it is wanted.
    """

    switched = Signal(object, bool)

    def __init__(self, vocabulary: Vocabulary, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._language = language
        self._said: frozenset[str] = frozenset()
        self._pages: dict[int, QWidget] = {}
        self._chips: dict[str, TagChip] = {}
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(self.tr("Kinds of words"))
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs)
        column.addWidget(self.area, 1)
        for shelf in vocabulary.shelves:
            self.tabs.addTab(shelf.title(language))
        self.tabs.currentChanged.connect(self._open)
        self._open(self.tabs.currentIndex())

    @property
    def language(self) -> str:
        return self._language

    def set_language(self, language: str) -> None:
        """Write the tags in "en" or "zh"."""
        if language == self._language:
            return
        self._language = language
        for place, shelf in enumerate(self._vocabulary.shelves):
            self.tabs.setTabText(place, shelf.title(language))
        for term in self._vocabulary.terms():
            if term.id in self._chips:
                self._write(self._chips[term.id], term)

    def show_said(self, prompt: str) -> None:
        """Switch on what ``prompt`` says."""
        self._said = self._vocabulary.said(prompt)
        for term_id, chip in self._chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(term_id in self._said)

    def chip(self, term_id: str) -> TagChip | None:
        """The chip of a term whose shelf was opened."""
        return self._chips.get(term_id)

    def _open(self, place: int) -> None:
        if not 0 <= place < len(self._vocabulary.shelves):
            return
        if place not in self._pages:
            self._pages[place] = self._page(self._vocabulary.shelves[place])
        self.area.takeWidget()
        self.area.setWidget(self._pages[place])
        self._pages[place].show()

    def _page(self, shelf: Shelf) -> QWidget:
        page = QWidget(self)
        flow = FlowLayout(page)
        flow.setContentsMargins(1, 2, 1, 4)
        for term in shelf.terms:
            chip = TagChip("", page)
            self._write(chip, term)
            chip.setChecked(term.id in self._said)
            chip.toggled.connect(lambda on, term=term: self.switched.emit(term, on))
            flow.addWidget(chip)
            self._chips[term.id] = chip
        return page

    def _write(self, chip: TagChip, term: Term) -> None:
        chip.setText(term.word(self._language))
        chip.setAccessibleName(chip.text())
        other = term.word("en" if self._language == "zh" else "zh")
        chip.setToolTip(self.tr("{word}: click to add it to the prompt, or take it out").format(word=other))
        chip.updateGeometry()
