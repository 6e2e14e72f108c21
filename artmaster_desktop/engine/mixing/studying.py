"""Teaching a gate on a model in memory, for the painters of a library."""

from __future__ import annotations

from collections.abc import Sequence

from artmaster_desktop.core.painter import Painter
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.engine.engine import PaintEngine
from artmaster_desktop.engine.mixing.features import hear
from artmaster_desktop.engine.mixing.gate_file import Gate, GateCard
from artmaster_desktop.engine.mixing.lessons import Lesson
from artmaster_desktop.engine.mixing.teaching import Recipe, Told, teach


def studied(
    engine: PaintEngine,
    caps: ModelCaps,
    painters: Sequence[Painter],
    lessons: Sequence[Lesson],
    kinds: Sequence[str],
    recipe: Recipe,
    told: Told,
) -> Gate:
    """The gate of ``painters``, taught with ``lessons`` read by the model of ``caps``. Raises what the engine
    raises for a model that cannot be loaded.
    """
    resident, _ = engine.host(caps, (), caps.min_side**2)
    model = resident.model
    with resident.at_work(model.clip, model.t5):
        heard = hear(model, [lesson.text for lesson in lessons], caps.text_tokens)
    network = teach(heard, lessons, [p.slug for p in painters], kinds, recipe, told)
    card = GateCard(
        base=caps.identity,
        base_name=caps.name,
        painters=tuple((p.slug, p.sha256) for p in painters),
        kinds=tuple(kinds),
        padded=caps.text_tokens,
        tokens=heard.tokens.shape[-1],
        pooled=heard.pooled.shape[-1],
        told={"lessons": len(lessons), "epochs": recipe.epochs, "seed": recipe.seed},
    )
    return Gate(card, network)
