"""A small drawing of the sheet: what is printed where, and where it is cut."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.core.print_plan import PrintPlan
from artmaster_desktop.ui.widgets.tint import line

PAPER = QColor(252, 251, 248)
CUT = QColor(214, 69, 48)


class SheetPreview(QWidget):
    """The paper with the picture on it, in proportion; a dashed line is where the sheet is cut."""

    def __init__(self, picture: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._plan: PrintPlan | None = None
        self.setMinimumSize(QSize(220, 240))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Preview of the sheet"))
        self.setToolTip(self.tr("The sheet as it will be printed; the dashed line is where it is cut"))

    def show_plan(self, plan: PrintPlan | None) -> None:
        """Another sheet; None where there is none."""
        self._plan = plan
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        if self._plan is None:
            return
        plan = self._plan
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(14, 14, -14, -14)
        scale = min(room.width() / plan.sheet.width, room.height() / plan.sheet.height)
        sheet = QRectF(0, 0, plan.sheet.width * scale, plan.sheet.height * scale)
        sheet.moveCenter(room.center())
        painter.fillRect(sheet.translated(2, 3), QColor(0, 0, 0, 45))
        painter.fillRect(sheet, PAPER)
        placed = QRectF(
            sheet.x() + plan.placed.x * scale, sheet.y() + plan.placed.y * scale,
            plan.placed.width * scale, plan.placed.height * scale,
        )  # fmt: skip
        shrunk = self._picture.width() / max(1, self._extent_width())
        source = QRectF(
            plan.source.x * shrunk, plan.source.y * shrunk,
            plan.source.width * shrunk, plan.source.height * shrunk,
        )  # fmt: skip
        painter.drawImage(placed, self._picture, source)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line(self.palette(), 0.4), 1))
        painter.drawRect(sheet)
        if plan.bleed:
            edge = plan.bleed * scale
            painter.setPen(QPen(CUT, 1, Qt.PenStyle.DashLine))
            painter.drawRect(sheet.adjusted(edge, edge, -edge, -edge))
        painter.end()

    def _extent_width(self) -> int:
        """Pixels of the whole picture, of which a plan may print a part in the middle."""
        assert self._plan is not None
        return 2 * self._plan.source.x + self._plan.source.width
