"""A reader of FLUX LoRA files by sd-scripts' rules (networks/lora_flux.py), and nothing else.

Names are ``lora_unet_`` and the original model's module with ``_`` for ``.``; a module's change is
``alpha / rank * up @ down`` with the rank of ``down``; a name that is no module is refused, as is a half
without its other.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

DOUBLE = ("img_attn.qkv", "img_attn.proj", "img_mlp.0", "img_mlp.2")
SINGLE = ("linear1", "linear2")


def module_names(double: int, single: int) -> dict[str, str]:
    """The original FLUX's modules by their flattened names."""
    names = [
        f"double_blocks.{i}.{prefix}{layer[3:]}"
        for i in range(double)
        for layer in DOUBLE
        for prefix in ("img", "txt")
    ]
    names += [f"single_blocks.{i}.{layer}" for i in range(single) for layer in SINGLE]
    return {"lora_unet_" + name.replace(".", "_"): name for name in names}


def changes(file: Path, double: int, single: int) -> dict[str, Tensor]:
    """The change ``[out, in]`` of each of the original's modules that the file has one for."""
    known, state = module_names(double, single), load_file(file)
    found: dict[str, Tensor] = {}
    for flat in {name.partition(".")[0] for name in state}:
        down, up = state.pop(f"{flat}.lora_down.weight"), state.pop(f"{flat}.lora_up.weight")
        alpha = float(state.pop(f"{flat}.alpha", torch.tensor(float(down.shape[0]))))
        found[known[flat]] = alpha / down.shape[0] * (up @ down)
    if state:
        raise KeyError(f"unknown tensors: {sorted(state)[:3]}")
    return found
