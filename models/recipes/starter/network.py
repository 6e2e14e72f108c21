"""The trained part of the base: CLIP and T5 text encoders and the FLUX transformer, called as FluxPipeline
does."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from diffusers import FluxTransformer2DModel
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from landscape import SUBJECTS

from .plan import Plan
from .regions import REGION_TOKENS, Regions
from .tokenisers import PAD, Tokens


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
        self.t5_reader = nn.Linear(plan.text_dim, len(SUBJECTS))
        self.clip_reader = nn.Linear(plan.pooled_dim, len(SUBJECTS))
        self.transformer.x_embedder.register_forward_hook(_as_float)
        self.transformer.context_embedder.register_forward_hook(_as_float)

    def blocks(self) -> list[nn.Module]:
        """The repeated blocks, worth compiling."""
        return [*self.transformer.transformer_blocks, *self.transformer.single_transformer_blocks]

    def matrices(self) -> list[nn.Parameter]:
        """The matrices inside the transformer's blocks, modulation apart: what Muon moves."""
        return [
            module.get_parameter("weight")
            for block in self.blocks()
            for name, module in block.named_modules()
            if isinstance(module, nn.Linear) and "norm" not in name
        ]

    def forward(
        self,
        packed: Tensor,
        times: Tensor,
        guidance: Tensor,
        t5_ids: Tensor,
        clip_ids: Tensor,
        img_ids: Tensor,
        regions: Regions | None = None,
    ) -> Tensor:
        """Velocity [b, n, 64] for packed latents [b, n, 64] at times [b] in [0, 1] and guidance scales
        [b]."""
        return self.paint(packed, times, guidance, *self.read(t5_ids, clip_ids), img_ids, regions)

    def read(self, t5_ids: Tensor, clip_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Token vectors [b, l, d] of T5 and the pooled vector [b, p] of CLIP."""
        pooled: Tensor = self.clip(input_ids=clip_ids).pooler_output
        return self.t5(input_ids=t5_ids)[0], pooled

    def reading_loss(
        self, text: Tensor, pooled: Tensor, t5_ids: Tensor, clip_ids: Tensor, subjects: Tensor
    ) -> Tensor:
        """How badly the subjects [b, s] can be told from what the encoders read: cross-entropies, summed.

        The denoising loss alone teaches young encoders slowly which words mean a thing on the canvas. T5's
        readings are of single tokens, the strongest of which counts, so that a word's own vector carries its
        subject; captions that were cut, and empty ones, are left out.
        """
        said = t5_ids != PAD
        whole = (t5_ids[:, -1] == PAD) & (said.sum(1) > 2)
        heard = clip_ids[:, 1] != clip_ids[:, -1]
        strongest = self.t5_reader(text).float().masked_fill(~said.unsqueeze(-1), -20.0).amax(1)
        loss: Tensor = F.binary_cross_entropy_with_logits(strongest, subjects, whole.float().unsqueeze(1))
        pooled_told = self.clip_reader(pooled).float()
        return loss + F.binary_cross_entropy_with_logits(pooled_told, subjects, heard.float().unsqueeze(1))

    def paint(
        self,
        packed: Tensor,
        times: Tensor,
        guidance: Tensor,
        text: Tensor,
        pooled: Tensor,
        img_ids: Tensor,
        regions: Regions | None = None,
    ) -> Tensor:
        """Velocity as `forward` gives it, from texts that were read; region texts are read here."""
        attention = None
        if regions is not None:
            bias, kind = regions.bias(text.shape[1]), text.device.type
            number = torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else bias.dtype
            attention = {"attention_mask": bias.to(number)}
            own = self.t5(input_ids=regions.ids.flatten(0, 1))[0][:, :REGION_TOKENS]
            text = torch.cat((text, own.reshape(len(text), -1, own.shape[-1])), dim=1)
        velocity: Tensor = self.transformer(
            hidden_states=packed,
            timestep=times,
            guidance=guidance,
            pooled_projections=pooled.float(),
            encoder_hidden_states=text,
            txt_ids=torch.zeros(text.shape[1], 3, device=text.device),
            img_ids=img_ids,
            joint_attention_kwargs=attention,
            return_dict=False,
        )[0]
        return velocity.float()
