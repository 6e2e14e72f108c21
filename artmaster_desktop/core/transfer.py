"""From a finished work to the same work by another painter: a document that paints over it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from artmaster_desktop.core.document import Document, FromLayer, PaintSettings, Root
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import ImageLayer
from artmaster_desktop.core.painter import Share
from artmaster_desktop.core.raster import Pixels, Raster

STRUCTURE = 0.25
"""How much of the old work stays where nobody says otherwise: its layout, but not its colours."""


def transferred(
    pixels: Pixels, prompt: str, hands: tuple[Share, ...], structure: float, paint: PaintSettings
) -> Document:
    """A document whose only layer is the work (uint8 RGB ``[H, W, 3]``), to be painted over by ``hands``.

    ``structure`` in [0, 1) is how much of the old drawing stays: 0 begins from nothing. Seed, steps and
    guidance are those of ``paint``.
    """
    if not 0.0 <= structure < 1.0:
        raise ValueError(f"structure must be in [0, 1), not {structure}")
    height, width = pixels.shape[:2]
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)])
    return Document(
        id="transfer",
        extent=Extent(width, height),
        layers=(ImageLayer(id="work", name="Work", raster=Raster.from_array(opaque)),),
        root=Root(prompt=prompt, painters=hands),
        paint=PaintSettings(
            seed=paint.seed,
            steps=paint.steps,
            guidance=paint.guidance,
            start=FromLayer("work", 1.0 - structure),
        ),
    )


def without_triggers(prompt: str, triggers: Iterable[str]) -> str:
    """``prompt`` without the words that call the painters before: they would paint on."""
    for trigger in filter(None, triggers):
        prompt = re.sub(rf"(?<!\w){re.escape(trigger)}(?!\w)\s*[,，]?\s*", "", prompt, flags=re.ASCII)
    return prompt.strip()
