"""The shipped segmenter: mountain and rock, water, trees, buildings and figures, in paintings and drawings.

A small U-Net (Ronneberger et al. 2015, arXiv 1505.04597), taught on procedural landscapes whose truth is
known (models/recipes/control). It knows the five classes of such pictures and nothing else; a photograph is
beyond it. How wide its four levels are stands in the file's header.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.nn import functional as F

from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.semantic import Semantic
from artmaster_desktop.core.structure_errors import ControlProblem, DetectorUnusable
from artmaster_desktop.engine.faults import first_line

Odds: TypeAlias = NDArray[np.float32]

KIND = "artmaster-segmenter"
LONG_SIDE, STEP = 320, 16
CHANNELS = (24, 40, 64, 96)
WIDEST = 1024


class _Pair(nn.Module):
    """Two convolutions of 3 x 3, each normalised over groups of eight channels."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.one = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.two = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norms = nn.ModuleList([nn.GroupNorm(outputs // 8, outputs) for _ in range(2)])

    def forward(self, x: Tensor) -> Tensor:
        x = F.silu(self.norms[0](self.one(x)))
        return F.silu(self.norms[1](self.two(x)))


class SegmenterNet(nn.Module):
    """RGB in [-1, 1] and the height in the picture, ``[B, 4, H, W]`` with sides in steps of 16, to logits
    ``[B, 6, H, W]``. ``channels`` of each level, the flattest first, are multiples of eight.
    """

    def __init__(self, channels: Sequence[int] = CHANNELS) -> None:
        super().__init__()
        inputs = (16, *channels[:-1])  # four pixels of four numbers: all works at half the size
        self.down = nn.ModuleList([_Pair(i, o) for i, o in zip(inputs, channels, strict=True)])
        up = zip(channels[:0:-1], channels[-2::-1], strict=True)
        self.up = nn.ModuleList([_Pair(deep + flat, flat) for deep, flat in up])
        self.head = nn.Conv2d(channels[0], len(Semantic), 1)

    def forward(self, x: Tensor) -> Tensor:
        kept: list[Tensor] = []
        x = F.pixel_unshuffle(x, 2)
        for level, pair in enumerate(self.down):
            x = pair(x if level == 0 else F.max_pool2d(x, 2))
            kept.append(x)
        for pair, beside in zip(self.up, reversed(kept[:-1]), strict=True):
            larger = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
            x = pair(torch.cat([larger, beside], dim=1))
        return F.interpolate(self.head(x), scale_factor=2.0, mode="bilinear", align_corners=False)


def channels_of(told: Mapping[str, str]) -> tuple[int, ...]:
    """How wide the levels are, as the header has it; the usual widths where it says nothing. Raises
    ValueError."""
    said = json.loads(told["channels"]) if "channels" in told else list(CHANNELS)
    widths = tuple(said) if isinstance(said, list) else ()
    if len(widths) < 2 or not all(type(w) is int and 8 <= w <= WIDEST and w % 8 == 0 for w in widths):
        raise ValueError(f"levels of {str(widths)[:80]} channels")
    return widths


def read_in(rgb: Pixels) -> Tensor:
    """A picture ``[H, W, 3]`` as the network reads it, ``[4, H, W]``."""
    colours = torch.from_numpy(np.array(rgb)).permute(2, 0, 1).float() / 127.5 - 1
    height, width = rgb.shape[:2]
    rows = torch.linspace(-1, 1, height)[:, None].expand(height, width)
    return torch.cat([colours, rows[None]])


@dataclass(frozen=True, slots=True, eq=False)
class Segmenter:
    """The network, ready to look at pictures on the CPU."""

    network: SegmenterNet

    @classmethod
    def load(cls, path: Path) -> Segmenter:
        """The one in the safetensors file ``path``. Raises DetectorUnusable."""
        if not path.is_file():
            raise DetectorUnusable(path, ControlProblem.MISSING)
        try:
            with safe_open(str(path), framework="pt") as tensors:
                told = tensors.metadata() or {}
                if told.get("kind") != KIND:
                    raise DetectorUnusable(path, ControlProblem.NOT_ONE)
                network = SegmenterNet(channels_of(told))
                names = tensors.keys()  # a method of the file, not a dict's
                state = {name: tensors.get_tensor(name).float() for name in names}
            network.load_state_dict(state, strict=True)
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:  # a header is text that may lie
            raise DetectorUnusable(path, ControlProblem.DAMAGED, first_line(error)) from error
        return cls(network.eval().requires_grad_(False))

    def odds(self, rgb: Pixels) -> Odds:
        """How likely each class is at each pixel of ``rgb`` (uint8 ``[H, W, 3]``): float32 ``[6, H, W]``,
        which sum to 1 at each. Both the picture and its mirror image are looked at.
        """
        height, width = rgb.shape[:2]
        scale = min(1.0, LONG_SIDE / max(height, width))
        sides = (max(STEP, round(side * scale / STEP) * STEP) for side in (width, height))
        small = cv2.resize(rgb, tuple(sides), interpolation=cv2.INTER_AREA)
        seen = read_in(np.asarray(small, np.uint8))[None]
        with torch.inference_mode():
            found = self.network(seen).softmax(1) + self.network(seen.flip(-1)).softmax(1).flip(-1)
            large = F.interpolate(found / 2, size=(height, width), mode="bilinear", align_corners=False)
        return np.asarray(large[0].numpy(), np.float32)

    def labels(self, rgb: Pixels) -> NDArray[np.uint8]:
        """The likeliest class at each pixel: uint8 ``[H, W]``."""
        return np.asarray(self.odds(rgb).argmax(axis=0), np.uint8)
