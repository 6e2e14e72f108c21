"""The gate's network: evidence of words, of places and of the artist's sliders, added up for every painter.

A sum on purpose, with no layer after it: each painter's logit is exactly the sum of what every token, the
text as a whole, every subject's place, the slider and the painter's own share said, so that the choice can be
explained without approximation.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from artmaster_desktop.core.choice import PARTS

PLACE = 4
"""Numbers that tell a subject's place: that it is there, the root of its area, its centroid from the
middle.
"""

HIDDEN = 32


@dataclass(frozen=True, slots=True)
class Inputs:
    """A batch. ``tokens`` ``[b, n, d]`` with ``real`` bool ``[b, n]``, ``pooled`` ``[b, p]``, ``places``
    ``[b, kinds, PLACE]`` (0 where a kind is not there), ``lean`` ``[b, painters]``: the artist's sliders, 0
    where none is set.
    """

    tokens: Tensor
    real: Tensor
    pooled: Tensor
    places: Tensor
    lean: Tensor

    def __getitem__(self, rows: Tensor) -> Inputs:
        return Inputs(
            self.tokens[rows], self.real[rows], self.pooled[rows], self.places[rows], self.lean[rows]
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What every input said, each ``[b, ..., parts, painters]``; summed over all, the logits."""

    tokens: Tensor
    pooled: Tensor
    places: Tensor
    lean: Tensor
    prior: Tensor

    def logits(self) -> Tensor:
        """``[b, parts, painters]``."""
        return self.tokens.sum(1) + self.pooled + self.places.sum(1) + self.lean + self.prior


class GateNetwork(nn.Module):
    """Evidence for ``painters`` in each of the three parts of the work."""

    token_mean: Tensor
    token_scale: Tensor
    pooled_mean: Tensor
    pooled_scale: Tensor

    def __init__(self, tokens: int, pooled: int, painters: int, kinds: int) -> None:
        super().__init__()
        self.painters = painters
        outputs = len(PARTS) * painters
        self.register_buffer("token_mean", torch.zeros(tokens))
        self.register_buffer("token_scale", torch.ones(tokens))
        self.register_buffer("pooled_mean", torch.zeros(pooled))
        self.register_buffer("pooled_scale", torch.ones(pooled))
        self.token = nn.Sequential(nn.Linear(tokens, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, outputs))
        self.pooled = nn.Linear(pooled, outputs, bias=False)
        self.place = nn.Parameter(torch.zeros(kinds, PLACE, outputs))
        self.lean = nn.Parameter(torch.ones(len(PARTS)))
        self.prior = nn.Parameter(torch.zeros(outputs))
        nn.init.zeros_(self.pooled.weight)

    def standardise(self, inputs: Inputs) -> None:
        """Take the spread of the lessons' embeddings as the unit of what is read."""
        real = inputs.tokens[inputs.real]
        for name, rows in (("token", real), ("pooled", inputs.pooled)):
            getattr(self, f"{name}_mean").copy_(rows.mean(0))
            getattr(self, f"{name}_scale").copy_(1.0 / rows.std(0).clamp_min(1e-4))

    def evidence(self, inputs: Inputs) -> Evidence:
        """What each input says."""
        real = (inputs.tokens[inputs.real] - self.token_mean) * self.token_scale
        heard = self.token(real)
        said = heard.new_zeros(*inputs.real.shape, heard.shape[-1])
        said[inputs.real] = heard
        pooled = self.pooled((inputs.pooled - self.pooled_mean) * self.pooled_scale)
        places = torch.einsum("bkf,kfo->bko", inputs.places, self.place)
        lean = inputs.lean[:, None, :] * self.lean[None, :, None]
        return Evidence(
            self._parted(said),
            self._parted(pooled),
            self._parted(places),
            lean,
            self._parted(self.prior[None]),
        )

    def forward(self, inputs: Inputs) -> Tensor:
        """Logits ``[b, parts, painters]``."""
        return self.evidence(inputs).logits()

    def _parted(self, outputs: Tensor) -> Tensor:
        parted: Tensor = outputs.unflatten(-1, (len(PARTS), self.painters))
        return parted
