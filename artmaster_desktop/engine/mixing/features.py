"""What the gate's network reads: a text through the base's own encoders, and places as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from artmaster_desktop.core.composition import Placed
from artmaster_desktop.engine.flux.weights import FluxModel
from artmaster_desktop.engine.mixing.network import PLACE, Inputs

BATCH = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """Texts as the encoders read them, float32 on the CPU: ``tokens`` ``[texts, n, d]``, ``real`` tells those
    that are not padding, ``pooled`` ``[texts, p]``. ``n`` is the longest text's, not the padded length.
    """

    tokens: Tensor
    real: Tensor
    pooled: Tensor


@torch.no_grad()
def hear(model: FluxModel, texts: Sequence[str], limit: int) -> Heard:
    """Read ``texts``, each cut to ``limit`` T5 tokens; padding is never heard, so a text reads the same alone
    and among others, and in a third of the time that painting takes over it.

    The encoders must lie on their device.
    """
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    parts: dict[int, tuple[Tensor, Tensor]] = {}
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        parts |= zip(rows, _heard(model, [texts[row] for row in rows], limit), strict=True)
    read = [parts[row] for row in range(len(texts))]
    longest = max(len(tokens) for tokens, _ in read)
    real = torch.tensor([[place < len(tokens) for place in range(longest)] for tokens, _ in read])
    padded = torch.nn.utils.rnn.pad_sequence([tokens for tokens, _ in read], batch_first=True)
    return Heard(padded, real, torch.stack([pooled for _, pooled in read]))


def _heard(model: FluxModel, texts: Sequence[str], limit: int) -> list[tuple[Tensor, Tensor]]:
    """(tokens ``[n, d]`` without padding, pooled ``[p]``) of each text."""
    read = model.t5_tokenizer(
        list(texts), padding=True, max_length=limit, truncation=True, return_tensors="pt"
    )
    mask = read.attention_mask.to(model.t5.device)
    tokens = model.t5(read.input_ids.to(model.t5.device), attention_mask=mask)[0].float().cpu()
    ids = model.clip_tokenizer(  # what comes after a text's end is not heard by it
        list(texts),
        padding=True,
        max_length=model.clip_tokenizer.model_max_length,
        truncation=True,
        return_tensors="pt",
    ).input_ids
    pooled = model.clip(ids.to(model.clip.device)).pooler_output.float().cpu()
    return [
        (row[: int(real.sum())].clone(), one)
        for row, real, one in zip(tokens, read.attention_mask, pooled, strict=True)
    ]


def placed(places: Iterable[Placed], kinds: Sequence[str]) -> Tensor:
    """``[kinds, PLACE]``; kinds that the gate was not taught are left out."""
    table = torch.zeros(len(kinds), PLACE)
    for place in places:
        if place.kind in kinds:
            row = (1.0, math.sqrt(place.area), place.x - 0.5, place.y - 0.5)
            table[kinds.index(place.kind)] = torch.tensor(row)
    return table


def leaning(weights: Mapping[str, float], painters: Sequence[str]) -> Tensor:
    """``[painters]``: the artist's sliders by slug."""
    return torch.tensor([weights.get(slug, 0.0) for slug in painters])


def inputs_of(heard: Heard, places: Tensor, lean: Tensor) -> Inputs:
    """One composition and one set of sliders for all the texts of ``heard``."""
    count = len(heard.tokens)
    return Inputs(
        heard.tokens, heard.real, heard.pooled, places.expand(count, -1, -1), lean.expand(count, -1)
    )
