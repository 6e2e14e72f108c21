"""A taught painter as files that others read: diffusers' keys, and sd-scripts' (which ComfyUI reads too)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from peft import LoraConfig
from safetensors.torch import save
from torch import Tensor

from artmaster_desktop.engine.painters.adapter import LowRank
from artmaster_desktop.engine.painters.convert import Shapes
from artmaster_desktop.engine.painters.scale import METADATA_KEY


@dataclass(frozen=True, slots=True)
class _Fused:
    """A layer of the original FLUX, and the diffusers layers that it is made of, top to bottom."""

    name: str
    parts: tuple[str, ...]


_DOUBLE = (
    _Fused("img_attn_qkv", ("attn.to_q", "attn.to_k", "attn.to_v")),
    _Fused("img_attn_proj", ("attn.to_out.0",)),
    _Fused("img_mlp_0", ("ff.net.0.proj",)),
    _Fused("img_mlp_2", ("ff.net.2",)),
    _Fused("txt_attn_qkv", ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj")),
    _Fused("txt_attn_proj", ("attn.to_add_out",)),
    _Fused("txt_mlp_0", ("ff_context.net.0.proj",)),
    _Fused("txt_mlp_2", ("ff_context.net.2",)),
)
_SINGLE = (
    _Fused("linear1", ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp")),
    _Fused("linear2", ("proj_out",)),
)
_BLOCKS = (("double", "transformer_blocks", _DOUBLE), ("single", "single_transformer_blocks", _SINGLE))


def diffusers_file(pairs: Mapping[str, LowRank], metadata: Mapping[str, str]) -> bytes:
    """The painter as ``FluxPipeline.load_lora_weights`` reads it, in float32.

    A layer without ranks is written as one rank of zeros: other programs take a layer that is missing for
    damage. Ranks may differ, so peft's configuration goes into the header; without it diffusers would scale
    layers of other ranks wrongly.
    """
    full = {name: pair if pair.rank else _nothing(pair) for name, pair in pairs.items()}
    state: dict[str, Tensor] = {}
    for name, pair in full.items():
        state[f"transformer.{name}.lora_A.weight"] = pair.a.cpu().contiguous()
        state[f"transformer.{name}.lora_B.weight"] = pair.b.cpu().contiguous()
    ranks = {name: pair.rank for name, pair in full.items()}
    usual = Counter(ranks.values()).most_common(1)[0][0]
    unusual = {f"^{name}": rank for name, rank in ranks.items() if rank != usual}
    config = LoraConfig(
        r=usual, lora_alpha=usual, target_modules=sorted(ranks), rank_pattern=unusual, alpha_pattern=unusual
    )
    settings = config.to_dict()  # type: ignore[no-untyped-call]
    plain = {f"transformer.{key}": _plain(value) for key, value in settings.items()}
    header = {"format": "pt", METADATA_KEY: json.dumps(plain, indent=2, sort_keys=True)}
    content: bytes = save(state, metadata=header | dict(metadata))
    return content


def kohya_file(pairs: Mapping[str, LowRank], shapes: Shapes, metadata: Mapping[str, str]) -> bytes:
    """The painter in sd-scripts' keys (``lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight``).

    There q, k and v (and a single block's feed-forward) are one layer. Parts of unequal rank are put
    together exactly: the A's one below the other, the B's along a diagonal; alpha is the sum of the ranks, so
    that the scale stays 1. ``shapes`` are (out, in) of the transformer's layers.
    """
    state: dict[str, Tensor] = {}
    for kind, blocks, layers in _BLOCKS:
        index = 0
        while any(name.startswith(f"{blocks}.{index}.") for name in shapes):
            for fused in layers:
                parts = [f"{blocks}.{index}.{part}" for part in fused.parts]
                if any(part in pairs for part in parts):
                    pair = join([pairs.get(part) for part in parts], [shapes[part] for part in parts])
                    name = f"lora_unet_{kind}_blocks_{index}_{fused.name}"
                    state[f"{name}.lora_down.weight"] = pair.a.cpu().contiguous()
                    state[f"{name}.lora_up.weight"] = pair.b.cpu().contiguous()
                    state[f"{name}.alpha"] = torch.tensor(float(pair.rank))
            index += 1
    usual = Counter(pair.rank for pair in pairs.values()).most_common(1)[0][0]
    header = {
        "format": "pt",
        "ss_network_module": "networks.lora_flux",
        "ss_network_dim": str(max(1, usual)),
        "ss_network_alpha": str(max(1, usual)),
        "ss_base_model_version": "flux1",
    }
    content: bytes = save(state, metadata=header | dict(metadata))
    return content


def join(parts: Sequence[LowRank | None], shapes: Sequence[tuple[int, int]]) -> LowRank:
    """One pair for layers that read the same input and lie one below the other; None changes nothing."""
    present = [part for part in parts if part is not None and part.rank]
    total, inputs = sum(part.rank for part in present), shapes[0][1]
    if not total:
        return LowRank(torch.zeros(1, inputs), torch.zeros(sum(out for out, _ in shapes), 1))
    b = torch.zeros(sum(out for out, _ in shapes), total)
    row = column = 0
    for part, (outputs, _) in zip(parts, shapes, strict=True):
        if part is not None and part.rank:
            b[row : row + outputs, column : column + part.rank] = part.b.cpu()
            column += part.rank
        row += outputs
    return LowRank(torch.cat([part.a.cpu() for part in present]), b)


def _nothing(pair: LowRank) -> LowRank:
    return LowRank(torch.zeros(1, pair.a.shape[1]), torch.zeros(pair.b.shape[0], 1))


def _plain(value: object) -> object:
    if isinstance(value, set):
        return sorted(value)
    return getattr(value, "value", value)
