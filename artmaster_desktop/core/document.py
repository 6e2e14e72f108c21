"""The document: one frozen value. Every edit makes a new one that shares what did not change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from artmaster_desktop.core.choosing import BY_HAND, Choosing
from artmaster_desktop.core.errors import BrokenDocument
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import Guide
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, Layer, MaskLayer, SketchLayer
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.region import Region

MAX_SIDE = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """What holds for the whole canvas: the text that composes it, and the painters of all uncovered parts.
    ``choosing`` says whether the gate chooses beside them.
    """

    prompt: str = ""
    painters: tuple[Share, ...] = ()
    choosing: Choosing = BY_HAND


@dataclass(frozen=True, slots=True)
class FromNoise:
    """Paint from nothing."""


@dataclass(frozen=True, slots=True)
class FromLayer:
    """Paint over a layer (sketch or image). ``strength`` in (0, 1]: 1 leaves nothing of it."""

    layer: str
    strength: float = 0.75

    def __post_init__(self) -> None:
        if not 0.0 < self.strength <= 1.0:
            raise ValueError(f"strength must be in (0, 1], not {self.strength}")


@dataclass(frozen=True, slots=True)
class FromVisible:
    """Paint over all that is seen of the pictures, merged. ``strength`` in (0, 1]: 1 leaves nothing of it."""

    strength: float = 0.75

    def __post_init__(self) -> None:
        if not 0.0 < self.strength <= 1.0:
            raise ValueError(f"strength must be in (0, 1], not {self.strength}")


Start: TypeAlias = FromNoise | FromLayer | FromVisible


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintSettings:
    """How the next painting is made. ``seed`` in [0, 2**63); ``steps`` 1..200; ``guidance`` 0..30
    (FLUX.1-dev: 3.5).
    """

    seed: int = 0
    steps: int = 20
    guidance: float = 3.5
    start: Start = field(default_factory=FromNoise)

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise ValueError(f"a seed must be in [0, 2**63), not {self.seed}")
        if not 1 <= self.steps <= 200:
            raise ValueError(f"steps must be in 1..200, not {self.steps}")
        if not 0.0 <= self.guidance <= 30.0:
            raise ValueError(f"guidance must be in [0, 30], not {self.guidance}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Canvas ``extent`` (at most 8192 a side), ``layers`` bottom first, ``regions`` in the order of their
    cards.

    ``guides`` are the structure that the painting is to follow. ``revision`` grows by one with each edit.
    ``unknown`` keeps top-level data of ours that this version does not know (JSON text by key), so that
    saving loses nothing.
    Raises BrokenDocument where ids repeat or a region, start or guide names a layer or region that is not
    there.
    """

    id: str
    extent: Extent
    title: str = ""
    layers: tuple[Layer, ...] = ()
    regions: tuple[Region, ...] = ()
    root: Root = field(default_factory=Root)
    paint: PaintSettings = field(default_factory=PaintSettings)
    revision: int = 0
    unknown: tuple[tuple[str, str], ...] = ()
    guides: tuple[Guide, ...] = ()

    def __post_init__(self) -> None:
        if max(self.extent.width, self.extent.height) > MAX_SIDE:
            raise BrokenDocument("the canvas is larger than 8192 pixels a side", str(self.extent))
        named = {"layer": self.walk(), "region": self.regions, "guide": self.guides}
        for what, ids in ((what, [x.id for x in things]) for what, things in named.items()):
            twice = [name for name, count in Counter(ids).items() if count > 1]
            if twice:
                raise BrokenDocument(f"two {what}s have one id", twice[0])
        masks = {layer.id for layer in self.walk() if isinstance(layer, MaskLayer)}
        for region in self.regions:
            if region.mask not in masks:
                raise BrokenDocument("a region has no mask layer", region.name or region.id)
        start = self.paint.start
        if isinstance(start, FromLayer) and isinstance(self.find(start.layer), MaskLayer | GroupLayer | None):
            raise BrokenDocument("the start of the painting is not a sketch or image layer", start.layer)
        self._check_guides()

    def _check_guides(self) -> None:
        regions = {"", *(region.id for region in self.regions)}
        for guide in self.guides:
            if not isinstance(self.find(guide.layer), SketchLayer | ImageLayer):
                raise BrokenDocument("a guide is not on a sketch or image layer", guide.layer)
            lost = [place.region for place in guide.places if place.region not in regions]
            if lost:
                raise BrokenDocument("a guide names a region that is not there", lost[0])

    def walk(self) -> Iterator[Layer]:
        """Every layer, bottom first; a group comes before its children."""
        pending = list(reversed(self.layers))
        while pending:
            layer = pending.pop()
            yield layer
            if isinstance(layer, GroupLayer):
                pending.extend(reversed(layer.layers))

    def find(self, layer_id: str) -> Layer | None:
        return next((layer for layer in self.walk() if layer.id == layer_id), None)

    def mask_of(self, region: Region) -> MaskLayer:
        layer = self.find(region.mask)
        if not isinstance(layer, MaskLayer):
            raise BrokenDocument("a region has no mask layer", region.name or region.id)
        return layer

    def sketches(self) -> tuple[SketchLayer, ...]:
        return tuple(layer for layer in self.walk() if isinstance(layer, SketchLayer))

    def with_layer(self, changed: Layer) -> Document:
        """The document with the layer of the same id replaced; raises BrokenDocument where there is none."""
        if self.find(changed.id) is None:
            raise BrokenDocument("no such layer", changed.id)
        return self.edited(layers=_mapped(self.layers, lambda old: changed if old.id == changed.id else old))

    def with_region(self, changed: Region) -> Document:
        """The document with the region of the same id replaced; raises BrokenDocument where there is none."""
        if all(region.id != changed.id for region in self.regions):
            raise BrokenDocument("no such region", changed.id)
        return self.edited(regions=tuple(changed if r.id == changed.id else r for r in self.regions))

    def edited(
        self,
        *,
        title: str | None = None,
        layers: tuple[Layer, ...] | None = None,
        regions: tuple[Region, ...] | None = None,
        root: Root | None = None,
        paint: PaintSettings | None = None,
        guides: tuple[Guide, ...] | None = None,
    ) -> Document:
        """A new revision with the given parts replaced (None keeps a part)."""
        return replace(
            self,
            title=self.title if title is None else title,
            layers=self.layers if layers is None else layers,
            regions=self.regions if regions is None else regions,
            root=self.root if root is None else root,
            paint=self.paint if paint is None else paint,
            guides=self.guides if guides is None else guides,
            revision=self.revision + 1,
        )

    def memory(self, seen: set[int] | None = None) -> int:
        """Bytes of pixels not already counted in ``seen`` (tile ids), which is extended."""
        seen = set() if seen is None else seen
        return sum(x.raster.memory(seen) for x in self.walk() if not isinstance(x, GroupLayer))


def _mapped(layers: tuple[Layer, ...], change: Callable[[Layer], Layer]) -> tuple[Layer, ...]:
    out: list[Layer] = []
    for layer in layers:
        new = change(layer)
        if new is layer and isinstance(layer, GroupLayer):
            new = replace(layer, layers=_mapped(layer.layers, change))
        out.append(new)
    return tuple(out)
