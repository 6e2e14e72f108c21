"""Edits of regions and of what holds for the whole canvas, as commands for the history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.errors import LayerGone
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.layer_commands import new_id
from artmaster_desktop.core.layer_tree import place_above, put, refuse_locked, refuse_locked_group, take
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region

REGION_COLOURS: tuple[tuple[int, int, int], ...] = (
    (230, 97, 64),
    (46, 134, 193),
    (95, 168, 76),
    (155, 89, 182),
    (241, 179, 46),
    (26, 163, 152),
    (214, 87, 144),
    (122, 104, 84),
)
"""Told apart beside each other, over ink and over white, also by eyes that mix up red and green."""
_ALIKE = 50.0
"""Distance in sRGB below which two tints are taken for one another; those above lie further apart."""


def next_colour(document: Document) -> tuple[int, int, int]:
    """The region colour that the fewest masks have, or look like."""
    used = [layer.colour for layer in document.walk() if isinstance(layer, MaskLayer)]
    return min(REGION_COLOURS, key=lambda colour: sum(math.dist(colour, other) < _ALIKE for other in used))


def add_region(
    name: str,
    *,
    raster: Raster | None = None,
    above: str = "",
    region_id: str = "",
    mask_id: str = "",
    colour: tuple[int, int, int] | None = None,
) -> Command:
    """A region with its mask: ``raster`` (one channel) or nothing yet; above the layer ``above`` ("" = on
    top).
    """
    region = Region(id=region_id or new_id(), mask=mask_id or new_id(), name=name)

    def change(document: Document) -> Document:
        mask = MaskLayer(
            id=region.mask, name=name, raster=raster or Raster(1), colour=colour or next_colour(document)
        )
        place = place_above(document, above)
        refuse_locked_group(document, place.parent)
        return put(document, (mask,), place).edited(regions=(*document.regions, region))

    return Command("Add region", change)


def add_region_for(mask_id: str, *, region_id: str = "") -> Command:
    """A region on a mask layer that is there already."""
    region = Region(id=region_id or new_id(), mask=mask_id)

    def change(document: Document) -> Document:
        mask = document.find(mask_id)
        if not isinstance(mask, MaskLayer):
            raise LayerGone(mask_id)
        return document.edited(regions=(*document.regions, replace(region, name=mask.name)))

    return Command("Add region", change)


def remove_region(region_id: str) -> Command:
    """Removes a region with its mask."""

    def change(document: Document) -> Document:
        mask = need_region(document, region_id).mask
        refuse_locked(document, mask)
        return take(document, {mask})

    return Command("Remove region", change)


def edit_region(region: Region, name: str = "Edit region") -> Command:
    """Every value of the region with this id replaced; ``name`` says in the history what was edited."""

    def change(document: Document) -> Document:
        old = need_region(document, region.id)
        if old == region:
            return document
        changed = document.with_region(region)
        if old.name != region.name and old.mask == region.mask:
            changed = changed.with_layer(replace(changed.mask_of(region), name=region.name))
        return changed

    return Command(name, change)


def order_regions(ids: Sequence[str]) -> Command:
    """The cards in another order; regions that ``ids`` does not name stay behind those, in their order."""
    rank = {region_id: index for index, region_id in enumerate(ids)}

    def change(document: Document) -> Document:
        ordered = tuple(sorted(document.regions, key=lambda region: rank.get(region.id, len(rank))))
        return document if ordered == document.regions else document.edited(regions=ordered)

    return Command("Order regions", change)


def edit_root(root: Root, name: str = "Edit prompt") -> Command:
    """What holds for the whole canvas."""
    return Command(name, lambda document: document if document.root == root else document.edited(root=root))


def edit_paint(paint: PaintSettings, name: str = "Edit painting") -> Command:
    """How the next painting is made."""
    return Command(
        name, lambda document: document if document.paint == paint else document.edited(paint=paint)
    )


def edit_title(title: str) -> Command:
    """The document's title."""
    return Command(
        "Edit title", lambda document: document if document.title == title else document.edited(title=title)
    )


def need_region(document: Document, region_id: str) -> Region:
    """The region, or LayerGone."""
    for region in document.regions:
        if region.id == region_id:
            return region
    raise LayerGone(region_id)
