"""Regional attention equals one masked softmax in double precision."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.engine.flux.attention import (
    NEVER,
    RegionView,
    attach_regions,
    attend,
    dense_attention,
    regional_attention,
)
from artmaster_desktop.engine.painters.state import inverse_order, sort_order
from tests.engine.tiny_flux import HEIGHT, WIDTH, everywhere, halves, inputs, plan, soft, tiny_flux

CPU = torch.device("cpu")


def view_of(the_plan: GatePlan, lengths: tuple[int, ...], padding: int = 0, **more: object) -> RegionView:
    view = RegionView(CPU, torch.float32)
    view.prepare(the_plan, lengths, sort_order(the_plan), padding, **more)  # type: ignore[arg-type]
    return view


def random_heads(tokens: int, seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    q, k, v = (torch.randn(1, tokens, 3, 16, generator=generator) * 2.0 for _ in range(3))
    return q, k, v


def reference(q: Tensor, k: Tensor, v: Tensor, hears: np.ndarray) -> Tensor:
    """Softmax weighted by ``hears`` ``[tokens, tokens]`` in [0, 1], in float64: the definition."""
    q, k, v = (x.double().transpose(1, 2) for x in (q, k, v))
    weights = torch.exp(q @ k.mT / q.shape[-1] ** 0.5) * torch.from_numpy(hears)
    return (weights / weights.sum(-1, keepdim=True) @ v).transpose(1, 2)


def who_hears(the_plan: GatePlan, lengths: tuple[int, ...], padding: int) -> np.ndarray:
    """The share of each key that each query hears, written down rule by rule, token by token."""
    coverage = the_plan.coverage.reshape(the_plan.areas, -1)[:, sort_order(the_plan)].astype(np.float64)
    tokens: list[tuple[str, int]] = [("pad", i) for i in range(padding)]
    for area in range(1, the_plan.areas):
        tokens += [("text", area)] * lengths[area]
    tokens += [("root", 0)] * lengths[0] + [("picture", i) for i in range(coverage.shape[1])]

    def share(query: tuple[str, int], key: tuple[str, int]) -> float:
        match query[0], key[0]:
            case ("pad", _) | (_, "pad"):
                return float(query == key)
            case "text", "text":
                return float(query[1] == key[1])
            case "text", "root":
                return 1.0
            case "text", "picture":
                return float(coverage[query[1], key[1]])
            case "picture", "text":
                return float(coverage[key[1], query[1]])
            case "root", "text":
                return 0.0
        return 1.0

    return np.array([[share(query, key) for key in tokens] for query in tokens])


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    lengths=st.lists(st.integers(0, 9), min_size=2, max_size=5).map(tuple),
    padding=st.integers(0, 3),
)
def test_parts_and_dense_equal_the_definition(seed: int, lengths: tuple[int, ...], padding: int) -> None:
    the_plan = plan(soft(len(lengths), seed))
    view = view_of(the_plan, lengths, padding)
    q, k, v = random_heads(view.texts + view.root + HEIGHT * WIDTH, seed)
    expected = reference(q, k, v, who_hears(the_plan, lengths, padding))
    assert view.texts == sum(lengths[1:]) + padding
    torch.testing.assert_close(dense_attention(view, q, k, v).double(), expected, rtol=2e-5, atol=2e-5)
    if view.texts:
        torch.testing.assert_close(regional_attention(view, q, k, v).double(), expected, rtol=2e-5, atol=2e-5)


def test_a_token_that_hears_no_region_is_untouched_by_their_texts() -> None:
    coverage = halves()
    coverage[0], coverage[2] = coverage[2].copy(), 0.0
    view = view_of(plan(coverage), (4, 5, 6))
    q, k, v = random_heads(view.texts + view.root + HEIGHT * WIDTH)
    loud = v.clone()
    loud[:, : view.texts] = 1e6
    quiet_half = slice(view.texts + view.root, view.texts + view.root + HEIGHT * WIDTH // 2)
    before, after = (
        regional_attention(view, q, k, v)[:, quiet_half],
        regional_attention(view, q, k, loud)[:, quiet_half],
    )
    assert torch.equal(before, after)


def test_attend_returns_the_log_of_the_sum() -> None:
    q, k, v = (x.transpose(1, 2) for x in random_heads(7))
    bias = torch.full((7, 7), NEVER).triu(1)
    out, lse = attend(q, k, v, bias)
    logits = q.double() @ k.double().mT / 4.0 + bias
    torch.testing.assert_close(lse.double(), logits.logsumexp(-1), rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(out.double(), logits.softmax(-1) @ v.double(), rtol=1e-5, atol=1e-5)


def test_no_sums_on_an_unknown_device() -> None:
    q = torch.zeros(1, 1, 2, 4, device="meta")
    with pytest.raises(NotImplementedError, match="meta"):
        attend(q, q, q)


def test_without_region_texts_the_transformer_does_what_it_did() -> None:
    model = tiny_flux()
    given_ = inputs(5)
    expected = model(**given_)[0]
    with attach_regions(model) as view:
        assert torch.equal(model(**given_)[0], expected)
        view.prepare(everywhere(), (5,))
        assert torch.equal(model(**given_)[0], expected)


def test_processors_return_even_after_a_fault() -> None:
    model = tiny_flux()
    own = dict(model.attn_processors)
    with suppress(ZeroDivisionError), attach_regions(model):
        assert all(model.attn_processors[name] is not own[name] for name in own)
        raise ZeroDivisionError
    assert all(model.attn_processors[name] is own[name] for name in own)


def test_sorted_tokens_give_the_raster_picture() -> None:
    model = tiny_flux()
    the_plan = plan(soft(4))
    lengths = (3, 4, 5, 2)
    order = torch.from_numpy(sort_order(the_plan))
    given_ = inputs(sum(lengths))
    with attach_regions(model) as view:
        view.prepare(the_plan, lengths)
        raster = model(**given_)[0]
        view.prepare(the_plan, lengths, order.numpy())
        moved = given_ | {
            "hidden_states": given_["hidden_states"][:, order],
            "img_ids": given_["img_ids"][order],
        }
        back = model(**moved)[0][:, torch.from_numpy(inverse_order(order.numpy()))]
    torch.testing.assert_close(back, raster, rtol=1e-5, atol=1e-5)


def test_isolation_lets_nothing_through() -> None:
    """Exactness test 3: with no text that two regions hear, a region's tokens know nothing of the other's."""
    model = tiny_flux()
    lengths = (0, 3, 4)
    given_ = inputs(sum(lengths))
    right = torch.arange(HEIGHT * WIDTH) % WIDTH >= WIDTH // 2
    changed = given_ | {"hidden_states": torch.where(right[None, :, None], 9.0, given_["hidden_states"])}
    with attach_regions(model) as view:
        view.prepare(plan(halves()), lengths, isolate=range(5))
        alone, beside = model(**given_)[0], model(**changed)[0]
        torch.testing.assert_close(alone[:, ~right], beside[:, ~right], rtol=1e-6, atol=1e-6)
        assert not torch.allclose(alone[:, right], beside[:, right], atol=1e-2)
        view.prepare(plan(halves()), lengths, isolate=range(5), isolate_above=0.5)
        view.set_step(0.4)
        assert not torch.allclose(model(**given_)[0][:, ~right], model(**changed)[0][:, ~right], atol=1e-4)


def test_a_plan_and_lengths_that_do_not_fit_are_refused() -> None:
    view = RegionView(CPU, torch.float32)
    with pytest.raises(ValueError, match="3 areas"):
        view.prepare(plan(halves()), (1, 2))
    with pytest.raises(ValueError, match="block groups"):
        view.prepare(plan(halves()), (1, 2, 3), isolate=(7,))


def test_a_second_job_hears_its_own_regions() -> None:
    """Exactness test 8, for the texts: a processor that keeps its first mask would pass any single run."""
    model = tiny_flux()
    lengths = (2, 3, 4)
    given_ = inputs(sum(lengths))
    with attach_regions(model) as view:
        view.prepare(plan(halves()), lengths)
        first = model(**given_)[0]
        view.prepare(plan(halves()[[0, 2, 1]]), lengths)
        assert not torch.allclose(model(**given_)[0], first, atol=1e-3)
        view.prepare(plan(halves()), lengths)
        assert torch.equal(model(**given_)[0], first)
