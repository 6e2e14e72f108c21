"""The prompt panel: the text of the whole canvas or of the region in hand, with its words and its past."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.vocabulary import Term, with_term, without_term
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.prompt_edit import PromptEdit
from artmaster_desktop.ui.panels.prompt_history import HistoryPopup, Prompts
from artmaster_desktop.ui.panels.prompt_tags import TagShelves
from artmaster_desktop.ui.panels.prompt_tokens import TokenCounter
from artmaster_desktop.ui.panels.prompt_words import tag_language, vocabulary
from artmaster_desktop.ui.widgets.background import Background
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.flow_layout import FlowLayout
from artmaster_desktop.ui.widgets.tag_chip import TagChip

COUNT_MS = 250
"""A rest of the typing this long, and the tokens are counted."""


class PromptPanel(QWidget):
    """Edits the root prompt, or that of the active region of ``session``.

    With ``prompts``, texts that are painted are remembered and can be taken again; with ``desk``, the length
    of the text is told in the tokens of its model.
    """

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        prompts: Prompts | None = None,
        desk: PaintDesk | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._prompts = prompts
        self._target = session.active_region
        self._chips: dict[str, TagChip] = {}
        self._background = Background(self, threads=1)
        self.counter = TokenCounter(self)
        words = vocabulary()
        self.edit = PromptEdit(words, self, lines=(4, 9))
        self.tags = TagShelves(words, tag_language(preferences.settings.language), self)
        self.popup = HistoryPopup(prompts, self) if prompts is not None else None
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._build()
        self._connect(preferences)
        self._follow()

    @property
    def target(self) -> str:
        """The id of the region whose prompt is edited; "" for the whole canvas."""
        return self._target

    def flush(self) -> None:
        """Put what was typed into the document now."""
        self.edit.flush()

    # ------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self._targets = QWidget(self)
        self._flow = FlowLayout(self._targets)
        self.rule = ElidedLabel(parent=self, secondary=True)
        self.tokens = QLabel(self)
        self.tokens.setTextFormat(Qt.TextFormat.PlainText)
        self.history_button = self._tool("history", self.tr("Earlier prompts"))
        self.history_button.setVisible(self.popup is not None)
        self.clear_button = self._tool("clear", self.tr("Empty the prompt"))
        self.language_button = self._tool("language", self.tr("Write tags in the other language"))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.rule, 1)
        row.addWidget(self.tokens)
        for button in (self.history_button, self.language_button, self.clear_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self._targets)
        column.addWidget(self.edit)
        column.addLayout(row)
        column.addWidget(self.tags, 1)

    def _tool(self, sign: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(sign))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self, preferences: Preferences) -> None:
        self.edit.committed.connect(self._commit)
        self.edit.undo_asked.connect(self._session.undo)
        self.edit.redo_asked.connect(self._session.redo)
        self.edit.textChanged.connect(self._count_soon.start)
        self._count_soon.timeout.connect(lambda: self.counter.ask(self.edit.toPlainText()))
        self.counter.counted.connect(self._show_count)
        self.tags.switched.connect(self._switch)
        self.clear_button.clicked.connect(lambda: self.edit.put(""))
        self.language_button.clicked.connect(
            lambda: self.tags.set_language("en" if self.tags.language == "zh" else "zh")
        )
        self.history_button.clicked.connect(self._open_history)
        if self.popup is not None:
            self.popup.picked.connect(self.edit.put)
        preferences.changed.connect(self._preferences_changed)
        self._session.replaced.connect(self.edit.drop)
        self._session.changed.connect(self._follow)
        self._session.active_changed.connect(self._follow)
        if self._desk is not None:
            self._desk.caps_changed.connect(self._follow_caps)
            self._desk.submitted.connect(self._remember)
            self._follow_caps()

    # ------------------------------------------------------------------------------------------- within

    def _preferences_changed(self, _before: Settings, after: Settings) -> None:
        self.tags.set_language(tag_language(after.language))

    def _region(self) -> Region | None:
        return next((r for r in self._session.document.regions if r.id == self._target), None)

    def _text(self) -> str:
        region = self._region()
        return region.prompt if region is not None else self._session.document.root.prompt

    def _follow(self) -> None:
        if self._session.active_region != self._target:
            self.edit.flush()
            self._target = self._session.active_region
        region = self._region()
        self._follow_targets()
        self.edit.show_text(self._text())
        self.tags.show_said(self._text())
        if region is None:
            self.edit.setAccessibleName(self.tr("Prompt of the whole canvas"))
            self.edit.setPlaceholderText(self.tr("What the whole picture shows and how it is composed"))
            self.rule.setText(self.tr("Composes the whole picture"))
        else:
            self.edit.setAccessibleName(self.tr("Prompt of {region}").format(region=region.name))
            self.edit.setPlaceholderText(self.tr("What is special in this region; a few words are enough"))
            self.rule.setText(self.tr("Only inside this region"))

    def _follow_targets(self) -> None:
        document = self._session.document
        wanted = ["", *(region.id for region in document.regions)]
        if list(self._chips) != wanted:
            self._arrange_targets(wanted)
        self._chips[""].setChecked(self._target == "")
        for region in document.regions:
            chip = self._chips[region.id]
            if chip.text() != region.name:
                chip.setText(region.name)
                chip.setAccessibleName(region.name)
                chip.updateGeometry()
            chip.set_dots((QColor(*document.mask_of(region).colour),))
            chip.setChecked(self._target == region.id)

    def _arrange_targets(self, wanted: list[str]) -> None:
        while self._flow.takeAt(0) is not None:
            pass
        for gone in self._chips.keys() - set(wanted):
            chip = self._chips.pop(gone)
            chip.hide()
            chip.deleteLater()
        kept, self._chips = self._chips, {}
        for region_id in wanted:
            chip = kept.get(region_id) or self._target_chip(region_id)
            self._chips[region_id] = chip
            self._flow.addWidget(chip)
        self._targets.updateGeometry()

    def _target_chip(self, region_id: str) -> TagChip:
        chip = TagChip(self.tr("Whole canvas"), self._targets)
        chip.setToolTip(self.tr("Edit this prompt"))
        chip.clicked.connect(lambda: self._aim(region_id))
        chip.show()
        return chip

    def _aim(self, region_id: str) -> None:
        self._session.set_active_region(region_id)
        self._follow_targets()
        self.edit.setFocus()

    def _commit(self, text: str) -> None:
        region, root = self._region(), self._session.document.root
        if region is not None:
            self._session.apply(commands.edit_region(replace(region, prompt=text), "Edit prompt"))
        elif not self._target:
            self._session.apply(commands.edit_root(replace(root, prompt=text)))

    def _switch(self, term: Term, on: bool) -> None:
        text = self.edit.toPlainText()
        self.edit.put(with_term(text, term, self.tags.language) if on else without_term(text, term))
        self.tags.show_said(self.edit.toPlainText())

    def _open_history(self) -> None:
        if self.popup is not None:
            self.edit.flush()
            below = self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2))
            self.popup.show_at(below, self.edit.width())

    def _remember(self) -> None:
        prompts, text = self._prompts, self._session.document.root.prompt
        if prompts is not None and text:
            self._background.run(lambda: prompts.add(text), lambda _: None)

    def _follow_caps(self) -> None:
        assert self._desk is not None
        self.counter.use(self._desk.caps)
        self.tokens.clear()
        self._count_soon.start()

    def _show_count(self, text: str, tokens: int, most: int) -> None:
        if text != self.edit.toPlainText():
            return
        self.tokens.setText(f"{tokens} / {most}")
        said = self.tr("{tokens} of the {most} tokens that the model reads").format(tokens=tokens, most=most)
        if tokens > most:
            said = self.tr("Too long: the model reads the first {most} of {tokens} tokens").format(
                tokens=tokens, most=most
            )
        self.tokens.setToolTip(said)
        self.tokens.setAccessibleName(said)
        font = self.tokens.font()
        font.setBold(tokens > most)
        self.tokens.setFont(font)
