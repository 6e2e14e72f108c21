"""What the transformer is told: the texts of all areas in one sequence, and where each picture token lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.engine.flux.text import Accent, ReadText, TextReader
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.state import text_order


@dataclass(frozen=True, slots=True, eq=False)
class Conditioning:
    """``texts`` ``[1, n, d]``: ``padding`` unused tokens, then the areas' in ``text_order``;
    ``lengths[area]`` its tokens per area; ``pooled`` ``[1, p]``, the root's.
    """

    texts: Tensor
    lengths: tuple[int, ...]
    pooled: Tensor
    padding: int = 0

    def rounded(self, step: int) -> Conditioning:
        """With unused tokens in front, so that the regions' texts take a multiple of ``step`` tokens."""
        padding = -sum(self.lengths[1:]) % step
        unused = self.texts.new_zeros(1, padding, self.texts.shape[2])
        return replace(self, texts=torch.cat([unused, self.texts], dim=1), padding=padding)

    @property
    def text_ids(self) -> Tensor:
        """FLUX gives every text token the same place: ``[n, 3]`` zeros."""
        return torch.zeros(self.texts.shape[1], 3, device=self.texts.device, dtype=self.texts.dtype)


def read_texts(
    reader: TextReader,
    texts: Sequence[str],
    padded: int,
    accents: Sequence[Sequence[Accent]],
    told: Callable[[int], None],
) -> list[ReadText | None]:
    """Every area's text, None where it has none of its own; ``told(n)`` after each.

    All are read padded to ``padded``, as the model learned it; a region's text is cut to its real length only
    afterwards.
    """
    read: list[ReadText | None] = []
    for area, text in enumerate(texts):
        read.append(reader.read(text, padded, accents[area]) if text or area == 0 else None)
        told(area + 1)
    return read


def joined(read: Sequence[ReadText | None], device: torch.device) -> Conditioning:
    """The texts in one sequence: each region's at its real length, then the root's with its padding."""
    root = read[0]
    assert root is not None, "the root is always read, be it empty"
    parts: list[Tensor] = []
    lengths = [0] * len(read)
    for area in text_order(len(read)):
        text = read[area]
        if text is None:
            continue
        own = text.tokens if area == 0 else text.tokens[:, : text.length]
        parts.append(own.to(device))
        lengths[area] = own.shape[1]
    return Conditioning(torch.cat(parts, dim=1), tuple(lengths), root.pooled.to(device))


def accents_of(plan: GatePlan, adapters: Sequence[Adapter]) -> list[list[Accent]]:
    """Which painters' text parts act on which area's text, and how strongly: the plan's own text gates."""
    found: list[list[Accent]] = [[] for _ in range(plan.areas)]
    for row in plan.rows:
        adapter = adapters[row.painter]
        if not (adapter.text or adapter.text_2):
            continue
        for area, weight in enumerate(row.texts):
            if weight:
                found[area].append(Accent(adapter.name, adapter.text, adapter.text_2, weight))
    return found
