"""FLUX.1-dev's shape with random weights, painters and regions for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor

from artmaster_desktop.core.gate import EVERYWHERE, GatePlan, GateRow
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.engine.painters.seat import Depth, block_layers
from artmaster_desktop.engine.painters.state import sort_order

FLUX_DEV: dict[str, Any] = {"guidance_embeds": True}
SMALL: dict[str, Any] = {
    "guidance_embeds": True,
    "num_layers": 2,
    "num_single_layers": 3,
    "num_attention_heads": 4,
    "joint_attention_dim": 256,
    "attention_head_dim": 128,
}
GRIDS = {1: (1, 1), 2: (1, 2), 4: (2, 2), 8: (2, 4), 16: (4, 4)}
ROOT_TEXT, REGION_TEXT = 512, 64


def build(config: dict[str, Any], device: torch.device, dtype: torch.dtype) -> FluxTransformer2DModel:
    """Weights of standard deviation 0.02, norms of 1, biases of 0: activations stay small, times are real."""
    with torch.device("meta"):
        model = FluxTransformer2DModel(**config)
    model = model.to(dtype).to_empty(device=device)
    generator = torch.Generator(device).manual_seed(0)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 1:
                weight.fill_(1.0 if "norm" in name and name.endswith("weight") else 0.0)
            else:
                weight.normal_(0.0, 0.02, generator=generator)
    return model.eval().requires_grad_(False)


def depth_of(model: FluxTransformer2DModel) -> Depth:
    return Depth(len(model.transformer_blocks), len(model.single_transformer_blocks))


def painters_for(model: FluxTransformer2DModel, count: int, rank: int = 16, seed: int = 0) -> list[Adapter]:
    """``count`` painters of ``rank`` on every block layer but modulation, on the CPU-sized heap of none:
    where the model lies."""
    weight = next(model.parameters())
    generator = torch.Generator(weight.device).manual_seed(seed)

    def random(*shape: int) -> Tensor:
        return torch.empty(shape, device=weight.device, dtype=weight.dtype).normal_(
            0.0, 0.02, generator=generator
        )

    found = []
    for number in range(count):
        pairs = {}
        for name in block_layers(depth_of(model)):
            layer = model.get_submodule(name)
            layer = getattr(layer, "base", layer)
            pairs[name] = LowRank(random(rank, layer.in_features), random(layer.out_features, rank))
        found.append(Adapter(f"painter {number}", pairs))
    return found


def coverage_of(regions: int, side: int) -> np.ndarray:
    """A grid of regions with borders two tokens soft; the root keeps nothing."""
    rows, columns = GRIDS[regions]
    hard = np.zeros((regions, side, side), dtype=np.float64)
    for r in range(rows):
        for c in range(columns):
            hard[
                r * columns + c,
                r * side // rows : (r + 1) * side // rows,
                c * side // columns : (c + 1) * side // columns,
            ] = 1.0
    for axis in (1, 2):
        pad = [(0, 0)] * 3
        pad[axis] = (1, 1)
        wide = np.pad(hard, pad, mode="edge")
        low, high = (np.take(wide, range(s, s + side), axis=axis) for s in (0, 2))
        hard = (low + hard + high) / 3.0
    full = np.concatenate([np.zeros((1, side, side)), hard])
    return np.asarray(full / full.sum(axis=0), dtype=np.float32)


def plan_of(painters: int, side: int, *, prompts: bool) -> GatePlan:
    """One painter to a region; on its region's text, or on the root text by its share of the canvas."""
    rows = []
    for e in range(painters):
        texts = [0.0] * (painters + 1)
        texts[e + 1 if prompts else 0] = 1.0 if prompts else 1.0 / painters
        rows.append(GateRow(e, e + 1, 1.0, EVERYWHERE, tuple(texts), 1.0 / painters))
    return GatePlan(Extent(side, side), coverage_of(painters, side), tuple(rows))


def lengths_of(
    plan: GatePlan, *, prompts: bool, root: int = ROOT_TEXT, each: int = REGION_TEXT
) -> tuple[int, ...]:
    return (root, *([each if prompts else 0] * (plan.areas - 1)))


def call_inputs(
    model: FluxTransformer2DModel, side: int, texts: int, plan: GatePlan | None = None
) -> dict[str, Any]:
    """Arguments of one call; tokens in the plan's sorted order where a plan is given."""
    weight = next(model.parameters())
    generator = torch.Generator(weight.device).manual_seed(1)
    rows, columns = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    ids = torch.stack([torch.zeros_like(rows), rows, columns], dim=-1).reshape(-1, 3)
    if plan is not None:
        ids = ids[torch.from_numpy(sort_order(plan))]

    def random(*shape: int) -> Tensor:
        return torch.empty(shape, device=weight.device, dtype=weight.dtype).normal_(generator=generator)

    config = model.config
    given: dict[str, Any] = {
        "hidden_states": random(1, side * side, config.in_channels),
        "encoder_hidden_states": random(1, texts, config.joint_attention_dim),
        "pooled_projections": random(1, config.pooled_projection_dim),
        "timestep": torch.full((1,), 0.7, device=weight.device, dtype=weight.dtype),
        "img_ids": ids.to(weight.device, weight.dtype),
        "txt_ids": torch.zeros(texts, 3, device=weight.device, dtype=weight.dtype),
        "return_dict": False,
    }
    if config.guidance_embeds:
        given["guidance"] = torch.full((1,), 3.5, device=weight.device, dtype=weight.dtype)
    return given
