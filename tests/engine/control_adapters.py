"""Control adapters with random weights for any base, as diffusers and as Black Forest Labs write them."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import FluxPipeline, FluxTransformer2DModel
from diffusers.loaders import lora_conversion_utils
from safetensors.torch import save_file
from torch import Tensor

from artmaster_desktop.engine.painters import bfl_layout
from artmaster_desktop.engine.residency import layer_shapes

RANK = 4
State = dict[str, Tensor]
LAST = "final_layer.adaLN_modulation.1"


def bfl_state(base: Path, *, seed: int, scale: float = 0.1) -> State:
    """An adapter for every layer of the model in ``base``, by Black Forest Labs' names: pairs with biases, an
    embedder of twice the channels, and normalisation scales; all but rounded, as their files are.
    """
    shapes, _ = layer_shapes(base)
    config = FluxTransformer2DModel.load_config(base, subfolder="transformer")
    generator = torch.Generator().manual_seed(seed)

    def drawn(*sides: int) -> Tensor:
        return torch.randn(*sides, generator=generator) * scale

    state: State = {}
    for name, modules in layers(config).items():
        if modules[0] not in shapes:
            continue
        outs, ins = sum(shapes[module][0] for module in modules), shapes[modules[0]][1]
        ins = 2 * ins if name == "img_in" else ins
        state[f"{name}.lora_A.weight"] = drawn(RANK, ins)
        state[f"{name}.lora_B.weight"] = drawn(outs, RANK)
        state[f"{name}.lora_B.bias"] = drawn(outs)
    # diffusers 0.42 swaps the halves of this A too, which is wrong: here they are the same
    state[f"{LAST}.lora_A.weight"] = drawn(RANK // 2, shapes["norm_out.linear"][1]).repeat(2, 1)
    for name in norms(config):
        state[name] = 1.0 + drawn(config["attention_head_dim"])
    return state


def layers(config: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Black Forest Labs' layers of a model of ``config``, with the diffusers modules in each."""
    names = [*bfl_layout.WHOLE]
    names += [f"double_blocks.{i}.{part}" for i in range(config["num_layers"]) for part in bfl_layout.DOUBLE]
    names += [
        f"single_blocks.{i}.{part}" for i in range(config["num_single_layers"]) for part in bfl_layout.SINGLE
    ]
    found = {name: bfl_layout.modules_of(name) for name in names}
    return {name: modules for name, modules in found.items() if modules is not None}


def norms(config: Mapping[str, Any]) -> list[str]:
    """Their normalisation scales."""
    names = [f"double_blocks.{i}.{n}" for i in range(config["num_layers"]) for n in bfl_layout.DOUBLE_NORMS]
    single = config["num_single_layers"]
    return names + [f"single_blocks.{i}.{n}" for i in range(single) for n in bfl_layout.SINGLE_NORMS]


def save(state: Mapping[str, Tensor], file: Path) -> Path:
    save_file({name: tensor.contiguous() for name, tensor in state.items()}, file)
    return file


def as_diffusers(base: Path, state: State) -> State:
    """The same by diffusers' names, through diffusers' own converter."""
    found: State = converter(base)(dict(state))
    return found


def as_comfyui(state: State) -> State:
    """The same as ComfyUI names it (``comfy/lora_convert.py``)."""
    return {
        "diffusion_model."
        + name.replace(".lora_B.bias", ".diff_b").replace("_norm.scale", "_norm.scale.set_weight"): tensor
        for name, tensor in state.items()
    }


def converter(base: Path) -> Any:
    """diffusers' converter of Black Forest Labs' names, for the depth and width of the model in ``base``: it
    takes those of FLUX.1-dev for granted, and is otherwise as it is.
    """
    config = FluxTransformer2DModel.load_config(base, subfolder="transformer")
    width = config["num_attention_heads"] * config["attention_head_dim"]
    source = inspect.getsource(lora_conversion_utils._convert_bfl_flux_control_lora_to_diffusers)
    for line, value in (
        ("num_layers = 19", f"num_layers = {config['num_layers']}"),
        ("num_single_layers = 38", f"num_single_layers = {config['num_single_layers']}"),
        ("inner_dim = 3072", f"inner_dim = {width}"),
    ):
        assert source.count(line) == 1
        source = source.replace(line, value)
    names: dict[str, Any] = dict(vars(lora_conversion_utils))
    exec(compile(source, "converter", "exec"), names)
    return names["_convert_bfl_flux_control_lora_to_diffusers"]


def wide(model: Path, folder: Path, beside: int, pipeline: type) -> Path:
    """``model`` as one that reads ``beside`` more channels a token, with random weights, saved by the
    pipeline that it is for.
    """
    parts = FluxPipeline.from_pretrained(model, dtype=torch.float32).components
    told = dict(FluxTransformer2DModel.load_config(model, subfolder="transformer"))
    channels = told["in_channels"]
    torch.manual_seed(3)
    net = FluxTransformer2DModel.from_config(
        told | {"in_channels": channels + beside, "out_channels": channels}
    )
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.02)
    names = ("scheduler", "vae", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2")
    pipeline(transformer=net, **{name: parts[name] for name in names}).save_pretrained(folder)
    if (model / "card.json").is_file():
        shutil.copy(model / "card.json", folder)
    return folder


def channels_of(model: Path) -> int:
    return int(FluxTransformer2DModel.load_config(model, subfolder="transformer")["in_channels"])
