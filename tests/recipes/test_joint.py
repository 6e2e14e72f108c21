"""Pictures by several hands: their truth, and that training hears region texts as the program does."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.engine.flux.attention import RegionView

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

from starter import data, joint, network, tokenisers
from starter.latents import Latents
from starter.plan import Plan
from starter.regions import NEVER, REGION_TOKENS, Regions

PLAN = dataclasses.replace(Plan.smoke(), tokeniser_texts=600, shard=2, variants=3)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> tokenisers.Tokens:
    return tokenisers.build(PLAN, tmp_path_factory.mktemp("tokenisers"), seed=1)


@pytest.mark.parametrize("seed", range(12))
def test_areas_share_the_canvas(seed: int) -> None:
    areas = joint.random_areas(np.random.default_rng(seed), 128, 96)
    assert 2 <= len(areas) <= joint.REGIONS + 1
    assert np.allclose(areas.sum(0), 1, atol=1e-4)
    assert areas[1:].mean((1, 2)).min() >= 0.5 * joint.LEAST


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_by_several_hands_knows_what_it_is(seed: int) -> None:
    made = joint.paint_joint(np.random.default_rng(seed), 256, 256, 3)
    again = joint.paint_joint(np.random.default_rng(seed), 256, 256, 3)
    assert np.array_equal(made.rgb, again.rgb)
    assert made.roots == again.roots
    assert np.all(made.areas.astype(int).sum(0) == 255)
    present = [bool(area.any()) for area in made.areas[1:]]
    for texts in made.texts:
        assert [bool(text) for text in texts] == present
    assert made.rgb.std() > 3
    assert made.subjects


def test_region_texts_are_heard_as_the_program_hears_them() -> None:
    """The mask equals the engine's own dense one, for texts of 5 and 3 tokens in areas with soft borders."""
    generator = np.random.default_rng(5)
    shares = generator.random((3, 4, 6)) * (generator.random((3, 4, 6)) > 0.3)
    shares[0] += 0.1
    shares = (shares / shares.sum(0)).astype(np.float32)
    plan = GatePlan(Extent(6, 4), shares, ())
    view = RegionView(torch.device("cpu"), torch.float32)
    view.prepare(plan, (7, 5, 3))
    engine = view.dense_bias()
    ids = torch.zeros(1, 2, 64, dtype=torch.long)
    ids[0, 0, :5], ids[0, 1, :3] = 9, 9
    ours = Regions(ids, torch.from_numpy(shares.reshape(1, 3, 24).copy())).bias(7)[0, 0].numpy()
    first, second = range(7, 12), range(7 + REGION_TOKENS, 7 + REGION_TOKENS + 3)
    start = 7 + 2 * REGION_TOKENS
    order = [*_engine_order(view, first, second), *range(7), *range(start, start + 24)]
    picked = ours[np.ix_(order, order)]
    assert np.allclose(np.exp(picked), np.exp(engine), atol=1e-5)
    unused = [i for i in range(7, start) if i not in first and i not in second]
    others = [i for i in range(start + 24) if i not in unused]
    assert np.all(ours[np.ix_(others, unused)] == NEVER)


def _engine_order(view: RegionView, first: range, second: range) -> list[int]:
    """Our places of the engine's region tokens, in its own order."""
    places = {1: iter(first), 2: iter(second)}
    return [next(places[int(area)]) for area in view._areas]


def test_absent_regions_change_nothing(tokens: tokenisers.Tokens) -> None:
    torch.manual_seed(2)
    net = network.Network(PLAN, tokens).eval()
    for parameter in net.transformer.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    packed, times = torch.randn(2, 24, 64), torch.tensor([0.3, 0.8])
    t5 = torch.from_numpy(tokens.t5(["a lake", "松树"], 16)).long()
    clip = torch.from_numpy(tokens.clip(["a lake", "松树"])).long()
    given = (packed, times, torch.ones(2), t5, clip, torch.zeros(24, 3))
    areas = torch.rand(2, joint.REGIONS + 1, 24)
    told = torch.from_numpy(tokens.t5(["a red sun"] * 6, 64)).long().view(2, 3, 64)
    with torch.no_grad():
        plain = net(*given)
        absent = net(*given, Regions(torch.zeros_like(told), areas))
        present = net(*given, Regions(told, areas))
    assert torch.allclose(plain, absent, atol=1e-5)
    assert not torch.allclose(plain, present, atol=1e-3)


def test_the_pool_keeps_regions(tokens: tokenisers.Tokens, tmp_path: Path) -> None:
    number = next(n for n in range(30) if data.shard_format(0, n) == "joint" and n)
    data.paint_shard(PLAN, tmp_path / "data", tokens, 0, 0, number, seed=3)
    from starter import autoencoder

    vae = autoencoder.build(PLAN)
    vae.register_to_config(shift_factor=0.0, scaling_factor=1.0)
    bucket = next(b for b in PLAN.early if b.joint)
    latents = Latents(data.Pool(tmp_path / "data"), vae, (bucket,))
    latents.refresh()
    batch = latents.first(bucket, 2)
    assert batch.regions is not None
    assert batch.regions.ids.shape == (2, joint.REGIONS, 64)
    assert batch.regions.areas.shape[1:] == (
        joint.REGIONS + 1,
        batch.latents.shape[2] * batch.latents.shape[3] // 4,
    )
    assert torch.allclose(batch.regions.areas.sum(1), torch.ones(()), atol=1e-2)
