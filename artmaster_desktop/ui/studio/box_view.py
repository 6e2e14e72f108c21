"""A work with boxes on it, that mouse and keys pick, push, pull and draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.studio.box_geometry import box_between, moved, resized, scaled
from artmaster_desktop.ui.widgets.tint import line, quiet

MARGIN = 14
GRIP = 9.0
"""Pixels around an edge or corner within which it is taken hold of."""
STEP, LARGE_STEP = 0.0025, 0.02
"""Shares of the work that an arrow key pushes a box, and with Ctrl."""
GROW, LARGE_GROW = 1.01, 1.06
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor, (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor, (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor, (0, 1): Qt.CursorShape.SizeVerCursor,
    (0, 0): Qt.CursorShape.SizeAllCursor,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Framed:
    """A box to be shown: ``label`` on it, ``ratio`` (width by height in shares) where it keeps its shape,
    ``faint`` where it does not count.
    """

    id: str
    box: Box
    colour: QColor
    label: str = ""
    ratio: float | None = None
    faint: bool = False


class BoxView(QWidget):
    """Shows a work as large as there is room. Arrow keys push the picked box (Ctrl: further), + and - size
    it, Page Up and Page Down pick another, Delete asks to remove it. While ``drawing``, a drag draws one.
    """

    picked = Signal(str)
    moving = Signal(str, object)
    """A box is under the hand: its id, and the Box as it would be."""
    moved = Signal(str, object)
    """The hand has let go."""
    drawn = Signal(object)
    """Box, while drawing."""
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self._image: QImage | None = None
        self._message = ""
        self._boxes: tuple[Framed, ...] = ()
        self._selected = ""
        self._drawing = False
        self._hold: tuple[Box, tuple[int, int], QPointF] | None = None
        self._pulled: Box | None = None

    # --------------------------------------------------------------------------------------------- showing

    @property
    def boxes(self) -> tuple[Framed, ...]:
        return self._boxes

    @property
    def selected(self) -> str:
        return self._selected

    @property
    def drawing(self) -> bool:
        return self._drawing

    def show_picture(self, pixels: Pixels | None, message: str = "") -> None:
        """The work; without it, ``message`` says why."""
        self._image = None if pixels is None else image_of(pixels)
        self._message = message
        self.update()

    def show_boxes(self, boxes: Sequence[Framed], selected: str) -> None:
        self._boxes, self._selected = tuple(boxes), selected
        self.update()

    def set_drawing(self, drawing: bool) -> None:
        """Whether a drag draws a new box."""
        self._drawing, self._hold, self._pulled = drawing, None, None
        self.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)
        self.update()

    def area(self) -> QRectF:
        """Where the work is seen."""
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._image is None:
            return room
        scale = min(room.width() / self._image.width(), room.height() / self._image.height())
        width, height = self._image.width() * scale, self._image.height() * scale
        return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)

    def frame_of(self, box: Box) -> QRectF:
        """Where a box is seen."""
        area = self.area()
        return QRectF(
            area.x() + box.x * area.width(), area.y() + box.y * area.height(),
            box.width * area.width(), box.height * area.height(),
        )  # fmt: skip

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(640, 560)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is None:
            painter.setPen(quiet(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.area(), int(flags), self._message)
            painter.end()
            return
        area = self.area()
        painter.drawImage(area, self._image)
        painter.setPen(QPen(line(self.palette(), 0.3), 1.0))
        painter.drawRect(area)
        chosen = self._find(self._selected)
        if chosen is not None or self._pulled is not None:
            self._shade(painter, area, self._pulled or (chosen.box if chosen else None))
        for framed in self._boxes:
            if framed.id != self._selected:
                self._paint_box(painter, framed, strong=False)
        if chosen is not None:
            self._paint_box(painter, chosen, strong=True)
        elif self._drawing and self._pulled is not None:
            self._paint_box(painter, Framed("", self._pulled, self._accent()), strong=True)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._accent(), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _shade(self, painter: QPainter, area: QRectF, box: Box | None) -> None:
        """Quieter what lies outside of the picked box."""
        if box is None:
            return
        inner, veil = self.frame_of(box), QColor(0, 0, 0, 70)
        for part in (
            QRectF(area.left(), area.top(), area.width(), inner.top() - area.top()),
            QRectF(area.left(), inner.bottom(), area.width(), area.bottom() - inner.bottom()),
            QRectF(area.left(), inner.top(), inner.left() - area.left(), inner.height()),
            QRectF(inner.right(), inner.top(), area.right() - inner.right(), inner.height()),
        ):
            painter.fillRect(part, veil)

    def _paint_box(self, painter: QPainter, framed: Framed, *, strong: bool) -> None:
        frame = self.frame_of(self._pulled if strong and self._pulled is not None else framed.box)
        colour = QColor(framed.colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 150), 4.0 if strong else 3.0))
        painter.drawRect(frame)
        style = Qt.PenStyle.DashLine if framed.faint else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2.4 if strong else 1.6, style))
        painter.drawRect(frame)
        if strong:
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(QColor("#ffffff"))
            for x in (frame.left(), frame.center().x(), frame.right()):
                for y in (frame.top(), frame.center().y(), frame.bottom()):
                    if (x, y) != (frame.center().x(), frame.center().y()):
                        painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))
        if framed.label and (strong or frame.width() > 40):
            self._paint_label(painter, frame, framed.label, colour)

    def _paint_label(self, painter: QPainter, frame: QRectF, text: str, colour: QColor) -> None:
        metrics = self.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + 10, metrics.height() + 2
        inside = frame.width() > width + 20 and frame.height() > 3 * height
        x = frame.left() + (5 if inside else 0)
        y = frame.top() + 5 if inside else frame.top() - height - 5
        plate = QRectF(min(x, self.width() - width - 2), max(2.0, y), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), text)

    def _accent(self) -> QColor:
        return self.palette().color(QPalette.ColorRole.Highlight)

    # --------------------------------------------------------------------------------------------- the mouse

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._image is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        place = self._share(event.position())
        if self._drawing:
            self._hold = (box_between(place.x(), place.y(), place.x(), place.y()), (2, 2), place)
            return
        found = self._at(event.position())
        if found is not None:
            framed, side = found
            if framed.id != self._selected:
                self._selected = framed.id
                self.picked.emit(framed.id)
            self._hold = (framed.box, side, place)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        if self._hold is None:
            if not self._drawing:
                found = self._at(event.position())
                self.setCursor(_CURSORS[found[1]] if found else Qt.CursorShape.ArrowCursor)
            return
        box, side, start = self._hold
        place = self._share(event.position())
        if self._drawing:
            self._pulled = box_between(start.x(), start.y(), place.x(), place.y())
        elif side == (0, 0):
            self._pulled = moved(box, place.x() - start.x(), place.y() - start.y())
        else:
            chosen = self._find(self._selected)
            self._pulled = resized(box, side, place.x(), place.y(), chosen.ratio if chosen else None)
        if not self._drawing:
            self.moving.emit(self._selected, self._pulled)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        pulled, self._hold, self._pulled = self._pulled, None, None
        if pulled is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._drawing:
            self.drawn.emit(pulled)
        else:
            self._let_go(pulled)
        self.update()

    def _let_go(self, box: Box) -> None:
        self._boxes = tuple(
            replace(framed, box=box) if framed.id == self._selected else framed for framed in self._boxes
        )
        self.moved.emit(self._selected, box)

    def _share(self, at: QPointF) -> QPointF:
        area = self.area()
        return QPointF((at.x() - area.x()) / area.width(), (at.y() - area.y()) / area.height())

    def _at(self, at: QPointF) -> tuple[Framed, tuple[int, int]] | None:
        """The box under the pointer and where it is held: the picked one first, then the smallest."""
        order = sorted(self._boxes, key=lambda framed: (framed.id != self._selected, framed.box.area))
        for framed in order:
            frame = self.frame_of(framed.box)
            if not frame.adjusted(-GRIP, -GRIP, GRIP, GRIP).contains(at):
                continue
            if framed.id != self._selected:
                if frame.contains(at):
                    return framed, (0, 0)
                continue
            reach_x, reach_y = min(GRIP, frame.width() / 3), min(GRIP, frame.height() / 3)
            across = -1 if at.x() < frame.left() + reach_x else 1 if at.x() > frame.right() - reach_x else 0
            down = -1 if at.y() < frame.top() + reach_y else 1 if at.y() > frame.bottom() - reach_y else 0
            return framed, (across, down)
        return None

    def _find(self, box_id: str) -> Framed | None:
        return next((framed for framed in self._boxes if framed.id == box_id), None)

    # ---------------------------------------------------------------------------------------------- the keys

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            known = (*_ARROWS, Qt.Key.Key_Delete, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if event.key() in known and self._boxes:
                event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        key, far = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        chosen = self._find(self._selected)
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self._boxes:
            self._pick_next(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Escape and (self._drawing or self._hold):
            self.set_drawing(False)
        elif chosen is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            across, down = _ARROWS[key]
            step = LARGE_STEP if far else STEP
            self._let_go(moved(chosen.box, across * step, down * step))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            grow = LARGE_GROW if far else GROW
            self._let_go(scaled(chosen.box, 1 / grow if key == Qt.Key.Key_Minus else grow))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit(chosen.id)
        else:
            super().keyPressEvent(event)
        self.update()

    def _pick_next(self, by: int) -> None:
        ids = [framed.id for framed in self._boxes]
        now = ids.index(self._selected) if self._selected in ids else -1 if by > 0 else 0
        self._selected = ids[(now + by) % len(ids)]
        self.picked.emit(self._selected)
