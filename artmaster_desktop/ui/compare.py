"""Two pictures of one canvas, compared: one under a sliding border, or side by side at one zoom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.ui.widgets.tint import line, mix

GRAB = 10
"""Pixels left and right of the border that take hold of it."""
LARGEST_ZOOM = 32.0
STEP = 1.25
GAP = 6
"""Pixels between the two pictures side by side."""


class CompareMode(Enum):
    """How two pictures share the view."""

    SPLIT = "split"
    SIDE_BY_SIDE = "side by side"


@dataclass(frozen=True, slots=True)
class _Pane:
    """A part of the view that shows one picture: ``window`` is where it is, ``clip`` what of it is seen."""

    window: QRectF
    clip: QRectF
    picture: int


class CompareView(QWidget):
    """Shows ``before`` and ``after``, at one zoom and one place.

    Wheel zooms at the pointer, dragging moves both pictures, dragging the border splits them elsewhere;
    arrow keys move the border, + and - zoom, 0 fits, 1 shows whole pixels, Space swaps for as long as it is
    held. ``split_changed`` tells the border's place in [0, 1] of the view's width.
    """

    split_changed = Signal(float)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QPixmap] = [QPixmap(), QPixmap()]
        self._names = ["", ""]
        self._mode = CompareMode.SPLIT
        self._split = 0.5
        self._fitted = True
        self._zoom = 1.0
        self._centre = QPointF()  # the point of the picture in the middle of each pane
        self._grab: QPointF | None = None
        self._on_border = False
        self._swapped = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Comparison"))
        self.setToolTip(
            self.tr(
                "Wheel: zoom. Drag: move. Arrow keys: move the border. 0: fit. 1: whole pixels. Space: swap."
            )
        )

    @property
    def mode(self) -> CompareMode:
        return self._mode

    def set_mode(self, mode: CompareMode) -> None:
        self._mode = mode
        if self._fitted:
            self.fit()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def split(self) -> float:
        return self._split

    def set_split(self, split: float) -> None:
        split = min(1.0, max(0.0, split))
        if split != self._split:
            self._split = split
            self.split_changed.emit(split)
            self.update()

    @property
    def zoom(self) -> float:
        """View pixels per picture pixel."""
        return self._zoom

    @property
    def names(self) -> tuple[str, str]:
        return self._names[0], self._names[1]

    def set_picture(self, index: int, picture: QImage, name: str) -> None:
        """Show ``picture`` at the left (0) or the right (1). One of another size is fitted to the first."""
        was = self._extent()
        self._pictures[index] = QPixmap.fromImage(picture)
        self._names[index] = name
        if self._fitted or self._extent() != was:
            self.fit()
        self.update()

    def swap(self) -> None:
        """Left becomes right."""
        self._pictures.reverse()
        self._names.reverse()
        self.update()

    def fit(self) -> None:
        """Show the whole picture as large as it fits, never beyond its own pixels by more than four times."""
        extent = self._extent()
        self._fitted = True
        if extent.isEmpty():
            return
        pane = self._panes()[0].window
        room = (max(1.0, pane.width() - 12) / extent.width(), max(1.0, pane.height() - 12) / extent.height())
        self._zoom = min(*room, 4.0)
        self._centre = QPointF(extent.width() / 2, extent.height() / 2)
        self.zoom_changed.emit(self._zoom)
        self.update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the picture's point under ``at`` (view pixels; default the middle) stays there."""
        extent = self._extent()
        if extent.isEmpty():
            return
        smallest = min(0.05, 32 / max(extent.width(), extent.height()))
        zoom = min(LARGEST_ZOOM, max(smallest, zoom))
        pane = self._pane_at(at).window if at is not None else self._panes()[0].window
        offset = (at - pane.center()) if at is not None else QPointF()
        self._centre += offset / self._zoom - offset / zoom
        self._zoom = zoom
        self._fitted = False
        self._keep_in_sight()
        self.zoom_changed.emit(zoom)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(720, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, 160)

    def _extent(self) -> QSize:
        return next((p.size() for p in self._pictures if not p.isNull()), QSize())

    def _panes(self) -> tuple[_Pane, _Pane]:
        whole = QRectF(self.rect())
        first, second = (1, 0) if self._swapped else (0, 1)
        if self._mode is CompareMode.SPLIT:
            border = whole.left() + whole.width() * self._split
            left = QRectF(whole.left(), whole.top(), border - whole.left(), whole.height())
            right = QRectF(border, whole.top(), whole.right() - border, whole.height())
            return _Pane(whole, left, first), _Pane(whole, right, second)
        half = (whole.width() - GAP) / 2
        left = QRectF(whole.left(), whole.top(), half, whole.height())
        right = left.translated(half + GAP, 0)
        return _Pane(left, left, first), _Pane(right, right, second)

    def _pane_at(self, at: QPointF) -> _Pane:
        left, right = self._panes()
        return right if right.clip.contains(at) else left

    def _keep_in_sight(self) -> None:
        extent = self._extent()
        x = min(float(extent.width()), max(0.0, self._centre.x()))
        y = min(float(extent.height()), max(0.0, self._centre.y()))
        self._centre = QPointF(x, y)

    def _near_border(self, at: QPointF) -> bool:
        return self._mode is CompareMode.SPLIT and abs(at.x() - self.width() * self._split) <= GRAB

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grab = event.position()
            left = event.button() == Qt.MouseButton.LeftButton
            self._on_border = left and self._near_border(event.position())
            if not self._on_border:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._grab is None:
            near = self._near_border(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.OpenHandCursor)
            return
        if self._on_border:
            self.set_split(event.position().x() / max(1, self.width()))
            return
        self._centre -= (event.position() - self._grab) / self._zoom
        self._grab = event.position()
        self._fitted = False
        self._keep_in_sight()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        self._grab = None
        self._on_border = False
        near = self._near_border(event.position())
        self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._near_border(event.position()):
            self.set_split(0.5)
        else:
            self.fit()

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802
        self.zoom_to(self._zoom * STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        fine = 0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.01
        match event.key():
            case Qt.Key.Key_Left:
                self.set_split(self._split - fine)
            case Qt.Key.Key_Right:
                self.set_split(self._split + fine)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_to(self._zoom * STEP)
            case Qt.Key.Key_Minus:
                self.zoom_to(self._zoom / STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_1:
                self.zoom_to(1.0)
            case Qt.Key.Key_Space:
                self._swapped = True
                self.update()
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._swapped = False
            self.update()
        else:
            super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        window = palette.color(QPalette.ColorRole.Window)
        painter.fillRect(self.rect(), mix(window, palette.color(QPalette.ColorRole.Dark), 0.25))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 2.0)
        for pane in self._panes():
            self._paint_picture(painter, pane)
        for side, pane in enumerate(self._panes()):
            self._paint_name(painter, pane, side)
        if self._mode is CompareMode.SPLIT:
            self._paint_border(painter)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_picture(self, painter: QPainter, pane: _Pane) -> None:
        picture, extent = self._pictures[pane.picture], self._extent()
        painter.save()
        painter.setClipRect(pane.clip)
        corner = pane.window.center() - self._centre * self._zoom
        place = QRectF(corner.x(), corner.y(), extent.width() * self._zoom, extent.height() * self._zoom)
        if picture.isNull():
            painter.setPen(QPen(line(self.palette(), 0.3), 1, Qt.PenStyle.DashLine))
            painter.drawRect(place)
        else:
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.restore()

    def _paint_name(self, painter: QPainter, pane: _Pane, side: int) -> None:
        """A name plate in the upper outer corner of each picture: legible on any picture in any theme."""
        metrics = painter.fontMetrics()
        room = int(pane.clip.width()) - 32
        if room < 24 or not self._names[pane.picture]:
            return
        name = metrics.elidedText(self._names[pane.picture], Qt.TextElideMode.ElideRight, room)
        width, height = metrics.horizontalAdvance(name) + 16.0, metrics.height() + 6.0
        left = pane.clip.left() + 8 if side == 0 else pane.clip.right() - 8 - width
        plate = QRectF(left, pane.clip.top() + 8, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 20, 180))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(QColor(240, 240, 240))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_border(self, painter: QPainter) -> None:
        x, middle = self.width() * self._split, self.height() / 2
        painter.setPen(QPen(QColor(0, 0, 0, 110), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(250, 250, 250), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
        painter.setBrush(QColor(250, 250, 250))
        painter.drawEllipse(QPointF(x, middle), 13, 13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(60, 60, 60))
        for way in (-1, 1):
            arrow = QPainterPath(QPointF(x + way * 9, middle))
            arrow.lineTo(x + way * 4, middle - 4.5)
            arrow.lineTo(x + way * 4, middle + 4.5)
            arrow.closeSubpath()
            painter.drawPath(arrow)
