"""A linear layer with all painters beside it: ``y = W x + sum_e g[e, token] B_e (A_e x)``.

The painters' ``A`` are stacked into one product and their ``B`` into another, so many cost about what one
does. The layer itself is always run by its own forward, so offloading, casting and quantised weights keep
working.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.engine.painters.state import GateTable


@dataclass(slots=True, eq=False)
class Stack:
    """The stacked painters of one layer: ``a`` ``[columns, in]`` and ``bt`` ``[columns, out]`` (``B``
    transposed). ``biases`` ``[n, out]`` are added under the gates of the columns ``biased`` ``[n]``; None
    where no adapter has any.
    """

    a: Tensor
    bt: Tensor
    biases: Tensor | None = None
    biased: Tensor | None = None


class SharedInput:
    """Layers that read the same tokens (q, k and v): their ``A`` stacked once more, ``[layers x columns,
    in]``.

    Each layer's own ``a`` is a view of it; ``place`` says which.
    """

    def __init__(self, layers: Sequence[GatedLinear]) -> None:
        self.count = len(layers)
        self.a = torch.cat([layer.a for layer in layers])
        for place, (layer, part) in enumerate(zip(layers, self.a.chunk(len(layers)), strict=True)):
            layer.a, layer.shared, layer.place = part, self, place


class GatedLinear(nn.Module):
    """Wraps ``base`` (any module that maps ``[..., in]`` to ``[..., out]``) and adds what the gated painters
    change.

    ``a``, ``bt`` and the table are plain attributes, neither parameters nor buffers: nothing that walks the
    network (casting, offloading, saving) takes them for its own. ``kernels``: by our Triton kernels;
    ``heads``: those may take the norm and the rotary embedding of queries and keys along.
    """

    def __init__(self, base: nn.Module, stack: Stack, table: GateTable, *, kernels: bool = False) -> None:
        super().__init__()
        self.base = base
        self.a = stack.a
        self.bt = stack.bt
        self.biases = stack.biases
        self.biased = stack.biased
        self.table = table
        self.kernels = kernels
        self.heads = False
        self.shared: SharedInput | None = None
        self.place = 0
        self.training = base.training

    def forward(self, x: Tensor) -> Tensor:
        y = self.own(x)
        if self.idle:
            return y
        if self.kernels:
            torch.ops.artmaster.gated_add_(y, x, self.a, self.bt, *self._gate)
            return y
        return add_gated(y, F.linear(x.to(self.a.dtype), self.a), self.bt, self.table.columns)

    def own(self, x: Tensor) -> Tensor:
        """What the wrapped layer gives, with the adapters' gated biases: all but their pairs."""
        y: Tensor = self.base(x)
        if self.biases is None or self.idle:
            return y
        gates = self.table.columns[:, self.biased]
        return y + (gates @ self.biases.to(gates.dtype)).to(y.dtype)

    def gelu(self, x: Tensor) -> Tensor:
        """``gelu(self(x))``, by tanh, in one go where there are kernels."""
        if self.idle or not self.kernels:
            return F.gelu(self(x), approximate="tanh")
        out: Tensor = torch.ops.artmaster.gated_gelu(self.own(x), x, self.a, self.bt, *self._gate)
        return out

    def gelu_beside(self, left: Tensor, x: Tensor) -> Tensor:
        """``cat([left, gelu(self(x))], dim=-1)``, in one go where there are kernels."""
        if self.idle or not self.kernels:
            return torch.cat([left, F.gelu(self(x), approximate="tanh")], dim=-1)
        out: Tensor = torch.ops.artmaster.gated_gelu_beside(
            left, self.own(x), x, self.a, self.bt, *self._gate
        )
        return out

    @property
    def _gate(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.table.columns, self.table.chunks, self.table.counts

    @property
    def idle(self) -> bool:
        """True where no painter acts at this step. Never in compiled code, which must not hang on numbers."""
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

    ``y`` ``[..., tokens, out]``, ``h`` ``[..., tokens, columns]``, ``gate`` float32 ``[tokens, columns]`` or
    ``[1, columns]``, ``bt`` ``[columns, out]``. The gate is applied in float32.
    """
    gated = (h * gate).to(bt.dtype)
    if y.requires_grad or not y.is_contiguous() or y.dtype != bt.dtype:
        return y + F.linear(gated, bt.T).to(y.dtype)
    y.view(-1, y.shape[-1]).addmm_(gated.reshape(-1, gated.shape[-1]), bt)
    return y


def project(x: Tensor, layers: Sequence[nn.Module]) -> list[Tensor]:
    """What each of ``layers`` makes of ``x``, as if called in turn; painters' ``A`` are multiplied once for
    all."""
    gated = [layer for layer in layers if isinstance(layer, GatedLinear) and layer.shared is not None]
    if not gated or gated[0].idle:
        return [layer(x) for layer in layers]
    shared = gated[0].shared
    assert shared is not None
    if gated[0].kernels:
        return _project_by_kernel(x, layers, gated, shared)
    stacked = F.linear(x.to(shared.a.dtype), shared.a)
    h = stacked.view(*stacked.shape[:-1], shared.count, -1)
    outputs = []
    for layer in layers:
        if isinstance(layer, GatedLinear) and layer.shared is not None:
            outputs.append(add_gated(layer.own(x), h[..., layer.place, :], layer.bt, layer.table.columns))
        else:
            outputs.append(layer(x))
    return outputs


def _project_by_kernel(
    x: Tensor, layers: Sequence[nn.Module], gated: Sequence[GatedLinear], shared: SharedInput
) -> list[Tensor]:
    if len(gated) != 3:
        return [layer(x) for layer in layers]
    outputs = [layer.own(x) for layer in gated]
    bts = [layer.bt for layer in gated]
    torch.ops.artmaster.gated_add_three_(*outputs, x, shared.a, *bts, *gated[0]._gate)
    return outputs


class Stream(NamedTuple):
    """What one stream brings to an attention: its tokens, the layers for q, k, v and the norms of q and k."""

    x: Tensor
    layers: Sequence[Any]
    norms: tuple[Tensor, Tensor]


def project_heads(
    streams: Sequence[Stream], rotary: tuple[Tensor, Tensor] | None, eps: float | None
) -> tuple[Tensor, Tensor, Tensor] | None:
    """Queries, keys and values, normalised and rotated, in one reading and writing each; None where they
    cannot be.

    ``streams``: text and picture, or both as one. Needs kernels, and painters on all three layers of each
    stream. Returns ``[batch, tokens, heads, channels]``.
    """
    if rotary is None or eps is None:
        return None
    if not all(_joined(stream) for stream in streams):
        return None
    layers = [layer for stream in streams for layer in stream.layers]
    gates = [stream.layers[0]._gate for stream in streams]
    q, k, v = torch.ops.artmaster.gated_heads(
        [layer.own(stream.x) for stream in streams for layer in stream.layers],
        [stream.x for stream in streams],
        [stream.layers[0].shared.a for stream in streams],
        [layer.bt for layer in layers],
        [norm for stream in streams for norm in stream.norms],
        *(list(tensors) for tensors in zip(*gates, strict=True)),
        *rotary,
        eps,
    )
    return q, k, v


def _joined(stream: Stream) -> bool:
    first = stream.layers[0]
    return (
        all(isinstance(layer, GatedLinear) and layer.kernels for layer in stream.layers)
        and first.shared is not None
        and first.shared.count == len(stream.layers)
        and first.heads
        and stream.norms[0].shape[0].bit_count() == 1
        and stream.norms[0].device == stream.x.device  # not where the network is offloaded piece by piece
        and not first.idle
    )
