"""A means of saving memory in a training, and whether it is to be had."""

from __future__ import annotations

from dataclasses import dataclass

from artmaster_desktop.core.training_errors import MeansProblem

SWAP = "swap"
"""The name of blocks that wait in main memory; the other means are called as a recipe calls them."""


@dataclass(frozen=True, slots=True)
class Means:
    """One of them by its ``name`` in a recipe; ``problem`` is None where it can be used."""

    name: str
    problem: MeansProblem | None
