"""A flat button that opens a menu, without the arrow that styles draw into a small icon."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class MenuButton(QToolButton):
    """Opens ``choices`` below itself; ``tip`` is its tooltip and its accessible name."""

    def __init__(self, sign: QIcon, tip: str, choices: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = choices
        self.setIcon(sign)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.choices.popup(self.mapToGlobal(QPoint(0, self.height())))
