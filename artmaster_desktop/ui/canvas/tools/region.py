"""The region tool: painting makes a region, painting on makes it grow, and it can take away."""

from __future__ import annotations

from PySide6.QtCore import QObject

from artmaster_desktop.core.brush import Mode
from artmaster_desktop.core.commands import add_region, new_id
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.ui.canvas.tools.base import Modifier, Point, Surface
from artmaster_desktop.ui.canvas.tools.brush import StrokeTool
from artmaster_desktop.ui.canvas.tools.target import paintable
from artmaster_desktop.ui.toolbox import ToolId


class RegionTool(StrokeTool):
    """Paints where a region is. With Alt, or ``taking`` in the options, it takes away."""

    id = ToolId.REGION
    shows_regions = True

    def __init__(self, surface: Surface, parent: QObject | None = None) -> None:
        super().__init__(surface, parent)
        self._new: tuple[str, str] | None = None

    def title(self) -> str:
        return "Paint region" if self.mode is Mode.PAINT else "Take away from region"

    def press(self, point: Point) -> None:
        taking = self.toolbox.options.taking or point.has(Modifier.AltModifier)
        self.mode = Mode.ERASE if taking else Mode.PAINT
        super().press(point)

    def target(self) -> tuple[str, Raster] | None:
        """The mask of the active region; without one, a new mask on no layer yet."""
        self._new = None
        document = self.session.document
        region = next((r for r in document.regions if r.id == self.session.active_region), None)
        if region is not None:
            return paintable(self.surface, region.mask)
        if self.mode is Mode.ERASE:
            self.surface.refuse(self.tr("Choose the region to take away from."))
            return None
        self._new = new_id(), new_id()
        return self._new[1], Raster(1)

    def commit(self, layer: str, raster: Raster) -> Command:
        if self._new is None:
            return super().commit(layer, raster)
        name = self.tr("Region {number}").format(number=_free_number(self.session.document))
        return add_region(name, raster=raster, region_id=self._new[0], mask_id=self._new[1])

    def release(self, point: Point) -> None:
        super().release(point)
        if self._new is not None:
            made, self._new = self._new[0], None
            self.session.set_active_region(made)


def _free_number(document: Document) -> int:
    """The first number that no region's name ends in."""
    taken = {region.name.rsplit(" ", 1)[-1] for region in document.regions}
    number = 1
    while str(number) in taken:
        number += 1
    return number
