"""Which layout an adapter file has, told from the names and shapes in its header alone.

Layouts: diffusers/peft (`transformer_blocks.0.attn.to_q.lora_A.weight`), sd-scripts
(`lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight`), ComfyUI (`diffusion_model.double_blocks...`),
OneTrainer (`lora_transformer_...`), XLabs (`double_blocks.0.processor.qkv_lora1.down.weight`), BFL's control
adapters (`double_blocks.0.img_attn.norm.query_norm.scale` beside the rest) and fal's
(`base_model.model.double_blocks...`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from artmaster_desktop.core.safetensors_header import SafetensorsHeader

CLIP = "text_encoder"
T5 = "text_encoder_2"


class AdapterFormat(Enum):
    """Who writes files like this one."""

    DIFFUSERS = "diffusers"
    KOHYA = "sd-scripts (kohya)"
    COMFYUI = "ComfyUI"
    ONETRAINER = "OneTrainer"
    XLABS = "XLabs"
    BFL_CONTROL = "BFL control"
    FAL = "fal"


TEXT_PREFIXES = {
    "text_encoder.": CLIP,
    "text_encoder_2.": T5,
    "lora_te_": CLIP,
    "lora_te1_": CLIP,
    "lora_te2_": T5,  # OneTrainer
    "lora_te3_": T5,  # sd-scripts, numbered as for Stable Diffusion 3
    "text_encoders.clip_l.transformer.": CLIP,
    "text_encoders.t5xxl.transformer.": T5,
}
"""How files name the two text encoders; no prefix is the beginning of another."""

HALF = re.compile(
    r"(?P<module>.+?)(?:\.lora)?\.(?P<half>lora_A|lora_B|lora_down|lora_up|down|up)(?:\.default)?\.weight"
)
DOWN = frozenset({"lora_A", "lora_down", "down"})

UNSUPPORTED = {
    "dora_scale": "DoRA",
    "lora_magnitude_vector": "DoRA",
    "lokr_": "LoKr",
    "hada_": "LoHa",
    "oft_": "OFT",
    "ia3_": "IA3",
    "lora_mid": "LoCon with a middle factor",
    "lora_E": "AdaLoRA that was not folded",
    "glora": "GLoRA",
    "vera_lambda": "VeRA",
}
"""Adapters that are not the plain product of two matrices, by a part of their tensors' names."""

_LAYOUTS = (
    (r"\.(query|key)_norm\.scale$", AdapterFormat.BFL_CONTROL),
    (r"(double|single)_blocks\.\d+\.processor\.", AdapterFormat.XLABS),
    (r"^base_model\.model\.(double|single)_blocks\.", AdapterFormat.FAL),
    (r"^lora_transformer_", AdapterFormat.ONETRAINER),
    (r"^(diffusion_model\.)?(double|single)_blocks\.", AdapterFormat.COMFYUI),
    (r"^diffusion_model\.(img_in|txt_in|final_layer)", AdapterFormat.COMFYUI),
    (r"^lora_unet_", AdapterFormat.KOHYA),
    (r"(^|\.)(single_)?transformer_blocks\.\d", AdapterFormat.DIFFUSERS),
    (r"(^|\.)(x_embedder|context_embedder|time_text_embed|norm_out|proj_out)\.", AdapterFormat.DIFFUSERS),
)
"""Told apart in this order: the first pattern that any name matches."""

_FOREIGN = (
    (r"lora_unet_(down|up|mid|input|output|middle)_block", "Stable Diffusion"),
    (r"^unet\.|(^|\.)(down|up|mid)_blocks?\.", "Stable Diffusion"),
    (r"joint_blocks", "Stable Diffusion 3"),
    (r"(^|[._])blocks[._]\d+[._](self|cross)_attn", "Wan"),
    (r"double_blocks\.\d+\.img_attn_qkv|individual_token_refiner", "HunyuanVideo"),
    (r"double_stream_modulation|to_qkv_mlp_proj", "FLUX.2"),
    (r"distilled_guidance_layer", "Chroma"),
    (r"transformer_blocks[._]\d+[._](img|txt)_m(lp|od)", "Qwen-Image"),
    (r"transformer_blocks[._]\d+[._]attn[12]", "LTX-Video"),
    (r"(^|[._])layers[._]\d+[._](attention|feed_forward|adaLN)", "Lumina or Z-Image"),
)

WIDTHS = {
    320: "artmaster-starter",
    1536: "Stable Diffusion 3 medium",
    2432: "Stable Diffusion 3.5 large",
    3072: "FLUX.1",
    6144: "FLUX.2",
}
"""The inner width of models whose layers are named as FLUX.1's are."""

_CROSS_WIDTHS = {768: "Stable Diffusion 1.x", 1024: "Stable Diffusion 2.x", 2048: "Stable Diffusion XL"}
_INNER = re.compile(
    r"(to_[qkv]|add_[qkv]_proj|[._]qkv|linear1|qkv_lora[12]?|proj_mlp|mod[._]lin|modulation[._]lin"
    r"|norm1?(_context)?[._]linear|mlp[._]0|net[._]0[._]proj)$"
)


def recognise(names: Collection[str]) -> AdapterFormat | None:
    """The layout of a file with tensors of these ``names``; None if it is none that we know."""
    for pattern, layout in _LAYOUTS:
        if any(re.search(pattern, name) for name in names):
            return layout
    if names and all(text_encoder(name) for name in names):
        plain = all(name.startswith("text_encoder") for name in names)
        return AdapterFormat.DIFFUSERS if plain else AdapterFormat.KOHYA
    return None


def text_encoder(name: str) -> str | None:
    """Which text encoder the tensor ``name`` belongs to, None if to the transformer."""
    return next((encoder for prefix, encoder in TEXT_PREFIXES.items() if name.startswith(prefix)), None)


def halves(header: SafetensorsHeader) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Every tensor that is half of a low-rank pair: module as the file names it, half, shape."""
    for name, entry in header.tensors.items():
        found = HALF.fullmatch(name)
        if found:
            yield found["module"], found["half"], entry.shape


def unsupported_kind(names: Collection[str]) -> str | None:
    """The kind of adapter, where it is one that is not a product of two matrices."""
    return next((kind for part, kind in UNSUPPORTED.items() if any(part in name for name in names)), None)


def foreign_base(header: SafetensorsHeader) -> str | None:
    """The model that the names speak of, where it is surely not FLUX.1."""
    for pattern, base in _FOREIGN:
        if any(re.search(pattern, name) for name in header.tensors):
            return _stable_diffusion(header) if base == "Stable Diffusion" else base
    return None


def _stable_diffusion(header: SafetensorsHeader) -> str:
    for module, half, shape in halves(header):
        if half in DOWN and re.search(r"attn2[._]to_[kv]", module) and shape[-1] in _CROSS_WIDTHS:
            return _CROSS_WIDTHS[shape[-1]]
    return "Stable Diffusion"


def inner_width(header: SafetensorsHeader) -> int | None:
    """The width of the model's stream, as the file's attention layers read it; None if there are none."""
    widths = Counter(
        shape[1]
        for module, half, shape in halves(header)
        if half in DOWN and len(shape) == 2 and text_encoder(module) is None and _INNER.search(module)
    )
    return widths.most_common(1)[0][0] if widths else None


def base_width(shapes: Mapping[str, tuple[int, int]]) -> int | None:
    """The same of a model, from the (out, in) shapes of its linear layers."""
    return next((shape[1] for name, shape in shapes.items() if name.endswith("attn.to_q")), None)


def has_token_axis(module: str) -> bool:
    """Whether the transformer's ``module`` runs on tokens, so that its gate can differ over the canvas.

    The modulation layers and what feeds them run once for the whole picture (``[batch, width]``).
    """
    return not (module.startswith("time_text_embed.") or re.search(r"(^|\.)norm\w*\.linear$", module))
