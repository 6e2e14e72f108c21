"""How the artist of a folder of works wants the painter to be taught: ``training.json`` beside the works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from artmaster_desktop.core.training import FAST, PRESETS, AdapterKind, BaseNumbers, Optimiser, TrainingRecipe
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads

NAME = "training.json"
MAX_BYTES = 64 << 10
STYLE, PRESERVE = 0.05, 0.5
"""Weights of the rules that can be switched on: those that the ablation table was measured with."""
TAGGED = 0.5
"""The share of captions with style tags, where they are asked for: half and half, so that a painter heeds
the tags and does not need them."""
MOST_BATCH, MOST_SWAPPED = 64, 57
"""FLUX.1 has 57 blocks; of a smaller model all wait where more are asked for."""


class Guiding(Enum):
    """Whether the painter is held to the base's own reading of words and guidance."""

    PRESET = "preset"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingChoice:
    """A painter's ``name`` and ``trigger``, a preset, and what is changed in it; 0 and "" leave it as it is.

    ``stages`` teaches composition, colour and brushwork one after the other; ``style`` holds the features of
    several blocks to the artist's own; ``guiding`` is the rule of words and guidance, ``tagged`` puts style
    tags into half of the captions; ``preserve`` keeps what the base paints under ``class_word`` without the
    trigger. ``base`` is how the base's numbers are kept meanwhile, and ``swapped`` how many of its blocks
    wait in main memory.
    """

    name: str = ""
    trigger: str = ""
    preset: str = "fast"
    kind: AdapterKind = AdapterKind.ADALORA
    epochs: int = 0
    batch: int = 0
    stages: bool = False
    style: bool = False
    guiding: Guiding = Guiding.PRESET
    tagged: bool = False
    preserve: bool = False
    class_word: str = ""
    optimiser: Optimiser = Optimiser.ADAMW
    base: BaseNumbers = BaseNumbers.FULL
    swapped: int = 0

    def __post_init__(self) -> None:
        if self.epochs < 0 or not 0 <= self.batch <= MOST_BATCH or not 0 <= self.swapped <= MOST_SWAPPED:
            raise ValueError("epochs, batch and swapped are counts within reason")
        if self.swapped and self.base is BaseNumbers.NF4:
            raise ValueError("blocks that are swapped must not be in nf4, which is packed on the GPU")

    @property
    def recipe(self) -> TrainingRecipe:
        """The preset (FAST where it is unknown) with what else is asked for."""
        plain = PRESETS.get(self.preset, FAST)
        changes: dict[str, Any] = {"kind": self.kind, "base": self.base, "optimiser": self.optimiser}
        changes |= {"epochs": self.epochs or plain.epochs, "batch": self.batch or plain.batch}
        if self.stages:
            changes |= {"phases": three_phases(windows=1.0 if plain.side else 0.0), "windows": 0.0}
        if self.style:
            changes["style"] = STYLE
        if self.guiding is not Guiding.PRESET:
            changes["carry"] = (plain.carry or FAST.carry) if self.guiding is Guiding.ON else 0.0
        if self.tagged:
            changes["tagged"] = TAGGED
        if self.preserve:  # what it teaches, a trigger that is left out now and then would unteach
            changes |= {"preserve": PRESERVE, "trigger_dropout": 0.0}
            changes["class_word"] = self.class_word or plain.class_word
        if self.swapped:
            changes |= {"swapped": self.swapped, "checkpointing": True}
        return replace(plain, **changes)

    @property
    def pace_key(self) -> str:
        """Trainings with one key take about as long for a step: the preset, and what else a step does."""
        parts = [name for name, on in (("style", self.style), ("preserve", self.preserve)) if on]
        if self.guiding is not Guiding.PRESET:
            parts.append(f"guiding {self.guiding.value}")
        if self.kind is not AdapterKind.ADALORA:
            parts.append(self.kind.value)
        if self.base is not BaseNumbers.FULL:
            parts.append(self.base.value)
        parts += [
            f"{name} {count}" for name, count in (("batch", self.batch), ("swap", self.swapped)) if count
        ]
        return " + ".join((self.preset, *parts))


def read_choice(folder: Path) -> TrainingChoice | None:
    """What was chosen for the works in ``folder``; None where nothing was, or it cannot be read: it costs
    some choices and nothing else.
    """
    try:
        with (folder / NAME).open("rb") as file:
            text = file.read(MAX_BYTES)
        return decode(TrainingChoice, loads(text), lambda place, value: None)
    except (OSError, UnreadableData):
        return None


def write_choice(folder: Path, choice: TrainingChoice) -> None:
    """Raises SaveFailed."""
    write_file(folder / NAME, (dumps(encode(choice)) + "\n").encode())
