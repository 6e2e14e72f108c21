"""Places on a canvas that a painter shares with another hand, for teaching it to hold its own.

In half of the steps each row is a picture by two: inside a random soft shape a work of the painter, outside a
work of the next one. The painter's layers act on the tokens inside alone, its text is heard inside alone, as
in the program; or the other way round, the painter has what a region of another hand leaves, and the root
text is its own. Inside it must paint on as its works do, outside the base must remain. Without this a painter
has only ever continued pictures that were its own all over, and gives way to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from starter.joint import random_shape
from starter.regions import bias_of

from .stacked import Gates

SHAPES = 256
CELLS = 4
"""Shapes are drawn with this many cells to a token's side, then averaged."""


@dataclass(frozen=True)
class Place:
    """For each row: `inside` float32 [rows, n], the share of each picture token that is the painter's. Where
    `rest` (bool [rows]) that is what a region of another hand leaves, and the root text is its own."""

    inside: Tensor
    rest: Tensor

    def bias(self, heard: Tensor, root: int) -> Tensor:
        """[rows, 1, t, t] for the sequence [root text | region's text | picture]; `heard` (bool [rows, l])
        marks the real tokens of the region's text."""
        owner = torch.zeros(heard.shape[1], dtype=torch.long, device=heard.device)
        region = torch.where(self.rest[:, None], 1 - self.inside, self.inside)
        return bias_of(root, heard, owner, region.unsqueeze(1))

    def gates(self, heard: Tensor, root: int) -> Gates:
        """Where the painter acts: on its part of the picture, and on its own text."""
        own_root = self.rest.float()[:, None].expand(-1, root)
        texts = torch.cat((own_root, (heard & ~self.rest[:, None]).float()), dim=1)
        return Gates(self.inside.unsqueeze(2), texts.unsqueeze(2))


class Places:
    """Random shapes for pictures of one size, drawn once; `size` is (width, height) in pixels."""

    def __init__(self, size: tuple[int, int], seed: int, device: torch.device) -> None:
        import cv2

        rng = np.random.default_rng([seed, 55, *size])
        width, height = size[0] // 16 * CELLS, size[1] // 16 * CELLS
        shapes: list[NDArray[np.float32]] = []
        while len(shapes) < SHAPES:
            shape = random_shape(rng, width, height)
            if 0.12 < shape.mean() < 0.88:
                sigma = float(np.exp(rng.uniform(np.log(0.25), np.log(5.0))))
                shapes.append(np.asarray(cv2.GaussianBlur(shape, (0, 0), sigma), np.float32))
        pooled = F.avg_pool2d(torch.from_numpy(np.stack(shapes)), CELLS)
        self.shapes = pooled.flatten(1).clamp(0, 1).to(device)
