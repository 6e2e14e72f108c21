"""Why a part of a picture cannot be painted anew, as types with fields."""

from __future__ import annotations

from dataclasses import dataclass

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.geometry import Extent


class RepaintError(ArtmasterError):
    """Nothing was painted; the picture is as it was."""


@dataclass(eq=False)
class MaskEmpty(RepaintError):
    """Nothing of the canvas ``canvas`` is selected."""

    canvas: Extent


@dataclass(eq=False)
class MaskTooSmall(RepaintError):
    """``pixels`` are selected; the model needs about ``needed`` to paint anything there."""

    pixels: int
    needed: int


@dataclass(eq=False)
class MaskFaint(RepaintError):
    """The model called ``model`` takes a mask for all or nothing, and all of it is less than half."""

    model: str


@dataclass(eq=False)
class MaskSizeDiffers(RepaintError):
    """The mask is ``mask`` large, the picture ``picture``."""

    mask: Extent
    picture: Extent
