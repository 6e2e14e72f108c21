"""What lies on the canvas: a tagged union of frozen layers, bottom first in every sequence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from artmaster_desktop.core.geometry import Bounds
from artmaster_desktop.core.lettering import Lettering
from artmaster_desktop.core.raster import Raster


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What every layer has.

    ``id`` is unique in the document and survives saving. ``opacity`` is in [0, 1]. ``blend`` is an OpenRaster
    composite operator (``svg:src-over``, ``svg:multiply``, ...). ``attributes`` are those that another
    program wrote and we do not know: kept in order, so that saving loses nothing.
    """

    id: str
    name: str
    visible: bool = True
    opacity: float = 1.0
    locked: bool = False
    blend: str = "svg:src-over"
    attributes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a layer needs an id")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"opacity must be in [0, 1], not {self.opacity}")


def _need_channels(raster: Raster, channels: int) -> None:
    if raster.channels != channels:
        raise ValueError(f"this layer holds {channels} channels, not {raster.channels}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchLayer(_Common):
    """The artist's drawing, RGBA: a start for the painting, never part of the print."""

    raster: Raster

    def __post_init__(self) -> None:
        _Common.__post_init__(self)
        _need_channels(self.raster, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLayer(_Common):
    """A picture, RGBA: imported, painted by hand, or painted by the engine."""

    raster: Raster

    def __post_init__(self) -> None:
        _Common.__post_init__(self)
        _need_channels(self.raster, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskLayer(_Common):
    """Where a region is, one channel; ``colour`` (sRGB, 0..255) is only how it is shown."""

    raster: Raster
    colour: tuple[int, int, int] = (214, 69, 48)

    def __post_init__(self) -> None:
        _Common.__post_init__(self)
        _need_channels(self.raster, 1)
        if not all(0 <= c <= 255 for c in self.colour):
            raise ValueError(f"a colour is three numbers in 0..255, not {self.colour}")


@dataclass(frozen=True, slots=True, kw_only=True)
class InscriptionLayer(_Common):
    """An inscription or a seal above the paint. ``lettering`` is what it is, ``raster`` (RGBA) only how it
    looks at the canvas' resolution: print draws the letters anew.
    """

    raster: Raster
    lettering: Lettering

    def __post_init__(self) -> None:
        _Common.__post_init__(self)
        _need_channels(self.raster, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLayer(_Common):
    """A folder of layers, bottom first."""

    layers: tuple[Layer, ...] = ()
    isolated: bool = True


Layer: TypeAlias = SketchLayer | ImageLayer | MaskLayer | InscriptionLayer | GroupLayer


def bounds_of(layer: Layer) -> Bounds:
    """The rectangle of everything drawn on the layer; empty where there is nothing."""
    if isinstance(layer, GroupLayer):
        found = Bounds(0, 0, 0, 0)
        for child in layer.layers:
            found = found.united(bounds_of(child))
        return found
    return layer.raster.bounds
