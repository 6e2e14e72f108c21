"""The open document: what it is now, how it came to be, and what the artist has picked in it.

The window talks to this one object. Everything here happens in the window's thread and takes no time:
documents are frozen values that share their tiles, so an edit, an undo and a snapshot for the engine are
assignments.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.app.difference import changed_bounds
from artmaster_desktop.app.neighbour import neighbour
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command, History, Step
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.selection_commands import select

UNDO_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the document. ``bounds`` is the canvas area that may look different; None = everything."""

    before: Document
    after: Document
    bounds: Bounds | None


class Session(QObject):
    """One open document. ``path`` is None until it was saved; ``dirty`` where the file does not hold it."""

    changed = Signal(object)
    """Change, after every edit, undo, redo and replacement of the document; not where only the selection is
    another.
    """
    replaced = Signal()
    """Another document was opened; comes before its ``changed``."""
    wet_changed = Signal(object)
    """Bounds: the stroke in progress, or what is tried out, looks different there."""
    active_changed = Signal()
    selection_changed = Signal()
    """Comes after ``changed`` where one step changed both."""
    saved_changed = Signal()
    """``dirty`` or ``path`` are different."""

    def __init__(
        self,
        document: Document,
        path: Path | None = None,
        *,
        budget: int = UNDO_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._budget = budget
        self._saved: Document | None = document
        self._path = path
        self._wet: tuple[str, Raster] | None = None
        self._wet_bounds = Bounds(0, 0, 0, 0)
        self._tried: Document | None = None
        self._begin(document, path)

    @property
    def document(self) -> Document:
        return self._history.document

    @property
    def history(self) -> History:
        """For reading; edits go through ``apply``, ``undo``, ``redo`` and ``go_to``."""
        return self._history

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def dirty(self) -> bool:
        return self.document is not self._saved

    @property
    def active_layer(self) -> str:
        """The id of the layer that tools paint on, or ""."""
        return self._active_layer

    @property
    def active_region(self) -> str:
        """The id of the region whose card is open, or "" for the document's own."""
        return self._active_region

    @property
    def selection(self) -> Raster | None:
        """A one-channel raster, 255 = selected; None = no selection, so everything may be painted on."""
        return self._history.selection

    @property
    def wet(self) -> tuple[str, Raster] | None:
        """The stroke in progress: the layer's id, and what to show instead of its own raster."""
        return self._wet

    # ------------------------------------------------------------------------------------------ edits

    def apply(self, command: Command, bounds: Bounds | None = None) -> None:
        """Do ``command`` as one step of the history; without ``bounds`` they are found by comparing tiles.

        A command that returns the document and the selection it was given leaves no step and no signal.
        """
        before = self._now
        self._history.apply(command)
        self._moved(before, bounds)

    def undo(self) -> None:
        """One step back; not while the pen is down."""
        self._travel(self._history.position - 1)

    def redo(self) -> None:
        """One step forward; not while the pen is down."""
        self._travel(self._history.position + 1)

    def go_to(self, position: int) -> None:
        """To a step of the history by its index; out of range means the nearest. Not while the pen is
        down.
        """
        self._travel(position)

    def open(self, document: Document, path: Path | None) -> None:
        """Another document takes the place of this one, with a history of its own."""
        before = self.document
        self._wet, self._wet_bounds = None, Bounds(0, 0, 0, 0)
        selected = self.selection is not None
        self._begin(document, path)
        self.replaced.emit()
        self.changed.emit(Change(before, document, None))
        self.active_changed.emit()
        if selected:
            self.selection_changed.emit()
        self.saved_changed.emit()

    def mark_saved(self, document: Document, path: Path) -> None:
        """``path`` now holds ``document``; edits made since then leave the session dirty."""
        self._saved, self._path = document, path
        self.saved_changed.emit()

    def mark_unsaved(self) -> None:
        """No file holds the document: it was recovered, or its file is gone."""
        self._saved = None
        self.saved_changed.emit()

    # ------------------------------------------------------------------------------------- what is picked

    def set_active_layer(self, layer_id: str) -> None:
        """Pick a layer; picking a region's mask picks the region. An id that is not there picks nothing."""
        region = next((r.id for r in self.document.regions if r.mask == layer_id), "")
        self._activate(layer_id, region)

    def set_active_region(self, region_id: str) -> None:
        """Pick a region and its mask; "" goes back to the whole canvas and keeps the layer."""
        region = next((r for r in self.document.regions if r.id == region_id), None)
        if region is not None:
            self._activate(region.mask, region.id)
        else:
            self._activate(self._active_layer, "")

    def set_selection(self, selection: Raster | None, name: str = "") -> None:
        """Select something else, as a step of the history called ``name`` ("" for the usual one). The file
        holds no selection, so the document is no dirtier than before; nor does the journal, so after a crash
        nothing is selected. Raises ValueError for anything but a one-channel raster.
        """
        self.apply(select(selection, name))

    # --------------------------------------------------------------------------------- the stroke in progress

    def set_wet(self, layer_id: str, raster: Raster, dirty: Bounds) -> None:
        """Show ``raster`` for the layer while the pen is down; ``dirty`` is new since the last call."""
        self._wet = (layer_id, raster)
        self._wet_bounds = self._wet_bounds.united(dirty)
        self.wet_changed.emit(dirty)

    def drop_wet(self) -> None:
        """The pen is up, or the stroke was given up: layers look like themselves again."""
        if self._wet is not None:
            bounds, self._wet_bounds, self._wet = self._wet_bounds, Bounds(0, 0, 0, 0), None
            self.wet_changed.emit(bounds)

    # ------------------------------------------------------------------------------------------ trying out

    @property
    def shown(self) -> Document:
        """What the canvas shows: the document, or what it would be after the command that is tried out."""
        return self._tried or self.document

    def try_out(self, command: Command | None) -> None:
        """Show what ``command`` would do while a slider is dragged; None, or any edit, ends it."""
        before = self.shown
        self._tried = None if command is None else command.change(self.document)
        if self.shown is not before:
            bounds = changed_bounds(before, self.shown)
            self.wet_changed.emit(Bounds.of(self.document.extent) if bounds is None else bounds)

    # -------------------------------------------------------------------------------------------- within

    def _begin(self, document: Document, path: Path | None) -> None:
        self._tried = None
        self._history = History(document, self._budget)
        self._path = path
        self._saved = document
        self._active_region = ""
        layers = [layer for layer in document.walk() if not isinstance(layer, MaskLayer)]
        self._active_layer = layers[-1].id if layers else ""

    def _travel(self, position: int) -> None:
        if self._wet is not None:
            return
        before = self._now
        position = max(0, min(position, len(self._history.steps) - 1))
        while self._history.position > position:
            self._history.undo()
        while self._history.position < position:
            self._history.redo()
        self._moved(before, None)

    @property
    def _now(self) -> Step:
        return self._history.steps[self._history.position]

    def _moved(self, step: Step, bounds: Bounds | None) -> None:
        if self.document is not step.document:
            self._edited(step.document, bounds)
        if self.selection is not step.selection:
            self.selection_changed.emit()

    def _edited(self, before: Document, bounds: Bounds | None) -> None:
        after = self.document
        self._tried = None
        was_dirty = before is not self._saved
        if bounds is None:
            bounds = changed_bounds(before, after)
        self._keep_active(before)
        self.changed.emit(Change(before, after, bounds))
        if self.dirty is not was_dirty:
            self.saved_changed.emit()

    def _keep_active(self, before: Document) -> None:
        """After an edit, what was picked may be gone."""
        layer, region = self._active_layer, self._active_region
        if self.document.find(layer) is None:
            layer = neighbour(before, self.document, layer)
        if all(r.id != region or r.mask != layer for r in self.document.regions):
            region = ""
        self._activate(layer, region)

    def _activate(self, layer: str, region: str) -> None:
        layer = layer if self.document.find(layer) is not None else ""
        if (layer, region) != (self._active_layer, self._active_region):
            self._active_layer, self._active_region = layer, region
            self.active_changed.emit()
