"""Notices: what the engine will do otherwise than asked, as typed values. Said before a run, never
swallowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from artmaster_desktop.core.errors import PainterProblem
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.structure_errors import ControlProblem, GuideProblem


@dataclass(frozen=True, slots=True)
class RegionTooSmall:
    """The region covers less than the model can paint and is left out: ``pixels`` of canvas, ``needed`` at
    least.
    """

    region: str
    pixels: int
    needed: int


@dataclass(frozen=True, slots=True)
class RegionEmpty:
    """Nothing is painted on the region's mask, or its strength is 0."""

    region: str


@dataclass(frozen=True, slots=True)
class RegionIdle:
    """The region has neither text nor painters: it changes nothing."""

    region: str


@dataclass(frozen=True, slots=True)
class PainterAbsent:
    """The painter is not in the library; the region is painted without it."""

    region: str
    slug: str


@dataclass(frozen=True, slots=True)
class PainterReplaced:
    """A painter of this name is there, but it is another file than the document was made with."""

    slug: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class SizeChanged:
    """The model paints at ``painted``; the picture is resized to the canvas ``canvas``."""

    canvas: Extent
    painted: Extent


@dataclass(frozen=True, slots=True)
class TextCut:
    """The text is longer than the model reads: ``tokens`` of which ``limit`` are read."""

    region: str
    tokens: int
    limit: int


@dataclass(frozen=True, slots=True)
class WordsUnread:
    """The model has no token for ``words`` of the text: it reads one and the same mark for all of them."""

    region: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotGated:
    """``layers`` of the painter have no place on the canvas: they act everywhere with the mean weight
    ``weight``.
    """

    slug: str
    layers: int
    weight: float


@dataclass(frozen=True, slots=True)
class PartsIgnored:
    """Parts of the painter's file that are not used, and why."""

    slug: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelChanged:
    """The job was made for a model of identity ``expected``; the one at its path is ``found``."""

    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class GuidanceIgnored:
    """The model was not taught to take a guidance: the setting ``guidance`` has no effect."""

    model: str
    guidance: float


@dataclass(frozen=True, slots=True)
class PainterIdle:
    """The run (few steps, or a start picture) passes none of the noise levels of a role of the painter."""

    slug: str


@dataclass(frozen=True, slots=True)
class PainterRefused:
    """The painter's file cannot paint with this model; while it is in the document, a run ends at once.

    ``problem`` and ``detail`` are those of the PainterFileError that the run would end with.
    """

    slug: str
    problem: PainterProblem
    detail: str


@dataclass(frozen=True, slots=True)
class FarFromBest:
    """The picture is painted at ``painted`` for the canvas ``canvas``, far from ``best``, the size of its
    proportions at which the model is at its best.
    """

    canvas: Extent
    painted: Extent
    best: Extent


@dataclass(frozen=True, slots=True)
class GateSilent:
    """The gate was to choose the painters of the region and was not asked: those set by hand paint alone."""

    region: str


@dataclass(frozen=True, slots=True)
class GateUnsure:
    """Little in the text or the composition speaks for anybody; ``slug`` is a guess of ``odds`` [0, 1]."""

    region: str
    slug: str
    odds: float


@dataclass(frozen=True, slots=True)
class GuideAbsent:
    """The model ``control`` ("" = the one that comes with the program) that should follow the guide is not
    there: painted without the guide.
    """

    guide: str
    control: str


@dataclass(frozen=True, slots=True)
class GuideEmpty:
    """The guide's strength is 0 wherever it lies: it changes nothing."""

    guide: str


@dataclass(frozen=True, slots=True)
class GuideIdle:
    """The run has no step between the guide's start and its end: it changes nothing."""

    guide: str


@dataclass(frozen=True, slots=True)
class GuideBlank:
    """Nothing is drawn on the guide's layer: painted without the guide."""

    guide: str


@dataclass(frozen=True, slots=True)
class GuideRefused:
    """The guide cannot be followed by the model ``control`` (its file's name); while both are in the
    document, a run ends at once. ``problem`` and ``detail`` are those of the error that the run would end
    with.
    """

    guide: str
    control: str
    problem: ControlProblem | GuideProblem
    detail: str


@dataclass(frozen=True, slots=True)
class GuideEverywhere:
    """The model that follows the guide has ``layers`` with no place on the canvas: they act everywhere at
    ``strength``, the mean of what its places say.
    """

    guide: str
    layers: int
    strength: float


@dataclass(frozen=True, slots=True)
class GuideUncompiled:
    """The model that follows the guide changes the one that paints, which is then run as it is: not
    compiled, and so slower.
    """

    guide: str


@dataclass(frozen=True, slots=True)
class GuidanceFar:
    """``guidance`` is far from the ``best`` that ``model`` (what paints, or what follows a guide) was made
    for.
    """

    model: str
    guidance: float
    best: float


@dataclass(frozen=True, slots=True)
class MaskHardened:
    """``model`` takes a mask for all or nothing: what is less than half selected stays, all else is new."""

    model: str


Notice: TypeAlias = (
    RegionTooSmall
    | RegionEmpty
    | RegionIdle
    | PainterAbsent
    | PainterReplaced
    | SizeChanged
    | TextCut
    | WordsUnread
    | NotGated
    | PartsIgnored
    | ModelChanged
    | GuidanceIgnored
    | PainterIdle
    | PainterRefused
    | FarFromBest
    | GateSilent
    | GateUnsure
    | GuideAbsent
    | GuideEmpty
    | GuideIdle
    | GuideBlank
    | GuideRefused
    | GuideEverywhere
    | GuideUncompiled
    | GuidanceFar
    | MaskHardened
)

OfRegion: TypeAlias = (
    RegionTooSmall
    | RegionEmpty
    | RegionIdle
    | PainterAbsent
    | TextCut
    | WordsUnread
    | GateSilent
    | GateUnsure
)
"""Those that are about one region; ``region`` is its name, or empty for the whole canvas."""

OfPainter: TypeAlias = PainterReplaced | NotGated | PartsIgnored | PainterIdle | PainterRefused
"""Those that are about one painter's file, wherever it is hired; ``slug`` is its name in the job."""

OfGuide: TypeAlias = (
    GuideAbsent | GuideEmpty | GuideIdle | GuideBlank | GuideRefused | GuideEverywhere | GuideUncompiled
)
"""Those that are about one guide; ``guide`` is its name."""
