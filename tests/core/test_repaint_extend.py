"""Where a canvas that has grown is painted."""

from __future__ import annotations

import numpy as np

from artmaster_desktop.core.geometry import Bounds, Extent
from artmaster_desktop.core.repaint_extend import OVERLAP, extension


def test_what_is_new_is_painted_and_fades_into_the_old() -> None:
    mask = extension(Extent(300, 200), Bounds(100, 0, 200, 200)).read(Bounds(0, 0, 300, 200))[:, :, 0]
    assert (mask[:, :100] == 255).all()
    assert (np.diff(mask[0, 100 : 100 + OVERLAP].astype(int)) < 0).all()
    assert (mask[:, 100 + OVERLAP :] == 0).all()
    assert (mask == mask[0]).all()


def test_every_side_may_grow_and_others_may_shrink() -> None:
    mask = extension(Extent(400, 400), Bounds(-50, 100, 300, 200)).read(Bounds(0, 0, 400, 400))[:, :, 0]
    assert (mask[:100] == 255).all()
    assert (mask[300:] == 255).all()
    assert (mask[:, 250:] == 255).all()
    assert mask[200, 0] == 0, "nothing was added on the left"
    assert extension(Extent(64, 64), Bounds(0, 0, 64, 64)).tiles == {}
