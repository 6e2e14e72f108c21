"""Chance that remembers nothing: every row of every step has a generator of its own, made from the seed and
its place in the run. Where a run goes on after an interruption, it therefore meets the same chance."""

from __future__ import annotations

import numpy as np
import torch


def generator(seed: int, *place: int) -> torch.Generator:
    """torch's generator for one place, on the CPU."""
    state = np.random.SeedSequence([seed, *place]).generate_state(2, np.uint32)
    return torch.Generator().manual_seed(int(state[0]) << 32 | int(state[1]))


def shuffled(count: int, seed: int, *place: int) -> list[int]:
    """0 to ``count`` - 1 in an order of that place's own."""
    return torch.randperm(count, generator=generator(seed, *place)).tolist()
