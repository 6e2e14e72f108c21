"""The layers panel: what lies on the canvas, in order, with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import ArtmasterError, EditError
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.layers_blends import blend_names
from artmaster_desktop.ui.panels.layers_model import LayersModel
from artmaster_desktop.ui.panels.layers_thumbnails import Thumbnails
from artmaster_desktop.ui.panels.layers_view import LayersView
from artmaster_desktop.ui.widgets.background import Background
from artmaster_desktop.ui.widgets.number_slider import NumberSlider
from artmaster_desktop.ui.widgets.pictures import PictureDoor

TELL_MS = 8000
"""How long a refusal is told below the list."""


class LayersPanel(QWidget):
    """Layers of ``session``'s document.

    ``commands_by_id`` holds its actions by the ids of the window's (``layer.add-sketch``, ...): each works on
    the chosen layers and has no keys of its own, as the window's have them; ``show_shortcuts`` tells those.
    ``failed`` tells the ArtmasterError of what could not be done; the panel says it too.
    """

    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self, threads=1)
        self._blends = blend_names()
        self.thumbnails = Thumbnails(self)
        self.model = LayersModel(session, self.thumbnails)
        self.door = PictureDoor(session, self)
        self.view = LayersView(self.model, self.door, self._blends, self)
        self._following = False
        self.commands_by_id: dict[str, QAction] = {}
        self._build()
        self._add_actions()
        self._connect()
        self.view.expandAll()
        self._follow_active()

    def show_shortcuts(self, keys: Mapping[str, QKeySequence]) -> None:
        """Say the window's shortcuts, by the ids of actions, in the tooltips of the buttons."""
        for name, action in self.commands_by_id.items():
            told = keys.get(name, QKeySequence()).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text()} ({told})" if told else action.text())

    # ---------------------------------------------------------------------------------- what can be done

    def add_sketch(self) -> None:
        """A new sketch layer above the current one."""
        name = self._numbered(self.tr("Sketch {number}"))
        self._add(commands.add_sketch(name, above=self._above()))

    def add_image(self) -> None:
        """A new, empty picture layer above the current one."""
        name = self._numbered(self.tr("Picture {number}"))
        self._add(commands.add_image(name, above=self._above()))

    def add_region(self) -> None:
        """A new region with an empty mask."""
        name = self._numbered(self.tr("Region {number}"))
        self._add(commands.add_region(name, above=self._above()))

    def add_group(self) -> None:
        """A new, empty group."""
        name = self._numbered(self.tr("Group {number}"))
        self._add(commands.add_group(name, above=self._above()))

    def group_chosen(self) -> None:
        """The chosen layers into a group."""
        ids = self.view.chosen()
        if ids:
            self._add(commands.group(ids, self._numbered(self.tr("Group {number}"))))

    def ungroup(self) -> None:
        """The layers of the current group in its place."""
        layer = self.view.current()
        if isinstance(layer, GroupLayer):
            self._apply(commands.ungroup(layer.id))

    def duplicate(self) -> None:
        """A copy of each chosen layer above it."""
        copies = [(layer_id, commands.new_id()) for layer_id in self.view.chosen()]

        def change(document: Document) -> Document:
            for layer_id, copy_id in copies:
                document = commands.duplicate(layer_id, copy_id=copy_id).change(document)
            return document

        if copies and self._apply(Command("Duplicate layer", change)):
            self._session.set_active_layer(copies[0][1])

    def remove(self) -> None:
        """The chosen layers; a region goes with its mask."""
        ids = self.view.chosen()
        if ids:
            self._apply(commands.remove(ids))

    def merge(self) -> None:
        """The current layer into the one below it, or the current group into one layer."""
        layer = self.view.current()
        if isinstance(layer, GroupLayer):
            self._apply_beside(commands.merge_group(layer.id))
        elif layer is not None:
            self._apply_beside(commands.merge_down(layer.id))

    def move_up(self) -> None:
        """The current layer above the next one."""
        self._shift(-1)

    def move_down(self) -> None:
        """The current layer below the next one."""
        self._shift(1)

    def paste(self) -> None:
        """The picture on the clipboard as a new layer."""
        self.door.take(QGuiApplication.clipboard().mimeData(), self._above())

    def rename(self) -> None:
        """Edit the current layer's name in its place."""
        if self.view.currentIndex().isValid():
            self.view.setFocus()
            self.view.edit(self.view.currentIndex())

    # ------------------------------------------------------------------------------------------ building

    def _build(self) -> None:
        self.blend = QComboBox(self)
        for operator, name in self._blends.items():
            self.blend.addItem(name, operator)
        self.blend.setToolTip(self.tr("How the layer mixes with what lies below it"))
        self.blend.setAccessibleName(self.tr("Blend mode"))
        self.blend.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.blend.setMinimumContentsLength(7)
        self.opacity = NumberSlider(self.tr("Opacity"), 0, 100, step=1, decimals=0, suffix=" %", parent=self)
        self.opacity.setToolTip(self.tr("How much of the layer is seen; drag, or double click to type"))
        self._top = QHBoxLayout()
        self._top.setSpacing(6)
        self._top.addWidget(self.blend, 2)
        self._top.addWidget(self.opacity, 3)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        self._quiet = QTimer(self, singleShot=True, interval=TELL_MS)
        self._quiet.timeout.connect(self.note.hide)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addLayout(self._top)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(self._tools)

    def _add_actions(self) -> None:
        add = [
            self._action("layer.add-sketch", "add-sketch", self.tr("Add sketch layer"), self.add_sketch),
            self._action("layer.add-image", "add-image", self.tr("Add picture layer"), self.add_image),
            self._action("region.add", "add-mask", self.tr("Add region"), self.add_region),
            self._action("layer.add-group", "add-group", self.tr("Add group"), self.add_group),
            self._action("edit.paste", "paste", self.tr("Paste picture as layer"), self.paste),
        ]
        up = self._action("layer.raise", "up", self.tr("Move layer up"), self.move_up)
        down = self._action("layer.lower", "down", self.tr("Move layer down"), self.move_down)
        copy = self._action("layer.duplicate", "duplicate", self.tr("Duplicate layer"), self.duplicate)
        group = self._action("layer.group", "group", self.tr("Group layers"), self.group_chosen)
        ungroup = self._action("layer.ungroup", "ungroup", self.tr("Ungroup layers"), self.ungroup)
        merge = self._action("layer.merge", "merge-down", self.tr("Merge down"), self.merge)
        rename = self._action("layer.rename", "rename", self.tr("Rename layer"), self.rename)
        remove = self._action("layer.remove", "delete", self.tr("Remove layer"), self.remove)
        self._add_button(add)
        for action in (copy, group, merge, up, down):
            self._tools.addWidget(self._button(action))
        self._tools.addStretch(1)
        self._tools.addWidget(self._button(remove))
        self.menu = QMenu(self)
        self.menu.addActions(add)
        self.menu.addSeparator()
        self.menu.addActions([rename, copy, group, ungroup, merge, up, down])
        self.menu.addSeparator()
        self.menu.addAction(remove)

    def _add_button(self, add: list[QAction]) -> None:
        menu = QMenu(self)
        menu.addActions(add)
        button = QToolButton(self)
        button.setIcon(icon("add"))
        button.setText(self.tr("Add"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        button.setToolTip(self.tr("Add a layer above the current one"))
        button.setAccessibleName(self.tr("Add layer"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tools.addWidget(button)
        self._tools.addSpacing(6)

    def _action(self, name: str, sign: str, text: str, slot: Callable[[], None]) -> QAction:
        action = QAction(icon(sign), text, self)
        action.triggered.connect(lambda _checked: slot())
        self.commands_by_id[name] = action
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.remove_asked.connect(self.remove)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda place: self.menu.popup(self.view.viewport().mapToGlobal(place))
        )
        self.model.rowsInserted.connect(self._open_new)
        self.model.failed.connect(self._tell)
        self.door.failed.connect(self._tell)
        self.blend.activated.connect(self._blend_chosen)
        self.opacity.valueChanged.connect(self._opacity_dragged)
        self.opacity.committed.connect(self._opacity_set)
        self._session.changed.connect(self._follow_active)
        self._session.active_changed.connect(self._follow_active)

    # ------------------------------------------------------------------------------------------- within

    def _above(self) -> str:
        return self._session.active_layer

    def _numbered(self, pattern: str) -> str:
        """``pattern`` with the first number that no layer has."""
        names = {layer.name for layer in self._session.document.walk()}
        number = 1
        while pattern.format(number=number) in names:
            number += 1
        return pattern.format(number=number)

    def _apply(self, command: Command) -> bool:
        return self.model.apply(command)

    def _add(self, command: Command) -> None:
        before = {layer.id for layer in self._session.document.walk()}
        if self._apply(command):
            new = [layer.id for layer in self._session.document.walk() if layer.id not in before]
            if new:
                self._session.set_active_layer(new[0])

    def _apply_beside(self, command: Command) -> None:
        """Do what takes long beside the window; where the document changed meanwhile, once more on it."""
        seen = self._session.document

        def ready(made: Document) -> None:
            def change(document: Document) -> Document:
                return made if document is seen else command.change(document)

            self._apply(Command(command.name, change))

        self._background.run(lambda: command.change(seen), ready, self._tell)

    def _shift(self, by: int) -> None:
        index = self.view.currentIndex()
        layer = self.model.layer(index)
        if layer is None:
            return
        row, parent = index.row() + by, self.model.layer(index.parent())
        if 0 <= row < self.model.rowCount(index.parent()):
            self.model.move([layer.id], parent.id if parent else "", row + (by > 0))

    def _open_new(self, parent: QModelIndex, first: int, last: int) -> None:
        if parent.isValid():
            self.view.expand(parent)
        for row in range(first, last + 1):
            self.view.expand(self.model.index(row, 0, parent))

    def _current_changed(self, current: QModelIndex) -> None:
        layer = self.model.layer(current)
        by_the_view = self._following or self.model.following  # rows that go take the view's current along
        if layer is not None and not by_the_view and layer.id != self._session.active_layer:
            self._session.set_active_layer(layer.id)

    def _follow_active(self) -> None:
        index = self.model.index_of(self._session.active_layer)
        if index != self.view.currentIndex():
            self._following = True
            self.view.setCurrentIndex(index)
            self._following = False
        layer = self.model.layer(index)
        for widget in (self.blend, self.opacity):
            widget.setEnabled(layer is not None and not layer.locked)
        if layer is not None:
            self.opacity.set_quietly(layer.opacity * 100)
            place = self.blend.findData(layer.blend)
            self.blend.setCurrentIndex(place)
        self._enable_actions(index)

    def _enable_actions(self, index: QModelIndex) -> None:
        layer = self.model.layer(index)
        group = isinstance(layer, GroupLayer)
        there = self.model.rowCount(index.parent()) if layer else 0
        for name in ("duplicate", "group", "rename", "remove"):
            self.commands_by_id[f"layer.{name}"].setEnabled(layer is not None)
        self.commands_by_id["layer.ungroup"].setEnabled(group)
        self.commands_by_id["layer.merge"].setEnabled(
            group or (layer is not None and index.row() + 1 < there)
        )
        self.commands_by_id["layer.raise"].setEnabled(layer is not None and index.row() > 0)
        self.commands_by_id["layer.lower"].setEnabled(layer is not None and index.row() + 1 < there)

    def _blend_chosen(self, place: int) -> None:
        if self._session.active_layer:
            self._apply(commands.set_blend(self._session.active_layer, self.blend.itemData(place)))

    def _opacity_dragged(self, percent: float) -> None:
        """Seen on the canvas at once; a step of the history only when the drag ends."""
        try:
            self._session.try_out(commands.set_opacity(self._session.active_layer, percent / 100))
        except EditError:
            self._session.try_out(None)  # the end of the drag tells why

    def _opacity_set(self, percent: float) -> None:
        self._session.try_out(None)
        if self._session.active_layer:
            self._apply(commands.set_opacity(self._session.active_layer, percent / 100))

    def _tell(self, error: Exception) -> None:
        if isinstance(error, ArtmasterError):
            self.note.setText(explain(error).what)
            self.failed.emit(error)
        else:
            self.note.setText(self.tr("There is not enough memory for this."))
        self.note.show()
        self._quiet.start()
        self._follow_active()
