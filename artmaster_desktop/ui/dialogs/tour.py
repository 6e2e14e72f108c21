"""A tour of one minute on an example document: seven cards beside what they speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from artmaster_desktop.ui.fields import WordLabel

WIDTH = 340
MARGIN = 14


@dataclass(frozen=True, slots=True)
class Stop:
    """``target`` gives the widget that the card speaks of, and brings it to sight; None points nowhere."""

    title: str
    text: str
    target: Callable[[], QWidget | None]


class _Ring(QWidget):
    """Dims the window around what the card speaks of; everything below stays usable."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.spot = QRect()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QPainterPath()
        shade.addRect(self.rect())
        if not self.spot.isEmpty():
            hole = QPainterPath()
            hole.addRoundedRect(self.spot, 6, 6)
            shade = shade.subtracted(hole)
        painter.fillPath(shade, QColor(0, 0, 0, 90))
        if not self.spot.isEmpty():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
            painter.drawRoundedRect(self.spot.adjusted(1, 1, -1, -1), 6, 6)


class TourCard(QFrame):
    """Walks through ``stops``. Arrow keys turn the pages, Esc ends it."""

    ended = Signal()

    def __init__(self, stops: tuple[Stop, ...], window: QWidget) -> None:
        super().__init__(window)
        self.stops, self.at = stops, 0
        self._window = window
        self._ring = _Ring(window)
        self.setObjectName("tour")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Tour"))
        self.count = QLabel(self)
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.title = QLabel(self)
        font = QFont(self.title.font())
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.text = WordLabel("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(self.count)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(self._bottom())
        window.installEventFilter(self)

    def _bottom(self) -> QHBoxLayout:
        self.skip = QPushButton(self.tr("End the tour"), self)
        self.skip.setToolTip(self.tr("End the tour (Esc); F1 brings it back"))
        self.skip.setFlat(True)
        self.skip.clicked.connect(self.end)
        self.back = QPushButton(self.tr("Back"), self)
        self.back.setToolTip(self.tr("The card before (Left)"))
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.next = QPushButton(self.tr("Next"), self)
        self.next.setToolTip(self.tr("The next card (Right)"))
        self.next.setDefault(True)
        self.next.clicked.connect(lambda: self.go(self.at + 1))
        row = QHBoxLayout()
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        for button in (self.skip, self.back, self.next):
            button.installEventFilter(self)
        return row

    def begin(self) -> None:
        for beside in self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if beside not in (self, self._ring) and not beside.isWindow():
                beside.installEventFilter(self)
        self._ring.show()
        self.show()
        self.go(0)

    def go(self, at: int) -> None:
        """Show a card; beyond the last one the tour ends."""
        if at >= len(self.stops):
            self.end()
            return
        self.at = max(0, at)
        stop = self.stops[self.at]
        self.count.setText(self.tr("{number} of {all}").format(number=self.at + 1, all=len(self.stops)))
        self.title.setText(stop.title)
        self.text.setText(stop.text)
        self.setAccessibleDescription(f"{stop.title}. {stop.text}")
        self.back.setEnabled(self.at > 0)
        last = self.at + 1 == len(self.stops)
        self.next.setText(self.tr("Begin to paint") if last else self.tr("Next"))
        self._target = stop.target()
        self._place()
        self.next.setFocus()
        QTimer.singleShot(60, self, self._place)  # once docks that came to sight have their place

    def end(self) -> None:
        self._window.removeEventFilter(self)
        self._ring.hide()
        self._ring.deleteLater()
        self.hide()
        self.deleteLater()
        self.ended.emit()

    def _turn(self, key: int) -> bool:
        """What a key does here; False for one that does nothing."""
        match key:
            case Qt.Key.Key_Escape:
                self.end()
            case Qt.Key.Key_Right:
                self.go(self.at + 1)
            case Qt.Key.Key_Left:
                self.go(self.at - 1)
            case _:
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802 - Qt's name
        if not self._turn(event.key()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        """Buttons would take arrow keys for themselves; the window tells when it changes its size. A panel
        that comes to the front brings the canvas with it, over the card.
        """
        if isinstance(event, QKeyEvent):
            ours = watched in (self.skip, self.back, self.next)
            return ours and event.type() == QEvent.Type.KeyPress and self._turn(event.key())
        if event.type() == QEvent.Type.ZOrderChange and watched is not self._window:
            QTimer.singleShot(0, self, self._place)
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Beside what the card speaks of, wholly inside the window."""
        window = self._window.rect()
        self._ring.setGeometry(window)
        target = self._target
        spot = QRect()
        if target is not None and target.isVisible():
            spot = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size()).intersected(window)
        self._ring.spot = spot
        self.setFixedHeight(
            self.heightForWidth(WIDTH) if self.hasHeightForWidth() else self.sizeHint().height()
        )
        self.move(_beside(spot, QRect(QPoint(0, 0), self.size()), window))
        self._ring.raise_()
        self.raise_()
        self._ring.update()


def _beside(spot: QRect, card: QRect, window: QRect) -> QPoint:
    """Left, right, above or below ``spot``, where there is room; in the middle otherwise."""
    if spot.isEmpty() or spot.width() * spot.height() > window.width() * window.height() // 3:
        around = spot if not spot.isEmpty() else window
        return around.center() - card.center()
    y = min(max(spot.top(), MARGIN), window.bottom() - card.height() - MARGIN)
    if spot.left() - card.width() - MARGIN > 0:
        return QPoint(spot.left() - card.width() - MARGIN, y)
    if spot.right() + card.width() + MARGIN < window.right():
        return QPoint(spot.right() + MARGIN, y)
    x = min(max(spot.center().x() - card.width() // 2, MARGIN), window.right() - card.width() - MARGIN)
    above = spot.top() - card.height() - MARGIN
    return QPoint(x, above if above > 0 else spot.bottom() + MARGIN)
