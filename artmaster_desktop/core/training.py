"""What a training run is asked for: the recipe with its presets, the works, and the job as one frozen value.

The numbers of ``SEED`` are those of the study this program grew from: 40 crops of 20 works, each shown 10
times in each of 15 epochs, one at a time, AdamW at 2e-4: 6,000 steps. ``FAST`` is for the small starter on a
processor without a GPU; a base of 20 million weights needs ten times the rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmaster_desktop.core.mark import MarkHabit
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.slug import slug_of
from artmaster_desktop.core.training_phase import Phase


class AdapterKind(Enum):
    """AdaLoRA spends its ranks where they matter (Zhang et al. 2023, arXiv 2303.10512); LoRA evenly."""

    ADALORA = "adalora"
    LORA = "lora"


class Optimiser(Enum):
    """AdamW with its averages in 32 bits, or in 8 (a quarter of the memory; needs bitsandbytes and CUDA)."""

    ADAMW = "adamw"
    ADAMW8 = "adamw8"


class BaseNumbers(Enum):
    """How the frozen base is kept: as it is loaded, in 8-bit floats, or in 4 bits (NF4 of QLoRA, arXiv
    2305.14314; needs bitsandbytes and CUDA)."""

    FULL = "full"
    FP8 = "fp8"
    NF4 = "nf4"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRecipe:
    """How a painter is taught.

    ``rank`` is the rank of every layer, for AdaLoRA the average at the end; it begins with ``first_rank``.
    A step shows ``batch`` works, one after the other. ``side`` brings the shorter side of a work to so many
    pixels (0: as it is); ``windows`` is the share of rows that show a piece of this size at full scale
    instead, at lower noise: the stroke as it was painted. ``carry`` weighs the rule that keeps the base's own
    reading of words and guidance (0 switches it off); it is applied in every ``carry_every``-th step.
    ``places`` is the share of steps in which the painter is held to a part of the canvas. ``held_out`` works
    are never shown; after ``patience`` epochs without a better loss on them training ends (0: never).
    ``ema`` is the decay of the averaged weights, which are what is saved; ``orthogonality`` weighs AdaLoRA's
    own term, and ``spectrum`` multiplies the rate of its singular values: in a narrow base they would move
    far more slowly than the entries of a LoRA do. Adapters set out along the directions in which the first
    ``informed`` rows pull hardest (0: along random ones). ``rise`` steps lead up to ``rate``; ``cosine`` lets
    it fall to a fiftieth afterwards.

    ``phases`` part the run by blocks and noise (none: everything all the time). ``style`` weighs the rule
    that what is painted looks, to several blocks of the base, like the artist's works at the same noise; it
    is applied in every ``style_every``-th step. ``preserve`` weighs the rule that under the ``class_word`` in
    place of the trigger the base paints on as before; it needs ``trigger_dropout`` 0, which teaches the
    opposite. ``tagged`` is the share of rows that are captioned with the job's style tags too. ``base`` is
    how the frozen base is kept, ``swapped`` how many of its blocks wait in main memory (needs
    ``checkpointing``, and another base than NF4).
    """

    kind: AdapterKind = AdapterKind.ADALORA
    rank: int = 8
    first_rank: int = 12
    rate: float = 2e-4
    spectrum: float = 1.0
    informed: int = 0
    rise: int = 20
    cosine: bool = False
    batch: int = 1
    repeats: int = 10
    epochs: int = 15
    side: int = 0
    windows: float = 0.0
    carry: float = 0.0
    carry_every: int = 2
    guidance: tuple[float, float] = (1.5, 5.0)
    places: float = 0.0
    caption_dropout: float = 0.05
    trigger_dropout: float = 0.15
    ema: float = 0.99
    orthogonality: float = 0.1
    clip: float = 1.0
    held_out: int = 2
    patience: int = 4
    sample_every: int = 1
    sample_steps: int = 20
    seed: int = 7
    checkpointing: bool = True
    phases: tuple[Phase, ...] = ()
    style: float = 0.0
    style_every: int = 2
    preserve: float = 0.0
    class_word: str = "a landscape painting"
    tagged: float = 0.0
    optimiser: Optimiser = Optimiser.ADAMW
    base: BaseNumbers = BaseNumbers.FULL
    swapped: int = 0

    def __post_init__(self) -> None:
        if min(self.rank, self.batch, self.repeats, self.epochs, self.carry_every, self.sample_steps) < 1:
            raise ValueError("rank, batch, repeats, epochs, carry_every and sample_steps must be at least 1")
        if self.kind is AdapterKind.ADALORA and self.first_rank <= self.rank:
            raise ValueError(f"AdaLoRA must begin with more than rank {self.rank}, not {self.first_rank}")
        if self.style_every < 1 or min(self.swapped, self.informed) < 0:
            raise ValueError("style_every must be at least 1; swapped and informed must not be negative")
        if self.closer and not self.side:
            raise ValueError("pieces at full scale must have a side that the whole works are brought to")
        if self.preserve and (self.trigger_dropout or not self.class_word):
            raise ValueError("preserve must go with trigger_dropout 0 and a class_word")
        if self.swapped and not self.checkpointing:
            raise ValueError("blocks that are swapped must go with checkpointing, or all stay on the device")
        if self.swapped and self.base is BaseNumbers.NF4:
            raise ValueError(
                "blocks that are swapped must not be in nf4, which is packed on the GPU; take fp8"
            )

    @property
    def closer(self) -> bool:
        """Whether pieces at full scale are shown at any time."""
        return bool(self.windows) or any(phase.windows for phase in self.phases)

    def steps(self, works: int) -> int:
        """How often the weights are changed, for so many works that are shown."""
        return max(1, works * self.repeats * self.epochs // self.batch)


SEED = TrainingRecipe()
FAST = TrainingRecipe(
    rate=2e-3,
    spectrum=10.0,
    informed=12,
    cosine=True,
    repeats=1,
    epochs=40,
    side=256,
    windows=0.25,
    carry=0.5,
    patience=12,
    sample_every=10,
    sample_steps=12,
    checkpointing=False,
)
PRESETS = {"seed": SEED, "fast": FAST}


@dataclass(frozen=True, slots=True, eq=False)
class TrainingWork:
    """One picture to learn from: uint8 RGB ``[H, W, 3]``, both sides at least 64 pixels.

    ``origin`` names the work that it was cut from: crops of one work are held out together. ``captions`` are
    wordings of its content without the trigger; none is an empty one. ``mask`` float32 ``[H, W]`` in [0, 1]
    weighs the loss: 0 where there is a seal or an inscription that must not be learned; None learns all.
    """

    origin: str
    pixels: Pixels
    captions: tuple[str, ...] = ()
    mask: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingJob:
    """Teach the painter ``name`` from ``works`` on the model at ``model``.

    The painter goes to ``out/<slug>/``; what is needed to go on after an interruption lies beside it in
    ``.training``. ``cache`` remembers encoded works and texts for other runs. ``prompts`` are painted for the
    sample sheets, with the trigger put before them; where there are none, the works' own captions serve.
    ``marks`` and ``extra`` are only told, on the painter's card: where the works usually bear seals and
    inscriptions, and whatever else is known.
    """

    id: str
    name: str
    works: tuple[TrainingWork, ...]
    model: Path
    out: Path
    cache: Path
    recipe: TrainingRecipe = SEED
    trigger: str = ""
    prompts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    licence: str = ""
    source: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())
    marks: tuple[MarkHabit, ...] = ()

    def __post_init__(self) -> None:
        if self.recipe.tagged and not self.tags:
            raise ValueError("captions with style tags must have tags")

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def call(self) -> str:
        """The word that calls the painter in a prompt."""
        return self.trigger or self.slug

    @property
    def folder(self) -> Path:
        return self.out / self.slug

    @property
    def checkpoint(self) -> Path:
        return self.folder / ".training" / "last.checkpoint"
