"""Which layer to go on with when the one in hand is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.layer import GroupLayer, Layer, MaskLayer


def neighbour(before: Document, after: Document, gone: str) -> str:
    """The id of the layer of ``after`` nearest to where ``gone`` lay in ``before``, "" where there is none.

    What was in a dissolved group comes first, then the layers below it, those above it, and the group around
    it. Masks are never chosen: the next stroke or key would change a region that nobody picked.
    """
    there = {layer.id for layer in after.walk() if not isinstance(layer, MaskLayer)}
    for candidate in _near(before.layers, gone):
        if candidate in there:
            return candidate
    pictures = [layer.id for layer in after.walk() if layer.id in there and not isinstance(layer, GroupLayer)]
    return pictures[-1] if pictures else ""


def _near(layers: Sequence[Layer], gone: str) -> Iterator[str]:
    """Candidates in their order; nothing where ``gone`` is not among ``layers`` or inside them."""
    for at, layer in enumerate(layers):
        if layer.id == gone:
            inside = layer.layers if isinstance(layer, GroupLayer) else ()
            for other in (*reversed(inside), *reversed(layers[:at]), *layers[at + 1 :]):
                yield other.id
            return
        if isinstance(layer, GroupLayer):
            found = list(_near(layer.layers, gone))
            if found or any(child.id == gone for child in layer.layers):
                yield from found
                yield layer.id
                return
