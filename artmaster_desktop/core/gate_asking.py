"""From a document to what the gate is asked about it: pure, and without the gate."""

from __future__ import annotations

from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.composition import Measure, composition_of
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.gate_question import GateWish
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.planning import painted_extent, region_mask
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.vocabulary import Vocabulary


def leaves_to_gate(document: Document) -> bool:
    """Whether the gate chooses anywhere in ``document``."""
    return document.root.choosing.by_gate or any(
        region.enabled and region.choosing.by_gate for region in document.regions
    )


def wishes_of(
    document: Document, caps: ModelCaps, words: Vocabulary, measure: Measure = region_mask
) -> tuple[GateWish, ...]:
    """A wish for every area that the gate chooses for. A region without a text of its own is read by the
    document's; the painters of the whole canvas are its sliders. Where things lie is measured only for those
    who are to go by it, so that a stroke changes no other wish.
    """
    extent = painted_extent(document.extent, caps)
    grid = Extent(extent.width // caps.token, extent.height // caps.token)
    root = document.root
    found: list[tuple[Region | None, str, tuple[Share, ...], Choosing]] = []
    if root.choosing.by_gate:
        found.append((None, root.prompt, root.painters, root.choosing))
    for region in document.regions:
        if region.enabled and region.choosing.by_gate:
            text = region.prompt.strip() or root.prompt
            found.append((region, text, region.painters, region.choosing))
    return tuple(
        GateWish(
            text,
            composition_of(document, region, words, grid, measure)
            if choosing.mode is GateMode.COMPOSITION
            else (),
            root.painters if region is not None else (),
            own,
            choosing,
            region.id if region is not None else "",
        )
        for region, text, own, choosing in found
    )
