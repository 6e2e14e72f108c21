"""Every size and count of the recipe in one frozen place, in the full form and in a toy form for the CPU."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FORMATS: dict[str, tuple[int, int]] = {
    "square": (512, 512),
    "portrait": (512, 768),
    "landscape": (768, 512),
    "large": (768, 768),
    "joint": (512, 512),
}
"""Name of a picture format -> (width, height) in pixels, in the full plan."""

TOY_FORMATS: dict[str, tuple[int, int]] = {
    "square": (96, 96),
    "portrait": (96, 128),
    "landscape": (128, 96),
    "large": (128, 128),
    "joint": (96, 96),
}
"""The same for the toy plan."""

FORMAT_CYCLE = ("square", "portrait", "joint", "landscape", "square") * 4 + ("large",)
"""Order in which shards take their format: two fifths squares, a fifth of each oblong, a fifth squares by
several hands, a few large squares."""


@dataclass(frozen=True)
class Bucket:
    """One training shape: a picture format at a scale, a text length and how often it is drawn.

    `scale` divides the painted size (area resize before the autoencoder), `text` is the padded T5 length in
    tokens, `weight` the relative frequency. Shapes with `compiled` false are rare and run eagerly. A `snug`
    shape takes only captions that fit its length uncut, so that text with little or no padding is learnt too.
    """

    formats: tuple[str, ...]
    scale: float
    text: int
    weight: float
    compiled: bool = True
    snug: bool = False

    @property
    def joint(self) -> bool:
        """Whether pictures by several hands are meant, with region texts."""
        return "joint" in self.formats


EARLY = (
    Bucket(("square",), 2, 64, 0.45),
    Bucket(("portrait", "landscape"), 2, 64, 0.31),
    Bucket(("joint",), 2, 64, 0.20),
    Bucket(("square",), 2, 24, 0.02, compiled=False, snug=True),
    Bucket(("square",), 2, 512, 0.02, compiled=False),
)
LATE = (
    Bucket(("square",), 1, 64, 0.38),
    Bucket(("portrait", "landscape"), 1, 64, 0.30),
    Bucket(("joint",), 1, 64, 0.22),
    Bucket(("square",), 2, 64, 0.05),
    Bucket(("square",), 1, 32, 0.02, compiled=False, snug=True),
    Bucket(("square",), 1, 512, 0.03, compiled=False),
)


@dataclass(frozen=True)
class Plan:
    """Sizes of the models and of the training; `full()` is what ships, `smoke()` proves the code on a CPU."""

    formats: dict[str, tuple[int, int]] = field(default_factory=lambda: dict(FORMATS))
    shard: int = 24
    variants: int = 12
    held_out: int = 96
    tokeniser_texts: int = 9_000
    t5_vocab: int = 2000
    clip_vocab: int = 1500
    vae_channels: tuple[int, ...] = (32, 64, 128, 160)
    vae_layers: int = 2
    vae_groups: int = 8
    vae_crops: tuple[tuple[int, int], ...] = ((256, 32), (256, 32))
    vae_split: float = 0.70
    vae_lr: float = 1.2e-3
    vae_start: int = 400
    vae_cache: int = 12_000
    double_layers: int = 2
    single_layers: int = 8
    heads: int = 5
    head_dim: int = 64
    rope: tuple[int, int, int] = (8, 28, 28)
    text_dim: int = 256
    text_layers: int = 3
    text_ff: int = 512
    pooled_dim: int = 192
    clip_layers: int = 2
    tokens_per_step: int = 100_000
    base_lr: float = 1.0e-3
    early: tuple[Bucket, ...] = EARLY
    late: tuple[Bucket, ...] = LATE
    early_part: float = 0.45
    distil_part: float = 0.35
    warmup: int = 200
    muon: bool = True
    sheet_size: int = 512
    sheet_steps: int = 20
    sheet_prompts: int = 24

    @staticmethod
    def full() -> Plan:
        """The plan of the model that ships."""
        return Plan()

    @staticmethod
    def smoke() -> Plan:
        """A toy of the same anatomy: 96-pixel pictures, a few thousand weights, done in a minute or two."""
        toy: dict[str, Any] = {
            "formats": dict(TOY_FORMATS),
            "shard": 4,
            "variants": 4,
            "held_out": 4,
            "tokeniser_texts": 1500,
            "t5_vocab": 600,
            "clip_vocab": 700,
            "vae_channels": (8, 16, 16, 16),
            "vae_layers": 1,
            "vae_groups": 4,
            "vae_crops": ((64, 4), (64, 4)),
            "vae_start": 8,
            "vae_cache": 64,
            "double_layers": 1,
            "single_layers": 1,
            "heads": 2,
            "head_dim": 16,
            "rope": (4, 6, 6),
            "text_dim": 32,
            "text_layers": 1,
            "text_ff": 32,
            "pooled_dim": 24,
            "clip_layers": 1,
            "tokens_per_step": 700,
            "warmup": 5,
            "sheet_size": 96,
            "sheet_steps": 2,
            "sheet_prompts": 4,
            "early": (
                Bucket(("square",), 2, 64, 0.4),
                Bucket(("portrait", "landscape"), 2, 64, 0.3),
                Bucket(("joint",), 2, 64, 0.3),
            ),
            "late": (
                Bucket(("square",), 1, 64, 0.4),
                Bucket(("portrait", "landscape"), 1, 64, 0.2),
                Bucket(("joint",), 1, 64, 0.2),
                Bucket(("square",), 1, 48, 0.1, compiled=False, snug=True),
                Bucket(("square",), 1, 128, 0.1, compiled=False),
            ),
        }
        return Plan(**toy)

    @property
    def width(self) -> int:
        """Width D of the transformer's token vectors."""
        return self.heads * self.head_dim
