"""The registry of actions: an id, a text, a key that the artist may change, and whoever does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.ui.action_table import CONTEXT, MENUS, ActionSpec
from artmaster_desktop.ui.icons import icon

Portable = QKeySequence.SequenceFormat.PortableText
Native = QKeySequence.SequenceFormat.NativeText


class Actions(QObject):
    """Every action of the window by its id. Keys live in the preferences, only where they differ.

    ``canvas`` hears the keys that mean something else (or nothing) in a panel.
    """

    def __init__(self, window: QWidget, preferences: Preferences, canvas: QWidget) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._specs = {spec.id: spec for _, specs in MENUS for spec in specs if spec.id}
        self._groups = {spec.id: title for title, specs in MENUS for spec in specs if spec.id}
        self._actions: dict[str, QAction] = {}
        for spec in self._specs.values():
            action = QAction(icon(spec.picture), "", self)
            action.setObjectName(spec.id)
            action.setCheckable(spec.checkable)
            action.setAutoRepeat(spec.id.startswith(("brush.", "view.", "edit.undo", "edit.redo", "layer.")))
            action.setIconVisibleInMenu(False)
            if spec.on_canvas:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                canvas.addAction(action)
            else:
                window.addAction(action)
            self._actions[spec.id] = action
        self.retranslate()
        preferences.changed.connect(self._preferences_changed)

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[ActionSpec]:
        return iter(self._specs.values())

    def on(self, action_id: str, do: Callable[[], object]) -> None:
        """``do`` it when the action is asked for."""
        self._actions[action_id].triggered.connect(lambda _=False: do())

    def on_toggled(self, action_id: str, do: Callable[[bool], object]) -> None:
        """``do`` it with the new state, when the artist switches the action (and not when code does)."""
        self._actions[action_id].triggered.connect(do)

    def show(self, action_id: str, checked: bool) -> None:
        """Show a state without doing anything."""
        self._actions[action_id].setChecked(checked)

    def enable(self, able: bool, *action_ids: str) -> None:
        for action_id in action_ids:
            self._actions[action_id].setEnabled(able)

    # ------------------------------------------------------------------------------------------ words

    def title(self, action_id: str) -> str:
        """What the action is called, without mnemonic or dots."""
        return plain(self._words(self._specs[action_id].text))

    def group(self, action_id: str) -> str:
        """The menu it is in."""
        return plain(self._words(self._groups[action_id]))

    def retranslate(self) -> None:
        """Words and tooltips in the language that is installed now."""
        for action_id, action in self._actions.items():
            action.setText(self._words(self._specs[action_id].text))
            self._dress(action_id)

    def _words(self, text: str) -> str:
        return QCoreApplication.translate(CONTEXT, text)

    # ------------------------------------------------------------------------------------------- keys

    def keys(self, action_id: str) -> str:
        """The key that holds now, in portable form; "" for none."""
        own = self._preferences.settings.shortcut(action_id)
        return self._specs[action_id].keys if own is None else own

    def shipped_keys(self, action_id: str) -> str:
        return self._specs[action_id].keys

    def rebind(self, action_id: str, keys: str | None) -> None:
        """Give the action another key ("" for none, None for the shipped one) and keep it. Whoever had the
        key loses it.
        """
        wanted = self._specs[action_id].keys if keys is None else keys
        for other in self.holders(wanted, action_id):
            self._store(other, "")
        self._store(action_id, wanted)

    def rebind_all(self) -> None:
        """The shipped keys for everything."""
        for action_id in self._specs:
            self._store(action_id, self._specs[action_id].keys)

    def holders(self, keys: str, but: str = "") -> list[str]:
        """The actions that have this key, without ``but``."""
        wanted = QKeySequence(keys, Portable)
        if wanted.isEmpty():
            return []
        return [x for x in self._specs if x != but and QKeySequence(self.keys(x), Portable) == wanted]

    def _store(self, action_id: str, keys: str) -> None:
        shipped = keys == self._specs[action_id].keys
        self._preferences.change(lambda s: s.with_shortcut(action_id, None if shipped else keys))

    def _preferences_changed(self, before: object, after: object) -> None:
        for action_id in self._specs:
            self._dress(action_id)

    def _dress(self, action_id: str) -> None:
        action, keys = self._actions[action_id], QKeySequence(self.keys(action_id), Portable)
        if action.shortcut() != keys:
            action.setShortcut(keys)
        shown = keys.toString(Native)
        action.setToolTip(f"{self.title(action_id)} ({shown})" if shown else self.title(action_id))
        action.setStatusTip("")


def plain(text: str) -> str:
    """A menu's text as a name: without mnemonic (also the ``(&X)`` of Chinese menus) and dots."""
    head, found, tail = text.partition("(&")
    if found and tail[1:2] == ")":
        text = head + tail[2:]
    return text.replace("&", "").rstrip("… .")
