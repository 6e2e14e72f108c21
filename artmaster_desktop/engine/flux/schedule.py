"""The noise levels of a run, as diffusers' FluxPipeline sets them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteScheduler
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """``sigmas`` ``[steps + 1]`` float32 from the first noise level down to 0; ``timesteps`` ``[steps]``
    (sigma x 1000).
    """

    sigmas: Tensor
    timesteps: Tensor

    @property
    def steps(self) -> int:
        return len(self.timesteps)


def shift_exponent(tokens: int, config: dict[str, float]) -> float:
    """How far the noise levels move up for a picture of ``tokens``: linear between the sizes in the
    config.
    """
    low, high = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    base, top = config.get("base_shift", 0.5), config.get("max_shift", 1.15)
    slope = (top - base) / (high - low)
    return tokens * slope + base - slope * low


def schedule(
    scheduler: FlowMatchEulerDiscreteScheduler, steps: int, tokens: int, strength: float
) -> Schedule:
    """``steps`` noise levels for a picture of ``tokens``; below ``strength`` 1 only the last part of them
    (img2img).

    A strength that leaves less than one step keeps the last one, so that something is painted.
    """
    mu = shift_exponent(tokens, dict(scheduler.config))
    levels = np.linspace(1.0, 1 / steps, steps).tolist()
    scheduler.set_timesteps(sigmas=levels, mu=mu, device=torch.device("cpu"))
    first = min(int(max(steps - min(steps * strength, steps), 0)), steps - 1)
    sigmas, timesteps = torch.as_tensor(scheduler.sigmas), torch.as_tensor(scheduler.timesteps)
    return Schedule(sigmas[first:].clone(), timesteps[first:].clone())
