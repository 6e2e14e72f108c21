"""What an adapter that is no painter changes beside its low-rank pairs, and puts back: a token embedder that
reads a picture beside the one that is painted, and normalisation scales.

As diffusers' ``FluxControlPipeline.load_lora_weights`` does it (0.42), but without touching a weight: the
layers themselves stay, others stand in for them while the job lasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.engine.painters.adapter import Adapter

EMBEDDER = "x_embedder"
"""Reads the picture's tokens."""


@dataclass(frozen=True, slots=True, eq=False)
class ControlAdapter:
    """``pairs`` go through the gate like a painter's. ``norms`` (``transformer_blocks.0.attn.norm_q.weight``,
    ...) replace the model's own scales, whatever the gate says: they have no part that could be weighed.
    ``beside`` channels a token are read after the picture's own.
    """

    pairs: Adapter
    norms: Mapping[str, Tensor]
    beside: int


class WidenedLinear(nn.Module):
    """``base`` for inputs with ``beside`` more channels, that it does not read: zeros in a wider weight."""

    def __init__(self, base: nn.Module, beside: int) -> None:
        super().__init__()
        self.base = base
        self.narrow = int(base.in_features)  # type: ignore[arg-type]
        self.in_features = self.narrow + beside
        self.out_features = int(base.out_features)  # type: ignore[arg-type]
        self.training = base.training

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.base(x[..., : self.narrow])
        return y


class OtherNorm(nn.Module):
    """RMS normalisation with the scale of an adapter, or while ``resting`` with the model's own.

    Where the network is offloaded layer by layer, each layer fetches the next: ``base`` then has its turn all
    the same, on one token.
    """

    def __init__(self, base: nn.Module, scale: Tensor) -> None:
        super().__init__()
        self.base = base
        self.scale = scale
        self.eps: float | None = base.eps  # type: ignore[assignment]
        self.resting = False
        self.training = base.training
        self._offloaded = hasattr(base, "_diffusers_hook")

    @property
    def weight(self) -> Tensor:
        """The scale that counts now; the model's own where it is offloaded, for libraries ask where it is."""
        return self.base.weight if self.resting or self._offloaded else self.scale  # type: ignore[return-value]

    def forward(self, x: Tensor) -> Tensor:
        if self.resting:
            own: Tensor = self.base(x)
            return own
        if self._offloaded:
            self.base(x[:1, :1])
        return F.rms_norm(x, (len(self.scale),), self.scale, self.eps)


class Fitted:
    """A transformer with what a ``ControlAdapter`` changes in it beside its pairs."""

    def __init__(
        self, transformer: nn.Module, control: ControlAdapter, device: torch.device, dtype: torch.dtype
    ) -> None:
        self._before: list[tuple[nn.Module, str, nn.Module]] = []
        self._norms: list[OtherNorm] = []
        try:
            wide = WidenedLinear(transformer.get_submodule(EMBEDDER), control.beside)
            self._stand_in(transformer, EMBEDDER, wide)
            for name, scale in control.norms.items():
                place = name.removesuffix(".weight")
                norm = OtherNorm(transformer.get_submodule(place), scale.to(device, dtype))
                self._norms.append(norm)
                self._stand_in(transformer, place, norm)
        except BaseException:
            self.undo()
            raise

    def _stand_in(self, transformer: nn.Module, place: str, module: nn.Module) -> None:
        parent_name, _, child = place.rpartition(".")
        parent = transformer.get_submodule(parent_name)
        self._before.append((parent, child, parent.get_submodule(child)))
        parent._modules[child] = module

    def rest(self, resting: bool) -> None:
        """Whether the model's own scales count for the next step."""
        for norm in self._norms:
            norm.resting = resting

    def undo(self) -> None:
        """Put back every layer. May be called again."""
        for parent, child, module in self._before:
            parent._modules[child] = module
        self._before, self._norms = [], []


@contextmanager
def fitted(
    transformer: nn.Module, control: ControlAdapter, device: torch.device, dtype: torch.dtype
) -> Iterator[Fitted]:
    """``transformer`` fitted for ``control`` for the length of a ``with`` block; its pairs are attached
    within. On every way out it holds the very modules that it held before.
    """
    found = Fitted(transformer, control, device, dtype)
    try:
        yield found
    finally:
        found.undo()
