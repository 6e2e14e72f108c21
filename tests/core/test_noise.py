"""Textures repeat without a seam and leave as much paper as a threshold says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from artmaster_desktop.core import noise
from artmaster_desktop.core.brush import Paper
from artmaster_desktop.core.raster import TILE

TEXTURES: list[Callable[[], NDArray[np.float32]]] = [
    *(lambda kind=kind: noise.paper(kind) for kind in Paper),
    noise.pools,
    noise.bristles,
    lambda: noise.running() + np.float32(0.5),
]


@pytest.mark.parametrize("texture", TEXTURES)
def test_a_texture_is_even_and_seamless(texture: Callable[[], NDArray[np.float32]]) -> None:
    values = texture()
    assert values.dtype == np.float32
    assert 0.0 <= values.min() <= values.max() <= 1.0
    for share in (0.2, 0.5, 0.8):
        assert (values < share).mean() == pytest.approx(share, abs=0.05)
    inner = np.abs(np.diff(values, axis=1)).mean()
    seam = np.abs(values[:, 0] - values[:, -1]).mean()
    assert seam < 1.5 * inner


def test_paper_repeats_with_the_tiles() -> None:
    assert noise.PERIOD % TILE == 0
    assert noise.paper(Paper.RICE).shape == (noise.PERIOD, noise.PERIOD)


def test_textures_are_made_once() -> None:
    noise.prepare()
    assert noise.bristles() is noise.bristles()
    assert noise.hair_ends().shape == (noise.bristles().shape[1],)
