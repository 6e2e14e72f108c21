"""The one large button: Paint, with what will be painted written below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.tint import line, mix, quiet

ICON = 22


class PaintButton(QPushButton):
    """A wide button in the accent colour. ``set_detail`` is the quiet line below its name."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._detail = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def detail(self) -> str:
        return self._detail

    def set_detail(self, detail: str) -> None:
        if detail != self._detail:
            self._detail = detail
            self.setAccessibleDescription(detail)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        big, small = QFontMetrics(self._big()), QFontMetrics(self._small())
        return QSize(160, big.height() + small.height() + 18)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(110, self.sizeHint().height())

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def _big(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        words = palette.color(QPalette.ColorRole.HighlightedText)
        ground = QColor(accent)
        if not self.isEnabled():
            ground = line(palette, 0.1)
            words = quiet(palette, 0.5)
        elif self.isDown():
            ground = accent.darker(118)
        elif self.underMouse():
            ground = accent.lighter(109)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(mix(accent, words, 0.7), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        self._paint_words(painter, words, ground)
        painter.end()

    def _paint_words(self, painter: QPainter, words: QColor, ground: QColor) -> None:
        big, small = QFontMetrics(self._big()), QFontMetrics(self._small())
        room = self.width() - 24 - ICON - 8
        name = big.elidedText(self.text().replace("&", ""), Qt.TextElideMode.ElideRight, room)
        detail = small.elidedText(self._detail, Qt.TextElideMode.ElideRight, room)
        wide = max(big.horizontalAdvance(name), small.horizontalAdvance(detail))
        left = (self.width() - wide - ICON - 8) // 2
        lines = big.height() + (small.height() if detail else 0)
        top = (self.height() - lines) // 2
        mode = QIcon.Mode.Selected if self.isEnabled() else QIcon.Mode.Disabled
        picture = icon("paint").pixmap(QSize(ICON, ICON), self.devicePixelRatioF(), mode)
        painter.drawPixmap(QRect(left, (self.height() - ICON) // 2, ICON, ICON), picture)
        painter.setPen(words)
        painter.setFont(self._big())
        painter.drawText(left + ICON + 8, top + big.ascent(), name)
        painter.setFont(self._small())
        painter.setPen(mix(words, ground, 0.22))
        painter.drawText(left + ICON + 8, top + big.height() + small.ascent(), detail)
