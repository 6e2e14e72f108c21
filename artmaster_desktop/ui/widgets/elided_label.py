"""A label that shortens its text to its width, and shows plain text only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import quiet


class ElidedLabel(QLabel):
    """One line of text, elided at ``mode`` where it does not fit; the whole text is then the tooltip.

    ``secondary`` labels are written in the quiet colour of the palette.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        secondary: bool = False,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._secondary = secondary
        self._own_tip = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().height() * 2, self.fontMetrics().height() + 2)

    def sizeHint(self) -> QSize:  # noqa: N802
        width = self.fontMetrics().horizontalAdvance(self.text().split("\n", 1)[0])
        return QSize(width + 2, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        whole = " ".join(self.text().split("\n"))
        shown = self.fontMetrics().elidedText(whole, self._mode, self.width())
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(quiet(self.palette()) if self._secondary else colour)
        painter.drawText(self.rect(), int(self.alignment()), shown)
        painter.end()
        self._tell_whole(whole if shown != whole else "")

    def _tell_whole(self, whole: str) -> None:
        if (whole or self._own_tip) and whole != self.toolTip():
            self._own_tip = bool(whole)
            self.setToolTip(whole)
