"""How an upscaler is taught: crops of works and what a scan shows of them, for so many steps or so long."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.upscale.compact import Compact
from artmaster_desktop.engine.upscale.degrade import scanned, shrunk
from artmaster_desktop.engine.upscale.losses import Weights, loss_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How it is taught. ``side``: of the small crops in pixels; ``batch``: crops a step; ``seconds``: an end
    before ``steps`` are done (the rate falls to nothing by whichever comes first).
    """

    steps: int = 2000
    seconds: float = 600.0
    batch: int = 16
    side: int = 32
    rate: float = 2e-3
    averaging: float = 0.995
    seed: int = 5
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Lesson:
    """How it went: ``steps`` taken, mean ``loss`` of the first and of the last tenth, ``seconds`` it took."""

    steps: int
    first: float
    last: float
    seconds: float


def crops(
    works: Sequence[Pixels], scale: int, course: Course, rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """One batch: the true crops ``[N, 3, s * side, s * side]``, what a clean scan shows of them, and what the
    network sees, all float32 in [0, 1]. Turned and mirrored: a stroke is one from every side.
    """
    large, clean, seen = [], [], []
    for _ in range(course.batch):
        work = works[int(rng.integers(len(works)))]
        side = course.side * scale
        y, x = (int(rng.integers(length - side + 1)) for length in work.shape[:2])
        crop = np.rot90(work[y : y + side, x : x + side], int(rng.integers(4)))
        crop = np.ascontiguousarray(crop[:, ::-1] if rng.random() < 0.5 else crop)
        large.append(crop.astype(np.float32) / 255)
        clean.append(shrunk(crop, scale))
        seen.append(scanned(crop, scale, rng))
    stacked = (torch.from_numpy(np.stack(each)).permute(0, 3, 1, 2) for each in (large, clean, seen))
    one, two, three = (tensor.contiguous() for tensor in stacked)
    return one, two, three


def teach(
    network: Compact,
    works: Sequence[Pixels],
    course: Course,
    told: Callable[[int, float], bool],
    device: torch.device,
) -> tuple[Compact, Lesson]:
    """``network`` taught on ``works`` (uint8 RGB, each at least ``scale * course.side`` a side); what is
    given back is the average over the last steps. ``told(step, loss)`` is asked after each step
    whether to go on.
    """
    begun, rng = time.monotonic(), np.random.default_rng(course.seed)
    network = network.to(device).train()
    averaged = copy.deepcopy(network).requires_grad_(False)
    learner = torch.optim.Adam(network.parameters(), lr=course.rate, betas=(0.9, 0.99))
    losses: list[float] = []
    for step in range(course.steps):
        spent = (time.monotonic() - begun) / course.seconds
        if spent >= 1.0:
            break
        share = max(step / course.steps, spent)
        rise = min(1.0, (step + 1) / 50)
        for group in learner.param_groups:
            group["lr"] = course.rate * rise * (0.5 + 0.5 * math.cos(math.pi * share))
        large, clean, seen = (tensor.to(device) for tensor in crops(works, network.scale, course, rng))
        loss = loss_of(network(seen), large, clean, course.weights)
        learner.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        learner.step()
        losses.append(loss.item())
        keep = min(course.averaging, step / (step + 10))
        with torch.no_grad():
            for mean, value in zip(averaged.parameters(), network.parameters(), strict=True):
                mean.lerp_(value, 1 - keep)
        if not told(step + 1, losses[-1]):
            break
    tenth = max(1, len(losses) // 10)
    first, last = (float(np.mean(part)) if part else 0.0 for part in (losses[:tenth], losses[-tenth:]))
    return averaged.eval(), Lesson(len(losses), first, last, time.monotonic() - begun)
