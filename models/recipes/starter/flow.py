"""Flow matching in the convention FluxPipeline samples with, and model guidance in one training run.

A point on the path is x_s = (1 - s) x_0 + s noise with s in [0, 1]; the network is asked for the velocity
noise - x_0, and is told s itself (FluxPipeline passes timestep / 1000) and the guidance scale w as a plain
number.

Guidance is learnt while training instead of by a second, distilling run. With v_c and v_0 the moving-average
network's velocities with the caption and with the empty one, both at w = 1, the target at scale w is

    u_w = (noise - x_0) + GAIN (w - 1) (v_c(x_s) - v_0(x_s)),       gradients stopped in v_c and v_0,

whose mean over the data is the classifier-free guided velocity v_0 + (1 + GAIN (w - 1)) (v_c - v_0). Sources:
Tang et al. 2025, "Diffusion models without classifier-free guidance" (arXiv:2502.12154); Chen et al. 2025,
"Visual generation without guidance" (arXiv:2501.15420); flow matching and the shifted logit-normal times:
Esser et al. 2024 (arXiv:2403.03206). GAIN maps FLUX's customary default w = 3.5 to a classifier-free scale
of 2.5.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

GAIN = 0.6
SHIFT = {"base_image_seq_len": 256, "max_image_seq_len": 4096, "base_shift": 0.5, "max_shift": 1.15}
"""FLUX.1-dev's dynamic shifting; also the exported scheduler's configuration."""


def shift_mu(tokens: int) -> float:
    """FluxPipeline's `calculate_shift` for a picture of `tokens` packed latents."""
    slope = (SHIFT["max_shift"] - SHIFT["base_shift"]) / (
        SHIFT["max_image_seq_len"] - SHIFT["base_image_seq_len"]
    )
    return SHIFT["base_shift"] + slope * (tokens - SHIFT["base_image_seq_len"])


def draw_times(
    count: int, tokens: int, device: torch.device, generator: torch.Generator | None = None
) -> Tensor:
    """Training times s, float32 [count] in (0, 1): logit-normal, shifted as the sampler shifts at this
    size."""
    logits = torch.randn(count, device=device, generator=generator)
    return torch.sigmoid(logits + shift_mu(tokens)).clamp(1e-3, 1 - 1e-3)


def pack(latents: Tensor) -> Tensor:
    """[b, c, h, w] -> [b, (h/2)(w/2), 4c], the order of `FluxPipeline._pack_latents`."""
    b, c, h, w = latents.shape
    return latents.reshape(b, c, h // 2, 2, w // 2, 2).permute(0, 2, 4, 1, 3, 5).reshape(b, h * w // 4, c * 4)


def image_ids(height: int, width: int, device: torch.device) -> Tensor:
    """Position ids (0, row, column) of the packed tokens of a [height, width] latent, float32 [n, 3]."""
    rows, columns = torch.meshgrid(torch.arange(height // 2), torch.arange(width // 2), indexing="ij")
    return torch.stack((torch.zeros_like(rows), rows, columns), -1).reshape(-1, 3).float().to(device)


def mix(clean: Tensor, noise: Tensor, times: Tensor) -> tuple[Tensor, Tensor]:
    """(x_s, noise - x_0) for packed latents [b, n, c] and times [b]."""
    s = times.view(-1, 1, 1)
    return (1 - s) * clean + s * noise, noise - clean


def guided_target(velocity: Tensor, conditional: Tensor, empty: Tensor, guidance: Tensor) -> Tensor:
    """u_w of the module's formula; `guidance` is w per sample, [b]."""
    return velocity + GAIN * (guidance - 1).view(-1, 1, 1) * (conditional - empty)


def cosine(progress: float, floor: float = 0.0) -> float:
    """Half-cosine from 1 at progress 0 to `floor` at progress 1."""
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(max(progress, 0.0), 1.0)))
