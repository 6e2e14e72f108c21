"""What a model that fills parts of pictures (FLUX.1-Fill-dev) reads beside the noise: the picture with a hole
in it, and where the hole is. As diffusers' FluxFillPipeline (0.42) gives it, mask for mask and draw for draw.
"""

from __future__ import annotations

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from torch import Tensor

from artmaster_desktop.core.repaint_start import RepaintStart
from artmaster_desktop.engine.flux import latents as lat


def filling(start: RepaintStart, vae: AutoencoderKL, draw: torch.Generator) -> Tensor:
    """Tokens ``[1, n, 4C + 4 f f]`` on the autoencoder's device, for its ``C`` channels and its factor ``f``
    (FLUX has 16 and 8, so 64 + 256): the latent of ``start`` where all that may change is grey, and the mask
    of that at full size, ``f`` x ``f`` pixels a cell.

    The mask is hard: what may change a little is in the hole like what may change wholly.
    """
    hole = torch.from_numpy(~start.kept)[None, None].to(torch.float32)
    latent = lat.encode_values(lat.values_of(start.pixels) * (1.0 - hole), vae, draw)
    factor = hole.shape[-1] // latent.shape[-1]
    cells = torch.nn.functional.pixel_unshuffle(hole, factor).to(latent.device, latent.dtype)
    return torch.cat([lat.pack(latent), lat.pack(cells)], dim=2)
