"""Several processes that teach one painter: each takes its part of every step's rows, and the gradients are
added up, so that the same works are shown as by one process, and the same weights come of it.

Started with ``accelerate launch`` or ``torchrun``; without either there is one process, and nothing is sent.
The adapters are small, so their gradients are added up in one piece; the frozen base is in every process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch import distributed as dist

from artmaster_desktop.core.training_event import Wish
from artmaster_desktop.engine.training.losses import Losses

_WISHES = tuple(Wish)


class Fleet:
    """One process: its ``rank`` of ``size``. The first one writes, paints, and is told what is wished."""

    def __init__(self, rank: int = 0, size: int = 1, device: torch.device | None = None) -> None:
        self.rank, self.size, self._device = rank, size, device or torch.device("cpu")

    @classmethod
    def here(cls, device: torch.device) -> Fleet:
        """The fleet that this process was started in."""
        if int(os.environ.get("WORLD_SIZE", "1")) < 2:
            return cls()
        from accelerate import PartialState

        state: Any = PartialState(cpu=device.type == "cpu")
        return cls(state.process_index, state.num_processes, torch.device(state.device))

    @property
    def device(self) -> torch.device | None:
        """Where this process teaches; None where it is alone and may choose."""
        return self._device if self.size > 1 else None

    @property
    def first(self) -> bool:
        return self.rank == 0

    def batch(self, asked: int) -> int:
        """Rows of a step: ``asked``, or what lies above it and can be shared out evenly."""
        return -(-asked // self.size) * self.size

    def add_up(self, tensors: Sequence[Tensor]) -> None:
        """The sum over all processes, in place of each."""
        if self.size < 2:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        for tensor, part in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def mean(self, told: Sequence[Losses]) -> Losses:
        """The mean of the losses of every row of a step; a rule's over the rows that it was applied to."""
        parts = [(one.flow, one.carry, one.style, one.preserve) for one in told]
        columns: list[tuple[float | None, ...]] = list(zip(*parts, strict=True))
        numbers = [float(sum(v for v in column if v is not None)) for column in columns]
        counts = [float(sum(v is not None for v in column)) for column in columns]
        if self.size > 1:
            both = torch.tensor(numbers + counts, dtype=torch.float32, device=self._device)
            dist.all_reduce(both)
            numbers, counts = both[:4].tolist(), both[4:].tolist()
        flow, *rules = (n / c if c else None for n, c in zip(numbers, counts, strict=True))
        return Losses(flow or 0.0, *rules)

    def agreed(self, wish: Wish) -> Wish:
        """What the first process is asked for."""
        return _WISHES[self.told(_WISHES.index(wish))]

    def told(self, number: int) -> int:
        """The first process's ``number``."""
        if self.size < 2:
            return number
        sent = torch.tensor([number], device=self._device)
        dist.broadcast(sent, 0)
        return int(sent)

    def share(self, tensors: Sequence[Tensor]) -> None:
        """The first process's numbers, in place of each one's own."""
        for tensor in tensors if self.size > 1 else ():
            dist.broadcast(tensor, 0)

    @contextmanager
    def first_before_others(self) -> Iterator[None]:
        """The others wait until the first one has done it, and then find what it kept."""
        if self.size > 1 and not self.first:
            dist.barrier()
        yield
        if self.size > 1 and self.first:
            dist.barrier()
