"""Every layout that artists have, read to the same numbers as diffusers reads it, or as the layout's own rule
says."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from diffusers import FluxPipeline, FluxTransformer2DModel
from safetensors.torch import load_file

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.engine.painters.formats import (
    LeftOutPart,
    ReadAdapter,
    check_painter,
    linear_shapes,
    read_adapter,
)
from artmaster_desktop.engine.painters.keys import AdapterFormat
from tests.engine import lora_files as files
from tests.engine.lora_files import assert_changes, merged

BLOCKS = (2, 2)
FULL_BLOCKS = (19, 38)
Shapes = Mapping[str, tuple[int, int]]


@pytest.fixture(scope="module")
def flux() -> FluxTransformer2DModel:
    return files.tiny_flux()


@pytest.fixture(scope="module")
def shapes(flux: FluxTransformer2DModel) -> Shapes:
    return linear_shapes(flux)


@pytest.fixture(scope="module")
def full_shapes() -> Shapes:
    return linear_shapes(files.full_flux())


def by_diffusers(model: FluxTransformer2DModel, path: Path) -> FluxTransformer2DModel:
    """A copy of the model with the file loaded as diffusers loads it."""
    pipe = files.pipeline(copy.deepcopy(model))
    pipe.load_lora_weights(path, adapter_name="painter")
    return pipe.transformer


def assert_as_diffusers(model: FluxTransformer2DModel, path: Path, read: ReadAdapter) -> None:
    plain, ours, theirs = (
        files.forward(m) for m in (model, merged(model, read.adapter.modules), by_diffusers(model, path))
    )
    assert (theirs - plain).abs().max() > 1e-2
    assert (ours - theirs).abs().max() < 1e-5


# ---------------------------------------------------------------------------------- diffusers and peft


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"use_rslora": True},
        {"rank_pattern": {"norm1.linear": 2, "single_transformer_blocks.1.attn.to_q": 4}},
        {"alpha_pattern": {"attn.to_q": 1, "^transformer_blocks.0.attn.to_k": 9}},
    ],
    ids=["plain", "rslora", "ranks", "alphas"],
)
def test_peft_files_as_training_scripts_save_them(
    tmp_path: Path, shapes: Shapes, config: dict[str, object]
) -> None:
    flux = files.tiny_flux()
    path = files.save_peft(tmp_path, flux, **config)
    read = read_adapter(path, shapes)
    assert read.format is AdapterFormat.DIFFUSERS
    assert_as_diffusers(flux, path, read)


@pytest.mark.parametrize("alphas", [True, False])
def test_diffusers_files_with_and_without_alpha(
    tmp_path: Path, flux: FluxTransformer2DModel, shapes: Shapes, alphas: bool
) -> None:
    made = files.low_ranks(shapes, lambda name: ".attn." in name)
    path = files.save_diffusers(tmp_path / "a.safetensors", made, alphas=alphas)
    assert_as_diffusers(flux, path, read_adapter(path, shapes))


def test_a_prefix_is_not_needed(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes)
    for number, prefix in enumerate(("", "transformer.", "diffusion_model.", "base_model.model.")):
        path = files.save_diffusers(tmp_path / f"{number}.safetensors", made, prefix)
        assert_changes(read_adapter(path, shapes).adapter.modules, {k: v.change for k, v in made.items()})


def test_peft_says_the_scale_beside_its_own_file(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes, lambda name: name.endswith("to_q"), rank=lambda _: 2, alpha=lambda _: 2.0)
    path = files.save_diffusers(
        tmp_path / "adapter_model.safetensors", made, "base_model.model.", alphas=False
    )
    (tmp_path / "adapter_config.json").write_text(json.dumps({"r": 2, "lora_alpha": 16}))
    read = read_adapter(path, shapes)
    assert_changes(read.adapter.modules, {name: pair.change * 8 for name, pair in made.items()})


def test_old_suffixes_with_the_transformer_prefix(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes)
    path = files.save_kohya(tmp_path / "a.safetensors", made, "transformer.")
    assert_changes(read_adapter(path, shapes).adapter.modules, {k: v.change for k, v in made.items()})


# -------------------------------------------------------------- sd-scripts, ComfyUI, OneTrainer, XLabs


def test_kohya_files_as_diffusers_reads_them(
    tmp_path: Path, flux: FluxTransformer2DModel, shapes: Shapes
) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS), lambda name: "linear1" not in name)
    path = files.save_kohya(tmp_path / "a.safetensors", made)
    read = read_adapter(path, shapes)
    assert read.format is AdapterFormat.KOHYA
    assert_as_diffusers(flux, path, read)


@pytest.mark.parametrize("layout", [AdapterFormat.KOHYA, AdapterFormat.COMFYUI])
def test_every_fused_layer_is_split(tmp_path: Path, shapes: Shapes, layout: AdapterFormat) -> None:
    """Single blocks too, whose widths diffusers asserts to be FLUX.1's."""
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS))
    save = files.save_kohya if layout is AdapterFormat.KOHYA else files.save_comfyui
    read = read_adapter(save(tmp_path / "a.safetensors", made), shapes)
    assert read.format is layout
    assert_changes(read.adapter.modules, files.unfused(made, shapes, BLOCKS))


def test_comfyui_names_with_peft_suffixes(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS))
    path = files.save_comfyui(tmp_path / "a.safetensors", made, ("lora_A", "lora_B"))
    assert_changes(read_adapter(path, shapes).adapter.modules, files.unfused(made, shapes, BLOCKS))


def test_comfyui_files_as_diffusers_reads_them(
    tmp_path: Path, flux: FluxTransformer2DModel, shapes: Shapes
) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS), lambda name: "linear1" not in name)
    path = files.save_comfyui(tmp_path / "a.safetensors", made)
    assert_as_diffusers(flux, path, read_adapter(path, shapes))


def test_layers_outside_the_blocks_are_kept(tmp_path: Path, shapes: Shapes) -> None:
    """diffusers converts these to names without its own prefix and then drops them; with them goes an
    alpha."""
    made = files.low_ranks({name: shapes[module] for name, module in files.EDGES.items()})
    read = read_adapter(files.save_kohya(tmp_path / "a.safetensors", made), shapes)
    assert_changes(read.adapter.modules, {files.EDGES[name]: pair.change for name, pair in made.items()})


def test_the_final_modulation_swaps_shift_and_scale(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks({"final_layer_adaLN_modulation_1": shapes["norm_out.linear"]})
    read = read_adapter(files.save_kohya(tmp_path / "a.safetensors", made), shapes)
    shift, scale = made["final_layer_adaLN_modulation_1"].change.chunk(2)
    assert_changes(read.adapter.modules, {"norm_out.linear": torch.cat([scale, shift])})


def test_onetrainer_files(tmp_path: Path, shapes: Shapes) -> None:
    """Every layer of every kind; diffusers reads attention alone and mixes up the rest."""
    made = files.low_ranks(shapes)
    read = read_adapter(files.save_onetrainer(tmp_path / "a.safetensors", made), shapes)
    assert read.format is AdapterFormat.ONETRAINER
    assert_changes(read.adapter.modules, {name: pair.change for name, pair in made.items()})


def test_xlabs_files_as_diffusers_reads_them(
    tmp_path: Path, flux: FluxTransformer2DModel, shapes: Shapes
) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS))
    path = files.save_xlabs(tmp_path / "a.safetensors", made)
    read = read_adapter(path, shapes)
    assert read.format is AdapterFormat.XLABS
    assert_as_diffusers(flux, path, read)


def test_fused_layers_share_one_a(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS))
    modules = read_adapter(files.save_kohya(tmp_path / "a.safetensors", made), shapes).adapter.modules
    block = "single_transformer_blocks.0"
    shared = {id(modules[f"{block}.{leaf}"].a) for leaf in files.FUSED["linear1"]}
    assert len(shared) == 1
    assert modules["transformer_blocks.1.attn.to_q"].a is modules["transformer_blocks.1.attn.to_v"].a


def test_ranks_that_a_part_does_not_use_are_dropped(tmp_path: Path, shapes: Shapes) -> None:
    """q, k and v of unequal ranks, fused by stacking: each part gets its own rank back."""
    names = [f"transformer_blocks.0.attn.{leaf}" for leaf in ("to_q", "to_k", "to_v")]
    ranks = (1, 2, 4)
    parts = [
        files.low_ranks({name: shapes[name]}, rank={0: rank}.__getitem__, seed=rank)[name]
        for name, rank in zip(names, ranks, strict=True)
    ]
    fused = files.Made(
        torch.cat([part.a for part in parts]), torch.block_diag(*(part.b for part in parts)), 7.0
    )
    path = files.save_kohya(tmp_path / "a.safetensors", {"double_blocks_0_img_attn_qkv": fused})
    modules = read_adapter(path, shapes).adapter.modules
    assert [modules[name].rank for name in names] == list(ranks)
    assert_changes(modules, {name: part.b @ part.a for name, part in zip(names, parts, strict=True)})


# ----------------------------------------------------------------------------------- FLUX.1-dev's size


def test_a_full_size_kohya_file_fits_every_layer(tmp_path: Path, full_shapes: Shapes) -> None:
    fused = files.fused_shapes(full_shapes, FULL_BLOCKS)
    made = files.low_ranks(fused, rank=lambda _: 1, alpha=lambda _: 1.0, scale=0.05)
    path = files.save_kohya(tmp_path / "a.safetensors", made)
    read = read_adapter(path, full_shapes, dtype=torch.bfloat16)
    blocks = {name for name in full_shapes if "transformer_blocks." in name}
    assert read.adapter.modules.keys() == blocks
    assert len(blocks) == 19 * 14 + 38 * 6
    name = "single_transformer_blocks.37.proj_mlp"
    pair, fused_pair = read.adapter.modules[name], made["single_blocks_37_linear1"]
    assert pair.b.dtype == torch.bfloat16
    assert torch.equal(pair.b, fused_pair.b[3 * 3072 :].bfloat16())
    assert len(read.ungated) == 2 * 19 + 38


def test_a_bfl_control_adapter_is_named_as_one(tmp_path: Path, full_shapes: Shapes) -> None:
    path = files.save_bfl_control(tmp_path / "depth.safetensors", full_shapes)
    layers, norms = 19 * 14 + 38 * 6 + 10, 19 * 4 + 38 * 2
    assert len(FluxPipeline.lora_state_dict(path)) == 3 * layers + norms  # diffusers knows the layout too
    report = check_painter(path, full_shapes)
    assert [problem.problem for problem in report.problems] == [PainterProblem.NEEDS_CONTROL]
    assert report.format is AdapterFormat.BFL_CONTROL
    assert report.modules == 19 * 10 + 38 * 3 + 10
    assert report.ranks == (2, 2)


def test_a_control_adapter_in_diffusers_names_is_named_as_one(tmp_path: Path, shapes: Shapes) -> None:
    wide = dict(shapes) | {"x_embedder": (shapes["x_embedder"][0], 2 * shapes["x_embedder"][1])}
    path = files.save_diffusers(tmp_path / "a.safetensors", files.low_ranks(wide))
    with pytest.raises(PainterFileError) as caught:
        read_adapter(path, shapes)
    assert caught.value.problem is PainterProblem.NEEDS_CONTROL


def test_normalisation_weights_mean_a_control_adapter(tmp_path: Path, shapes: Shapes) -> None:
    path = files.save_diffusers(tmp_path / "a.safetensors", files.low_ranks(shapes))
    norm = "transformer_blocks.0.attn.norm_q.weight"
    files.changed(path, lambda state: state.update({f"transformer.{norm}": torch.ones(16)}))
    with pytest.raises(PainterFileError) as caught:
        read_adapter(path, shapes)
    assert (caught.value.problem, caught.value.detail) == (PainterProblem.NEEDS_CONTROL, norm)


def test_a_full_size_fal_file_is_read(tmp_path: Path, full_shapes: Shapes) -> None:
    fused = files.fused_shapes(full_shapes, FULL_BLOCKS)
    made = files.low_ranks(
        fused | {"final_layer_linear": full_shapes["proj_out"]},
        rank=lambda _: 1,
        alpha=lambda _: 1.0,
        scale=0.05,
    )
    state = {}
    for name, pair in made.items():
        key = "final_layer.linear" if name.startswith("final") else files.dotted_bfl(name)
        state[f"base_model.model.{key}.lora_A.weight"] = pair.a.half()
        state[f"base_model.model.{key}.lora_B.weight"] = pair.b.half()
    path = files.save(tmp_path / "a.safetensors", state)
    read = read_adapter(path, full_shapes, dtype=torch.float16)
    assert read.format is AdapterFormat.FAL
    assert read.adapter.modules["proj_out"].b.shape == (64, 1)
    block = read.adapter.modules
    assert block["single_transformer_blocks.3.attn.to_q"].a is block["single_transformer_blocks.3.proj_mlp"].a


# ---------------------------------------------------------------------------------- what a report says


def test_the_report_tells_gated_from_ungated(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes)
    report = check_painter(files.save_diffusers(tmp_path / "a.safetensors", made), shapes)
    assert report.modules == len(shapes)
    assert report.ranks == (2, 4)
    assert report.parameters == sum(pair.a.numel() + pair.b.numel() for pair in made.values())
    without_tokens = {
        f"{kind}.{index}.{norm}.linear"
        for kind, norm in (
            ("transformer_blocks", "norm1"),
            ("transformer_blocks", "norm1_context"),
            ("single_transformer_blocks", "norm"),
        )
        for index in range(2)
    }
    without_tokens |= {"norm_out.linear"} | {name for name in shapes if name.startswith("time_text_embed.")}
    assert set(report.ungated) == without_tokens
    assert report.gated == len(shapes) - len(without_tokens)
    assert not report.problems


def test_layers_of_zeros_are_counted_and_dropped(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes, lambda name: ".attn." in name)
    name = "transformer_blocks.0.attn.to_q"
    made[name] = made[name]._replace(b=torch.zeros_like(made[name].b))
    read = read_adapter(files.save_diffusers(tmp_path / "a.safetensors", made), shapes)
    assert read.idle == 1
    assert name not in read.adapter.modules


def test_guidance_layers_are_left_out_of_a_model_without(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes)
    path = files.save_diffusers(tmp_path / "a.safetensors", made)
    without = {name: shape for name, shape in shapes.items() if "guidance" not in name}
    read = read_adapter(path, without)
    assert [left.part for left in read.left_out] == [LeftOutPart.GUIDANCE]
    assert read.adapter.modules.keys() == without.keys()


def test_full_differences_beside_the_pairs_are_said(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(files.fused_shapes(shapes, BLOCKS))
    path = files.save_comfyui(tmp_path / "a.safetensors", made)
    extra = {"diffusion_model.img_in.diff_b": torch.ones(4), "diffusion_model.txt_in.diff_b": torch.zeros(4)}
    files.changed(path, lambda state: state.update(extra))
    left = read_adapter(path, shapes).left_out
    assert [(part.part, len(part.names)) for part in left] == [(LeftOutPart.FULL_WEIGHTS, 1)]


def test_half_precision_files_keep_their_numbers(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes, alpha=lambda _: 1.0, rank=lambda _: 3)
    path = files.save_diffusers(tmp_path / "a.safetensors", made)
    files.changed(path, lambda state: state.update({name: value.bfloat16() for name, value in state.items()}))
    read = read_adapter(path, shapes)
    stored = load_file(path)["transformer.proj_out.lora_B.weight"].float()
    assert torch.equal(read.adapter.modules["proj_out"].b, stored * (1 / 3))
