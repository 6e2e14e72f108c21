"""Small works, jobs and listeners that the tests of training stand on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from artmaster_desktop.core import training_event as ev
from artmaster_desktop.core.training import FAST, TrainingJob, TrainingRecipe, TrainingWork
from artmaster_desktop.storage.atomic import atomic_write

E = TypeVar("E")
SHORT = replace(
    FAST,
    rate=2e-2,
    rise=2,
    repeats=1,
    epochs=4,
    patience=4,
    side=64,
    windows=0.3,
    sample_steps=1,
    sample_every=99,
    held_out=1,
    ema=0.9,
)


def works(count: int = 6, *, size: tuple[int, int] = (96, 64), seed: int = 0) -> tuple[TrainingWork, ...]:
    """Pictures of one manner: orange below, blue above, a little grain. ``size`` is (height, width)."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        pixels = np.zeros((*size, 3), np.float64)
        pixels[: size[0] // 2] = (40, 70, 200)
        pixels[size[0] // 2 :] = (230, 140, 30)
        pixels += rng.normal(0, 12, pixels.shape)
        captions = ("a misty lake under tall peaks", "远山 近水 小舟") if number % 2 else ()
        made.append(TrainingWork(f"{number}.png", pixels.clip(0, 255).astype(np.uint8), captions))
    return tuple(made)


def job(model: Path, folder: Path, recipe: TrainingRecipe = SHORT, **changes: Any) -> TrainingJob:
    """Teach "My Hand" in ``folder``."""
    given: dict[str, Any] = {"works": works(), "name": "My Hand", "id": "job"} | changes
    return TrainingJob(model=model, out=folder / "out", cache=folder / "cache", recipe=recipe, **given)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, lambda file: _fill(file, content))


def _fill(file: Any, content: bytes) -> None:
    file.write(content)


@dataclass
class Listener:
    """Hears all, and wishes to stop as ``wish`` after ``steps`` steps (never where it is 0)."""

    steps: int = 0
    then: ev.Wish = ev.Wish.PAUSE
    heard: list[ev.TrainingEvent] = field(default_factory=list)

    def hear(self, event: ev.TrainingEvent) -> None:
        self.heard.append(event)

    def wish(self) -> ev.Wish:
        taken = len(self.of(ev.Learned))
        return self.then if self.steps and taken >= self.steps else ev.Wish.GO

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]
