"""What the menus Edit, Layer, Select and Region do to the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QImage

from artmaster_desktop.app.session import Session
from artmaster_desktop.core import commands as c
from artmaster_desktop.core.compose import composite
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.fill import cleared, fill
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer, bounds_of
from artmaster_desktop.core.layer_tree import place_of, siblings
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.repaint_extend import extension
from artmaster_desktop.core.selection import everything, feathered, grown, inverted
from artmaster_desktop.core.tile_work import common
from artmaster_desktop.ui.actions import Actions
from artmaster_desktop.ui.canvas.tools.target import pictures
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.dialogs.canvas_size import CanvasSizeDialog
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.widgets.pictures import PictureDoor

STEP = 8
"""Pixels by which a selection grows, shrinks and softens."""


class EditFlow(QObject):
    """Edits of the session. What cannot be done is said in a sentence."""

    said = Signal(str)

    def __init__(self, session: Session, canvas: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._toolbox = session, canvas, canvas.toolbox
        self._compute = canvas.compute
        self._door = PictureDoor(session, self)
        self._door.failed.connect(lambda error: self.said.emit(explain(error).what))

    def wire(self, actions: Actions) -> None:
        """Lead the menus here."""
        session = self._session
        for action, do in {
            "edit.undo": session.undo, "edit.redo": session.redo,
            "edit.cut": self.cut, "edit.copy": self.copy,
            "edit.copy-all": self.copy_all, "edit.paste": self.paste, "edit.clear": self.clear,
            "edit.fill": self.fill, "edit.crop": self.crop, "edit.canvas-size": self._ask_size,
            "layer.add-sketch": lambda: self.add(c.add_sketch, self.tr("Sketch")),
            "layer.add-image": lambda: self.add(c.add_image, self.tr("Picture")),
            "layer.add-group": lambda: self.add(c.add_group, self.tr("Group")),
            "layer.duplicate": self.duplicate,
            "layer.merge": lambda: self.on_active(c.merge_down), "layer.group": self.group,
            "layer.ungroup": lambda: self.on_active(c.ungroup),
            "layer.remove": lambda: self.on_active(c.remove),
            "layer.above": lambda: self.step_layer(1), "layer.below": lambda: self.step_layer(-1),
            "layer.raise": lambda: self.shift_layer(1), "layer.lower": lambda: self.shift_layer(-1),
            "select.all": self.select_all, "select.none": lambda: self.select(None),
            "select.invert": self.invert_selection, "select.grow": lambda: self.grow_selection(STEP),
            "select.shrink": lambda: self.grow_selection(-STEP), "select.feather": self.feather_selection,
            "select.layer": self.select_layer, "select.region": self.select_region,
            "region.add": self.add_region, "region.from-selection": self.region_from_selection,
            "region.remove": self.remove_region, "region.next": lambda: self.step_region(1),
            "region.previous": lambda: self.step_region(-1),
            "paint.extend": self._ask_extension,
            "region.whole": lambda: session.set_active_region(""),
        }.items():  # fmt: skip
            actions.on(action, do)
        actions.on_toggled("layer.visible", lambda on: self.on_active(lambda i: c.set_visible(i, on)))
        actions.on_toggled("layer.locked", lambda on: self.on_active(lambda i: c.set_locked(i, on)))
        actions.on_toggled("region.enabled", self.enable_region)
        self._actions = actions
        for signal in (session.changed, session.active_changed, session.selection_changed):
            signal.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Actions are lit where they would do something."""
        session, actions, layer = self._session, self._actions, self.active
        document = session.document
        actions.enable(session.history.can_undo, "edit.undo")
        actions.enable(session.history.can_redo, "edit.redo")
        selected = session.selection is not None
        actions.enable(
            selected, "select.none", "select.invert", "select.grow", "select.shrink", "select.feather",
            "edit.crop", "region.from-selection",
        )  # fmt: skip
        drawn = layer is not None and not isinstance(layer, GroupLayer)
        actions.enable(drawn, "edit.cut", "edit.copy", "edit.clear", "edit.fill", "select.layer")
        actions.enable(
            layer is not None, "layer.duplicate", "layer.merge", "layer.group", "layer.remove",
            "layer.visible", "layer.locked", "layer.raise", "layer.lower",
        )  # fmt: skip
        actions.enable(isinstance(layer, GroupLayer), "layer.ungroup")
        actions.show("layer.visible", layer is not None and layer.visible)
        actions.show("layer.locked", layer is not None and layer.locked)
        region = next((r for r in document.regions if r.id == session.active_region), None)
        actions.enable(region is not None, "region.remove", "region.enabled", "region.whole", "select.region")
        actions.enable(bool(document.regions), "region.next", "region.previous")
        actions.show("region.enabled", region is not None and region.enabled)

    def do(self, command: Command, bounds: Bounds | None = None) -> bool:
        """Apply; whether it could be done."""
        try:
            self._session.apply(command, bounds)
        except ArtmasterError as error:
            self.said.emit(explain(error).what)
            return False
        return True

    @property
    def active(self) -> Layer | None:
        return self._session.document.find(self._session.active_layer)

    # --------------------------------------------------------------------------------------- clipboard

    def copy(self) -> bool:
        """The active layer's pixels, as far as they are selected, to the clipboard."""
        layer = self.active
        if layer is None or isinstance(layer, GroupLayer):
            self.said.emit(self.tr("There is no layer with pixels to copy from."))
            return False
        area = self._copy_area(bounds_of(layer))
        if area is None:
            return False
        pixels = layer.raster.read(area)
        if isinstance(layer, MaskLayer):
            colour = np.broadcast_to(np.array(layer.colour, np.uint8), (*pixels.shape[:2], 3))
            pixels = np.concatenate((colour, pixels), axis=2)
        self._to_clipboard(pixels, area)
        return True

    def copy_all(self) -> None:
        """What the canvas shows, as far as it is selected, to the clipboard."""
        document = self._session.document
        area = self._copy_area(Bounds.of(document.extent))
        if area is not None:
            self._compute(
                lambda: composite(pictures(document.layers), area),
                lambda pixels: self._to_clipboard(pixels, area),
            )

    def cut(self) -> None:
        if self.copy():
            self.clear()

    def clear(self) -> None:
        """Wipe the active layer, as far as it is selected."""
        layer = self.active
        if layer is not None and not isinstance(layer, GroupLayer):
            raster = cleared(layer.raster, self._session.selection)
            self.do(c.replace_raster(layer.id, raster, "Clear"))

    def fill(self) -> None:
        """The colour in hand on the active layer, as far as it is selected."""
        layer = self.active
        if layer is None or isinstance(layer, GroupLayer):
            self.said.emit(self.tr("There is no layer with pixels to fill."))
            return
        extent = self._session.document.extent
        area = self._session.selection or everything(extent)
        self.do(c.replace_raster(layer.id, fill(layer.raster, area, self._toolbox.colour), "Fill"))

    def paste(self) -> bool:
        """A picture from the clipboard as a new layer, or picture files that were copied."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData, at: QPoint | None = None) -> bool:
        """Insert what ``data`` holds, with its middle ``at`` a point of the canvas (None: the canvas's
        middle); whether there was a picture in it.
        """
        above = "" if isinstance(self.active, MaskLayer) else self._session.active_layer
        if self._door.take(data, above, at):
            return True
        self.said.emit(self.tr("There is no picture in the clipboard."))
        return False

    def insert_files(self, files: Sequence[Path]) -> None:
        """Picture files as new image layers, in one step."""
        self._door.take_files(files, "" if isinstance(self.active, MaskLayer) else self._session.active_layer)

    def _copy_area(self, of: Bounds) -> Bounds | None:
        selection = self._session.selection
        area = of if selection is None else common(of, selection.bounds)
        if area.empty:
            self.said.emit(self.tr("There is nothing to copy here."))
            return None
        return area

    def _to_clipboard(self, pixels: Pixels, area: Bounds) -> None:
        selection = self._session.selection
        if selection is not None:
            weight = selection.read(area).astype(np.uint16)
            pixels = pixels.copy()
            pixels[..., 3:] = (pixels[..., 3:] * weight + 127) // 255
        QGuiApplication.clipboard().setImage(rgba_image(pixels))

    # ----------------------------------------------------------------------------------------- layers

    def add(self, make: Callable[..., Command], name: str) -> None:
        """A new layer of a kind above the active one, which becomes active."""
        layer_id = c.new_id()
        above = "" if isinstance(self.active, MaskLayer) else self._session.active_layer
        if self.do(make(name, above=above, layer_id=layer_id)):
            self._session.set_active_layer(layer_id)

    def on_active(self, make: Callable[[str], Command]) -> None:
        """A command about the active layer."""
        if self.active is not None:
            self.do(make(self.active.id))

    def group(self) -> None:
        if self.active is not None:
            self.do(c.group([self.active.id], self.tr("Group")))

    def duplicate(self) -> None:
        """A copy of the active layer above it, which becomes active."""
        copy_id = c.new_id()
        if self.active is not None and self.do(c.duplicate(self.active.id, copy_id=copy_id)):
            self._session.set_active_layer(copy_id)

    def step_layer(self, by: int) -> None:
        """Pick the layer above (1) or below (-1)."""
        ids = [layer.id for layer in self._session.document.walk()]
        if ids:
            at = ids.index(self._session.active_layer) + by if self._session.active_layer in ids else 0
            self._session.set_active_layer(ids[max(0, min(at, len(ids) - 1))])

    def shift_layer(self, by: int) -> None:
        """Move the active layer up (1) or down (-1) among its siblings."""
        layer, document = self.active, self._session.document
        if layer is None:
            return
        place = place_of(document, layer.id)
        index = place.at + by
        if 0 <= index < len(siblings(document, place.parent)):
            self.do(c.move(layer.id, place.parent, index))

    # --------------------------------------------------------------------------------------- selection

    def select(self, raster: Raster | None, name: str = "") -> None:
        """Select what ``raster`` covers, as a step called ``name``; where it covers nothing, nothing."""
        if raster is not None and raster.tiles:
            self._session.set_selection(raster, name)
        else:
            self._session.set_selection(None)

    def select_all(self) -> None:
        self.select(everything(self._session.document.extent), "Select all")

    def invert_selection(self) -> None:
        self.select(inverted(self._session.selection, self._session.document.extent), "Invert selection")

    def grow_selection(self, by: int) -> None:
        """Wider by ``by`` pixels, or narrower by as many below zero."""
        self._reshape(
            lambda selection, extent: grown(selection, by, extent),
            "Grow selection" if by > 0 else "Shrink selection",
        )

    def feather_selection(self) -> None:
        self._reshape(lambda selection, extent: feathered(selection, STEP, extent), "Soften selection")

    def _reshape(self, change: Callable[[Raster, Extent], Raster | None], name: str) -> None:
        selection, extent = self._session.selection, self._session.document.extent
        if selection is not None:
            self._compute(lambda: change(selection, extent), lambda found: self.select(found, name))

    def select_layer(self) -> None:
        """What is drawn on the active layer."""
        if self.active is not None and not isinstance(self.active, GroupLayer):
            self.select(_coverage(self.active.raster), "Select layer")

    # ----------------------------------------------------------------------------------------- regions

    def add_region(self, raster: Raster | None = None) -> None:
        """A new region, its mask empty or ``raster``; it becomes active, and the region tool is taken."""
        document = self._session.document
        name = self.tr("Region {number}").format(number=len(document.regions) + 1)
        region_id = c.new_id()
        if self.do(c.add_region(name, raster=raster, region_id=region_id)):
            self._session.set_active_region(region_id)
            self._toolbox.set_tool("region")

    def region_from_selection(self) -> None:
        if self._session.selection is None:
            self.said.emit(self.tr("Select an area first."))
        else:
            self.add_region(self._session.selection)

    def remove_region(self) -> None:
        if self._session.active_region:
            self.do(c.remove_region(self._session.active_region))

    def enable_region(self, enabled: bool) -> None:
        region = next(
            (r for r in self._session.document.regions if r.id == self._session.active_region), None
        )
        if region is not None:
            self.do(c.edit_region(replace(region, enabled=enabled)))

    def step_region(self, by: int) -> None:
        """Open the next or previous region's card; before the first is the whole canvas."""
        ids = ["", *(region.id for region in self._session.document.regions)]
        at = ids.index(self._session.active_region) if self._session.active_region in ids else 0
        self._session.set_active_region(ids[(at + by) % len(ids)])

    def select_region(self) -> None:
        """The area of the active region."""
        document = self._session.document
        region = next((r for r in document.regions if r.id == self._session.active_region), None)
        if region is not None:
            self.select(document.mask_of(region).raster, "Select region")

    def crop(self) -> None:
        """The canvas as large as the selection."""
        if self._session.selection is None:
            self.said.emit(self.tr("Select an area first."))
            return
        area = common(self._session.selection.bounds, Bounds.of(self._session.document.extent))
        if not area.empty:
            self.do(c.crop_canvas(area))

    def ask_canvas_size(self, *, paint: bool = False) -> CanvasSizeDialog:
        """More room around the picture, or less; ``paint``: what is added is to be selected for painting. The
        dialog is returned so that it can be answered.
        """
        dialog = CanvasSizeDialog(self._session.document.extent, self._canvas)
        dialog.select.setChecked(paint)
        dialog.wanted.connect(
            lambda extent, dx, dy: self.resize_canvas(extent, dx, dy, select=dialog.select.isChecked())
        )
        dialog.open()
        return dialog

    def _ask_size(self) -> None:
        self.ask_canvas_size()

    def _ask_extension(self) -> None:
        self.ask_canvas_size(paint=True)

    def resize_canvas(self, extent: Extent, dx: int, dy: int, *, select: bool = False) -> None:
        """Another extent of the canvas; what is drawn moves by (dx, dy) pixels. With ``select``, what is
        added is selected, with a little of the old picture to go on from.
        """
        old = self._session.document.extent
        if not self.do(c.resize_canvas(extent, dx, dy)) or not select:
            return
        kept = Bounds(dx, dy, old.width, old.height)
        self._compute(lambda: extension(extent, kept), lambda mask: self.select(mask, "Select what is added"))


def local_files(data: QMimeData) -> list[Path]:
    """The files of this machine that a drag or the clipboard names."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def rgba_image(pixels: Pixels) -> QImage:
    """uint8 RGBA ``[H, W, 4]``, straight alpha, as an image that owns its bytes."""
    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()


def _coverage(raster: Raster) -> Raster:
    """One channel: how much is drawn."""
    if raster.channels == 1:
        return raster
    tiles = {key: np.ascontiguousarray(tile[:, :, 3:]) for key, tile in raster.tiles.items()}
    for tile in tiles.values():
        tile.flags.writeable = False
    return Raster.sharing(1, tiles)
