"""What can be measured on a work, and what that says of its artist. No number depends on a scan's size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import fmean, pstdev


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokeMeasures:
    """How the brush was led. Widths and lengths are in per mille of the work's shorter side.

    ``cover``: share [0, 1] of the work under strokes. ``width``: mean width of a stroke; ``rhythm``: how much
    widths vary (standard deviation by mean: pressed and lifted). ``length``: median length of a connected
    stroke. ``angle``: the main direction in degrees, [0, 180), 0 = level, 90 = upright; ``order`` in [0, 1]:
    how much strokes keep to it. ``dryness`` in [0, 1]: share of ink within strokes that is broken by paper
    (飞白). ``softness``: width of a stroke's edge by the stroke's own width; wet strokes bleed.
    """

    cover: float
    width: float
    rhythm: float
    length: float
    angle: float
    order: float
    dryness: float
    softness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMeasures:
    """One work. ``palette``: up to five sRGB colours ``#rrggbb`` from light to dark. ``blank``: share of bare
    paper (留白). ``ink``: mean optical density above the paper's. ``layers``: shares of the painted area in
    five shades of ink (墨分五色), from clear to burnt. ``chroma``: mean CIELAB chroma of what is painted,
    over what grey ink would have on this paper; ``hue``: its main hue in degrees, [0, 360). ``centre``: where
    the weight of the ink lies, x and y in [0, 1]. ``aspect``: width by height. ``paper``: its ground in
    CIELAB, L* in [0, 100].
    """

    palette: tuple[str, ...]
    blank: float
    ink: float
    layers: tuple[float, float, float, float, float]
    chroma: float
    hue: float
    centre: tuple[float, float]
    aspect: float
    paper: tuple[float, float, float]
    strokes: StrokeMeasures

    @property
    def ground(self) -> float:
        """L* of the paper: under 40 it is dark silk, and what is painted may be lighter."""
        return self.paper[0]


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over an artist's works: its ``mean``, and the standard ``deviation`` between works."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of at least one value."""
        return cls(fmean(values), pstdev(values))


@dataclass(frozen=True, slots=True)
class ArtistMeasures:
    """All works together: the ``palette`` of them all, and the spread of every number by its name
    (``blank``, ``ink``, ``chroma``, ``strokes.width``...). Angles and hues turn round and have no mean here.
    """

    works: int
    palette: tuple[str, ...]
    spreads: tuple[tuple[str, Spread], ...]


def artist_measures(works: Sequence[WorkMeasures], palette: tuple[str, ...]) -> ArtistMeasures:
    """The measures of at least one work as one artist's. ``palette`` is measured on all of them at once."""
    if not works:
        raise ValueError("an artist without works has no measures")
    names = ("blank", "ink", "chroma", "aspect", "ground")
    found = [(name, Spread.of([float(getattr(work, name)) for work in works])) for name in names]
    for shade in range(5):
        found.append((f"layers.{shade + 1}", Spread.of([work.layers[shade] for work in works])))
    for field in fields(StrokeMeasures):
        if field.name != "angle":
            values = [float(getattr(work.strokes, field.name)) for work in works]
            found.append((f"strokes.{field.name}", Spread.of(values)))
    return ArtistMeasures(len(works), palette, tuple(found))
