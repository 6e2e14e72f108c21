"""Everything that the canvas shows of a document, and painting it: picture, regions, preview, selection."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from artmaster_desktop.app.session import Change, Session
from artmaster_desktop.core.commands import next_colour
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.layer import Layer, SketchLayer
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.ui.canvas.ants import Ants
from artmaster_desktop.ui.canvas.picture import Picture, soon, whole_rect
from artmaster_desktop.ui.canvas.region_overlay import RegionOverlay
from artmaster_desktop.ui.canvas.tile_cache import TileCache
from artmaster_desktop.ui.canvas.tile_paint import Wet
from artmaster_desktop.ui.canvas.viewport import Viewport

NOTHING = Bounds(0, 0, 0, 0)
BUDGET = 12.0
"""Milliseconds of composing in one paint; what is not ready is painted coarsely and followed up."""

FRAME = 20.0
"""Milliseconds that composing and drawing are to take together: where drawing takes long (a turned view, a
busy machine), less is composed at a time.
"""

LEAST = 3.0
"""Milliseconds of composing in any paint, so that the picture gets ready."""


class Scene:
    """Follows a session; the view asks it to paint."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.overlay_shown = False
        self.preview: QImage | None = None
        self.preview_opacity = 1.0
        self._preview_place: Bounds | None = None
        self._begin()

    def _begin(self) -> None:
        extent = self._session.document.extent
        self.picture = Picture(TileCache(extent))
        self.overlay = RegionOverlay(extent)
        self.ants = Ants(extent)
        self._guest = ""
        self._set_layers(None)
        self.follow_regions()
        self.ants.set_selection(self._session.selection)

    # ------------------------------------------------------------------------------------ following

    def follow_change(self, change: Change) -> Bounds | None:
        """The document is another; returns where it may look different, None = everywhere."""
        if change.before.extent != change.after.extent or change.before.id != change.after.id:
            self._begin()
            return None
        self._set_layers(change.bounds)
        return None if self.follow_regions() and self.overlay_shown else change.bounds

    def follow_wet(self, bounds: Bounds) -> Bounds:
        """The stroke in progress is another; returns where it may look different."""
        wet = self._session.wet
        if wet is not None and wet[1].channels == 1:
            self.follow_regions()
            return self.overlay.reach(wet[0], bounds)
        if self._session.shown.layers is not self._layers:
            self._set_layers(bounds)
        guest = wet[0] if wet is not None and self._session.document.find(wet[0]) is None else ""
        if guest != self._guest:
            self._guest = guest
            self._set_layers(NOTHING)
        self.picture.cache.set_wet(Wet(*wet) if wet is not None else None, bounds)
        if wet is None and self.follow_regions():
            return Bounds.of(self._session.document.extent)
        return bounds

    def _set_layers(self, changed: Bounds | None) -> None:
        layers: tuple[Layer, ...] = self._session.shown.layers
        self._layers = layers
        wet = self._session.wet
        if self._guest and wet is not None:
            layers = (*layers, SketchLayer(id=self._guest, name="", raster=wet[1]))
        shown = Wet(*wet) if wet is not None and wet[1].channels == 4 else None
        self.picture.cache.set_layers(layers, shown, changed)

    def follow_regions(self) -> bool:
        """Masks, feathers and the active region; returns whether anything looks different."""
        session, painted = self._session, None
        if session.wet is not None and session.wet[1].channels == 1:
            layer = session.document.find(session.wet[0])
            colour = getattr(layer, "colour", next_colour(session.document))
            painted = (*session.wet, colour)
        return self.overlay.update(session.document, session.active_region, painted)

    def set_preview(self, pixels: Pixels | None, opacity: float, place: Bounds | None = None) -> None:
        """``pixels``: uint8 RGB or RGBA ``[h, w, 3 or 4]`` of any size, stretched over ``place`` of the
        canvas, or over all of it.
        """
        self.preview, self.preview_opacity, self._preview_place = None, opacity, place
        if pixels is not None:
            height, width, channels = pixels.shape
            data = np.ascontiguousarray(pixels, np.uint8)
            clear = channels == 4
            kind = QImage.Format.Format_RGBA8888 if clear else QImage.Format.Format_RGB888
            image = QImage(data.data, width, height, channels * width, kind)
            shown = QImage.Format.Format_ARGB32_Premultiplied if clear else QImage.Format.Format_RGB32
            self.preview = image.convertToFormat(shown)

    def prepare(self, viewport: Viewport, deadline: float) -> bool:
        """Compose ahead what a stroke on the active layer would need where the canvas is in sight; False
        where nothing is left to do.
        """
        layer = self._session.active_layer
        if self._session.wet is not None or not layer:
            return False
        return self.picture.cache.prepare(layer, viewport.canvas_bounds(whole_rect(viewport)), deadline)

    # ------------------------------------------------------------------------------------- painting

    def paint(self, painter: QPainter, viewport: Viewport, rects: list[QRect], regions: bool) -> Bounds:
        """Paint ``rects`` of the widget, with the overlay where ``regions``; returns what to follow up."""
        deadline = soon(max(LEAST, min(BUDGET, FRAME - self.picture.drawing)))
        missing = NOTHING
        whole = QRect()
        for rect in rects:
            missing = missing.united(self.picture.paint(painter, viewport, rect, deadline))
            whole = whole.united(rect)
        if self.preview is not None and self._session.wet is None:
            self._paint_preview(painter, viewport)
        if regions:
            self.overlay.work(deadline)
            self.overlay.paint(painter, viewport)
            if self.overlay.busy:
                missing = missing.united(viewport.canvas_bounds(whole))
        self._paint_border(painter, viewport)
        if not self.ants.empty:
            self.ants.paint(painter, viewport, whole, self.picture.level(viewport.zoom))
        return missing

    def _paint_preview(self, painter: QPainter, viewport: Viewport) -> None:
        assert self.preview is not None
        painter.save()
        painter.setOpacity(self.preview_opacity)
        painter.setTransform(viewport.transform(), combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._preview_place or Bounds.of(viewport.extent)
        painter.drawImage(QRectF(place.x, place.y, place.width, place.height), self.preview)
        painter.restore()

    def _paint_border(self, painter: QPainter, viewport: Viewport) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not viewport.upright)
        pen = QPen(QColor(0, 0, 0, 90), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas = QRectF(0, 0, viewport.extent.width, viewport.extent.height)
        shape = viewport.transform().map(QPolygonF(canvas))
        if viewport.upright:
            painter.drawRect(shape.boundingRect().toRect().adjusted(-1, -1, 0, 0))
        else:
            painter.drawPolygon(shape)
        painter.restore()
