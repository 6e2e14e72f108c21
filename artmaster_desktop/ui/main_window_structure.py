"""Guides and regions from pictures: asked for, read in the engine's thread, and put into the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from artmaster_desktop.app.structure import Found, GuideWish
from artmaster_desktop.core import commands
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.guide import Guide, GuideKind
from artmaster_desktop.core.layer import ImageLayer, SketchLayer
from artmaster_desktop.core.structure_wording import word_kind, word_way
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.dialogs.new_guide import NewGuide, NewGuideDialog
from artmaster_desktop.ui.dialogs.structure_fields import FileSource, LayerSource, Source, drawing
from artmaster_desktop.ui.docks import Docks
from artmaster_desktop.ui.messages import explain, translate
from artmaster_desktop.ui.mixing.find_regions import FindRegions, FindRegionsDialog
from artmaster_desktop.ui.panels.guides import GuidesPanel
from artmaster_desktop.ui.workshop import Workshop


class StructureFlow(QObject):
    """Leads the menus and the guides panel to what reads pictures."""

    said = Signal(str)
    trouble = Signal(object)
    """ArtmasterError: a picture could not be read."""

    def __init__(self, shop: Workshop, actions: Actions, docks: Docks, window: QWidget) -> None:
        super().__init__(window)
        self._shop, self._actions, self._docks, self._window = shop, actions, docks, window
        panel = docks.panel("guides")
        assert isinstance(panel, GuidesPanel)
        self._panel = panel
        actions.on("layer.guide", lambda: self.ask_guide(LayerSource(shop.session.active_layer)))
        actions.on("region.find", self.ask_regions)
        panel.made_from.connect(lambda layer: self.ask_guide(LayerSource(layer)))
        panel.made_from_file.connect(lambda path: self.ask_guide(FileSource(path)))
        panel.read_from.connect(self._read_anew)
        for signal in (shop.session.changed, shop.session.active_changed):
            signal.connect(self._follow)
        self._follow()

    def ask_guide(self, source: Source, guide: Guide | None = None) -> NewGuideDialog:
        """Ask for a guide from ``source``, or for ``guide`` to be read anew; the dialog is returned so that
        it can be answered.
        """
        kind = GuideKind.LINE if guide is None else guide.kind
        structure = self._shop.structure
        dialog = NewGuideDialog(
            self._shop.session.document, source, kind, self._window, segments=structure.segments
        )
        dialog.wanted.connect(lambda asked: self.make(asked, guide))
        structure.look()
        dialog.open()
        return dialog

    def make(self, asked: NewGuide, old: Guide | None = None) -> None:
        """Make the guide, in place of ``old`` where there is one."""
        session = self._shop.session
        own = asked.as_it_is and isinstance(asked.source, LayerSource) and bool(asked.source.layer)
        layer = asked.source.layer if own and isinstance(asked.source, LayerSource) else commands.new_id()
        guide = self._guide(asked.kind, layer, old)
        if own:
            self._put(Found(commands.follow_layer(guide), None), guide, session.document.id)
            return
        name = self.tr("Guide: {kind}").format(kind=word_kind(asked.kind, translate))
        document = session.document
        wish = GuideWish(guide, name, asked.detector, asked.as_it_is)
        self._shop.structure.read_guide(
            drawing(document, asked.source),
            wish,
            lambda found: self._put(found, guide, document.id),
            self._fail,
        )
        self._docks.bring("guides", focus=False)

    def ask_regions(self) -> FindRegionsDialog:
        """Ask for regions; the dialog is returned so that it can be answered."""
        shop = self._shop
        dialog = FindRegionsDialog(
            shop.session.document, shop.shelf, self._window, segments=shop.structure.segments
        )
        dialog.wanted.connect(self.find)
        dialog.open()
        return dialog

    def find(self, asked: FindRegions) -> None:
        """Find the regions."""
        document = self._shop.session.document
        self.said.emit(self.tr("Reading the picture…"))
        self._shop.structure.find_regions(
            drawing(document, asked.source), asked.wish, lambda found: self._put_regions(found, document.id),
            self._fail,
        )  # fmt: skip

    def _guide(self, kind: GuideKind, layer: str, old: Guide | None) -> Guide:
        if old is not None:
            return Guide(
                id=old.id, layer=layer, kind=kind, control=old.control, strength=old.strength,
                start=old.start, end=old.end, places=old.places, enabled=old.enabled,
            )  # fmt: skip
        able = [model.name for model in self._shop.structure.controls if model.takes(kind)]
        return Guide(id=commands.new_id(), layer=layer, kind=kind, control=able[0] if able else "")

    def _put(self, found: Found, guide: Guide, document: str) -> None:
        if self._shop.session.document.id != document:
            return
        try:
            self._shop.session.apply(found.command)
        except ArtmasterError as error:
            self._fail(error)
            return
        self._docks.bring("guides", focus=False)
        self._panel.open_card(guide.id)
        if found.by is not None:
            said = self.tr("Read by: {means}.")
            self._panel.say(said.format(means=word_way(found.by, translate)))

    def _put_regions(self, found: Found, document: str) -> None:
        session = self._shop.session
        if session.document.id != document:
            return
        if not found.regions:
            self.said.emit(self.tr("None of these was found; no region was made."))
            return
        known = {region.id for region in session.document.regions}
        session.apply(found.command)
        made = [region for region in session.document.regions if region.id not in known]
        session.set_active_region(made[0].id)
        self._docks.bring("regions", focus=False)
        names = ", ".join(region.name for region in made)
        means = word_way(found.by, translate) if found.by is not None else ""
        self.said.emit(self.tr("Found by {means}: {regions}.").format(means=means, regions=names))

    def _read_anew(self, guide_id: str, path: Path | None) -> None:
        guide = next((g for g in self._shop.session.document.guides if g.id == guide_id), None)
        if guide is not None:
            self.ask_guide(LayerSource() if path is None else FileSource(path), guide)

    def _fail(self, error: ArtmasterError) -> None:
        self._panel.say(explain(error).what)
        self.trouble.emit(error)

    def _follow(self) -> None:
        session = self._shop.session
        layer = session.document.find(session.active_layer)
        self._actions.enable(isinstance(layer, SketchLayer | ImageLayer), "layer.guide")
