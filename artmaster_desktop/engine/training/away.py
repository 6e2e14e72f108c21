"""A training steps aside: everything it keeps on its device waits in main memory while somebody paints there,
and comes back bit for bit.

Tensors keep their identity, only what they hold moves: parameters, averages and what an optimiser remembers
are held in many places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch import Tensor, nn

from artmaster_desktop.engine.faults import is_out_of_memory, let_go
from artmaster_desktop.engine.residency import make_room

CPU = torch.device("cpu")


def apart(device: torch.device) -> bool:
    """Whether ``device`` has memory of its own, so that leaving it frees any."""
    return device.type == "cuda"


def moved(values: Tensor, device: torch.device) -> Tensor:
    """A copy of ``values`` on ``device``."""
    return values.to(device, copy=True)


class Belongings:
    """What a training keeps on ``device``: ``modules``, and whatever ``others`` give, each asked anew."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self.modules: list[nn.Module] = []
        self.others: list[Callable[[], Iterable[Tensor]]] = []
        self._left: list[Tensor] = []
        self._gone = False

    @property
    def away(self) -> bool:
        """Whether it all waits in main memory."""
        return self._gone

    def leave(self) -> None:
        """Free the device; nothing the second time, or where it has no memory of its own."""
        if self._gone or not apart(self._device):
            return
        self._gone = True
        for tensor in self._tensors():
            if tensor.device.type == self._device.type:
                self._left.append(tensor)
                tensor.data = moved(tensor.data, CPU)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()  # to the system, where another model can have it

    def come_back(self) -> None:
        """Bring it all back. Where there is no room for it, models that have painted are forgotten first.
        Raises what torch raises where there is none even then.
        """
        try:
            self._return()
        except RuntimeError as fault:
            if not is_out_of_memory(fault):
                raise
            let_go(fault)
            make_room()
            self._return()
        self._gone = False

    def _return(self) -> None:
        while self._left:
            tensor = self._left[-1]
            tensor.data = moved(tensor.data, self._device)
            self._left.pop()

    def _tensors(self) -> Iterator[Tensor]:
        """Each tensor once."""
        seen: set[int] = set()
        for tensor in self._all():
            if id(tensor) not in seen:
                seen.add(id(tensor))
                yield tensor

    def _all(self) -> Iterator[Tensor]:
        for module in self.modules:
            for parameter in module.parameters():
                yield parameter
                if parameter.grad is not None:
                    yield parameter.grad
                yield from _packing(getattr(parameter, "quant_state", None))
            yield from module.buffers()
        for other in self.others:
            yield from other()


def _packing(state: Any) -> Iterator[Tensor]:
    """What bitsandbytes needs to unpack a 4-bit parameter; it may be packed itself."""
    for value in vars(state).values() if state is not None else ():
        if isinstance(value, Tensor):
            yield value
        elif type(value) is type(state):
            yield from _packing(value)
