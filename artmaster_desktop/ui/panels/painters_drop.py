"""Painters that are dropped onto the canvas: they paint the region that lies there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QDropEvent

from artmaster_desktop.app.painter_shelf import PainterShelf
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import EditError
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.ui.canvas.view import CanvasView
from artmaster_desktop.ui.panels.painters_hiring import hired
from artmaster_desktop.ui.panels.painters_model import MIME

_HALF = 128
"""A mask counts from here on: where it is fainter, the region only fades out."""


class PainterDrop(QObject):
    """Watches ``canvas``. While a painter is dragged over it all regions are shown; dropped, the painter goes
    to the topmost region under the pointer, or to the whole canvas. Whatever else is dragged goes on to the
    window.
    """

    said = Signal(str)
    """Where the painter went, or why it could not."""

    def __init__(self, canvas: CanvasView, shelf: PainterShelf, parent: QObject | None = None) -> None:
        super().__init__(parent or canvas)
        self._canvas, self._shelf = canvas, shelf
        self._overlay_before: bool | None = None
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._over(False)
            return False
        if not isinstance(event, QDropEvent):  # also what enters and moves
            return False
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return True
        event.acceptProposedAction()
        self._over(kind != QEvent.Type.Drop)
        if kind == QEvent.Type.Drop:
            slug = bytes(event.mimeData().data(MIME).data()).decode("utf-8", "replace")
            self._hire(slug, self._canvas.canvas_from_view(event.position()))
        return True

    def _over(self, dragged: bool) -> None:
        """Regions are seen while it must be seen where a painter would land."""
        canvas = self._canvas
        if dragged and self._overlay_before is None:
            self._overlay_before = canvas.overlay_shown
            canvas.show_overlay(True)
        elif not dragged and self._overlay_before is not None:
            canvas.show_overlay(self._overlay_before)
            self._overlay_before = None

    def _hire(self, slug: str, place: QPointF) -> None:
        one, session = self._shelf.find(slug), self._canvas.session
        if one is None:
            self.said.emit(self.tr("This painter is not in the library any more."))
            return
        document = session.document
        region_id = region_at(document, place)
        try:
            session.apply(hired(document, region_id, one.ref))
        except EditError as error:
            self._canvas.fail(error)
            return
        session.set_active_region(region_id)
        name = next((r.name for r in document.regions if r.id == region_id), self.tr("the whole canvas"))
        self.said.emit(self.tr("{painter} paints {place}.").format(painter=one.painter.name, place=name))


def region_at(document: Document, place: QPointF) -> str:
    """The id of the topmost region whose mask covers a canvas point, "" for none."""
    pixel = Bounds(int(place.x()), int(place.y()), 1, 1)
    by_mask = {region.mask: region.id for region in document.regions}
    found = ""
    for layer in document.walk():
        if layer.id in by_mask and isinstance(layer, MaskLayer) and layer.raster.read(pixel).item() >= _HALF:
            found = by_mask[layer.id]
    return found
