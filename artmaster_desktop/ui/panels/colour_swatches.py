"""Rows of colours to paint with, and the two colours in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from artmaster_desktop.ui.toolbox import Colour
from artmaster_desktop.ui.widgets.tint import line

CELL = 24
GAP = 3


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour with the name that its tooltip says."""

    colour: Colour
    name: str


def hex_of(colour: Colour) -> str:
    """``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def ink_palette() -> tuple[Swatch, ...]:
    """Ink in its five dilutions, from scorched to clear, and the mineral and plant colours beside it."""
    say = QCoreApplication.translate
    named = (
        ((22, 20, 20), say("InkPalette", "Scorched ink")),
        ((46, 45, 46), say("InkPalette", "Dense ink")),
        ((92, 92, 92), say("InkPalette", "Heavy ink")),
        ((148, 148, 146), say("InkPalette", "Pale ink")),
        ((205, 205, 201), say("InkPalette", "Clear ink")),
        ((150, 84, 50), say("InkPalette", "Ochre")),
        ((31, 63, 96), say("InkPalette", "Indigo")),
        ((76, 139, 104), say("InkPalette", "Mineral green")),
        ((40, 93, 156), say("InkPalette", "Mineral blue")),
        ((198, 60, 38), say("InkPalette", "Cinnabar")),
        ((232, 179, 44), say("InkPalette", "Gamboge")),
        ((157, 41, 62), say("InkPalette", "Rouge")),
        ((247, 244, 236), say("InkPalette", "Shell white")),
    )
    return tuple(Swatch(colour, name) for colour, name in named)


class SwatchGrid(QWidget):
    """Colours in as many rows as the width asks for; one stop for Tab, arrow keys move inside.

    ``chosen`` tells a colour to paint with, ``chosen_back`` (right click, or Shift+Enter) one for the
    second place.
    """

    chosen = Signal(object)
    chosen_back = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._swatches: tuple[Swatch, ...] = ()
        self._at = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def swatches(self) -> tuple[Swatch, ...]:
        return self._swatches

    def show_swatches(self, swatches: Sequence[Swatch]) -> None:
        self._swatches = tuple(swatches)
        self._at = min(self._at, max(0, len(self._swatches) - 1))
        self._describe()
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802
        rows = -(-len(self._swatches) // self._columns(width))
        return max(1, rows) * (CELL + GAP) - GAP

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(8 * (CELL + GAP), self.heightForWidth(max(self.width(), CELL)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(4 * (CELL + GAP), CELL)

    def place(self, index: int) -> QRectF:
        """Where a swatch is, in widget pixels."""
        row, column = divmod(index, self._columns(self.width()))
        return QRectF(column * (CELL + GAP), row * (CELL + GAP), CELL, CELL)

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._index_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self._said(index), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        index = self._index_at(event.position().toPoint())
        if index is None:
            return
        self._at = index
        self._describe()
        back = event.button() == Qt.MouseButton.RightButton
        (self.chosen_back if back else self.chosen).emit(self._swatches[index].colour)
        self.update()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        columns = self._columns(self.width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < len(self._swatches):
            self._at += step
            self._describe()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._swatches:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.chosen_back if back else self.chosen).emit(self._swatches[self._at].colour)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, swatch in enumerate(self._swatches):
            marked = self.hasFocus() and i == self._at
            strong = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(strong, 2) if marked else QPen(line(self.palette(), 0.3), 1))
            painter.setBrush(QColor(*swatch.colour))
            painter.drawRoundedRect(self.place(i).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _columns(self, width: int) -> int:
        return max(1, (width + GAP) // (CELL + GAP))

    def _index_at(self, place: QPoint) -> int | None:
        found = (i for i in range(len(self._swatches)) if self.place(i).contains(QPointF(place)))
        return next(found, None)

    def _said(self, index: int) -> str:
        swatch = self._swatches[index]
        return " ".join(dict.fromkeys(text for text in (swatch.name, hex_of(swatch.colour)) if text))

    def _describe(self) -> None:
        self.setAccessibleDescription(self._said(self._at) if self._swatches else "")


class InHand(QWidget):
    """The colour to paint with, over a corner of the second one. A press on either is told."""

    front_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._front: Colour = (0, 0, 0)
        self._back: Colour = (255, 255, 255)
        self.setFixedSize(54, 44)
        self.setAccessibleName(self.tr("Colours in hand"))
        self.setToolTip(self.tr("The colour to paint with, and behind it the second one: press to swap (X)"))

    def show_colours(self, front: Colour, back: Colour) -> None:
        self._front, self._back = front, back
        said = self.tr("Painting with {front}, second {back}")
        self.setAccessibleDescription(said.format(front=hex_of(front), back=hex_of(back)))
        self.update()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._box(True).contains(event.position()):
            self.front_pressed.emit()
        elif self._box(False).contains(event.position()):
            self.back_pressed.emit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Window)
        for front, colour in ((False, self._back), (True, self._front)):
            box = self._box(front)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 7, 7)
            painter.setPen(QPen(line(self.palette(), 0.35), 1))
            painter.setBrush(QColor(*colour))
            painter.drawRoundedRect(box, 5, 5)
        painter.end()

    def _box(self, front: bool) -> QRectF:
        return QRectF(2.5, 2.5, 31, 31) if front else QRectF(24.5, 15.5, 26, 26)
