"""Pictures by the apprentice with fixed seeds, so that sheets of different epochs can be compared."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.flux.latents import LatentShape, decode, image_ids, noise, pack, unpack
from artmaster_desktop.engine.flux.schedule import schedule
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.flux.weights import FluxModel
from artmaster_desktop.engine.training.losses import Examiner

GUIDANCE = 3.5


def paint(
    model: FluxModel,
    examiner: Examiner,
    text: ReadText,
    extent: Extent,
    seed: int,
    steps: int,
    told: Callable[[], None],
) -> Pixels:
    """uint8 RGB of ``extent``; ``told`` after each step."""
    shape = LatentShape.of(extent, model.vae)
    tokens = paint_latents(model, examiner, text, extent, seed, steps, told)
    with torch.no_grad():
        return decode(unpack(tokens, shape).to(model.vae.device), model.vae)


@torch.no_grad()
def paint_latents(
    model: FluxModel,
    examiner: Examiner,
    text: ReadText,
    extent: Extent,
    seed: int,
    steps: int,
    told: Callable[[], None] | None = None,
) -> Tensor:
    """Tokens ``[1, n, 4C]`` of a picture of ``extent``, by Euler steps as FluxPipeline takes them."""
    shape = LatentShape.of(extent, model.vae)
    cpu = torch.device("cpu")
    tokens = pack(noise(shape, torch.Generator().manual_seed(seed), cpu, torch.float32))
    ids = image_ids(shape, cpu, torch.float32)
    plan = schedule(model.scheduler, steps, shape.tokens, 1.0)
    for now, then in zip(plan.sigmas[:-1].tolist(), plan.sigmas[1:].tolist(), strict=True):
        tokens = tokens + (then - now) * examiner.velocity(tokens, now, text, GUIDANCE, ids).cpu()
        if told is not None:
            told()
    return tokens
