"""Crops: shapes, cut marks and loss masks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmaster_desktop.core.box import Box
from artmaster_desktop.core.crop import Crop, CropCost, cut_marks, enlargement, fitted, loss_mask, shaped
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.mark import Mark, MarkKind, MarkState

SEAL = Mark(id="seal-1", kind=MarkKind.SEAL, box=Box(0.8, 0.1, 0.1, 0.1))
GONE = Mark(id="seal-2", kind=MarkKind.SEAL, box=Box(0.4, 0.1, 0.2, 0.1), state=MarkState.REJECTED)


def crop(box: Box) -> Crop:
    return Crop(id="a", width=100, height=200, box=box)


def test_a_crop_has_a_size() -> None:
    with pytest.raises(ValueError, match="positive"):
        Crop(id="a", width=0, height=5, box=Box(0, 0, 1, 1))
    assert crop(Box(0, 0, 1, 1)).extent == Extent(100, 200)


def test_every_term_costs() -> None:
    assert CropCost().total == 0.0
    for term in (
        CropCost(subject=0.1), CropCost(strokes=0.1), CropCost(blank=0.1), CropCost(marks=1),
        CropCost(enlarged=0.1),
    ):  # fmt: skip
        assert term.total > 0.0


@pytest.mark.parametrize(
    ("box", "cut"),
    [
        (Box(0, 0, 0.85, 1), True),  # through its middle
        (Box(0, 0, 0.8, 1), False),  # beside it
        (Box(0.5, 0, 0.5, 1), False),  # around it
        (Box(0, 0.15, 1, 0.5), True),
    ],
)
def test_an_edge_through_a_seal_is_told(box: Box, cut: bool) -> None:
    assert cut_marks(box, (SEAL, GONE)) == ((SEAL,) if cut else ())


@given(st.integers(64, 2000), st.integers(64, 2000), st.integers(64, 4000), st.integers(64, 4000))
def test_the_largest_fit_has_the_shape_and_touches(w: int, h: int, work_w: int, work_h: int) -> None:
    wide, high = fitted(w, h, Extent(work_w, work_h))
    assert max(wide, high) == pytest.approx(1.0)
    assert (wide * work_w) / (high * work_h) == pytest.approx(w / h)
    assert enlargement(Box(0, 0, wide, high), w, h, Extent(work_w, work_h)) == pytest.approx(
        max(w / work_w, h / work_h)
    )


def test_what_a_hand_draws_gets_the_shape() -> None:
    work = Extent(1000, 500)
    drawn = Box(0.4, 0.2, 0.2, 0.4)  # 200 x 200 pixels
    same = shaped(drawn, 512, 512, work)
    assert same.likeness(drawn) > 0.999
    tall = shaped(Box(0.0, 0.0, 1.0, 1.0), 512, 1024, work)
    assert tall.height == pytest.approx(1.0)
    assert tall.width == pytest.approx(0.25)
    assert shaped(Box(0.9, 0.9, 0.1, 0.1), 1024, 128, work).right <= 1.0 + 1e-9


def test_the_loss_leaves_a_seal_out_where_it_is_in_the_crop() -> None:
    mask = loss_mask(crop(Box(0.5, 0.0, 0.5, 0.5)), (SEAL, GONE))
    assert mask.shape == (200, 100)
    assert mask.dtype == np.float32
    rows, columns = np.nonzero(mask == 0.0)
    # seal 0.8..0.9 with a tenth of its side around: 0.79..0.91 of the work, 0.58..0.82 of the crop
    assert (columns.min(), columns.max() + 1) == (58, 82)
    assert (rows.min(), rows.max() + 1) == (36, 84)
    assert loss_mask(crop(Box(0.0, 0.5, 0.5, 0.5)), (SEAL,)).all()
    assert loss_mask(crop(Box(0, 0, 1, 1)), (SEAL,), Extent(10, 10)).shape == (10, 10)
