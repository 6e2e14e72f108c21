"""A thing that can be done, as a button with a name and a line that says what it means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.widgets.tint import line, mix, quiet

ICON = 22


@dataclass(frozen=True, slots=True)
class Offer:
    """``key`` is handed back when it is taken; ``picture`` names an icon."""

    key: object
    picture: str
    text: str
    detail: str = ""


class OfferButton(QPushButton):
    """A wide, quiet button with an icon and two lines."""

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(offer.text, parent)
        self.offer = offer
        self.setAccessibleDescription(offer.detail)
        self.setToolTip(offer.detail)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        lines = 2 if self.offer.detail else 1
        wide = max(metrics.horizontalAdvance(self.offer.text), metrics.horizontalAdvance(self.offer.detail))
        return QSize(wide + ICON + 40, lines * metrics.height() + 16)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, self.sizeHint().height())

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        strong = palette.color(QPalette.ColorRole.Highlight)
        ground = mix(palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Base), 0.6)
        if self.isDown():
            ground = mix(ground, strong, 0.3)
        elif self.underMouse() and self.isEnabled():
            ground = mix(ground, strong, 0.12)
        focus = self.hasFocus()
        painter.setPen(QPen(strong if focus else line(palette, 0.16), 1.6 if focus else 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8), 5, 5)
        mode = icon(self.offer.picture)
        place = QRect(12, (self.height() - ICON) // 2, ICON, ICON)
        painter.drawPixmap(place, mode.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        metrics, palette = QFontMetrics(self.font()), self.palette()
        left, room = ICON + 24, self.width() - ICON - 34
        lines = 2 if self.offer.detail else 1
        top = (self.height() - lines * metrics.height()) // 2
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
        painter.drawText(left, top + metrics.ascent(), metrics.elidedText(self.offer.text, elide, room))
        painter.setPen(quiet(palette, 0.36))
        second = top + metrics.height() + metrics.ascent()
        painter.drawText(left, second, metrics.elidedText(self.offer.detail, elide, room))
