"""The commands that give work to painters."""

from __future__ import annotations

from dataclasses import replace

from artmaster_desktop.core.commands import edit_region, edit_root
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.painter import PainterRef, Role, Share


def hired(document: Document, region_id: str, ref: PainterRef) -> Command:
    """The command that lets ``ref`` paint a region ("" = the whole canvas), wakes it where it rests there,
    and changes nothing where it is at work already.
    """
    region = next((one for one in document.regions if one.id == region_id), None)
    if region is None:
        root = document.root
        return edit_root(replace(root, painters=with_share(root.painters, ref)), "Add painter")
    return edit_region(replace(region, painters=with_share(region.painters, ref)), "Add painter")


def with_share(shares: tuple[Share, ...], ref: PainterRef) -> tuple[Share, ...]:
    """The shares with ``ref`` among them and at work."""
    if any(share.painter.slug == ref.slug for share in shares):
        return tuple(
            replace(share, enabled=True) if share.painter.slug == ref.slug else share for share in shares
        )
    return (*shares, Share(ref))


def mixed(document: Document, region_id: str, one: PainterRef, other: PainterRef, at: float) -> Command:
    """The command that gives a region ("" = the whole canvas) both painters with the weights ``1 - at`` and
    ``at``. Its other painters stay in the list and rest, as the picture was painted without them.
    """
    at = min(1.0, max(0.0, at))
    hands = (Share(one, round(1.0 - at, 3), Role.WHOLE), Share(other, round(at, 3), Role.WHOLE))
    return shared_out(document, region_id, hands)


def shared_out(document: Document, region_id: str, hands: tuple[Share, ...]) -> Command:
    """The command that gives a region ("" = the whole canvas) to ``hands``; its other painters rest."""
    region = next((r for r in document.regions if r.id == region_id), None)
    shares = document.root.painters if region is None else region.painters
    ours = {share.painter.slug for share in hands}
    resting = tuple(replace(share, enabled=False) for share in shares if share.painter.slug not in ours)
    if region is None:
        return edit_root(replace(document.root, painters=(*hands, *resting)), "Mix painters")
    return edit_region(replace(region, painters=(*hands, *resting)), "Mix painters")
