"""A painter's weights as the engine needs them: low-rank pairs by module, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class LowRank:
    """One adapted layer: ``a`` is ``[rank, in]`` and ``b`` ``[out, rank]``; the file's alpha is folded into
    ``b``.

    The layer's change is ``b @ a`` (LoRA, Hu et al. 2021, arXiv 2106.09685).
    """

    a: Tensor
    b: Tensor

    def __post_init__(self) -> None:
        if self.a.ndim != 2 or self.b.ndim != 2 or self.a.shape[0] != self.b.shape[1]:
            raise ValueError(
                f"a [rank, in] and b [out, rank] do not fit: {tuple(self.a.shape)}, {tuple(self.b.shape)}"
            )

    @property
    def rank(self) -> int:
        return self.a.shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """One painter's low-rank pairs, by diffusers module name relative to the network.

    ``modules`` is for the transformer (``transformer_blocks.0.attn.to_q``, ...); ``text`` and ``text_2``
    for the CLIP and T5 encoders, which the gate does not touch. ``biases`` ``[out]`` are added to what some
    of the ``modules`` give, under the same gate: control adapters have them, painters do not.
    """

    name: str
    modules: Mapping[str, LowRank]
    text: Mapping[str, LowRank] = field(default_factory=lambda: MappingProxyType({}))
    text_2: Mapping[str, LowRank] = field(default_factory=lambda: MappingProxyType({}))
    biases: Mapping[str, Tensor] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        stray = self.biases.keys() - self.modules.keys()
        if stray:
            raise ValueError(f"a bias needs a pair beside it: {min(stray)}")
