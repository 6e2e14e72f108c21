"""What training could save memory with, and whether it is here: found before a run, never during one."""

from __future__ import annotations

from importlib.util import find_spec

import torch

from artmaster_desktop.core.training import BaseNumbers, Optimiser, TrainingRecipe
from artmaster_desktop.core.training_errors import MeansAbsent, MeansProblem
from artmaster_desktop.core.training_means import SWAP, Means


def means(device: torch.device) -> tuple[Means, ...]:
    """All that a recipe may ask for besides what always works, on ``device``."""
    quantised = _bitsandbytes(device)
    swap = None if device.type == "cuda" else MeansProblem.ONE_MEMORY
    return (
        Means(Optimiser.ADAMW8.value, quantised),
        Means(BaseNumbers.NF4.value, quantised),
        Means(BaseNumbers.FP8.value, None),
        Means(SWAP, swap),
    )


def check(recipe: TrainingRecipe, device: torch.device) -> None:
    """Raises MeansAbsent where ``recipe`` asks for what cannot be had on ``device``.

    Swapping blocks is no such thing where all memory is one: there it is done already, and told so.
    """
    asked = {recipe.optimiser.value, recipe.base.value}
    for one in means(device):
        if one.name in asked and one.problem is not None:
            raise MeansAbsent(one.name, one.problem)


def _bitsandbytes(device: torch.device) -> MeansProblem | None:
    if device.type != "cuda":
        return MeansProblem.NO_CUDA
    return None if find_spec("bitsandbytes") is not None else MeansProblem.NO_LIBRARY
