"""Region masks as tokens, remembered: on a large canvas they are most of what planning costs."""

from __future__ import annotations

from dataclasses import dataclass

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.gate import Coverage
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.planning import region_mask
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    raster: Raster
    extent: Extent
    grid: Extent
    feather: float
    mask: Coverage


class MaskCache:
    """``measure`` is ``region_mask`` with a memory of one mask a region. For one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def measure(self, document: Document, region: Region, grid: Extent) -> Coverage:
        """The feathered mask of ``region`` in tokens, as ``core.planning.region_mask`` gives it."""
        raster = document.mask_of(region).raster
        known = self._known.get(region.id)
        if (
            known is None
            or known.raster is not raster
            or (known.extent, known.grid, known.feather) != (document.extent, grid, region.feather)
        ):
            mask = region_mask(document, region, grid)
            mask.flags.writeable = False
            known = self._known[region.id] = _Known(raster, document.extent, grid, region.feather, mask)
        return known.mask

    def keep(self, document: Document) -> None:
        """Forget the regions that ``document`` does not have."""
        ids = {region.id for region in document.regions}
        self._known = {key: known for key, known in self._known.items() if key in ids}
