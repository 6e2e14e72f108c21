"""A job: everything the engine needs to paint, frozen, picklable, and enough to paint the same picture
again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np

from artmaster_desktop.core.choice import NO_CHOICES, Choices
from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.job_guide import JobGuide
from artmaster_desktop.core.notice import Notice
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.repaint_start import RepaintStart


@dataclass(frozen=True, slots=True)
class HiredPainter:
    """A painter in a job: the exact file by its hash, and where it lay."""

    slug: str
    sha256: str
    file: Path


@dataclass(frozen=True, slots=True)
class NoiseStart:
    """Paint from pure noise."""


@dataclass(frozen=True, slots=True, eq=False)
class PictureStart:
    """Paint over ``pixels`` (uint8 RGB ``[H, W, 3]`` of the job's extent); ``strength`` in (0, 1], 1 keeps
    nothing.
    """

    pixels: Pixels
    strength: float

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PictureStart):
            return NotImplemented
        return self.strength == other.strength and np.array_equal(self.pixels, other.pixels)

    def __hash__(self) -> int:
        return hash((self.strength, self.pixels.shape))


JobStart: TypeAlias = NoiseStart | PictureStart | RepaintStart


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintJob:
    """One painting.

    ``extent`` is what the model paints (sides are multiples of its token); ``output`` is the canvas, to which
    the picture is resized where they differ. ``texts[a]`` is the text of the gate plan's area ``a`` (0 is the
    document's own; empty = no text of its own). ``text_tokens`` is the padded length of the root text.
    ``model`` is a folder or checkpoint, ``model_id`` its identity as told by the engine. ``choices`` tells
    whom the gate chose and why; what it chose is in ``gates`` already, so painting again needs no gate.
    """

    id: str
    document: str
    revision: int
    model: Path
    model_id: str
    extent: Extent
    output: Extent
    texts: tuple[str, ...]
    gates: GatePlan
    painters: tuple[HiredPainter, ...] = ()
    start: JobStart = field(default_factory=NoiseStart)
    seed: int = 0
    steps: int = 20
    guidance: float = 3.5
    text_tokens: int = 512
    notices: tuple[Notice, ...] = ()
    choices: Choices = NO_CHOICES
    guides: tuple[JobGuide, ...] = ()
