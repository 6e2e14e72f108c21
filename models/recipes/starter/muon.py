"""Muon: momentum whose singular values are made equal before it moves the weights.

For the matrices inside the transformer's blocks it learns more in a step than AdamW does. Sources: Jordan et
al. 2024 (https://kellerjordan.github.io/posts/muon) for the Newton-Schulz iteration and its numbers; Liu et
al. 2025 (arXiv:2502.16982) for the factor 0.2 sqrt(max(rows, columns)), which gives an update the size that
AdamW's has, so that both share one learning rate.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

ITERATIONS = ((3.4445, -4.7750, 2.0315),) * 5


def orthogonal(matrices: Tensor) -> Tensor:
    """[k, r, c] with each matrix's singular values moved to about 1 (0.7 to 1.2), computed in bfloat16."""
    x = matrices.bfloat16()
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for a, b, c in ITERATIONS:
        square = x @ x.mT
        x = a * x + (b * square + c * (square @ square)) @ x
    moved: Tensor = (x.mT if tall else x).float()
    return moved


class Muon:
    """Moves matrices of equal shape together. Weights are float32 [r, c]; gradients must be there."""

    def __init__(self, weights: Iterable[nn.Parameter], momentum: float = 0.95, decay: float = 0.02) -> None:
        self.momentum, self.decay = momentum, decay
        self._groups: dict[tuple[int, ...], list[nn.Parameter]] = {}
        for weight in weights:
            self._groups.setdefault(tuple(weight.shape), []).append(weight)
        self._running: dict[tuple[int, ...], Tensor] = {}
        self.clear()

    def clear(self) -> None:
        """Forget the momentum."""
        self._running = {
            shape: torch.zeros(len(group), *shape, device=group[0].device)
            for shape, group in self._groups.items()
        }

    @torch.no_grad()
    def step(self, rate: float, sound: Tensor) -> None:
        """One move with learning rate `rate`, and none where `sound` (bool scalar on the device) is false."""
        for shape, group in self._groups.items():
            gradient = torch.stack([w.grad for w in group if w.grad is not None])
            gradient = torch.where(sound, gradient, torch.zeros_like(gradient))
            running = self._running[shape]
            running.mul_(self.momentum).add_(gradient)
            move = orthogonal(gradient + self.momentum * running)
            move *= sound * (-rate * 0.2 * max(shape) ** 0.5)
            weights: list[Tensor] = list(group)
            torch._foreach_mul_(weights, 1 - rate * self.decay)
            torch._foreach_add_(weights, list(move.unbind()))

    def state(self) -> list[Tensor]:
        """The momentum, to be kept in a checkpoint."""
        return list(self._running.values())

    def restore(self, state: list[Tensor]) -> None:
        """Continue from `state()`."""
        for mine, theirs in zip(self._running.values(), state, strict=True):
            mine.copy_(theirs)
