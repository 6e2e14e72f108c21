"""Painters: invented studios, each a fixed point of the style space."""

from dataclasses import dataclass

import numpy as np

from .style import Style, distance, jitter, sample

CLEARANCE = 0.24


@dataclass(frozen=True)
class PainterPoint:
    """An invented studio. `trigger` is the word that calls it; `favourites` are subjects it likes to paint."""

    slug: str
    name_en: str
    name_zh: str
    trigger: str
    about_en: str
    about_zh: str
    tags: tuple[str, ...]
    favourites: tuple[str, ...]
    style: Style

    def work(self, rng: np.random.Generator) -> Style:
        """The style of one work: the fixed point with a painter's small variation."""
        return jitter(self.style, rng)


_ALL = (
    PainterPoint(
        "azure-gilt", "Azure Gilt Studio", "青金斋", "qingjin",
        "Azurite and malachite mountains drawn in fine gold lines on warm silk.",
        "石青石绿敷山，泥金勾线，绢色温润。",
        ("blue-green", "gold", "mineral", "outline"), ("peaks", "pavilion", "pine", "lake", "cranes", "pagoda"),
        Style(colour=1.0, mountain_hue=0.62, mountain_value=0.52, foliage_hue=0.08, foliage_value=0.4, wash_hue=0.1, wash=0.35,
              accent_hue=0.2, paper_hue=0.1, paper_value=0.9, grain=0.6, ink_density=0.75, wetness=0.7, line_weight=0.35,
              outline=1.0, gilding=0.95, hemp=0.7, axe=0.0, raindrop=0.0, lotus=0.25, dots=0.1, stroke_density=0.35, mist=0.45,
              contrast=0.75, tree_manner=0.3, ruggedness=0.75)),
    PainterPoint(
        "mist-reed", "Mist Reed Lodge", "烟苇庐", "yanwei",
        "Pale wet ink that dissolves into mist; much blank paper, few strokes.",
        "淡墨湿染，烟云半没，留白极多。",
        ("ink wash", "mist", "pale", "blank"), ("mist", "reeds", "boat", "birds", "hills", "willow"),
        Style(colour=0.06, mountain_hue=0.75, mountain_value=0.7, foliage_hue=0.1, foliage_value=0.5, wash_hue=0.8, wash=0.25,
              accent_hue=0.75, paper_hue=0.85, paper_value=1.0, grain=0.12, ink_density=0.38, wetness=1.0, line_weight=0.2,
              outline=0.12, gilding=0.0, hemp=0.0, axe=0.0, raindrop=0.0, lotus=0.0, dots=0.95, stroke_density=0.25, mist=1.0,
              contrast=0.25, tree_manner=0.1, ruggedness=0.1)),
    PainterPoint(
        "dry-ridge", "Dry Ridge Workshop", "枯嶂坊", "kuzhang",
        "Ochre crags hewn with a dry brush in hard axe-cut strokes.",
        "赭石枯笔，斧劈嶙峋，气骨峭拔。",
        ("ochre", "axe-cut", "dry brush", "crags"), ("cliffs", "peaks", "waterfall", "rocks", "pine", "bridge"),
        Style(colour=0.62, mountain_hue=0.05, mountain_value=0.5, foliage_hue=0.16, foliage_value=0.3, wash_hue=0.05, wash=0.3,
              accent_hue=0.22, paper_hue=0.0, paper_value=0.88, grain=0.9, ink_density=0.92, wetness=0.0, line_weight=0.8,
              outline=0.95, gilding=0.0, hemp=0.05, axe=1.0, raindrop=0.0, lotus=0.0, dots=0.05, stroke_density=0.85, mist=0.25,
              contrast=0.95, tree_manner=0.7, ruggedness=1.0)),
    PainterPoint(
        "cinnabar-terrace", "Cinnabar Terrace", "丹台", "dantai",
        "Autumn without outline: vermilion leaves and rose-violet hills laid in pure colour.",
        "没骨秋山，丹枫紫岭，不着墨线。",
        ("autumn", "boneless", "red leaves", "warm"), ("autumn", "trees", "hills", "stream", "village", "figures"),
        Style(colour=1.0, mountain_hue=0.98, mountain_value=0.66, foliage_hue=0.64, foliage_value=0.55, wash_hue=0.2, wash=0.75,
              accent_hue=0.25, paper_hue=0.35, paper_value=0.97, grain=0.25, ink_density=0.5, wetness=0.85, line_weight=0.15,
              outline=0.0, gilding=0.0, hemp=0.1, axe=0.0, raindrop=0.1, lotus=0.0, dots=0.8, stroke_density=0.3, mist=0.5,
              contrast=0.35, tree_manner=0.2, ruggedness=0.25)),
    PainterPoint(
        "night-lantern", "Night Lantern Pavilion", "夜灯阁", "yedeng",
        "Indigo-dyed silk, mountains barely lighter than the dark, all drawn in lantern gold.",
        "磁青绢本，山色如夜，灯金细写。",
        ("indigo", "gold lines", "night", "dark silk"), ("moon", "pagoda", "village", "boat", "peaks", "night"),
        Style(colour=0.9, mountain_hue=0.76, mountain_value=0.36, foliage_hue=0.04, foliage_value=0.4, wash_hue=0.95, wash=0.3,
              accent_hue=0.05, paper_hue=0.5, paper_value=0.03, grain=0.4, ink_density=0.8, wetness=0.6, line_weight=0.3,
              outline=0.95, gilding=1.0, hemp=0.8, axe=0.0, raindrop=0.0, lotus=0.3, dots=0.0, stroke_density=0.45, mist=0.5,
              contrast=0.6, tree_manner=0.6, ruggedness=0.6)),
    PainterPoint(
        "spring-rain", "Spring Rain Cottage", "春雨舍", "chunyu",
        "Fresh spring green, soft raindrop strokes and celadon water.",
        "嫩绿春山，雨点皴密，水色如瓷。",
        ("spring green", "raindrop", "celadon", "soft"), ("willow", "stream", "ox", "rain", "bamboo", "hills"),
        Style(colour=0.95, mountain_hue=0.36, mountain_value=0.68, foliage_hue=0.2, foliage_value=0.66, wash_hue=0.6, wash=0.7,
              accent_hue=0.62, paper_hue=0.55, paper_value=1.0, grain=0.1, ink_density=0.5, wetness=0.75, line_weight=0.3,
              outline=0.4, gilding=0.0, hemp=0.1, axe=0.0, raindrop=1.0, lotus=0.0, dots=0.3, stroke_density=0.85, mist=0.55,
              contrast=0.4, tree_manner=0.85, ruggedness=0.3)),
    PainterPoint(
        "plum-snow", "Plum Snow Loft", "梅雪楼", "meixue",
        "Silver-blue cold hills with lotus-leaf veins, a breath of rose in the sky.",
        "银灰寒岫，荷叶脉皴，天际微绯。",
        ("silver", "lotus-leaf", "cold", "rose"), ("plum", "snow", "pavilion", "cranes", "peaks", "moon"),
        Style(colour=0.55, mountain_hue=0.86, mountain_value=0.92, foliage_hue=0.97, foliage_value=0.6, wash_hue=0.22, wash=0.9,
              accent_hue=0.5, paper_hue=1.0, paper_value=0.95, grain=0.2, ink_density=0.6, wetness=0.5, line_weight=0.5,
              outline=0.75, gilding=0.1, hemp=0.0, axe=0.0, raindrop=0.0, lotus=1.0, dots=0.0, stroke_density=0.7, mist=0.6,
              contrast=0.45, tree_manner=0.5, ruggedness=0.55)),
    PainterPoint(
        "black-pine", "Black Pine Hermitage", "玄松庵", "xuansong",
        "Dense black ink on aged silk, long hemp-fibre strokes and thick moss dots.",
        "焦墨浓重，披麻长皴，苔点森然。",
        ("black ink", "hemp-fibre", "dense", "aged silk"), ("pine", "peaks", "waterfall", "rocks", "figures", "bridge"),
        Style(colour=0.0, mountain_hue=0.3, mountain_value=0.3, foliage_hue=0.0, foliage_value=0.15, wash_hue=0.0, wash=0.15,
              accent_hue=0.2, paper_hue=0.2, paper_value=0.92, grain=0.75, ink_density=1.0, wetness=0.35, line_weight=0.7,
              outline=0.85, gilding=0.0, hemp=1.0, axe=0.0, raindrop=0.0, lotus=0.0, dots=0.5, stroke_density=1.0, mist=0.35,
              contrast=1.0, tree_manner=0.0, ruggedness=0.45)),
)
PAINTERS: dict[str, PainterPoint] = {p.slug: p for p in _ALL}


def random_style(rng: np.random.Generator) -> Style:
    """A style from the whole space, at least CLEARANCE away from every named painter."""
    while True:
        style = sample(rng)
        if all(distance(style, p.style) >= CLEARANCE for p in _ALL):
            return style
