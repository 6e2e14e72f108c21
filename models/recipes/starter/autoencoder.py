"""The autoencoder: AutoencoderKL, 8x smaller a side, 16 channels, trained for texture on crops of the pool.

Loss = L1 + 20 L2 + L1 of the picture's gradients and of it at 1/2 and 1/4 size, half each, L1 of the colour
(what is left without the grey), most where the picture has one, a KL of 1e-8, and a pull of every latent
channel to mean 0 and deviation 1, so that the scalar `scaling_factor` and `shift_factor` of FLUX fit all
channels. In the first part one twelfth of the decoder's batch are mosaics of
four latents halved in size against the halved pictures: it keeps latents smooth under resizing, which makes
them easier to generate (EQ-VAE, Kouzelis et al. 2025, arXiv:2502.09509).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import Tensor

from .data import Crew, Pool, wait_for
from .flow import cosine
from .plan import Plan
from .runtime import Average, Patience, amp, compiled, say, step_if_finite

Call = Callable[..., Any]
Slow = Callable[..., object]
COMPILING = 180.0
"""Seconds that compiling may take before it is done without."""
VIVID = 4.0
"""Extra weight of colour errors where the picture's channels differ by 1 (of 2): rare colours are few pixels,
and without it greens and pinks are learnt as grey."""


def build(plan: Plan) -> AutoencoderKL:
    """A fresh autoencoder with FLUX's anatomy (no quant convolutions) in the plan's size."""
    levels = len(plan.vae_channels)
    return AutoencoderKL(
        block_out_channels=plan.vae_channels,
        latent_channels=16,
        layers_per_block=plan.vae_layers,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        norm_num_groups=plan.vae_groups,
        use_quant_conv=False,
        use_post_quant_conv=False,
        sample_size=512,
        scaling_factor=1.0,
        shift_factor=0.0,
    )


class Gallery:
    """Pictures of the pool on the training device, topped up from new shards; gives random crops.

    Holds at most `limit` pictures as uint8 [n, h, w, 3] per format.
    """

    def __init__(self, pool: Pool, device: torch.device, limit: int, seed: int) -> None:
        self.pool, self.device, self.limit = pool, device, limit
        self.sheets: dict[str, list[Tensor]] = {}
        self.count, self._taken = 0, set[str]()
        self.random = random.Random(seed)

    def top_up(self, most: int = 8) -> None:
        """Copy up to `most` shards not yet here to the device."""
        self.pool.refresh()
        for shard in self.pool.shards():
            key = str(shard.path)
            if key in self._taken or self.count >= self.limit or most == 0:
                continue
            self._taken.add(key)
            sheet = torch.from_numpy(np.array(shard.rgb)).to(self.device)
            self.sheets.setdefault(shard.path.parent.name, []).append(sheet)
            self.count += len(shard)
            most -= 1

    def crops(self, size: int, count: int) -> Tensor:
        """uint8 [count, 3, size, size] from random pictures at random places, a few of them mirrored."""
        everything = [s for sheets in self.sheets.values() for s in sheets]
        out = []
        for _ in range(count):
            sheet = everything[self.random.randrange(len(everything))]
            n, h, w, _ = sheet.shape
            i, y, x = (self.random.randrange(k) for k in (n, h - size + 1, w - size + 1))
            crop = sheet[i, y : y + size, x : x + size]
            out.append(crop.flip(1) if self.random.random() < 0.5 else crop)
        return torch.stack(out).permute(0, 3, 1, 2)


def to_signed(pixels: Tensor) -> Tensor:
    """uint8 [b, 3, h, w] -> float32 in [-1, 1], channels last."""
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def mosaic(tiles: Tensor) -> Tensor:
    """[4m, c, h, w] -> [m, c, h, w]: every four tiles halved in size and laid 2 x 2."""
    small = F.avg_pool2d(tiles, 2)
    m, c, h, w = small.shape
    grid = small.reshape(m // 4, 2, 2, c, h, w).permute(0, 3, 1, 4, 2, 5)
    return grid.reshape(m // 4, c, 2 * h, 2 * w)


def picture_loss(got: Tensor, want: Tensor) -> Tensor:
    """The reconstruction part of the loss on [-1, 1] pictures."""
    error = got - want
    loss = error.abs().mean() + 20 * error.square().mean()
    for slope in (error.diff(dim=-1), error.diff(dim=-2)):
        loss = loss + 0.5 * slope.abs().mean()
    for factor in (2, 4):
        loss = loss + 0.5 * F.avg_pool2d(error, factor).abs().mean()
    tint = F.avg_pool2d(error - error.mean(1, keepdim=True), 2).abs()
    vivid = F.avg_pool2d(want.amax(1, keepdim=True) - want.amin(1, keepdim=True), 2)
    return loss + (tint * (1 + VIVID * vivid)).mean()


def colour_kept(got: Tensor, want: Tensor) -> Tensor:
    """How much of vivid pixels' colour is kept, 1 for all of it, 0 for grey: the regression of `got`'s colour
    on that of `want` where the channels of `want` ([-1, 1], [b, 3, h, w]) differ by more than 0.5."""
    vivid = (want.amax(1, keepdim=True) - want.amin(1, keepdim=True)) > 0.5
    ours, theirs = (picture - picture.mean(1, keepdim=True) for picture in (got, want))
    return (ours * theirs * vivid).sum() / (theirs.square() * vivid).sum().clamp_min(1e-6)


def train_step(encoder: Call, decoder: Call, crops: Tensor, tied: int, frozen: bool) -> Tensor:
    """Loss of one batch; `tied` samples' latents become mosaics; `frozen` keeps the encoder out of it."""
    want = to_signed(crops)
    with torch.set_grad_enabled(not frozen):
        mean, logvar = encoder(want).float().chunk(2, dim=1)
    logvar = logvar.clamp(-30, 20)
    latent = mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)
    if tied:
        keep = len(crops) - tied // 4
        latent = torch.cat((latent[:keep], mosaic(latent[-tied:])))
        want = torch.cat((want[:keep], mosaic(want[-tied:])))
    got = decoder(latent.contiguous(memory_format=torch.channels_last)).float()
    loss = picture_loss(got, want)
    if frozen:
        return loss
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum() / len(crops)
    centre = mean.mean((0, 2, 3)).square().mean()
    spread = mean.var((0, 2, 3)).clamp_min(1e-8).log().square().mean()
    whole: Tensor = loss + 1e-8 * kl + 0.01 * (centre + 0.25 * spread)
    return whole


def rehearse(plan: Plan, encoder: Call, decoder: Call, device: torch.device, frozen: bool) -> None:
    """Compile on noise while the first pictures are still being painted; leaves gradients to be cleared."""
    for size, batch in dict.fromkeys(plan.vae_crops):
        noise = torch.randint(0, 256, (batch, 3, size, size), dtype=torch.uint8, device=device)
        with amp(device):
            loss = train_step(encoder, decoder, noise, 4 * (batch // 12), frozen)
        loss.backward()


def beginning(plan: Plan, state: Path, device: torch.device, frozen: bool) -> AutoencoderKL:
    """A new autoencoder to train, or with `frozen` the saved one, its encoder held."""
    vae = build(plan)
    if frozen:
        vae.load_state_dict(torch.load(state / "vae.pt", map_location="cpu", weights_only=True)["vae"])
        vae.encoder.requires_grad_(False)
    return vae.to(device, memory_format=torch.channels_last)


def hung(plan: Plan, state: Path, crew: Crew, seconds: float, device: torch.device, seed: int) -> Gallery:
    """What is painted by now, once it is enough to begin with; waits at most so many `seconds` for it."""
    pool = Pool(state / "data")
    wait_for(pool, crew, plan.vae_start, seconds)
    gallery = Gallery(pool, device, plan.vae_cache, seed)
    gallery.top_up(1000)
    return gallery


@dataclass(frozen=True)
class Course:
    """How an autoencoder is taught: with `frozen` the saved one's decoder alone, so that latents stay what
    they were; on a GPU compiled, if `compile` says so."""

    seed: int
    frozen: bool = False
    compile: bool = True


def train(
    plan: Plan, state: Path, crew: Crew, seconds: float, device: torch.device, course: Course, slow: Slow
) -> None:
    """Train for `seconds`, compiling and waiting for pictures not counted, and save `STATE/vae.pt`
    (moving-average weights, scale, statistics).

    Where compiling hangs, `slow` is called from another thread with the argument that goes without.
    """
    begin, frozen = time.monotonic(), course.frozen
    torch.manual_seed(course.seed)
    vae = beginning(plan, state, device, frozen)
    weights = [p for p in vae.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=plan.vae_lr, betas=(0.9, 0.98), weight_decay=1e-3, fused=True)
    average = Average(weights, 0.998)
    encoder, decoder = compiled(vae.encoder, course.compile), compiled(vae.decoder, course.compile)
    with Patience(COMPILING, lambda: slow("--no-compile")) if course.compile else nullcontext():
        rehearse(plan, encoder, decoder, device, frozen)
    optimiser.zero_grad(set_to_none=True)
    gallery = hung(plan, state, crew, max(120.0, seconds / 3), device, course.seed)
    say(f"vae: starts with {gallery.count} pictures after {time.monotonic() - begin:.0f} s")
    begin = time.monotonic()
    step, trained, said, filled, log = 0, time.monotonic(), 0.0, time.monotonic(), []
    end = begin + seconds - min(20.0, 0.05 * seconds)
    while (now := time.monotonic()) < end:
        progress = (now - trained) / (end - trained)
        size, batch = plan.vae_crops[progress > plan.vae_split]
        rate = plan.vae_lr * (0.5 if frozen else 1.0) * min(1.0, (step + 1) / 150) * cosine(progress, 0.005)
        with amp(device):
            tied = 4 * (batch // 12) if progress <= plan.vae_split else 0
            loss = train_step(encoder, decoder, gallery.crops(size, batch), tied, frozen)
        loss.backward()
        step_if_finite(optimiser, weights, rate)
        average.update(step)
        step += 1
        if now - filled > 3:
            gallery.top_up()
            filled = now
        if now - said > 10:
            value = loss.detach().item()
            log.append({"step": step, "seconds": round(now - begin), "loss": round(value, 5)})
            say(f"vae: step {step}, {now - begin:.0f} s, loss {value:.4f}, {gallery.count} pictures")
            said = time.monotonic()
    average.copy_to(weights)
    told = {"steps": step, "seconds": round(time.monotonic() - begin), "log": log}
    finish(plan, state, vae, gallery.pool, device, told)


@torch.no_grad()
def finish(
    plan: Plan, state: Path, vae: AutoencoderKL, pool: Pool, device: torch.device, told: dict[str, Any]
) -> None:
    """Measure the autoencoder on held-out pictures, fit the latent scale and save everything."""
    held = [torch.from_numpy(np.array(s.rgb[i])) for s, i in pool.pictures(held_out=True)][: plan.held_out]
    errors, latents, rows, colours = [], [], [], []
    for number, picture in enumerate(held):
        want = to_signed(picture.permute(2, 0, 1)[None].to(device))
        mean = vae.encode(want).latent_dist.mean
        decoded = vae.decode(mean).sample.clamp(-1, 1)
        if bool((want.amax(1) - want.amin(1) > 0.5).float().mean() > 0.01):
            colours.append(colour_kept(decoded, want).item())
        got = (decoded * 127.5 + 127.5).round()
        error = (got - picture.permute(2, 0, 1)[None].to(device).float()).square().mean().item()
        errors.append(10 * math.log10(255**2 / max(error, 1e-9)))
        latents.append(mean.flatten(2)[0])
        if number < 6:
            rows.append((picture, got[0].permute(1, 2, 0).byte().cpu()))
    values = torch.cat(latents, 1).float()
    told |= {
        "held_out": len(held),
        "psnr_mean_db": float(np.mean(errors)),
        "psnr_median_db": float(np.median(errors)),
        "psnr_worst_db": float(np.min(errors)),
        "colour_kept": float(np.mean(colours)) if colours else None,
        "parameters": sum(p.numel() for p in vae.parameters()),
        "channel_mean": values.mean(1).tolist(),
        "channel_std": values.std(1).tolist(),
    }
    shift, scale = values.mean().item(), 1 / values.std().item()
    vae.register_to_config(shift_factor=shift, scaling_factor=scale)
    saved = {"vae": vae.state_dict(), "shift_factor": shift, "scaling_factor": scale, "told": told}
    torch.save(saved, state / "vae.pt.new")
    (state / "vae.pt.new").replace(state / "vae.pt")
    torch.save(rows, state / "vae_pictures.pt")
    say(
        f"vae: PSNR {told['psnr_mean_db']:.2f} dB mean, {told['psnr_median_db']:.2f} median, "
        f"{told['psnr_worst_db']:.2f} worst of {len(held)}; colour kept {told['colour_kept']}; "
        f"shift {shift:.3f} scale {scale:.3f}; {told['steps']} steps"
    )


def load(plan: Plan, state: Path, device: torch.device) -> tuple[AutoencoderKL, dict[str, Any]]:
    """The trained autoencoder in float32 with its scale in the configuration, and its measured numbers."""
    saved = torch.load(state / "vae.pt", map_location="cpu", weights_only=True)
    vae = build(plan)
    vae.load_state_dict(saved["vae"])
    vae.register_to_config(shift_factor=saved["shift_factor"], scaling_factor=saved["scaling_factor"])
    frozen: AutoencoderKL = vae.eval().requires_grad_(False).to(device)
    return frozen, saved["told"]
