"""Taught painters as files: exact in diffusers' keys and in sd-scripts', whatever the ranks are."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from diffusers import FluxPipeline
from safetensors import safe_open

from artmaster_desktop.core.training import TrainingRecipe
from artmaster_desktop.engine.painters.adapter import LowRank
from artmaster_desktop.engine.painters.formats import linear_shapes, read_adapter
from artmaster_desktop.engine.painters.keys import AdapterFormat
from artmaster_desktop.engine.training.apprentice import Apprentice
from artmaster_desktop.engine.training.export import diffusers_file, join, kohya_file
from tests.engine import sd_scripts
from tests.engine.tiny_flux import DEPTH, LAYERS, inputs, tiny_flux
from tests.engine.tiny_model import build

NONE_AT_ALL = "single_transformer_blocks.1.proj_out"
WITHOUT = "transformer_blocks.0.attn.to_k"
FUSED_WITHOUT = tuple(f"transformer_blocks.1.attn.to_{part}" for part in "qkv")


@pytest.fixture(scope="module")
def pairs() -> dict[str, LowRank]:
    """Unequal ranks everywhere, none in some layers."""
    generator = torch.Generator().manual_seed(3)
    shapes = linear_shapes(tiny_flux())
    found = {}
    for number, name in enumerate(LAYERS):
        rank = 0 if name in (NONE_AT_ALL, WITHOUT, *FUSED_WITHOUT) else 1 + number % 4
        outputs, inputs_ = shapes[name]
        a = torch.randn(rank, inputs_, generator=generator) * 0.3
        found[name] = LowRank(a, torch.randn(outputs, rank, generator=generator) * 0.3)
    return found


@pytest.fixture
def exact(pairs: dict[str, LowRank]) -> torch.Tensor:
    """What the tiny model paints with ``pairs`` added to its weights."""
    model = tiny_flux()
    modules = dict(model.named_modules())
    with torch.no_grad():
        for name, pair in pairs.items():
            modules[name].weight += pair.b @ pair.a
        painted: torch.Tensor = model(**inputs(5))[0]
    return painted


def test_diffusers_reads_it_exactly(pairs: dict[str, LowRank], exact: torch.Tensor, tmp_path: Path) -> None:
    (tmp_path / "hand.safetensors").write_bytes(diffusers_file(pairs, {}))
    model = tiny_flux()
    model.load_lora_adapter(str(tmp_path), weight_name="hand.safetensors", prefix="transformer")
    with torch.no_grad():
        assert float((model(**inputs(5))[0] - exact).abs().max()) < 1e-5


def test_the_whole_pipeline_of_diffusers_reads_a_taught_painter(tmp_path: Path) -> None:
    pipe = FluxPipeline.from_pretrained(build(tmp_path / "model"))
    apprentice = Apprentice(pipe.transformer, TrainingRecipe(rank=2, first_rank=4), 9)
    with torch.no_grad():
        for name, value in apprentice.trained.items():
            value.copy_(torch.randn(value.shape, generator=torch.Generator().manual_seed(len(name))) * 0.3)
    given = {
        "hidden_states": torch.randn(1, 12, 16, generator=torch.Generator().manual_seed(1)),
        "encoder_hidden_states": torch.randn(1, 7, 24, generator=torch.Generator().manual_seed(2)),
        "pooled_projections": torch.ones(1, 20),
        "timestep": torch.tensor([0.6]),
        "guidance": torch.tensor([2.0]),
        "img_ids": torch.zeros(12, 3),
        "txt_ids": torch.zeros(7, 3),
    }
    with torch.no_grad():
        wanted = apprentice(**given)
    content = diffusers_file(apprentice.pairs(apprentice.trained), {"name": "Hand"})
    (tmp_path / "hand.safetensors").write_bytes(content)
    apprentice.release()
    pipe.load_lora_weights(str(tmp_path), weight_name="hand.safetensors", adapter_name="hand")
    with torch.no_grad():
        found = pipe.transformer(**given, return_dict=False)[0]
    assert float((found - wanted).abs().max()) < 1e-5
    with safe_open(str(tmp_path / "hand.safetensors"), "pt") as file:
        assert file.metadata()["name"] == "Hand"


@pytest.mark.parametrize("layout", [AdapterFormat.DIFFUSERS, AdapterFormat.KOHYA])
def test_our_own_loader_reads_both(pairs: dict[str, LowRank], layout: AdapterFormat, tmp_path: Path) -> None:
    shapes = linear_shapes(tiny_flux())
    kohya = layout is AdapterFormat.KOHYA
    content = kohya_file(pairs, shapes, {}) if kohya else diffusers_file(pairs, {})
    path = tmp_path / "hand.safetensors"
    path.write_bytes(content)
    read = read_adapter(path, shapes)
    assert read.format is layout
    assert {name for name, pair in pairs.items() if pair.rank} == set(read.adapter.modules)
    for name, found in read.adapter.modules.items():
        assert torch.allclose(found.b @ found.a, pairs[name].b @ pairs[name].a, atol=1e-5)


def test_a_reader_by_the_rules_of_sd_scripts_reads_it(pairs: dict[str, LowRank], tmp_path: Path) -> None:
    path = tmp_path / "hand.safetensors"
    path.write_bytes(kohya_file(pairs, linear_shapes(tiny_flux()), {}))
    found = sd_scripts.changes(path, DEPTH.double, DEPTH.single)
    assert set(found) == set(sd_scripts.module_names(DEPTH.double, DEPTH.single).values())

    def change(name: str) -> torch.Tensor:
        return pairs[name].b @ pairs[name].a

    for index in range(DEPTH.single):
        block = f"single_transformer_blocks.{index}"
        parts = [change(f"{block}.{part}") for part in ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp")]
        assert torch.allclose(found[f"single_blocks.{index}.linear1"], torch.cat(parts), atol=1e-5)
        assert torch.allclose(found[f"single_blocks.{index}.linear2"], change(f"{block}.proj_out"), atol=1e-5)
    for index in range(DEPTH.double):
        block, original = f"transformer_blocks.{index}", f"double_blocks.{index}"
        for kind, names, out, ff in (
            ("img", ("to_q", "to_k", "to_v"), "to_out.0", "ff"),
            ("txt", ("add_q_proj", "add_k_proj", "add_v_proj"), "to_add_out", "ff_context"),
        ):
            parts = [change(f"{block}.attn.{name}") for name in names]
            assert torch.allclose(found[f"{original}.{kind}_attn.qkv"], torch.cat(parts), atol=1e-5)
            for ours, theirs in (
                (f"attn.{out}", "attn.proj"),
                (f"{ff}.net.0.proj", "mlp.0"),
                (f"{ff}.net.2", "mlp.2"),
            ):
                wanted = change(f"{block}.{ours}")
                assert torch.allclose(found[f"{original}.{kind}_{theirs}"], wanted, atol=1e-5)


def test_layers_without_any_rank_are_there_as_zeros(pairs: dict[str, LowRank], tmp_path: Path) -> None:
    path = tmp_path / "hand.safetensors"
    path.write_bytes(diffusers_file(pairs, {}))
    with safe_open(str(path), "pt") as file:
        a = file.get_tensor(f"transformer.{NONE_AT_ALL}.lora_A.weight")
        assert a.shape[0] == 1
        assert not bool(a.any())
    nothing = join([None, pairs[WITHOUT]], [(32, 32), (32, 32)])
    assert nothing.rank == 1
    assert not bool((nothing.b @ nothing.a).any())
