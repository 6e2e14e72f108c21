"""The pool as the base sees it: scaled latents and caption token ids, all on the training device."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import Tensor

from .autoencoder import to_signed
from .data import Pool, Shard
from .plan import Bucket
from .tokenisers import END, PAD

Key = tuple[str, float]


@dataclass
class Batch:
    """One batch: latents float32 [b, 16, h, w] (scaled), T5 ids int64 [b, l], CLIP ids int64 [b, 77]."""

    latents: Tensor
    t5: Tensor
    clip: Tensor


@dataclass
class _Store:
    latents: list[Tensor] = field(default_factory=list)
    t5: list[Tensor] = field(default_factory=list)
    clip: list[Tensor] = field(default_factory=list)

    def joined(self) -> tuple[Tensor, Tensor, Tensor]:
        """The three lists as one tensor each (joined once, then kept so)."""
        for rows in (self.latents, self.t5, self.clip):
            if len(rows) > 1:
                rows[:] = [torch.cat(rows)]
        return self.latents[0], self.t5[0], self.clip[0]


def fit_length(ids: Tensor, length: int) -> Tensor:
    """T5 ids [b, 128] cut or padded to `length` exactly as the tokeniser would: a cut text keeps its end
    mark."""
    if ids.shape[1] < length:
        return F.pad(ids, (0, length - ids.shape[1]), value=PAD)
    ids = ids[:, :length].clone()
    ids[:, -1] = torch.where(ids[:, -1] == PAD, PAD, END)
    return ids


def batch_size(tokens: int, each: int) -> int:
    """How many samples of `each` tokens make a batch of about `tokens`: a multiple of 4."""
    return max(4, tokens // each // 4 * 4)


class Latents:
    """Encodes shards through the frozen autoencoder, once each, and draws batches.

    `keys` are the (format, scale) pairs that the plan's buckets ask for; `held_out` chooses which pictures.
    """

    def __init__(
        self, pool: Pool, vae: AutoencoderKL, buckets: Iterable[Bucket], held_out: bool = False
    ) -> None:
        self.pool, self.vae, self.held_out = pool, vae, held_out
        self.device = next(vae.parameters()).device
        self.keys = sorted({(fmt, b.scale) for b in buckets for fmt in b.formats})
        self._stores: dict[Key, _Store] = {key: _Store() for key in self.keys}
        self._taken: set[str] = set()
        self.count = 0

    def refresh(self, most: int = 10**9, bytes_limit: int = 24 * 2**30) -> int:
        """Encode up to `most` shards that are new; returns how many. Stops taking more at `bytes_limit`."""
        self.pool.refresh()
        fresh = [s for s in self.pool.shards(held_out=self.held_out) if str(s.path) not in self._taken][:most]
        for shard in fresh:
            if self.bytes() > bytes_limit:
                break
            self._take(shard)
        return len(fresh)

    def bytes(self) -> int:
        """Device memory the latents fill."""
        return sum(t.numel() * t.element_size() for store in self._stores.values() for t in store.latents)

    @torch.no_grad()
    def _take(self, shard: Shard) -> None:
        self._taken.add(str(shard.path))
        self.count += len(shard)
        pixels = torch.from_numpy(np.array(shard.rgb)).to(self.device).permute(0, 3, 1, 2)
        pictures = to_signed(pixels)
        ids = [torch.from_numpy(np.array(rows)).to(self.device) for rows in (shard.t5, shard.clip)]
        for fmt, scale in self.keys:
            if fmt != shard.path.parent.name:
                continue
            size = [int(side / scale / 16) * 16 for side in pictures.shape[2:]]
            small = pictures if scale == 1 else F.interpolate(pictures.contiguous(), size=size, mode="area")
            store = self._stores[fmt, scale]
            store.latents += [self._encode(part) for part in small.split(24)]
            store.t5.append(ids[0])
            store.clip.append(ids[1])

    def _encode(self, pictures: Tensor) -> Tensor:
        given = pictures.to(self.vae.dtype).contiguous(memory_format=torch.channels_last)
        mean = self.vae.encode(given).latent_dist.mean
        config = self.vae.config
        scaled: Tensor = (mean.float() - config["shift_factor"]) * config["scaling_factor"]
        return scaled.contiguous().to(torch.float16 if self.device.type == "cuda" else torch.float32)

    def formats(self, bucket: Bucket) -> list[str]:
        """Those of a bucket's formats that have pictures by now."""
        return [fmt for fmt in bucket.formats if self._stores[fmt, bucket.scale].latents]

    def draw(self, bucket: Bucket, tokens: int, chooser: random.Random) -> Batch:
        """A random batch of the bucket that fills about `tokens` tokens; the number of samples is even."""
        latents, t5, clip = self._stores[chooser.choice(self.formats(bucket)), bucket.scale].joined()
        each = latents.shape[2] * latents.shape[3] // 4 + bucket.text
        count = batch_size(tokens, each)
        rows = torch.randint(len(latents), (8 * count if bucket.snug else count,), device=self.device)
        said = torch.randint(t5.shape[1], rows.shape, device=self.device)
        if bucket.snug:
            fits = (t5[rows, said] != PAD).sum(1) <= bucket.text
            best = fits.float().topk(count).indices
            rows, said = rows[best], said[best]
        return Batch(
            latents[rows].float(), fit_length(t5[rows, said].long(), bucket.text), clip[rows, said].long()
        )

    def first(self, bucket: Bucket, count: int) -> Batch:
        """The first `count` pictures of the bucket with their first captions, always the same."""
        latents, t5, clip = self._stores[self.formats(bucket)[0], bucket.scale].joined()
        t5_ids = fit_length(t5[:count, 0].long(), bucket.text)
        return Batch(latents[:count].float(), t5_ids, clip[:count, 0].long())
