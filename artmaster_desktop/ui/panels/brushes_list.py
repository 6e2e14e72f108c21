"""The wall of brushes: each with a stroke of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from artmaster_desktop.app.brush_rack import Racked
from artmaster_desktop.core.brush import Brush
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.brushes_preview import StrokePreviews
from artmaster_desktop.ui.panels.painters_model import as_tooltip, language
from artmaster_desktop.ui.widgets.card_grid import CardDelegate, CardGrid, paint_focus
from artmaster_desktop.ui.widgets.tint import line, mix, quiet

RACKED = int(Qt.ItemDataRole.UserRole)
"""Role of the Racked behind a row."""
NARROWEST = 128
GAP = 3
STAR = 16

Index = QModelIndex | QPersistentModelIndex


def brush_name(brush: Brush) -> str:
    """The brush's name in the window's language."""
    return dict(brush.names).get(language()) or brush.name


class BrushesModel(QAbstractListModel):
    """One row a brush."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._brushes: tuple[Racked, ...] = ()

    def show_brushes(self, brushes: Sequence[Racked]) -> None:
        if tuple(brushes) != self._brushes:
            self.beginResetModel()
            self._brushes = tuple(brushes)
            self.endResetModel()

    def row_of(self, brush_id: str) -> int:
        """-1 where there is none of this id."""
        return next((i for i, one in enumerate(self._brushes) if one.brush.id == brush_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        return 0 if parent.isValid() else len(self._brushes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._brushes):
            return None
        one = self._brushes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return brush_name(one.brush)
            case Qt.ItemDataRole.ToolTipRole:
                star = self.tr("Press the star, or S, to keep it at the top")
                return as_tooltip(f"{brush_name(one.brush)}\n{star}")
            case _:
                return one if role == RACKED else None


class BrushesList(CardGrid):
    """``chosen`` tells a press or Enter on a brush, ``starred`` one on its star (or the key S)."""

    chosen = Signal(object)
    """Racked."""
    starred = Signal(object)
    """Racked."""

    def __init__(self, model: BrushesModel, previews: StrokePreviews, parent: QWidget | None = None) -> None:
        super().__init__(NARROWEST, parent)
        self.furnish(model, _BrushDelegate(previews, self))
        self.setDragEnabled(False)
        self.setAccessibleName(self.tr("Brushes"))
        self.setToolTip(self.tr("Choose a brush to paint with"))
        previews.painted.connect(self.viewport().update)

    def mark(self, brush_id: str) -> None:
        """Show which brush is in hand, without choosing it again."""
        model = self.model()
        assert isinstance(model, BrushesModel)
        row = model.row_of(brush_id)
        if row < 0:
            self.clearSelection()
        elif self.currentIndex().row() != row or not self.selectedIndexes():
            self.setCurrentIndex(model.index(row))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            on_star = star_place(QRectF(self.visualRect(index))).contains(event.position())
            (self.starred if on_star else self.chosen).emit(index.data(RACKED))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        index = self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(index.data(RACKED))
        elif event.key() == Qt.Key.Key_S and not event.modifiers():
            self.starred.emit(index.data(RACKED))
        else:
            super().keyPressEvent(event)


def star_place(cell: QRectF) -> QRectF:
    """Where the star of a cell is."""
    return QRectF(cell.right() - GAP - STAR - 4, cell.top() + GAP + 4, STAR, STAR)


class _BrushDelegate(CardDelegate):
    """Paints a cell: the stroke, the name under it, the star."""

    def __init__(self, previews: StrokePreviews, parent: BrushesList) -> None:
        super().__init__(parent)
        self._previews = previews
        self._list = parent

    def height(self) -> int:
        return 44 + self._list.fontMetrics().height() + 2 * GAP + 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Racked = index.data(RACKED)
        palette = self._list.palette()
        state: QStyle.StateFlag = option.state
        cell = QRectF(option.rect)
        card = cell.adjusted(GAP, GAP, -GAP, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(card, 6, 6)
        strong = palette.color(QPalette.ColorRole.Highlight)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        base = palette.color(QPalette.ColorRole.Base)
        painter.fillPath(outline, mix(base, strong, 0.16) if chosen else base)
        painter.setClipPath(outline)
        room = QRectF(card.left(), card.top() + 2, card.width(), 44)
        paint_stroke(painter, room, one.brush, self._previews, self._list)
        painter.setClipping(False)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(strong, 2) if chosen else QPen(line(palette, 0.42 if hover else 0.16), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, card, palette)
        self._name(painter, card, one, palette)
        if one.favourite or hover:
            painter.setOpacity(1.0 if one.favourite else 0.5)
            picture = icon("star-filled" if one.favourite else "star")
            picture.paint(painter, star_place(cell).toRect())
        painter.restore()

    def _name(self, painter: QPainter, card: QRectF, one: Racked, palette: QPalette) -> None:
        text = QRectF(card.left() + 8, card.top() + 44, card.width() - 16, card.height() - 46)
        painter.setPen(quiet(palette, 0.22))
        shown = painter.fontMetrics().elidedText(
            brush_name(one.brush), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter), shown)


def paint_stroke(
    painter: QPainter, room: QRectF, brush: Brush, previews: StrokePreviews, widget: QWidget
) -> None:
    """A stroke of ``brush`` in ``room``, in the text colour, at the density of ``widget``'s screen."""
    ratio = widget.devicePixelRatioF()
    extent = Extent(max(16, round(room.width() * ratio)), max(16, round(room.height() * ratio)))
    picture = previews.picture(brush, extent, widget.palette().color(QPalette.ColorRole.Text))
    if picture is not None:
        painter.drawImage(room, picture)
