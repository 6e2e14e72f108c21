"""How the main window leads to the studio, and what it hears from there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from artmaster_desktop.core.training_event import Trained
from artmaster_desktop.storage.painter_facts import clean_text
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.studio.window import StudioWindow
from artmaster_desktop.ui.workshop import Workshop

LONGEST_NAME = 80


class StudioFlow(QObject):
    """Opens the studio, and tells of painters that are finished."""

    said = Signal(str)

    def __init__(self, window: QWidget, shop: Workshop, docks: Docks) -> None:
        super().__init__(window)
        self._window, self._shop, self._docks = window, shop, docks
        self.studio: StudioWindow | None = None
        shop.studio.training.made.connect(self._made)

    def open(self) -> StudioWindow:
        """Show the studio, with the folder that was open last."""
        shop = self._shop
        settings = shop.preferences.settings
        if self.studio is None:
            self.studio = StudioWindow(shop.studio, shop.effect.model(settings), self._window)
            self.studio.painter_asked.connect(self.show_painter)
        self.studio.train.form.use_model(shop.effect.model(settings))
        folder = shop.studio.training.folder
        if shop.studio.folder is None and folder is not None and folder.is_dir():
            shop.studio.open(folder)
        if shop.studio.training.resumable:
            self.studio.show_training()
        self.studio.show()
        self.studio.raise_()
        self.studio.activateWindow()
        return self.studio

    def take_place_of(self, other: StudioFlow) -> None:
        """Show the studio as another window of the same workshop shows it."""
        if other.studio is not None and other.studio.isVisible():
            self.open().take_place_of(other.studio)

    def tell_interrupted(self) -> None:
        """Say that a training was left unfinished when the program ended."""
        training = self._shop.studio.training
        if training.resumable and training.order is not None:
            said = self.tr("The training of {name} is not finished: Painters, Train a painter…")
            self.said.emit(said.format(name=clean_text(training.order.name, LONGEST_NAME)))

    def show_painter(self, slug: str) -> None:
        """The painter in the library, in front."""
        panel = self._docks.panel("painters")
        assert isinstance(panel, PaintersPanel)
        self._docks.bring("painters", focus=False)
        panel.search_for("")
        panel.gallery.select(slug)
        self._window.raise_()
        self._window.activateWindow()

    def _made(self, made: Trained) -> None:
        self._shop.shelf.refresh()
        order = self._shop.studio.training.order
        name = clean_text(order.name, LONGEST_NAME) if order is not None else made.file.stem
        self.said.emit(self.tr("A new painter is in the library: {name}").format(name=name))
