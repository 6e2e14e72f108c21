"""The parts of painters that teach the text encoders: every spelling, CLIP and T5, with or without them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from diffusers import FluxPipeline
from peft import LoraConfig, get_peft_model_state_dict
from torch import Tensor

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.engine.painters import keys
from artmaster_desktop.engine.painters.formats import LeftOutPart, check_painter, linear_shapes, read_adapter
from tests.engine import lora_files as files
from tests.engine.lora_files import assert_changes, merged

Shapes = Mapping[str, tuple[int, int]]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return linear_shapes(files.tiny_flux())


@pytest.mark.parametrize("layout", ["diffusers", "old", "kohya", "comfyui"])
def test_clip_layers_in_every_spelling(tmp_path: Path, shapes: Shapes, layout: str) -> None:
    clip = linear_shapes(files.tiny_clip())
    made = files.low_ranks(clip, rank=lambda _: 2, alpha=lambda _: 2.0)
    state: dict[str, Tensor] = {}
    for name, pair in made.items():
        long = f"text_model.{name}"
        key, halves = {
            "diffusers": (f"text_encoder.{long}", ("lora_A.weight", "lora_B.weight")),
            "old": (f"text_encoder.{long}", ("lora_linear_layer.down.weight", "lora_linear_layer.up.weight")),
            "kohya": (f"lora_te1_{long.replace('.', '_')}", ("lora_down.weight", "lora_up.weight")),
            "comfyui": (f"text_encoders.clip_l.transformer.{long}", ("lora_down.weight", "lora_up.weight")),
        }[layout]
        state |= {f"{key}.{halves[0]}": pair.a, f"{key}.{halves[1]}": pair.b}
    path = files.save(tmp_path / "a.safetensors", state)
    read = read_adapter(path, shapes, {keys.CLIP: clip})
    assert_changes(read.adapter.text, {name: pair.change for name, pair in made.items()})
    if layout in ("diffusers", "kohya"):
        encoder = files.tiny_clip()
        pipe = files.pipeline(files.tiny_flux(), copy.deepcopy(encoder))
        pipe.load_lora_weights(path, adapter_name="painter")
        tokens = torch.arange(7)[None]
        ours, theirs = (
            model(tokens).last_hidden_state
            for model in (merged(encoder, read.adapter.text), pipe.text_encoder)
        )
        assert (ours - theirs).abs().max() < 1e-5


def test_t5_layers_of_sd_scripts(tmp_path: Path, shapes: Shapes) -> None:
    """diffusers fails on these; FLUX's trainer writes them when T5 is trained."""
    t5 = linear_shapes(files.tiny_t5())
    made = files.low_ranks(t5)
    flat = {name.replace(".", "_"): pair for name, pair in made.items()}
    path = files.save_kohya(tmp_path / "a.safetensors", flat, "lora_te3_")
    read = read_adapter(path, shapes, {keys.T5: t5})
    assert_changes(read.adapter.text_2, {name: pair.change for name, pair in made.items()})
    assert not read.adapter.modules


def test_a_text_part_without_its_encoder_is_left_out_and_said(tmp_path: Path, shapes: Shapes) -> None:
    made = files.low_ranks(shapes)
    path = files.save_diffusers(tmp_path / "a.safetensors", made)
    extra = {f"text_encoder.encoder.layers.0.mlp.fc1.lora_{half}.weight": torch.ones(1, 1) for half in "AB"}
    files.changed(path, lambda state: state.update(extra))
    report = check_painter(path, shapes)
    assert [(left.part, len(left.names)) for left in report.left_out] == [(LeftOutPart.TEXT_ENCODER, 2)]
    assert not report.problems


def test_the_encoder_has_a_scale_of_its_own(tmp_path: Path, shapes: Shapes) -> None:
    """As training scripts save an encoder's adapter: peft's names, its configuration under its own prefix."""
    encoder = files.tiny_clip()
    encoder.add_adapter(
        LoraConfig(r=2, lora_alpha=7, target_modules=["q_proj", "fc1"], init_lora_weights=False)
    )
    adapter = encoder.peft_config["default"].to_dict()
    FluxPipeline.save_lora_weights(
        tmp_path,
        text_encoder_lora_layers=get_peft_model_state_dict(encoder),
        text_encoder_lora_adapter_metadata={
            key: adapter[key] for key in ("r", "lora_alpha", "target_modules")
        },
    )
    plain = files.tiny_clip()
    read = read_adapter(
        tmp_path / "pytorch_lora_weights.safetensors", shapes, {keys.CLIP: linear_shapes(plain)}
    )
    tokens = torch.arange(7)[None]
    ours, theirs, before = (
        model(tokens).last_hidden_state for model in (merged(plain, read.adapter.text), encoder, plain)
    )
    assert (theirs - before).abs().max() > 1e-3
    assert (ours - theirs).abs().max() < 1e-5


def test_a_layer_that_the_encoder_has_not_is_refused(tmp_path: Path, shapes: Shapes) -> None:
    clip = linear_shapes(files.tiny_clip())
    made = files.low_ranks(clip | {"encoder.layers.99.mlp.fc1": (32, 16)})
    path = files.save_diffusers(tmp_path / "a.safetensors", made, "text_encoder.")
    with pytest.raises(PainterFileError) as caught:
        read_adapter(path, shapes, {keys.CLIP: clip})
    assert (caught.value.problem, caught.value.detail) == (
        PainterProblem.UNKNOWN_KEYS,
        "encoder.layers.99.mlp.fc1",
    )
