"""What a model was made to paint."""

from __future__ import annotations

from enum import Enum


class ModelUse(Enum):
    """The models of FLUX.1's family differ in what they read beside the noise."""

    PAINT = "paint"
    """Nothing: whole canvases and parts of them, with and without guides (FLUX.1-dev, -schnell, the
    starter).
    """

    GUIDE = "guide"
    """The latent of one guide, without which they paint nothing (FLUX.1-Canny-dev, -Depth-dev)."""

    FILL = "fill"
    """The picture with a hole in it, and where that is: parts of pictures alone (FLUX.1-Fill-dev)."""


CELLS = 4 * 8 * 8
"""Channels of a token that say which of its pixels are in the hole: 2 x 2 cells of 8 x 8."""


def use_of(inputs: int, outputs: int) -> ModelUse | None:
    """What a transformer reads that takes ``inputs`` channels a token, and gives ``outputs``; None where that
    is none of these.
    """
    beside = {0: ModelUse.PAINT, outputs: ModelUse.GUIDE, outputs + CELLS: ModelUse.FILL}
    return beside.get(inputs - outputs)
