"""A framed piece of a panel with a header that folds its body away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from artmaster_desktop.ui.widgets.tint import line, mix, quiet


class FoldButton(QAbstractButton):
    """A little triangle that points down while what it folds is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFixedSize(QSize(16, 20))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(90 if self.isChecked() else 0)
        strong = palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong if self.hasFocus() else quiet(palette, 0.3))
        painter.drawPolygon(QPolygonF([QPointF(-2.5, -4.5), QPointF(3.5, 0), QPointF(-2.5, 4.5)]))
        painter.end()


class Card(QFrame):
    """A rounded frame: ``header`` takes widgets in its layout, the body is made when it is first shown.

    ``body`` is called once, at the first unfolding, and returns the widget below the header: a panel with
    many folded cards opens as fast as one with none. ``pressed`` tells a click on the ground of the card.
    ``folded`` tells True when it was folded.
    """

    pressed = Signal()
    folded = Signal(bool)

    def __init__(self, body: Callable[[], QWidget] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = body
        self._body: QWidget | None = None
        self._active = False
        self._accent: QColor | None = None
        self._dropping = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 8, 6)
        self._column.setSpacing(6)
        self.header = QHBoxLayout()
        self.header.setSpacing(6)
        self._column.addLayout(self.header)
        self.fold_button = FoldButton(self)
        self.fold_button.toggled.connect(self._fold)
        self.fold_button.setVisible(body is not None)
        self.header.addWidget(self.fold_button)

    @property
    def body(self) -> QWidget | None:
        """The widget below the header; None until it was first shown."""
        return self._body

    @property
    def open(self) -> bool:
        return self.fold_button.isChecked()

    def set_open(self, unfolded: bool) -> None:
        self.fold_button.setChecked(unfolded)

    def set_active(self, active: bool) -> None:
        if active != self._active:
            self._active = active
            self.update()

    def set_accent(self, colour: QColor) -> None:
        """The stripe at the card's left edge."""
        if colour != self._accent:
            self._accent = QColor(colour)
            self.update()

    def set_dropping(self, dropping: bool) -> None:
        """Show that what is dragged over the card can be dropped on it."""
        self._dropping = dropping
        self.update()

    def add_line(self, widget: QWidget) -> None:
        """Adds ``widget`` below the header, seen also while the card is folded."""
        self._column.insertWidget(self._column.count() - (self._body is not None), widget)

    def _fold(self, unfolded: bool) -> None:
        if unfolded and self._body is None and self._make is not None:
            self._body = self._make()
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(unfolded)
        self.folded.emit(not unfolded)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
            event.accept()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        window, strong = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Highlight)
        ground = mix(window, palette.color(QPalette.ColorRole.Base), 0.55)
        if self._active:
            ground = mix(ground, strong, 0.08)
        if self._dropping:
            ground = mix(ground, strong, 0.2)
        marked = self._active or self._dropping
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setPen(QPen(strong if marked else line(palette), 1.5 if marked else 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, 6, 6)
        if self._accent is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawRoundedRect(QRectF(3, 7, 3.5, self.height() - 14), 1.75, 1.75)
        painter.end()
