"""The tree of layers: chosen, dragged, renamed and switched by mouse and by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPalette,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from artmaster_desktop.core import commands
from artmaster_desktop.core.layer import Layer
from artmaster_desktop.ui.panels.layers_delegate import LayerDelegate, paint_row_ground
from artmaster_desktop.ui.panels.layers_model import LAYERS_MIME, LayersModel
from artmaster_desktop.ui.widgets.pictures import PictureDoor
from artmaster_desktop.ui.widgets.tint import quiet


class LayersView(QTreeView):
    """The rows of ``model``. Space hides and shows, F2 or a double click on the name renames, Delete asks
    for removal; pictures that are dropped go through ``door``.
    """

    remove_asked = Signal()

    def __init__(
        self, model: LayersModel, door: PictureDoor, blends: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._layers = model
        self._door = door
        self.setModel(model)
        self.setItemDelegate(LayerDelegate(model, blends, self))
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        edit = QAbstractItemView.EditTrigger
        self.setEditTriggers(edit.DoubleClicked | edit.EditKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Layers"))
        self.setToolTip(self.tr("Drag a layer to another place; F2 renames it"))

    def chosen(self) -> list[str]:
        """The ids of the chosen layers, topmost first; of the current one where none is chosen."""
        rows = self.selectionModel().selectedRows() or [self.currentIndex()]
        rows.sort(key=lambda index: self.visualRect(index).top())
        layers = (self._layers.layer(index) for index in rows)
        return [layer.id for layer in layers if layer is not None]

    def current(self) -> Layer | None:
        return self._layers.layer(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802
        layer = self.current()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Space and layer is not None:
            self._layers.apply(commands.set_visible(layer.id, not layer.visible))
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if layer is not None and self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())  # else it is the name's editor that was ended
        else:
            super().keyPressEvent(event)

    def drawRow(  # noqa: N802
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        layer = self._layers.layer(index)
        place = self._layers.index_of(layer.id if layer else "")
        chosen = self.selectionModel().isSelected(place)
        current = place == self.currentIndex()
        row = QRect(0, options.rect.top(), self.viewport().width(), options.rect.height())
        paint_row_ground(painter, row, self.palette(), chosen=chosen, current=current)
        plain = QStyleOptionViewItem(options)
        plain.palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 0, 0))
        super().drawRow(painter, plain, index)

    def drawBranches(  # noqa: N802
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        layer = self._layers.layer(index)
        if layer is None or not self._layers.rowCount(index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.right() - 6, rect.center().y() + 1)
        painter.rotate(90 if self.isExpanded(self._layers.index_of(layer.id)) else 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(quiet(self.palette(), 0.3))
        painter.drawPolygon(QPolygonF([QPoint(-2, -4), QPoint(4, 0), QPoint(-2, 4)]))
        painter.restore()

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:  # noqa: N802
        if self._door.takes(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:  # noqa: N802
        super().dragMoveEvent(event)
        if not event.mimeData().hasFormat(LAYERS_MIME) and self._door.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:  # noqa: N802
        if event.mimeData().hasFormat(LAYERS_MIME):
            super().dropEvent(event)
            return
        layer = self._layers.layer(self.indexAt(event.position().toPoint()))
        if self._door.take(event.mimeData(), layer.id if layer else ""):
            event.acceptProposedAction()
