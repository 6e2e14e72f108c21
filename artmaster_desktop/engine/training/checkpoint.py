"""One file that a run goes on from: safetensors, written in one piece, so it is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from artmaster_desktop.core.training_errors import CheckpointProblem, CheckpointUnusable

FORMAT = "artmaster-training-1"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a run is made from, as hashes: it can only go on with the same."""

    base: str
    works: str
    recipe: str


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """``tensors`` by name, ``step`` (the optimiser steps taken), and ``numbers`` that are no tensors."""

    fingerprint: Fingerprint
    step: int
    numbers: Mapping[str, float]
    tensors: Mapping[str, Tensor]

    def to_bytes(self) -> bytes:
        """The whole file."""
        print_ = self.fingerprint
        header = {
            "format": FORMAT,
            "base": print_.base,
            "works": print_.works,
            "recipe": print_.recipe,
            "step": str(self.step),
            "numbers": json.dumps({name: value.hex() for name, value in self.numbers.items()}),
        }
        content: bytes = save({n: t.cpu().contiguous() for n, t in self.tensors.items()}, metadata=header)
        return content


def read_checkpoint(path: Path, wanted: Fingerprint) -> Checkpoint:
    """The checkpoint at ``path``. Raises CheckpointUnusable where it is damaged or another run's."""
    try:
        with safe_open(str(path), framework="pt", device="cpu") as file:
            header = file.metadata() or {}
            if header.get("format") != FORMAT:
                raise CheckpointUnusable(path, CheckpointProblem.DAMAGED, "no known format")
            found = Fingerprint(header["base"], header["works"], header["recipe"])
            step = int(header["step"])
            numbers = {name: float.fromhex(text) for name, text in json.loads(header["numbers"]).items()}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    except (OSError, SafetensorError, LookupError, ValueError, AttributeError, TypeError) as fault:
        detail = str(fault).splitlines()
        raise CheckpointUnusable(
            path, CheckpointProblem.DAMAGED, detail[0][:160] if detail else ""
        ) from fault
    for part, problem in (
        ("base", CheckpointProblem.OTHER_BASE),
        ("works", CheckpointProblem.OTHER_WORKS),
        ("recipe", CheckpointProblem.OTHER_RECIPE),
    ):
        if getattr(found, part) != getattr(wanted, part):
            raise CheckpointUnusable(path, problem)
    return Checkpoint(found, step, numbers, tensors)
