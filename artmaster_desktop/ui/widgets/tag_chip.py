"""A pill with a word in it that can be switched on and off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import line, mix, quiet


class TagChip(QAbstractButton):
    """A checkable tag. ``dots`` are colours shown before the word, such as a painter's palette."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        dots: tuple[QColor, ...] = (),
        checkable: bool = True,
    ) -> None:
        super().__init__(parent)
        self._dots = dots
        self.setText(text)
        self.setCheckable(checkable)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_dots(self, dots: tuple[QColor, ...]) -> None:
        if dots != self._dots:
            self._dots = dots
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        dots = len(self._dots) * 7 + (6 if self._dots else 0)
        return QSize(metrics.horizontalAdvance(self.text()) + dots + 18, metrics.height() + 7)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(min(60, self.sizeHint().width()), self.sizeHint().height())

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        window = palette.color(QPalette.ColorRole.Window)
        strong = palette.color(QPalette.ColorRole.Highlight)
        text = palette.color(QPalette.ColorRole.WindowText)
        ground = mix(window, strong, 0.34) if self.isChecked() else mix(window, text, 0.05)
        if self.underMouse() and self.isEnabled():
            ground = mix(ground, text, 0.08)
        edge = strong if self.hasFocus() or self.isChecked() else line(palette, 0.2)
        painter.setPen(QPen(edge, 1.6 if self.hasFocus() else 1.0))
        painter.setBrush(ground)
        pill = QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        left = self._paint_dots(painter)
        painter.setPen(text if self.isEnabled() else quiet(palette, 0.5))
        inner = self.rect().adjusted(left, 0, -8, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width() + 2)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()

    def _paint_dots(self, painter: QPainter) -> int:
        """Paints the dots and returns where the word begins."""
        left = 9
        painter.setPen(QPen(line(self.palette(), 0.3), 0.6))
        for colour in self._dots:
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(left, self.height() / 2 - 4.5, 9, 9))
            left += 7
        return left + (6 if self._dots else 0)
