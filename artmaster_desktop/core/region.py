"""A region: an area of the canvas, its text and its painters."""

from __future__ import annotations

from dataclasses import dataclass

from artmaster_desktop.core.choosing import BY_HAND, Choosing
from artmaster_desktop.core.painter import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The area drawn on the mask layer ``mask``, with the text and the painters that rule there.

    An empty ``prompt`` adds nothing to the document's; no (enabled) ``painters`` leaves the document's own at
    work. ``feather`` is the softness of the border: the standard deviation of its blur, in canvas pixels.
    ``strength`` in [0, 1] is how much of the area the region takes over from the document's own prompt and
    painters; 0 leaves everything to them. ``choosing`` says whether the gate chooses beside ``painters``.
    """

    id: str
    mask: str
    name: str = ""
    prompt: str = ""
    painters: tuple[Share, ...] = ()
    feather: float = 8.0
    strength: float = 1.0
    enabled: bool = True
    choosing: Choosing = BY_HAND

    def __post_init__(self) -> None:
        if not self.id or not self.mask:
            raise ValueError("a region needs an id and a mask layer")
        if not 0.0 <= self.feather <= 1024.0:
            raise ValueError(f"feather must be in [0, 1024] pixels, not {self.feather}")
        if not 0.0 <= self.strength <= 1.0:
            raise ValueError(f"strength must be in [0, 1], not {self.strength}")
