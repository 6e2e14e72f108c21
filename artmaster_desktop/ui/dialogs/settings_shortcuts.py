"""Settings: which key does what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import Settings
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.fields import WordLabel

Portable = QKeySequence.SequenceFormat.PortableText
Native = QKeySequence.SequenceFormat.NativeText
ID = Qt.ItemDataRole.UserRole


class ShortcutsPage(SettingsPage):
    """A table of all actions; the chosen one can be given another key. A key that is taken is said to be,
    and is taken away from the other action only by a press of the button that says so.
    """

    picture = "keyboard"

    def __init__(self, preferences: Preferences, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Shortcuts"), preferences, parent)
        self._actions = actions
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search by name or key"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setToolTip(self.search.placeholderText())
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.tree.setAccessibleName(self.tr("Actions and their keys"))
        self.tree.setToolTip(self.tr("Choose an action to give it other keys"))
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setMinimumHeight(220)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.field = QKeySequenceEdit(self)
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(self.tr("New key"))
        self.field.setToolTip(self.tr("Press the keys that shall do it"))
        self.assign = QPushButton(self.tr("Assign"), self)
        self.assign.setToolTip(self.tr("Give the action this key"))
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setToolTip(self.tr("The key that it came with"))
        self.reset_all = QPushButton(self.tr("Reset all"), self)
        self.reset_all.setToolTip(self.tr("The keys that all actions came with"))
        self.words = WordLabel("", self)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.assign)
        row.addWidget(self.reset)
        row.addWidget(self.reset_all)
        self.column.addWidget(self.search)
        self.column.addWidget(self.tree, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.words)
        self._fill()
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(self._chosen)
        self.field.keySequenceChanged.connect(self._tell)
        self.assign.clicked.connect(self._assign)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(actions.rebind_all)
        self._chosen()
        self.refresh()

    @property
    def chosen(self) -> str:
        """The id of the chosen action, or ""."""
        item = self.tree.currentItem()
        return str(item.data(0, ID) or "") if item is not None else ""

    def choose(self, action_id: str) -> None:
        """Choose an action."""
        for item in self._items():
            if item.data(0, ID) == action_id:
                self.tree.setCurrentItem(item)

    def show_settings(self, settings: Settings) -> None:
        for item in self._items():
            self._dress(item)
        self._chosen()

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for spec in self._actions:
            name = self._actions.group(spec.id)
            group = groups.get(name)
            if group is None:
                group = groups[name] = QTreeWidgetItem(self.tree, [name])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                group.setFirstColumnSpanned(True)
            item = QTreeWidgetItem(group, [self._actions.title(spec.id)])
            item.setIcon(0, self._actions[spec.id].icon())
            item.setData(0, ID, spec.id)
            self._dress(item)
        self.tree.expandAll()

    def _items(self) -> list[QTreeWidgetItem]:
        found = (group.child(at) for group in self._groups() for at in range(group.childCount()))
        return [item for item in found if item is not None]

    def _groups(self) -> list[QTreeWidgetItem]:
        found = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        return [group for group in found if group is not None]

    def _dress(self, item: QTreeWidgetItem) -> None:
        """Show the key; one that is not the shipped one is written bold."""
        action_id = str(item.data(0, ID))
        keys = self._actions.keys(action_id)
        item.setText(1, QKeySequence(keys, Portable).toString(Native))
        font = self.tree.font()
        font.setBold(keys != self._actions.shipped_keys(action_id))
        item.setFont(1, font)

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for group in self._groups():
            shown = False
            for item in self._items():
                if item.parent() is group:
                    item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
                    shown = shown or not item.isHidden()
            group.setHidden(not shown)

    def _chosen(self) -> None:
        action_id = self.chosen
        for widget in (self.field, self.reset):
            widget.setEnabled(bool(action_id))
        keys = self._actions.keys(action_id) if action_id else ""
        self.field.setKeySequence(QKeySequence(keys, Portable))
        self._tell()

    def _tell(self) -> None:
        """Say whose key it is, before it is taken away."""
        action_id, keys = self.chosen, self._wanted()
        if not action_id:
            self.assign.setEnabled(False)
            self.assign.setText(self.tr("Assign"))
            self.words.setText(self.tr("Choose an action to give it another key."))
            return
        holders = self._actions.holders(keys, action_id)
        self.assign.setEnabled(keys != self._actions.keys(action_id))
        self.assign.setText(self.tr("Take it over") if holders else self.tr("Assign"))
        shown = QKeySequence(keys, Portable).toString(Native)
        title = self._actions.title(action_id)
        if holders:
            names = ", ".join(self._actions.title(holder) for holder in holders)
            said = self.tr("{keys} belongs to {names}. Taking it over leaves that without a key.")
            self.words.setText(said.format(keys=shown, names=names))
        elif not shown:
            self.words.setText(self.tr("{action} has no key.").format(action=title))
        else:
            self.words.setText(self.tr("{keys} is free for {action}.").format(keys=shown, action=title))
        if keys == self._actions.keys(action_id) and shown and not holders:
            self.words.setText(self.tr("{action} has the key {keys}.").format(action=title, keys=shown))

    def _wanted(self) -> str:
        return self.field.keySequence().toString(Portable)

    def _assign(self) -> None:
        if self.chosen:
            self._actions.rebind(self.chosen, self._wanted())

    def _reset(self) -> None:
        if self.chosen:
            self._actions.rebind(self.chosen, None)
