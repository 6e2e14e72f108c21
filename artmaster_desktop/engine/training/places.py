"""Places on a canvas that a painter shares with another hand, so that it learns to hold its own.

In such a row the picture is by two: inside a soft random shape a work of the painter, outside one that the
base has painted. The painter's layers act on the tokens inside alone and its text is heard inside alone, as
when the program paints with regions (``engine/flux/attention.py``). Inside it must paint on as its works do,
outside the base must remain. Without this a painter has only ever continued pictures that were its own all
over, and gives way to its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from artmaster_desktop.engine.flux.text import ReadText
from artmaster_desktop.engine.training.gates import Gates

CELLS = 4
"""Shapes are drawn with this many cells to a token's side, then averaged."""
NEVER = -1e4
Shape = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A picture by the base, ``[1, n, 4C]``, and the text that it was painted from."""

    clean: Tensor
    text: ReadText


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """``inside`` float32 ``[n]`` is each token's share of the painter's, ``neighbour`` has the rest."""

    inside: Tensor
    neighbour: Neighbour

    def around(self, clean: Tensor) -> Tensor:
        """The picture by both hands."""
        share = self.inside[None, :, None]
        return share * clean + (1 - share) * self.neighbour.clean

    def text(self, own: ReadText) -> ReadText:
        """The neighbour's text for all of the canvas, then the painter's own at its real length."""
        root = self.neighbour.text
        tokens = torch.cat((root.tokens, own.tokens[:, : own.length]), dim=1)
        return ReadText(tokens, root.pooled, tokens.shape[1], tokens.shape[1])

    def gates(self, own: ReadText) -> Gates:
        """The painter acts inside, and on its own text."""
        root = self.neighbour.text.tokens.shape[1]
        texts = torch.cat((torch.zeros(root, 1), torch.ones(own.length, 1)))
        return Gates(self.inside[:, None], texts)

    def bias(self, own: ReadText) -> Tensor:
        """``[1, 1, t, t]``, to be added to attention's logits, for the sequence [root | own text | picture].

        The own text hears itself, the root and its area; the area hears it with the logarithm of its share;
        nobody else does.
        """
        root, mine = self.neighbour.text.tokens.shape[1], own.length
        start = root + mine
        heard = torch.where(self.inside > 0, self.inside.clamp_min(1e-8).log(), NEVER)
        bias = torch.zeros(start + len(heard), start + len(heard))
        bias[:root, root:start] = NEVER
        bias[start:, root:start] = heard[:, None]
        bias[root:start, start:] = heard[None, :]
        return bias[None, None]


class Places:
    """Places for pictures of the shapes (token rows, columns) that ``neighbours`` has pictures of."""

    def __init__(self, neighbours: Mapping[Shape, Sequence[Neighbour]]) -> None:
        self._neighbours = neighbours

    def draw(self, shape: Shape, chance: torch.Generator) -> Place:
        """A place of a quarter to three quarters of the canvas, beside a neighbour of that shape."""
        rng = np.random.default_rng(int(torch.randint(2**62, (), generator=chance)))
        beside = self._neighbours[shape]
        return Place(random_place(rng, *shape), beside[int(rng.integers(len(beside)))])


def random_place(rng: np.random.Generator, rows: int, columns: int) -> Tensor:
    """``[rows * columns]`` in [0, 1]: a soft half-plane, ellipse or blob, of which 1/8 to 7/8 is inside."""
    while True:
        shape = _shape(rng, rows * CELLS, columns * CELLS)
        if 0.125 < shape.mean() < 0.875:
            break
    sigma = float(np.exp(rng.uniform(np.log(0.25), np.log(5.0))))
    soft = np.asarray(cv2.GaussianBlur(shape, (0, 0), sigma), np.float32)
    return F.avg_pool2d(torch.from_numpy(soft)[None], CELLS).flatten().clamp(0.0, 1.0)


def _shape(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (xs + 0.5) / width - rng.uniform(0.2, 0.8), (ys + 0.5) / height - rng.uniform(0.2, 0.8)
    angle = rng.uniform(0, np.pi) if rng.random() < 0.5 else rng.integers(0, 4) * np.pi / 2
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    match int(rng.integers(0, 3)):
        case 0:
            inside = along > rng.uniform(-0.15, 0.15)
        case 1:
            inside = (along / rng.uniform(0.25, 0.5)) ** 2 + (across / rng.uniform(0.25, 0.5)) ** 2 < 1
        case _:
            waves = rng.normal(size=(5, 5)).astype(np.float32)
            inside = cv2.resize(waves, (width, height), interpolation=cv2.INTER_CUBIC) + 1.5 * along > 0
    return np.asarray(inside, np.float32)
