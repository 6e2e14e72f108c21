"""Holding the layers that learn to a part of the canvas: the gate of painting, for training.

A layer's change is multiplied, token by token, by how much of the token is the painter's, as
``engine/painters`` does when it paints; here with hooks around peft's layers, since gradients must pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """How far the painter acts on each token, in [0, 1]: ``picture`` ``[n, 1]`` and ``texts`` ``[l, 1]``."""

    picture: Tensor
    texts: Tensor

    def to(self, device: torch.device) -> Gates:
        return Gates(self.picture.to(device), self.texts.to(device))

    def of(self, layer: str) -> Tensor:
        """For the layer of that name; in single blocks texts and picture share a sequence."""
        if layer.startswith("single_transformer_blocks."):
            return torch.cat((self.texts, self.picture))
        return self.texts if "add_" in layer or "_context" in layer else self.picture


class LayerGates:
    """The gates of ``modules`` (peft's layers by name); ``hold(None)`` lets them act everywhere."""

    def __init__(self, modules: Mapping[str, Any]) -> None:
        self._gates: Gates | None = None
        self._base: dict[str, Tensor] = {}
        self._handles = []
        for name, module in modules.items():
            self._handles.append(module.base_layer.register_forward_hook(self._remember(name)))
            self._handles.append(module.register_forward_hook(self._mix(name)))

    def hold(self, gates: Gates | None) -> None:
        """From now on, until the backward pass is done where blocks are computed again in it."""
        self._gates = gates

    def remove(self) -> None:
        for handle in self._handles:
            handle.remove()

    def _remember(self, name: str) -> Any:
        def hook(_module: nn.Module, _given: tuple[Any, ...], output: Tensor) -> Tensor | None:
            if self._gates is None:
                return None
            self._base[name] = output
            return output.clone()  # peft adds its change in place

        return hook

    def _mix(self, name: str) -> Any:
        def hook(_module: nn.Module, _given: tuple[Any, ...], output: Tensor) -> Tensor | None:
            if self._gates is None:
                return None
            base = self._base.pop(name)
            mixed: Tensor = base + self._gates.of(name).to(output.dtype) * (output - base)
            return mixed

        return hook
