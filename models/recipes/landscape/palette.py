"""Palette: the pigments that a style stands for."""

from dataclasses import dataclass

import numpy as np

from .kernels import F32
from .style import Style

MINERAL = ("#a9743f", "#8c6a4a", "#7f8350", "#4f9a78", "#2f8f9a", "#3568a0", "#39477f", "#7d7391")
LEAF = ("#2c5540", "#4c7d45", "#8aa24a", "#d2a83f", "#d9792f", "#c23f2a", "#9f2638", "#d98a9c")
WASH = ("#c9a878", "#d9a898", "#d3c39a", "#9cbfa6", "#8fb4cc", "#6f86b4")
ACCENT = ("#cf9d3c", "#d2512d", "#b92b34", "#d9788c", "#f3ece0", "#33599c")
PAPER = ("#e8d6b0", "#f1e5c9", "#f5eee0", "#f4f2ec", "#e6edee")
DYED = "#1b2744"
GOLD = "#d8aa4c"


def rgb(code: str) -> F32:
    """`#rrggbb` as float32[3] in [0, 1]."""
    return np.array([int(code[i : i + 2], 16) / 255.0 for i in (1, 3, 5)], dtype=np.float32)


def ramp(codes: tuple[str, ...], position: float) -> F32:
    """The colour at `position` in [0, 1] along evenly spaced anchors."""
    place = float(np.clip(position, 0.0, 1.0)) * (len(codes) - 1)
    index = min(int(place), len(codes) - 2)
    return mix(rgb(codes[index]), rgb(codes[index + 1]), place - index)


def mix(a: F32, b: F32, t: float) -> F32:
    """`a` at t = 0, `b` at t = 1."""
    return np.asarray(a + (b - a) * np.float32(t), dtype=np.float32)


def value(colour: F32, amount: float) -> F32:
    """Darken (amount below 0.5) or pale (above) a pigment, keeping its hue."""
    if amount < 0.5:
        return np.asarray(colour * np.float32(0.5 + amount), dtype=np.float32)
    return mix(colour, np.ones(3, np.float32), (amount - 0.5) * 0.7)


def luminance(colour: F32) -> float:
    """Rec. 709 luma, in [0, 1]."""
    return float(colour @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def muted(colour: F32, ink: F32, paper: F32, amount: float) -> F32:
    """`colour` at amount 1; at 0 the ink tone of the same lightness between ink and paper."""
    low, high = luminance(ink), luminance(paper)
    t = float(np.clip((luminance(colour) - low) / (high - low + 1e-3), 0.0, 1.0))
    return mix(mix(ink, paper, t), colour, amount)


@dataclass(frozen=True)
class Palette:
    """Colours of one picture, float32[3] in [0, 1]."""

    paper: F32
    mist: F32
    ink: F32
    line: F32
    crest: F32
    slope: F32
    foot: F32
    shadow: F32
    wash: F32
    water: F32
    leaf: F32
    leaf_light: F32
    leaf_dark: F32
    evergreen: F32
    trunk: F32
    accent: F32
    roof: F32
    wall: F32
    lamp: F32


def _paper(style: Style) -> F32:
    """The ground: paper or silk, dyed indigo at a low `paper_value`."""
    undyed = min(1.0, style.paper_value * 1.5 - 0.05 if style.paper_value < 0.7 else 1.0)
    return mix(rgb(DYED), ramp(PAPER, style.paper_hue), undyed)


def _foliage(style: Style, autumn: bool) -> tuple[F32, F32]:
    """Pigments of the leaves that turn and of those that stay green."""
    leaf = ramp(LEAF, style.foliage_hue)
    if autumn:
        leaf = mix(leaf, ramp(LEAF, 0.5 + 0.3 * style.foliage_hue), 0.92)
    strength = 0.3 + 0.45 * style.foliage_value
    return value(leaf, strength), value(ramp(LEAF, 0.34 * style.foliage_hue), strength)


def palette_of(style: Style, autumn: bool, snow: bool) -> Palette:
    """Mix the pigments of `style`; autumn turns the leaves, snow pales the ground."""
    paper = _paper(style)
    dark = luminance(paper) < 0.4
    tone = min(1.0, style.colour * 1.4)
    ink = mix(rgb("#6c6963"), rgb("#15151a"), 0.25 + 0.75 * style.ink_density)
    mineral = value(ramp(MINERAL, style.mountain_hue), 0.2 + 0.6 * style.mountain_value)
    leaf, evergreen = _foliage(style, autumn)
    wash = mix(muted(ramp(WASH, style.wash_hue), ink, paper, tone), paper, 0.25 if not dark else 0.72)
    crest = muted(mineral, ink, paper, tone)
    earth = muted(value(rgb("#b98d56"), 0.35 + 0.4 * style.mountain_value), ink, paper, tone)
    slope = mix(crest, earth, 0.45 + 0.2 * (1 - style.mountain_value))
    leaf = muted(leaf, ink, paper, max(tone, 0.7) if autumn else tone)
    evergreen = muted(evergreen, ink, paper, tone)
    mist = mix(paper, np.ones(3, np.float32), 0.3 if not dark else 0.06)
    if dark:
        evergreen = mix(evergreen, rgb("#a9c3a0"), 0.3)
        ink = mix(rgb(GOLD), paper, 0.32 - 0.2 * style.ink_density)
    line = mix(ink, rgb(GOLD), max(style.gilding, 0.75 if dark else 0.0))
    if snow:
        cold = rgb("#8d99aa") if not dark else rgb("#39496b")
        wash, mist = mix(wash, cold, 0.65), mix(mist, rgb("#dfe5ea"), 0.6 if not dark else 0.15)
        slope = mix(slope, rgb("#f2f3f3"), 0.25 if not dark else 0.15)
    trunk = mix(ink, rgb("#5b4332"), 0.55 * tone)
    if dark:
        slope, earth = mix(mix(crest, earth, 0.2), paper, 0.6), mix(crest, paper, 0.8)
        crest = mix(crest, paper, 0.25)
        trunk = rgb("#7d6238")
    return Palette(
        paper=paper,
        mist=mist,
        ink=ink,
        line=line,
        crest=crest,
        slope=slope,
        foot=mix(earth, paper, 0.35),
        shadow=mix(ink, crest, 0.35) if not dark else mix(paper, rgb("#0a0f22"), 0.5),
        wash=wash,
        water=mix(wash, paper, 0.35),
        leaf=leaf,
        leaf_light=mix(leaf, mist, 0.35),
        leaf_dark=mix(leaf, ink, 0.45) if not dark else mix(leaf, paper, 0.35),
        evergreen=evergreen,
        trunk=trunk,
        accent=muted(ramp(ACCENT, style.accent_hue), ink, paper, max(0.6, tone)),
        roof=mix(muted(rgb("#5a5f68"), ink, paper, tone), ink, 0.35 if not dark else 0.15),
        wall=mix(mist, rgb("#f4ead6"), 0.5),
        lamp=rgb("#ffc35a"),
    )
