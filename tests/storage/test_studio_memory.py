"""What a training was asked for comes back after a start, and makes the recipe that was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artmaster_desktop.core.training import FAST, SEED, AdapterKind, BaseNumbers, Optimiser
from artmaster_desktop.core.training_phase import Purpose
from artmaster_desktop.storage.studio_memory import StudioMemory, TrainingOrder, read_memory, write_memory
from artmaster_desktop.storage.training_choice import NAME, Guiding, TrainingChoice, read_choice, write_choice

ORDER = TrainingOrder(
    works=Path("works"),
    name="Shan Lu",
    model=Path("model"),
    kind=AdapterKind.LORA,
    epochs=3,
    stages=True,
    style=True,
    preserve=True,
    base=BaseNumbers.FP8,
)


def test_an_order_comes_back_with_all_its_parts(tmp_path: Path) -> None:
    write_memory(tmp_path / "studio.json", StudioMemory().with_order(ORDER))
    assert read_memory(tmp_path / "studio.json").order == ORDER


def test_without_parts_the_recipe_is_the_preset() -> None:
    plain = TrainingOrder(works=Path("works"), name="a", model=Path("model"))
    assert plain.recipe == FAST
    assert TrainingOrder(works=Path("w"), name="a", model=Path("m"), preset="seed").recipe == SEED


def test_every_part_is_in_the_recipe() -> None:
    recipe = ORDER.recipe
    assert (recipe.kind, recipe.epochs, recipe.base) == (AdapterKind.LORA, 3, BaseNumbers.FP8)
    assert [phase.purpose for phase in recipe.phases] == list(Purpose)
    assert recipe.windows == 0.0
    assert recipe.phases[-1].windows == 1.0
    assert recipe.style > 0.0
    assert recipe.preserve > 0.0
    assert recipe.trigger_dropout == 0.0


def test_a_choice_lies_beside_the_works(tmp_path: Path) -> None:
    choice = TrainingChoice(name="Shan Lu", guiding=Guiding.OFF, tagged=True, swapped=12, batch=2,
                            optimiser=Optimiser.ADAMW8, preserve=True, class_word="ink on paper")  # fmt: skip
    assert read_choice(tmp_path) is None
    write_choice(tmp_path, choice)
    assert read_choice(tmp_path) == choice
    for damaged in (b"{", b"[]", b'{"swapped":-1}', b'{"swapped":3,"base":"nf4"}'):
        (tmp_path / NAME).write_bytes(damaged)
        assert read_choice(tmp_path) is None
    (tmp_path / NAME).write_bytes(b'{"name":"older","some day":1}')
    assert read_choice(tmp_path) == TrainingChoice(name="older")


def test_what_is_chosen_is_in_the_recipe() -> None:
    choice = TrainingChoice(guiding=Guiding.OFF, tagged=True, swapped=12, batch=2, preserve=True,
                            optimiser=Optimiser.ADAMW8, class_word="ink on paper")  # fmt: skip
    recipe = choice.recipe
    assert (recipe.carry, recipe.tagged, recipe.swapped, recipe.batch) == (0.0, 0.5, 12, 2)
    assert recipe.checkpointing
    assert (recipe.optimiser, recipe.class_word) == (Optimiser.ADAMW8, "ink on paper")
    assert TrainingChoice(preset="seed", guiding=Guiding.ON).recipe.carry == FAST.carry
    assert TrainingChoice(preset="fast", guiding=Guiding.ON).recipe == FAST


def test_the_pace_of_one_kind_of_step_says_nothing_of_another() -> None:
    plain = TrainingChoice()
    assert plain.pace_key == "fast"  # as older memories have it
    changes: list[dict[str, object]] = [
        {"preset": "seed"}, {"style": True}, {"preserve": True}, {"guiding": Guiding.OFF}, {"batch": 4},
        {"swapped": 3}, {"kind": AdapterKind.LORA}, {"base": BaseNumbers.FP8},
    ]  # fmt: skip
    keys = {replace(plain, **change).pace_key for change in changes}  # type: ignore[arg-type]
    assert len(keys | {"fast"}) == len(changes) + 1
    assert replace(plain, name="another", tagged=True).pace_key == "fast"


def test_what_contradicts_itself_is_no_choice() -> None:
    with pytest.raises(ValueError, match="nf4"):
        TrainingChoice(swapped=2, base=BaseNumbers.NF4)
