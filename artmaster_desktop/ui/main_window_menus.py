"""The menu bar: what the table of actions says, the recent documents and the panels."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.ui.action_table import CONTEXT, MENUS, WINDOW
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.docks import Docks


class MenuBar(QMenuBar):
    """Everything that the window can do."""

    recent_asked = Signal(object)
    """Path of a document."""

    def __init__(self, actions: Actions, docks: Docks, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions, self._docks, self._preferences = actions, docks, preferences
        self.recent = QMenu(self)
        self.recent.aboutToShow.connect(self._fill_recent)
        self._menus: list[tuple[QMenu, str]] = []
        for title, specs in MENUS:
            menu = QMenu(self)
            menu.setToolTipsVisible(False)
            for spec in specs:
                if spec.id:
                    menu.addAction(actions[spec.id])
                else:
                    menu.addSeparator()
                if spec.id == "file.open":
                    menu.addMenu(self.recent)
            if specs is WINDOW:
                menu.addSeparator()
                menu.addActions(docks.toggle_actions())
            self.addMenu(menu)
            self._menus.append((menu, title))
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language that is installed now."""
        self._actions.retranslate()
        self._docks.retranslate()
        for menu, title in self._menus:
            menu.setTitle(QCoreApplication.translate(CONTEXT, title))
        self.recent.setTitle(self.tr("Open &recent"))

    def _fill_recent(self) -> None:
        self.recent.clear()
        paths = self._preferences.settings.recent
        for number, path in enumerate(paths, start=1):
            shown = _short(path).replace("&", "&&")
            action = self.recent.addAction(f"&{number % 10} {shown}" if number <= 10 else shown)
            action.triggered.connect(partial(self._open_recent, path))
        if not paths:
            self.recent.addAction(self.tr("No documents yet")).setEnabled(False)

    def _open_recent(self, path: Path, _checked: bool = False) -> None:
        self.recent_asked.emit(path)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _short(path: Path) -> str:
    """The name, and the folder as the artist would say it."""
    try:
        folder = Path("~") / path.parent.relative_to(Path.home())
    except ValueError:
        folder = path.parent
    return f"{path.name}  —  {folder}"
