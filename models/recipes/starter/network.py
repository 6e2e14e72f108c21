"""The trained part of the base: CLIP and T5 text encoders and the FLUX transformer, called as FluxPipeline
does."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from .plan import Plan
from .tokenisers import Tokens


def build_t5(plan: Plan, vocab: int) -> T5EncoderModel:
    """A small T5 v1.1 encoder: gated GELU, no dropout."""
    return T5EncoderModel(
        T5Config(
            vocab_size=vocab,
            d_model=plan.text_dim,
            d_kv=plan.text_dim // 4,
            num_heads=4,
            d_ff=plan.text_ff,
            num_layers=plan.text_layers,
            feed_forward_proj="gated-gelu",
            dropout_rate=0.0,
            pad_token_id=0,
            eos_token_id=1,
            is_encoder_decoder=False,
            use_cache=False,
            tie_word_embeddings=False,
        )
    )


def build_clip(plan: Plan, vocab: int, begin: int, end: int) -> CLIPTextModel:
    """A small CLIP text encoder that pools at the end mark."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocab,
            hidden_size=plan.pooled_dim,
            intermediate_size=2 * plan.pooled_dim,
            projection_dim=plan.pooled_dim,
            num_hidden_layers=plan.clip_layers,
            num_attention_heads=3,
            max_position_embeddings=77,
            hidden_act="quick_gelu",
            bos_token_id=begin,
            eos_token_id=end,
            pad_token_id=end,
        )
    )


def build_transformer(plan: Plan) -> FluxTransformer2DModel:
    """The transformer with modulation and output at zero, so that training starts from the identity
    (adaLN-zero, Peebles and Xie 2023, arXiv:2212.09748)."""
    model = FluxTransformer2DModel(
        in_channels=64,
        num_layers=plan.double_layers,
        num_single_layers=plan.single_layers,
        attention_head_dim=plan.head_dim,
        num_attention_heads=plan.heads,
        joint_attention_dim=plan.text_dim,
        pooled_projection_dim=plan.pooled_dim,
        guidance_embeds=True,
        axes_dims_rope=plan.rope,
    )
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            zero = name == "proj_out" or name.split(".")[-2:] in (
                ["norm1", "linear"],
                ["norm1_context", "linear"],
                ["norm", "linear"],
                ["norm_out", "linear"],
            )
            nn.init.zeros_(module.weight) if zero else nn.init.xavier_uniform_(module.weight)
            for parameter, values in module.named_parameters():
                if parameter == "bias":
                    nn.init.zeros_(values)
    return model


def _as_float(_: nn.Module, __: Any, output: Tensor) -> Tensor:
    return output.float()


class Network(nn.Module):
    """Text encoders and transformer in one module.

    The residual streams are kept in float32 under autocast: otherwise the transformer would round the times
    to bfloat16, in steps of 1/256.
    """

    def __init__(self, plan: Plan, tokens: Tokens) -> None:
        super().__init__()
        clip = tokens.clip_tokenizer
        self.t5 = build_t5(plan, len(tokens.t5_tokenizer))
        self.clip = build_clip(plan, len(clip), int(clip.bos_token_id), int(clip.eos_token_id))
        self.transformer = build_transformer(plan)
        self.transformer.x_embedder.register_forward_hook(_as_float)
        self.transformer.context_embedder.register_forward_hook(_as_float)

    def blocks(self) -> list[nn.Module]:
        """The repeated blocks, worth compiling."""
        return [*self.transformer.transformer_blocks, *self.transformer.single_transformer_blocks]

    def forward(
        self,
        packed: Tensor,
        times: Tensor,
        guidance: Tensor,
        t5_ids: Tensor,
        clip_ids: Tensor,
        img_ids: Tensor,
    ) -> Tensor:
        """Velocity [b, n, 64] for packed latents [b, n, 64] at times [b] in [0, 1] and guidance scales
        [b]."""
        text = self.t5(input_ids=t5_ids)[0]
        pooled = self.clip(input_ids=clip_ids).pooler_output
        velocity: Tensor = self.transformer(
            hidden_states=packed,
            timestep=times,
            guidance=guidance,
            pooled_projections=pooled.float(),
            encoder_hidden_states=text,
            txt_ids=torch.zeros(text.shape[1], 3, device=text.device),
            img_ids=img_ids,
            return_dict=False,
        )[0]
        return velocity.float()
