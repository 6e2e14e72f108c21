"""How well works that are never shown would be painted: the flow loss at noise that never changes."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from artmaster_desktop.engine.flux.latents import pack
from artmaster_desktop.engine.training.lesson import token_ids
from artmaster_desktop.engine.training.losses import PLAIN, Examiner, weighted
from artmaster_desktop.engine.training.material import Subject
from artmaster_desktop.engine.training.random import generator, shuffled

TIMES = (0.3, 0.55, 0.8, 0.95)
ENOUGH = 6
"""With fewer works all of them are shown: each is needed."""
WORSE = 0.005
"""A loss is clearly worse than the best from this part of it on; less may be chance."""


def split(origins: Sequence[str], count: int, seed: int) -> frozenset[str]:
    """The ``count`` works that are held out, all crops of each; none where there are too few."""
    known = list(dict.fromkeys(origins))
    if len(known) < ENOUGH:
        return frozenset()
    return frozenset(known[i] for i in shuffled(len(known), seed, 13)[:count])


@torch.no_grad()
def held_out_loss(examiner: Examiner, subjects: Sequence[Subject], seed: int, with_trigger: bool) -> float:
    """The mean over works and ``TIMES`` of the weights as they are now."""
    losses = []
    for number, subject in enumerate(subjects):
        clean = pack(subject.whole.latents[None])
        noise = torch.randn(clean.shape, generator=generator(seed, 14, number))
        plain, triggered = subject.captions[0]
        text = triggered if with_trigger else plain
        for time in TIMES:
            noisy = (1.0 - time) * clean + time * noise
            seen = examiner.velocity(noisy, time, text, PLAIN, token_ids(subject.whole))
            losses.append(
                float(weighted(seen - (noise - clean).to(seen.device), subject.whole.learned.flatten()))
            )
    return sum(losses) / len(losses)
