"""What was read from a picture to be a guide or to make regions, and by what means: as it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.control_model import ControlForm
from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.structure_errors import ControlUnusable


class Way(Enum):
    """How a picture was read. Only ``MODEL`` and ``SEGMENTER`` were taught to."""

    CANNY = "Canny's edges"
    DARK_STROKES = "strokes darker than their surroundings"
    CHIEF_STROKES = "the chief strokes, thickened"
    COLOUR_CHANGES = "changes of colour over three sizes"
    TONES = "light and dark"
    GUESSED_DEPTH = "a guess of the depth from what lies where"
    SEGMENTER = "the shipped segmenter"
    MODEL = "a model of the artist"


WITHOUT_MODEL: Mapping[GuideKind, Way] = {
    GuideKind.EDGES: Way.CANNY,
    GuideKind.LINE: Way.DARK_STROKES,
    GuideKind.SCRIBBLE: Way.CHIEF_STROKES,
    GuideKind.SOFT_EDGE: Way.COLOUR_CHANGES,
    GuideKind.TONE: Way.TONES,
    GuideKind.DEPTH: Way.GUESSED_DEPTH,
    GuideKind.LAYOUT: Way.SEGMENTER,
}
"""How each kind is read where the artist gives no model for it; the last two need the shipped segmenter."""

NEED_SEGMENTER = (Way.GUESSED_DEPTH, Way.SEGMENTER)


@dataclass(frozen=True, slots=True)
class ReadBy:
    """``model`` is the name of the artist's model, "" for all other ways. ``kind`` is what was read; None
    where it was only asked what lies where.
    """

    way: Way
    model: str = ""
    kind: GuideKind | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GuideReading:
    """``pixels`` uint8 RGB ``[H, W, 3]`` of the source's size."""

    pixels: Pixels
    by: ReadBy


@dataclass(frozen=True, slots=True, eq=False)
class LayoutReading:
    """``labels`` uint8 ``[H, W]`` of the source's size: the ``Semantic`` class at each pixel."""

    labels: NDArray[np.uint8]
    by: ReadBy


@dataclass(frozen=True, slots=True)
class ControlModel:
    """A model that follows guides, as it was found: ``name`` is what a guide names as its ``control``.
    ``kinds`` is None where it does not say what it was taught, so that any may be tried. ``error`` says why
    it cannot be used, None where it can. ``form`` says what can be asked of it, ``guidance`` with which one
    it was made to paint (None: with any).
    """

    name: str
    path: Path
    kinds: frozenset[GuideKind] | None = None
    error: ControlUnusable | None = None
    form: ControlForm = ControlForm.NET
    guidance: float | None = None

    def takes(self, kind: GuideKind) -> bool:
        """Whether it may follow a guide of ``kind``."""
        return self.error is None and (self.kinds is None or kind in self.kinds)
