"""Brush, eraser and smudge: strokes on the active layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from artmaster_desktop.core.brush import Brush, Mode
from artmaster_desktop.core.brushwork import Brushwork
from artmaster_desktop.core.commands import add_sketch, new_id, replace_raster
from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import ImageLayer, MaskLayer, SketchLayer
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.stroke import Sample
from artmaster_desktop.ui.canvas.tools.base import Point, Surface, Tool
from artmaster_desktop.ui.canvas.tools.target import paintable
from artmaster_desktop.ui.toolbox import ToolId

NOTHING = Bounds(0, 0, 0, 0)


class StrokeTool(Tool):
    """One stroke from press to release, shown wet while it grows."""

    outlined = True
    mode = Mode.PAINT

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._work: Brushwork | None = None
        self._layer = ""
        self._changed = NOTHING
        self._last = Sample(0.0, 0.0)

    @property
    def dragging(self) -> bool:
        return self._work is not None

    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def title(self) -> str:
        """The step's name in the history: English, translated where it is shown."""
        return "Brush stroke"

    def brush(self) -> Brush:
        return self.toolbox.brush_of(self.id)

    def target(self) -> tuple[str, Raster] | None:
        """The layer to paint on and what it holds; None where it cannot be painted on (and said so)."""
        return paintable(self.surface)

    def commit(self, layer: str, raster: Raster) -> Command:
        return replace_raster(layer, raster, self.title())

    def press(self, point: Point) -> None:
        found = self.target()
        if found is None:
            return
        self._layer, raster = found
        document = self.session.document
        self._work = Brushwork(
            raster,
            self.brush(),
            self.toolbox.colour,
            self.mode,
            selection=self.session.selection,
            seed=self.session.history.position,
            within=Bounds.of(document.extent),
        )
        self._changed = NOTHING
        self._last = point.sample
        self._grew(self._work.extend([point.sample]))

    def move(self, points: Sequence[Point]) -> None:
        if self._work is not None:
            self._last = points[-1].sample
            self._grew(self._work.extend([point.sample for point in points]))

    def release(self, point: Point) -> None:
        work = self._work
        if work is None:
            return
        changed = work.extend([self._lifted(point.sample)])
        self._grew(changed.united(work.finish()))
        self._work = None
        raster, changed = work.raster, self._changed
        self.session.drop_wet()
        if not changed.empty:
            self.apply(self.commit(self._layer, raster), changed)

    def cancel(self) -> None:
        self._work = None
        self.session.drop_wet()

    def _lifted(self, end: Sample) -> Sample:
        """Where the pen left the tablet: it reports no pressure there, which is not how the stroke ends."""
        return end if end.pressure > 0.0 else replace(end, pressure=self._last.pressure)

    def _grew(self, changed: Bounds) -> None:
        if not changed.empty and self._work is not None:
            self._changed = self._changed.united(changed)
            self.session.set_wet(self._layer, self._work.raster, changed)


class BrushTool(StrokeTool):
    """Paints with the colour in hand; where there is no layer to paint on it makes a sketch."""

    id = ToolId.BRUSH

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._new = ""

    def target(self) -> tuple[str, Raster] | None:
        self._new = ""
        document = self.session.document
        pictures = any(isinstance(layer, SketchLayer | ImageLayer) for layer in document.walk())
        if pictures or isinstance(document.find(self.session.active_layer), MaskLayer):
            return super().target()
        self._new = new_id()
        return self._new, Raster(4)

    def commit(self, layer: str, raster: Raster) -> Command:
        if not self._new:
            return super().commit(layer, raster)
        added = add_sketch(self.tr("Sketch"), layer_id=layer, raster=raster)
        return replace(added, name=self.title())

    def release(self, point: Point) -> None:
        super().release(point)
        if self._new:
            self.session.set_active_layer(self._new)
            self._new = ""


class EraserTool(StrokeTool):
    """Takes away from the active layer."""

    id = ToolId.ERASER
    mode = Mode.ERASE

    def title(self) -> str:
        return "Erase"


class SmudgeTool(StrokeTool):
    """Drags what is painted along."""

    id = ToolId.SMUDGE
    mode = Mode.SMUDGE

    def title(self) -> str:
        return "Smudge"
