"""Lessons for the segmenter, cut and altered where it learns: paintings in other light, and drawings."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .truth import Truth

SKETCHES = 0.25
"""The share of lessons that show the drawing instead of the painting."""
GREY = 0.2


class Easel:
    """``pictures`` with their lines and labels as bytes on ``device``, by size; ``crop`` is the side of a
    lesson."""

    def __init__(self, pictures: Sequence[Truth], device: torch.device, seed: int, crop: int) -> None:
        self.device, self.crop = device, crop
        self._chance = random.Random(seed)
        self._draws = torch.Generator(device).manual_seed(seed)
        sizes = dict.fromkeys(truth.labels.shape for truth in pictures)
        self._sheets = [self._sheet([t for t in pictures if t.labels.shape == size]) for size in sizes]

    def _sheet(self, alike: Sequence[Truth]) -> Tensor:
        """uint8 ``[n, 5, h, w]``: colours, line and labels."""
        rows = [np.concatenate([t.rgb.transpose(2, 0, 1), t.line[None], t.labels[None]]) for t in alike]
        return torch.from_numpy(np.stack(rows)).to(self.device)

    def draw(self, count: int) -> tuple[Tensor, Tensor]:
        """What the network reads, ``[count, 4, crop, crop]``, and its labels ``[count, crop, crop]``."""
        weights = [len(sheet) for sheet in self._sheets]
        cuts, heights = [], []
        for sheet in self._chance.choices(self._sheets, weights, k=count):
            n, _, height, width = sheet.shape
            i, top, left = (
                self._chance.randrange(k) for k in (n, height - self.crop + 1, width - self.crop + 1)
            )
            cut = sheet[i, :, top : top + self.crop, left : left + self.crop]
            cuts.append(cut.flip(-1) if self._chance.random() < 0.5 else cut)
            heights.append(
                torch.linspace(-1, 1, height, device=self.device)[top : top + self.crop].view(1, -1, 1)
            )
        stack = torch.stack(cuts)
        rows = torch.stack(heights).expand(-1, -1, -1, self.crop)
        sketched = self._uniform(count) < SKETCHES
        colours = torch.where(sketched, self.drawn(stack[:, 3:4]), self.lit(stack[:, :3]))
        return torch.cat([colours * 2 - 1, rows], 1), stack[:, 4].long()

    def _uniform(self, count: int, channels: int = 1, low: float = 0.0, high: float = 1.0) -> Tensor:
        drawn = torch.rand(count, channels, 1, 1, generator=self._draws, device=self.device)
        return low + (high - low) * drawn

    def lit(self, rgb: Tensor) -> Tensor:
        """uint8 ``[n, 3, h, w]`` in other light, some of them grey: float32 in [0, 1]."""
        count, values = len(rgb), rgb.float() / 255
        grey = values.mean(1, keepdim=True).expand_as(values)
        values = torch.where(self._uniform(count) < GREY, grey, values)
        values = values * self._uniform(count, 3, 0.85, 1.15) + self._uniform(count, 1, -0.06, 0.06)
        return values.clamp(0, 1) ** self._uniform(count, 1, 0.75, 1.35)

    def drawn(self, line: Tensor) -> Tensor:
        """Lines uint8 ``[n, 1, h, w]`` (white on black) as an artist would hand them in: dark strokes of some
        colour and width on some paper, float32 in [0, 1]; as ``truth.as_sketch`` does one by one."""
        count, strokes = len(line), line.float() / 255
        wide = F.max_pool2d(F.pad(strokes, (1, 0, 1, 0)), 2, stride=1)
        strokes = torch.where(self._uniform(count) < 0.4, wide, strokes) * self._uniform(count, 1, 0.7, 1.0)
        paper = 1 - self._uniform(count, 3, 0.0, 30 / 255)
        return paper * (1 - strokes) + self._uniform(count, 3, 0.0, 110 / 255) * strokes
