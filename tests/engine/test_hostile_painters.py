"""Files that must not paint: each is refused with its own problem, quickly, and nothing is ever unpickled."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.engine.painters.formats import check_painter, linear_shapes, read_adapter
from tests.engine import lora_files as files

Shapes = Mapping[str, tuple[int, int]]
Edit = Callable[[dict[str, Tensor]], None]
TO_Q = "transformer.transformer_blocks.0.attn.to_q"


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return linear_shapes(files.tiny_flux())


@pytest.fixture
def good(tmp_path: Path, shapes: Shapes) -> Path:
    return files.save_diffusers(tmp_path / "good.safetensors", files.low_ranks(shapes))


def refused(path: Path, shapes: Shapes) -> tuple[PainterProblem, str]:
    with pytest.raises(PainterFileError) as caught:
        read_adapter(path, shapes)
    assert caught.value.path == path
    report = check_painter(path, shapes)
    assert [(problem.problem, problem.detail) for problem in report.problems] == [
        (caught.value.problem, caught.value.detail)
    ]
    return caught.value.problem, caught.value.detail


# ------------------------------------------------------------------------------------- not what it claims


def test_a_pickle_by_another_name(tmp_path: Path, shapes: Shapes) -> None:
    victim = tmp_path / "was here"

    class Bomb:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (victim,)

    ways: dict[str, Callable[[Path], object]] = {
        "raw": lambda path: path.write_bytes(pickle.dumps(Bomb())),
        "zip": lambda path: torch.save({"a": Bomb()}, path),
        "old": lambda path: torch.save({"a": Bomb()}, path, _use_new_zipfile_serialization=False),
    }
    for name, write in ways.items():
        path = tmp_path / f"{name}.safetensors"
        write(path)
        assert refused(path, shapes)[0] is PainterProblem.NOT_SAFETENSORS
    assert not victim.exists()


def test_a_file_that_is_not_there(tmp_path: Path, shapes: Shapes) -> None:
    assert refused(tmp_path / "none.safetensors", shapes)[0] is PainterProblem.DAMAGED


def test_a_file_cut_off(good: Path, shapes: Shapes) -> None:
    whole = good.read_bytes()
    for size in (20, len(whole) // 2, len(whole) - 1):
        good.write_bytes(whole[:size])
        assert refused(good, shapes)[0] is PainterProblem.DAMAGED


def test_more_tensors_than_any_adapter_has(tmp_path: Path, shapes: Shapes) -> None:
    entry = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    header = {f"t{index}": entry for index in range(20_001)}
    path = files.write_raw(tmp_path / "a.safetensors", header, b"\0" * 4)
    assert refused(path, shapes)[0] is PainterProblem.TOO_LARGE


# ---------------------------------------------------------------------------------------------- its numbers


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (float("nan"), PainterProblem.NOT_FINITE),
        (float("inf"), PainterProblem.NOT_FINITE),
        (float("-inf"), PainterProblem.NOT_FINITE),
        (1e30, PainterProblem.TOO_STRONG),
        (-1001.0, PainterProblem.TOO_STRONG),
    ],
)
def test_one_bad_number_anywhere(good: Path, shapes: Shapes, value: float, problem: PainterProblem) -> None:
    def spoil(state: dict[str, Tensor]) -> None:
        state[f"{TO_Q}.lora_B.weight"][5, 1] = value

    found, detail = refused(files.changed(good, spoil), shapes)
    assert found is problem
    assert detail.startswith(f"{TO_Q}.lora_B.weight")


def test_an_alpha_that_blows_up_small_numbers(good: Path, shapes: Shapes) -> None:
    def spoil(state: dict[str, Tensor]) -> None:
        state[f"{TO_Q}.alpha"] = torch.tensor(900.0)
        state[f"{TO_Q}.lora_B.weight"] *= 500

    assert refused(files.changed(good, spoil), shapes)[0] is PainterProblem.TOO_STRONG


@pytest.mark.parametrize("rank", [513, 2000])
def test_a_rank_beyond_use(good: Path, shapes: Shapes, rank: int) -> None:
    outputs, inputs = shapes[TO_Q.removeprefix("transformer.")]

    def widen(state: dict[str, Tensor]) -> None:
        state |= {
            f"{TO_Q}.lora_A.weight": torch.ones(rank, inputs),
            f"{TO_Q}.lora_B.weight": torch.ones(outputs, rank),
        }

    found, detail = refused(files.changed(good, widen), shapes)
    assert (found, detail) == (PainterProblem.BAD_RANK, f"{TO_Q}: {rank}")


def test_a_rank_of_zero(tmp_path: Path, shapes: Shapes) -> None:
    empty = {"dtype": "F32", "shape": [0, 32], "data_offsets": [0, 0]}
    path = files.write_raw(tmp_path / "a.safetensors", {f"{TO_Q}.lora_A.weight": empty})
    assert refused(path, shapes)[0] is PainterProblem.DAMAGED


def test_halves_of_different_rank(good: Path, shapes: Shapes) -> None:
    def spoil(state: dict[str, Tensor]) -> None:
        state[f"{TO_Q}.lora_A.weight"] = torch.ones(7, 32)

    assert refused(files.changed(good, spoil), shapes)[0] is PainterProblem.BAD_RANK


@pytest.mark.parametrize("half", ["lora_A", "lora_B"])
def test_a_missing_half(good: Path, shapes: Shapes, half: str) -> None:
    def spoil(state: dict[str, Tensor]) -> None:
        del state[f"{TO_Q}.{half}.weight"]

    path = files.changed(good, spoil)
    assert refused(path, shapes) == (PainterProblem.MISSING_HALF, TO_Q)


@pytest.mark.parametrize(("half", "shape"), [("lora_A", ()), ("lora_B", (32,)), ("lora_A", (2, 32, 1, 1))])
def test_a_half_that_is_no_matrix(good: Path, shapes: Shapes, half: str, shape: tuple[int, ...]) -> None:
    path = files.changed(good, lambda state: state.update({f"{TO_Q}.{half}.weight": torch.ones(shape)}))
    assert refused(path, shapes)[0] is PainterProblem.WRONG_SHAPE


def test_a_fused_layer_of_another_shape(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks({"single_blocks_0_linear1": (200, 32)})
    problem, detail = refused(files.save_kohya(tmp_path / "a.safetensors", made), shapes)
    assert problem is PainterProblem.WRONG_SHAPE
    assert detail.endswith("linear1: 200 outputs, not 224")


def test_a_layer_of_another_shape(good: Path, shapes: Shapes) -> None:
    name = "transformer.proj_out"
    path = files.changed(good, lambda state: state.update({f"{name}.lora_B.weight": torch.ones(9, 2)}))
    state = load_file(path)
    state[f"{name}.lora_A.weight"] = torch.ones(2, 32)
    found, detail = refused(files.save(path, state), shapes)
    assert (found, detail) == (PainterProblem.WRONG_SHAPE, "proj_out: 9 x 32, not 8 x 32")


def test_nothing_but_zeros(good: Path, shapes: Shapes) -> None:
    def still(state: dict[str, Tensor]) -> None:
        for name in state:
            if "lora_B" in name:
                state[name] *= 0

    assert refused(files.changed(good, still), shapes)[0] is PainterProblem.EMPTY


def test_no_tensors_at_all(tmp_path: Path, shapes: Shapes) -> None:
    assert refused(files.write_raw(tmp_path / "a.safetensors", {}), shapes)[0] is PainterProblem.EMPTY


# ------------------------------------------------------------------------------------------ kinds and bases


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("transformer.transformer_blocks.0.attn.to_q.lora_magnitude_vector", "DoRA"),
        ("lora_unet_double_blocks_0_img_mlp_0.dora_scale", "DoRA"),
        ("lycoris_double_blocks_0_img_mlp_0.lokr_w1", "LoKr"),
        ("lora_unet_double_blocks_0_img_mlp_0.hada_w1_a", "LoHa"),
        ("lora_unet_double_blocks_0_img_mlp_0.oft_blocks", "OFT"),
        ("transformer.transformer_blocks.0.attn.to_q.lora_E", "AdaLoRA that was not folded"),
    ],
)
def test_kinds_that_are_not_two_matrices(good: Path, shapes: Shapes, name: str, kind: str) -> None:
    path = files.changed(good, lambda state: state.update({name: torch.ones(4, 4)}))
    assert refused(path, shapes) == (PainterProblem.UNSUPPORTED_KIND, kind)


def test_dora_as_peft_saves_it(tmp_path: Path, shapes: Shapes) -> None:
    path = files.save_peft(tmp_path, files.tiny_flux(), use_dora=True)
    assert refused(path, shapes) == (PainterProblem.UNSUPPORTED_KIND, "DoRA")


def test_a_bias_of_its_own(good: Path, shapes: Shapes) -> None:
    """peft's ``lora_bias``: an offset has no rank to gate. One that is zero does no harm."""
    name = f"{TO_Q}.lora_B.bias"
    path = files.changed(good, lambda state: state.update({name: torch.zeros(32)}))
    assert not check_painter(path, shapes).problems
    path = files.changed(good, lambda state: state.update({name: torch.ones(32)}))
    assert refused(path, shapes)[0] is PainterProblem.UNSUPPORTED_KIND


def test_int8_weights(good: Path, shapes: Shapes) -> None:
    path = files.changed(
        good, lambda state: state.update({f"{TO_Q}.lora_A.weight": torch.ones(2, 32).to(torch.int8)})
    )
    assert refused(path, shapes) == (PainterProblem.UNSUPPORTED_KIND, "numbers of type I8")


@pytest.mark.parametrize(
    ("module", "inputs", "base"),
    [
        ("transformer.transformer_blocks.0.attn.to_q", 3072, "FLUX.1"),
        ("lora_unet_double_blocks_0_img_attn_qkv", 3072, "FLUX.1"),
        ("double_blocks.0.processor.qkv_lora1", 3072, "FLUX.1"),
        ("transformer.transformer_blocks.0.attn.to_q", 1536, "Stable Diffusion 3 medium"),
        ("transformer.transformer_blocks.0.attn.to_q", 2432, "Stable Diffusion 3.5 large"),
        ("transformer.transformer_blocks.0.attn.to_q", 40, "a model of width 40"),
        ("lora_unet_joint_blocks_0_x_block_attn_qkv", 1536, "Stable Diffusion 3"),
        ("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k", 768, "Stable Diffusion 1.x"),
        ("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k", 2048, "Stable Diffusion XL"),
        ("unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q", 1280, "Stable Diffusion"),
        ("diffusion_model.blocks.0.self_attn.q", 5120, "Wan"),
        ("transformer.transformer_blocks.0.img_mlp.net.0.proj", 3072, "Qwen-Image"),
        ("diffusion_model.layers.0.attention.qkv", 2304, "Lumina or Z-Image"),
        ("diffusion_model.double_blocks.0.img_attn_qkv", 3072, "HunyuanVideo"),
        ("diffusion_model.distilled_guidance_layer.in_proj", 64, "Chroma"),
    ],
)
def test_adapters_of_other_models_are_named(
    tmp_path: Path, shapes: Shapes, module: str, inputs: int, base: str
) -> None:
    halves = ("down", "up") if "processor" in module else ("lora_down", "lora_up")
    state = {
        f"{module}.{halves[0]}.weight": torch.ones(2, inputs),
        f"{module}.{halves[1]}.weight": torch.ones(inputs, 2),
    }
    path = files.save(tmp_path / "a.safetensors", state)
    assert refused(path, shapes) == (PainterProblem.WRONG_BASE, base)


def test_a_deeper_model_of_the_same_width(tmp_path: Path, shapes: Shapes) -> None:
    deeper = dict(shapes) | {"transformer_blocks.2.attn.to_q": (32, 32)}
    path = files.save_diffusers(tmp_path / "a.safetensors", files.low_ranks(deeper))
    assert refused(path, shapes) == (PainterProblem.WRONG_BASE, "transformer_blocks.2.attn.to_q")


@pytest.mark.parametrize("name", ["double_blocks_0_img_attn_qkvv", "double_blocks_19_img_mlp_0", "hello"])
def test_sd_scripts_names_that_nobody_knows(tmp_path: Path, shapes: Shapes, name: str) -> None:
    made = files.low_ranks({name: (32, 32)})
    problem, detail = refused(files.save_kohya(tmp_path / "a.safetensors", made), shapes)
    assert problem is PainterProblem.UNKNOWN_KEYS
    assert name in detail


@pytest.mark.parametrize(
    "again", ["transformer_blocks.0.attn.to_q.lora_{}.weight", f"{TO_Q}.lora.{{}}.weight"]
)
def test_one_layer_under_two_names(good: Path, shapes: Shapes, again: str) -> None:
    halves = ("A", "B") if "lora_{" in again else ("down", "up")
    extra = {again.format(halves[0]): torch.ones(1, 32), again.format(halves[1]): torch.ones(32, 1)}
    path = files.changed(good, lambda state: state.update(extra))
    problem, detail = refused(path, shapes)
    assert problem in (PainterProblem.UNKNOWN_KEYS, PainterProblem.BAD_RANK)
    assert "twice" in detail or "and" in detail


def test_a_whole_model_is_no_adapter(tmp_path: Path, shapes: Shapes) -> None:
    path = files.save(tmp_path / "a.safetensors", files.tiny_flux().state_dict())
    assert refused(path, shapes)[0] is PainterProblem.UNKNOWN_KEYS


def test_a_layer_that_is_not_there(good: Path, shapes: Shapes) -> None:
    extra = {f"transformer.proj_extra.lora_{half}.weight": torch.ones(1, 1) for half in "AB"}
    path = files.changed(good, lambda state: state.update(extra))
    assert refused(path, shapes) == (PainterProblem.UNKNOWN_KEYS, "proj_extra")


# -------------------------------------------------------------------------------------------- its metadata


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        ("{", PainterProblem.DAMAGED),
        ("[" * 100_000, PainterProblem.DAMAGED),
        ("[]", PainterProblem.DAMAGED),
        (json.dumps({"transformer.r": 3, "transformer.lora_alpha": "8"}), PainterProblem.DAMAGED),
        (json.dumps({"transformer.r": 3, "transformer.alpha_pattern": [1]}), PainterProblem.DAMAGED),
        (json.dumps({"transformer.r": 9}), PainterProblem.BAD_RANK),
        (json.dumps({"transformer.r": 3, "transformer.lora_alpha": 1e9}), PainterProblem.TOO_STRONG),
        (json.dumps({"transformer.r": 3, "transformer.use_dora": True}), PainterProblem.UNSUPPORTED_KIND),
        (
            json.dumps({"transformer.r": 3, "transformer.rank_pattern": {"(a+)+$": 3}}),
            PainterProblem.UNSUPPORTED_KIND,
        ),
        (json.dumps({"transformer.x": "y" * 300_000}), PainterProblem.TOO_LARGE),
    ],
    ids=["json", "deep", "list", "text", "pattern", "rank", "alpha", "dora", "regex", "long"],
)
def test_a_configuration_that_lies(
    tmp_path: Path, shapes: Shapes, metadata: str, problem: PainterProblem
) -> None:
    made = files.low_ranks(shapes, lambda name: name.endswith("to_q"), rank=lambda _: 3)
    path = files.save_diffusers(tmp_path / "a.safetensors", made, alphas=False)
    files.save(path, load_file(path), {"lora_adapter_metadata": metadata})
    assert refused(path, shapes)[0] is problem
