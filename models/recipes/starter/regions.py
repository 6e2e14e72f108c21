"""Region texts in training: heard only by the area they belong to, as the program's own attention has it.

The program merges region texts into a plain pass exactly; here a mask over the whole sequence says the same
(`artmaster_desktop/engine/flux/attention.py`): a region's text hears itself, the root text and its area; the
area hears it with the logarithm of its share; nobody else does.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .tokenisers import PAD

REGION_TOKENS = 32
"""Tokens of a region's text that are heard, at most."""
NEVER = -1e4


@dataclass(frozen=True)
class Regions:
    """T5 ids int64 [b, r, 64], all padding where a region is absent, and each picture token's shares of the
    rest and of the regions, float32 [b, r + 1, n]."""

    ids: Tensor
    areas: Tensor

    def __getitem__(self, rows: slice) -> Regions:
        return Regions(self.ids[rows], self.areas[rows])

    def muted(self, rows: Tensor) -> Regions:
        """The same, with the texts of those rows (bool [b, 1]) taken away."""
        return Regions(self.ids.masked_fill(rows.unsqueeze(-1), PAD), self.areas)

    def followed_by(self, other: Regions) -> Regions:
        """Both batches, one after the other."""
        return Regions(torch.cat((self.ids, other.ids)), torch.cat((self.areas, other.areas)))

    def bias(self, root: int) -> Tensor:
        """[b, 1, t, t] to add to attention's logits; the sequence is [root | regions | picture]."""
        said = (self.ids[:, :, :REGION_TOKENS] != PAD).flatten(1)
        owner = torch.arange(self.ids.shape[1], device=said.device).repeat_interleave(REGION_TOKENS)
        return bias_of(root, said, owner, self.areas[:, 1:])


def bias_of(root: int, said: Tensor, owner: Tensor, areas: Tensor) -> Tensor:
    """[b, 1, t, t] for the sequence [root | k region tokens | picture]: `said` bool [b, k] marks tokens that
    are used, `owner` int64 [k] the region of each, `areas` float32 [b, r, n] the regions' shares."""
    count, texts = said.shape
    shares = areas[:, owner]
    heard = torch.where(shares > 0, shares.clamp_min(1e-8).log(), NEVER)
    heard = heard.masked_fill(~said.unsqueeze(-1), NEVER)
    start = root + texts
    out = torch.zeros(count, start + shares.shape[2], start + shares.shape[2], device=said.device)
    out[:, :root, root:start] = NEVER
    out[:, start:, root:start] = heard.mT
    out[:, root:start, start:] = heard
    same = (owner[:, None] == owner[None, :]) & said.unsqueeze(1)
    out[:, root:start, root:start] = torch.where(same, 0.0, NEVER).expand(count, texts, texts)
    return out.unsqueeze(1)
