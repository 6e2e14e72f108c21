"""The gate does what peft does where peft can, and what peft cannot: per token, per block, per noise
level."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from peft import LoraConfig
from torch import Tensor, nn

from artmaster_desktop.core.gate import EVERYWHERE, ROLE_PROFILES, GatePlan, GateRow, Profile
from artmaster_desktop.core.painter import Role
from artmaster_desktop.engine.flux.attention import attach_regions
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.engine.painters.gate import Room, attach
from artmaster_desktop.engine.painters.gated_linear import GatedLinear
from artmaster_desktop.engine.painters.seat import seat_of
from artmaster_desktop.engine.painters.state import inverse_order, sort_order
from tests.engine.tiny_flux import (
    DEPTH,
    HEIGHT,
    LAYERS,
    WIDTH,
    adapter,
    everywhere,
    halves,
    inputs,
    plan,
    row,
    soft,
    tiny_flux,
)

TEXTS = 5
PICTURE = HEIGHT * WIDTH


def painted(
    model: nn.Module, adapters: Sequence[Adapter], the_plan: GatePlan, lengths: Sequence[int], **more: bool
) -> Tensor:
    with attach(model, adapters) as painters, attach_regions(model):
        painters.state.prepare(the_plan, lengths)
        out: Tensor = model(**inputs(sum(lengths), **more))[0]
    return out


def relative(found: Tensor, wanted: Tensor) -> float:
    return float(((found - wanted).norm() / wanted.norm()).detach())


def peft_twin(model: nn.Module, adapters: Sequence[Adapter]) -> Any:
    """A copy of ``model`` with the adapters loaded by diffusers and peft."""
    twin: Any = copy.deepcopy(model)
    for number, painter in enumerate(adapters):
        ranks = {name: pair.rank for name, pair in painter.modules.items()}
        config = LoraConfig(
            r=1, lora_alpha=1, target_modules=list(ranks), rank_pattern=ranks, alpha_pattern=ranks
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Already found a `peft_config`")
            twin.add_adapter(config, adapter_name=f"p{number}")
        for name, pair in painter.modules.items():
            layer = twin.get_submodule(name)
            layer.lora_A[f"p{number}"].weight.data.copy_(pair.a)
            layer.lora_B[f"p{number}"].weight.data.copy_(pair.b)
    return twin.requires_grad_(False)


# ---------------------------------------------------------------------------------- the eight exactness tests


@pytest.mark.parametrize("guidance", [False, True])
def test_1_all_gates_1_equal_peft_with_all_adapters(guidance: bool) -> None:
    model = tiny_flux(guidance=guidance)
    adapters = [adapter(model, rank, seed=rank) for rank in (2, 4, 3)]
    twin = peft_twin(model, adapters)
    twin.set_adapters(["p0", "p1", "p2"], [1.0, 0.5, 1.5])
    wanted = twin(**inputs(TEXTS, guidance=guidance))[0]
    found = painted(model, adapters, everywhere(1.0, 0.5, 1.5), (TEXTS,), guidance=guidance)
    assert relative(found, wanted) <= 1e-5
    assert relative(found, model(**inputs(TEXTS, guidance=guidance))[0]) > 0.05


def test_2_a_gate_for_one_painter_equals_that_painter_alone() -> None:
    model = tiny_flux()
    adapters = [adapter(model, 3, seed=seed) for seed in range(3)]
    twin = peft_twin(model, adapters)
    for chosen in range(3):
        twin.set_adapters([f"p{chosen}"])
        weights = [float(e == chosen) for e in range(3)]
        found = painted(model, adapters, everywhere(*weights), (TEXTS,))
        assert relative(found, twin(**inputs(TEXTS))[0]) <= 1e-5


def test_2_every_layer_of_flux_can_be_gated() -> None:
    """Also embedders, modulation and the last layer: whatever a file may hold."""
    model = tiny_flux(guidance=True)
    names = [name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)]
    painter = adapter(model, 2, seed=1, layers=names)
    twin = peft_twin(model, [painter])
    found = painted(model, [painter], everywhere(1.0), (TEXTS,), guidance=True)
    assert relative(found, twin(**inputs(TEXTS, guidance=True))[0]) <= 1e-5


def test_3_isolated_regions_equal_a_run_with_one_painter() -> None:
    model = tiny_flux()
    adapters = [adapter(model, 3, seed=seed) for seed in range(2)]
    lengths = (0, 3, 4)
    both = [row(0, 1, 3), row(1, 2, 3)]
    left = torch.arange(PICTURE) % WIDTH < WIDTH // 2
    for rows, tokens in ((both[:1], left), (both[1:], ~left)):
        found = []
        for these in (both, rows):
            with attach(model, adapters) as painters, attach_regions(model) as view:
                painters.state.prepare(plan(halves(), these), lengths)
                view.prepare(plan(halves(), these), lengths, isolate=range(5))
                found.append(model(**inputs(sum(lengths)))[0][:, tokens])
        assert relative(found[0], found[1]) <= 1e-5


def test_4_with_full_attention_a_painter_is_felt_outside_but_less() -> None:
    """The picture is one: what leaks through attention is meant, and small beside what the painter does at
    home."""
    model = tiny_flux()
    adapters = [adapter(model, 3, seed=0)]
    left = torch.arange(PICTURE) % WIDTH < WIDTH // 2
    base = painted(model, adapters, plan(halves()), (1, 2, 2))
    found = painted(
        model, adapters, plan(halves(), [GateRow(0, 1, 1.0, EVERYWHERE, (0.0, 0.0, 0.0))]), (1, 2, 2)
    )
    change = ((found - base).norm(dim=-1) / base.norm(dim=-1))[0]
    assert 0.0 < change[~left].mean() < 0.5 * change[left].mean()


def test_5_sorted_tokens_equal_raster_order() -> None:
    model = tiny_flux()
    adapters = [adapter(model, 2, seed=seed) for seed in range(3)]
    lengths = (2, 3, 1, 2)
    the_plan = plan(soft(4), [row(e, e + 1, 4) for e in range(3)])
    raster = painted(model, adapters, the_plan, lengths)
    order = sort_order(the_plan)
    moved = inputs(sum(lengths))
    moved |= {"hidden_states": moved["hidden_states"][:, order], "img_ids": moved["img_ids"][order]}
    with attach(model, adapters) as painters:
        painters.state.prepare(the_plan, lengths, order)
        found = model(**moved)[0][:, inverse_order(order)]
    torch.testing.assert_close(found, raster, rtol=1e-5, atol=1e-5)


def test_6_gates_of_0_leave_every_bit() -> None:
    model = tiny_flux()
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.Linear):
                layer.bias.mul_(0.0).neg_()
                layer.weight[::2].zero_()  # outputs of -0.0, which adding +0.0 would change
    given_ = inputs(TEXTS)
    wanted = model(**given_)[0].view(torch.int32)
    adapters = [adapter(model, 3, seed=seed) for seed in range(2)]
    with attach(model, adapters) as painters:
        assert torch.equal(model(**given_)[0].view(torch.int32), wanted)
        painters.state.prepare(everywhere(0.0, 0.0), (TEXTS,))
        assert torch.equal(model(**given_)[0].view(torch.int32), wanted)


def test_7_each_noise_level_has_its_own_gate() -> None:
    model = tiny_flux()
    adapters = [adapter(model, 2, seed=seed) for seed in range(3)]
    roles = (Role.COMPOSITION, Role.COLOUR, Role.BRUSHWORK)
    rows = [GateRow(e, 0, 1.0, ROLE_PROFILES[role], (1.0,), 1.0) for e, role in enumerate(roles)]
    coverage = np.ones((1, HEIGHT, WIDTH), dtype=np.float32)
    alone = [
        painted(model, adapters, everywhere(*(float(e == f) for f in range(3))), (TEXTS,)) for e in range(3)
    ]
    with attach(model, adapters) as painters, attach_regions(model):
        painters.state.prepare(plan(coverage, rows), (TEXTS,))
        for sigma, painter in ((1.0, 0), (0.851, 0), (0.85, 1), (0.61, 1), (0.6, 2), (0.1, 2), (0.9, 0)):
            painters.state.set_step(sigma)
            assert torch.equal(model(**inputs(TEXTS))[0], alone[painter]), sigma


def test_8_a_second_job_takes_its_own_mask() -> None:
    model = tiny_flux()
    adapters = [adapter(model, 2, seed=seed) for seed in range(2)]
    jobs = [plan(c, [row(0, 1, 3), row(1, 2, 3)]) for c in (halves(), halves()[[0, 2, 1]])]
    fresh = [painted(model, adapters, job, (1, 2, 2)) for job in jobs]
    assert not torch.allclose(fresh[0], fresh[1], atol=1e-3)
    with attach(model, adapters) as painters, attach_regions(model):
        for job in (0, 1, 0):
            painters.state.prepare(jobs[job], (1, 2, 2))
            assert torch.equal(model(**inputs(TEXTS))[0], fresh[job])


# -------------------------------------------------------------------------------------------- blocks and text


def test_a_profile_acts_in_its_blocks_alone() -> None:
    model = tiny_flux()
    whole = adapter(model, 2, seed=0)
    groups = {name: seat.group for name in LAYERS if (seat := seat_of(name, DEPTH))}
    for group in range(5):
        weights = tuple(tuple(float(g == group) for _ in range(4)) for g in range(5))
        coverage = np.ones((1, HEIGHT, WIDTH), dtype=np.float32)
        found = painted(
            model, [whole], plan(coverage, [GateRow(0, 0, 1.0, Profile(weights), (1.0,), 1.0)]), (TEXTS,)
        )
        part = Adapter("part", {n: p for n, p in whole.modules.items() if groups[n] == group})
        assert relative(found, painted(model, [part], everywhere(1.0), (TEXTS,))) <= 1e-6


def test_text_tokens_take_the_gate_of_their_area() -> None:
    """A painter on one area's text only changes what that text brings."""
    model = tiny_flux()
    state_rows = [GateRow(0, 1, 0.0, EVERYWHERE, (0.25, 0.5, 0.75), 0.0)]
    with attach(model, [adapter(model, 2, seed=0)]) as painters:
        painters.state.prepare(plan(halves(), state_rows), (2, 3, 1), padding=2)
        joint = painters.layers["single_transformer_blocks.0.proj_mlp"].table.columns[:, 0]
        text = painters.layers["transformer_blocks.0.ff_context.net.2"].table.columns[:, 0]
    assert text.tolist() == [0.0, 0.0, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25]
    assert joint.tolist() == text.tolist() + [0.0] * PICTURE


# -------------------------------------------------------------------------------- what must hold for any gate


@settings(max_examples=15, deadline=None)
@given(
    ranks=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    weights=st.lists(st.floats(-2, 2, width=32), min_size=4, max_size=4),
    seed=st.integers(0, 99),
)
def test_one_layer_equals_the_formula(ranks: list[int], weights: list[float], seed: int) -> None:
    """Ragged ranks, soft coverage, any weights: the sum over painters, written as a loop."""
    model = tiny_flux()
    areas, name = 3, "transformer_blocks.1.ff.net.2"
    adapters = [adapter(model, r, seed=seed + e, layers=[name]) for e, r in enumerate(ranks)]
    the_plan = plan(soft(areas, seed), [row(e, e % areas, areas, weights[e]) for e in range(len(ranks))])
    x = torch.randn(1, PICTURE, 128, generator=torch.Generator().manual_seed(seed))
    wanted = model.get_submodule(name)(x)
    for e, painter in enumerate(adapters):
        pair = painter.modules[name]
        gate = torch.from_numpy(the_plan.coverage[e % areas].reshape(-1, 1).copy()) * weights[e]
        wanted = wanted + gate * (x @ pair.a.T @ pair.b.T)
    with attach(model, adapters) as painters:
        painters.state.prepare(the_plan, (1, 1, 1))
        found = model.get_submodule(name)(x)
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-5)


@settings(max_examples=5, deadline=None)
@given(permutation=st.permutations(range(3)))
def test_the_order_of_painters_is_irrelevant(permutation: list[int]) -> None:
    model = tiny_flux()
    adapters = [adapter(model, rank, seed=rank) for rank in (1, 4, 2)]
    rows = [row(e, e, 3) for e in range(3)]
    wanted = painted(model, adapters, plan(soft(3), rows), (2, 2, 2))
    place = {old: new for new, old in enumerate(permutation)}
    moved = [GateRow(place[r.painter], r.area, r.weight, r.profile, r.texts, r.whole) for r in rows]
    found = painted(model, [adapters[e] for e in permutation], plan(soft(3), moved), (2, 2, 2))
    assert relative(found, wanted) <= 1e-5


def test_painters_with_different_layers_and_ranks_stand_together() -> None:
    model = tiny_flux()
    name = "transformer_blocks.0.attn.to_q"
    adapters = [
        adapter(model, 3, seed=0, layers=LAYERS[:5], ranks={name: 1}),
        adapter(model, 2, seed=1, layers=(name, LAYERS[-1], "norm_out.linear", "x_embedder")),
    ]
    twin = peft_twin(model, adapters)
    twin.set_adapters(["p0", "p1"])
    assert (
        relative(painted(model, adapters, everywhere(1.0, 1.0), (TEXTS,)), twin(**inputs(TEXTS))[0]) <= 1e-5
    )


@pytest.mark.parametrize("room", [None, Room(painters=4, columns=64)])
def test_exchanging_painters_equals_attaching_them(room: Room | None) -> None:
    model = tiny_flux()
    first = [adapter(model, 3, seed=seed) for seed in range(2)]
    second = [adapter(model, rank, seed=9 + rank) for rank in (4, 17, 2)]
    wanted = painted(model, second, everywhere(1.0, 0.5, 0.25), (TEXTS,))
    with attach(model, first, room=room) as painters, attach_regions(model):
        painters.state.prepare(everywhere(1.0, 1.0), (TEXTS,))
        model(**inputs(TEXTS))
        before = {
            name: (layer, layer.a.data_ptr(), layer.bt.data_ptr()) for name, layer in painters.layers.items()
        }
        painters.replace(second)
        painters.state.prepare(everywhere(1.0, 0.5, 0.25), (TEXTS,))
        assert relative(model(**inputs(TEXTS))[0], wanted) <= 1e-6
        if room is not None:
            after = {
                name: (layer, layer.a.data_ptr(), layer.bt.data_ptr())
                for name, layer in painters.layers.items()
            }
            assert after == before
            with pytest.raises(ValueError, match="do not fit the room"):
                painters.replace(second * 2)
            assert relative(model(**inputs(TEXTS))[0], wanted) <= 1e-6


def test_the_transformer_is_the_same_objects_afterwards() -> None:
    model = tiny_flux()
    modules = dict(model.named_modules())
    weights = {name: (p, p.clone()) for name, p in model.named_parameters()}
    names = [name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)]
    for fails in (False, True):
        with (
            suppress(ZeroDivisionError),
            attach(model, [adapter(model, 2, seed=0, layers=names)]) as painters,
        ):
            assert sum(isinstance(m, GatedLinear) for m in model.modules()) == len(names)
            painters.state.prepare(everywhere(1.0), (TEXTS,))
            model(**inputs(TEXTS))
            assert not fails or 1 / 0
        assert list(dict(model.named_modules())) == list(modules)
        assert all(module is modules[name] for name, module in model.named_modules())
        assert all(p is weights[n][0] and torch.equal(p, weights[n][1]) for n, p in model.named_parameters())


def test_adapters_that_do_not_fit_leave_the_transformer_alone() -> None:
    model = tiny_flux()
    modules = list(model.modules())
    good = adapter(model, 2, seed=0)
    wrong = Adapter(
        "wrong", {"transformer_blocks.0.attn.to_q": LowRank(torch.zeros(2, 7), torch.zeros(32, 2))}
    )
    unknown = Adapter(
        "unknown", {"transformer_blocks.9.attn.to_q": LowRank(torch.zeros(2, 32), torch.zeros(32, 2))}
    )
    for bad, words in ((wrong, "wrong: transformer_blocks.0.attn.to_q"), (unknown, "no layer named")):
        with pytest.raises(ValueError, match=words), attach(model, [good, bad]):
            pass
        with attach(model, [good]) as painters, pytest.raises(ValueError, match=words):
            painters.replace([bad])
        assert all(a is b for a, b in zip(model.modules(), modules, strict=True))


def test_plans_that_do_not_fit_are_refused() -> None:
    model = tiny_flux()
    with attach(model, [adapter(model, 2, seed=0)]) as painters:
        with pytest.raises(RuntimeError, match="prepare"):
            painters.state.set_step(0.5)
        with pytest.raises(ValueError, match="not attached"):
            painters.state.prepare(everywhere(1.0, 1.0), (TEXTS,))
        with pytest.raises(ValueError, match="3 areas"):
            painters.state.prepare(plan(halves()), (TEXTS,))
    with pytest.raises(ValueError, match="multiples of 16"):
        Room(painters=1, columns=8)
    with pytest.raises(ValueError, match="do not fit"):
        LowRank(torch.zeros(2, 3), torch.zeros(3, 4))
