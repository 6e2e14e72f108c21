"""Teaching the gate: cross-entropy on who was meant in each part, and a pull towards an even load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from artmaster_desktop.core.choice import PARTS
from artmaster_desktop.engine.mixing.features import Heard, placed
from artmaster_desktop.engine.mixing.lessons import ANYBODY, UNTOLD, Lesson
from artmaster_desktop.engine.mixing.network import GateNetwork, Inputs

Told = Callable[[int, int], None]
"""Told (done, of) after each epoch."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to teach. ``balance`` weighs the load-balance term; ``blind`` and ``deaf`` are the parts of lessons
    whose composition, and whose pooled text, are held back, so that each kind of evidence stands by itself;
    ``leaning`` is the part with a slider set, ``true`` how often it points to the painter that is meant.
    """

    epochs: int = 40
    batch: int = 128
    rate: float = 3e-3
    decay: float = 0.05
    smoothing: float = 0.02
    balance: float = 0.01
    blind: float = 0.5
    deaf: float = 0.5
    leaning: float = 0.3
    true: float = 0.7
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Task:
    """All lessons as tensors; ``targets`` ``[lessons, parts, painters]`` are probabilities, rows of 0 are not
    asked.
    """

    inputs: Inputs
    targets: Tensor


def teach(
    heard: Heard,
    lessons: Sequence[Lesson],
    painters: Sequence[str],
    kinds: Sequence[str],
    recipe: Recipe,
    told: Told,
) -> GateNetwork:
    """A network taught with ``lessons``, whose texts are ``heard``. Same arguments, same network on one
    machine.
    """
    random = torch.Generator().manual_seed(recipe.seed)
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(recipe.seed)
        network = GateNetwork(heard.tokens.shape[-1], heard.pooled.shape[-1], len(painters), len(kinds))
        task = _task(heard, lessons, painters, kinds)
        network.standardise(task.inputs)
        others = [value for value in network.parameters() if value is not network.place]
        groups: list[dict[str, Any]] = [
            {"params": others},
            {
                "params": [network.place],
                "lr": recipe.rate / 3,
                "weight_decay": 1.0,
            },  # few lessons know places
        ]
        optimiser = torch.optim.AdamW(groups, recipe.rate, weight_decay=recipe.decay)
        steps = recipe.epochs * -(-len(lessons) // recipe.batch)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
        for epoch in range(recipe.epochs):
            for rows in torch.randperm(len(lessons), generator=random).split(recipe.batch):
                inputs = _veiled(task.inputs[rows], task.targets[rows], recipe, random)
                loss = loss_of(network(inputs), task.targets[rows], recipe)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
            told(epoch + 1, recipe.epochs)
    return network.eval().requires_grad_(False)


def loss_of(logits: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    """Mean cross-entropy over the parts that were asked, and the load-balance term of the Switch Transformer
    (Fedus et al. 2021, equation 4), 1 where every painter is chosen alike.
    """
    count = logits.shape[-1]
    asked = targets.sum(-1)
    soft = targets * (1.0 - recipe.smoothing) + asked[..., None] * recipe.smoothing / count
    entropy = -(soft * logits.log_softmax(-1)).sum() / asked.sum().clamp_min(1.0)
    return entropy + recipe.balance * load(logits)


def load(logits: Tensor) -> Tensor:
    """How unevenly painters are chosen: 1 where alike, ``painters`` where one is always chosen."""
    odds = logits.softmax(-1)
    count = odds.shape[-1]
    chosen = torch.nn.functional.one_hot(odds.argmax(-1), count).float().flatten(0, -2).mean(0)
    return count * (chosen * odds.flatten(0, -2).mean(0)).sum()


def _task(heard: Heard, lessons: Sequence[Lesson], painters: Sequence[str], kinds: Sequence[str]) -> _Task:
    targets = torch.zeros(len(lessons), len(PARTS), len(painters))
    for row, lesson in enumerate(lessons):
        for part, slug in enumerate(lesson.targets):
            if slug == ANYBODY:
                targets[row, part] = 1.0 / len(painters)
            elif slug != UNTOLD:
                targets[row, part, list(painters).index(slug)] = 1.0
    places = torch.stack([placed(lesson.places, kinds) for lesson in lessons])
    lean = torch.zeros(len(lessons), len(painters))
    return _Task(Inputs(heard.tokens, heard.real, heard.pooled, places, lean), targets)


def _veiled(inputs: Inputs, targets: Tensor, recipe: Recipe, random: torch.Generator) -> Inputs:
    """Some lessons without their composition or pooled text, some with a slider that is mostly right."""
    rows, count = targets.shape[0], targets.shape[-1]

    def some(part: float) -> Tensor:
        return torch.rand(rows, generator=random) < part

    meant = targets.sum(1) + 1e-6
    true = torch.multinomial(meant, 1, generator=random)[:, 0]
    other = torch.randint(count, (rows,), generator=random)
    slid = torch.where(some(recipe.true), true, other)
    weight = (0.3 + 0.9 * torch.rand(rows, generator=random)) * some(recipe.leaning)
    lean = torch.nn.functional.one_hot(slid, count) * weight[:, None]
    places = inputs.places * ~some(recipe.blind)[:, None, None]
    pooled = inputs.pooled.clone()
    pooled[some(recipe.deaf)] = inputs.pooled.mean(0)
    return Inputs(inputs.tokens, inputs.real, pooled, places, lean)
