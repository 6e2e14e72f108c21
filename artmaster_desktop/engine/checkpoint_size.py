"""How much disk a training takes, from the config files of its model alone."""

from __future__ import annotations

from pathlib import Path

from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.training import AdapterKind, TrainingRecipe
from artmaster_desktop.engine.painters.keys import has_token_axis
from artmaster_desktop.engine.residency import layer_shapes

COPIES = {AdapterKind.ADALORA: 8, AdapterKind.LORA: 5}
"""Float32 copies of every number that is taught: itself, its average, the best so far and AdamW's two
moments; AdaLoRA's allocator keeps three more.
"""


def checkpoint_bytes(model: Path, recipe: TrainingRecipe) -> int | None:
    """The size of a checkpoint, and nearly that of all that a training writes. None where the model's files
    cannot be read: the training itself will say why.
    """
    try:
        shapes, _ = layer_shapes(model)
    except ArtmasterError:
        return None
    rank = recipe.first_rank if recipe.kind is AdapterKind.ADALORA else recipe.rank
    numbers = sum(
        rank * sum(shape)
        for name, shape in shapes.items()
        if "transformer_blocks" in name and has_token_axis(name)
    )
    return numbers * COPIES[recipe.kind] * 4
