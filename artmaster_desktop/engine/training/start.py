"""Where the adapters set out: along the directions in which the works pull each layer hardest.

A low-rank change that begins in random directions spends its first hundreds of steps turning towards the
useful ones; the more so AdaLoRA, where only the singular values begin at 0 and the directions are all but
fixed. So the directions are read from the gradient of the first lessons, as LoRA-GA does (Wang et al. 2024,
arXiv 2407.05000), but without ever holding a layer's gradient: a randomised range finder (Halko et al. 2011,
arXiv 0909.4061) needs it times a few vectors only. The change itself still begins at exactly 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import torch
from torch import Tensor, nn

from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.lesson import Lesson
from artmaster_desktop.engine.training.losses import Examiner, Weights
from artmaster_desktop.engine.training.random import generator

SPARE = 4
"""Vectors beyond the rank, which make the range finder exact enough."""

Seen: TypeAlias = Callable[[str, Tensor, Tensor], None]
"""Told (layer, input ``[n, in]``, gradient of the output ``[n, out]``)."""


def set_out(apprentice: Apprentice, examiner: Examiner, lessons: Sequence[Lesson], seed: int) -> None:
    """Turn the adapters of ``apprentice``, whose change is still 0, to the ``lessons``' steepest
    directions."""
    ranges = _ranges(apprentice, examiner, lessons, seed)
    sums: dict[str, Tensor] = {}

    def project(layer: str, given: Tensor, gradient: Tensor) -> None:
        part = (gradient @ ranges[layer]).T @ given
        sums[layer] = part if layer not in sums else sums[layer] + part

    _look(apprentice, examiner, lessons, project)
    with torch.no_grad():
        for layer, small in sums.items():
            left, _, right = torch.linalg.svd(small, full_matrices=False)
            apprentice.turn(layer, right, ranges[layer] @ left)


def _ranges(
    apprentice: Apprentice, examiner: Examiner, lessons: Sequence[Lesson], seed: int
) -> dict[str, Tensor]:
    """Of each layer an orthonormal ``[out, k]`` that its gradient's strongest directions lie in."""
    tests: dict[str, Tensor] = {}
    sums: dict[str, Tensor] = {}
    numbers = {layer: number for number, layer in enumerate(apprentice.layers)}

    def sketch(layer: str, given: Tensor, gradient: Tensor) -> None:
        if layer not in tests:
            width = min(apprentice.width + SPARE, given.shape[1], gradient.shape[1])
            chance = generator(seed, 15, numbers[layer])
            tests[layer] = torch.randn(given.shape[1], width, generator=chance).to(given.device)
            sums[layer] = torch.zeros(gradient.shape[1], width, device=given.device)
        sums[layer] += gradient.T @ (given @ tests[layer])

    _look(apprentice, examiner, lessons, sketch)
    return {layer: torch.linalg.qr(found).Q for layer, found in sums.items()}


def _look(apprentice: Apprentice, examiner: Examiner, lessons: Sequence[Lesson], seen: Seen) -> None:
    """Show ``seen`` what goes into each layer, and the gradient of what comes out; nothing is learned."""
    with _watched(apprentice.modules, seen):
        for lesson in lessons:
            examiner.learn(lesson, Weights(), 1.0)
    for parameter in apprentice.trained.values():
        parameter.grad = None


@contextmanager
def _watched(modules: Mapping[str, nn.Module], seen: Seen) -> Iterator[None]:
    def watch(layer: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def hook(_module: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
            if output.requires_grad:
                rows = given[0].detach().flatten(0, -2).float()
                output.register_hook(lambda gradient: seen(layer, rows, gradient.flatten(0, -2).float()))

        return hook

    handles = [module.register_forward_hook(watch(layer)) for layer, module in modules.items()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
