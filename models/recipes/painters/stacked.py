"""All painters in one batch: a linear layer that carries one low-rank update per painter.

Training the painters side by side keeps a small model's GPU full, and gives each of them the same steps.
Adam's update is elementwise and each painter has tensors of its own, so this equals training them one after
the other.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Gates:
    """How far painters act on each token: `picture` [rows, n, 1] and `texts` [rows, l, 1], in [0, 1]."""

    picture: Tensor
    texts: Tensor

    def of(self, stream: str) -> Tensor:
        """For a layer of that stream; single blocks see texts and picture in one sequence."""
        if stream == "both":
            return torch.cat((self.texts, self.picture), dim=1)
        return self.texts if stream == "texts" else self.picture


def stream_of(name: str) -> str:
    """Which tokens a block's linear layer sees, by its name: "picture", "texts" or "both"."""
    if name.startswith("single_transformer_blocks."):
        return "both"
    return "texts" if any(part in name for part in ("add_", "_context")) else "picture"


class StackedLinear(nn.Module):
    """y = W x + g alpha / rank * B_p A_p x, where row i of the batch belongs to painter p = i // (rows /
    count), and g is the layer's `gate` per token, or 1 where it is None.

    `a` is [count, rank, in] and `b` is [count, out, rank] (zero at first, so nothing changes at the start).
    """

    def __init__(self, base: nn.Linear, count: int, rank: int, alpha: float) -> None:
        super().__init__()
        self.base = base
        self.count = count
        self.scale = alpha / rank
        self.gate: Tensor | None = None
        bound = 1.0 / math.sqrt(base.in_features)  # as peft: kaiming_uniform_(a=sqrt(5))
        device = base.weight.device
        draw = torch.rand(count, rank, base.in_features) * 2.0 - 1.0
        self.a = nn.Parameter((draw * bound).to(device))
        self.b = nn.Parameter(torch.zeros(count, base.out_features, rank, device=device))

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.base(x)
        grouped = x.reshape(self.count, -1, x.shape[-1])
        low = torch.bmm(grouped, self.a.transpose(1, 2))
        if self.gate is not None:
            low = low * self.gate.reshape(self.count, -1, 1)
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


class Bundle:
    """All painters' tensors as views of one [count, n] tensor, their gradients of another and their running
    average of a third: limiting, moving and averaging them takes a few operations instead of thousands.

    `trained` and `average` name the views "<layer>.a" and "<layer>.b".
    """

    def __init__(self, layers: dict[str, StackedLinear]) -> None:
        self.trained = {f"{n}.{k}": getattr(m, k) for n, m in layers.items() for k in ("a", "b")}
        self.values = nn.Parameter(torch.cat([p.detach().flatten(1) for p in self.trained.values()], 1))
        self.gradients = torch.zeros_like(self.values)
        self.values.grad = self.gradients
        self.mean = self.values.detach().clone()
        self.average: dict[str, Tensor] = {}
        start = 0
        for name, parameter in self.trained.items():
            part = slice(start, start := start + parameter[0].numel())
            parameter.data = self.values.detach()[:, part].view(parameter.shape)
            self.average[name] = self.mean[:, part].view(parameter.shape)

    def learn(self, loss: Tensor) -> None:
        """The gradients of `loss`, in place of the last ones."""
        found = torch.autograd.grad(loss, list(self.trained.values()))
        torch.cat([gradient.flatten(1) for gradient in found], 1, out=self.gradients)

    @torch.no_grad()
    def limit(self, norm: float) -> None:
        """Limit each painter's gradient norm by itself: one's bad batch is not the others' business. What is
        no number becomes 0."""
        self.gradients.nan_to_num_(0.0, 0.0, 0.0)
        norms = self.gradients.norm(dim=1, keepdim=True)
        self.gradients.mul_((norm / (norms + 1e-6)).clamp(max=1.0))

    @torch.no_grad()
    def follow(self, decay: float) -> None:
        """Move the running average towards the values."""
        self.mean.lerp_(self.values, 1.0 - decay)

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Paint with the averages while the block runs."""
        kept = self.values.detach().clone()
        with torch.no_grad():
            self.values.copy_(self.mean)
        try:
            yield
        finally:
            with torch.no_grad():
                self.values.copy_(kept)


def set_gates(layers: dict[str, StackedLinear], gates: Gates | None) -> None:
    """Hold the painters to their tokens, or with None let them act everywhere."""
    for name, layer in layers.items():
        layer.gate = None if gates is None else gates.of(stream_of(name))


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
