"""A rival of the gate's kernels, for measuring only: painters inside the base layers' own products.

Each layer's weight becomes ``[W | B]`` and its input ``[x | gate * A x]``, so the painters cost a longer
inner width and no further reading or writing of any output. Layers that read the same tokens share one wide
input, ``[v q | x | mlp k]``: each multiplies a stretch of it around ``x``. For resident half-precision
weights alone; they come back bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import MethodType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.engine.flux.attention import RegionalFluxAttnProcessor, _rotate
from artmaster_desktop.engine.painters.gate import Attached
from artmaster_desktop.engine.painters.gated_linear import GatedLinear
from artmaster_desktop.engine.painters.state import CHUNK, TILE

# Where each layer's columns stand, by the number of layers that share an input: before or after x, near or
# far.
_PLACES = {1: (1,), 3: (-1, 1, -2), 4: (-1, 2, -2, 1)}


@torch.library.custom_op("artmaster_bench::put_beside_", mutates_args={"z"})
def put_beside_(z: Tensor, gated: Tensor, before: int, ins: int) -> None:
    """``gated`` into the edges of ``z``. Opaque, for the compiler would copy all of ``z`` for it."""
    if before:
        z[:, :before].copy_(gated[:, :before])
    z[:, before + ins :].copy_(gated[:, before:])


@torch.library.custom_op("artmaster_bench::shrink_beside_", mutates_args={"z"})
def shrink_beside_(
    z: Tensor, a: Tensor, gates: Tensor, chunks: Tensor, counts: Tensor, before: int, ins: int
) -> None:
    """``put_beside_`` of ``x A^T * gate`` by our kernel, which leaves out the painters that do not act."""
    from artmaster_desktop.engine.painters import kernels

    width = gates.shape[1]
    layers = len(a) // width
    launch = kernels.LAUNCHES["shrink one" if layers == 1 else "shrink three"]
    block = launch.block if ins >= launch.block else 32
    per_pass = 2 * CHUNK if layers == 1 else CHUNK
    kernels._shrink[(len(counts), 1)](
        z[:, before:], a, z, gates, chunks, counts,
        len(z), ins, width, z.stride(0), chunks.stride(0), -(-ins // block) * block,
        LAYERS=layers, BT=TILE, BK=block, BC=per_pass, COLS=64 if layers > 1 else per_pass,
        GATED=True, PRECISION=kernels.PRECISION, BEFORE=before // width,
        num_warps=8 if layers > 1 else launch.warps, num_stages=launch.stages,
    )  # fmt: skip


@dataclass(slots=True, eq=False)
class _Part:
    """One layer: its stretch of the wide input, and its weight of that width."""

    base: Any
    start: int
    stop: int
    wide: Tensor
    inside: slice


class Joined:
    """Layers with one input ``[1, tokens, in]``; called with it, returns what each makes of it.

    ``own``: the painters' first products by our kernel.
    """

    def __init__(self, layers: Sequence[GatedLinear], own: bool) -> None:
        self.own = own
        columns, ins = layers[0].a.shape
        places = _PLACES[len(layers)]
        self.before = columns * -min(0, *places, 0)
        self.after = columns * max(0, *places)
        self.ins = ins
        self.columns = columns
        self.table = layers[0].table
        spots = [place for place in range(-2, 3) if place in places]
        self.a = torch.cat([layers[places.index(spot)].a for spot in spots])
        self.parts = [self._part(layer, place) for layer, place in zip(layers, places, strict=True)]

    def _part(self, layer: GatedLinear, place: int) -> _Part:
        base: Any = layer.base
        columns, ins = self.columns, self.ins
        left, right = max(0, -place) * columns, max(0, place) * columns
        wide = layer.bt.new_zeros(layer.bt.shape[1], left + ins + right)
        wide[:, left : left + ins] = base.weight.data
        own = slice(0, columns) if place < 0 else slice(left + ins + right - columns, left + ins + right)
        wide[:, own] = layer.bt.T
        base.weight.data = wide[:, left : left + ins]
        start = self.before - left
        return _Part(base, start, start + wide.shape[1], wide, slice(left, left + ins))

    def restore(self) -> None:
        for part in self.parts:
            part.base.weight.data = part.wide[:, part.inside].contiguous()

    def __call__(self, x: Tensor) -> list[Tensor]:
        x = x.reshape(-1, self.ins)
        edges = [x.new_zeros(len(x), width) for width in (self.before, self.after)]
        z = torch.cat([edges[0], x, edges[1]] if self.before else [x, edges[1]], dim=1)
        gate = self.table
        if self.own:
            shrink_beside_(z, self.a, gate.columns, gate.chunks, gate.counts, self.before, self.ins)
        else:
            h = z[:, self.before : self.before + self.ins] @ self.a.T
            gated = (h.unflatten(1, (-1, self.columns)) * gate.columns.unsqueeze(1)).flatten(1).to(x.dtype)
            put_beside_(z, gated, self.before, self.ins)
        return [
            torch.addmm(part.base.bias, z[:, part.start : part.stop], part.wide.T).unsqueeze(0)
            for part in self.parts
        ]


class _Alone(nn.Module):
    """A layer with an input of its own."""

    def __init__(self, layer: GatedLinear, own: bool) -> None:
        super().__init__()
        self.joined = Joined([layer], own)

    def forward(self, x: Tensor) -> Tensor:
        return self.joined(x)[0]


class _Processor(RegionalFluxAttnProcessor):
    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        image_rotary_emb: tuple[Tensor, Tensor] | None = None,
    ) -> tuple[Tensor, Tensor]:
        assert encoder_hidden_states is not None
        picture = _heads(attn.joined(hidden_states), attn.norm_q, attn.norm_k)
        text = _heads(attn.joined_text(encoder_hidden_states), attn.norm_added_q, attn.norm_added_k)
        mixed = _attended(
            self, [torch.cat(pair, 1) for pair in zip(text, picture, strict=True)], image_rotary_emb
        )
        texts = encoder_hidden_states.shape[1]
        return attn.to_out[0](mixed[:, texts:]), attn.to_add_out(mixed[:, :texts])


def _heads(projected: Sequence[Tensor], norm_q: Any, norm_k: Any) -> tuple[Tensor, ...]:
    q, k, v = (x.unflatten(-1, (-1, norm_q.weight.shape[0])) for x in projected)
    return norm_q(q), norm_k(k), v


def _attended(processor: Any, heads: Sequence[Tensor], rotary: tuple[Tensor, Tensor] | None) -> Tensor:
    query, key, value = heads
    if rotary is not None:
        query, key = _rotate(query, rotary), _rotate(key, rotary)
    mixed: Tensor = processor._attend(query, key, value, None)
    return mixed.flatten(2, 3).to(query.dtype)


def _single(
    self: Any,
    hidden_states: Tensor,
    encoder_hidden_states: Tensor,
    temb: Tensor,
    image_rotary_emb: tuple[Tensor, Tensor] | None = None,
    joint_attention_kwargs: dict[str, Any] | None = None,
) -> tuple[Tensor, Tensor]:
    texts = encoder_hidden_states.shape[1]
    joint = torch.cat([encoder_hidden_states, hidden_states], dim=1)
    normed, gate = self.norm(joint, emb=temb)
    *projected, wide = self.joined(normed)
    heads = _heads(projected, self.attn.norm_q, self.attn.norm_k)
    attended = _attended(self.attn.processor, heads, image_rotary_emb)
    both = torch.cat([attended, F.gelu(wide, approximate="tanh")], dim=2)
    joint = joint + gate.unsqueeze(1) * self.proj_out(both)
    return joint[:, :texts], joint[:, texts:]


@contextmanager
def joined(model: Any, attached: Attached, *, own: bool = False) -> Iterator[None]:
    """Painters attached without kernels, and regions attached before, as joined products for the block's
    length."""
    made: list[Joined] = []
    with ExitStack() as stack, torch.inference_mode(False), torch.no_grad():
        stack.callback(_restore, made)
        for name, layer in attached.layers.items():
            if not _shares(name):
                alone = _Alone(layer, own)
                made.append(alone.joined)
                _swap(stack, model, name, alone)
        for block in model.transformer_blocks:
            attn = block.attn
            for place, names in (
                ("joined", ("to_q", "to_k", "to_v")),
                ("joined_text", ("add_q_proj", "add_k_proj", "add_v_proj")),
            ):
                made.append(_give(stack, attn, place, [getattr(attn, name) for name in names], own))
            _reprocess(stack, attn)
        for block in model.single_transformer_blocks:
            attn = block.attn
            layers = [attn.to_q, attn.to_k, attn.to_v, block.proj_mlp]
            made.append(_give(stack, block, "joined", layers, own))
            block.forward = MethodType(_single, block)
            stack.callback(block.__dict__.pop, "forward")
        with torch.inference_mode():
            yield


def _restore(made: Sequence[Joined]) -> None:
    for one in made:
        one.restore()


def _shares(name: str) -> bool:
    return name.rsplit(".", 1)[1] in {
        "to_q", "to_k", "to_v", "add_q_proj", "add_k_proj", "add_v_proj", "proj_mlp",
    }  # fmt: skip


def _swap(stack: ExitStack, model: nn.Module, name: str, module: nn.Module) -> None:
    path, _, child = name.rpartition(".")
    parent = model.get_submodule(path)
    stack.callback(parent._modules.__setitem__, child, parent._modules[child])
    parent._modules[child] = module


def _give(stack: ExitStack, owner: nn.Module, name: str, layers: Sequence[GatedLinear], own: bool) -> Joined:
    group = Joined(layers, own)
    owner.__dict__[name] = group
    stack.callback(owner.__dict__.pop, name)
    return group


def _reprocess(stack: ExitStack, attn: Any) -> None:
    old = attn.processor
    attn.processor = _Processor(old.view, old.group)
    attn.processor._attention_backend = old._attention_backend
    stack.callback(setattr, attn, "processor", old)
