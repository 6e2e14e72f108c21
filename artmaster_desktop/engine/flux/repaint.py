"""Holding the rest of a picture while a part of it is painted.

After each step every place that may not change yet is put back to the old picture under the noise of that
step. With a mask of 0 and 1 alone this is diffusers' FluxInpaintPipeline; between, a place is let go the
later the less it may change (Levin and Fried, *Differential Diffusion*, arXiv 2306.00950), so that it keeps
as much of what was there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from artmaster_desktop.core.repaint import change_map
from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.engine.flux import latents as lat


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """``before`` (the old picture), ``noise`` and ``change`` in [0, 1] as tokens ``[1, n, c]``, float32."""

    before: Tensor
    noise: Tensor
    change: Tensor

    @classmethod
    def of(cls, start: RepaintStart, before: Tensor, noise: Tensor) -> Held:
        """From the latents ``[1, C, h, w]`` of the old picture and of the noise that it starts under."""
        cells = torch.from_numpy(change_map(start.change, before.shape[2], before.shape[3]))
        change = cells.to(before.device).expand(1, before.shape[1], -1, -1).contiguous()
        return cls(lat.pack(before).float(), lat.pack(noise).float(), lat.pack(change))

    def ordered(self, order: Tensor) -> Held:
        """The same with its tokens in another order."""
        return replace(
            self, before=self.before[:, order], noise=self.noise[:, order], change=self.change[:, order]
        )

    def after(self, x: Tensor, done: int, steps: int, sigma: Tensor) -> Tensor:
        """``x`` after ``done`` of ``steps``, at the noise ``sigma``, with the rest put back."""
        free = (self.change > 0) & (self.change >= 1.0 - done / steps)
        return torch.where(free, x, sigma * self.noise + (1.0 - sigma) * self.before)

    def shown(self, clean: Tensor) -> Tensor:
        """The guess of the finished picture, with the rest as it will be."""
        return torch.where(self.change > 0, clean, self.before)
