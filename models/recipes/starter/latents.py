"""The pool as the base sees it: scaled latents and caption token ids, all on the training device."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from numpy.typing import NDArray
from torch import Tensor

from landscape import SUBJECTS

from .autoencoder import to_signed
from .data import Pool, Shard
from .joint import REGIONS
from .plan import Bucket
from .regions import REGION_TOKENS, Regions
from .tokenisers import END, PAD

Key = tuple[str, float]


@dataclass
class Batch:
    """One batch: latents float32 [b, 16, h, w] (scaled), T5 ids int64 [b, l], CLIP ids int64 [b, 77],
    subjects float32 [b, s] (1 for what the picture shows), and the regions of pictures by several hands."""

    latents: Tensor
    t5: Tensor
    clip: Tensor
    subjects: Tensor
    regions: Regions | None = None


@dataclass
class _Store:
    columns: dict[str, list[Tensor]] = field(default_factory=dict)

    def add(self, **rows: Tensor) -> None:
        for name, values in rows.items():
            self.columns.setdefault(name, []).append(values)

    def joined(self) -> dict[str, Tensor]:
        """Every column as one tensor (joined once, then kept so)."""
        for rows in self.columns.values():
            if len(rows) > 1:
                rows[:] = [torch.cat(rows)]
        return {name: rows[0] for name, rows in self.columns.items()}


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
        return sum(
            t.numel() * t.element_size()
            for store in self._stores.values()
            for t in store.columns.get("latents", ())
        )

    @torch.no_grad()
    def _take(self, shard: Shard) -> None:
        self._taken.add(str(shard.path))
        self.count += len(shard)
        pictures = to_signed(self._put(shard.rgb).permute(0, 3, 1, 2))
        shown = [[name in present for name in SUBJECTS] for present in shard.meta()["subjects"]]
        truth = torch.tensor(shown, dtype=torch.float32, device=self.device)
        for fmt, scale in self.keys:
            if fmt != shard.path.parent.name:
                continue
            size = [int(side / scale / 16) * 16 for side in pictures.shape[2:]]
            small = pictures if scale == 1 else F.interpolate(pictures.contiguous(), size=size, mode="area")
            latents = torch.cat([self._encode(part) for part in small.split(24)])
            rows = {"latents": latents, "t5": self._put(shard.t5), "clip": self._put(shard.clip)}
            if shard.areas is not None and shard.region_t5 is not None:
                cells = self._put(shard.areas).float() / 255
                rows["areas"] = F.adaptive_avg_pool2d(cells, (size[0] // 16, size[1] // 16)).flatten(2).half()
                rows["regions"] = self._put(shard.region_t5)
            self._stores[fmt, scale].add(**rows, subjects=truth)

    def _put(self, rows: NDArray[Any]) -> Tensor:
        return torch.from_numpy(np.array(rows)).to(self.device)

    def _encode(self, pictures: Tensor) -> Tensor:
        given = pictures.to(self.vae.dtype).contiguous(memory_format=torch.channels_last)
        mean = self.vae.encode(given).latent_dist.mean
        config = self.vae.config
        scaled: Tensor = (mean.float() - config["shift_factor"]) * config["scaling_factor"]
        return scaled.contiguous().to(torch.float16 if self.device.type == "cuda" else torch.float32)

    def formats(self, bucket: Bucket) -> list[str]:
        """Those of a bucket's formats that have pictures by now."""
        return [fmt for fmt in bucket.formats if self._stores[fmt, bucket.scale].columns]

    def draw(self, bucket: Bucket, tokens: int, chooser: random.Random) -> Batch:
        """A random batch of the bucket that fills about `tokens` tokens; the number of samples is even.

        In half of it the two encoders read different captions of the picture, so that neither leans on the
        other.
        """
        rows = self._stores[chooser.choice(self.formats(bucket)), bucket.scale].joined()
        count = batch_size(tokens, tokens_of(bucket, rows["latents"]))
        t5, wordings = rows["t5"], rows["t5"].shape[1]
        chosen = torch.randint(len(t5), (8 * count if bucket.snug else count,), device=self.device)
        said = torch.randint(wordings, chosen.shape, device=self.device)
        if bucket.snug:
            fits = (t5[chosen, said] != PAD).sum(1) <= bucket.text
            best = fits.float().topk(count).indices
            chosen, said = chosen[best], said[best]
        other = torch.randint(wordings, chosen.shape, device=self.device)
        heard = torch.where(torch.rand(chosen.shape, device=self.device) < 0.5, said, other)
        return _batch(bucket, rows, chosen, said, heard)

    def first(self, bucket: Bucket, count: int) -> Batch:
        """The first `count` pictures of the bucket with their first captions, always the same."""
        rows = self._stores[self.formats(bucket)[0], bucket.scale].joined()
        chosen = torch.arange(min(count, len(rows["t5"])), device=self.device)
        return _batch(bucket, rows, chosen, torch.zeros_like(chosen), torch.zeros_like(chosen))


def tokens_of(bucket: Bucket, latents: Tensor) -> int:
    """Tokens that one sample of latents [n, 16, h, w] takes, texts included."""
    regions = REGIONS * REGION_TOKENS if bucket.joint else 0
    return latents.shape[-2] * latents.shape[-1] // 4 + bucket.text + regions


def _batch(bucket: Bucket, rows: dict[str, Tensor], chosen: Tensor, said: Tensor, heard: Tensor) -> Batch:
    regions = None
    if "regions" in rows:
        regions = Regions(rows["regions"][chosen, said].long(), rows["areas"][chosen].float())
    return Batch(
        rows["latents"][chosen].float(),
        fit_length(rows["t5"][chosen, said].long(), bucket.text),
        rows["clip"][chosen, heard].long(),
        rows["subjects"][chosen],
        regions,
    )
