"""All painters in one batch: a linear layer that carries one low-rank update per painter.

Training the painters side by side keeps a small model's GPU full, and gives each of them the same steps.
Adam's update is elementwise and each painter has tensors of its own, so this equals training them one after
the other.
"""

import math

import torch
from torch import Tensor, nn

BLOCKS = ("transformer_blocks.", "single_transformer_blocks.")


def block_linears(transformer: nn.Module) -> list[str]:
    """The names of the linear layers inside the blocks, modulation (`norm*.linear`) left out.

    Modulation has no token axis, so a painter that used it could not be held inside a region.
    """
    return [
        name
        for name, module in transformer.named_modules()
        if isinstance(module, nn.Linear) and name.startswith(BLOCKS) and not _is_modulation(name)
    ]


def _is_modulation(name: str) -> bool:
    parts = name.split(".")
    return parts[-1] == "linear" and parts[-2].startswith("norm")


class StackedLinear(nn.Module):
    """y = W x + alpha / rank * B_p A_p x, where row i of the batch belongs to painter p = i // (rows /
    count).

    `a` is [count, rank, in] and `b` is [count, out, rank] (zero at first, so nothing changes at the start).
    """

    def __init__(self, base: nn.Linear, count: int, rank: int, alpha: float) -> None:
        super().__init__()
        self.base = base
        self.count = count
        self.scale = alpha / rank
        bound = 1.0 / math.sqrt(base.in_features)  # as peft: kaiming_uniform_(a=sqrt(5))
        device = base.weight.device
        draw = torch.rand(count, rank, base.in_features) * 2.0 - 1.0
        self.a = nn.Parameter((draw * bound).to(device))
        self.b = nn.Parameter(torch.zeros(count, base.out_features, rank, device=device))

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.base(x)
        grouped = x.reshape(self.count, -1, x.shape[-1])
        low = torch.bmm(grouped, self.a.transpose(1, 2))
        return y + self.scale * torch.bmm(low, self.b.transpose(1, 2)).reshape(y.shape)


def stack_painters(transformer: nn.Module, count: int, rank: int, alpha: float) -> dict[str, StackedLinear]:
    """Freezes the transformer and puts a StackedLinear over each block linear; returns them by name."""
    transformer.requires_grad_(False)
    layers: dict[str, StackedLinear] = {}
    for name in block_linears(transformer):
        parent_name, _, leaf = name.rpartition(".")
        parent = transformer.get_submodule(parent_name)
        layer = StackedLinear(transformer.get_submodule(name), count, rank, alpha)  # type: ignore[arg-type]
        if isinstance(parent, nn.ModuleList | nn.Sequential):
            parent[int(leaf)] = layer
        else:
            setattr(parent, leaf, layer)
        layers[name] = layer
    return layers


def painter_state(
    layers: dict[str, StackedLinear], values: dict[str, Tensor], index: int
) -> dict[str, Tensor]:
    """One painter's LoRA tensors in diffusers' naming, from the stacked tensors `values` ("<layer>.a",
    "<layer>.b").
    """
    state: dict[str, Tensor] = {}
    for name in layers:
        state[f"{name}.lora_A.weight"] = values[f"{name}.a"][index].detach().clone()
        state[f"{name}.lora_B.weight"] = values[f"{name}.b"][index].detach().clone()
    return state
