"""The cases of the repaint trial: held-out pictures x selections x deeds, with a painter for each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer, MaskLayer
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.core.repaint import Repaint

from .layouts import Field, divide
from .prompts import Prompt, PromptTask, make_prompt

U8: TypeAlias = NDArray[np.uint8]
Draw: TypeAlias = Callable[[Field], NDArray[np.float32]]
DEEDS = (("refine", 0.5, False), ("repaint", 0.8, False), ("fill", 1.0, False), ("remove", 1.0, True))
"""Name, strength, and whether the surroundings go on there."""


def _box(f: Field) -> NDArray[np.float32]:
    left, top = f.near(0.3, 0.12), f.near(0.35, 0.12)
    return np.asarray((f.x > left) & (f.x < left + 0.38) & (f.y > top) & (f.y < top + 0.34), np.float32)


def _soft(f: Field) -> NDArray[np.float32]:
    """A disc that fades out over half of its width: differential change, as of a soft brush."""
    away = np.hypot(f.x - f.near(0.5, 0.15), f.y - f.near(0.5, 0.15))
    return np.asarray(np.clip((0.34 - away) / 0.17, 0, 1), np.float32)


def _edge(f: Field) -> NDArray[np.float32]:
    """A band of sky along the upper edge."""
    return np.asarray(f.y + f.waves(0.06) < f.near(0.3, 0.05), np.float32)


def _stroke(f: Field) -> NDArray[np.float32]:
    """A thin bent stroke, as of a brush."""
    away = np.abs(f.y - f.near(0.5, 0.15) - 0.12 * np.sin(5 * f.x + f.near(0.0, 3.0)))
    return np.asarray((away < 0.03) & (f.x > 0.15) & (f.x < 0.85), np.float32)


def _laid_out(name: str) -> Draw:
    def draw(f: Field) -> NDArray[np.float32]:
        height, width = f.x.shape
        return np.asarray(np.any(divide(name, height, width, f.rng), axis=0), np.float32)

    return draw


SELECTIONS: dict[str, Draw] = {
    "box": _box,
    "island": _laid_out("island"),
    "soft disc": _soft,
    "band at the edge": _edge,
    "two islands": _laid_out("two islands"),
    "thin stroke": _stroke,
}


@dataclass(frozen=True, eq=False)
class Case:
    """``document`` shows ``truth`` and has one region, where ``asked`` is; its painter is ``painter``."""

    document: Document
    truth: U8
    asked: Repaint
    selection: str
    deed: str
    painter: str
    mask: U8


def cases(
    pictures: int, selections: int, side: int, steps: int, seed: int, painters: Sequence[Painter]
) -> Iterator[Case]:
    """``pictures`` held-out ones, with ``selections`` of the six kinds each; kinds, deeds and painters in
    turn.
    """
    for number in range(pictures):
        _, prompt = make_prompt(PromptTask(number, (side, side), seed))
        for turn in range(selections):
            yield _case(prompt, number * selections + turn, side, steps, seed, painters)


def _case(prompt: Prompt, index: int, side: int, steps: int, seed: int, painters: Sequence[Painter]) -> Case:
    name = list(SELECTIONS)[index % len(SELECTIONS)]
    deed, strength, remove = DEEDS[(index + index // len(DEEDS)) % len(DEEDS)]
    painter = painters[index % len(painters)]
    rng = np.random.default_rng([seed, 6, index])
    drawn = SELECTIONS[name](Field(side, side, rng))
    mask = np.asarray(np.rint(drawn * 255), np.uint8)
    opaque = np.dstack([prompt.truth, np.full((side, side), 255, np.uint8)])
    layers = (
        ImageLayer(id="work", name="Work", raster=Raster.from_array(opaque)),
        MaskLayer(id="mask", name="Part", raster=Raster.from_array(mask)),
    )
    share = Share(PainterRef(painter.slug, painter.sha256))
    document = Document(
        id=f"repaint-{index}",
        extent=Extent(side, side),
        layers=layers,
        regions=(Region(id="part", mask="mask", name="Part", painters=(share,)),),
        root=Root(prompt=prompt.text),
        paint=PaintSettings(seed=int(rng.integers(2**31)), steps=steps),
    )
    asked = Repaint(mask=Raster.from_array(mask), strength=strength, remove=remove)
    return Case(document, prompt.truth, asked, name, deed, painter.slug, mask)


def core_of(mask: U8, inward: int) -> NDArray[np.bool_]:
    """What lies farther than ``inward`` pixels inside a selection."""
    inside = np.pad(np.asarray(mask > 127, np.uint8), 1, mode="edge")
    deep = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    return np.asarray(deep > inward, np.bool_)
