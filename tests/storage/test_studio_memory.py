"""What a training was asked for comes back after a start, and makes the recipe that was asked for."""

from __future__ import annotations

from pathlib import Path

from artmaster_desktop.core.training import FAST, SEED, AdapterKind, BaseNumbers
from artmaster_desktop.core.training_phase import Purpose
from artmaster_desktop.storage.studio_memory import StudioMemory, TrainingOrder, read_memory, write_memory

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
