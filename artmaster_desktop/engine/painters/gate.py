"""Painters beside a transformer for as long as a job lasts, and not one bit longer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import torch
from torch import nn

from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.capability import kernels_for
from artmaster_desktop.engine.painters.fusing import Fusion
from artmaster_desktop.engine.painters.gated_linear import GatedLinear, SharedInput, Stack
from artmaster_desktop.engine.painters.seat import Depth, Seat, Stream, block_layers, seat_of
from artmaster_desktop.engine.painters.state import CHUNK, Columns, GateState
from artmaster_desktop.engine.painters.widened import WidenedLinear

_SHARING = (
    ("attn.to_q", "attn.to_k", "attn.to_v"),
    ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
)
"""Layers of one block that read the same tokens."""


@dataclass(frozen=True, slots=True)
class Room:
    """Space kept for painters so that they can be exchanged under a compiled network.

    Every block layer with a token axis is gated, with ``columns`` (a multiple of 16) ranks in all, whatever
    the painters at hand need; ``painters`` is the most there can be.
    """

    painters: int
    columns: int

    def __post_init__(self) -> None:
        if self.columns % CHUNK or self.columns < CHUNK:
            raise ValueError(f"room is given in multiples of {CHUNK} columns, not {self.columns}")


class Attached:
    """Painters attached to a transformer. ``state`` is their gate; ``replace`` changes the painters."""

    def __init__(
        self,
        transformer: nn.Module,
        adapters: Sequence[Adapter],
        *,
        device: torch.device | None = None,
        dtype: torch.dtype | None = None,
        room: Room | None = None,
        kernels: bool | None = None,
        fuse: bool = True,
    ) -> None:
        first = next(transformer.parameters())
        self.transformer = transformer
        self.device = device or first.device
        self.dtype = dtype or first.dtype
        self.room = room
        self.kernels = kernels_for(self.device, self.dtype) if kernels is None else kernels
        self._fuse = fuse and self.kernels
        self._fusion: Fusion | None = None
        self.layers: dict[str, GatedLinear] = {}
        self.adapters: tuple[Adapter, ...] = ()
        self.state = GateState(self.device, 0)
        self._depth = Depth(len(transformer.transformer_blocks), len(transformer.single_transformer_blocks))  # type: ignore[arg-type]
        try:
            layouts = self._layouts(adapters)
            self._check(adapters, layouts)
            self._attach(tuple(adapters), layouts)
        except BaseException:
            self.detach()
            raise

    def replace(self, adapters: Sequence[Adapter]) -> None:
        """Exchange the painters; the gate then needs ``prepare`` again.

        Within ``room`` all buffers keep their storage and a compiled network goes on as it is. Raises
        ``ValueError`` where the new painters fit neither the room nor the transformer; the old ones then
        stay.
        """
        adapters = tuple(adapters)
        layouts = self._layouts(adapters)
        self._check(adapters, layouts)
        if self.room is None or layouts.keys() != self.layers.keys():
            self.detach()
            self._attach(adapters, layouts)
            return
        self.adapters = adapters
        self.state.relayout(len(adapters), next(iter(layouts.values())))
        for name, layer in self.layers.items():
            stack = self._stack(name, layouts[name], layer.base)
            layer.a.copy_(stack.a)
            layer.bt.copy_(stack.bt)

    def detach(self) -> None:
        """Put every wrapped layer back where it was. May be called again."""
        self.rest()
        self.layers = {}
        self.adapters = ()

    def rest(self) -> None:
        """As ``detach``, but ``resume`` brings the painters back, in the same buffers."""
        if self._fusion is not None:
            self._fusion.undo()
            self._fusion = None
        for name, layer in self.layers.items():
            parent, child = _parent(self.transformer, name)
            parent._modules[child] = layer.base

    def resume(self) -> None:
        """Undo ``rest``; the transformer must hold its own layers."""
        for name, layer in self.layers.items():
            parent, child = _parent(self.transformer, name)
            parent._modules[child] = layer
        if self._fuse:
            self._fusion = Fusion(self.transformer)

    def buffers(self) -> tuple[torch.Tensor, ...]:
        """All tensors that the gated layers read: the painters' and the gate's. Within ``room`` they stay the
        same objects whatever painters and plan are in them, as long as the number of tokens does."""
        found: list[torch.Tensor] = []
        for layer in self.layers.values():
            found += (layer.a if layer.shared is None else layer.shared.a, layer.bt)
            found += (layer.table.columns, layer.table.chunks, layer.table.counts)
        return tuple(found)

    def _attach(self, adapters: tuple[Adapter, ...], layouts: Mapping[str, Columns]) -> None:
        if self.kernels:
            import_module("artmaster_desktop.engine.painters.kernels")  # registers the operators
        self.adapters = adapters
        self.state.clear(len(adapters))
        for name, columns in layouts.items():
            parent, child = _parent(self.transformer, name)
            base = parent._modules[child]
            assert base is not None
            seat = self._seat(name)
            table = self.state.table(seat, columns)
            kernels = self.kernels and seat.stream is not Stream.WHOLE
            layer = GatedLinear(base, self._stack(name, columns, base), table, kernels=kernels)
            self.layers[name] = layer
            parent._modules[child] = layer
        for names in _sharing(self.layers):
            SharedInput([self.layers[name] for name in names])
        if self._fuse:
            self._fusion = Fusion(self.transformer)
        for layer in self.layers.values():
            layer.heads = self._fuse

    def _layouts(self, adapters: Sequence[Adapter]) -> dict[str, Columns]:
        """The columns of every layer to be gated, in the transformer's own order of layers."""
        touched = {name for adapter in adapters for name in adapter.modules}
        if self.room is not None:
            columns = self._room_columns(self.room, adapters)
            return dict.fromkeys(sorted(touched.union(block_layers(self._depth))), columns)
        step = CHUNK if self.kernels else 1
        ranks = {name: _ranks(adapters, (name,), step) for name in touched}
        for names in _sharing(touched):
            ranks.update(dict.fromkeys(names, _ranks(adapters, names, step)))
        return {name: Columns(ranks[name], sum(ranks[name])) for name in sorted(touched)}

    def _room_columns(self, room: Room, adapters: Sequence[Adapter]) -> Columns:
        ranks = tuple(_ranks([adapter], tuple(adapter.modules), CHUNK)[0] for adapter in adapters)
        if len(adapters) > room.painters or sum(ranks) > room.columns:
            raise ValueError(
                f"{len(adapters)} painters with {sum(ranks)} ranks do not fit the room for "
                f"{room.painters} painters with {room.columns}"
            )
        return Columns(ranks, room.columns)

    def _check(self, adapters: Sequence[Adapter], layouts: Mapping[str, Columns]) -> None:
        """Raises ``ValueError`` for layers that FLUX does not have and for pairs of the wrong shape."""
        for name in layouts:
            self._seat(name)
        for adapter in adapters:
            for name, pair in adapter.modules.items():
                parent, child = _parent(self.transformer, name)
                layer = parent._modules[child]
                base = layer.base if isinstance(layer, GatedLinear) else layer
                found, wanted = (pair.b.shape[0], pair.a.shape[1]), _sides(base)
                narrow = isinstance(base, WidenedLinear) and found == (wanted[0], base.narrow)
                if found != wanted and not narrow:
                    raise ValueError(f"{adapter.name}: {name} is {wanted} (out, in), the adapter's {found}")

    def _seat(self, name: str) -> Seat:
        seat = seat_of(name, self._depth)
        if seat is None:
            raise ValueError(f"FLUX has no layer named {name!r}")
        return seat

    def _stack(self, name: str, columns: Columns, base: nn.Module) -> Stack:
        """All painters' pairs for one layer, in columns; a painter without this layer has zeros, and so has
        one for what a widened layer reads beside its own inputs.
        """
        outs, ins = _sides(base)
        a = torch.zeros(columns.width, ins, device=self.device, dtype=self.dtype)
        bt = torch.zeros(columns.width, outs, device=self.device, dtype=self.dtype)
        start, biases = 0, {}
        for adapter, rank in zip(self.adapters, columns.ranks, strict=True):
            pair = adapter.modules.get(name)
            if pair is not None:
                a[start : start + pair.rank, : pair.a.shape[1]].copy_(pair.a)
                bt[start : start + pair.rank].copy_(pair.b.T)
            if name in adapter.biases:
                biases[start] = adapter.biases[name]
            start += rank
        if not biases:
            return Stack(a, bt)
        stacked = torch.stack(list(biases.values())).to(self.device, self.dtype)
        return Stack(a, bt, stacked, torch.tensor(list(biases), device=self.device))


def _ranks(adapters: Sequence[Adapter], names: Sequence[str], step: int) -> tuple[int, ...]:
    """Each painter's largest rank among the layers ``names``, rounded up to a multiple of ``step``."""
    pairs = [
        [adapter.modules[name].rank for name in names if name in adapter.modules] for adapter in adapters
    ]
    return tuple(-(-max(ranks, default=0) // step) * step for ranks in pairs)


def _sharing(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Groups of two or more of ``names`` that read the same tokens."""
    blocks = sorted({name.rsplit(".attn.", 1)[0] for name in names if ".attn." in name})
    for block in blocks:
        for layers in _SHARING:
            group = tuple(f"{block}.{layer}" for layer in layers if f"{block}.{layer}" in names)
            if len(group) > 1:
                yield group


def _sides(layer: nn.Module | None) -> tuple[int, int]:
    """``(out, in)`` of a linear layer; quantised ones pack their weight but keep these two."""
    return layer.out_features, layer.in_features  # type: ignore[union-attr,return-value]


def _parent(root: nn.Module, name: str) -> tuple[nn.Module, str]:
    path, _, child = name.rpartition(".")
    return root.get_submodule(path), child


@contextmanager
def attach(
    transformer: nn.Module,
    adapters: Sequence[Adapter],
    *,
    device: torch.device | None = None,
    dtype: torch.dtype | None = None,
    room: Room | None = None,
    kernels: bool | None = None,
    fuse: bool = True,
) -> Iterator[Attached]:
    """Attach painters to a FLUX transformer for the length of a ``with`` block.

    On every way out the transformer holds the very modules and parameters that it held before. ``device``
    and ``dtype`` are those the layers compute with (default: those of the first parameter; name them where
    the network is offloaded or quantised). Offload after attaching. Raises ``ValueError`` for adapters that
    do not fit.
    """
    attached = Attached(
        transformer, adapters, device=device, dtype=dtype, room=room, kernels=kernels, fuse=fuse
    )
    try:
        yield attached
    finally:
        attached.detach()
