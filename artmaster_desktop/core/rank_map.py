"""Where a painter keeps its ranks: what each adapted layer of the model can change, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayerRank:
    """Layer ``layer`` of block ``block`` of the blocks of ``kind`` ("double", "single").

    ``rank`` is the effective rank: how many directions the change really has, from 0 to the adapter's own.
    ``strength`` is the Frobenius norm of the change beside the painter's largest, in [0, 1].
    """

    kind: str
    block: int
    layer: str
    rank: float
    strength: float

    def __post_init__(self) -> None:
        if self.rank < 0.0 or not 0.0 <= self.strength <= 1.0 + 1e-6:
            raise ValueError(f"a rank is not negative and a strength in [0, 1]: {self.rank}, {self.strength}")
