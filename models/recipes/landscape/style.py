"""Style: the continuous space of manners that a picture can be painted in."""

from dataclasses import dataclass, fields

import numpy as np

from .kernels import F32


@dataclass(frozen=True)
class Style:
    """How a picture is painted. Every parameter is in [0, 1]; neighbours in this space look alike.

    The four hues run along curated pigment ramps (see `palette`), not round the colour circle, so that every
    value is a colour that a painter would grind.
    """

    colour: float = 0.5  # 0 ink alone, 1 full mineral colour
    mountain_hue: float = 0.5  # ochre, umber, olive, malachite, azurite, indigo, violet grey
    mountain_value: float = 0.5  # dark to pale rock
    foliage_hue: float = 0.3  # pine green, spring green, gold, orange, vermilion, crimson, blossom
    foliage_value: float = 0.5
    wash_hue: float = 0.3  # tea, rose, celadon, sky, indigo: sky and water
    wash: float = 0.3  # how strongly sky and water are tinted
    accent_hue: float = 0.3  # gold, vermilion, carmine, rose, white, cobalt
    paper_hue: float = 0.3  # old silk, cream, white, cool white
    paper_value: float = 0.8  # 0 indigo-dyed, 1 pale
    grain: float = 0.3  # fibre and weave
    ink_density: float = 0.6  # pale to black
    wetness: float = 0.5  # dry broken strokes to wet bleeding wash
    line_weight: float = 0.4
    outline: float = 0.6  # 0 boneless, 1 every form contoured
    gilding: float = 0.0  # contours of gold rather than ink
    hemp: float = 0.5  # texture stroke mix, relative weights
    axe: float = 0.0
    raindrop: float = 0.0
    lotus: float = 0.0
    dots: float = 0.2
    stroke_density: float = 0.5
    mist: float = 0.4
    contrast: float = 0.5
    tree_manner: float = 0.5  # 0 dotted foliage, 1 broad pads and single leaves
    ruggedness: float = 0.5  # round hills to needle crags

    def vector(self) -> F32:
        """The parameters as float32[K], in declaration order."""
        return np.array([getattr(self, f.name) for f in fields(self)], dtype=np.float32)

    @staticmethod
    def from_vector(vector: F32) -> "Style":
        """The style at `vector` (float32[K]); values are clipped to [0, 1]. Raises ValueError on another
        length."""
        names = Style.names()
        if len(vector) != len(names):
            raise ValueError(f"a style has {len(names)} parameters, got {len(vector)}")
        clipped = np.clip(np.asarray(vector, dtype=np.float64), 0.0, 1.0)
        return Style(**{name: float(value) for name, value in zip(names, clipped, strict=True)})

    @staticmethod
    def names() -> tuple[str, ...]:
        """Parameter names, in the order of `vector`."""
        return tuple(f.name for f in fields(Style))


def distance(a: Style, b: Style) -> float:
    """Root mean square difference of two styles, in [0, 1]."""
    return float(np.sqrt(np.mean((a.vector() - b.vector()) ** 2)))


def jitter(style: Style, rng: np.random.Generator, amount: float = 0.025) -> Style:
    """A near neighbour of `style`: what one painter varies from work to work."""
    vector = style.vector()
    return Style.from_vector((vector + rng.normal(0.0, amount, vector.shape)).astype(np.float32))


def sample(rng: np.random.Generator) -> Style:
    """One draw from the wide style space, before anything is kept clear of the named painters."""
    k = len(Style.names())
    values = dict(zip(Style.names(), rng.random(k), strict=True))
    values["colour"] = float(rng.choice([rng.random() * 0.25, 0.25 + 0.75 * rng.random()], p=[0.3, 0.7]))
    values["paper_value"] = (
        float(1.0 - 0.3 * rng.random() ** 1.4) if rng.random() < 0.9 else float(0.12 * rng.random())
    )
    values["gilding"] = float(rng.random()) if rng.random() < 0.25 else float(0.15 * rng.random())
    values["wash"] = float(rng.random() ** 1.3)
    values["mist"] = float(0.1 + 0.9 * rng.random())
    values["ink_density"] = float(0.2 + 0.8 * rng.random())
    mix = rng.dirichlet([0.45] * 5)
    mix = mix / mix.max() * (0.6 + 0.4 * rng.random())
    for name, weight in zip(("hemp", "axe", "raindrop", "lotus", "dots"), mix, strict=True):
        values[name] = float(weight)
    return Style(**{name: float(v) for name, v in values.items()})
