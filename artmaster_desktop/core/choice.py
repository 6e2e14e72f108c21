"""What the gate chose and why, and how it becomes shares: the artist's hand always wins over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from artmaster_desktop.core.choosing import Choosing
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.painter import PainterRef, Role, Share

PARTS = (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)
"""The three parts of the work that the gate divides among painters. Their profiles add up to the whole
painter in every block group and noise bin, so whoever gets all three parts paints as if by hand.
"""

FLOOR = 0.05
"""A painter with less than this in a part is not hired for it: it could not be seen. Where nobody has more,
the likeliest does it alone.
"""

UNSURE = 0.5
"""Below this probability of the first painter the choice is told as a guess."""


@dataclass(frozen=True, slots=True)
class Odds:
    """``painter`` with its probability in [0, 1] for each of ``PARTS``; over all painters they sum to 1."""

    painter: PainterRef
    parts: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.parts) != len(PARTS) or any(not 0.0 <= part <= 1.0 for part in self.parts):
            raise ValueError("odds are three probabilities: composition, colour, brushwork")

    @property
    def mean(self) -> float:
        return sum(self.parts) / len(PARTS)


@dataclass(frozen=True, slots=True)
class Reason:
    """``what`` (a word of the text, or a subject and its place) spoke for ``painter`` by ``weight``: so many
    nats of log-odds against the mean of all painters; below 0 it spoke against.
    """

    what: str
    painter: str
    weight: float


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """The gate's choice for ``region`` (its id, "" for the whole canvas): all ``odds``, the ``shares`` that
    came of them and of the artist's own, and the ``words`` and ``places`` that spoke loudest.
    """

    region: str
    odds: tuple[Odds, ...]
    shares: tuple[Share, ...]
    words: tuple[Reason, ...] = ()
    places: tuple[Reason, ...] = ()

    @property
    def first(self) -> Odds:
        """The painter with the best odds over the three parts."""
        return max(self.odds, key=lambda one: one.mean)

    @property
    def sure(self) -> bool:
        return self.first.mean >= UNSURE


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the gate with the file hash ``gate`` chose for one document. ``unknown`` are painters
    of the library that it was not taught, by slug.
    """

    gate: str = ""
    areas: tuple[AreaChoice, ...] = ()
    unknown: tuple[str, ...] = ()

    def of(self, region: str) -> AreaChoice | None:
        """The choice for the region with this id ("" for the whole canvas)."""
        return next((area for area in self.areas if area.region == region), None)


NO_CHOICES = Choices()


def settled(odds: Iterable[Odds], own: tuple[Share, ...], top: int) -> tuple[Share, ...]:
    """The shares of an area: the artist's ``own`` unchanged, then the gate's for what they leave.

    A share at work takes its weight out of the part it does (of all three where it does the whole work); the
    gate divides the rest among the ``top`` likeliest of the others (0: all), never a painter that rests, or
    one that the artist has given that part already.
    """
    odds = tuple(odds)
    parts = [_part(odds, own, top, part) for part in range(len(PARTS))]
    painters = dict.fromkeys(ref for part in parts for ref in part)
    hired: list[Share] = []
    for ref in sorted(painters, key=lambda ref: -sum(part.get(ref, 0.0) for part in parts)):
        weights = [part.get(ref, 0.0) for part in parts]
        if max(weights) - min(weights) < 5e-3:
            hired.append(Share(ref, round(sum(weights) / len(weights), 3)))
        else:
            pairs = zip(PARTS, weights, strict=True)
            hired += [Share(ref, round(weight, 3), role) for role, weight in pairs if weight > 0.0]
    return (*own, *hired)


def _part(odds: tuple[Odds, ...], own: tuple[Share, ...], top: int, part: int) -> Mapping[PainterRef, float]:
    """Who does part number ``part`` of the work beside the artist's own, with which weight."""
    doing = [s for s in own if s.enabled and s.weight > 0.0 and s.role in (Role.WHOLE, PARTS[part])]
    left = 1.0 - sum(share.weight for share in doing)
    if left < FLOOR:
        return {}
    barred = {s.painter.slug for s in own if not s.enabled or s.weight == 0.0} | {
        s.painter.slug for s in doing
    }
    free = sorted((o for o in odds if o.painter.slug not in barred), key=lambda o: -o.parts[part])
    free = free[:top] if top else free
    total = sum(one.parts[part] for one in free)
    if total <= 0.0:
        return {}
    loud = [one for one in free if one.parts[part] / total >= FLOOR] or free[:1]
    scale = left / sum(one.parts[part] for one in loud)
    return {one.painter: one.parts[part] * scale for one in loud}


def left_to_gate(document: Document, choosing: Choosing) -> Document:
    """``document`` with ``choosing`` wherever no painter is set by hand: on the whole canvas, and in every
    region with a text of its own.
    """
    root = document.root if document.root.painters else replace(document.root, choosing=choosing)
    regions = tuple(
        region if region.painters or not region.prompt.strip() else replace(region, choosing=choosing)
        for region in document.regions
    )
    return replace(document, root=root, regions=regions)


def with_choices(document: Document, choices: Choices) -> Document:
    """``document`` with the chosen painters in the places that the gate chooses for."""
    root, regions = document.root, document.regions
    chosen = choices.of("")
    if root.choosing.by_gate and chosen is not None:
        root = replace(root, painters=chosen.shares)
    found = {region.id: choices.of(region.id) for region in regions if region.choosing.by_gate}
    regions = tuple(
        replace(region, painters=area.shares) if (area := found.get(region.id)) is not None else region
        for region in regions
    )
    return replace(document, root=root, regions=regions)
