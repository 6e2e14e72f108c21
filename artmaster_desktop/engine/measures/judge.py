"""The base as a judge: whether a picture is likelier with a painter than without.

A flow model's loss on a picture bounds its likelihood (Li et al. 2023, "Your diffusion model is secretly a
zero-shot classifier", arXiv 2303.16203, for diffusion). With noise and noise levels held fixed, the
difference between the loss with the painter and without it is the painter's alone. The painter sits on the
engine's own gate, at 1 or at 0; nothing is loaded twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import torch
from torch import Tensor

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux.attention import RegionView, attach_regions
from artmaster_desktop.engine.flux.conditioning import accents_of, joined, read_texts
from artmaster_desktop.engine.flux.sampler import Easel, denoise
from artmaster_desktop.engine.flux.schedule import Schedule
from artmaster_desktop.engine.measures.trials import Hand, hired, plan_of
from artmaster_desktop.engine.measures.works import centre
from artmaster_desktop.engine.painters.formats import ReadAdapter
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.painters.state import GateState
from artmaster_desktop.engine.residency import Resident

SIGMAS = (0.9, 0.7, 0.5, 0.3)
"""One noise level in each of the gate's bins but the last, where any base is right."""

GUIDANCE = 1.0
"""What FLUX is fine-tuned at: the distilled guidance of a judge must not sharpen its opinion."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Mean squared error of the predicted velocity, without the painter and with it."""

    base: float
    painted: float

    @property
    def gain(self) -> float:
        """How much likelier the painter makes the picture, as a part of the base's loss; its own above 0."""
        return (self.base - self.painted) / max(self.base, 1e-12)


@dataclass(frozen=True, slots=True)
class Judge:
    """How the base judges. ``side`` is how much of a picture's middle is looked at, in pixels; ``noises``
    are the draws for each noise level.
    """

    side: int = 256
    noises: int = 2
    seed: int = 0
    sigmas: tuple[float, ...] = SIGMAS

    def verdicts(
        self, engine: PaintEngine, caps: ModelCaps, painter: Painter, pictures: Sequence[Pixels], text: str
    ) -> list[Verdict]:
        """One verdict for each picture, all under the same ``text``. Raises what the engine's jobs tell."""
        hand = Hand(painter)
        with torch.inference_mode():
            resident, adapters = engine.host(caps, hired((hand,)), self.side * self.side)
            with _Bench(resident, adapters, text) as bench:
                return [self._verdict(bench, hand, picture) for picture in pictures]

    def _verdict(self, bench: _Bench, hand: Hand, picture: Pixels) -> Verdict:
        fitted = centre(picture, self.side, bench.resident.model.caps.token)
        extent = Extent(fitted.shape[1], fitted.shape[0])
        shape = lat.LatentShape.of(extent, bench.resident.model.vae)
        generator = torch.Generator("cpu").manual_seed(self.seed)
        clean = bench.encoded(fitted)
        choice = bench.resident.choice
        noises = [lat.noise(shape, generator, choice.device, torch.float32) for _ in range(self.noises)]
        losses = []
        token = bench.resident.model.caps.token
        for hands in ((), (hand,)):
            plan = plan_of(hands, Extent(extent.width // token, extent.height // token))
            easel = bench.easel(plan, shape)
            parts = [_loss(easel, clean, lat.pack(noise), s) for s in self.sigmas for noise in noises]
            losses.append(sum(parts) / len(parts))
        return Verdict(*losses)


def _loss(easel: Easel, clean: Tensor, noise: Tensor, sigma: float) -> float:
    """Error of the velocity ``noise - clean`` predicted at ``sigma``: by one step down to 0."""
    seen = sigma * noise + (1.0 - sigma) * clean
    once = Schedule(torch.tensor([sigma, 0.0]), torch.tensor([sigma * 1000]))
    guess = denoise(easel, seen, once, lambda *_: None)
    return float(((guess - clean) / sigma).square().mean())


class _Bench:
    """A model with its painters attached, ready for one plan after another."""

    def __init__(self, resident: Resident, adapters: Sequence[ReadAdapter], text: str) -> None:
        self.resident = resident
        self._adapters = [read.adapter for read in adapters]
        self._text = text
        self._stack = ExitStack()
        self._state: GateState
        self._view: RegionView

    def __enter__(self) -> _Bench:
        model, choice = self.resident.model, self.resident.choice
        with ExitStack() as stack:
            stack.enter_context(self.resident.at_work(model.transformer))
            self._view = stack.enter_context(attach_regions(model.transformer, choice.device))
            attached = attach(model.transformer, self._adapters, device=choice.device, dtype=choice.dtype)
            self._state = stack.enter_context(attached).state
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def encoded(self, pixels: Pixels) -> Tensor:
        """The picture as clean tokens, float32 ``[1, n, c]``."""
        with self.resident.at_work(self.resident.model.vae):
            latent = lat.encode(pixels, self.resident.model.vae, None)
        return lat.pack(latent.to(self.resident.choice.device)).float()

    def easel(self, plan: GatePlan, shape: lat.LatentShape) -> Easel:
        """Everything for one call under ``plan``; the one before is no longer good."""
        model, choice = self.resident.model, self.resident.choice
        padded = min(model.caps.text_tokens, model.caps.max_text)
        with self.resident.at_work(model.clip, model.t5):
            accents = accents_of(plan, self._adapters)
            read = read_texts(self.resident.reader, (self._text,), padded, accents, lambda _: None)
        conditioning = joined(read, choice.device)
        ids = lat.image_ids(shape, choice.device, choice.dtype)
        return Easel.prepared(model.transformer, conditioning, ids, GUIDANCE, plan, self._state, self._view)
