"""A linear layer with all painters beside it: ``y = W x + sum_e g[e, token] B_e (A_e x)``.

The painters' ``A`` are stacked into one product and their ``B`` into another, so many cost about what one
does. The layer itself is always run by its own forward, so offloading, casting and quantised weights keep
working.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.engine.painters.state import GateTable


@dataclass(slots=True, eq=False)
class Stack:
    """The stacked painters of one layer: ``a`` ``[columns, in]`` and ``bt`` ``[columns, out]`` (``B``
    transposed).
    """

    a: Tensor
    bt: Tensor


class SharedInput:
    """Layers that read the same tokens (q, k and v): their ``A`` stacked once more, ``[layers x columns,
    in]``.

    Each layer's own ``a`` is a view of it.
    """

    def __init__(self, layers: Sequence[GatedLinear]) -> None:
        self.layers = tuple(layers)
        self.a = torch.cat([layer.a for layer in layers])
        for layer, part in zip(layers, self.a.chunk(len(layers)), strict=True):
            layer.a = part
            layer.shared = self


class GatedLinear(nn.Module):
    """Wraps ``base`` (any module that maps ``[..., in]`` to ``[..., out]``) and adds what the gated
    painters change.

    ``a``, ``bt`` and the table are plain attributes, neither parameters nor buffers: nothing that walks the
    network (casting, offloading, saving) takes them for its own.
    """

    def __init__(self, base: nn.Module, stack: Stack, table: GateTable) -> None:
        super().__init__()
        self.base = base
        self.a = stack.a
        self.bt = stack.bt
        self.table = table
        self.shared: SharedInput | None = None
        self.training = base.training

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.base(x)
        if self.idle:
            return y
        return add_gated(y, F.linear(x.to(self.a.dtype), self.a), self.bt, self.table.columns)

    @property
    def idle(self) -> bool:
        """True where no painter acts at this step. Never in compiled code, which must not depend on
        numbers."""
        return not torch.compiler.is_compiling() and not self.table.active

    @property
    def weight(self) -> Tensor:
        """The wrapped layer's weight: libraries ask it for its dtype and device."""
        return self.base.weight  # type: ignore[return-value]

    @property
    def bias(self) -> Tensor | None:
        return self.base.bias  # type: ignore[return-value]


def add_gated(y: Tensor, h: Tensor, bt: Tensor, gate: Tensor) -> Tensor:
    """``y + (h * gate) @ bt``, in ``y``'s own memory where that is allowed.

    ``y`` ``[..., tokens, out]``, ``h`` ``[..., tokens, columns]``, ``gate`` float32 ``[tokens, columns]``
    or ``[1, columns]``, ``bt`` ``[columns, out]``. The gate is applied in float32.
    """
    gated = (h * gate).to(bt.dtype)
    if y.requires_grad or not y.is_contiguous() or y.dtype != bt.dtype:
        return y + F.linear(gated, bt.T).to(y.dtype)
    y.view(-1, y.shape[-1]).addmm_(gated.reshape(-1, gated.shape[-1]), bt)
    return y


def project(x: Tensor, layers: Sequence[nn.Module]) -> list[Tensor]:
    """What each of ``layers`` makes of ``x``, as if called in turn; painters' ``A`` are multiplied once for
    all.
    """
    shared = next((layer.shared for layer in layers if isinstance(layer, GatedLinear) and layer.shared), None)
    if shared is None or shared.layers[0].idle:
        return [layer(x) for layer in layers]
    stacked = F.linear(x.to(shared.a.dtype), shared.a)
    h = stacked.view(*stacked.shape[:-1], len(shared.layers), -1)
    outputs = []
    for layer in layers:
        if isinstance(layer, GatedLinear) and layer.shared is shared:
            part = h[..., shared.layers.index(layer), :]
            outputs.append(add_gated(layer.base(x), part, layer.bt, layer.table.columns))
        else:
            outputs.append(layer(x))
    return outputs
