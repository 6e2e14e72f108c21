"""The model that learns: its ranks are pruned, its plain LoRA is exact, its gates hold, nothing stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from artmaster_desktop.core.training import AdapterKind, TrainingRecipe
from artmaster_desktop.engine.training.apprentice import Apprentice, adaptable, budget
from artmaster_desktop.engine.training.gates import Gates
from tests.engine.tiny_flux import HEIGHT, LAYERS, WIDTH, inputs, tiny_flux

RECIPE = TrainingRecipe(rank=3, first_rank=5)
KINDS = [RECIPE, replace(RECIPE, kind=AdapterKind.LORA)]
IDS = ["adalora", "lora"]


def given() -> dict[str, Any]:
    return {name: value for name, value in inputs(5).items() if name != "return_dict"}


def taught(apprentice: Apprentice, steps: int) -> None:
    """A few steps towards a velocity of 1 everywhere."""
    optimiser = torch.optim.AdamW(apprentice.trained.values(), lr=2e-2, weight_decay=0.0)
    for step in range(1, steps + 1):
        loss = (apprentice(**given()) - 1).square().mean() + 0.1 * apprentice.orthogonality()
        loss.backward()
        optimiser.step()
        apprentice.allocate(step)
        optimiser.zero_grad()


def changed(modules: dict[str, Any], weights: dict[str, Tensor]) -> None:
    with torch.no_grad():
        for name, delta in weights.items():
            modules[name].weight += delta


@pytest.mark.parametrize("recipe", KINDS, ids=IDS)
def test_the_plain_lora_does_exactly_what_was_taught(recipe: TrainingRecipe) -> None:
    apprentice = Apprentice(tiny_flux(), recipe, 12)
    with torch.no_grad():
        before = apprentice(**given())
    taught(apprentice, 12)
    with torch.no_grad():
        wanted = apprentice(**given())
    pairs = apprentice.pairs(apprentice.trained)
    other = tiny_flux()
    changed(dict(other.named_modules()), {name: pair.b @ pair.a for name, pair in pairs.items()})
    found = other(**inputs(5))[0]
    assert float((wanted - before).abs().max()) > 0.05
    assert float((found - wanted).abs().max()) < 1e-5
    assert tuple(pairs) == tuple(apprentice.layers)


def test_ranks_are_pruned_to_the_budget_and_stay_pruned() -> None:
    apprentice = Apprentice(tiny_flux(), RECIPE, 24)
    assert sum(apprentice.ranks().values()) == 5 * len(LAYERS)
    taught(apprentice, 24)
    ranks = apprentice.ranks()
    assert sum(ranks.values()) == 3 * len(LAYERS)
    assert len(set(ranks.values())) > 1
    pairs = apprentice.pairs(apprentice.trained)
    assert {name: pair.rank for name, pair in pairs.items()} == ranks
    averages = {name: value.detach() + 0.01 for name, value in apprentice.trained.items()}
    pruned = apprentice.pairs(apprentice.pruned(averages))
    assert {name: pair.rank for name, pair in pruned.items()} == ranks


def test_the_term_for_orthogonality_makes_halves_orthogonal() -> None:
    apprentice = Apprentice(tiny_flux(), RECIPE, 100)
    assert apprentice.orthogonality().item() < 1e-4
    with torch.no_grad():
        for parameter in apprentice.trained.values():
            parameter.mul_(0.3)
    before = apprentice.orthogonality().item()
    optimiser = torch.optim.Adam(apprentice.trained.values(), lr=2e-2)
    for _ in range(40):
        apprentice.orthogonality().backward()
        optimiser.step()
        optimiser.zero_grad()
    a = apprentice.trained[f"{LAYERS[0]}.A"]
    assert apprentice.orthogonality().item() < before / 4 < 1
    assert (a @ a.T - torch.eye(5)).norm().item() < 0.5
    assert Apprentice(tiny_flux(), KINDS[1], 9).orthogonality().item() == 0.0


@pytest.mark.parametrize("recipe", KINDS, ids=IDS)
def test_gates_hold_the_layers_to_their_tokens(recipe: TrainingRecipe) -> None:
    apprentice = Apprentice(tiny_flux(), recipe, 8)
    taught(apprentice, 8)
    with torch.no_grad():
        free = apprentice(**given())
        with apprentice.untaught():
            base = apprentice(**given())
        all_of_it = Gates(torch.ones(HEIGHT * WIDTH, 1), torch.ones(5, 1))
        apprentice.gates.hold(all_of_it)
        assert torch.allclose(apprentice(**given()), free, atol=1e-5)
        apprentice.gates.hold(Gates(torch.zeros(HEIGHT * WIDTH, 1), torch.zeros(5, 1)))
        assert torch.allclose(apprentice(**given()), base, atol=1e-6)
        apprentice.gates.hold(None)
        assert torch.equal(apprentice(**given()), free)


def test_gradients_pass_the_gates_of_the_painters_own_tokens_alone() -> None:
    apprentice = Apprentice(tiny_flux(), KINDS[1], 8)
    closed = Gates(torch.zeros(HEIGHT * WIDTH, 1), torch.zeros(5, 1))
    for gates, passes in ((closed, False), (Gates(closed.picture + 1, closed.texts), True)):
        apprentice.gates.hold(gates)
        apprentice(**given()).square().mean().backward()
        grad = apprentice.trained["transformer_blocks.0.attn.to_q.B"].grad
        assert grad is not None
        assert bool(grad.any()) is passes


@pytest.mark.parametrize("recipe", KINDS, ids=IDS)
def test_nothing_of_it_stays(recipe: TrainingRecipe) -> None:
    model = tiny_flux()
    with torch.no_grad():
        before = model(**inputs(5))[0]
        apprentice = Apprentice(model, recipe, 8)
    taught(apprentice, 4)
    apprentice.release()
    with torch.no_grad():
        assert torch.equal(model(**inputs(5))[0], before)


def test_every_layer_with_a_token_axis_and_no_other_is_taught() -> None:
    assert set(adaptable(tiny_flux())) == set(LAYERS)


def test_other_numbers_are_worn_for_a_moment() -> None:
    apprentice = Apprentice(tiny_flux(), RECIPE, 8)
    taught(apprentice, 3)
    with torch.no_grad():
        own = apprentice(**given())
        with apprentice.untaught():
            base = apprentice(**given())
        nothing = {name: torch.zeros_like(value) for name, value in apprentice.trained.items()}
        with apprentice.wearing(nothing):
            assert torch.allclose(apprentice(**given()), base, atol=1e-6)
        assert torch.equal(apprentice(**given()), own)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 30, 540, 6000])
def test_the_budget_fits_runs_of_every_length(steps: int) -> None:
    start, final, every = budget(RECIPE, steps)
    assert 0 <= start < steps - final
    assert every >= 1
    if steps == 6000:
        assert (start, final, every) == (500, 1500, 10)
