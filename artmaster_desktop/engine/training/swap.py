"""Blocks that wait in main memory: a large base is taught on a GPU that cannot hold it.

The frozen numbers of a swapped block are copied to the device when its turn comes, the next block's already
while this one computes, and are let go after it. In the backward pass a checkpointed block is computed again,
so it comes again; without checkpointing every copy would be kept for the backward pass, and nothing saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

Numbers = dict[tuple[nn.Module, str], Tensor]


class BlockSwap:
    """Keeps the frozen numbers of the ``count`` last blocks of ``transformer`` in main memory; they visit
    ``device`` in their turn, all else is brought there now. ``remove`` ends it: all is on ``device`` then,
    unless it rests.
    """

    def __init__(self, transformer: nn.Module, count: int, device: torch.device) -> None:
        blocks: list[nn.Module] = [
            block
            for name in ("transformer_blocks", "single_transformer_blocks")
            for block in getattr(transformer, name)
        ]
        self.device = device
        self.blocks: Sequence[nn.Module] = blocks[max(0, len(blocks) - count) :]
        self._stream = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._homes = [_home(block) for block in self.blocks]
        self._there: dict[int, Numbers] = {}
        self._last = -1
        self._resting = False
        for home in self._homes:
            for (module, name), value in home.items():
                module._parameters[name] = nn.Parameter(torch.empty(0), requires_grad=False)
                home[module, name] = _waiting(value, device)
        transformer.to(device)
        for index in range(len(self.blocks)):
            self._leave(index)
        self._handles = [
            handle
            for index, block in enumerate(self.blocks)
            for handle in (
                block.register_forward_pre_hook(self._come(index)),
                block.register_forward_hook(self._go(index), always_call=True),
            )
        ]

    @property
    def visiting(self) -> int:
        """How many swapped blocks are on the device now."""
        return len(self._there)

    def remove(self) -> None:
        for handle in self._handles:
            handle.remove()
        for index in range(0 if self._resting else len(self.blocks)):
            self._arrive(index)

    def rest(self) -> None:
        """Nobody visits any more; the other blocks are for others to move."""
        self._resting = True
        for index in list(self._there):
            self._leave(index)

    def go_on(self) -> None:
        """Blocks may visit again."""
        self._resting = False

    def _come(self, index: int) -> Any:
        def hook(_block: nn.Module, _given: Any) -> None:
            self._arrive(index)
            ahead = index + (1 if index >= self._last else -1)
            self._last = index
            if self._stream is not None and 0 <= ahead < len(self.blocks):
                self._fetch(ahead)

        return hook

    def _go(self, index: int) -> Any:
        """Called always: a block that is computed again is broken off once all is there that it is for."""

        def hook(_block: nn.Module, _given: Any, _output: Any) -> None:
            self._leave(index)

        return hook

    def _fetch(self, index: int) -> None:
        """Begin to copy, beside what the device is at."""
        if index in self._there:
            return
        with torch.cuda.stream(self._stream):
            self._there[index] = {
                place: value.to(self.device, non_blocking=True, copy=True)
                for place, value in self._homes[index].items()
            }

    def _arrive(self, index: int) -> None:
        self._fetch(index)
        if self._stream is not None:
            now = torch.cuda.current_stream(self.device)
            now.wait_stream(self._stream)
            for value in self._there[index].values():
                value.record_stream(now)
        for (module, name), value in self._there[index].items():
            module._parameters[name] = nn.Parameter(value, requires_grad=False)

    def _leave(self, index: int) -> None:
        """The block's own numbers are those in main memory again; what a graph still needs, it holds."""
        self._there.pop(index, None)
        for (module, name), value in self._homes[index].items():
            module._parameters[name] = nn.Parameter(value, requires_grad=False)


def _home(block: nn.Module) -> Numbers:
    return {
        (module, name): parameter.detach()
        for module in block.modules()
        for name, parameter in module._parameters.items()
        if parameter is not None and not parameter.requires_grad
    }


def _waiting(value: Tensor, device: torch.device) -> Tensor:
    kept = value.cpu()
    return kept.pin_memory() if device.type == "cuda" else kept
