"""The cross-layer style rule: what is painted must look to the base as the artist's works do.

The picture that the painter has in mind (its prediction of the clean work) is noised again and shown to the
base; in several blocks, the mean and the Gram matrix of its features over all tokens are compared with those
of the artist's works at the very same noise. Statistics over tokens know nothing of where things are: a
manner, not a composition (Gatys et al. 2016; the mean as in Huang & Belongie 2017, arXiv 1703.06868). The
base is its own measure, so nothing has to be there besides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from artmaster_desktop.engine.flux.latents import pack
from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.lesson import token_ids
from artmaster_desktop.engine.training.material import Subject, View
from artmaster_desktop.engine.training.random import generator

TIMES = (0.2, 0.4, 0.6, 0.8)
"""Noise at which works and pictures are looked at: that nearest to the lesson's."""
DEPTHS = (0.25, 0.5, 0.75)
"""Blocks that are compared, as shares of the depth."""
MIXED = 32
"""Features are brought to so many by a fixed random mixture before they are multiplied with each other."""
SMALL = 1e-4


class Eye(Protocol):
    """Looks at a noisy picture as the base does; gradients pass to the picture."""

    def __call__(self, noisy: Tensor, time: float, text: ReadText, ids: Tensor) -> Tensor: ...


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """Of one block at one noise: ``mean`` and ``deviation`` ``[d]`` of each feature over all works and
    tokens, and the ``gram`` ``[k, k]`` of the features once mean and deviation are taken off and mixed."""

    mean: Tensor
    deviation: Tensor
    gram: Tensor


class StyleRule:
    """The artist's statistics, read from ``subjects`` by ``eye``, and how far a picture is from them.

    ``transformer`` is the one that ``eye`` looks with; it is the base in ``alone``, which holds for the
    backward pass too, where checkpointed blocks are computed again.
    """

    def __init__(
        self,
        transformer: nn.Module,
        eye: Eye,
        alone: Callable[[], AbstractContextManager[None]],
        subjects: Sequence[Subject],
        empty: ReadText,
        seed: int,
    ) -> None:
        self._blocks = [
            block
            for name in ("transformer_blocks", "single_transformer_blocks")
            for block in getattr(transformer, name)
        ]
        self._chosen = sorted({int(depth * len(self._blocks)) for depth in DEPTHS})
        self._eye, self._alone, self._empty, self._seed = eye, alone, empty, seed
        self._mixture: Tensor | None = None
        self._manners: dict[tuple[bool, float], list[Manner]] = {}
        for close in (False, True):
            views = [view for s in subjects if (view := s.full if close else s.whole) is not None]
            for time in TIMES:
                if views:
                    self._manners[close, time] = self._read(views, time)

    def held(self) -> Iterator[Tensor]:
        """Every tensor that is kept."""
        if self._mixture is not None:
            yield self._mixture
        for manners in self._manners.values():
            for manner in manners:
                yield from (manner.mean, manner.deviation, manner.gram)

    def gradient(self, picture: Tensor, ids: Tensor, time: float, close: bool) -> tuple[float, Tensor]:
        """How far the clean ``picture`` ``[1, n, c]`` is from the artist, and the gradient of that in it."""
        at = min(TIMES, key=lambda known: abs(known - time))
        with self._alone(), torch.enable_grad():
            shown = picture.detach().requires_grad_(True)
            loss = self._distance(self._features(shown, at, ids), self._manners[close, at])
            (found,) = torch.autograd.grad(loss, shown)
        return float(loss.detach()), found

    @torch.no_grad()
    def _read(self, views: Sequence[View], time: float) -> list[Manner]:
        with self._alone():
            seen = [self._features(pack(view.latents[None]), time, token_ids(view)) for view in views]
        manners = []
        for block in zip(*seen, strict=True):
            tokens = torch.cat(block)
            mean, deviation = tokens.mean(0), tokens.std(0) + SMALL
            grams = torch.stack([self._gram((one - mean) / deviation) for one in block])
            manners.append(Manner(mean, deviation, grams.mean(0)))
        return manners

    def _distance(self, features: Sequence[Tensor], manners: Sequence[Manner]) -> Tensor:
        terms = []
        for tokens, manner in zip(features, manners, strict=True):
            plain = (tokens - manner.mean) / manner.deviation
            terms.append(plain.mean(0).square().mean() + (self._gram(plain) - manner.gram).square().mean())
        return torch.stack(terms).mean()

    def _gram(self, tokens: Tensor) -> Tensor:
        if self._mixture is None:
            chance = generator(self._seed, 16)
            mixture = torch.randn(tokens.shape[1], MIXED, generator=chance) / tokens.shape[1] ** 0.5
            self._mixture = mixture.to(tokens.device)
        mixed = tokens @ self._mixture
        return mixed.T @ mixed / len(tokens)

    def _features(self, clean: Tensor, time: float, ids: Tensor) -> list[Tensor]:
        """Of each chosen block, the picture's tokens ``[n, d]`` in float32."""
        noise = torch.randn(clean.shape, generator=generator(self._seed, 17)).to(clean.device)
        found: list[Tensor] = []
        with self._listening(found):
            self._eye((1.0 - time) * clean + time * noise, time, self._empty, ids)
        return found

    @contextmanager
    def _listening(self, found: list[Tensor]) -> Iterator[None]:
        def hook(_block: nn.Module, _given: tuple[Any, ...], output: tuple[Tensor, Tensor]) -> None:
            found.append(output[1][0].float())

        handles = [self._blocks[index].register_forward_hook(hook) for index in self._chosen]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()
