"""What changes while a painter is taught: adapters, optimiser, averages and the best so far; one step, and
all of it to and from a checkpoint."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import torch
from torch import Tensor

from artmaster_desktop.core.training import Optimiser, TrainingRecipe
from artmaster_desktop.core.training_errors import TrainingDiverged
from artmaster_desktop.core.training_phase import phase_at
from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.fleet import Fleet
from artmaster_desktop.engine.training.judging import WORSE
from artmaster_desktop.engine.training.lesson import Curriculum
from artmaster_desktop.engine.training.losses import Examiner, Losses, Weights

_MOMENTS = ("step", "exp_avg", "exp_avg_sq", "state1", "state2", "absmax1", "absmax2", "qmap1", "qmap2")
"""What AdamW remembers of a number, and its 8-bit kin (which counts its steps without a tensor)."""


@dataclass(slots=True)
class Record:
    """The best loss on works held out, its step, and how many times in a row it was clearly worse since."""

    best: float = math.inf
    best_step: int = 0
    worse: int = 0


class Pupil:
    """``apprentice`` with what teaches it; ``step`` optimiser steps were taken."""

    def __init__(
        self, apprentice: Apprentice, recipe: TrainingRecipe, steps: int, fleet: Fleet | None = None
    ) -> None:
        self.apprentice, self.recipe, self.steps = apprentice, recipe, steps
        self._fleet = fleet or Fleet()
        self.step = 0
        self.record = Record()
        self.average: dict[str, Tensor] = {}
        self.begin()
        self.best: dict[str, Tensor] = {}
        groups = [(1.0, "A"), (1.0, "B"), (recipe.spectrum, "E")]
        self._optimiser = _optimiser(
            recipe,
            [
                {"params": [p for name, p in apprentice.trained.items() if name[-1] == half], "times": times}
                for times, half in groups
                if any(name[-1] == half for name in apprentice.trained)
            ],
        )

    def begin(self) -> None:
        """The averages begin at the weights as they are now."""
        self.average = {name: p.detach().clone() for name, p in self.apprentice.trained.items()}

    def rate(self) -> float:
        """The learning rate of the next step."""
        recipe, done = self.recipe, self.step / self.steps
        fall = 0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * done)) if recipe.cosine else 1.0
        return recipe.rate * min(1.0, (self.step + 1) / max(1, recipe.rise)) * fall

    def take_step(self, examiner: Examiner, curriculum: Curriculum) -> Losses:
        """One step of the optimiser over ``batch`` rows. Raises TrainingDiverged before a weight is
        changed."""
        recipe, apprentice, rate, fleet = self.recipe, self.apprentice, self.rate(), self._fleet
        weights = Weights.of(recipe, self.step)
        told = []
        for row in range(fleet.rank, recipe.batch, fleet.size):
            lesson = curriculum.lesson(self.step * recipe.batch + row)
            told.append(examiner.learn(lesson, weights, 1.0 / recipe.batch))
        for parameter in apprentice.trained.values():
            if parameter.grad is None:  # no rule of this step reached it
                parameter.grad = torch.zeros_like(parameter)
        fleet.add_up([p.grad for p in apprentice.trained.values() if p.grad is not None])
        if recipe.orthogonality and "E" in {name[-1] for name in apprentice.trained}:
            (recipe.orthogonality * apprentice.orthogonality()).backward()
        losses = fleet.mean(told)
        self._change(rate, losses)
        self.step += 1
        apprentice.allocate(self.step)
        self._optimiser.zero_grad(set_to_none=True)
        self._follow()
        return losses

    def _change(self, rate: float, losses: Losses) -> None:
        """Move the layers of this step's phase; the gradients of the others stay, for the allocator scores
        every layer. Raises TrainingDiverged."""
        trained = self.apprentice.trained
        phase = phase_at(self.recipe.phases, self.step, self.steps)
        moving = self.apprentice.of_groups(None if phase is None else phase.groups)
        in_order = [parameter for name, parameter in trained.items() if name in moving]  # a set has none
        norm = torch.nn.utils.clip_grad_norm_(in_order, self.recipe.clip)
        if not bool(torch.isfinite(norm)) or not math.isfinite(losses.flow):
            self._optimiser.zero_grad(set_to_none=True)
            raise TrainingDiverged(self.step + 1, rate)
        for group in self._optimiser.param_groups:
            group["lr"] = rate * group["times"]
        resting = {name: p.grad for name, p in trained.items() if name not in moving}
        for name in resting:
            trained[name].grad = None
        self._optimiser.step()
        for name, gradient in resting.items():
            trained[name].grad = gradient

    def _follow(self) -> None:
        """The average takes a small step towards the weights; larger ones at the beginning."""
        decay = min(self.recipe.ema, (1 + self.step) / (10 + self.step))
        now = [parameter.detach() for parameter in self.apprentice.trained.values()]
        torch._foreach_lerp_(list(self.average.values()), now, 1.0 - decay)

    def averaged(self) -> dict[str, Tensor]:
        """The averaged weights, pruned as the trained ones are."""
        return self.apprentice.pruned(self.average)

    def remember(self, loss: float) -> bool:
        """Note the loss on works held out; whether this is enough of getting worse."""
        record = self.record
        record.worse = record.worse + 1 if loss > record.best * (1.0 + WORSE) else 0
        if loss < record.best or not self.best:
            record.best, record.best_step = loss, self.step
            self.best = {name: tensor.clone() for name, tensor in self.averaged().items()}
        return bool(self.recipe.patience) and record.worse >= self.recipe.patience

    def held(self) -> Iterator[Tensor]:
        """Every tensor that is kept between two steps, but for the parameters themselves."""
        yield from self.apprentice.held()
        for values in (self.average, self.best):
            yield from values.values()
        for state in self._optimiser.state.values():
            yield from (value for value in state.values() if isinstance(value, Tensor))

    # -- checkpoints

    def numbers(self) -> dict[str, float]:
        record = self.record
        return {"best": record.best, "best_step": record.best_step * 1.0, "worse": record.worse * 1.0}

    def tensors(self) -> dict[str, Tensor]:
        """Everything that the next step depends on, by name."""
        found = self.apprentice.state()
        found |= {f"average.{name}": tensor for name, tensor in self.average.items()}
        found |= {f"best.{name}": tensor for name, tensor in self.best.items()}
        for name, parameter in self.apprentice.trained.items():
            state = self._optimiser.state.get(parameter, {})
            found |= {
                f"{part}.{name}": torch.as_tensor(
                    state[part], dtype=torch.float32 if part == "step" else None
                )
                for part in _MOMENTS
                if part in state
            }
        return found

    def restore(self, step: int, numbers: Mapping[str, float], tensors: Mapping[str, Tensor]) -> None:
        """Go on from there. Raises KeyError or RuntimeError where it does not fit."""
        self.apprentice.restore(tensors)
        self.step = step
        self.record = Record(numbers["best"], int(numbers["best_step"]), int(numbers["worse"]))
        for name, parameter in self.apprentice.trained.items():
            self.average[name].copy_(tensors[f"average.{name}"])
            if f"best.{name}" in tensors:
                self.best[name] = tensors[f"best.{name}"].to(parameter.device)
            known = [part for part in _MOMENTS if f"{part}.{name}" in tensors]
            if known:
                self._optimiser.state[parameter] = {
                    part: _count(tensors[f"{part}.{name}"], self.recipe)
                    if part == "step"
                    else tensors[f"{part}.{name}"].to(parameter.device)
                    for part in known
                }


def _optimiser(recipe: TrainingRecipe, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
    """AdamW without decay, which would pull AdaLoRA's vectors from being orthonormal."""
    given: dict[str, Any] = {"lr": recipe.rate, "betas": (0.9, 0.99), "weight_decay": 0.0}
    if recipe.optimiser is Optimiser.ADAMW8:
        library: Any = import_module("bitsandbytes.optim")
        small: torch.optim.Optimizer = library.AdamW8bit(groups, **given)
        return small
    return torch.optim.AdamW(groups, **given)


def _count(saved: Tensor, recipe: TrainingRecipe) -> Any:
    return saved.clone() if recipe.optimiser is Optimiser.ADAMW else int(saved)
