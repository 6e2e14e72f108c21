"""The frozen base in fewer bits: half or a quarter of the memory, for it is only read.

8-bit floats are our own few lines: torch keeps float8, and a layer is brought back to the numbers it computes
in when it is its turn, in the backward pass once more. NF4 is bitsandbytes'."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from artmaster_desktop.core.training import BaseNumbers

LARGEST = 448.0
"""The largest number of float8_e4m3fn."""

BLOCKS = ("transformer_blocks.", "single_transformer_blocks.")


class Fp8Linear(nn.Module):
    """A frozen linear layer kept in 8-bit floats (e4m3) with a scale for each row, which bounds a weight's
    error to a 16th of itself, or of the row's largest weight by 2^15 where it is tiny."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = layer.in_features, layer.out_features
        weight = layer.weight.detach().float()
        scale = (weight.abs().amax(dim=1, keepdim=True) / LARGEST).clamp_min(1e-12)
        self.weight = nn.Parameter((weight / scale).to(torch.float8_e4m3fn), requires_grad=False)
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.bias: nn.Parameter | None = layer.bias

    def forward(self, given: Tensor) -> Tensor:
        kind = given.device.type
        dtype = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else given.dtype
        out: Tensor = _Frozen.apply(given.to(dtype), self.weight, self.scale)  # type: ignore[no-untyped-call]
        return out if self.bias is None else out + self.bias.to(dtype)


class _Frozen(torch.autograd.Function):
    """x W^T with W kept as 8 bits in the graph too: autograd would keep what it was brought back to."""

    @staticmethod
    def forward(ctx: Any, given: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
        ctx.save_for_backward(weight, scale)
        return F.linear(given, _full(weight, scale, given.dtype))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (gradient,) = gradients
        weight, scale = ctx.saved_tensors
        return gradient @ _full(weight, scale, gradient.dtype), None, None


def _full(weight: Tensor, scale: Tensor, dtype: torch.dtype) -> Tensor:
    return (weight.float() * scale).to(dtype)


def nf4_linear(layer: nn.Linear) -> nn.Module:
    """bitsandbytes' 4-bit layer of the same numbers; they are packed when it goes to the GPU."""
    bitsandbytes: Any = import_module("bitsandbytes")

    kept: Any = bitsandbytes.nn.Linear4bit(
        layer.in_features,
        layer.out_features,
        bias=layer.bias is not None,
        compute_dtype=torch.bfloat16,
        quant_type="nf4",
    )
    kept.weight = bitsandbytes.nn.Params4bit(
        layer.weight.detach().contiguous(), requires_grad=False, quant_type="nf4"
    )
    if layer.bias is not None:
        kept.bias = layer.bias
    found: nn.Module = kept
    return found


_KEPT: dict[BaseNumbers, Callable[[nn.Linear], nn.Module]] = {
    BaseNumbers.FP8: Fp8Linear,
    BaseNumbers.NF4: nf4_linear,
}


def quantise(transformer: nn.Module, numbers: BaseNumbers) -> int:
    """Keep the frozen linear layers of ``transformer``'s blocks as ``numbers``; how many those are.

    Adapters (whatever still learns, and what lies in them) stay as they are.
    """
    if numbers is BaseNumbers.FULL:
        return 0
    frozen = [
        name
        for name, module in transformer.named_modules()
        if isinstance(module, nn.Linear) and name.startswith(BLOCKS) and ".lora_" not in name
        if not any(parameter.requires_grad for parameter in module.parameters(recurse=False))
        if type(module) is nn.Linear
    ]
    for name in frozen:
        parent, _, own = name.rpartition(".")
        owner = transformer.get_submodule(parent)
        setattr(owner, own, _KEPT[numbers](transformer.get_submodule(name)))  # type: ignore[arg-type]
    return len(frozen)
