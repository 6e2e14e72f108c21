"""Lessons for the control model: latents of pictures and of their guides, and the captions' texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.engine.flux import latents as lat
from artmaster_desktop.engine.flux import weights
from artmaster_desktop.engine.flux.text import TextReader
from artmaster_desktop.engine.structure import drawing
from artmaster_desktop.engine.structure.reading import coloured
from starter.runtime import amp

from .truth import Truth

MODES = {"edges": 0, "line": 0, "scribble": 0, "depth": 1, "layout": 2}
"""The control mode of each kind of guide. Drawn ones share a mode: the true line drawing, Canny's edges and
our own scribbles are all shown in it.
"""
DRAWN = 3


@dataclass(frozen=True)
class Shape:
    """All lessons of one size: ``pictures`` ``[N, n, c]``; ``guides`` ``[N, 5, n, c]`` (three drawn ones,
    depth, layout); ``texts`` ``[N, l, d]``, ``pooled`` ``[N, p]``; ``ids`` ``[n, 3]``.
    """

    pictures: Tensor
    guides: Tensor
    texts: Tensor
    pooled: Tensor
    ids: Tensor


def guides_of(truth: Truth) -> list[Pixels]:
    """The five guide pictures of a truth, as a person would hand them in."""
    drawn = (truth.line, drawing.edges(truth.rgb), drawing.scribble(truth.rgb))
    return [*(_grey(each) for each in (*drawn, truth.depth)), coloured(truth.labels)]


def mode_of(guide: int) -> int:
    """The control mode of the guide of this number."""
    return max(0, guide - DRAWN + 1)


def _grey(values: NDArray[np.uint8]) -> Pixels:
    return np.repeat(values[:, :, None], 3, axis=2)


@torch.no_grad()
def prepare(
    truths: Iterable[Truth], base: Path, device: torch.device
) -> tuple[weights.FluxModel, list[Shape], tuple[Tensor, Tensor]]:
    """The model at ``base`` in float32 on ``device``, the lessons by size, and the empty text."""
    model = weights.load(base, torch.float32)
    for network in model.networks:
        network.to(device)
    reader = TextReader(model.clip, model.t5, model.clip_tokenizer, model.t5_tokenizer)
    length = model.caps.text_tokens
    rows: dict[tuple[int, ...], list[tuple[Tensor, Tensor, Tensor, Tensor]]] = {}
    for truth in truths:
        text = reader.read(truth.caption, length, ())
        encoded = _encoded((truth.rgb, *guides_of(truth)), model, device)
        packed = lat.pack(encoded)
        row = (packed[0], packed[1:], text.tokens[0].float(), text.pooled[0].float())
        rows.setdefault(tuple(encoded[:1].shape), []).append(row)
    shapes = []
    for size, found in rows.items():
        parts = [torch.stack(part).to(device) for part in zip(*found, strict=True)]
        ids = lat.image_ids(lat.LatentShape(*size[1:]), device, torch.float32)
        shapes.append(Shape(parts[0], parts[1], parts[2], parts[3], ids))
    empty = reader.read("", length, ())
    return model, shapes, (empty.tokens[0].to(device).float(), empty.pooled[0].to(device).float())


def _encoded(pictures: tuple[Pixels, ...], model: weights.FluxModel, device: torch.device) -> Tensor:
    """The means of what the autoencoder makes of ``pictures`` of one size: ``[6, C, h, w]``."""
    values = torch.from_numpy(np.stack(pictures)).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
    with amp(device):
        means = model.vae.encode(values).latent_dist.mode()
    config = model.vae.config
    scaled: Tensor = (means.float() - float(config["shift_factor"])) * float(config["scaling_factor"])
    return scaled
