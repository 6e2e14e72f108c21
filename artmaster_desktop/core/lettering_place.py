"""Where an inscription or a seal goes: to the painter's own usual place, as its works have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.lettering import Matrix, Seal, Writing
from artmaster_desktop.core.mark import MarkHabit, MarkKind
from artmaster_desktop.core.painter import PainterRef, Share

USUAL = 0.25
"""The share of the works that must bear a mark before its place is called usual."""

LEAST = 8.0
"""Pixels: letters are never proposed smaller."""


def kind_of(content: type[Writing]) -> MarkKind:
    """What letters of this class are on a work."""
    return MarkKind.SEAL if content is Seal else MarkKind.INSCRIPTION


def usual_place(
    document: Document, kind: MarkKind, habits_of: Callable[[PainterRef], Sequence[MarkHabit]]
) -> Box | None:
    """Where the painter of ``document`` usually puts marks of ``kind``; None where nobody paints, or nothing
    is usual. Whoever paints the whole canvas comes before painters of regions, the heavier before the
    lighter, in a region by its strength.
    """
    shares = [(1, share.weight, share) for share in _at_work(document.root.painters)]
    shares += [
        (0, share.weight * region.strength, share)
        for region in document.regions
        if region.enabled
        for share in _at_work(region.painters)
    ]
    for _, _, share in sorted(shares, key=lambda one: one[:2], reverse=True):
        for habit in habits_of(share.painter):
            if habit.kind is kind and habit.share >= USUAL:
                return habit.box
    return None


def usual_height(content: type[Writing], box: Box, extent: Extent, otherwise: float) -> float:
    """The height in pixels of a seal that fills ``box`` (by its area: sheets have other shapes than works),
    or of a character: ``otherwise``, but no broader than the box.
    """
    wide, high = box.width * extent.width, box.height * extent.height
    if content is Seal:
        return float(max(LEAST, round((wide * high) ** 0.5)))
    return max(LEAST, min(otherwise, float(round(wide))))


def placed(content: Writing, height: float, box: Box, extent: Extent) -> Matrix:
    """``content`` with characters (or a seal) ``height`` pixels high in ``box``: a seal around its middle, an
    inscription from its upper right corner on; moved onto the canvas where it would hang over.
    """
    wide, high = (side * height for side in content.size)
    if isinstance(content, Seal):
        x = (box.x + box.width / 2) * extent.width - wide / 2
        y = (box.y + box.height / 2) * extent.height - high / 2
    else:
        x, y = box.right * extent.width - wide, box.y * extent.height
    left = max(0.0, min(x, extent.width - wide))
    top = max(0.0, min(y, extent.height - high))
    return height, 0.0, 0.0, height, left, top


def _at_work(shares: Sequence[Share]) -> Sequence[Share]:
    return [share for share in shares if share.enabled and share.weight > 0.0]
