"""Latents: noise, packing into tokens, the start picture, the finished one, and the small preview.

Layout and random numbers are those of diffusers' FluxPipeline and FluxImg2ImgPipeline (0.42), so that the
same seed gives the same picture there and here: noise is drawn on the CPU as [1, C, h, w] and then packed 2 x
2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from torch import Tensor

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels


@dataclass(frozen=True, slots=True)
class LatentShape:
    """``channels`` x ``height`` x ``width`` of the latent of one picture; tokens are 2 x 2 of it."""

    channels: int
    height: int
    width: int

    @classmethod
    def of(cls, extent: Extent, vae: AutoencoderKL) -> LatentShape:
        factor = 2 ** (len(vae.config["block_out_channels"]) - 1)
        return cls(vae.config["latent_channels"], extent.height // factor, extent.width // factor)

    @property
    def tokens(self) -> int:
        return self.height * self.width // 4


def noise(shape: LatentShape, generator: torch.Generator, device: torch.device, dtype: torch.dtype) -> Tensor:
    """Gaussian ``[1, C, h, w]``; drawn on the CPU in ``dtype``, so a seed means the same on every device."""
    size = (1, shape.channels, shape.height, shape.width)
    return torch.randn(size, generator=generator, dtype=dtype).to(device)


def pack(latents: Tensor) -> Tensor:
    """``[1, C, h, w]`` to tokens ``[1, h/2 * w/2, 4C]``."""
    batch, channels, height, width = latents.shape
    blocks = latents.view(batch, channels, height // 2, 2, width // 2, 2).permute(0, 2, 4, 1, 3, 5)
    return blocks.reshape(batch, height * width // 4, channels * 4)


def unpack(tokens: Tensor, shape: LatentShape) -> Tensor:
    """The inverse of ``pack``."""
    blocks = tokens.view(-1, shape.height // 2, shape.width // 2, shape.channels, 2, 2)
    return blocks.permute(0, 3, 1, 4, 2, 5).reshape(-1, shape.channels, shape.height, shape.width)


def image_ids(shape: LatentShape, device: torch.device, dtype: torch.dtype) -> Tensor:
    """Position of each token: ``[tokens, 3]`` with (0, row, column)."""
    ids = torch.zeros(shape.height // 2, shape.width // 2, 3)
    ids[..., 1] += torch.arange(shape.height // 2)[:, None]
    ids[..., 2] += torch.arange(shape.width // 2)[None, :]
    return ids.reshape(-1, 3).to(device=device, dtype=dtype)


def encode(pixels: Pixels, vae: AutoencoderKL, generator: torch.Generator | None) -> Tensor:
    """A picture (uint8 RGB ``[H, W, 3]``) as a latent sample ``[1, C, h, w]`` in the model's scale.

    Without a generator it is the mean of what could be drawn: a measure must not hang on chance.
    """
    return encode_values(values_of(pixels), vae, generator)


def values_of(pixels: Pixels) -> Tensor:
    """A picture (uint8 RGB ``[H, W, 3]``) as diffusers prepares it: float32 ``[1, 3, H, W]`` in [-1, 1].

    Laid out as there too: by its strides the convolutions are chosen, and with them the last digits.
    """
    values = torch.from_numpy(np.array(pixels)[None]).permute(0, 3, 1, 2).to(torch.float32) / 255
    return 2.0 * values - 1.0


def encode_values(values: Tensor, vae: AutoencoderKL, generator: torch.Generator | None) -> Tensor:
    """As ``encode``, from ``values`` ``[1, 3, H, W]`` in [-1, 1]."""
    drawn = vae.encode(values.to(device=vae.device, dtype=vae.dtype)).latent_dist
    sample: Tensor = drawn.mode() if generator is None else drawn.sample(generator)
    shift, scale = float(vae.config["shift_factor"]), float(vae.config["scaling_factor"])
    return (sample - shift) * scale


def decode(latents: Tensor, vae: AutoencoderKL) -> Pixels:
    """The picture of a latent ``[1, C, h, w]``: uint8 RGB ``[H, W, 3]``.

    Raises FloatingPointError where the decoder's numbers overflow (float16), instead of a black picture.
    """
    scaled = latents / vae.config["scaling_factor"] + vae.config["shift_factor"]
    values = vae.decode(scaled.to(vae.dtype), return_dict=False)[0]
    if not bool(torch.isfinite(values).all()):
        raise FloatingPointError("the decoded picture is not finite")
    return to_pixels(values)


def to_pixels(values: Tensor) -> Pixels:
    """``[1, 3, h, w]`` in [-1, 1] to uint8 ``[h, w, 3]``, rounded as diffusers rounds."""
    image = (values[0].float() / 2 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu().numpy()
    return np.asarray((image * 255).round(), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class PreviewMap:
    """A linear guess of the picture from the latent: ``factors`` ``[C, 3]`` and ``bias`` ``[3]``, into [-1,
    1].
    """

    factors: Tensor
    bias: Tensor

    def __call__(self, latents: Tensor) -> Pixels:
        """uint8 RGB ``[h, w, 3]``, one pixel per latent pixel."""
        values = (
            torch.einsum("bchw,cr->brhw", latents.float().cpu(), self.factors)
            + self.bias[None, :, None, None]
        )
        return to_pixels(values)


# Least-squares fit for FLUX.1's autoencoder, as published with ComfyUI (comfy/latent_formats.py, class Flux).
FLUX_PREVIEW = PreviewMap(
    torch.tensor(
        [
            [-0.0346, 0.0244, 0.0681],
            [0.0034, 0.0210, 0.0687],
            [0.0275, -0.0668, -0.0433],
            [-0.0174, 0.0160, 0.0617],
            [0.0859, 0.0721, 0.0329],
            [0.0004, 0.0383, 0.0115],
            [0.0405, 0.0861, 0.0915],
            [-0.0236, -0.0185, -0.0259],
            [-0.0245, 0.0250, 0.1180],
            [0.1008, 0.0755, -0.0421],
            [-0.0515, 0.0201, 0.0011],
            [0.0428, -0.0012, -0.0036],
            [0.0817, 0.0765, 0.0749],
            [-0.1264, -0.0522, -0.1103],
            [-0.0280, -0.0881, -0.0499],
            [-0.1262, -0.0982, -0.0778],
        ]
    ),
    torch.tensor([-0.0329, -0.0718, -0.0851]),
)
