"""What of a document goes to paper: its pictures. Sketches and masks are the artist's own notes."""

from __future__ import annotations

from dataclasses import replace

from artmaster_desktop.core.layer import GroupLayer, ImageLayer, InscriptionLayer, Layer


def pictures_of(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Only pictures, inscriptions and seals, in their groups."""
    return tuple(
        replace(layer, layers=pictures_of(layer.layers)) if isinstance(layer, GroupLayer) else layer
        for layer in layers
        if isinstance(layer, GroupLayer | ImageLayer | InscriptionLayer)
    )


def parted(layers: tuple[Layer, ...]) -> tuple[tuple[Layer, ...], tuple[InscriptionLayer, ...]]:
    """The pictures, and the letters that lie above all of them (bottom first): those are drawn anew at the
    resolution of the print. Letters under paint, in groups or blended with it stay part of the picture.
    """
    pictures = list(pictures_of(layers))
    above: list[InscriptionLayer] = []
    while pictures:
        layer = pictures[-1]
        if layer.visible and not (isinstance(layer, InscriptionLayer) and layer.blend == "svg:src-over"):
            break
        pictures.pop()
        if isinstance(layer, InscriptionLayer) and layer.visible:
            above.append(layer)
    return tuple(pictures), tuple(reversed(above))
