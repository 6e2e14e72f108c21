"""Works that other painters paint again, and pictures of the gate: what the window leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.order import Order
from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.app.results import Result
from artmaster_desktop.app.transfer_order import (
    RegionWork,
    TransferWork,
    work_of_layer,
    work_of_region,
    work_of_result,
)
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.mixing.gate_pictures import GatePictures
from artmaster_desktop.ui.mixing.mix_grid import MixGridDialog
from artmaster_desktop.ui.mixing.rank_pictures import RankPictures
from artmaster_desktop.ui.mixing.transfer import TransferDialog
from artmaster_desktop.ui.panels.painters import PaintersPanel
from artmaster_desktop.ui.panels.regions import RegionsPanel
from artmaster_desktop.ui.panels.tray import TrayPanel
from artmaster_desktop.ui.widgets.background import Background
from artmaster_desktop.ui.workshop import Workshop


class MixingFlow(QObject):
    """Asks how a work is to be painted again, and orders it."""

    said = Signal(str)

    def __init__(
        self, shop: Workshop, actions: Actions, docks: Docks, flush: Callable[[], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._shop, self._actions, self._docks, self._window = shop, actions, docks, window
        self._flush = flush
        self._background = Background(self, threads=1)
        tray = docks.panel("tray")
        assert isinstance(tray, TrayPanel)
        self._tray = tray
        actions.on("paint.transfer", self.transfer_result)
        actions.on("layer.transfer", self.transfer_layer)
        actions.on("region.transfer", self.transfer_region)
        tray.transfer_asked.connect(self._read)
        actions.on("paint.gate", lambda: self.show_gate(shop.session.active_region))
        regions = docks.panel("regions")
        assert isinstance(regions, RegionsPanel)
        regions.gate_pictures_asked.connect(self.show_gate)
        painters = docks.panel("painters")
        assert isinstance(painters, PaintersPanel)
        painters.ranks_asked.connect(self.show_ranks)
        painters.square_asked.connect(self.show_square)
        shop.results.changed.connect(self._follow)
        shop.session.changed.connect(self._follow)
        shop.session.active_changed.connect(self._follow)
        shop.session.replaced.connect(self._follow)
        self._follow()

    def show_gate(self, region: str = "") -> GatePictures:
        """Who paints in a region, "" for the whole canvas; it stays open beside the window."""
        shop = self._shop
        self._flush()
        pictures = GatePictures(shop.session, shop.desk, shop.shelf, region, self._window)
        pictures.show()
        return pictures

    def show_ranks(self, one: Shelved) -> RankPictures:
        """Where the painter keeps its ranks, and which part of the work lies where."""
        pictures = RankPictures(one, self._shop.ranks, self._window)
        pictures.show()
        return pictures

    def show_square(self, painters: Sequence[Shelved]) -> MixGridDialog:
        """The pictures between three or four painters, for the region in hand."""
        shop = self._shop
        self._flush()
        square = MixGridDialog(shop.session, shop.desk, shop.queue, painters, self._window)
        square.show()
        return square

    def transfer_result(self) -> None:
        """The result that is chosen in the tray, or the latest one."""
        results = self._tray.chosen or self._shop.results.all
        if results:
            self._read(results[0])

    def transfer_layer(self) -> TransferDialog | None:
        """The image layer in hand; None where it is none."""
        session = self._shop.session
        layer = session.document.find(session.active_layer)
        if not isinstance(layer, ImageLayer):
            return None
        self._flush()
        return self.ask(work_of_layer(session.document, layer))

    def transfer_region(self) -> None:
        """The region in hand: its picture is put together beside the window, then it is asked by whom."""
        session = self._shop.session
        region = next((r for r in session.document.regions if r.id == session.active_region), None)
        if region is None:
            return
        self._flush()
        document = session.document
        region = next(r for r in document.regions if r.id == region.id)

        def show(work: RegionWork) -> None:
            self.ask(work)

        self._background.run(partial(work_of_region, document, region), show)

    def ask(self, work: TransferWork | RegionWork) -> TransferDialog:
        """Ask by whom and how; the dialogue is returned so that it can be closed."""
        dialog = TransferDialog(work, self._shop.shelf, self._window)
        dialog.wanted.connect(self._order)
        dialog.open()
        return dialog

    def _read(self, result: Result) -> None:
        results = self._shop.results

        def read(job: PaintJob) -> None:
            results.pixels(result, lambda pixels: show(job, pixels))

        def show(job: PaintJob, pixels: Pixels) -> None:
            triggers = [one.painter.trigger for one in self._shop.shelf.painters]
            self.ask(work_of_result(pixels, job, triggers))

        results.job(result, read)

    def _order(self, order: Order) -> None:
        self._shop.desk.take(order)
        self._docks.bring("tray", focus=False)

    def _follow(self) -> None:
        session = self._shop.session
        layer = session.document.find(session.active_layer)
        self._actions.enable(isinstance(layer, ImageLayer), "layer.transfer")
        self._actions.enable(bool(self._shop.results.all), "paint.transfer")
        self._actions.enable(bool(session.active_region), "region.transfer")
