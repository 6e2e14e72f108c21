"""A whole FLUX.1 folder with random weights, a few hundred kB: the same files, keys and classes as the real
one.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from starter.tokenisers import train_clip, train_t5

WORDS = [
    "a misty lake under tall peaks",
    "two boats near a stone bridge",
    "pine trees on a cliff, snow",
    "the left side, the right side, alpha beta",
    "远山 近水 小舟",
]


def build(folder: Path, *, guidance: bool = True, seed: int = 0) -> Path:
    """Write the model to ``folder``: width 32, two double and three single blocks, an 8x autoencoder."""
    torch.manual_seed(seed)
    t5_tokenizer, clip_tokenizer = train_t5(WORDS * 4, 160), train_clip(WORDS * 4, 640)
    transformer = FluxTransformer2DModel(
        in_channels=16,
        num_layers=2,
        num_single_layers=3,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=24,
        pooled_projection_dim=20,
        axes_dims_rope=(4, 6, 6),
        guidance_embeds=guidance,
    )
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        latent_channels=4,
        layers_per_block=1,
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        use_quant_conv=False,
        use_post_quant_conv=False,
        scaling_factor=0.9,
        shift_factor=0.05,
    )
    with torch.no_grad():
        for parameter in (*transformer.parameters(), *vae.parameters()):
            parameter.add_(torch.randn_like(parameter) * 0.05)
    FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift=3.0),
        text_encoder=_clip(len(clip_tokenizer)),
        tokenizer=clip_tokenizer,
        text_encoder_2=_t5(len(t5_tokenizer)),
        tokenizer_2=t5_tokenizer,
        transformer=transformer,
        vae=vae,
    ).save_pretrained(folder)
    (folder / "card.json").write_text('{"best_pixels": 65536}', encoding="utf-8")
    return folder


def _clip(vocabulary: int) -> CLIPTextModel:
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=20,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            projection_dim=20,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
        )
    ).eval()


def _t5(vocabulary: int) -> T5EncoderModel:
    return T5EncoderModel(
        T5Config(
            vocab_size=vocabulary,
            d_model=24,
            d_kv=12,
            d_ff=32,
            num_layers=1,
            num_heads=2,
            feed_forward_proj="gated-gelu",
        )
    ).eval()


def lora(
    folder: Path, file: Path, *, seed: int, rank: int = 4, scale: float = 0.3, outer: bool = False
) -> Path:
    """A painter for the model in ``folder``, written by diffusers itself, strong enough to change the
    picture; ``outer``: in the embedder of the picture's tokens too.
    """
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    transformer = FluxTransformer2DModel.from_pretrained(folder, subfolder="transformer")
    torch.manual_seed(seed)
    targets = [
        name
        for name, module in transformer.named_modules()
        if isinstance(module, torch.nn.Linear) and "transformer_blocks" in name and "norm" not in name
    ]
    targets += ["x_embedder"] if outer else []
    transformer.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=targets))
    with torch.no_grad():
        for name, parameter in transformer.named_parameters():
            if "lora_" in name:
                parameter.copy_(torch.randn_like(parameter) * scale)
    FluxPipeline.save_lora_weights(
        file.parent, transformer_lora_layers=get_peft_model_state_dict(transformer), weight_name=file.name
    )
    return file
