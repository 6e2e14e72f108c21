"""The door to whoever looks at works: the studio gets its eye through these protocols."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, CropCost
from artmaster_desktop.core.mark import Mark
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.training import TrainingRecipe
from artmaster_desktop.core.work import Work


class CropJudge(Protocol):
    """Knows one work. ``judge`` takes well under a millisecond, so it can follow the hand."""

    def judge(self, box: Box, width: int, height: int) -> CropCost:
        """What cutting ``box`` as ``width`` x ``height`` pixels costs."""
        ...


class WorksEye(Protocol):
    """Looks at works: uint8 RGB ``[H, W, 3]``. No neural network, but a second for each work."""

    def measures(self, pixels: Pixels, marks: Sequence[Mark]) -> WorkMeasures:
        """Palette, ink, blank and strokes, without the seals and inscriptions."""
        ...

    def find_marks(self, pixels: Pixels) -> tuple[Mark, ...]:
        """Seals and inscriptions, the surest first."""
        ...

    def judge_of(self, pixels: Pixels, work: Work) -> CropJudge:
        """Who judges crops of ``work`` with its marks as they are now."""
        ...

    def crops(
        self, pixels: Pixels, work: Work, sizes: Sequence[tuple[int, int]], each: int
    ) -> tuple[Crop, ...]:
        """``each`` crops of each size: those placed by hand, then the best that are not like them."""
        ...

    def cut(self, pixels: Pixels, crop: Crop) -> Pixels:
        """The crop at its own size."""
        ...

    def reduced(self, pixels: Pixels, side: int) -> Pixels:
        """With a longer side of at most ``side``."""
        ...


class Captioner(Protocol):
    """A neural network of the artist's that tells pictures in words."""

    def caption(self, pixels: Pixels) -> str:
        """What is to be seen on uint8 RGB ``[H, W, 3]``, as the network says it. Raises CaptionerUnusable,
        OutOfMemory and DeviceFailed.
        """
        ...

    def rest(self) -> None:
        """Let its memory go until it is asked again."""
        ...


class TrainingWeigher(Protocol):
    """Tells how much disk the checkpoint of a training takes, in bytes; None where the model cannot say."""

    def __call__(self, model: Path, recipe: TrainingRecipe) -> int | None: ...
