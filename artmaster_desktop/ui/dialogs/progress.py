"""How far long work is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from artmaster_desktop.ui.fields import WordLabel


class ProgressDialog(QDialog):
    """A bar with words above it. It can be put away: the work goes on, and its end is told elsewhere.

    ``stop_wanted`` is told once: the button is dim from then on, for work may stop only at its next piece.
    """

    stop_wanted = Signal()

    def __init__(self, begun: str, of_what: str, parent: QWidget | None = None) -> None:
        """``begun`` is said until there is a measure; ``of_what`` names the bar to a screen reader."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(of_what)
        self.words = WordLabel(begun, self)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.stop_button.setAutoDefault(False)
        self.hide_button = QPushButton(self.tr("Put away"), self)
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addStretch(1)
        row.addWidget(self.hide_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.stop_button.clicked.connect(lambda: self.stop_button.setEnabled(False))
        self.stop_button.clicked.connect(self.stop_wanted)
        self.hide_button.clicked.connect(self.reject)

    def show_part(self, part: float, *said: str) -> None:
        """``part`` of the work in [0, 1], and what there is to say; empty texts are left out."""
        self.bar.setValue(round(1000 * part))
        self.words.setText(" ".join(word for word in said if word))
