"""Painters taught to hold a place: their layers act inside it alone, their words are heard there alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "recipes"))

from painters.places import SHAPES, Place, Places
from painters.stacked import Bundle, Gates, StackedLinear, set_gates, stream_of
from starter.regions import NEVER


@pytest.fixture(scope="module")
def places() -> Places:
    return Places((96, 64), 3, torch.device("cpu"))


def test_shapes_are_soft_shares_of_tokens(places: Places) -> None:
    assert places.shapes.shape == (SHAPES, 6 * 4)
    assert 0 <= float(places.shapes.min()) < 0.05
    assert 0.95 < float(places.shapes.max()) <= 1
    assert float(places.shapes.mean(1).min()) > 0.1
    assert float(places.shapes.mean(1).max()) < 0.9


def test_a_place_says_who_hears_whom(places: Places) -> None:
    heard = torch.tensor([[True, True, False]] * 2)
    place = Place(places.shapes[torch.tensor([4, 9])], torch.tensor([False, False]))
    bias = place.bias(heard, 5)
    assert bias.shape == (2, 1, 32, 32)
    on_picture = bias[:, 0, 8:, 5:8]
    inside = place.inside > 0
    assert torch.all(on_picture[..., 2] == NEVER)
    assert torch.allclose(on_picture[..., 0].exp()[inside], place.inside[inside], atol=1e-5)
    assert torch.all(on_picture[..., 0][~inside] == NEVER)
    assert torch.all(bias[:, 0, :5, 5:8] == NEVER)
    assert torch.all(bias[:, 0, 8:, :5] == 0)
    assert place.gates(heard, 5).texts[..., 0].tolist() == [[0, 0, 0, 0, 0, 1, 1, 0]] * 2


def test_who_has_the_rest_has_the_root_text(places: Places) -> None:
    heard = torch.tensor([[True, True, False]])
    place = Place(places.shapes[:1], torch.tensor([True]))
    on_picture = place.bias(heard, 2)[0, 0, 5:, 2]
    outside = 1 - place.inside[0]
    assert torch.allclose(on_picture.exp()[outside > 0], outside[outside > 0], atol=1e-5)
    gates = place.gates(heard, 2)
    assert gates.texts[0, :, 0].tolist() == [1, 1, 0, 0, 0]
    assert torch.equal(gates.picture[..., 0], place.inside)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("transformer_blocks.0.attn.to_q", "picture"),
        ("transformer_blocks.0.attn.to_out.0", "picture"),
        ("transformer_blocks.0.ff.net.2", "picture"),
        ("transformer_blocks.0.attn.add_k_proj", "texts"),
        ("transformer_blocks.0.attn.to_add_out", "texts"),
        ("transformer_blocks.0.ff_context.net.0.proj", "texts"),
        ("single_transformer_blocks.3.attn.to_v", "both"),
        ("single_transformer_blocks.3.proj_mlp", "both"),
    ],
)
def test_every_layer_knows_its_tokens(name: str, stream: str) -> None:
    assert stream_of(name) == stream


def test_a_closed_gate_leaves_the_base() -> None:
    torch.manual_seed(1)
    layer = StackedLinear(torch.nn.Linear(8, 6), count=2, rank=2, alpha=2)
    torch.nn.init.normal_(layer.b)
    x = torch.randn(4, 5, 8)
    picture = torch.tensor([0.0, 1.0, 0.5, 0.0, 1.0]).view(1, 5, 1).expand(4, -1, -1)
    everywhere = layer(x)
    set_gates({"transformer_blocks.0.attn.to_q": layer}, Gates(picture, torch.zeros(4, 3, 1)))
    held = layer(x)
    base = layer.base(x)
    assert torch.allclose(held[:, [0, 3]], base[:, [0, 3]])
    assert torch.allclose(held[:, [1, 4]], everywhere[:, [1, 4]], atol=1e-6)
    assert torch.allclose(held[:, 2] - base[:, 2], 0.5 * (everywhere - base)[:, 2], atol=1e-6)
    set_gates({"transformer_blocks.0.attn.to_q": layer}, None)
    assert torch.equal(layer(x), everywhere)


def test_all_painters_are_limited_and_averaged_as_one() -> None:
    """The views and their averages are the bundle's own memory; limits are each painter's own."""
    torch.manual_seed(2)
    layers = {n: StackedLinear(torch.nn.Linear(8, 6), count=2, rank=2, alpha=2) for n in "xy"}
    bundle = Bundle(layers)
    out = layers["y"](layers["x"](torch.randn(4, 5, 8)).repeat(1, 1, 2)[..., :8])
    bundle.learn(1e3 * out.square().mean())
    assert float(bundle.gradients.norm(dim=1).min()) > 1.0
    calm = bundle.gradients[1].clone()
    bundle.gradients[0, 0] = float("nan")
    bundle.limit(1.0)
    assert float(bundle.gradients[0].norm()) == pytest.approx(1.0, rel=1e-3)
    assert float(bundle.gradients[0, 0]) == 0
    assert torch.allclose(bundle.gradients[1], calm / calm.norm(), atol=1e-5)
    with torch.no_grad():
        bundle.values.fill_(3.0)
    assert bool((layers["x"].a == 3.0).all())
    bundle.follow(0.0)
    assert bool((bundle.average["y.b"] == 3.0).all())
    with torch.no_grad():
        bundle.mean.fill_(5.0)
    with bundle.averaged():
        assert bool((layers["y"].b == 5.0).all())
    assert bool((layers["y"].b == 3.0).all())
