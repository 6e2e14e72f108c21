"""What may happen to a picture before it is judged: patched together, decoded, blurred, noisy, saved as JPEG.

Pictures are float tensors [N, 3, H, W] in [-1, 1], H and W multiples of 16.
"""

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

_LUMA = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)  # ITU-T T.81, table K.1


def patch_masks(count: int, height: int, width: int, rng: torch.Generator) -> Tensor:
    """Random soft-bordered areas, float32[N, 1, H, W] in [0, 1]: straight cuts and blobs of all sizes."""
    device = rng.device
    ys = torch.linspace(-1, 1, height, device=device).view(1, height, 1)
    xs = torch.linspace(-1, 1, width, device=device).view(1, 1, width)
    angle = torch.rand(count, 1, 1, generator=rng, device=device) * 2 * math.pi
    cut = ys * angle.sin() + xs * angle.cos() + (torch.rand(count, 1, 1, generator=rng, device=device) - 0.5)
    coarse = torch.randn(count, 1, 5, 5, generator=rng, device=device)
    blob = F.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)[:, 0]
    blob = blob + 0.5 * torch.randn(count, 1, 1, generator=rng, device=device)
    straight = torch.rand(count, 1, 1, generator=rng, device=device) < 0.5
    field = torch.where(straight, cut, 0.5 * blob)
    border = 4.0 + 28.0 * torch.rand(
        count, 1, 1, generator=rng, device=device
    )  # px, where the mask goes 0 to 1
    steep = min(height, width) / 2 / border
    return (field * steep + 0.5).clamp(0, 1)[:, None]


def jpeg(x: Tensor, quality: Tensor) -> Tensor:
    """JPEG's loss without its file: 8 x 8 DCT of Y, Cb and Cr rounded to table K.1 at `quality` [N] in
    1..100.
    """
    n, _, h, w = x.shape
    k = torch.arange(8, device=x.device, dtype=torch.float32)
    dct = torch.cos((2 * k[None] + 1) * k[:, None] * math.pi / 16) * 0.5
    dct[0] *= math.sqrt(0.5)
    mix = torch.tensor(
        [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]], device=x.device
    )
    ycc = torch.einsum("ij,njhw->nihw", mix, x * 127.5)
    blocks = ycc.reshape(n, 3, h // 8, 8, w // 8, 8)
    freq = torch.einsum("ai,ncyixj,bj->ncyaxb", dct, blocks, dct)
    scale = torch.where(quality < 50, 50.0 / quality, 2.0 - quality / 50.0).view(n, 1, 1, 1, 1, 1)
    table = torch.tensor(_LUMA, device=x.device, dtype=torch.float32).view(1, 1, 1, 8, 1, 8)
    steps = (table * scale).clamp(min=1.0)
    freq = (freq / steps).round() * steps
    back = torch.einsum("ai,ncyaxb,bj->ncyixj", dct, freq, dct).reshape(n, 3, h, w)
    return (torch.einsum("ij,njhw->nihw", torch.linalg.inv(mix), back) / 127.5).clamp(-1, 1)


def blur(x: Tensor, sigma: Tensor) -> Tensor:
    """Gaussian blur of radius 2 with `sigma` [N] in pixels."""
    taps = torch.arange(-2, 3, device=x.device, dtype=torch.float32)
    kernel = torch.exp(-0.5 * (taps[None] / sigma[:, None].clamp(min=0.05)) ** 2)
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(3, 0)
    flat = F.pad(x, (2, 2, 2, 2), mode="reflect").reshape(1, -1, x.shape[2] + 4, x.shape[3] + 4)
    flat = F.conv2d(flat, kernel[:, None, :, None], groups=flat.shape[1])
    return F.conv2d(flat, kernel[:, None, None, :], groups=flat.shape[1]).reshape(x.shape)


def wear(x: Tensor, rng: torch.Generator) -> Tensor:
    """Mild random blur, noise, tone and JPEG, blur and JPEG each on a random part of the pictures."""
    n = len(x)

    def draw() -> Tensor:
        return torch.rand(n, generator=rng, device=x.device)

    x = x.clone()
    some = torch.randperm(n, generator=rng, device=x.device)[: max(1, round(0.3 * n))]
    x[some] = blur(x[some], 0.3 + 0.6 * draw()[some])
    grain = torch.where(draw() < 0.3, 0.05 * draw(), 0.0).view(n, 1, 1, 1)
    x = x + grain * torch.randn(x.shape, generator=rng, device=x.device)
    gain, lift = 1.0 + 0.08 * (draw() - 0.5), 0.08 * (draw() - 0.5)
    x = (x * gain.view(n, 1, 1, 1) + lift.view(n, 1, 1, 1)).clamp(-1, 1)
    some = torch.randperm(n, generator=rng, device=x.device)[: max(1, round(0.4 * n))]
    x[some] = jpeg(x[some], 50.0 + 45.0 * draw()[some])
    return x


@torch.no_grad()
def through_vae(vae: Any, x: Tensor, rng: torch.Generator | None = None, grain: float = 0.15) -> Tensor:
    """The pictures encoded and decoded; with `rng`, up to `grain` standard deviations of noise on the
    latents.
    """
    dtype = next(vae.parameters()).dtype
    latents = vae.encode(x.to(dtype)).latent_dist.mode()
    if rng is not None:
        size = grain * torch.rand(len(x), 1, 1, 1, generator=rng, device=x.device) / vae.config.scaling_factor
        latents = latents + (size * torch.randn(latents.shape, generator=rng, device=x.device)).to(dtype)
    decoded: Tensor = vae.decode(latents).sample
    return decoded.float().clamp(-1, 1)
