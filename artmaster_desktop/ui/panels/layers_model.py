"""The layers of the session's document as a tree, topmost first, that follows edits without being rebuilt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from artmaster_desktop.app.session import Change, Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer, Layer
from artmaster_desktop.core.layer_tree import place_of
from artmaster_desktop.ui.panels.layers_thumbnails import Thumbnails

LAYERS_MIME = "application/x-artmaster-layers"
LAYER_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """A layer's place in the tree; ``key`` names it to Qt."""

    key: int
    layer: Layer | None
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def row(self) -> int:
        return self.parent.children.index(self) if self.parent else 0

    @property
    def id(self) -> str:
        return self.layer.id if self.layer else ""


class LayersModel(QAbstractItemModel):
    """One column. Edits made here go through the session; ``failed`` tells the ArtmasterError of one that
    cannot be. ``following`` while rows follow the session: what a view makes current then is no choice.
    """

    failed = Signal(object)

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__(thumbnails)
        self._session = session
        self._thumbnails = thumbnails
        self._keys = count(1)
        self._root = Node(0, None, None)
        self._by_key: dict[int, Node] = {0: self._root}
        self._by_id: dict[str, Node] = {}
        self.following = False
        self._add_children(self._root, session.document.layers)
        session.changed.connect(self._follow)
        thumbnails.ready.connect(self._drawn)

    # ------------------------------------------------------------------------------------------ the tree

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        node = self._node(parent)
        if column != 0 or not 0 <= row < len(node.children):
            return QModelIndex()
        return self.createIndex(row, column, node.children[row].key)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008
        above = self._node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 1

    def layer(self, index: Index) -> Layer | None:
        return self._node(index).layer

    def index_of(self, layer_id: str) -> QModelIndex:
        """Where the layer is, or an invalid index."""
        node = self._by_id.get(layer_id)
        return self.createIndex(node.row, 0, node.key) if node else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        layer = self.layer(index)
        if layer is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return layer.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{layer.name}, {self._state(layer)}"
        if role == LAYER_ROLE:
            return layer
        if role == THUMBNAIL_ROLE:
            return self._thumbnail(layer)
        return None

    def setData(  # noqa: N802
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        layer, name = self.layer(index), str(value).strip()
        if layer is None or role != Qt.ItemDataRole.EditRole or not name:
            return False
        return self.apply(commands.rename(layer.id, name))

    def flags(self, index: Index) -> Qt.ItemFlag:
        layer = self.layer(index)
        if layer is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if not layer.locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        if isinstance(layer, GroupLayer):
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def apply(self, command: Command) -> bool:
        """Do it, or tell why not."""
        try:
            self._session.apply(command)
        except ArtmasterError as error:
            self.failed.emit(error)
            return False
        return True

    # ------------------------------------------------------------------------------------- drag and drop

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [LAYERS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        data = QMimeData()
        ids = [layer.id for layer in map(self.layer, indexes) if layer]
        data.setData(LAYERS_MIME, "\n".join(ids).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not data.hasFormat(LAYERS_MIME):
            return False
        ids = bytes(data.data(LAYERS_MIME).data()).decode().split("\n")
        there = self._node(parent)
        row = 0 if row < 0 and there is not self._root else row
        row = len(there.children) if row < 0 else row
        self.move(ids, there.id, row)
        return False  # the session moved them; the view must not remove rows by itself

    def move(self, ids: Sequence[str], parent: str, row: int) -> bool:
        """Layers to before row ``row`` (counted from the top) of the group ``parent``, as one step."""
        there = self._by_id[parent] if parent else self._root
        below = next((node.id for node in there.children[row:] if node.id not in ids), "")
        order = [node.id for node in self._walk(self._root) if node.id in ids and not _inside(node, ids)]

        def change(document: Document) -> Document:
            for layer_id in order:  # each goes just above what is below, under those that went before it
                document = commands.move(layer_id, parent, _above(document, layer_id, below)).change(document)
            return document

        return self.apply(Command("Move layer", change))

    # ------------------------------------------------------------------------------------------- within

    def _node(self, index: Index) -> Node:
        return self._by_key.get(index.internalId(), self._root) if index.isValid() else self._root

    def _walk(self, node: Node) -> list[Node]:
        out = [] if node is self._root else [node]
        for child in node.children:
            out += self._walk(child)
        return out

    def _state(self, layer: Layer) -> str:
        shown = self.tr("shown") if layer.visible else self.tr("hidden")
        return f"{shown}, {self.tr('locked')}" if layer.locked else shown

    def _thumbnail(self, layer: Layer) -> QPixmap | None:
        if isinstance(layer, GroupLayer):
            return None
        return self._thumbnails.of(layer, self._session.document.extent)

    def _drawn(self, layer_id: str) -> None:
        index = self.index_of(layer_id)
        if index.isValid():
            self.dataChanged.emit(index, index, [THUMBNAIL_ROLE])

    def _follow(self, change: Change) -> None:
        document = self._session.document
        if change.before.layers is document.layers:
            return
        homes: dict[str, str] = {}
        _collect(document.layers, "", homes)
        self.following = True
        self._drop_gone(self._root, homes)
        self._sync(self._root, document.layers)
        self.following = False
        self._thumbnails.forget_others(set(homes))

    def _drop_gone(self, node: Node, homes: dict[str, str]) -> None:
        for row in range(len(node.children) - 1, -1, -1):
            child = node.children[row]
            if homes.get(child.id) != node.id:
                self.beginRemoveRows(self.index_of(node.id), row, row)
                for lost in self._walk(child):
                    del self._by_key[lost.key]
                    del self._by_id[lost.id]
                del node.children[row]
                self.endRemoveRows()
            else:
                self._drop_gone(child, homes)

    def _sync(self, node: Node, layers: tuple[Layer, ...]) -> None:
        for row, layer in enumerate(reversed(layers)):
            found = self._by_id.get(layer.id)
            if found is None:
                self.beginInsertRows(self.index_of(node.id), row, row)
                self._add(node, row, layer)
                self.endInsertRows()
                continue
            old = found.row
            if old != row:
                here = self.index_of(node.id)
                self.beginMoveRows(here, old, old, here, row)
                node.children.insert(row, node.children.pop(old))
                self.endMoveRows()
            self._update(found, layer)

    def _update(self, node: Node, layer: Layer) -> None:
        if node.layer is layer:
            return
        node.layer = layer
        if isinstance(layer, GroupLayer):
            self._sync(node, layer.layers)
        index = self.index_of(layer.id)
        self.dataChanged.emit(index, index)

    def _add(self, parent: Node, row: int, layer: Layer) -> None:
        node = Node(next(self._keys), layer, parent)
        parent.children.insert(row, node)
        self._by_key[node.key] = self._by_id[layer.id] = node
        if isinstance(layer, GroupLayer):
            self._add_children(node, layer.layers)

    def _add_children(self, node: Node, layers: tuple[Layer, ...]) -> None:
        for row, layer in enumerate(reversed(layers)):
            self._add(node, row, layer)


def _collect(layers: tuple[Layer, ...], parent: str, homes: dict[str, str]) -> None:
    for layer in layers:
        homes[layer.id] = parent
        if isinstance(layer, GroupLayer):
            _collect(layer.layers, layer.id, homes)


def _inside(node: Node, ids: Sequence[str]) -> bool:
    """Whether a group around the node is among ``ids``."""
    return node.parent is not None and (node.parent.id in ids or _inside(node.parent, ids))


def _above(document: Document, layer_id: str, below: str) -> int:
    """The place just above the layer ``below`` ("" = the bottom), counted without the layer itself."""
    if not below:
        return 0
    there, own = place_of(document, below), place_of(document, layer_id)
    return there.at + 1 - (own.parent == there.parent and own.at < there.at)
