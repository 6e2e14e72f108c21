"""The settings: pages at the right, their names at the left. What is changed holds at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.settings_device import DevicePage
from artmaster_desktop.ui.dialogs.settings_folders import FoldersPage
from artmaster_desktop.ui.dialogs.settings_interface import InterfacePage
from artmaster_desktop.ui.dialogs.settings_live import LivePage
from artmaster_desktop.ui.dialogs.settings_model import ModelPage
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage
from artmaster_desktop.ui.dialogs.settings_privacy import PrivacyPage
from artmaster_desktop.ui.dialogs.settings_shortcuts import ShortcutsPage
from artmaster_desktop.ui.icons import icon


@dataclass(frozen=True, slots=True)
class SettingsPlaces:
    """Where things are: the shipped ``starter`` and ``painters``, the artist's ``models``, the ``logs``."""

    starter: Path
    painters: tuple[Path, ...]
    models: Path
    logs: Path


class SettingsDialog(QDialog):
    """All settings. ``log_asked`` asks for the log viewer, ``download_asked`` for the download dialog."""

    log_asked = Signal()
    download_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        desk: PaintDesk,
        actions: Actions,
        places: SettingsPlaces,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 540)
        self.names = QListWidget(self)  # the first where Tab comes
        self.model = ModelPage(preferences, desk, places.starter, self)
        self.device = DevicePage(preferences, self)
        self.live = LivePage(preferences, self)
        self.folders = FoldersPage(preferences, places.painters, self)
        self.interface = InterfacePage(preferences, self)
        self.shortcuts = ShortcutsPage(preferences, actions, self)
        self.privacy = PrivacyPage(preferences, places.logs, self)
        self.privacy.log_asked.connect(self.log_asked)
        self.model.download_asked.connect(self.download_asked)
        self.pages: tuple[SettingsPage, ...] = (
            self.model, self.device, self.live, self.folders, self.interface, self.shortcuts, self.privacy,
        )  # fmt: skip
        self._list_pages()
        self._lay_out()

    def _list_pages(self) -> None:
        self.names.setAccessibleName(self.tr("Pages of the settings"))
        self.names.setToolTip(self.tr("Up and Down turn the pages"))
        self.names.setFrameShape(QFrame.Shape.NoFrame)
        self.names.setIconSize(QSize(20, 20))
        self.names.setSpacing(1)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            item = QListWidgetItem(icon(page.picture), page.title, self.names)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 16))
            self.stack.addWidget(page)
        widest = max(self.fontMetrics().horizontalAdvance(page.title) for page in self.pages)
        self.names.setFixedWidth(widest + 60)
        self.names.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.names.setCurrentRow(0)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setToolTip(self.tr("Everything is kept already (Esc)"))
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.names)
        top.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.addLayout(top, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 0, 12, 0)
        bottom.addWidget(buttons)
        column.addLayout(bottom)

    def show_page(self, page: SettingsPage) -> None:
        """Bring ``page`` (one of ``pages``) to the front."""
        self.names.setCurrentRow(self.pages.index(page))

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for row, page in enumerate(self.pages):
                if (item := self.names.item(row)) is not None:
                    item.setIcon(icon(page.picture))
