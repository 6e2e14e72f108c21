"""Regional attention: whose text each token hears, at the price of the texts' real length.

The sequence is ``[padding | region texts | root text | picture]``. Root text and picture attend to each
other with plain attention, no mask, by the fastest kernel at hand. A region's text is heard by the picture
tokens it covers, its logits shifted by ``log(coverage)``, so a soft border fades; it hears itself, the root
text and, with the same shift, those tokens. The few extra scores are merged into the plain result by the
log-sum-exp of both (FlashAttention, Dao 2023, arXiv 2307.08691, section 3.1): exact, as if one masked
softmax had run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from diffusers.models.attention_dispatch import dispatch_attention_fn
from diffusers.models.embeddings import apply_rotary_emb
from diffusers.models.transformers.transformer_flux import FluxAttention
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.core.gate import BLOCK_GROUPS, GatePlan, block_group
from artmaster_desktop.engine.painters.capability import kernels_for, plain_backend
from artmaster_desktop.engine.painters.gated_linear import Stream, project, project_heads
from artmaster_desktop.engine.painters.state import Order, text_order

if TYPE_CHECKING:
    from artmaster_desktop.engine.flux.attention_kernels import RegionTables

NEVER = -1e4
"""Added to a logit that must not count: its exponential is 0 in every float type, and no row can turn to NaN.
"""


class RegionView:
    """What every attention layer must know of the regions at hand; all layers share one.

    ``texts`` counts the region-text tokens (with padding) at the head of the sequence; 0 means plain
    attention.
    """

    def __init__(self, device: torch.device, dtype: torch.dtype, *, kernels: bool = False) -> None:
        self.device = device
        self.dtype = dtype
        self.kernels = kernels
        self.backend = plain_backend(device)
        self.tables: RegionTables | None = None
        self._kept: dict[tuple[str, torch.Size], Tensor] = {}
        self.texts = 0
        self.root = 0
        self.isolate: frozenset[int] = frozenset()
        self.isolate_above = 0.0
        self.isolating = False
        self._areas = np.zeros(0, dtype=np.int64)
        self._coverage = np.zeros((0, 0))
        self.on_picture = torch.zeros(0, 0, device=device)
        self.on_texts = torch.zeros(0, 0, device=device)
        self.isolated: Tensor | None = None
        self._dense: Tensor | None = None

    def prepare(
        self,
        plan: GatePlan,
        text_lengths: Sequence[int],
        order: Order | None = None,
        padding: int = 0,
        *,
        isolate: Sequence[int] = (),
        isolate_above: float = 0.0,
    ) -> None:
        """Compile who hears whom; arguments as for ``GateState.prepare``.

        In the block groups ``isolate`` (indices into ``BLOCK_GROUPS``), while sigma is above
        ``isolate_above``, picture tokens attend only to tokens of their own areas (overlap of coverages as
        a log bias): a stronger separation than FLUX was trained with. Raises ``ValueError`` where the
        arguments do not fit the plan.
        """
        if len(text_lengths) != plan.areas:
            raise ValueError(
                f"the plan has {plan.areas} areas, but text lengths were given for {len(text_lengths)}"
            )
        if any(not 0 <= group < len(BLOCK_GROUPS) for group in isolate):
            raise ValueError(f"block groups are 0 to {len(BLOCK_GROUPS) - 1}, not {tuple(isolate)}")
        order_ = np.arange(plan.coverage[0].size) if order is None else order
        areas = np.array(text_order(plan.areas)[:-1], dtype=np.int64)
        lengths = np.asarray(text_lengths)
        self.texts, self.root = int(lengths[1:].sum()) + padding, int(lengths[0])
        self._areas = np.concatenate([np.zeros(padding, dtype=np.int64), np.repeat(areas, lengths[areas])])
        self._coverage = plan.coverage.reshape(plan.areas, -1)[:, order_].astype(np.float64)
        start = self.texts + self.root
        if self.kernels:
            self.tables = self._tables(plan.areas)
        else:
            hears = self._hears()
            self.on_picture = self._settled("picture", self._on_device(hears[:, start:].T))
            self.on_texts = self._settled("texts", self._on_device(hears))
        self.isolate, self.isolate_above = frozenset(isolate), isolate_above
        self.isolated = self._on_device(self.dense_bias(isolated=True)) if isolate else None
        self._dense = None
        self.set_step(1.0)

    def clear(self) -> None:
        """Back to plain attention."""
        self.texts, self.root, self.isolate, self.isolated, self.tables = 0, 0, frozenset(), None, None
        self.isolating = False

    def set_step(self, sigma: float) -> None:
        """Set what depends on the noise level, ``sigma`` in [0, 1]."""
        self.isolating = bool(self.isolate) and sigma > self.isolate_above

    def dense_bias(self, *, isolated: bool = False) -> NDArray[np.float64]:
        """The whole mask, ``[tokens, tokens]``, added to the logits of plain attention: what the parts
        amount to.

        0 where a query hears a key in full, ``log(coverage)`` where in part, ``NEVER`` where not at all.
        """
        hears = self._hears()
        start = self.texts + self.root
        bias = np.zeros((start + self._coverage.shape[1],) * 2)
        bias[: self.texts] = hears
        bias[self.texts :, : self.texts] = NEVER
        bias[start:, : self.texts] = hears[:, start:].T
        if isolated:
            overlap = sum(np.minimum.outer(area, area) for area in self._coverage)
            bias[start:, start:] = _log(np.asarray(overlap))
        return bias

    def dense(self, like: Tensor) -> Tensor:
        """``dense_bias`` as a tensor of ``like``'s device and dtype, made once per job."""
        if self._dense is None:
            self._dense = torch.from_numpy(self.dense_bias()).to(like.device, like.dtype)
        return self._dense

    def _hears(self) -> NDArray[np.float64]:
        """``[texts, tokens]``: how each region-text token hears every token; unused ones hear themselves."""
        hears = self._areas_hear(len(self._coverage))[self._areas]
        unused = np.flatnonzero(self._areas == 0)
        hears[unused, unused] = 0.0
        return hears

    def _areas_hear(self, rows: int) -> NDArray[np.float64]:
        """``[rows, tokens]``: how each area's text hears every token; row 0 and rows beyond the areas hear
        none."""
        areas = len(self._coverage)
        hears = np.full((rows, self.texts + self.root + self._coverage.shape[1]), NEVER)
        own = np.arange(1, areas)[:, None] == self._areas[None, :]
        hears[1:areas, : self.texts] = np.where(own, 0.0, NEVER)
        hears[1:areas, self.texts : self.texts + self.root] = 0.0
        hears[1:areas, self.texts + self.root :] = _log(self._coverage[1:])
        return hears

    def _tables(self, areas: int) -> RegionTables:
        """For the kernel; rows for areas in sixteens, so that their number seldom changes the shapes."""
        from artmaster_desktop.engine.flux.attention_kernels import RegionTables, key_tiles

        hears = self._areas_hear(-(-areas // 16) * 16)
        arrays = (
            hears.astype(np.float32),
            self._areas.astype(np.int32),
            *key_tiles(self._areas, hears, self.root, NEVER),
        )
        fresh = (torch.from_numpy(array).to(self.device) for array in arrays)
        return RegionTables(*(self._settled(name, table) for name, table in zip("hatc", fresh, strict=True)))

    def _settled(self, name: str, fresh: Tensor) -> Tensor:
        """``fresh`` in the buffer that the last one of this name and shape had: a recorded step then sees
        it."""
        return self._kept.setdefault((name, fresh.shape), fresh).copy_(fresh)

    def buffers(self) -> tuple[Tensor, ...]:
        """All tensors that attention reads beside queries, keys and values."""
        tables = () if self.tables is None else self.tables.all()
        isolated = () if self.isolated is None else (self.isolated,)
        return (*tables, self.on_picture, self.on_texts, *isolated)

    def values(self) -> tuple[int, int, bool, str]:
        """All plain values that attention depends on."""
        return self.texts, self.root, self.isolating, self.backend

    def _on_device(self, bias: NDArray[np.float64]) -> Tensor:
        """Rows start at multiples of 16 numbers: CUDA's kernels load masks in such pieces."""
        rows, width = bias.shape
        padded = np.full((rows, -(-width // 16) * 16), NEVER)
        padded[:, :width] = bias
        return torch.from_numpy(padded).to(self.device, self.dtype)[:, :width]


def _log(coverage: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(coverage, where=coverage > 0.0, out=np.full(coverage.shape, NEVER))


def regional_attention(view: RegionView, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention under ``view``; all ``[batch, tokens, heads, channels]``. Not differentiable."""
    q, k, v = query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)
    if view.tables is not None:
        return _with_kernel(view, view.tables, q, k, v)
    if q.device.type in ("cpu", "cuda"):
        return _in_parts(view, q, k, v).transpose(1, 2)
    return dense_attention(view, query, key, value)


def dense_attention(view: RegionView, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """The same by one dense mask, for devices whose kernels keep the log-sum-exp to themselves (MPS)."""
    q, k, v = query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=view.dense(q)).transpose(1, 2)


def _with_kernel(view: RegionView, tables: RegionTables, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    texts = view.texts
    plain, lse = torch.ops.artmaster.attend_plain(
        q[:, :, texts:], k[:, :, texts:], v[:, :, texts:], view.backend
    )
    mixed: Tensor = torch.ops.artmaster.add_regions(
        q, k, v, plain, lse, tables.hears, tables.areas, tables.tiles, tables.counts, texts, view.root
    )
    return mixed


def _in_parts(view: RegionView, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    texts, root = view.texts, view.root
    out, lse = attend(q[:, :, texts:], k[:, :, texts:], v[:, :, texts:])
    extra, extra_lse = attend(q[:, :, texts + root :], k[:, :, :texts], v[:, :, :texts], view.on_picture)
    share = torch.sigmoid(extra_lse - lse[:, :, root:]).unsqueeze(-1)
    out[:, :, root:].lerp_(extra, share.to(out.dtype))
    spoken, _ = attend(q[:, :, :texts], k, v, view.on_texts)
    return torch.cat([spoken, out], dim=2)


def attend(
    q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None = None, *, backend: str = "flash"
) -> tuple[Tensor, Tensor]:
    """Softmax attention and each query's log-sum-exp. ``[B, H, S, C]``; ``bias`` ``[queries, keys]``.

    ``backend`` is CUDA's kernel where there is no bias: ``flash`` or ``cudnn``. Raises
    ``NotImplementedError`` where the device has no kernel that returns the sums.
    """
    mask = None if bias is None else bias.to(q.dtype)[None, None]
    aten = torch.ops.aten
    if q.device.type == "cpu":
        out, lse = aten._scaled_dot_product_flash_attention_for_cpu(q, k, v, attn_mask=mask)
        return out, lse
    if q.device.type != "cuda":
        raise NotImplementedError(f"no attention with log-sum-exp on {q.device.type}")
    if mask is not None or q.dtype == torch.float32:
        mask = None if mask is None else mask.expand(q.shape[0], q.shape[1], -1, -1)
        out, lse, *_ = aten._scaled_dot_product_efficient_attention(q, k, v, mask, True)
    elif backend == "cudnn":
        out, lse, *_ = aten._scaled_dot_product_cudnn_attention(q, k, v, None, True)
        lse = lse.reshape(q.shape[:3])
    else:
        out, lse, *_ = aten._scaled_dot_product_flash_attention(q, k, v)
    return out, lse[:, :, : q.shape[2]]


@torch.library.custom_op("artmaster::attend_plain", mutates_args=())
def attend_plain(q: Tensor, k: Tensor, v: Tensor, backend: str) -> tuple[Tensor, Tensor]:
    """``attend`` without a bias as one opaque operator, its result laid out ``[B, S, H, C]`` in memory."""
    out, lse = attend(q, k, v, backend=backend)
    return out.transpose(1, 2).contiguous().transpose(1, 2), lse.contiguous()


@attend_plain.register_fake
def _(q: Tensor, k: Tensor, v: Tensor, backend: str) -> tuple[Tensor, Tensor]:
    batch, heads, tokens, width = q.shape
    out = q.new_empty(batch, tokens, heads, width).transpose(1, 2)
    return out, q.new_empty(batch, heads, tokens, dtype=torch.float32)


class RegionalFluxAttnProcessor:
    """FLUX's attention with regions and gated painters, for double and single blocks.

    Without region texts it runs diffusers' own dispatch on the same numbers as ``FluxAttnProcessor``.
    """

    _attention_backend = None
    _parallel_config = None

    def __init__(self, view: RegionView, group: int) -> None:
        self.view = view
        self.group = group

    def __call__(
        self,
        attn: FluxAttention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        image_rotary_emb: tuple[Tensor, Tensor] | None = None,
    ) -> Tensor | tuple[Tensor, Tensor]:
        """As ``FluxAttnProcessor``: ``[B, tokens, width]`` in; the picture's part, or (picture, text) out."""
        query, key, value = _joined(attn, hidden_states, encoder_hidden_states, image_rotary_emb) or _apart(
            attn, hidden_states, encoder_hidden_states, image_rotary_emb
        )
        mixed = self._attend(query, key, value, attention_mask).flatten(2, 3).to(query.dtype)
        if encoder_hidden_states is None:
            return mixed
        texts = encoder_hidden_states.shape[1]
        picture = attn.to_out[1](attn.to_out[0](mixed[:, texts:].contiguous()))
        return picture, attn.to_add_out(mixed[:, :texts].contiguous())

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        view = self.view
        if view.isolating and self.group in view.isolate:
            mask = view.isolated
        elif view.texts:
            return regional_attention(view, query, key, value)
        plain: Tensor = dispatch_attention_fn(
            query,
            key,
            value,
            attn_mask=mask,
            backend=self._attention_backend,
            parallel_config=self._parallel_config,
        )
        return plain


def _joined(
    attn: FluxAttention, picture: Tensor, text: Tensor | None, rotary: tuple[Tensor, Tensor] | None
) -> tuple[Tensor, Tensor, Tensor] | None:
    """Queries, keys and values by our kernels, norm and rotary embedding included, where they can."""
    norms = (attn.norm_q.weight, attn.norm_k.weight)
    streams = [Stream(picture, (attn.to_q, attn.to_k, attn.to_v), norms)]
    if text is not None:
        norms = (attn.norm_added_q.weight, attn.norm_added_k.weight)
        streams.insert(0, Stream(text, (attn.add_q_proj, attn.add_k_proj, attn.add_v_proj), norms))
    return project_heads(streams, rotary, attn.norm_q.eps)


def _apart(
    attn: FluxAttention, picture: Tensor, text: Tensor | None, rotary: tuple[Tensor, Tensor] | None
) -> tuple[Tensor, Tensor, Tensor]:
    """The same as ``FluxAttnProcessor`` does it, step by step."""
    query, key, value = _heads(attn, project(picture, (attn.to_q, attn.to_k, attn.to_v)))
    query, key = attn.norm_q(query), attn.norm_k(key)
    if text is not None:
        layers = (attn.add_q_proj, attn.add_k_proj, attn.add_v_proj)
        text_query, text_key, text_value = _heads(attn, project(text, layers))
        query = torch.cat([attn.norm_added_q(text_query), query], dim=1)
        key = torch.cat([attn.norm_added_k(text_key), key], dim=1)
        value = torch.cat([text_value, value], dim=1)
    if rotary is not None:
        query, key = _rotate(query, rotary), _rotate(key, rotary)
    return query, key, value


def _heads(attn: FluxAttention, projected: Sequence[Tensor]) -> list[Tensor]:
    return [x.view(*x.shape[:-1], -1, attn.head_dim) for x in projected]


def _rotate(x: Tensor, frequencies: tuple[Tensor, Tensor]) -> Tensor:
    rotated: Tensor = apply_rotary_emb(x, frequencies, sequence_dim=1)
    return rotated


@contextmanager
def attach_regions(
    transformer: nn.Module,
    device: torch.device | None = None,
    *,
    kernels: bool | None = None,
    view: RegionView | None = None,
) -> Iterator[RegionView]:
    """Give every attention layer of a FLUX transformer one ``RegionView`` for the length of a ``with`` block.

    ``device`` is where attention runs (default: that of the first parameter); ``kernels`` whether by our own
    kernels (default: on CUDA in half precision, where Triton is at hand); ``view`` one that was there before.
    The layers' own processors return on every way out.
    """
    if view is None:
        first = next(transformer.parameters())
        where = device or first.device
        own = kernels_for(where, first.dtype) if kernels is None else kernels
        view = RegionView(where, first.dtype, kernels=own)
    previous: list[tuple[FluxAttention, Any]] = []
    try:
        for attn, group in _attentions(transformer):
            processor = RegionalFluxAttnProcessor(view, group)
            processor._attention_backend = attn.processor._attention_backend
            previous.append((attn, attn.processor))
            attn.processor = processor
        yield view
    finally:
        for attn, own in previous:
            attn.processor = own


def _attentions(transformer: Any) -> Iterator[tuple[Any, int]]:
    """Every attention layer with its block group."""
    for kind, blocks in (
        ("double", transformer.transformer_blocks),
        ("single", transformer.single_transformer_blocks),
    ):
        for index, block in enumerate(blocks):
            yield block.attn, block_group(kind, index, len(blocks))
