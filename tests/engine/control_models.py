"""Control models with random weights for any base: folders of diffusers, files of XLabs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import FluxControlNetModel, FluxTransformer2DModel
from safetensors.torch import save_file
from torch import Tensor

from artmaster_desktop.engine.structure.control_file import unwarned

_SHAPES = (
    "in_channels",
    "attention_head_dim",
    "num_attention_heads",
    "joint_attention_dim",
    "pooled_projection_dim",
    "guidance_embeds",
    "axes_dims_rope",
)


def network(base: Path, *, seed: int, layers: int = 2, single: int = 1, **config: Any) -> FluxControlNetModel:
    """A ControlNet for the model in ``base`` whose zero layers are not zero, so that it changes pictures."""
    told = FluxTransformer2DModel.load_config(base, subfolder="transformer")
    torch.manual_seed(seed)
    given = {name: told[name] for name in _SHAPES}
    with unwarned():
        net = FluxControlNetModel(num_layers=layers, num_single_layers=single, **(given | config))
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            scale = 0.1 if name.startswith(("controlnet_blocks", "controlnet_single")) else 0.05
            parameter.add_(torch.randn_like(parameter) * scale)
    return net.eval()


def save(net: FluxControlNetModel, folder: Path, card: dict[str, Any] | None = None) -> Path:
    net.save_pretrained(folder)
    if card is not None:
        (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def hint(base: Path, *, seed: int, layers: int = 2) -> FluxControlNetModel:
    """One that reads pixels, as XLabs' do: four channels of the hint make a token's."""
    told = FluxTransformer2DModel.load_config(base, subfolder="transformer")
    channels = told["in_channels"] // 4
    return network(
        base, seed=seed, layers=layers, single=0, patch_size=2, conditioning_embedding_channels=channels
    )


def as_xlabs(net: FluxControlNetModel, file: Path) -> Path:
    """``net`` (a hint one) in XLabs' own layout, written by hand from their published names."""
    state = {key: tensor.clone() for key, tensor in net.state_dict().items()}
    out: dict[str, Tensor] = {}
    for index in range(len(net.transformer_blocks)):
        here, there = f"transformer_blocks.{index}.", f"double_blocks.{index}."
        for side, names, last in (
            ("img", ("to_q", "to_k", "to_v"), "to_out.0"),
            ("txt", _ADDED, "to_add_out"),
        ):
            for kind in ("weight", "bias"):
                parts = [state.pop(f"{here}attn.{name}.{kind}") for name in names]
                out[f"{there}{side}_attn.qkv.{kind}"] = torch.cat(parts)
                out[f"{there}{side}_attn.proj.{kind}"] = state.pop(f"{here}attn.{last}.{kind}")
                norm = "norm1" if side == "img" else "norm1_context"
                out[f"{there}{side}_mod.lin.{kind}"] = state.pop(f"{here}{norm}.linear.{kind}")
                ff = "ff" if side == "img" else "ff_context"
                out[f"{there}{side}_mlp.0.{kind}"] = state.pop(f"{here}{ff}.net.0.proj.{kind}")
                out[f"{there}{side}_mlp.2.{kind}"] = state.pop(f"{here}{ff}.net.2.{kind}")
            added = "" if side == "img" else "added_"
            out[f"{there}{side}_attn.norm.query_norm.scale"] = state.pop(f"{here}attn.norm_{added}q.weight")
            out[f"{there}{side}_attn.norm.key_norm.scale"] = state.pop(f"{here}attn.norm_{added}k.weight")
    renamed = {
        "x_embedder": "img_in",
        "context_embedder": "txt_in",
        "controlnet_x_embedder": "pos_embed_input",
        "time_text_embed.timestep_embedder.linear_1": "time_in.in_layer",
        "time_text_embed.timestep_embedder.linear_2": "time_in.out_layer",
        "time_text_embed.text_embedder.linear_1": "vector_in.in_layer",
        "time_text_embed.text_embedder.linear_2": "vector_in.out_layer",
        "time_text_embed.guidance_embedder.linear_1": "guidance_in.in_layer",
        "time_text_embed.guidance_embedder.linear_2": "guidance_in.out_layer",
    }
    hints = ["conv_in", *(f"blocks.{n}" for n in range(6)), "conv_out"]
    for key, tensor in state.items():
        name, _, kind = key.rpartition(".")
        if name.startswith("input_hint_block."):
            out[f"input_hint_block.{2 * hints.index(name.partition('.')[2])}.{kind}"] = tensor
        else:
            out[f"{renamed.get(name, name)}.{kind}"] = tensor
    save_file({key: tensor.contiguous() for key, tensor in out.items()}, file)
    return file


_ADDED = ("add_q_proj", "add_k_proj", "add_v_proj")
