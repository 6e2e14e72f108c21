"""Changes of the selection, as commands for the history: each is a step of its own between the edits."""

from __future__ import annotations

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.history import Command
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.selection import Combine

JOINED = {
    Combine.REPLACE: "Select",
    Combine.ADD: "Add to selection",
    Combine.SUBTRACT: "Take from selection",
    Combine.INTERSECT: "Intersect selection",
}
"""What a step is called by which a new selection joined the old one."""


def select(selection: Raster | None, name: str = "") -> Command:
    """Another selection; None selects nothing in particular, so that everything may be painted on. One with
    the same pixels leaves no step.

    Raises ValueError for anything but a one-channel raster.
    """
    if selection is not None and selection.channels != 1:
        raise ValueError("a selection has one channel")

    def change(old: Raster | None) -> Raster | None:
        return old if old == selection else selection

    return Command(name or ("Select nothing" if selection is None else "Select"), _unchanged, change)


def _unchanged(document: Document) -> Document:
    return document
