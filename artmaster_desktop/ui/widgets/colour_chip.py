"""A small square of colour that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QWidget

from artmaster_desktop.ui.widgets.tint import line


class ColourChip(QAbstractButton):
    """Shows a colour; ``side`` is its size in pixels. With ``picks``, a press opens the colour dialog.

    ``picked`` tells the colour that was chosen there. Without ``picks`` it is a plain button (``clicked``).
    """

    picked = Signal(QColor)

    def __init__(
        self,
        colour: QColor | None = None,
        parent: QWidget | None = None,
        *,
        side: int = 18,
        picks: bool = False,
    ) -> None:
        super().__init__(parent)
        self._colour = QColor(colour or Qt.GlobalColor.gray)
        self._side = side
        self.setFixedSize(QSize(side, side))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if picks:
            self.clicked.connect(self.choose)

    @property
    def colour(self) -> QColor:
        return QColor(self._colour)

    def set_colour(self, colour: QColor) -> None:
        if colour != self._colour:
            self._colour = QColor(colour)
            self.update()

    def choose(self) -> QColorDialog:
        """Open the colour dialog beside the window; it is returned so that it can be closed."""
        dialog = QColorDialog(self._colour, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.toolTip() or self.accessibleName())
        dialog.colorSelected.connect(self.picked)
        dialog.open()
        return dialog

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        inner = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focus = self.hasFocus()
        edge = palette.color(QPalette.ColorRole.Highlight) if focus else line(palette, 0.35)
        painter.setPen(QPen(edge, 2.0 if focus else 1.0))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(inner, 4, 4)
        painter.end()
