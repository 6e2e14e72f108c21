"""Pictures by several hands: one scene, painted by another style, other weather or both inside each region.

The base must have seen such pictures, or it makes everything alike: a style held in one place is drowned by
its neighbours, and a text that only one area hears is not believed. So a part of the pool is of this kind,
with exact truth: how much of each token belongs to which area, what each area's text says, and what the whole
is called.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

REGIONS = 3
"""Regions a picture has at most; slots of absent ones are empty."""
TOKEN = 16
LEAST = 0.08
INSIDE = 0.6
_WEATHER = ("night", "snow", "autumn", "rain", "mist")


@dataclass(frozen=True)
class Joint:
    """One picture by several hands.

    `rgb` uint8 [h, w, 3] and `labels` uint8 [h, w] as of any picture; `areas` uint8 [REGIONS + 1, h / 16,
    w / 16], the share of each token that belongs to the rest of the canvas (0) and to the regions, adding up
    to 255; `roots` [v] and `texts` [v][REGIONS] are captions, "" for an absent region.
    """

    rgb: U8
    labels: U8
    areas: U8
    roots: list[str]
    texts: list[list[str]]
    subjects: list[str]


def random_shape(rng: Generator, width: int, height: int) -> F32:
    """float32 [h, w], 1 inside a random half-plane, band, ellipse, box or blob, 0 outside."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (xs + 0.5) / width - rng.uniform(0.2, 0.8), (ys + 0.5) / height - rng.uniform(0.2, 0.8)
    angle = rng.uniform(0, np.pi) if rng.random() < 0.5 else rng.integers(0, 4) * np.pi / 2
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    kind = rng.integers(0, 5)
    if kind == 0:
        inside = along > rng.uniform(-0.15, 0.15)
    elif kind == 1:
        inside = np.abs(along) < rng.uniform(0.12, 0.25)
    elif kind == 2:
        inside = (along / rng.uniform(0.2, 0.45)) ** 2 + (across / rng.uniform(0.2, 0.45)) ** 2 < 1
    elif kind == 3:
        inside = (np.abs(x) < rng.uniform(0.15, 0.4)) & (np.abs(y) < rng.uniform(0.15, 0.4))
    else:
        waves = cv2.resize(rng.normal(size=(5, 5)).astype(np.float32), (width, height), interpolation=3)
        inside = waves + 1.5 * along > 0
    return np.asarray(inside, np.float32)


def random_areas(rng: Generator, width: int, height: int) -> F32:
    """float32 [1 + n, h, w] adding up to 1: the rest, then n = 1 to REGIONS regions of at least LEAST each.

    Later regions lie above earlier ones; borders are blurred by 1 to 20 px of deviation.
    """
    wanted, found = int(rng.integers(1, REGIONS + 1)), np.ones((1, height, width), np.float32)
    for _ in range(40):
        if len(found) == wanted + 1:
            break
        shape = random_shape(rng, width, height)
        laid = np.concatenate([found * (1 - shape), shape[None]])
        if laid[1:].mean((1, 2)).min() >= LEAST:
            found = laid
    sigma = float(np.exp(rng.uniform(np.log(1.0), np.log(20.0)))) * max(width, height) / 512
    return np.stack([cv2.GaussianBlur(area, (0, 0), sigma) for area in found])


def paint_joint(rng: Generator, width: int, height: int, count: int) -> Joint:
    """One picture with `count` wordings of its captions; depends on `rng` alone."""
    from landscape import SUBJECTS, paint, random_scene, random_style

    scene, style, seed = random_scene(rng, width, height), random_style(rng), int(rng.integers(2**31))
    areas = random_areas(rng, width, height)
    pictures = [paint(scene, style, seed)]
    for _ in areas[1:]:
        other = random_style(rng) if rng.random() < 0.8 else style
        pictures.append(paint(_in_weather(rng, scene) if rng.random() < 0.3 else scene, other, seed))
    rgb = sum(a[..., None] * p.rgb.astype(np.float32) for a, p in zip(areas, pictures, strict=True))
    labels = np.choose(areas.argmax(0), [p.labels for p in pictures])
    cells = areas.reshape(len(areas), height // TOKEN, TOKEN, width // TOKEN, TOKEN).mean((2, 4))
    shares = np.zeros((REGIONS + 1, *cells.shape[1:]), np.uint8)
    shares[1 : len(areas)] = (cells[1:] * 255 + 0.5).astype(np.uint8)
    shares[0] = 255 - shares[1:].sum(0, dtype=np.int64).clip(0, 255)
    owners = np.choose(areas.argmax(0), [p.subjects for p in pictures])
    lying = [_inside(p, a) for p, a in zip(pictures, areas, strict=True)]
    seen = {s for own in lying for s in own} | {SUBJECTS[k - 1] for k in np.unique(owners) if k}
    told = [_words(rng, pictures, lying) for _ in range(count)]
    return Joint(
        (np.asarray(rgb) + 0.5).clip(0, 255).astype(np.uint8),
        labels.astype(np.uint8),
        shares,
        [root for root, _ in told],
        [texts for _, texts in told],
        sorted(seen),
    )


def _in_weather(rng: Generator, scene: Any) -> Any:
    """The scene in another weather, if one goes with the rest of it."""
    from landscape.scene import clashes

    rest = tuple(s for s in scene.subjects if s not in _WEATHER)
    fitting = [w for w in _WEATHER if not clashes(w, rest)]
    return replace(scene, subjects=(*rest, str(rng.choice(fitting)))) if fitting else scene


def _inside(picture: Any, area: F32) -> list[str]:
    """What of a picture lies mainly in an area, weather included."""
    from landscape import SUBJECTS

    counts = np.bincount(picture.subjects.ravel(), minlength=len(SUBJECTS) + 1)
    within = np.bincount(picture.subjects.ravel(), (area > 0.5).ravel(), minlength=len(SUBJECTS) + 1)
    return [
        s
        for s in picture.scene.subjects
        if s in _WEATHER or (counts[(k := SUBJECTS.index(s) + 1)] and within[k] >= INSIDE * counts[k])
    ]


def _words(rng: Generator, pictures: list[Any], lying: list[list[str]]) -> tuple[str, list[str]]:
    """A root caption, and the regions' short texts."""
    from landscape import captions

    language = str(rng.choice(("en", "zh")))
    regions = []
    for picture, own in zip(pictures[1:], lying[1:], strict=True):
        spoken = language if rng.random() < 0.9 else ("zh" if language == "en" else "en")
        regions.append(region_text(rng, own, picture.style, spoken))
    whole = pictures[0].scene
    named = whole.subjects if rng.random() < 0.25 else tuple(lying[0])
    root = captions(
        replace(whole, subjects=named), pictures[0].style, rng, language, with_style=bool(rng.random() < 0.7)
    )
    return ("" if rng.random() < 0.1 else root), regions + [""] * (REGIONS - len(regions))


def region_text(rng: Generator, subjects: list[str], style: Any, language: str) -> str:
    """What a user writes on a region's card: up to four things in any order, up to two words of style."""
    from landscape import SUBJECT_WORDS, style_words

    things = [str(rng.choice(SUBJECT_WORDS[s][language])) for s in rng.permutation(subjects)[:4]]
    pool = style_words(style, language)
    most = 2 if not things or rng.random() < 0.6 else 0
    manner = [pool[i] for i in sorted(rng.permutation(len(pool))[: int(rng.integers(not things, most + 1))])]
    parts = things + manner if rng.random() < 0.7 else manner + things
    return ("，" if language == "zh" else ", ").join(parts)
