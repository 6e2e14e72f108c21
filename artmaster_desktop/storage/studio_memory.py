"""What the studio remembers between two starts: the folder, the training under way, how fast it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from artmaster_desktop.core.training import PRESETS, AdapterKind, BaseNumbers, TrainingRecipe
from artmaster_desktop.core.training_phase import three_phases
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.codec import UnreadableData, decode, dumps, encode, loads

MAX_BYTES = 1 << 20
MOST_PACES = 24
STYLE, PRESERVE = 0.05, 0.5
"""Weights of the rules that can be switched on: those that the ablation table was measured with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOrder:
    """What the artist asked for: a painter ``name`` from the folder ``works``, on ``model``. It is enough to
    go on after the program was killed.

    ``stages`` teaches composition, colour and brushwork one after the other; ``style`` holds the features of
    several blocks to the artist's own; ``preserve`` keeps what the base paints without the trigger; ``base``
    is how the base's numbers are kept meanwhile.
    """

    works: Path
    name: str
    model: Path
    trigger: str = ""
    preset: str = "fast"
    kind: AdapterKind = AdapterKind.ADALORA
    epochs: int = 0
    stages: bool = False
    style: bool = False
    preserve: bool = False
    base: BaseNumbers = BaseNumbers.FULL

    @property
    def recipe(self) -> TrainingRecipe:
        """The preset (FAST where it is unknown) with what else is asked for; no epochs are the preset's."""
        recipe = PRESETS.get(self.preset, PRESETS["fast"])
        recipe = replace(recipe, kind=self.kind, epochs=self.epochs or recipe.epochs, base=self.base)
        if self.stages:
            phases = three_phases(windows=1.0 if recipe.side else 0.0)
            recipe = replace(recipe, phases=phases, windows=0.0)
        if self.style:
            recipe = replace(recipe, style=STYLE)
        if self.preserve:  # what it teaches, a trigger that is left out now and then would unteach
            recipe = replace(recipe, preserve=PRESERVE, trigger_dropout=0.0)
        return recipe


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds a step took, with ``preset`` on the model called ``model``."""

    preset: str
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StudioMemory:
    """``folder`` is the artist's that was open last ("" = none); ``orders`` are under way, at most one."""

    folder: str = ""
    orders: tuple[TrainingOrder, ...] = ()
    paces: tuple[Pace, ...] = ()

    @property
    def order(self) -> TrainingOrder | None:
        return self.orders[0] if self.orders else None

    def with_order(self, order: TrainingOrder | None) -> StudioMemory:
        """With ``order`` under way, or none."""
        return replace(self, orders=() if order is None else (order,))

    def pace(self, preset: str, model: Path) -> float | None:
        """Seconds a step took the last time; None where it was never done."""
        return next((p.seconds for p in self.paces if (p.preset, p.model) == (preset, str(model))), None)

    def with_pace(self, preset: str, model: Path, seconds: float) -> StudioMemory:
        """With the newest pace in place of an older one."""
        rest = tuple(p for p in self.paces if (p.preset, p.model) != (preset, str(model)))
        return replace(self, paces=(Pace(preset, str(model), seconds), *rest)[:MOST_PACES])


def read_memory(path: Path) -> StudioMemory:
    """What lies at ``path``; an empty memory where there is none that can be read. Nothing of the artist's
    work is in it, so a damaged one costs a choice of folder.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
        return decode(StudioMemory, loads(text[:MAX_BYTES]), lambda place, value: None)
    except (OSError, UnreadableData):
        return StudioMemory()


def write_memory(path: Path, memory: StudioMemory) -> None:
    """Raises SaveFailed."""
    write_file(path, dumps(encode(memory)).encode())
