"""A FLUX transformer of a few thousand weights, painters for it and gate plans: what the engine's tests stand
on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from diffusers import FluxTransformer2DModel
from numpy.typing import NDArray
from torch import Tensor, nn

from artmaster_desktop.core.gate import EVERYWHERE, GatePlan, GateRow, Profile
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.engine.painters.adapter import Adapter, LowRank
from artmaster_desktop.engine.painters.seat import Depth, block_layers

HEIGHT, WIDTH = 6, 8
DEPTH = Depth(double=2, single=3)
LAYERS = block_layers(DEPTH)


def tiny_flux(*, guidance: bool = False, seed: int = 0) -> FluxTransformer2DModel:
    """Two double and three single blocks of 2 heads x 16, with weights large enough that all of them
    matter."""
    torch.manual_seed(seed)
    model = FluxTransformer2DModel(
        in_channels=4,
        num_layers=DEPTH.double,
        num_single_layers=DEPTH.single,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=24,
        pooled_projection_dim=12,
        axes_dims_rope=(4, 6, 6),
        guidance_embeds=guidance,
    )
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.05)
    return model.eval().requires_grad_(False)


def positions(height: int = HEIGHT, width: int = WIDTH) -> Tensor:
    """FLUX's ``img_ids`` for a picture of this many tokens, in raster order."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([torch.zeros_like(rows), rows, columns], dim=-1).reshape(-1, 3).float()


def inputs(texts: int, *, guidance: bool = False, seed: int = 1) -> dict[str, Any]:
    """Arguments of one call of ``tiny_flux`` with ``texts`` text tokens."""
    generator = torch.Generator().manual_seed(seed)
    given: dict[str, Any] = {
        "hidden_states": torch.randn(1, HEIGHT * WIDTH, 4, generator=generator),
        "encoder_hidden_states": torch.randn(1, texts, 24, generator=generator),
        "pooled_projections": torch.randn(1, 12, generator=generator),
        "timestep": torch.tensor([0.7]),
        "img_ids": positions(),
        "txt_ids": torch.zeros(texts, 3),
        "return_dict": False,
    }
    if guidance:
        given["guidance"] = torch.tensor([3.5])
    return given


def adapter(
    model: nn.Module,
    rank: int,
    *,
    seed: int,
    layers: Iterable[str] = LAYERS,
    ranks: Mapping[str, int] | None = None,
) -> Adapter:
    """A painter with random pairs on ``layers``; ``ranks`` are exceptions from ``rank``."""
    generator = torch.Generator().manual_seed(seed)
    pairs = {}
    for name in layers:
        outputs, inputs_ = model.get_parameter(f"{name}.weight").shape
        r = (ranks or {}).get(name, rank)
        a = torch.randn(r, inputs_, generator=generator) * 0.2
        pairs[name] = LowRank(a, torch.randn(outputs, r, generator=generator) * 0.2)
    return Adapter(f"painter {seed}", pairs)


def halves() -> NDArray[np.float32]:
    """Coverage of root (nothing), left half, right half."""
    coverage = np.zeros((3, HEIGHT, WIDTH), dtype=np.float32)
    coverage[1, :, : WIDTH // 2] = 1.0
    coverage[2, :, WIDTH // 2 :] = 1.0
    return coverage


def soft(areas: int, seed: int = 0) -> NDArray[np.float32]:
    """Coverage with soft borders and holes: random, about half of it exactly 0, summing to 1."""
    rng = np.random.default_rng(seed)
    raw = np.maximum(rng.normal(size=(areas, HEIGHT, WIDTH)), 0.0)
    raw[0] += raw.sum(axis=0) == 0.0
    return np.asarray(raw / raw.sum(axis=0), dtype=np.float32)


def row(painter: int, area: int, areas: int, weight: float = 1.0, profile: Profile = EVERYWHERE) -> GateRow:
    """A painter in one area and on its text."""
    texts = tuple(weight if other == area else 0.0 for other in range(areas))
    return GateRow(painter, area, weight, profile, texts, weight / areas)


def plan(coverage: NDArray[np.float32], rows: Sequence[GateRow] = ()) -> GatePlan:
    return GatePlan(Extent(coverage.shape[2], coverage.shape[1]), coverage, tuple(rows))


def everywhere(*weights: float) -> GatePlan:
    """One area; painter ``e`` paints all of it with ``weights[e]``."""
    coverage = np.ones((1, HEIGHT, WIDTH), dtype=np.float32)
    return plan(coverage, [GateRow(e, 0, w, EVERYWHERE, (w,), w) for e, w in enumerate(weights)])
