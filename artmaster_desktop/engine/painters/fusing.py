"""Activations joined to the gated layers before them, so that a painter's part costs no extra trip to memory.

GELU reads and writes its whole input anyway; the kernel that adds the painters does it on the way. In a
single block the result goes straight beside the attention's, where ``proj_out`` wants it.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

import torch
from diffusers.models.activations import GELU
from diffusers.models.transformers.transformer_flux import FluxSingleTransformerBlock
from torch import Tensor, nn

from artmaster_desktop.engine.painters.gated_linear import GatedLinear


class GatedGelu(nn.Module):
    """Stands in for diffusers' ``GELU`` (projection, then GELU by tanh) around a gated projection."""

    def __init__(self, whole: GELU) -> None:
        super().__init__()
        self.proj = whole.proj
        self.training = whole.training

    def forward(self, hidden_states: Tensor) -> Tensor:
        out: Tensor = self.proj.gelu(hidden_states)
        return out


class Fusion:
    """Joins activations of ``transformer`` while painters are attached; ``undo`` puts back what was there."""

    def __init__(self, transformer: nn.Module) -> None:
        self._lists: list[tuple[nn.Module, str, nn.Module]] = []
        self._blocks: list[nn.Module] = []
        for module in list(transformer.modules()):
            for name, child in list(module.named_children()):
                if (
                    isinstance(child, GELU)
                    and child.approximate == "tanh"
                    and isinstance(child.proj, GatedLinear)
                ):
                    self._lists.append((module, name, child))
                    module._modules[name] = GatedGelu(child)
            if isinstance(module, FluxSingleTransformerBlock) and isinstance(module.proj_mlp, GatedLinear):
                self._blocks.append(module)
                module.forward = MethodType(_single_block, module)

    def undo(self) -> None:
        """May be called again."""
        for parent, name, child in self._lists:
            parent._modules[name] = child
        for block in self._blocks:
            del block.__dict__["forward"]
        self._lists, self._blocks = [], []


def _single_block(
    self: Any,
    hidden_states: Tensor,
    encoder_hidden_states: Tensor,
    temb: Tensor,
    image_rotary_emb: tuple[Tensor, Tensor] | None = None,
    joint_attention_kwargs: dict[str, Any] | None = None,
) -> tuple[Tensor, Tensor]:
    """``FluxSingleTransformerBlock.forward`` of diffusers 0.42, with GELU and concatenation in one
    operator."""
    texts = encoder_hidden_states.shape[1]
    joint = torch.cat([encoder_hidden_states, hidden_states], dim=1)
    normed, gate = self.norm(joint, emb=temb)
    attended = self.attn(
        hidden_states=normed, image_rotary_emb=image_rotary_emb, **(joint_attention_kwargs or {})
    )
    joint = joint + gate.unsqueeze(1) * self.proj_out(self.proj_mlp.gelu_beside(attended, normed))
    if joint.dtype == torch.float16:
        joint = joint.clip(-65504, 65504)
    return joint[:, :texts], joint[:, texts:]
