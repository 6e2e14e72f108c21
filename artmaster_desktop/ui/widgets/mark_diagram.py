"""A sheet of paper with the places where a painter's works usually bear a seal and an inscription."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.ui.i18n import marked
from artmaster_desktop.ui.widgets.tint import line

SHEET = QSize(66, 88)
PAPER, CINNABAR, INK = QColor(246, 240, 226), QColor(186, 40, 30), QColor(64, 60, 56)
LEAST = 5.0
"""Pixels: a seal of a hundredth of the sheet is still to be seen."""
_ROWS = (
    (
        marked("MarkDiagram", "upper left"),
        marked("MarkDiagram", "at the top"),
        marked("MarkDiagram", "upper right"),
    ),
    (
        marked("MarkDiagram", "at the left"),
        marked("MarkDiagram", "in the middle"),
        marked("MarkDiagram", "at the right"),
    ),
    (
        marked("MarkDiagram", "lower left"),
        marked("MarkDiagram", "at the bottom"),
        marked("MarkDiagram", "lower right"),
    ),
)
_SAID = {
    MarkKind.SEAL: marked("MarkDiagram", "Seal {place}, {width} wide, on {share} of the works"),
    MarkKind.INSCRIPTION: marked("MarkDiagram", "Inscription {place}, on {share} of the works"),
}


class MarkDiagram(QWidget):
    """``marks`` on a sheet; the same in words is its name."""

    def __init__(self, marks: Sequence[MarkHabit], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = tuple(marks)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("\n".join(mark_texts(self._marks)))
        self.setToolTip(self.tr("Where a seal or an inscription goes in a document painted by this painter"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return SHEET

    def place(self, box: Box) -> QRectF:
        """Where a mark is drawn, in pixels of the widget."""
        sheet = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        wide, high = max(LEAST, box.width * sheet.width()), max(LEAST, box.height * sheet.height())
        middle = sheet.x() + (box.x + box.width / 2) * sheet.width()
        height = sheet.y() + (box.y + box.height / 2) * sheet.height()
        left = min(max(middle - wide / 2, sheet.left()), sheet.right() - wide)
        top = min(max(height - high / 2, sheet.top()), sheet.bottom() - high)
        return QRectF(left, top, wide, high)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line(self.palette(), 0.3), 1))
        painter.setBrush(PAPER)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._marks:
            box = self.place(mark.box)
            if mark.kind is MarkKind.SEAL:
                painter.setBrush(CINNABAR)
                painter.drawRoundedRect(box, 1, 1)
            else:
                _paint_columns(painter, box)
        painter.end()


def _paint_columns(painter: QPainter, box: QRectF) -> None:
    """Writing, seen from afar: columns of ink."""
    count = max(1, round(box.width() / 4.0))
    step = box.width() / count
    painter.setBrush(INK)
    for number in range(count):
        painter.drawRect(QRectF(box.x() + number * step, box.y(), max(1.0, step * 0.55), box.height()))


def mark_texts(marks: Sequence[MarkHabit]) -> tuple[str, ...]:
    """The habits in words, in the artist's language."""
    return tuple(_text(mark) for mark in marks)


def _text(mark: MarkHabit) -> str:
    box = mark.box
    across, down = box.x + box.width / 2, box.y + box.height / 2
    place = QCoreApplication.translate("MarkDiagram", _ROWS[min(2, int(down * 3))][min(2, int(across * 3))])
    said = QCoreApplication.translate("MarkDiagram", _SAID[mark.kind])
    return said.format(place=place, width=f"{box.width:.0%}", share=f"{mark.share:.0%}")
