"""A Segment Anything model of a few thousand random weights, saved by transformers itself."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    SamConfig,
    SamImageProcessor,
    SamMaskDecoderConfig,
    SamModel,
    SamProcessor,
    SamPromptEncoderConfig,
    SamVisionConfig,
)

SIDE = 64


def build(folder: Path, *, safe: bool = True) -> Path:
    """The model with its processor in ``folder``; as a pickle where not ``safe``."""
    vision = SamVisionConfig(
        hidden_size=16, output_channels=8, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE,
        patch_size=8, window_size=4, global_attn_indexes=[1], mlp_dim=32, num_pos_feats=4,
    )  # fmt: skip
    prompt = SamPromptEncoderConfig(hidden_size=8, image_size=SIDE, patch_size=8, mask_input_channels=4)
    decoder = SamMaskDecoderConfig(
        hidden_size=8, mlp_dim=16, num_hidden_layers=2, num_attention_heads=2, attention_downsample_rate=2,
        iou_head_hidden_dim=8,
    )  # fmt: skip
    torch.manual_seed(3)
    model = SamModel(
        SamConfig(vision_config=vision, prompt_encoder_config=prompt, mask_decoder_config=decoder)
    )
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.3)
    model.save_pretrained(folder)
    if not safe:
        (folder / "model.safetensors").unlink()
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
    sizes = {"size": {"longest_edge": SIDE}, "pad_size": {"height": SIDE, "width": SIDE}}
    masks = {"mask_size": {"longest_edge": 16}, "mask_pad_size": {"height": 16, "width": 16}}
    SamProcessor(SamImageProcessor(**sizes, **masks)).save_pretrained(folder)
    return folder
