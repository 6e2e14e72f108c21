"""The judge's training pictures on the device, and how batches with exact labels are made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from .augment import patch_masks, through_vae, wear
from .judge import as_input
from .network import STRIDE

U8 = NDArray[np.uint8]


@dataclass(frozen=True)
class Batch:
    """Pictures [N, 3, H, W], subjects [N, S] with a weight [N], and the share of each style per area [N, K,
    h, w].
    """

    x: Tensor
    subjects: Tensor
    weight: Tensor
    styles: Tensor


class Bank:
    """Pictures of one size: uint8 on the device, filled up to `capacity` as they come.

    `partner[i]` is the same scene in another hand, or i itself.
    """

    def __init__(
        self, size: tuple[int, int], capacity: int, subjects: int, styles: int, device: torch.device
    ) -> None:
        width, height = size
        self.size, self.styles, self.count, self.device = size, styles, 0, device
        self.rgb = torch.empty(capacity, height, width, 3, dtype=torch.uint8, device=device)
        self.truth = torch.zeros(capacity, subjects, device=device)
        self.style = torch.zeros(capacity, dtype=torch.long, device=device)
        self.partner = torch.zeros(capacity, dtype=torch.long, device=device)

    def add(self, rgb: U8, styles: Sequence[int], truth: NDArray[np.float32], paired: bool = False) -> int:
        """Takes as many of the pictures as fit (pairs only whole); returns how many."""
        n = min(len(rgb), len(self.rgb) - self.count)
        n -= n % 2 if paired else 0
        if n <= 0:
            return 0
        rows = torch.arange(self.count, self.count + n, device=self.device)
        self.rgb[rows] = torch.from_numpy(np.ascontiguousarray(rgb[:n])).to(self.device)
        self.truth[rows] = torch.from_numpy(truth[:n]).to(self.device)
        self.style[rows] = torch.tensor(styles[:n], device=self.device)
        even = torch.arange(n, device=self.device) % 2 == 0
        self.partner[rows] = torch.where(even, rows + 1, rows - 1) if paired else rows
        self.count += n
        return n

    def weights(self) -> Tensor:
        """How often each picture is drawn: six tenths go to the painters, each alike, the rest to other
        styles.
        """
        style = self.style[: self.count]
        sizes = torch.bincount(style, minlength=self.styles).float().clamp(min=1.0)
        share = torch.full((self.styles,), 0.6 / max(1, self.styles - 1), device=self.device)
        share[-1] = 0.4
        return (share / sizes)[style]

    def batch(self, count: int, vae: Any | None, rng: torch.Generator) -> Batch:
        """Draws pictures, patches two thirds of them with another hand, sends a quarter through the
        autoencoder.
        """
        index = torch.multinomial(self.weights(), count, replacement=True, generator=rng)
        stranger = torch.multinomial(self.weights(), count, replacement=True, generator=rng)
        kind = torch.rand(count, generator=rng, device=self.device)
        other = torch.where(kind < 0.33, self.partner[index], stranger)
        patched = kind < 0.66
        height, width = self.size[1], self.size[0]
        mask = patch_masks(count, height, width, rng) * patched.view(-1, 1, 1, 1)
        x = torch.lerp(as_input(self.rgb[index]), as_input(self.rgb[other]), mask)
        area = F.avg_pool2d(mask, STRIDE)
        own = F.one_hot(self.style[index], self.styles).float()[:, :, None, None]
        alien = F.one_hot(self.style[other], self.styles).float()[:, :, None, None]
        styles = own * (1.0 - area) + alien * area
        if vae is not None:
            some = max(1, count // 4)
            x = torch.cat([through_vae(vae, x[:some], rng), x[some:]])
        x = wear(x, rng)
        flip = torch.rand(count, generator=rng, device=self.device) < 0.5
        x = torch.where(flip.view(-1, 1, 1, 1), x.flip(3), x)
        styles = torch.where(flip.view(-1, 1, 1, 1), styles.flip(3), styles)
        whole = (~patched | (other == self.partner[index])).float()
        return Batch(x, self.truth[index], whole, styles)
