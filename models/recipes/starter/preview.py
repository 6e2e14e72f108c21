"""A linear map from latents to colours for previews while painting: 16 channels -> RGB at 1/8 size."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from safetensors.torch import save_file
from torch import Tensor

from .autoencoder import to_signed
from .data import Pool


@torch.no_grad()
def pairs(vae: AutoencoderKL, pool: Pool, held_out: bool, count: int) -> tuple[Tensor, Tensor]:
    """Scaled latents [n, 16] and area-averaged RGB in [0, 1] [n, 3] of up to `count` pictures, float64 on
    the CPU."""
    device, config = next(vae.parameters()).device, vae.config
    inputs, outputs = [], []
    for number, (shard, index) in enumerate(pool.pictures(held_out=held_out)):
        if number == count:
            break
        picture = to_signed(torch.from_numpy(np.array(shard.rgb[index])).permute(2, 0, 1)[None].to(device))
        latent = (vae.encode(picture).latent_dist.mean - config["shift_factor"]) * config["scaling_factor"]
        inputs.append(latent[0].flatten(1).T.double().cpu())
        outputs.append((F.avg_pool2d(picture, 8)[0].flatten(1).T.double().cpu() + 1) / 2)
    return torch.cat(inputs), torch.cat(outputs)


def fit(vae: AutoencoderKL, pool: Pool, target: Path, count: int = 160) -> float:
    """Fit by least squares on trained-on pictures, save `weight` [3, 16] and `bias` [3]; returns the
    held-out PSNR.

    rgb = weight @ z + bias, with z the scaled latent as the sampler holds it and rgb in [0, 1].
    """
    x, y = pairs(vae, pool, False, count)
    ones = torch.ones(len(x), 1, dtype=x.dtype)
    solution = torch.linalg.lstsq(torch.cat((x, ones), 1), y, driver="gelsd").solution
    x, y = pairs(vae, pool, True, count)
    got = (x @ solution[:-1] + solution[-1]).clamp(0, 1)
    psnr = -10 * math.log10(max(1e-10, (got - y).square().mean().item()))
    tensors = {"weight": solution[:-1].T.float().contiguous(), "bias": solution[-1].float().contiguous()}
    told = {
        "input": "scaled latents, 16 channels",
        "output": "RGB in [0, 1] at 1/8 size",
        "psnr_db": f"{psnr:.2f}",
    }
    save_file(tensors, target, metadata=told)
    return psnr
