"""A guide: a picture of the structure that the painting is to follow, how strictly, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

MOST_STRENGTH = 2.0
"""Beyond it the models that follow guides were never taught anything."""


OWN_CONTROL = "model"
"""Names as a guide's ``control`` the model that paints itself, where it was made to follow one."""


class GuideKind(Enum):
    """What a guide picture shows. All are white on black but the last two: a drawing's strokes and a depth's
    nearest places are white, a layout has one colour a class, a tone is a grey picture.
    """

    EDGES = "edges"
    LINE = "line"
    SCRIBBLE = "scribble"
    SOFT_EDGE = "soft-edge"
    DEPTH = "depth"
    LAYOUT = "layout"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class GuidePlace:
    """How strictly a guide is followed in ``region`` (its id; "" for what no such place covers): times the
    guide's own strength, in [0, 2]; 0 leaves the place free.
    """

    region: str
    strength: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.strength <= MOST_STRENGTH:
            raise ValueError(f"a strength must be in [0, {MOST_STRENGTH:g}], not {self.strength}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The drawing on ``layer`` (a sketch or image layer) as a guide of ``kind``.

    ``control`` names the model that follows it, "" for the one that comes with the program. It is followed
    with ``strength`` in [0, 2] from the share ``start`` of the steps to ``end``; the places say where more or
    less of that.
    """

    id: str
    layer: str
    kind: GuideKind
    control: str = ""
    strength: float = 0.7
    start: float = 0.0
    end: float = 0.8
    places: tuple[GuidePlace, ...] = ()
    enabled: bool = True

    def __post_init__(self) -> None:
        if not self.id or not self.layer:
            raise ValueError("a guide needs an id and a layer")
        if not 0.0 <= self.strength <= MOST_STRENGTH:
            raise ValueError(f"a strength must be in [0, {MOST_STRENGTH:g}], not {self.strength}")
        if not 0.0 <= self.start < self.end <= 1.0:
            raise ValueError(
                f"a guide goes from one share of the steps to a later one: {self.start}, {self.end}"
            )
        if len({place.region for place in self.places}) != len(self.places):
            raise ValueError("a guide names a place twice")


def still_standing(
    guides: Iterable[Guide], layers: Collection[str], regions: Collection[str]
) -> tuple[Guide, ...]:
    """Those of ``guides`` whose layer is among ``layers`` (ids), without the places in regions that are not
    among ``regions``.
    """
    return tuple(
        replace(guide, places=tuple(p for p in guide.places if not p.region or p.region in regions))
        for guide in guides
        if guide.layer in layers
    )
