"""The documents of the fidelity trial: layouts x seeds, with painters and texts nobody chose by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.document import Document, PaintSettings, Root
from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.job import PaintJob
from artmaster_desktop.core.layer import MaskLayer
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.core.region import Region
from landscape import SUBJECT_WORDS, Scene, captions, random_style
from landscape.scene import BUILT, DISTANCES, LIVING, MOUNTAINS, PLANTS, RIVALS, WATERS, WEATHER

from .layouts import LAYOUTS, Mask, divide
from .regions import border_band, cell_weights

BAND = 32.0
"""Pixels (of a 512 px canvas) on either side of a border that nobody is judged on, before its feather: one
token of 16 px, which belongs to both, and one cell of the judge. Two feathers (95 % of the blur) are added.
"""

FEATHERS = (4.0, 6.0, 8.0, 10.0)
"""Softness of the borders, standard deviation in pixels of a 512 px canvas."""

LEAST_CELLS = 8
"""Judged cells (16 px) that every place must have; shapes are drawn again until it has."""

CELL = 16


@dataclass(frozen=True, eq=False)
class Place:
    """What one painter owns: area `area` of the job's gate plan (0 is the document's own).

    `text` is what a pass of its own would be given: trigger, the document's prompt, the region's.
    `mask` bool[H, W] is hard; `core` is the part of it outside the border band.
    """

    area: int
    painter: str
    text: str
    mask: Mask
    core: Mask


@dataclass(frozen=True, eq=False)
class Trial:
    """One document of the trial with its job and its places; `band` bool[H, W] is where nobody is judged."""

    index: int
    layout: str
    language: str
    document: Document
    job: PaintJob
    places: tuple[Place, ...]
    band: Mask


def make_trials(
    count: int,
    seed: int,
    side: int,
    steps: int,
    guidance: float,
    painters: Sequence[Painter],
    caps: ModelCaps,
) -> list[Trial]:
    """`count` square documents of `side` px: the layouts in turn, English in one round and Chinese in the
    next."""
    return [_trial(i, seed, side, steps, guidance, painters, caps) for i in range(count)]


def _trial(
    index: int,
    seed: int,
    side: int,
    steps: int,
    guidance: float,
    painters: Sequence[Painter],
    caps: ModelCaps,
) -> Trial:
    rng = np.random.default_rng([seed, 4, index])
    layout = list(LAYOUTS)[index % len(LAYOUTS)]
    language = ("en", "zh")[index // len(LAYOUTS) % 2]
    feather = float(rng.choice(FEATHERS)) * side / 512
    regions, rest, band = _divided(layout, side, feather, rng)
    places, order = len(regions) + bool(rest.any()), rng.permutation(len(painters))
    owners = [painters[order[i % len(painters)]] for i in range(places)]
    root, prompts = _texts(len(regions), side, rng, language)
    paint = PaintSettings(seed=int(rng.integers(2**31)), steps=steps, guidance=guidance)
    document = _document(f"trial-{index}", side, regions, owners, root, prompts, feather, paint)
    by_slug = {painter.slug: painter for painter in painters}
    job = plan_paint(document, lambda ref: by_slug.get(ref.slug), caps, document.id)
    return Trial(index, layout, language, document, job, places_of(document, job, by_slug, band), band)


def _divided(
    layout: str, side: int, feather: float, rng: np.random.Generator
) -> tuple[list[Mask], Mask, Mask]:
    """Region masks, what they leave, and the border band."""
    for _ in range(100):
        regions = divide(layout, side, side, rng)
        rest = ~np.any(regions, axis=0)
        masks = [*regions, rest] if rest.any() else regions
        band = border_band(masks, band_px(side, feather))
        if all(judged_cells(mask & ~band) >= LEAST_CELLS for mask in masks):
            return regions, rest, band
    raise ValueError(f"{layout} leaves no room for a judged core on a canvas of {side} px")


def band_px(side: int, feather: float) -> float:
    """The width of the band on either side of a border, in pixels."""
    return BAND * side / 512 + 2 * feather


def judged_cells(core: NDArray[np.bool_]) -> float:
    """How many cells of the judge's map the core fills, counted in whole cells."""
    height, width = core.shape
    return float(cell_weights(core, (height // CELL, width // CELL)).sum())


def _document(
    name: str,
    side: int,
    masks: Sequence[Mask],
    owners: Sequence[Painter],
    root: str,
    prompts: Sequence[str],
    feather: float,
    paint: PaintSettings,
) -> Document:
    """Region i belongs to owner i; an owner more than there are regions has the rest of the canvas."""
    shares = [Share(PainterRef(painter.slug, painter.sha256)) for painter in owners]
    layers = tuple(
        MaskLayer(id=f"mask-{i}", name=f"region {i}", raster=Raster.from_array(mask.astype(np.uint8) * 255))
        for i, mask in enumerate(masks)
    )
    regions = tuple(
        Region(id=f"region-{i}", mask=layer.id, prompt=prompts[i], painters=(shares[i],), feather=feather)
        for i, layer in enumerate(layers)
    )
    own = Root(prompt=root, painters=tuple(shares[len(masks) :]))
    return Document(id=name, extent=Extent(side, side), layers=layers, regions=regions, root=own, paint=paint)


def places_of(
    document: Document, job: PaintJob, painters: Mapping[str, Painter], band: Mask
) -> tuple[Place, ...]:
    """Every place of `document` that has one painter of its own, with the text of a pass of its own.

    `painters` are known by slug. The regions' masks must be disjoint. Raises ValueError where `job`
    left a region out.
    """
    slugs = {row.area: job.painters[row.painter].slug for row in job.gates.rows}
    if job.gates.areas != len(document.regions) + 1 or len(slugs) != len(job.gates.rows):
        raise ValueError(f"{document.id}: a region was not planned, or has more than one painter")
    height, width = document.extent.height, document.extent.width
    masks: list[Mask] = []
    for region in document.regions:
        values = document.mask_of(region).raster.read(Bounds.of(document.extent))[:, :, 0]
        masks.append(values > 127)
    masks = [~np.any(masks, axis=0) if masks else np.ones((height, width), dtype=np.bool_), *masks]
    places = []
    for area, mask in enumerate(masks):
        if area not in slugs or not mask.any():
            continue
        prompt = document.regions[area - 1].prompt if area else ""
        told = (painters[slugs[area]].trigger, document.root.prompt, prompt)
        text = ", ".join(part for part in told if part)
        places.append(Place(area, slugs[area], text, mask, mask & ~band))
    return tuple(places)


def _texts(regions: int, side: int, rng: np.random.Generator, language: str) -> tuple[str, list[str]]:
    """The document's caption (land, water and perhaps weather) and one or two things for each region."""
    said = [str(rng.choice(MOUNTAINS[:3])), str(rng.choice(WATERS))]
    if rng.random() < 0.4:
        said += _agreeing(WEATHER, said, 1, rng)
    scene = Scene(tuple(said), str(rng.choice(DISTANCES)), 0, side, side)
    root = captions(scene, random_style(rng), rng, language, with_style=False)
    prompts = []
    for _ in range(regions):
        things = _agreeing(PLANTS + BUILT + LIVING, said, 1 + int(rng.random() < 0.5), rng)
        said += things
        words = [str(rng.choice(SUBJECT_WORDS[thing][language])) for thing in things]
        prompts.append("、".join(words) if language == "zh" else " and ".join(words))
    return root, prompts


def _agreeing(pool: Sequence[str], said: Sequence[str], count: int, rng: np.random.Generator) -> list[str]:
    """`count` subjects of `pool` that are not said yet and that a painter would join with those that are."""
    chosen: list[str] = []
    for i in rng.permutation(len(pool)):
        known = {*said, *chosen}
        rivals = {b for pair in RIVALS for a, b in (pair, pair[::-1]) if a in known}
        if pool[i] not in known | rivals:
            chosen.append(pool[i])
        if len(chosen) == count:
            break
    return chosen
