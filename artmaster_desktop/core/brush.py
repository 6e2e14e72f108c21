"""A brush: how a moving pen becomes ink. Plain values, so that presets are small files and sliders edit
them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum

MAX_SIZE = 1000.0
"""Pixels. Wider areas are filled, not brushed."""


class Mode(Enum):
    """What a stroke does to the layer under it."""

    PAINT = "paint"
    ERASE = "erase"
    SMUDGE = "smudge"


class Tip(Enum):
    """The shape that touches the paper."""

    ROUND = "round"
    FLAT = "flat"


class Follow(Enum):
    """What turns the tip: nothing, the way the pen moves, or the way it leans."""

    NOTHING = "nothing"
    DIRECTION = "direction"
    TILT = "tilt"


class Build(Enum):
    """How dabs of one stroke add up: to the strongest of them (ink), or more with every one (mist)."""

    STRONGEST = "strongest"
    MORE = "more"


class Paper(Enum):
    """The surface whose hills catch a dry brush."""

    SMOOTH = "smooth"
    RICE = "rice"
    ROUGH = "rough"


def _unit(what: str, value: float, low: float = 0.0, high: float = 1.0) -> None:
    if not low <= value <= high:
        raise ValueError(f"{what} must be in [{low:g}, {high:g}], not {value}")


@dataclass(frozen=True, slots=True)
class Response:
    """How pressure drives a value: ``low`` at none, 1 at full; ``gamma`` above 1 asks for a firmer hand.

    ``low`` of 1 means that pressure does not matter.
    """

    low: float = 1.0
    gamma: float = 1.0

    def __post_init__(self) -> None:
        _unit("low", self.low)
        _unit("gamma", self.gamma, 0.1, 8.0)

    def at(self, pressure: float) -> float:
        """The factor in [``low``, 1] for a pressure in [0, 1]."""
        if self.low == 1.0:
            return 1.0
        return self.low + (1.0 - self.low) * float(pressure**self.gamma)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hair:
    """The bristles. ``count`` of them lie across the tip (0: none are seen).

    ``load`` in [0, 2] is how much ink they hold at full pressure: from 1 on the stroke is solid, below it the
    paper shows between them ("flying white"). ``dry`` in [0, 1] is what a stroke of ``length`` brush sizes
    loses of it; ``press`` in [0, 1] is what a light hand loses. ``ragged`` in [0, 1] lets hairs end at
    different places.
    """

    count: int = 0
    load: float = 1.0
    dry: float = 0.0
    length: float = 20.0
    press: float = 0.0
    ragged: float = 0.0

    def __post_init__(self) -> None:
        _unit("count", self.count, 0, 120)
        _unit("load", self.load, 0.0, 2.0)
        _unit("length", self.length, 0.5, 1000.0)
        for what in ("dry", "press", "ragged"):
            _unit(what, getattr(self, what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """The paper. ``depth`` in [0, 1] is how much its valleys stay white under thin ink; ``scale`` enlarges
    it.

    ``scale`` is a whole number of pixels a grain.
    """

    paper: Paper = Paper.SMOOTH
    depth: float = 0.0
    scale: int = 1

    def __post_init__(self) -> None:
        _unit("depth", self.depth)
        _unit("scale", self.scale, 1, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wet:
    """What water does, all in [0, 1]: ``edge`` lets ink gather at the border of the stroke, ``rough`` makes
    the border run, ``pool`` makes the inside uneven.
    """

    edge: float = 0.0
    rough: float = 0.0
    pool: float = 0.0

    def __post_init__(self) -> None:
        for what in ("edge", "rough", "pool"):
            _unit(what, getattr(self, what))


@dataclass(frozen=True, slots=True, kw_only=True)
class Jitter:
    """Chance. ``place`` in brush sizes (0..8), ``size``, ``angle``, ``strength`` and ``stretch`` in [0, 1];
    ``count`` dabs at each place (1..16).

    ``stretch`` makes dabs longer the farther from the stroke they fall, as flung drops are.
    """

    place: float = 0.0
    size: float = 0.0
    angle: float = 0.0
    strength: float = 0.0
    stretch: float = 0.0
    count: int = 1

    def __post_init__(self) -> None:
        _unit("place", self.place, 0.0, 8.0)
        _unit("count", self.count, 1, 16)
        for what in ("size", "angle", "strength", "stretch"):
            _unit(what, getattr(self, what))

    @property
    def still(self) -> bool:
        """Whether nothing is left to chance."""
        return all(getattr(self, f.name) == f.default for f in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """One brush. ``size`` is its diameter in canvas pixels, [0.5, 1000].

    ``hardness`` 1 has a crisp border, 0 fades from the middle. ``opacity`` is the most that one stroke
    covers, ``flow`` what one dab brings. ``spacing`` is the way between dabs in sizes. ``smoothing`` 0
    follows the hand, 1 pulls the brush on a long string. ``roundness`` is the tip's short side in its long
    side; ``angle`` in degrees turns it, 0 with the long side upright. ``taper`` thins the start of a stroke
    for so many sizes. ``lean`` in [0, 1] lets tilt widen the tip; ``haste`` in [0, 1] lets speed thin and dry
    it.
    """

    id: str
    name: str
    names: tuple[tuple[str, str], ...] = ()
    size: float = 20.0
    hardness: float = 0.8
    opacity: float = 1.0
    flow: float = 1.0
    spacing: float = 0.08
    smoothing: float = 0.2
    tip: Tip = Tip.ROUND
    roundness: float = 1.0
    angle: float = 0.0
    follow: Follow = Follow.NOTHING
    build: Build = Build.STRONGEST
    taper: float = 0.0
    lean: float = 0.0
    haste: float = 0.0
    hair: Hair = field(default_factory=Hair)
    grain: Grain = field(default_factory=Grain)
    wet: Wet = field(default_factory=Wet)
    jitter: Jitter = field(default_factory=Jitter)
    pressure_size: Response = field(default_factory=lambda: Response(0.1))
    pressure_opacity: Response = field(default_factory=Response)
    pressure_flow: Response = field(default_factory=Response)

    def __post_init__(self) -> None:
        if not self.id or not self.name:
            raise ValueError("a brush needs an id and a name")
        _unit("size", self.size, 0.5, MAX_SIZE)
        _unit("flow", self.flow, 0.001)
        _unit("spacing", self.spacing, 0.01, 4.0)
        _unit("roundness", self.roundness, 0.02)
        _unit("angle", self.angle, -360.0, 360.0)
        _unit("taper", self.taper, 0.0, 20.0)
        for what in ("hardness", "opacity", "smoothing", "lean", "haste"):
            _unit(what, getattr(self, what))


PLAIN = Brush(id="plain", name="Round brush", names=(("zh", "圆头画笔"),))
"""What paints while nothing was chosen."""
