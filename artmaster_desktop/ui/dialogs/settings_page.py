"""What all pages of the settings are made of: a title, sections, and rows of a name, a widget and a note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.fields import Rule, WordLabel

NOTE_WIDTH = 400
"""Pixels: a form keeps room for a note as if it were as narrow as it may be."""


class SettingsPage(QScrollArea):
    """A page. What is changed on it holds at once; ``show_settings`` shows what holds.

    The keyboard goes to what is on it, and Page Up and Page Down of that scroll the page.
    """

    picture = "settings"

    def __init__(self, title: str, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.preferences = preferences
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        inner = QWidget(self)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(20, 16, 20, 20)
        self.column.setSpacing(8)
        headline = QLabel(title, inner)
        font = QFont(headline.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(QFont.Weight.DemiBold)
        headline.setFont(font)
        self.column.addWidget(headline)
        self.setWidget(inner)
        preferences.changed.connect(self._changed)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now, without changing it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what holds now."""
        self.show_settings(self.preferences.settings)

    def section(self, name: str) -> QFormLayout:
        """A new group of rows below what is there."""
        if self.column.count() > 1:
            self.column.addSpacing(6)
            self.column.addWidget(Rule(self))
        if name:
            label = QLabel(name, self)
            font = QFont(label.font())
            font.setWeight(QFont.Weight.DemiBold)
            label.setFont(font)
            self.column.addWidget(label)
        return self.form()

    def form(self) -> QFormLayout:
        """An empty form below what is there."""
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.column.addLayout(form)
        return form

    def note(self, text: str = "", *, secondary: bool = True) -> WordLabel:
        """A sentence of its own below what is there."""
        label = WordLabel(text, self, secondary=secondary)
        self.column.addWidget(label)
        return label

    def row(self, form: QFormLayout, name: str, widget: QWidget, tip: str, note: str = "") -> None:
        """A row of ``form``: ``name`` before ``widget``, ``note`` below it."""
        widget.setToolTip(tip)
        widget.setAccessibleName(name or widget.accessibleName())
        widget.setAccessibleDescription(note or tip)
        form.addRow(name, widget)
        if note:
            label = WordLabel(note, self, secondary=True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setMinimumWidth(NOTE_WIDTH)
            form.addRow("", label)

    def finish(self) -> None:
        """The page is complete: what is left of its height stays empty."""
        self.column.addStretch(1)
        self.refresh()

    def _changed(self, _: Settings, after: Settings) -> None:
        self.show_settings(after)
