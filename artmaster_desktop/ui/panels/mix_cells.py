"""The pictures of a mixing strip in a row, with the slider under them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.ui.panels.painters_card import cover
from artmaster_desktop.ui.widgets.tint import amber, line, mix

GAP = 3
TRACK = 26
"""Pixels: height of the slider under the pictures."""
LARGE = 0.62
"""Height of the large picture in its width."""
KEY_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the strip: its picture (a preview while ``progress`` < 1), or that it failed."""

    picture: QImage | None = None
    progress: float = 0.0
    failed: bool = False


class MixCells(QWidget):
    """A row of pictures from the first painter to the second, the nearest to the slider large above them.

    ``moved`` tells the place in [0, 1] while the slider is dragged, ``chosen`` where it was let go, where a
    picture was pressed, and Enter. Left and right move it.
    """

    moved = Signal(float)
    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[Cell, ...] = (Cell(),) * 5
        self._at = 0.5
        self._dragging = False
        self._ends: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Pictures between two painters"))
        self.setToolTip(
            self.tr("Press a picture, or drag between them, to set both painters' weights (←, →, Enter)")
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self._cells

    @property
    def at(self) -> float:
        """Where the slider is: 0 is the first painter alone, 1 the second."""
        return self._at

    def clear(self, count: int, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        """``count`` empty places between painters with these palettes (``#rrggbb``)."""
        self._cells = (Cell(),) * count
        self._ends = (one, other)
        self.updateGeometry()
        self.update()

    def set_cell(self, index: int, cell: Cell) -> None:
        if 0 <= index < len(self._cells):
            self._cells = (*self._cells[:index], cell, *self._cells[index + 1 :])
            self.update()

    def set_progress(self, index: int, progress: float) -> None:
        if 0 <= index < len(self._cells):
            self.set_cell(index, replace(self._cells[index], progress=progress))

    def set_at(self, at: float) -> None:
        """Move the slider without telling anybody; not while it is dragged."""
        if not self._dragging and at != self._at:
            self._at = min(1.0, max(0.0, at))
            self.update()

    # --------------------------------------------------------------------------------------------- geometry

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802
        return round(width * LARGE + GAP + self._side(width) + TRACK)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(280, self.heightForWidth(280))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self.heightForWidth(160))

    def _side(self, width: int) -> float:
        count = len(self._cells)
        return min(96.0, (width - GAP * (count - 1)) / count)

    def place(self, index: int) -> QRectF:
        """Where a small picture is."""
        side = self._side(self.width())
        step = (self.width() - side) / max(1, len(self._cells) - 1)
        return QRectF(index * step, self.height() - TRACK - side, side, side)

    def _large(self) -> QRectF:
        return QRectF(0, 0, self.width(), self.place(0).top() - GAP)

    def handle(self) -> QPointF:
        """The middle of the slider's handle."""
        side = self._side(self.width())
        return QPointF(side / 2 + self._at * (self.width() - side), self.height() - TRACK / 2 + 2)

    def _at_x(self, x: float) -> float:
        side = self._side(self.width())
        return min(1.0, max(0.0, (x - side / 2) / max(1.0, self.width() - side)))

    # --------------------------------------------------------------------------------------------- the hand

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        boxes = (self.place(index) for index in range(len(self._cells)))
        pressed = next((i for i, box in enumerate(boxes) if box.contains(event.position())), None)
        if pressed is not None:
            self._move(pressed / max(1, len(self._cells) - 1))
            self.chosen.emit(self._at)
        elif event.position().y() > self.height() - TRACK:
            self._dragging = True
            self._move(self._at_x(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._dragging:
            self._move(self._at_x(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._dragging:
            self._dragging = False
            self.chosen.emit(self._at)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        step = {Qt.Key.Key_Left: -KEY_STEP, Qt.Key.Key_Right: KEY_STEP}.get(Qt.Key(event.key()))
        if step is not None:
            self._move(min(1.0, max(0.0, round(self._at + step, 2))))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _move(self, at: float) -> None:
        self._at = at
        self.update()
        self.moved.emit(at)

    # -------------------------------------------------------------------------------------------- the picture

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        last = max(1, len(self._cells) - 1)
        nearest = round(self._at * last)
        self._paint_cell(painter, self._large(), nearest, 7)
        strong = self.palette().color(QPalette.ColorRole.Highlight)
        for i in range(len(self._cells)):
            self._paint_cell(painter, self.place(i), i, 4)
            if i == nearest:
                painter.setPen(QPen(strong, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.place(i).adjusted(1, 1, -1, -1), 4, 4)
        self._paint_track(painter, strong)
        painter.end()

    def _paint_cell(self, painter: QPainter, box: QRectF, index: int, corner: float) -> None:
        cell = self._cells[index]
        outline = QPainterPath()
        outline.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.save()
        painter.setClipPath(outline)
        if cell.picture is not None:
            cover(painter, box, cell.picture)
        else:
            painter.fillRect(box, self._wash(box, index / max(1, len(self._cells) - 1)))
        if cell.failed:
            painter.setPen(amber(self.palette()))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "⚠")
        elif 0.0 < cell.progress < 1.0:
            painter.fillRect(QRectF(box.left(), box.bottom() - 4, box.width(), 4), QColor(0, 0, 0, 110))
            done = QRectF(box.left(), box.bottom() - 4, box.width() * cell.progress, 4)
            painter.fillRect(done, QColor(255, 255, 255, 230))
        painter.restore()
        painter.setPen(QPen(line(self.palette(), 0.2), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _wash(self, box: QRectF, at: float) -> QLinearGradient:
        """What stands in for a picture that is not there yet: both palettes, mixed as the picture will be."""
        ground = self.palette().color(QPalette.ColorRole.Window)
        wash = QLinearGradient(box.topLeft(), box.bottomRight())
        one, other = (
            [QColor(colour) for colour in end[:4]] or [line(self.palette(), 0.2)] for end in self._ends
        )
        for i in range(4):
            mixed = mix(one[i % len(one)], other[i % len(other)], at)
            wash.setColorAt(i / 3, mix(ground, mixed, 0.4))
        return wash

    def _paint_track(self, painter: QPainter, strong: QColor) -> None:
        middle, side = self.handle().y(), self._side(self.width())
        left, right = side / 2, self.width() - side / 2
        painter.setPen(QPen(line(self.palette(), 0.3), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        for i in range(len(self._cells)):
            painter.drawLine(
                QPointF(self.place(i).center().x(), middle - 4), QPointF(self.place(i).center().x(), middle)
            )
        painter.setPen(QPen(strong, 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, middle), self.handle())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 2))
        painter.setBrush(strong)
        painter.drawEllipse(self.handle(), 8.0 if self.hasFocus() else 7.0, 8.0 if self.hasFocus() else 7.0)
