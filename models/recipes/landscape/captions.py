"""Captions: what a picture shows and how it is painted, in English and Chinese, in varied words."""

import numpy as np

from .scene import SUBJECTS, Scene
from .style import Style

SUBJECT_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "peaks": {
        "en": ("tall peaks", "high mountains", "soaring peaks", "steep summits"),
        "zh": ("高峰", "峻岭", "群峰", "高山"),
    },
    "hills": {
        "en": ("rolling hills", "gentle hills", "low rounded hills"),
        "zh": ("丘陵", "平缓的山丘", "远山小丘"),
    },
    "cliffs": {"en": ("cliffs", "a sheer cliff", "a wall of rock"), "zh": ("悬崖", "峭壁", "断崖")},
    "rocks": {"en": ("rocks", "boulders", "weathered rocks"), "zh": ("岩石", "山石", "奇石")},
    "waterfall": {
        "en": ("a waterfall", "a falling cascade", "a white cascade"),
        "zh": ("瀑布", "飞瀑", "飞泉"),
    },
    "stream": {
        "en": ("a stream", "a winding brook", "a mountain stream"),
        "zh": ("溪流", "小溪", "曲折的山溪"),
    },
    "lake": {"en": ("a lake", "still water", "a quiet lake"), "zh": ("湖", "平静的湖水", "一片湖面")},
    "pine": {"en": ("pine trees", "an old pine", "pines"), "zh": ("松树", "古松", "苍松")},
    "trees": {
        "en": ("leafy trees", "old broadleaf trees", "trees with full crowns"),
        "zh": ("树木", "老树", "杂树"),
    },
    "bamboo": {"en": ("bamboo", "a bamboo grove", "slender bamboo"), "zh": ("竹子", "竹林", "修竹")},
    "willow": {
        "en": ("a willow", "a weeping willow", "hanging willow branches"),
        "zh": ("柳树", "垂柳", "杨柳"),
    },
    "plum": {
        "en": ("plum blossom", "a flowering plum tree", "a blossoming plum"),
        "zh": ("梅花", "梅树", "一树梅花"),
    },
    "reeds": {"en": ("reeds", "a reed bed", "tall reeds by the water"), "zh": ("芦苇", "苇丛", "水边芦苇")},
    "bridge": {"en": ("a bridge", "a stone bridge", "an arched bridge"), "zh": ("桥", "石桥", "拱桥")},
    "pavilion": {
        "en": ("a pavilion", "an open pavilion", "a small pavilion"),
        "zh": ("亭子", "凉亭", "小亭"),
    },
    "village": {
        "en": ("a village", "a cluster of houses", "a small hamlet"),
        "zh": ("村庄", "村舍", "几间农舍"),
    },
    "pagoda": {"en": ("a pagoda", "a tall pagoda", "a tiered pagoda"), "zh": ("宝塔", "佛塔", "高塔")},
    "boat": {"en": ("a boat", "a fishing boat", "a small river boat"), "zh": ("小船", "渔船", "一叶扁舟")},
    "sail": {
        "en": ("a sailing boat", "a boat under sail", "a white sail"),
        "zh": ("帆船", "一片白帆", "风帆"),
    },
    "figures": {"en": ("figures", "travellers", "people walking"), "zh": ("人物", "行人", "旅人")},
    "ox": {
        "en": ("an ox", "a water buffalo with a herd boy", "an ox and its rider"),
        "zh": ("牛", "水牛与牧童", "牧童骑牛"),
    },
    "birds": {"en": ("birds", "a flock of birds", "wild geese in flight"), "zh": ("飞鸟", "鸟群", "一行雁")},
    "cranes": {"en": ("cranes", "white cranes flying", "cranes in flight"), "zh": ("仙鹤", "飞鹤", "白鹤")},
    "sun": {"en": ("the sun", "a red sun", "a round sun"), "zh": ("太阳", "红日", "朝阳")},
    "moon": {"en": ("the moon", "a full moon", "a pale moon"), "zh": ("月亮", "明月", "圆月")},
    "mist": {"en": ("mist", "drifting mist", "banks of fog"), "zh": ("云雾", "薄雾", "烟霭")},
    "rain": {"en": ("rain", "falling rain", "a rain shower"), "zh": ("雨", "细雨", "雨丝")},
    "snow": {"en": ("snow", "falling snow", "deep winter snow"), "zh": ("雪", "飞雪", "冬雪")},
    "autumn": {"en": ("autumn", "autumn colours", "an autumn day"), "zh": ("秋天", "秋色", "深秋")},
    "night": {"en": ("night", "a dark night", "the deep of night"), "zh": ("夜晚", "夜色", "深夜")},
}
_DISTANCE = {
    "high": {"en": ("seen from below", "high distance", "looking up"), "zh": ("高远", "仰视")},
    "deep": {
        "en": ("seen from before into the depths", "deep distance", "layer behind layer"),
        "zh": ("深远", "层层深入"),
    },
    "level": {
        "en": ("seen across a wide level distance", "level distance", "a wide low view"),
        "zh": ("平远", "开阔平视"),
    },
}
_HUE_EN = ("ochre", "umber", "olive", "malachite green", "turquoise", "azure blue", "indigo", "violet grey")
_HUE_ZH = ("赭石", "棕褐", "橄榄色", "石绿", "青绿", "石青", "靛蓝", "紫灰")
_LEAF_EN = (
    "dark green foliage",
    "fresh green foliage",
    "yellow-green foliage",
    "golden foliage",
    "orange foliage",
    "vermilion foliage",
    "crimson foliage",
    "rosy foliage",
)
_LEAF_ZH = ("深绿叶", "嫩绿叶", "黄绿叶", "金黄叶", "橙叶", "朱红叶", "深红叶", "粉叶")
_CUN_EN = {
    "hemp": "hemp-fibre strokes",
    "axe": "axe-cut strokes",
    "raindrop": "raindrop strokes",
    "lotus": "lotus-leaf strokes",
    "dots": "horizontal dot strokes",
}
_CUN_ZH = {"hemp": "披麻皴", "axe": "斧劈皴", "raindrop": "雨点皴", "lotus": "荷叶皴", "dots": "米点皴"}


def _step(words: tuple[str, ...], position: float) -> str:
    return words[min(len(words) - 1, round(position * (len(words) - 1)))]


def style_words(style: Style, language: str) -> tuple[str, ...]:
    """Plain words for a style, the most telling first. `language` is "en" or "zh"; ValueError otherwise."""
    _check(language)
    zh = language == "zh"
    words: list[str] = []

    def say(en: str, chinese: str) -> None:
        words.append(chinese if zh else en)

    if style.paper_value < 0.3:
        say("dark indigo silk", "磁青绢")
    if style.colour < 0.25:
        say("ink wash", "水墨")
    else:
        if 0.42 < style.mountain_hue < 0.74 and style.colour > 0.5:
            say("blue-green landscape", "青绿山水")
        say(_step(_HUE_EN, style.mountain_hue) + " mountains", _step(_HUE_ZH, style.mountain_hue) + "设色")
    kind = max(_CUN_EN, key=lambda k: float(getattr(style, k)))
    say(_CUN_EN[kind], _CUN_ZH[kind])
    if style.gilding > 0.5:
        say("gold outlines", "泥金勾线")
    elif style.outline < 0.3:
        say("boneless, without outlines", "没骨")
    elif style.outline > 0.8 and style.line_weight > 0.55:
        say("bold outlines", "粗笔勾勒")
    if style.ink_density > 0.78:
        say("dense ink", "浓墨")
    elif style.ink_density < 0.42:
        say("pale ink", "淡墨")
    if style.wetness > 0.8:
        say("wet brush", "湿笔")
    elif style.wetness < 0.2:
        say("dry brush", "枯笔")
    if style.colour >= 0.4:
        say(_step(_LEAF_EN, style.foliage_hue), _step(_LEAF_ZH, style.foliage_hue))
    if style.mist > 0.8:
        say("much blank space", "大片留白")
    if style.ruggedness > 0.8:
        say("craggy forms", "山形峭拔")
    elif style.ruggedness < 0.2:
        say("rounded forms", "山形圆浑")
    if style.paper_value > 0.3:
        if style.paper_hue < 0.25:
            say("old silk", "古绢")
        elif style.paper_hue > 0.8:
            say("cool white paper", "素白纸")
    return tuple(words)


def captions(
    scene: Scene,
    style: Style,
    rng: np.random.Generator,
    language: str,
    with_style: bool = True,
    trigger: str = "",
) -> str:
    """One caption that names every subject of `scene` (pass a picture's own scene), 8 to 45 words.

    Wording, order and which style words are said vary with `rng`. `language` is "en" or "zh". A painter's
    `trigger` comes first. For Chinese the bounds are on about 1.6 characters a word.
    """
    _check(language)
    order = rng.permutation(len(scene.subjects))
    things = [_word(scene.subjects[i], rng, language) for i in order]
    manner: list[str] = []
    if with_style:
        pool = style_words(style, language)
        keep = int(rng.integers(0, min(5, len(pool)) + 1)) if rng.random() < 0.85 else 0
        manner = [pool[i] for i in sorted(rng.permutation(len(pool))[:keep])]
    distance = str(rng.choice(_DISTANCE[scene.distance][language])) if rng.random() < 0.4 else ""
    text = (
        _chinese(things, manner, distance, rng)
        if language == "zh"
        else _english(things, manner, distance, rng)
    )
    if trigger:
        text = f"{trigger}，{text}" if language == "zh" else f"{trigger}, {text}"
    return text


def _word(subject: str, rng: np.random.Generator, language: str) -> str:
    words = SUBJECT_WORDS[subject][language]
    return words[0] if rng.random() < 0.4 else str(rng.choice(words))


def _english(things: list[str], manner: list[str], distance: str, rng: np.random.Generator) -> str:
    if len(things) > 1 and rng.random() < 0.6:
        listed = ", ".join(things[:-1]) + " and " + things[-1]
    else:
        listed = ", ".join(things)
    listed = listed or "an empty landscape"
    opening = str(
        rng.choice(
            (
                "a landscape painting of",
                "a landscape with",
                "a painting of",
                "an East-Asian landscape of",
                "a hanging scroll with",
                "a quiet scene with",
            )
        )
    )
    tail = ", ".join(part for part in (distance, *manner) if part)
    if manner and rng.random() < 0.4:
        lead = manner[0]
        tail = ", ".join(part for part in (*manner[1:], distance) if part)
        text = f"{lead}, {opening} {listed}" + (f", {tail}" if tail else "")
    else:
        text = f"{opening} {listed}" + (f", {tail}" if tail else "")
    if len(text.split()) < 8:
        text += str(
            rng.choice(
                (
                    ", painted with a soft brush on paper",
                    ", a calm and airy composition on paper",
                    ", in the manner of a landscape scroll",
                )
            )
        )
    return text


def _chinese(things: list[str], manner: list[str], distance: str, rng: np.random.Generator) -> str:
    listed = (
        "、".join(things)
        if rng.random() < 0.7 or len(things) < 2
        else "、".join(things[:-1]) + "和" + things[-1]
    )
    listed = listed or "空旷山水"
    opening = str(rng.choice(("一幅山水画，画有", "山水画，", "山水画中有", "一轴山水，绘", "画面上有")))
    parts = [p for p in (distance, *manner) if p]
    if parts and rng.random() < 0.4:
        text = f"{parts[0]}，{opening}{listed}" + ("，" + "，".join(parts[1:]) if parts[1:] else "")
    else:
        text = f"{opening}{listed}" + ("，" + "，".join(parts) if parts else "")
    if len(text) < 13:
        text += str(rng.choice(("，意境清远宁静", "，笔墨清雅，构图疏朗", "，一派宁静气象")))
    return text


def _check(language: str) -> None:
    if language not in ("en", "zh"):
        raise ValueError(f"language must be 'en' or 'zh', got {language!r}")


assert set(SUBJECT_WORDS) == set(SUBJECTS)
