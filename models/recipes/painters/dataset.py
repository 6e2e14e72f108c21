"""What training reads: packed latents of the works and embeddings of their captions, all on the device."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .sampling import TEXT_TOKENS
from .works import Caption, Work, variants

U8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Text:
    """Embedded captions: `tokens` [..., L, D] from T5, of which `heard` (bool [..., L]) are words and end
    mark, and `pooled` [..., E] from CLIP."""

    tokens: Tensor
    pooled: Tensor
    heard: Tensor

    def parts(self) -> tuple[Tensor, Tensor, Tensor]:
        """The three tensors in order."""
        return self.tokens, self.pooled, self.heard

    def rolled(self, rows: int) -> "Text":
        """The texts moved on by `rows`, the last ones to the front."""
        return Text(*(part.roll(rows, 0) for part in self.parts()))

    def __getitem__(self, index: Any) -> "Text":
        return Text(self.tokens[index], self.pooled[index], self.heard[index])


@dataclass(frozen=True)
class CaptionPairs:
    """The same wordings without and with the trigger, [P, W, C, ...]: painter, work, wording."""

    plain: Text
    triggered: Text


@dataclass(frozen=True)
class ShapeGroup:
    """All painters' works of one picture size: latents [P, W, V, T, 4 * channels] for painter, work and
    variation.
    """

    size: tuple[int, int]
    latents: Tensor
    captions: CaptionPairs
    image_ids: Tensor


@dataclass(frozen=True)
class TrainingSet:
    """Every painter's works by size, the caption bank [P, 1, M, ...] and the empty caption [1, ...]."""

    groups: tuple[ShapeGroup, ...]
    bank: CaptionPairs
    empty: Text
    text_ids: Tensor


@torch.no_grad()
def encode_pictures(vae: Any, pictures: list[U8], batch: int = 16) -> Tensor:
    """Scaled latents float32[N, C, H / 8, W / 8] of same-sized pictures uint8[H, W, 3]."""
    weight = next(vae.parameters())
    latents = []
    for start in range(0, len(pictures), batch):
        rgb = torch.from_numpy(np.stack(pictures[start : start + batch])).to(weight.device)
        x = (rgb.permute(0, 3, 1, 2).float() / 127.5 - 1.0).to(weight.dtype)
        latents.append(vae.encode(x).latent_dist.mode().float())
    shift, scale = float(vae.config.shift_factor or 0.0), float(vae.config.scaling_factor)
    return (torch.cat(latents) - shift) * scale


@torch.no_grad()
def encode_texts(pipe: Any, prompts: list[str], batch: int = 64) -> Text:
    """The prompts through the pipeline's own text encoders, [N, ...]."""
    tokens, pooled, heard = [], [], []
    for start in range(0, len(prompts), batch):
        t, p, _ = pipe.encode_prompt(prompts[start : start + batch], max_sequence_length=TEXT_TOKENS)
        tokens.append(t)
        pooled.append(p)
        ids = pipe.tokenizer_2(
            prompts[start : start + batch], padding="max_length", max_length=TEXT_TOKENS, truncation=True
        ).input_ids
        heard.append(torch.tensor(ids, device=t.device) != pipe.tokenizer_2.pad_token_id)
    return Text(torch.cat(tokens), torch.cat(pooled), torch.cat(heard))


def _pairs(pipe: Any, captions: list[list[list[Caption]]]) -> CaptionPairs:
    shape = (len(captions), len(captions[0]), len(captions[0][0]))
    flat = [c for painter in captions for work in painter for c in work]

    def embed(prompts: list[str]) -> Text:
        text = encode_texts(pipe, prompts)
        return Text(*(rows.unflatten(0, shape) for rows in (text.tokens, text.pooled, text.heard)))

    return CaptionPairs(embed([c.plain for c in flat]), embed([c.triggered for c in flat]))


def _pack(pipe: Any, latents: Tensor) -> Tensor:
    n, c, h, w = latents.shape
    packed: Tensor = pipe._pack_latents(latents, n, c, h, w)
    return packed


def build_training_set(
    pipe: Any, works: list[list[Work]], bank: list[list[Caption]], variations: int, rng: np.random.Generator
) -> TrainingSet:
    """Encodes `works[painter]` and `bank[painter]`; every painter must bring the same sizes in the same
    order.
    """
    device = next(pipe.transformer.parameters()).device
    dtype = next(pipe.transformer.parameters()).dtype
    sizes = [(w.rgb.shape[1], w.rgb.shape[0]) for w in works[0]]
    groups = []
    for size in dict.fromkeys(sizes):
        chosen = [[own[i] for i, s in enumerate(sizes) if s == size] for own in works]
        pictures = [v for own in chosen for work in own for v in variants(work, variations, rng)]
        packed = _pack(pipe, encode_pictures(pipe.vae, pictures))
        latents = packed.unflatten(0, (len(works), len(chosen[0]), variations))
        ids = pipe._prepare_latent_image_ids(1, size[1] // 16, size[0] // 16, device, dtype)
        pairs = _pairs(pipe, [[list(w.captions) for w in own] for own in chosen])
        groups.append(ShapeGroup(size, latents, pairs, ids))
    empty = encode_texts(pipe, [""])
    text_ids = torch.zeros(empty.tokens.shape[1], 3, device=device, dtype=dtype)
    return TrainingSet(tuple(groups), _pairs(pipe, [[own] for own in bank]), empty, text_ids)
