"""A number that is set by drag, by key or by typing, in one bar with its name in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import dark, line, mix, quiet

SETTLE_MS = 500
"""After this pause of keys or wheel a change counts as made."""


class NumberSlider(QDoubleSpinBox):
    """A bar with ``label`` at its left and the number at its right, filled as far as the number goes.

    Drag sets it (with Shift ten times finer), a double click or a digit types it, arrow keys and, while it
    has the focus, the wheel step it. ``valueChanged`` tells every move; ``committed`` tells the number once
    when the drag, the typing or a run of steps is over: that is what makes an undo step. ``gamma`` above 1
    gives small numbers more room. ``tint`` colours the filled part.
    """

    committed = Signal(float)

    def __init__(
        self,
        label: str = "",
        low: float = 0.0,
        high: float = 1.0,
        *,
        step: float = 0.01,
        decimals: int = 2,
        suffix: str = "",
        gamma: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._gamma = gamma
        self._tint: QColor | None = None
        self._grab: tuple[QPointF, float] | None = None
        self._typing = False
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setVisible(False)
        self.lineEdit().setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._settled = self.value()
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._pause.timeout.connect(self.settle)
        self.editingFinished.connect(self._finish_typing)

    @property
    def label(self) -> str:
        return self._label

    def set_label(self, label: str) -> None:
        self._label = label
        self.setAccessibleName(label)
        self.update()

    def set_tint(self, colour: QColor | None) -> None:
        """Fill the bar in ``colour``; None takes the palette's highlight."""
        self._tint = colour
        self.update()

    @property
    def busy(self) -> bool:
        """Whether the artist is at it: a number from outside would be torn from the hand."""
        return self._grab is not None or self._typing or self._pause.isActive()

    def set_quietly(self, value: float) -> None:
        """Show ``value`` without telling anybody; ignored while the artist is at it."""
        if not self.busy:
            blocked = self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(blocked)
            self._settled = self.value()
            self.update()

    def settle(self) -> None:
        """Tell the number now, where it differs from the one last told."""
        self._pause.stop()
        if self.value() != self._settled:
            self._settled = self.value()
            self.committed.emit(self._settled)

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        widest = f"{self._label}  {self.textFromValue(self.maximum())}{self.suffix()}"
        wide = metrics.horizontalAdvance(widest)
        return QSize(wide + 24, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(72, self.fontMetrics().height() + 10)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self._typing:
            super().mousePressEvent(event)
            return
        self._grab = (event.position(), self._part())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._grab is None:
            super().mouseMoveEvent(event)
            return
        start, part = self._grab
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            part += (event.position().x() - start.x()) / max(1, self.width()) / 10
        else:
            part = event.position().x() / max(1, self.width())
        self.setValue(self._value_at(part))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._grab is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        start, _ = self._grab
        self._grab = None
        if event.position() == start:
            self.setValue(self._value_at(start.x() / max(1, self.width())))
            self._pause.start()  # a double click, to type, may still come
        else:
            self.settle()

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        self._pause.stop()
        self._grab = None
        self.setValue(self._settled)
        self._start_typing()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        text = event.text()
        if not self._typing and text and (text.isdigit() or text in "-.,"):
            self._start_typing()
            self.selectAll()
        elif not self._typing and event.key() == Qt.Key.Key_F2:
            self._start_typing()
            self.selectAll()
            return
        elif self._typing and event.key() == Qt.Key.Key_Escape:
            self._stop_typing()
            self.setValue(self._settled)
            return
        super().keyPressEvent(event)
        if not self._typing and self.value() != self._settled:
            self._pause.start()

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802
        if not self.hasFocus():
            event.ignore()  # a panel is scrolled over its sliders without changing them
            return
        super().wheelEvent(event)
        self._pause.start()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._stop_typing()
            self.settle()

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_editor()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def _start_typing(self) -> None:
        self._typing = True
        self._place_editor()
        self.lineEdit().setVisible(True)
        self.update()

    def _stop_typing(self) -> None:
        self._typing = False
        self.lineEdit().setVisible(False)
        self.update()

    def _finish_typing(self) -> None:
        self._stop_typing()
        self.settle()

    def _place_editor(self) -> None:
        self.lineEdit().setGeometry(self.rect().adjusted(self.width() // 3, 2, -5, -2))

    def _part(self) -> float:
        span = self.maximum() - self.minimum()
        return float(((self.value() - self.minimum()) / span) ** (1 / self._gamma)) if span else 0.0

    def _value_at(self, part: float) -> float:
        span = self.maximum() - self.minimum()
        value = self.minimum() + span * min(1.0, max(0.0, part)) ** self._gamma
        step = self.singleStep()
        return float(round(value / step) * step if self._gamma == 1.0 and step else value)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, frame = self.palette(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 4, 4)
        painter.fillPath(outline, palette.color(QPalette.ColorRole.Base))
        if not self._typing:
            self._paint_fill(painter, outline, frame)
        focus = self.hasFocus()
        highlight = palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(highlight if focus else line(palette), 1.4 if focus else 1.0))
        painter.drawPath(outline)
        self._paint_text(painter)
        painter.end()

    def _paint_fill(self, painter: QPainter, outline: QPainterPath, frame: QRectF) -> None:
        palette = self.palette()
        base, strong = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
        strong = strong if self._tint is None else _seen_on(self._tint, dark(palette))
        colour = mix(base, strong, 0.38 if self.isEnabled() else 0.12)
        painter.save()
        painter.setClipPath(outline)
        filled = QRectF(frame.left(), frame.top(), frame.width() * self._part(), frame.height())
        painter.fillRect(filled, colour)
        edge = QRectF(max(frame.left(), filled.right() - 2), frame.top(), 2, frame.height())
        painter.fillRect(edge, mix(base, strong, 0.9 if self.isEnabled() else 0.25))
        painter.restore()

    def _paint_text(self, painter: QPainter) -> None:
        palette = self.palette()
        plain = palette.color(QPalette.ColorRole.Text)
        inner = self.rect().adjusted(8, 0, -8, 0)
        painter.setPen(plain if self.isEnabled() else quiet(palette, 0.5))
        number = "" if self._typing else f"{self.textFromValue(self.value())}{self.suffix()}"
        font = QFont(self.font())
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(number)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)
        room = (self.width() // 3 if self._typing else inner.width() - wide) - 6
        label = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), label)


def _seen_on(colour: QColor, dark_ground: bool) -> QColor:
    """``colour``, lighter on a dark ground and darker on a light one where it would drown in it."""
    hue, saturation, lightness = colour.hslHueF(), colour.hslSaturationF(), colour.lightnessF()
    lightness = max(lightness, 0.55) if dark_ground else min(lightness, 0.6)
    return QColor.fromHslF(max(0.0, hue), saturation, lightness)
